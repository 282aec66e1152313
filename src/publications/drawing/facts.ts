import {
  beginningOf,
  closingUpdate,
  countedEnd,
  courseOf,
  firstUpdate,
  type Incident,
  isOpen,
  isWithdrawn,
  type Maintenance,
  type Outage,
  type Update,
} from '../../domain/incident.ts';
import type { IncidentHistory } from '../../domain/git-history.ts';
import { type Gap, isOverdue, nextUpdateDue, pledgeOf } from '../../domain/pledge.ts';
import { promiseFor } from '../../domain/promise.ts';
import { spokenBy } from '../../domain/region.ts';
import { componentName, findComponent, type Language, type Site } from '../../domain/site.ts';
import type { Status } from '../../domain/status.ts';
import { DAY, exactly, HOUR, type Instant, MINUTE, type Span, type TimeRange } from '../../domain/time.ts';
import { wordingOf } from '../../domain/wording.ts';
import { durationIn } from '../../i18n/format.ts';
import { formatOf, wordsOf } from '../../i18n/index.ts';
import { saidBy } from '../place.ts';
import { nameOf } from '../sentence.ts';

/** One status of one component, with its edges as well as they are known. */
export interface Stretch {
  status: Status;
  /** Begins somewhere in `from` and ends somewhere in `to`; what lies between the two is certain. */
  from: TimeRange;
  to: TimeRange;
  word: string;
  /** How the edges read; absent where they have no time of their own, as at now. */
  fromText: Phrase | undefined;
  toText: Phrase | undefined;
}

/** Words with a time among them. What has `at` is that time, written in UTC; a script writes it anew. */
export type Phrase = { text: string; at?: TimeRange; strong?: true }[];

/** What happened to one component. */
export interface Lane {
  component: string;
  /** Empty where words beside the drawing name it. */
  name: string;
  short: string;
  stretches: Stretch[];
}

/** A word that was said, in the order of the file. */
export interface Word {
  /** The update's id, which is its anchor on the page. */
  id: string;
  at: TimeRange;
  /** Said by the operator. */
  own: boolean;
  /** What a voice says of it: its state, its time, who said it. */
  name: string;
}

/** A time without a word of the operator. */
export interface Silence {
  kind: 'notice' | 'between' | 'never';
  /** What was certainly silent; absent where that is nothing. */
  certain: { from: Instant; to: Instant } | undefined;
  possible: { from: Instant; to: Instant };
  span: Span;
  text: Phrase;
}

/** All that a drawing of an incident shows, before anything has a place. */
export interface Drawing {
  language: Language;
  direction: 'ltr' | 'rtl';
  /** The drawing in one sentence. */
  sentence: string;
  drill: boolean;
  lanes: Lane[];
  /** What was confirmed to work, in words, and while it lasted. */
  works: { text: string; from: Instant; to: Instant } | undefined;
  words: Word[];
  silences: Silence[];
  /** Lines at instants: what was promised, what was announced, and now. */
  lines: { kind: 'pledge' | 'due' | 'overdue' | 'window' | 'now'; at: Instant; text: Phrase }[];
  /** The instants between which the drawing runs. */
  from: Instant;
  to: Instant;
  /** What it is about: from the beginning to the end. Words long before and after have less room. */
  body: { from: Instant; to: Instant };
  /** Until when things happened quickly, if any of these is early enough to deserve more room. */
  turns: Instant[];
  heading: string;
}

/**
 * What a drawing of an incident shows, at an instant in ms UTC. What is closed does not depend on it.
 * @param history what git knows of the incident: silence counts from when a word was published.
 * @param version set for an old version of it: `now` is when that was published, and it is called so.
 */
export function drawingOf(
  incident: Incident,
  site: Site,
  language: Language,
  now: Instant,
  history: IncidentHistory | undefined,
  version = false,
): Drawing {
  const words = wordsOf(language).drawing;
  const running = isRunning(incident, now);
  const said = incident.updates.map((update) => wordOf(update, incident, language));
  const centres = said.map(({ at }) => middle(at));
  const window = incident.kind === 'maintenance' ? incident.scheduled : undefined;
  const ends = [countedEnd(incident), running ? exactly(now) : undefined].flatMap((at) => at ?? []);
  const known = [
    ...(isWithdrawn(incident) ? [] : edgesOf(incident)),
    ...(isWithdrawn(incident) ? [] : ends),
    ...(window ? [exactly(window.from), exactly(window.until)] : []),
  ];
  const closing = closingUpdate(incident);
  const happened = known.flatMap(({ earliest, latest }) => [earliest, latest]);
  if (closing) happened.push(closing.at.latest);
  if (happened.length === 0) happened.push(...centres);
  const body = { from: Math.min(...happened), to: Math.max(...happened) };
  const length = Math.max(body.to - body.from, 30 * MINUTE);
  const isBeginningUnknown = incident.kind === 'incident' && !incident.began && !isWithdrawn(incident);
  const isEndUnknown = incident.kind === 'incident' && incident.ended === 'unknown' && !isWithdrawn(incident);
  if (isBeginningUnknown) body.from = Math.min(body.from, firstUpdate(incident).at.earliest) - length * 0.15;
  if (isEndUnknown) body.to += length * 0.2;
  const silences = silencesOf(incident, site, language, now, history);
  const lines = linesOf(incident, site, language, now, history, version).filter(
    ({ at }) => at >= body.from && at - body.from <= 2 * length,
  );
  body.to = Math.max(body.to, ...lines.map(({ at }) => at));
  const silent = silences.flatMap(({ possible }) => [possible.from, possible.to]);
  const [from, to] = [Math.min(body.from, ...centres), Math.max(body.to, ...centres, ...silent)];
  const lanes = isWithdrawn(incident) ? [] : lanesOf(incident, site, language, now, body);
  const notice = silences.find(({ kind }) => kind === 'notice');
  const drawn = {
    language,
    direction: wordsOf(language).direction,
    drill: incident.drill,
    lanes,
    works: worksOf(incident, site, language, body),
    words: said,
    silences: silences.map((one) => ({ ...one, possible: clipped(one.possible, from, to) })),
    lines,
    from,
    to,
    body,
    turns: [notice?.possible.to, countedEnd(incident)?.latest].flatMap((at) => at ?? []),
    heading: words.said,
  };
  const sentence = sentenceOf(incident, drawn, language, now);
  return { ...drawn, sentence: version ? `${words.asKnown}. ${sentence}` : sentence };
}

/** Whether what happened reaches to now: nobody has said that it ended. */
function isRunning(incident: Incident, now: Instant): boolean {
  const course = courseOf(incident, now);
  return course === 'open' && (incident.kind === 'incident' || now >= incident.scheduled.from);
}

/** Every time at which a component's status changes, the beginning among them. */
function edgesOf(incident: Incident): TimeRange[] {
  const began = beginningOf(incident);
  const changes = incident.impact.flatMap((one) => ('changes' in one ? one.changes : []));
  return [...(began ? [began] : []), ...(began ? [] : changes.map(({ from }) => from))];
}

function lanesOf(
  incident: Incident,
  site: Site,
  language: Language,
  now: Instant,
  body: Drawing['body'],
): Lane[] {
  const stretches =
    incident.kind === 'maintenance'
      ? worked(incident, language, now)
      : suffered(incident, language, now, body);
  const lanes = new Map<string, Lane>();
  for (const [index, impact] of incident.impact.entries()) {
    const id = findComponent(site, impact.component)?.id ?? impact.component;
    const spoken = spokenBy(site, impact);
    const key = [id, ...(spoken.where ?? []).map((region) => region.id)].join(' ');
    const lane = lanes.get(key) ?? {
      component: id,
      name: nameOf(spoken, language),
      short: nameOf(spoken, language, 'short'),
      stretches: [],
    };
    lane.stretches.push(...(stretches[index] ?? []));
    lanes.set(key, lane);
  }
  return [...lanes.values()];
}

/** The statuses of each component of an outage, in the order of its file. */
function suffered(incident: Outage, language: Language, now: Instant, body: Drawing['body']): Stretch[][] {
  const words = wordsOf(language).drawing;
  const first = firstUpdate(incident).at;
  const isUnknown = !incident.began;
  const began = incident.began ?? { earliest: body.from, latest: first.earliest };
  const counted = countedEnd(incident);
  const end = counted ?? exactly(Math.max(now, began.latest));
  const lost = incident.ended === 'unknown' && counted;
  const endText =
    counted && (lost ? told(words.lastKnown, counted, language) : told(words.ended, counted, language));
  return incident.impact.map((impact) => {
    const changes =
      'status' in impact
        ? [{ status: impact.status, from: began, given: undefined }]
        : impact.changes.map((change) => ({ ...change, given: change.from }));
    const result = changes.flatMap(({ status, from, given }, index): Stretch[] => {
      const next = changes[index + 1]?.from;
      const start = atLeast(from, began.earliest);
      const stop = next
        ? { earliest: Math.min(next.earliest, end.earliest), latest: Math.min(next.latest, end.latest) }
        : end;
      if (stop.latest < start.earliest) return [];
      const isFirst = !given || (given.earliest <= began.earliest && given.latest <= began.latest);
      const word = status === 'operational' ? wordsOf(language).incident.recovered : words.is[status];
      return [
        {
          status,
          word,
          from: start,
          to: { earliest: Math.max(stop.earliest, start.earliest), latest: stop.latest },
          fromText: told(
            (time) => words[isFirst && isUnknown ? 'before' : 'change'](word, time),
            isFirst ? (isUnknown ? first : began) : given,
            language,
          ),
          toText: next ? undefined : endText,
        },
      ];
    });
    if (lost)
      result.push({
        status: 'not_known',
        word: words.is.not_known,
        from: lost,
        to: exactly(body.to),
        fromText: undefined,
        toText: undefined,
      });
    return result;
  });
}

/** Announced work: its time, and what went beyond it. */
function worked(incident: Maintenance, language: Language, now: Instant): Stretch[][] {
  const words = wordsOf(language).drawing;
  const closing = closingUpdate(incident);
  const began = beginningOf(incident) as TimeRange;
  const end = closing?.at ?? exactly(now);
  if (end.latest <= began.earliest) return incident.impact.map(() => []);
  const until = exactly(Math.max(incident.scheduled.until, began.latest));
  const isOver = end.latest > until.latest;
  const endText = closing && told(words.ended, closing.at, language);
  return incident.impact.map((impact) => {
    const window: Stretch = {
      status: 'under_maintenance',
      word: wordsOf(language).drawing.is.under_maintenance,
      from: began,
      to: isOver ? until : end,
      fromText: told(
        (time) => words.change(wordsOf(language).drawing.is.under_maintenance, time),
        began,
        language,
      ),
      toText: isOver ? undefined : endText,
    };
    if (!isOver) return [window];
    const status = 'status' in impact ? impact.status : (impact.changes.at(-1)?.status ?? 'major_outage');
    return [
      window,
      {
        status: status === 'under_maintenance' ? 'major_outage' : status,
        word: words.overrun,
        from: until,
        to: end,
        fromText: told((time) => words.change(words.overrun, time), until, language),
        toText: endText,
      },
    ];
  });
}

function worksOf(
  incident: Incident,
  site: Site,
  language: Language,
  body: Drawing['body'],
): Drawing['works'] {
  if (incident.works.length === 0 || isWithdrawn(incident)) return undefined;
  const names = incident.works.map((id) =>
    componentName(site, findComponent(site, id)?.id ?? id, language, 'short'),
  );
  const text = wordsOf(language).drawing.works(formatOf(language).list(names));
  const began = beginningOf(incident)?.earliest ?? body.from;
  return { text, from: began, to: Math.max(began, countedEnd(incident)?.latest ?? body.to) };
}

function wordOf(update: Update, incident: Incident, language: Language): Word {
  const { states, speakers } = wordsOf(language);
  const { speaker } = update.said;
  const place = wordingOf(incident, language).placeOf(update)?.text;
  const who = saidBy(speaker === 'operator' ? undefined : speakers[speaker], place, language);
  const time = formatOf(language).moment(update.at);
  return {
    id: update.id,
    at: update.at,
    own: speaker === 'operator',
    name: [states[update.state], time, who].filter(Boolean).join(', '),
  };
}

/** The silences that the pledge counts. Exercises, work and what was withdrawn are not counted. */
function silencesOf(
  incident: Incident,
  site: Site,
  language: Language,
  now: Instant,
  history: IncidentHistory | undefined,
): Silence[] {
  if (incident.kind === 'maintenance' || incident.drill || isWithdrawn(incident)) return [];
  const words = wordsOf(language).drawing;
  const { notice, heard, firstNotice, silence, silences } = pledgeOf(incident, site.pledge, now, history);
  const result: Silence[] = [];
  const add = (kind: Silence['kind'], certain: Gap, possible: Gap, span: Span, text: Phrase) => {
    const [from, to] = [certain.from.latest, certain.to.earliest];
    if (span.possible < MINUTE) return;
    result.push({
      kind,
      certain: to > from ? { from, to } : undefined,
      possible: { from: possible.from.earliest, to: possible.to.latest },
      span,
      text,
    });
  };
  const began = incident.began;
  if (began && heard && firstNotice) {
    const gap = { from: began, to: heard };
    add('notice', gap, gap, firstNotice, wordless(words.notice, firstNotice, language));
  }
  if (!notice && began) {
    const gap = { from: began, to: countedEnd(incident) ?? exactly(now) };
    const span = { certain: gap.to.earliest - began.latest, possible: gap.to.latest - began.earliest };
    add('never', gap, gap, span, [{ text: wordsOf(language).incident.noNotice, strong: true }]);
  }
  if (silences && silence)
    add('between', silences.certain, silences.possible, silence, wordless(words.between, silence, language));
  return result;
}

/** "9 h 30 min to 11 h 30 min without a word", and until when. */
function wordless(then: string, { certain, possible }: Span, language: Language): Phrase {
  const { drawing: words, format } = wordsOf(language);
  const brief = (ms: number) => durationIn({ locale: format.locale, units: words.units }, ms);
  const [least, most] = [brief(certain), brief(possible)];
  const span = least === most ? most : certain < MINUTE ? words.upTo(most) : words.fromTo(least, most);
  return [{ text: span, strong: true }, { text: then }];
}

function linesOf(
  incident: Incident,
  site: Site,
  language: Language,
  now: Instant,
  history: IncidentHistory | undefined,
  version: boolean,
): Drawing['lines'] {
  const words = wordsOf(language).drawing;
  const lines: Drawing['lines'] = [];
  const add = (kind: Drawing['lines'][number]['kind'], at: Instant, text: (time: string) => string) =>
    lines.push({ kind, at, text: told(text, exactly(at), language) });
  if (isWithdrawn(incident)) return lines;
  if (incident.kind === 'maintenance') {
    add('window', incident.scheduled.from, words.announced);
    add('window', incident.scheduled.until, words.until);
  } else if (incident.began && !incident.drill) {
    const promise = site.parts.pledge ? promiseFor(site.pledge, incident) : undefined;
    if (promise) add('pledge', endOf(incident.began) + promise.firstNotice * MINUTE, words.pledge);
  }
  if (!isOpen(incident)) return lines;
  const due = nextUpdateDue(incident, site.pledge, history);
  if (due !== undefined && !incident.drill && incident.kind === 'incident') {
    if (isOverdue(incident, site.pledge, now, history)) add('overdue', due, words.overdue);
    else add('due', due, words.due);
  }
  add('now', now, version ? words.version : words.now);
  return lines;
}

function sentenceOf(
  incident: Incident,
  { lanes, silences, words: said }: Pick<Drawing, 'lanes' | 'silences' | 'words'>,
  language: Language,
  now: Instant,
): string {
  const words = wordsOf(language).drawing.sentence;
  const format = formatOf(language);
  const [began, end] = [beginningOf(incident), countedEnd(incident)];
  const course = courseOf(incident, now);
  const names = format.list(lanes.map(({ name }) => name));
  const span = (kind: Silence['kind']) => {
    const found = silences.find((one) => one.kind === kind);
    return found && format.span(found.span);
  };
  const happened =
    course === 'withdrawn'
      ? words.withdrawn
      : incident.kind === 'maintenance'
        ? words.work(names)
        : words.hurt(names);
  const timed = course !== 'withdrawn' && course !== 'cancelled' && course !== 'ahead';
  return words.whole(
    [
      happened,
      timed && began && words.began(format.moment(began)),
      timed && (end ? words[course === 'unknown' ? 'seen' : 'ended'](format.moment(end)) : words.open),
      silences.some(({ kind }) => kind === 'never') && words.never,
      span('notice') && words.notice(span('notice') as string),
      span('between') && words.between(span('between') as string),
      words.said(said.length),
    ]
      .filter((part) => typeof part === 'string')
      .reduce(words.joined),
  );
}

/** A phrase around a time in short; a day that is known as a day stays one, whatever the reader's zone. */
function told(phrase: (time: string) => string, at: TimeRange, language: Language): Phrase {
  const [before = '', after = ''] = phrase('\u0000').split('\u0000');
  const time = at.wholeDay
    ? { text: `${shortTime(at, language)} UTC` }
    : { text: shortTime(at, language), at };
  return [{ text: before }, time, { text: after }].filter(({ text }) => text !== '');
}

/** How long a range is at most that is written with the date of its beginning alone. */
export const BRIEF_RANGE = 12 * HOUR;

/** "30 Nov, 05:00–06:00", in UTC. */
export function shortTime({ earliest, latest, wholeDay }: TimeRange, language: Language): string {
  const { shortDate, time } = formatOf(language);
  const [one, other] = [shortDate(earliest), shortDate(latest)];
  if (wholeDay) return one === other ? one : `${one} – ${other}`;
  if (earliest === latest) return `${one}, ${time(earliest)}`;
  // Within hours the second date says itself, also over midnight.
  if (latest - earliest < BRIEF_RANGE) return `${one}, ${time(earliest)}–${time(latest)}`;
  return `${one}, ${time(earliest)} – ${other}, ${time(latest)}`;
}

/** When a time is over at the latest: a day is known to its last second, and over with the next. */
function endOf({ latest }: TimeRange): Instant {
  return (latest + 1000) % DAY === 0 ? latest + 1000 : latest;
}

function middle({ earliest, latest }: TimeRange): Instant {
  return earliest + (latest - earliest) / 2;
}

function atLeast({ earliest, latest }: TimeRange, instant: Instant): TimeRange {
  return { earliest: Math.max(earliest, instant), latest: Math.max(latest, instant) };
}

function clipped(range: { from: Instant; to: Instant }, from: Instant, to: Instant) {
  return { from: Math.max(range.from, from), to: Math.min(range.to, to) };
}
