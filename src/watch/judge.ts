import type { Instant } from '../domain/time.ts';
import { type Finding, isNewerWord } from './finding.ts';

/** When findings of a check count as a failure, and when as health. */
export interface Rule {
  check: string;
  /** How many of the newest findings of a place must agree. */
  failures: number;
  /** How many of the newest findings of a place are looked at. */
  of: number;
  /** How many places must agree. */
  quorum: number;
  /** A finding that is older than this, in ms, says nothing any more. */
  heardWithin: number;
}

/** What is known of a check. `unknown` where too few places were heard of late: who hears nobody knows nothing. */
export interface Verdict {
  check: string;
  state: 'up' | 'down' | 'unknown';
  /** Since when: of a failure, when its first failed look ended. */
  since: Instant;
  /** The last look that went well before a failure. */
  lastGood?: Instant;
  /** What was found instead, for the operator. */
  why?: string;
  /** It counts as up still, and the newest looks of too few places went well: nobody confirms at this moment that it works. */
  isDoubted?: true;
}

/** A clock of another place may be ahead by this, in ms; what lies further ahead is no finding of ours. */
const AHEAD = 60_000;

/**
 * Judges a check by what places found of late. Both ways need the same: so many of the newest looks of a place, and so
 * many places; until then it stays as it was, so that what flaps is no news. Where as many places see it fail as see it
 * work, it fails: silence never looks like health.
 * A place that sends alerts judged by itself already: what it said last holds as so many looks, until it lapses.
 * @param findings in any order; one that comes twice counts once.
 * @param before what was known of it.
 */
export function judge(
  { check, failures, of, quorum, heardWithin }: Rule,
  findings: readonly Finding[],
  before: Verdict | undefined,
  now: Instant,
): Verdict {
  const places = newestByPlace(findings, check, { now, heardWithin, of });
  const agree = (isOk: boolean) =>
    places.filter((all) => all.filter(({ ok }) => ok === isOk).length >= failures);
  const [failing, working] = [agree(false), agree(true)];
  const newestWell = places.filter(([newest]) => newest?.ok);
  const well = count(newestWell) >= quorum && isBorneOut(newestWell, places);
  if (count(failing) >= quorum) return down(check, failing, findings, before);
  if (count(working) >= quorum && isBorneOut(working, places))
    return doubting(before?.state === 'up' ? before : { check, state: 'up', since: sinceOf(working) }, well);
  if (count(places) < quorum)
    return before?.state === 'unknown' ? before : { check, state: 'unknown', since: now };
  return doubting(before ?? { check, state: 'unknown', since: now }, well);
}

/** Whether one who looks is among these, where anybody looks: that an alert is over, or never fired again, is no health. */
function isBorneOut(these: readonly Finding[][], places: readonly Finding[][]): boolean {
  return !places.some(isOfLooks) || these.some(isOfLooks);
}

function isOfLooks([newest]: readonly Finding[]): boolean {
  return newest?.holds === undefined;
}

/** The same verdict, with whether the newest looks bear it out. */
function doubting(verdict: Verdict, isWell: boolean): Verdict {
  const isDoubted = verdict.state === 'up' && !isWell;
  if (isDoubted === (verdict.isDoubted ?? false)) return verdict;
  const { isDoubted: _, ...rest } = verdict;
  return isDoubted ? { ...rest, isDoubted } : rest;
}

/** The newest findings of each place that was heard of late, newest first. */
function newestByPlace(
  findings: readonly Finding[],
  check: string,
  { now, heardWithin, of }: { now: Instant; heardWithin: number; of: number },
): Finding[][] {
  const looks = new Map<string, Map<Instant, Finding>>();
  const words = new Map<string, Map<string, Finding>>();
  for (const one of findings) {
    if (one.check !== check || one.at > now + AHEAD) continue;
    if (one.holds !== undefined) {
      const all = words.get(one.place) ?? new Map<string, Finding>();
      const key = one.key ?? '';
      if (isNewerWord(one, all.get(key))) all.set(key, one);
      words.set(one.place, all);
    } else if (one.at >= now - heardWithin) {
      const all = looks.get(one.place) ?? new Map<Instant, Finding>();
      const known = all.get(one.at);
      // Of two that say otherwise of the same look, the failure is believed.
      if (!known || known.ok) all.set(one.at, one);
      looks.set(one.place, all);
    }
  }
  const said = [...words.values()].flatMap((all) => {
    const holding = [...all.values()].filter(({ holds = 0 }) => holds > now);
    const word = holding.find(({ ok }) => !ok) ?? holding[0];
    return word ? [Array.from({ length: of }, () => word)] : [];
  });
  return [
    ...said,
    ...[...looks.values()].map((all) =>
      [...all.values()].toSorted((one, other) => other.at - one.at).slice(0, of),
    ),
  ];
}

/** How many places found something: one that looks and also passes on alerts is one place. */
function count(places: readonly Finding[][]): number {
  return new Set(places.map(([one]) => one?.place)).size;
}

function down(
  check: string,
  failing: readonly Finding[][],
  findings: readonly Finding[],
  before: Verdict | undefined,
): Verdict {
  if (before?.state === 'down') return before;
  const failed = failing.flat().filter(({ ok }) => !ok);
  const since = Math.min(...failed.map(({ at }) => at));
  const named = new Set(failing.flat().map(({ place }) => place));
  const good = findings.filter(
    (one) => one.check === check && one.ok && one.at <= since && named.has(one.place),
  );
  const newest = failed.toSorted((one, other) => other.at - one.at).find(({ why }) => why !== undefined);
  return {
    ...{ check, state: 'down', since },
    ...(good.length > 0 && { lastGood: Math.max(...good.map(({ at }) => at)) }),
    ...(newest?.why !== undefined && { why: newest.why }),
  };
}

/** An alert may have ended long before this began to fail: where somebody looks, looks say since when it works. */
function sinceOf(working: readonly Finding[][]): Instant {
  const looks = working.filter(isOfLooks);
  return Math.min(...(looks.length > 0 ? looks : working).flat().flatMap(({ ok, at }) => (ok ? [at] : [])));
}
