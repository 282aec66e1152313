import { fill } from './fill.ts';
import { durationIn, type FormatWords } from './format.ts';

type Range = 'ninety' | 'twelve' | 'all';

/** What the chart says in one language. Plain data, so that its script holds the words and not the pages'. */
export interface ChartWords {
  locale: string;
  /** `{label}:` */
  labelled: string;
  units: FormatWords['units'];
  label: string;
  component: string;
  period: string;
  ranges: Record<Range, string>;
  /** The same in a phrase. */
  spans: Record<Range, string>;
  compare: string;
  failed: string;
  table: string;
  uptime: string;
  noMoreThan: string;
  noOutage: string;
  noNumber: string;
  ofKnown: string;
  allUnknown: string;
  statuses: Record<string, string>;
  longest: string;
  longestAtMost: string;
  nothing: string;
  nothingKnown: string;
  outside: string;
  quiet: string;
  instant: string;
  week: string;
  minute: string;
  hour: string;
  hint: string;
  incidents: string;
  more: string;
  picture: string;
  numbers: string;
  demonstration: string;
  asOf: string;
  cut: string;
}

/** What a stretch of time came to, as `/uptime.json` has it. */
interface Numbers {
  percent: number | null;
  minutes: Record<string, number | undefined>;
  left_out_minutes: number;
  in_service_minutes: number;
  incident_count: number;
}

const MINUTE = 60_000;

/** Writes numbers and times of the chart in one language. UTC. */
export type ChartText = ReturnType<typeof chartTextOf>;

/** @param demonstration a record that vouches for nothing: every percentage is the most it can have been. */
export function chartTextOf(words: ChartWords, demonstration: boolean) {
  const percents = new Intl.NumberFormat(words.locale, { style: 'percent', maximumFractionDigits: 2 });
  const dates = (options: Intl.DateTimeFormatOptions) => {
    const format = new Intl.DateTimeFormat(words.locale, { ...options, timeZone: 'UTC' });
    return (time: string) => format.format(Date.parse(time));
  };
  const [day, month] = [
    dates({ day: 'numeric', month: 'long', year: 'numeric' }),
    dates({ month: 'long', year: 'numeric' }),
  ];
  const [shortDay, shortMonth] = [
    dates({ day: 'numeric', month: 'short' }),
    dates({ month: 'short', year: 'numeric' }),
  ];
  const clock = dates({ ...{ day: 'numeric', month: 'long', year: 'numeric' }, ...HOURS });
  const duration = (minutes: number) => durationIn(words, minutes * MINUTE);

  const number = (percent: number) => {
    const text = percents.format(percent / 100);
    if (!demonstration) return text;
    return percent === 100 ? words.noOutage : fill(words.noMoreThan, { percent: text });
  };

  /**
   * The percentage as a table prints it, never more than it is; and of what it is: what stands before it, the
   * number, and what stands after it.
   */
  const uptimeParts = ({ percent, left_out_minutes: leftOut }: Numbers): [string, string, string] => {
    if (percent === null) return ['', leftOut > 0 ? words.allUnknown : words.noNumber, ''];
    if (leftOut === 0) return ['', number(percent), ''];
    const [before = '', after = ''] = words.ofKnown.split('{percent}');
    return [before, number(percent), fill(after, { unknown: duration(leftOut) })];
  };

  /** The minutes of each status, worst first; nothing where there are none. */
  const losses = ({ minutes }: Numbers) =>
    Object.entries(minutes).map(([status, count]) => `${words.statuses[status]} ${duration(count ?? 0)}`);

  /** What a bar stands for, in words. */
  const value = (row: Numbers) => {
    if (row.in_service_minutes === 0 && row.incident_count === 0) return words.outside;
    const lost = losses(row);
    if (lost.length > 0) return lost.join(', ');
    return row.incident_count > 0 ? words.instant : words.quiet;
  };

  return {
    labelled: (label: string) => fill(words.labelled, { label }),
    uptimeParts,
    uptime: (numbers: Numbers) => uptimeParts(numbers).join(''),
    losses,
    value,
    duration,
    /** The longest outage of a range in a sentence; nothing where none weighs. */
    longest: (longest: { from: string; minutes: number; exact: boolean } | null) =>
      longest &&
      fill(longest.exact ? words.longest : words.longestAtMost, {
        duration: duration(longest.minutes),
        date: day(longest.from),
      }),
    /** A range of which nothing is recorded; a demonstration knows only what was written down. */
    nothing: ({ in_service_minutes: served }: Numbers) => {
      if (served === 0) return words.noNumber;
      return demonstration ? `${words.nothing} ${words.nothingKnown}` : words.nothing;
    },
    /** The name of a bar: a day, a week by its first day, a month. */
    name: (period: string, range: Range) => {
      if (range === 'all') return month(period);
      return range === 'twelve' ? fill(words.week, { date: day(period) }) : day(period);
    },
    /** The same at an axis. */
    short: (period: string, range: Range) => (range === 'all' ? shortMonth : shortDay)(period),
    /** Minutes at an axis: "30 min", "2 h", "3 days". */
    tick: (minutes: number) => {
      if (minutes === 0) return '0';
      if (minutes < 60) return `${minutes} ${words.minute}`;
      if (minutes < 1440 || minutes % 1440 !== 0) return `${minutes / 60} ${words.hour}`;
      return duration(minutes);
    },
    asOf: (time: string) => fill(words.asOf, { time: `${clock(time)} UTC` }),
    /** That bars beside each other end at `top` minutes. */
    cut: (top: number) => fill(words.cut, { top: duration(top) }),
  };
}

/** A name with the regions that its number is of, where that is not the number of all. */
export function nameWithin(name: string, regions: readonly string[]): string {
  return regions.length > 0 ? `${name} (${regions.join(', ')})` : name;
}

const HOURS: Intl.DateTimeFormatOptions = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' };
