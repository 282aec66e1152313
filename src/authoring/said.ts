import type { FactName } from '../domain/fields.ts';
import type { Certainty, DataFate, Kind, State } from '../domain/incident.ts';
import { INCIDENT_STATES, MAINTENANCE_STATES } from '../domain/incident.ts';
import { NOTICE_KINDS, type NoticeKind } from '../domain/notice.ts';
import type { Language, Site } from '../domain/site.ts';
import { isStatus, STATUSES, type Status } from '../domain/status.ts';
import { type Instant, printTimeRange, readTimeRange, type TimeRange } from '../domain/time.ts';
import { withDashes } from '../incidents/slips.ts';
import { type Mistake, type Problem, problemIn } from '../problems/index.ts';
import { alternatives, didYouMean } from '../problems/suggest.ts';
import { readMoment, type Towards } from './moment.ts';

/**
 * What somebody typed, by the names of the flags that say it: the same for a call, for answers at a terminal and for
 * a draft that waits to be gone on with.
 */
export interface Typed {
  id?: string | undefined;
  language?: string | undefined;
  kind?: string | undefined;
  title?: string | undefined;
  text?: string | undefined;
  impact?: readonly string[] | undefined;
  since?: string | undefined;
  state?: string | undefined;
  at?: string | undefined;
  place?: string | undefined;
  began?: string | undefined;
  ended?: string | undefined;
  'last-known'?: string | undefined;
  from?: string | undefined;
  until?: string | undefined;
  works?: readonly string[] | undefined;
  advice?: string | undefined;
  scope?: string | undefined;
  cause?: string | undefined;
  certainty?: string | undefined;
  data?: string | undefined;
  'next-update'?: string | undefined;
  because?: string | undefined;
  without?: readonly string[] | undefined;
}

export type TypedName = keyof Typed;

/** What is typed for one field of the file, and is asked in the words of the table of fields. */
export const TYPED_FACTS = {
  title: 'title',
  impact: 'impact',
  began: 'began',
  ended: 'ended',
  'last-known': 'lastKnown',
  works: 'works',
  advice: 'advice',
  scope: 'scope',
  cause: 'cause',
  certainty: 'causeCertainty',
  data: 'data',
  'next-update': 'nextUpdate',
} as const satisfies Partial<Record<TypedName, FactName>>;

/** What may be left out of what is proposed. */
export const LEFT_OUT = ['advice', 'works', 'next-update'] as const;

/** The same, read. */
export interface Said {
  id: string | undefined;
  language: Language | undefined;
  kind: NoticeKind | undefined;
  title: string | undefined;
  text: string | undefined;
  impact: { component: string; regions: string[] | undefined; status: Status | undefined }[];
  /** Since when what is said of the impact is so; since it is said, without it. */
  since: TimeRange | undefined;
  state: State | undefined;
  at: TimeRange | undefined;
  place: string | undefined;
  began: TimeRange | undefined;
  ended: TimeRange | 'unknown' | undefined;
  lastKnown: TimeRange | undefined;
  from: Instant | undefined;
  until: Instant | undefined;
  /** Empty where somebody said that nothing is confirmed to work. */
  works: string[] | undefined;
  advice: string | undefined;
  scope: string | undefined;
  cause: string | undefined;
  certainty: Certainty | undefined;
  data: DataFate | undefined;
  nextUpdate: Instant | undefined;
  because: string | undefined;
  without: ReadonlySet<string>;
}

/** The times that are typed, and which of two days an hour means in each. */
const TOWARDS = {
  since: 'past',
  at: 'past',
  began: 'past',
  ended: 'past',
  'last-known': 'past',
  from: 'future',
  until: 'future',
  'next-update': 'future',
} as const satisfies Partial<Record<TypedName, Towards>>;

/**
 * What was typed, with each time as it was meant when somebody said it: "twenty minutes ago" and "02:30" mean another
 * one to whoever reads them later, at the end of a long thought or the next morning. "Now" of what is said, and in how
 * long the next word comes, count from when people are told.
 */
export function meantAt(typed: Typed, now: Instant): Typed {
  const meant: Typed = { ...typed };
  for (const [name, towards] of Object.entries(TOWARDS) as [keyof typeof TOWARDS, Towards][]) {
    const written = typed[name];
    if (written === undefined || readTimeRange(written.trim()).ok) continue;
    if (name === 'at' && /^now$/i.test(written.trim())) continue;
    if (name === 'next-update' && /^[+-]/.test(written.trim())) continue;
    const read = readMoment(written, now, towards);
    if ('range' in read) meant[name] = printTimeRange(read.range);
  }
  return meant;
}

/**
 * Reads what was typed, and tells of all that is wrong with it, each by the flag that says it.
 * @param kind of incident, by which there are states.
 */
export function readTyped(
  typed: Typed,
  { site, now, kind }: { site: Site; now: Instant; kind: Kind },
): { said: Said; problems: Problem[] } {
  const problems: Problem[] = [];
  const wrong = (flag: TypedName, mistake: Omit<Mistake, 'name'>): undefined => {
    problems.push(problemIn({ flag: `--${flag}` }, { name: 'flag-value', ...mistake }));
    return undefined;
  };
  const time = (flag: keyof typeof TOWARDS): TimeRange | undefined => {
    const written = typed[flag];
    if (written === undefined) return undefined;
    const read = readMoment(written, now, TOWARDS[flag]);
    return 'range' in read ? read.range : wrong(flag, { found: written, ...read });
  };
  const instant = (flag: keyof typeof TOWARDS): Instant | undefined => {
    const range = time(flag);
    if (!range || range.earliest === range.latest) return range?.earliest;
    return wrong(flag, {
      found: typed[flag] as string,
      expected: 'one moment, not a day or a stretch',
      remedy: 'Write the hour and the minute.',
    });
  };
  const one = <Word extends string>(flag: TypedName, words: readonly Word[]): Word | undefined => {
    const written = (typed[flag] as string | undefined)?.trim().toLowerCase().replaceAll(' ', '_');
    if (written === undefined || (words as readonly string[]).includes(written)) return written as Word;
    return wrong(flag, {
      found: typed[flag] as string,
      expected: alternatives(words),
      remedy: `Write one of those.${didYouMean(written, words)}`,
    });
  };
  const components = site.components.map(({ id }) => id);
  const component = (flag: TypedName, id: string): string | undefined =>
    components.includes(id)
      ? id
      : wrong(flag, {
          found: id,
          expected: `one of ${components.join(', ')}`,
          remedy: `Write the id of a component.${didYouMean(id, components)}`,
        });
  const said: Said = {
    id: typed.id === undefined ? undefined : idIn(typed.id, wrong),
    language: one('language', site.languages),
    kind: one('kind', NOTICE_KINDS),
    title: text(typed.title),
    text: words(typed.text),
    impact: parts(typed.impact).flatMap((part) => impactIn(part, site, component, wrong)),
    state: one('state', kind === 'incident' ? INCIDENT_STATES : MAINTENANCE_STATES),
    since: time('since'),
    at: time('at'),
    place: text(typed.place),
    began: time('began'),
    ended: typed.ended?.trim().toLowerCase() === 'unknown' ? 'unknown' : time('ended'),
    lastKnown: time('last-known'),
    from: instant('from'),
    until: instant('until'),
    works: worksIn(typed.works, (id) => component('works', id)),
    advice: text(typed.advice),
    scope: text(typed.scope),
    cause: text(typed.cause),
    certainty: one('certainty', ['unknown', 'suspected', 'confirmed'] as const),
    data: one('data', ['delayed', 'backfilled', 'lost', 'intact'] as const),
    nextUpdate: instant('next-update'),
    because: text(typed.because),
    without: new Set(typed.without),
  };
  return { said, problems };
}

type Wrong = (flag: TypedName, mistake: Omit<Mistake, 'name'>) => undefined;

function text(written: string | undefined): string | undefined {
  return written?.trim() || undefined;
}

/** What an update says. A list as it is copied from elsewhere is one. */
function words(written: string | undefined): string | undefined {
  const said = text(written);
  return said && withDashes(said);
}

/** What stands several times, or with commas between. */
function parts(written: readonly string[] | undefined): string[] {
  return (written ?? [])
    .flatMap((one) => one.split(','))
    .map((one) => one.trim())
    .filter(Boolean);
}

function worksIn(
  written: readonly string[] | undefined,
  component: (id: string) => string | undefined,
): string[] | undefined {
  if (written === undefined || written.length === 0) return undefined;
  const ids = parts(written);
  if (ids.length === 1 && ids[0] === 'none') return [];
  return [...new Set(ids.flatMap((id) => component(id) ?? []))];
}

/** `component=status`, the component alone, or `component@region+region=status`. */
function impactIn(
  written: string,
  site: Site,
  known: (flag: TypedName, id: string) => string | undefined,
  wrong: Wrong,
): Said['impact'] {
  const [, id = '', where, status] = /^([^=:@\s]+)(?:@([^=:\s]+))?(?:\s*[=:]\s*(.*))?$/.exec(written) ?? [];
  const component = known('impact', id || written);
  const regions = where?.split('+');
  const strange =
    component === undefined ? undefined : regions?.find((one) => !isRegionOf(site, component, one));
  if (strange !== undefined) {
    const all = regionsOf(site, id);
    return (
      wrong('impact', {
        found: written,
        expected: all.length > 0 ? `${id}@ and ${alternatives(all)}, several with + between` : `${id}=status`,
        remedy:
          all.length > 0
            ? `Write a region in which it is.${didYouMean(strange, all)}`
            : 'It is everywhere alike by nightlight.yaml: take "@" and what follows it out, and say where in --scope.',
      }) ?? []
    );
  }
  const word = status?.trim().toLowerCase().replaceAll(' ', '_');
  if (word !== undefined && !isStatus(word))
    return (
      wrong('impact', {
        found: written,
        expected: `${id}= and one of ${STATUSES.join(', ')}`,
        remedy: `Write one of those.${didYouMean(word, STATUSES)}`,
      }) ?? []
    );
  return component === undefined ? [] : [{ component, regions, status: word }];
}

/** The regions in which a component is. */
export function regionsOf({ components }: Pick<Site, 'components'>, id: string): readonly string[] {
  return components.find((one) => one.id === id)?.regions ?? [];
}

function isRegionOf(site: Site, component: string, region: string): boolean {
  return regionsOf(site, component).includes(region);
}

function idIn(written: string, wrong: Wrong): string | undefined {
  const id = written.trim().replace(/\.md$/, '');
  if (/^[a-z0-9-]+$/.test(id)) return id;
  return wrong('id', {
    found: written,
    expected: 'a-z, 0-9 and "-": it is the address for ever',
    remedy: `Write it so, such as ${slugOf(written)}.`,
  });
}

/** A text as it can stand in an address: letters of every Latin script lose their marks. */
export function slugOf(called: string, words = 6): string {
  return (
    called
      .normalize('NFD')
      .replace(/\p{M}/gu, '')
      // "The wearer’s own" has no word that is an s.
      .replace(/['’](?=s\b)/gu, '')
      .replaceAll('ß', 'ss')
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, ' ')
      .trim()
      .split(' ')
      .slice(0, words)
      .join('-')
      .slice(0, 60)
      .replace(/-$/, '')
  );
}
