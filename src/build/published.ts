import { randomUUID } from 'node:crypto';
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
      const answer = await get(LIST).catch((error: Error) => error);
      if (!(answer instanceof Error) && answer.ok) return readList(await answer.text());
      const why = answer instanceof Error ? answer.message : `answer ${answer.status}`;
      tell(
        `${root}${LIST} cannot be read (${why}): this build is not compared with what is published there.`,
      );
      return undefined;
    },
    read: async (file) => {
      const answer = await get(file.replace(/(^|\/)index\.html$/, '$1')).catch(() => undefined);
      return answer?.ok ? Buffer.from(await answer.arrayBuffer()) : undefined;
    },
  };
}
