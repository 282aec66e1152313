import { href, type Origin, paths } from '../domain/addresses.ts';
import { instantOf } from '../domain/freshness.ts';
import type { NotificationFile } from '../domain/notification-file.ts';
import type { Language, Languages } from '../domain/site.ts';
import type { Instant } from '../domain/time.ts';
import { whyOf } from '../problems/errors.ts';
import { boundedText } from './bounded.ts';

/** One update as the public can read it, in each language in which a feed has it. */
export interface HeardUpdate {
  id: string;
  told: Record<Language, NotificationFile>;
}

/** What the public address said when it was read. */
export interface Heard {
  /** Oldest first, in the order in which they were published. */
  updates: HeardUpdate[];
  /** Until when the site may be believed, by its own word. */
  validUntil: Instant;
  /** What time it is for its server. */
  serverNow: Instant;
  /** How many entries no message can be made of: they lack what it rests on, or are another site's. */
  unusable: number;
}

/** How long one answer is waited for, in ms, and how large a feed may be, in bytes. */
const PATIENCE = 20_000;
const LARGEST = 20_000_000;

/** Reads what the public reads, past caches where a file decides whether the page may be believed. */
export interface Reader {
  /** @throws Error where something did not answer, or answered what it should not. */
  read(signal?: AbortSignal): Promise<Heard>;
}

/**
 * @param languages those whose feeds are read; the first is the one without a prefix.
 * @param authority whose updates are told (`tag.authority` of the config); anybody's if it is not said.
 */
export function readerOf(
  origin: Origin,
  languages: Languages,
  ask: typeof fetch,
  authority?: string,
): Reader {
  const feeds = languages.map((language) => ({
    feed: feedAt(origin, href({ languages }, origin.base, language, paths.json), ask, authority),
  }));
  return {
    read: async (signal) => {
      const [beat, ...files] = await Promise.all([
        beatAt(new URL(`${origin.base}heartbeat.json`, origin.url).href, ask, signal),
        ...feeds.map(({ feed }) => feed(signal)),
      ]);
      return {
        ...beat,
        updates: merged(
          languages,
          files.map(({ told }) => told),
        ),
        unusable: files.reduce((sum, { unusable }) => sum + unusable, 0),
      };
    },
  };
}

interface FeedFile {
  told: NotificationFile[];
  unusable: number;
}

type Feed = (signal?: AbortSignal) => Promise<FeedFile>;

/** A feed, which is sent again only where it has changed. */
function feedAt({ url }: Origin, path: string, ask: typeof fetch, authority: string | undefined): Feed {
  const address = new URL(path, url).href;
  let known: { tag: string; file: FeedFile } | undefined;
  return async (signal) => {
    const response = await answer(address, ask, signal, known && { 'If-None-Match': known.tag });
    if (response.status === 304 && known) return known.file;
    const file = fileIn(await jsonOf(response, address), address, authority);
    const tag = response.headers.get('etag');
    known = tag === null ? undefined : { tag, file };
    return file;
  };
}

/** A heartbeat; where it has moved, the one that is renewed. */
async function beatAt(
  address: string,
  ask: typeof fetch,
  signal: AbortSignal | undefined,
  mayMove = true,
): Promise<{ validUntil: Instant; serverNow: Instant }> {
  const response = await answer(address, ask, signal, { 'Cache-Control': 'no-cache' });
  const body = (await jsonOf(response, address)) as { valid_until?: unknown; moved_to?: unknown } | null;
  if (mayMove && typeof body?.moved_to === 'string') return beatAt(body.moved_to, ask, signal, false);
  const validUntil = instantOf(body?.valid_until);
  const serverNow = Date.parse(response.headers.get('date') ?? '');
  if (validUntil === undefined) throw new Error(`${address} is no heartbeat: it has no time "valid_until"`);
  if (Number.isNaN(serverNow)) throw new Error(`${address} was answered without a date`);
  return { validUntil, serverNow: serverNow + ageOf(response) };
}

function ageOf({ headers }: Response): number {
  const seconds = Number(headers.get('age') ?? 0);
  return Number.isFinite(seconds) && seconds > 0 ? seconds * 1000 : 0;
}

async function answer(
  address: string,
  ask: typeof fetch,
  signal: AbortSignal | undefined,
  headers: Record<string, string> | undefined,
): Promise<Response> {
  const late = AbortSignal.timeout(PATIENCE);
  const response = await ask(address, {
    signal: signal ? AbortSignal.any([signal, late]) : late,
    ...(headers && { headers }),
  }).catch((error: Error) => {
    throw new Error(`${address} cannot be read: ${whyOf(error)}`, { cause: error });
  });
  if (response.ok || response.status === 304) return response;
  await response.body?.cancel();
  throw new Error(`${address} was answered with ${response.status}`);
}

async function jsonOf(response: Response, address: string): Promise<unknown> {
  const text = await boundedText(response, LARGEST);
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Error(`${address} is no JSON`, { cause: error });
  }
}

function fileIn(feed: unknown, address: string, authority: string | undefined): FeedFile {
  const { items } = (feed ?? {}) as { items?: unknown };
  if (!Array.isArray(items)) throw new Error(`${address} is no JSON Feed: it has no "items"`);
  const entries = items.map((item: { _nightlight?: unknown } | null) => storable(item?._nightlight));
  const whole = entries.filter(isWhole);
  const told = whole.filter((one) => authority === undefined || one.authority === authority);
  const [other] = whole;
  // An address that answers for another site is as bad as one that does not answer.
  if (told.length === 0 && other)
    throw new Error(
      `${address} is the feed of another site: its authority is "${other.authority}", and "tag" of the config says "${authority}"`,
    );
  return { told, unusable: items.length - told.length };
}

/** What was read, as the store can keep it: PostgreSQL has no letter 0, and no half of a pair. */
function storable(value: unknown): unknown {
  if (typeof value === 'string') return value.replaceAll('\0', '').toWellFormed();
  if (Array.isArray(value)) return value.map(storable);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [storable(key) as string, storable(inner)]),
  );
}

/** Whether what a message rests on is there; what a newer site says besides does no harm. */
function isWhole(entry: unknown): entry is NotificationFile {
  if (!isObject(entry)) return false;
  const { id, incident, update, title, state, url, language, first, drill, imported, site } = entry;
  return (
    [id, incident, update, title, state, url, language].every(isText) &&
    [first, drill, imported].every((answer) => typeof answer === 'boolean') &&
    [entry.published, entry.changed].every((time) => instantOf(time) !== undefined) &&
    [entry.impact, entry.works].every(Array.isArray) &&
    isObject(entry.names) &&
    isObject(site) &&
    isText(site.name) &&
    isText(site.url)
  );
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}

/** One update for each id, oldest first. */
function merged(languages: readonly Language[], feeds: readonly NotificationFile[][]): HeardUpdate[] {
  const updates = new Map<string, HeardUpdate>();
  for (const [index, language] of languages.entries())
    for (const told of feeds[index] ?? []) {
      const heard = updates.get(told.id) ?? { id: told.id, told: {} };
      heard.told[language] = told;
      updates.set(told.id, heard);
    }
  return [...updates.values()].toReversed().toSorted((one, other) => publishedOf(one) - publishedOf(other));
}

/** When an update was first published. */
export function publishedOf({ told }: HeardUpdate): Instant {
  return Math.min(...Object.values(told).map(({ published }) => Date.parse(published)));
}
