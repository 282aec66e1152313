import type { ProofRenewal } from '../i18n/proof.ts';
import { proofWords } from '../i18n/proof-words.ts';
import type { Page } from './page.ts';

/** What a page needs to look for newer numbers of delivery; nothing where nobody has them. */
export function renewing({ snapshot, words, language }: Page): ProofRenewal | undefined {
  const address = snapshot.site.telling?.proof;
  if (address === undefined) return undefined;
  const time = words.format.at({ date: '{date}', time: '{time}' });
  return { address, words: proofWords(language), writtenAt: `${words.proof.writtenAt} ${time}.` };
}

/** What the policy of a page must allow beyond that of the site: whom it asks, and to whom it sends. */
export function policyFor(
  directive: 'connect-src' | 'form-action',
  address: string,
): `${typeof directive} ${string}` {
  return `${directive} ${new URL(address).origin}`;
}
