import { type Instant, isoSeconds, MINUTE } from '../domain/time.ts';

/** Where it is listed when each version of an incident file could first be read, one a line. */
export const VERSIONS = 'versions.txt';

/** When the versions of incident files and of their translations went live, as deploys noted it. */
export interface Versions {
  /** When the list was begun. What was committed before, and is not in it, was live or was brought along. */
  since: Instant;
  /** By file and git blob; several times where a file was put back to what it had been. */
  times: ReadonlyMap<string, readonly Instant[]>;
}

/** A version as git knows it. */
interface Committed {
  blob: string;
  /** When it was committed. */
  at: Instant;
}

/** What a build says of when versions went live, and notes for the next one. */
export interface GoingLive {
  /** When each version of a file could or can first be read here, oldest first. */
  of(file: string, versions: readonly Committed[]): Instant[];
  /** The time that this build prints for what is new; `undefined` if it has printed none. */
  news(): Instant | undefined;
  /**
   * The list as it stands with this build: what was in it stays, so that a file that comes back is not new.
   * @param mayGo whether an address was let go, and what is said of it with it.
   */
  list(mayGo: (address: string) => boolean): Versions;
}

/** How far ahead of the clock a time may lie, as in an incident file. */
const AHEAD = 5 * MINUTE;

/**
 * When versions went live. One that an earlier list has keeps its time. One that is new goes live once this
 * build is switched to, which is not before `now` and `lead`. Without an earlier list nobody knows what is
 * new, and each was published when it was committed.
 * @param lead how long it takes from the instant of a build until the switch, in ms.
 * @param latest the instant from which on a time lies ahead: a clock was wrong when it was noted.
 */
export function goingLive(
  earlier: Versions | undefined,
  now: Instant,
  lead: number,
  latest: Instant = now,
): GoingLive {
  const soon = Math.ceil((now + Math.min(lead, AHEAD)) / 1000) * 1000;
  const since = earlier && earlier.since <= latest + AHEAD ? earlier.since : undefined;
  const times = new Map([...(earlier?.times ?? [])].map(([name, list]) => [name, [...list]]));
  const renamed = new Map([...times].map(([name, list]) => [blobIn(name), [...list]]));
  const here = new Set<string>();
  let news: Instant | undefined;
  const firstRead = (at: Instant) => {
    if (since === undefined || at < since) return at;
    news = soon;
    return Math.max(soon, at);
  };
  return {
    of: (file, versions) => {
      const counts = new Map<string, number>();
      here.add(file);
      return versions.map(({ blob, at }) => {
        const name = nameOf(file, blob);
        const own = times.get(name) ?? renamed.get(blob)?.map((time) => Math.max(time, at)) ?? [];
        const count = counts.get(blob) ?? 0;
        counts.set(blob, count + 1);
        const known = own[count];
        own[count] = known !== undefined && known <= latest + AHEAD ? known : firstRead(at);
        times.set(name, own);
        return own[count];
      });
    },
    news: () => news,
    list: (mayGo) => ({
      since: since ?? Math.floor(now / 1000) * 1000,
      times: new Map(
        [...times].filter(([name]) => here.has(fileIn(name)) || !mayGo(`incidents/${idIn(name)}/`)),
      ),
    }),
  };
}

/** The list as it is served: in the order of the times, the number of versions last, for a list cut short is none. */
export function printVersions({ since, times }: Versions): string {
  const lines = [...times].flatMap(([name, list]) => list.map((at) => `${isoSeconds(at)} ${name}`));
  return [
    '# When each version of an incident file could first be read here: time, file, git blob.',
    `# since ${isoSeconds(since)}`,
    ...lines.toSorted(),
    `# versions ${lines.length}`,
    '',
  ].join('\n');
}

/** Reads what `printVersions` wrote; `undefined` for anything else, and for a list that was cut short. */
export function readVersions(text: string): Versions | undefined {
  const lines = text.split('\n');
  const since = Date.parse(/^# since (\S+)$/.exec(lines[1] ?? '')?.[1] ?? '');
  const count = /^# versions (\d+)$/.exec(lines.at(-2) ?? '')?.[1];
  const read = lines.slice(2, -2).map((line) => /^(\d{4}-\S+Z) ([A-Za-z0-9.-]+ [0-9a-f]+)$/.exec(line));
  if (Number.isNaN(since) || count === undefined || Number(count) !== read.length) return undefined;
  const times = new Map<string, Instant[]>();
  for (const line of read) {
    const [, time = '', name = ''] = line ?? [];
    const at = Date.parse(time);
    if (Number.isNaN(at)) return undefined;
    times.set(name, [...(times.get(name) ?? []), at]);
  }
  return { since, times };
}

function nameOf(file: string, blob: string): string {
  return `${file} ${blob}`;
}

function fileIn(name: string): string {
  return name.slice(0, name.indexOf(' '));
}

function blobIn(name: string): string {
  return name.slice(name.indexOf(' ') + 1);
}

function idIn(name: string): string {
  return name.slice(0, name.indexOf('.'));
}
