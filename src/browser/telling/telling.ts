import type { ProofRenewal } from '../../i18n/proof.ts';
import { renewProof } from './proof.ts';
import { offerPush, type PushData } from './push.ts';

/** What a page that speaks of telling people hands to its script. */
export interface TellingData {
  proof?: ProofRenewal | undefined;
  push?: PushData | undefined;
}

const { proof, push } = JSON.parse(document.getElementById('_telling')?.textContent as string) as TellingData;

if (push) offerPush(push);
if (proof) void renewProof(proof);
