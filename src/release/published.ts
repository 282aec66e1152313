import { randomUUID } from 'node:crypto';
import { isWhole } from '../domain/whole.ts';
import { type Addresses, LIST, readList } from './addresses.ts';

/** How long an answer of the live site is waited for, in ms. */
const PATIENCE = 20_000;

/** A site as it is published, where no earlier release lies beside the new one. */
export interface PublishedSite {
  /** All of its addresses; `undefined` where it has no list of them, or does not answer. */
  addresses(tell: (words: string) => void): Promise<Addresses | undefined>;
  /** The bytes of one of its files; `undefined` where they cannot be had. */
  read(file: string): Promise<Buffer | undefined>;
}

/**
 * The site that is served at an address. It may be down just when a notice has to go out: that is told, and
 * keeps nothing from going live.
 * @param url with the path below which the site is served.
 */
export function siteAt(url: string, fetcher: typeof fetch = fetch): PublishedSite {
  const root = url.endsWith('/') ? url : `${url}/`;
  const get = async (file: string) => {
    const url = new URL(file, root);
    // A cache of the host would answer with what was published before, and what went live since would be new again.
    url.searchParams.set('fresh', randomUUID());
    return fetcher(url, { signal: AbortSignal.timeout(PATIENCE), cache: 'no-store' });
  };
  return {
    addresses: async (tell) => {
      const list = await listAt(() => get(LIST)).catch((error: Error) => error.message);
      if (typeof list !== 'string') return list;
      tell(
        `${root}${LIST} cannot be read (${list}): this build is not compared with what is published there.`,
      );
      return undefined;
    },
    read: async (file) => {
      const address = file.replace(/(^|\/)index\.html$/, '$1');
      const bytes = await bytesAt(() => get(address)).catch(() =>
        bytesAt(() => get(address)).catch(() => undefined),
      );
      // A page is taken whole or not at all: half of one, or that of a hotel's network, would stand there for ever.
      return file.endsWith('.html') && !isWhole(bytes?.toString('utf8') ?? '') ? undefined : bytes;
    },
  };
}

/** @throws Error that says why there is no list. */
async function listAt(ask: () => Promise<Response>): Promise<Addresses> {
  const answer = await ask();
  if (!answer.ok) throw new Error(`answer ${answer.status}`);
  const list = readList(await answer.text());
  if (!list) throw new Error('it is no whole list of addresses');
  return list;
}

/** @throws Error where the way there broke; an answer that says there is nothing is none. */
async function bytesAt(ask: () => Promise<Response>): Promise<Buffer | undefined> {
  const answer = await ask();
  return answer.ok ? Buffer.from(await answer.arrayBuffer()) : undefined;
}
