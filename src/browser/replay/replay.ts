import { type FormatWords, spanIn } from '../../i18n/format.ts';

/** What a page gives to the script that plays it: instants in ms UTC, texts, and words with places in braces. */
export interface ReplayData {
  from: number;
  until: number;
  /** The locale of the page's dates. */
  locale: string;
  /** `{date}, {time}`. */
  at: string;
  play: string;
  pause: string;
  said: string;
  nothing: string;
  perhaps: string;
  /** `{span} without a word`. */
  silence: string;
  span: {
    units: FormatWords['units'];
    /** With `{one}`. */
    atMost: string;
    /** With `{one}` and `{other}`. */
    between: string;
  };
  /** The ids of what was said, in its order. */
  updates: string[];
  headlines: string[];
  scenes: SceneData[];
}

interface SceneData {
  at: number;
  answer: number;
  board: number;
  uncertain?: string[];
  owed?: string;
  isOverdue?: boolean;
  said: number;
  perhaps: number;
  silentSince?: readonly [earliest: number, latest: number];
}

/** A night of ten hours takes half a minute. */
export const PACE = (10 * 3600) / 30;
/** How long each instant stands where nothing may move, in ms. */
export const STEP = 2_000;

/** The last instant that had come by a time; the first before it. */
export function sceneAt(scenes: readonly { at: number }[], time: number): number {
  return Math.max(
    0,
    scenes.findLastIndex(({ at }) => at <= time),
  );
}

/** The time that an address names (`#t-20191130T053000Z`), within the replay; `undefined` if it names none. */
export function timeIn(
  hash: string,
  { from, until }: Pick<ReplayData, 'from' | 'until'>,
): number | undefined {
  const [, ...parts] = /^#t-(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(hash) ?? [];
  if (parts.length === 0) return undefined;
  const [year = 0, month = 0, day, hour, minute, second] = parts.map(Number);
  const time = Date.UTC(year, month - 1, day, hour, minute, second);
  return Math.min(until, Math.max(from, time));
}

/** The address of a time. */
export function hashOf(time: number): string {
  return `#t-${new Date(time).toISOString().slice(0, 19).replace(/[-:]/g, '')}Z`;
}

/** For how long nothing had been said at a time; empty where nothing was owed or it had just begun. */
export function silenceIn(
  { silentSince }: SceneData,
  time: number,
  { locale, silence, span }: ReplayData,
): string {
  if (!silentSince || time <= silentSince[0]) return '';
  const [earliest, latest] = silentSince;
  const words = {
    locale,
    units: span.units,
    atMost: (one: string) => span.atMost.replace('{one}', one),
    spanBetween: (one: string, other: string) => span.between.replace('{one}', one).replace('{other}', other),
  };
  const text = spanIn(words, { certain: Math.max(0, time - latest), possible: time - earliest });
  const sentence = silence.replace('{span}', text);
  return sentence.charAt(0).toUpperCase() + sentence.slice(1);
}
