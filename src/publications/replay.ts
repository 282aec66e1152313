import { endOf, isOpen, type Outage, type Update } from '../domain/incident.ts';
import type { Owed, Replay, ReplayInstant, Uncertain } from '../domain/replay.ts';
import { componentName, type Language } from '../domain/site.ts';
import type { ComponentStatus, Snapshot } from '../domain/snapshot.ts';
import type { Status } from '../domain/status.ts';
import { compact, DAY, exactly, type Instant, spanBetween, type TimeRange } from '../domain/time.ts';
import { formatOf, wordsOf } from '../i18n/index.ts';
import { type Answer, answerOf } from './answer.ts';
import { lastMoment } from './rows.ts';

/** How things were, as the line of a replay is drawn: `open` is what nobody knew to fail, and was not resolved. */
export type LineTone = 'trouble' | 'degraded' | 'unknown' | 'maintenance' | 'open' | 'neutral';

/** One instant of a replay in words: all that it says, and what of it is new. */
export interface Scene {
  at: Instant;
  /** Its anchor: `t-20191130T053000Z`. */
  id: string;
  /** Which of the answers and of the boards it shows. */
  answer: number;
  board: number;
  tone: LineTone;
  /** What may and may not have been so. */
  uncertain: string[];
  /** What was owed, and whether it was overdue. */
  owed: string | undefined;
  isOverdue: boolean;
  silentSince: TimeRange | undefined;
  said: number;
  perhaps: number;
  fresh: {
    headline: string | undefined;
    statuses: { names: string[]; status: Status }[];
    uncertain: string[];
    /** What was not sure before and is now. */
    certain: string[];
    said: Update[];
    /** How long the operator's first word was waited for, where it came now. */
    firstWord: string | undefined;
    perhaps: Update[];
    owed: string | undefined;
    silence: string | undefined;
  };
}

/** A replay in words. */
export interface Scenes {
  scenes: Scene[];
  /** The answers that there are, each once. What was owed is said beside them. */
  answers: Answer[];
  /** Snapshots that have between them every state of the components, each once. */
  boards: Snapshot[];
  /** Why it ends where it does. */
  end: string;
}

/** Everything that a page prints of a replay in a language. */
export function scenesOf(replay: Replay, language: Language): Scenes {
  const { heard, instants } = replay;
  const answers = new Distinct<Answer>();
  const boards = new Distinct<Snapshot>();
  const words = wordsOf(language).replay;
  const format = formatOf(language);
  const scenes: Scene[] = [];
  let before: ReplayInstant | undefined;
  for (const instant of instants) {
    const { snapshot, at, said, perhaps, silentSince, owed } = instant;
    const answer = { ...answerOf(snapshot, language), vouched: undefined, due: undefined };
    const index = answers.indexOf(answer, JSON.stringify(answer));
    const board = boards.indexOf(snapshot, boardOf(snapshot));
    const last = scenes.at(-1);
    const headline = last && answers.all[last.answer]?.headline;
    const uncertain = instant.uncertain.map((one) => uncertainty(one, snapshot, language));
    const owing = owed && sentenceOf(owed, language);
    const now = heard.slice(before?.said ?? 0, said).map(({ update }) => update);
    const maybe = heard.slice(said, said + perhaps).map(({ update }) => update);
    const known = new Set(before && heard.slice(0, before.said + before.perhaps).map(({ update }) => update));
    scenes.push({
      at,
      id: anchorOf(at),
      answer: index,
      board,
      tone: toneOf(snapshot, answer),
      uncertain,
      owed: owing,
      isOverdue: owed?.overdue === 'yes',
      silentSince,
      said,
      perhaps,
      fresh: {
        headline: answer.headline === headline ? undefined : answer.headline,
        statuses: before ? changedStatuses(before.snapshot, snapshot, language) : [],
        uncertain: uncertain.filter((one) => !last?.uncertain.includes(one)),
        certain: before ? certaintiesOf(before, instant, language) : [],
        said: now,
        firstWord: firstWordIn(now, replay, language),
        perhaps: maybe.filter((update) => !known.has(update)),
        owed: owing === last?.owed ? undefined : owing,
        silence:
          silentSince && at > silentSince.latest
            ? words.silence(format.span(spanBetween(silentSince, exactly(at))))
            : undefined,
      },
    });
    before = instant;
  }
  return { scenes, answers: answers.all, boards: boards.all, end: endOfReplay(replay, language) };
}

function toneOf({ situation }: Snapshot, { tone }: Answer): LineTone {
  if (situation.kind === 'watched' || situation.kind === 'reported') return 'open';
  return tone === 'calm' ? 'neutral' : tone;
}

/** Why a replay ends where it does. */
function endOfReplay({ incident, whole }: Replay, language: Language): string {
  const { ends } = wordsOf(language).replay;
  if (!whole) return ends.cut;
  if (isOpen(incident)) return ends.open;
  return endOf(incident) ? ends.resolved : ends.unknown;
}

/** The anchor of an instant in its replay. */
export function anchorOf(at: Instant): string {
  return `t-${compact(at)}`;
}

/** How wide the line of a replay is drawn. */
const LINE = 1000;

/**
 * The line that is moved along: how it was, and where words came, from 0 to 1000.
 * @returns stretches of one tone, and the places at which something had been said for certain.
 */
export function bandOf(
  { instants, until, heard }: Replay,
  { scenes }: Pick<Scenes, 'scenes'>,
): { tones: { from: number; to: number; tone: LineTone }[]; words: number[] } {
  const first = instants[0]?.at ?? until;
  const place = (at: Instant) => Math.round(((at - first) / Math.max(1, until - first)) * LINE);
  const tones: { from: number; to: number; tone: LineTone }[] = [];
  for (const { at, tone } of scenes) {
    const last = tones.at(-1);
    if (last?.tone === tone) continue;
    if (last) last.to = place(at);
    tones.push({ from: place(at), to: LINE, tone });
  }
  const words = heard.filter(({ at }) => at.latest <= until).map(({ at }) => place(at.latest));
  return { tones, words: [...new Set(words)] };
}

/**
 * When an incident was, for the sentence that leads to its replay: a day, or the night of it where it certainly
 * lasted for a day and so through a night, wherever the reader is; its days, where it lasted for a week.
 */
export function nightOf(incident: Outage, language: Language): { date: string; when: string } {
  const words = wordsOf(language).replay;
  const [began, end] = [incident.began, endOf(incident)];
  const from = began ?? (incident.updates[0] as Update).at;
  const format = formatOf(language);
  const lasted = began && end ? spanBetween(began, end).certain : 0;
  const date =
    end && lasted >= 7 * DAY
      ? format.days(from.earliest, lastMoment(from.earliest, end.latest))
      : format.date(from.earliest);
  return { date, when: lasted >= DAY && lasted < 7 * DAY ? words.night(date) : words.day(date) };
}

/** Things in the order in which they first came, each once by its key. */
class Distinct<Thing> {
  readonly all: Thing[] = [];
  readonly #known = new Map<string, number>();

  indexOf(thing: Thing, key: string): number {
    const known = this.#known.get(key) ?? this.all.push(thing) - 1;
    this.#known.set(key, known);
    return known;
  }
}

function boardOf({ statuses }: Snapshot): string {
  return statuses.map(({ component, status }) => `${component.id} ${status}`).join();
}

function changedStatuses(before: Snapshot, { statuses, site }: Snapshot, language: Language) {
  const was = (one: ComponentStatus) =>
    before.statuses.find(({ component }) => component.id === one.component.id)?.status;
  const changed = new Map<Status, string[]>();
  for (const one of statuses) {
    if (was(one) === one.status) continue;
    const name = componentName(site, one.component.id, language);
    changed.set(one.status, [...(changed.get(one.status) ?? []), name]);
  }
  return [...changed].map(([status, names]) => ({ names, status }));
}

function namesOf(ids: string[], { site }: Snapshot, language: Language): string {
  return formatOf(language).list(ids.map((id) => componentName(site, id, language)));
}

function uncertainty(one: Uncertain, snapshot: Snapshot, language: Language): string {
  const words = wordsOf(language).replay;
  const format = formatOf(language);
  if (one.what !== 'changed') return words[one.what](format.inSentence(one.at));
  const status = wordsOf(language).statuses[one.status];
  return words.changed(namesOf(one.components, snapshot, language), status, format.from(one.at));
}

/** What had begun or changed for certain since the instant before. That it was over is told by the answer. */
function certaintiesOf(before: ReplayInstant, { at, snapshot }: ReplayInstant, language: Language): string[] {
  const words = wordsOf(language).replay;
  return before.uncertain
    .filter((one) => one.at.latest <= at)
    .flatMap((one) => {
      if (one.what === 'ended') return [];
      if (one.what === 'began') return [words.hasBegun];
      // What got better counts from the latest time on, and is told as a change of status here.
      const isTold = snapshot.statuses.some(
        ({ component, status }) =>
          one.components.includes(component.id) &&
          status === one.status &&
          before.snapshot.statuses.some((was) => was.component.id === component.id && was.status !== status),
      );
      if (isTold) return [];
      const status = wordsOf(language).statuses[one.status];
      return [words.hasChanged(namesOf(one.components, snapshot, language), status)];
    });
}

function sentenceOf({ what, at, overdue }: Owed, language: Language): string {
  return wordsOf(language).replay.owed[what][overdue](formatOf(language).inSentence(at));
}

function firstWordIn(now: Update[], { incident, heard }: Replay, language: Language): string | undefined {
  const first = heard.find(({ update }) => update.said.speaker === 'operator');
  if (!first || !incident.began || !now.includes(first.update)) return undefined;
  const span = spanBetween(incident.began, first.at);
  return span.possible > 0 ? wordsOf(language).replay.firstWord(formatOf(language).span(span)) : undefined;
}
