import { randomUUID } from 'node:crypto';
import { isWhole } from '../domain/whole.ts';
import { whyOf } from '../problems/errors.ts';
import { type Addresses, LIST, readList } from './addresses.ts';
import { HEARTBEAT } from './beat.ts';

/** How long an answer of the live site is waited for, in ms. */
const PATIENCE = 20_000;

/** A site as it is published, where no earlier release lies beside the new one. */
export interface PublishedSite {
  /** All of its addresses; `undefined` where it has no list of them, or does not answer. */
  addresses(tell: (words: string) => void): Promise<Addresses | undefined>;
  /** The bytes of one of its files; `undefined` where they cannot be had. */
  read(file: string): Promise<Buffer | undefined>;
  /** Its heartbeat, from where that is renewed; `undefined` where there is none, or where it cannot be heard. */
  heartbeat(tell: (words: string) => void): Promise<string | undefined>;
}

/**
 * The site that is served at an address. It may be down just when a notice has to go out: that is told, and
 * keeps nothing from going live.
 * @param url with the path below which the site is served.
 */
export function siteAt(url: string, fetcher: typeof fetch = fetch): PublishedSite {
  const root = url.endsWith('/') ? url : `${url}/`;
  const get = async (file: string) => freshly(new URL(file, root), fetcher);
  return {
    addresses: async (tell) => {
      const list = await listAt(() => get(LIST)).catch(whyOf);
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
    heartbeat: async (tell) => {
      const own = await heartbeatAt(() => get(HEARTBEAT));
      if ('none' in own) return undefined;
      const { moved_to: elsewhere } = own.said ?? {};
      const there =
        typeof elsewhere === 'string' ? await heartbeatAt(() => freshly(new URL(elsewhere), fetcher)) : own;
      if (there.said) return JSON.stringify(there.said);
      tell(
        `The heartbeat of ${root} cannot be read${'why' in there ? ` (${there.why})` : ''}: whether anybody vouches for the service is not known, and no word is carried over.`,
      );
      return own.said && JSON.stringify(own.said);
    },
  };
}

/** Where files are read as if they were served. */
const READ_AT = 'http://release/';

/**
 * A release that lies where its files can be read, as if it were served; what it names elsewhere is asked for there.
 * @param read one of its files; nothing where it has none of that name.
 */
export function siteRead(
  read: (file: string) => Promise<Uint8Array | undefined>,
  elsewhere: typeof fetch,
): PublishedSite {
  return siteAt(READ_AT, async (address, init) => {
    const url = new URL(String(address));
    if (!url.href.startsWith(READ_AT)) return elsewhere(address, init);
    const path = decodeURIComponent(url.pathname.slice(1)).replace(/(^|\/)$/, '$1index.html');
    const bytes = path.split('/').includes('..') ? undefined : await read(path);
    return bytes === undefined ? new Response('', { status: 404 }) : new Response(new Uint8Array(bytes));
  });
}

/** A cache of the host would answer with what was published before, and what went live since would be new again. */
function freshly(url: URL, fetcher: typeof fetch): Promise<Response> {
  url.searchParams.set('fresh', randomUUID());
  return fetcher(url, { signal: AbortSignal.timeout(PATIENCE), cache: 'no-store' });
}

/** What was heard of a heartbeat: it, why it could not be read, or that no site is there yet. */
type Heard =
  | { said?: Record<string, unknown> }
  | { said?: undefined; why: string }
  | { said?: undefined; none: true };

async function heartbeatAt(ask: () => Promise<Response>): Promise<Heard> {
  const once = async (): Promise<Heard> => {
    const answer = await ask();
    if (answer.status === 404) return { none: true };
    if (!answer.ok) throw new Error(`answer ${answer.status}`);
    return { said: (await answer.json()) as Record<string, unknown> };
  };
  return once().catch(() => once().catch((error: unknown) => ({ why: whyOf(error) })));
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
