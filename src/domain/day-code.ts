import { STATUSES, type Status } from './status.ts';
import { MINUTE } from './time.ts';
import type { DayUptime } from './uptime.ts';

const LETTERS: [string, Status][] = [
  ['M', 'major_outage'],
  ['p', 'partial_outage'],
  ['d', 'degraded_performance'],
  ['n', 'not_known'],
  ['u', 'under_maintenance'],
];

/** A day outside the record, with nothing recorded, with an incident of no length, or with minutes by status. */
export type DayCode = 'outside' | 'quiet' | 'instant' | [Status, minutes: number][];

/**
 * Days as a run-length text for the page, one word for each run: `60-` sixty days outside the record, `12.`
 * twelve with nothing recorded, `M45d10` a day with minutes in each status, `z` an incident of no length.
 */
export function encodeDays(days: DayUptime[]): string {
  const words = days.map(codeOf);
  const runs: string[] = [];
  for (let index = 0; index < words.length; ) {
    const word = words[index] as string;
    let end = index + 1;
    while ((word === '-' || word === '.') && words[end] === word) end++;
    runs.push(end - index > 1 ? `${end - index}${word}` : word);
    index = end;
  }
  return runs.join(' ');
}

/** The days of an encoded text, oldest first. */
export function decodeDays(code: string): DayCode[] {
  return code.split(' ').flatMap((word): DayCode[] => {
    const run = /^(\d*)([-.])$/.exec(word);
    if (run) return new Array<DayCode>(Number(run[1] || 1)).fill(run[2] === '-' ? 'outside' : 'quiet');
    if (word === 'z') return ['instant'];
    const minutes = [...word.matchAll(/([A-Za-z])(\d+)/g)].map(([, letter, count]): [Status, number] => [
      (LETTERS.find(([one]) => one === letter) as [string, Status])[1],
      Number(count),
    ]);
    return [minutes];
  });
}

function codeOf(day: DayUptime): string {
  if (day.service !== 'in') return '-';
  if (day.incidents.length === 0) return '.';
  const code = LETTERS.filter(([, status]) => day.by[status] > 0)
    .map(([letter, status]) => `${letter}${Math.max(1, Math.round(day.by[status] / MINUTE))}`)
    .join('');
  return code || 'z';
}

/** For drawing: the days of each status as runs, worst status first. */
export function runsOf(days: DayUptime[]): { status: Status; days: number[] }[] {
  return STATUSES.map((status) => ({
    status,
    days: days.flatMap((day, index) => (day.incidents.length > 0 && day.worst === status ? [index] : [])),
  })).filter((run) => run.days.length > 0);
}
