import type { Reckoned } from '../delivery/reckoning.ts';
import { isFailed } from '../delivery/reckoning.ts';
import { printable } from '../domain/printable.ts';
import { isoSeconds } from '../domain/time.ts';

/** What a program is told of one update on one channel. Times are UTC, lengths in seconds. */
export type StatusRow = ReturnType<typeof statusRow>;

export function statusRows(rows: readonly Reckoned[]): StatusRow[] {
  return rows.map(statusRow);
}

function statusRow(row: Reckoned) {
  const { id, channel, owed, sent, open, refused, unknown, overtaken, tooOld, left, reason } = row;
  return {
    update: id,
    published: isoSeconds(row.published.getTime()),
    channel,
    owed,
    sent,
    open,
    refused,
    unknown,
    overtaken,
    too_old: tooOld,
    left,
    first_at: row.firstAt && isoSeconds(row.firstAt.getTime()),
    again_at: row.againAt && isoSeconds(row.againAt.getTime()),
    last_at: row.lastAt && isoSeconds(row.lastAt.getTime()),
    median_seconds: row.median,
    p99_seconds: row.p99,
    reason,
  };
}

/** Whether something was not told, or waits for longer than a channel takes by itself. */
export function isBehind(row: Reckoned): boolean {
  return isFailed(row) || row.tooOld > 0;
}

/** The same in lines for a person: an update, and below it each channel. */
export function statusLines(
  rows: readonly Reckoned[],
  alarms: readonly { about: string; words: string; since: string }[],
): string[] {
  const lines = alarms.map(
    ({ words, since }) => `! ${printable(words)} (since ${isoSeconds(Date.parse(since))})`,
  );
  if (rows.length === 0) lines.push('Nothing was owed yet: what is published from now on will be.');
  let update = '';
  for (const row of rows) {
    if (row.id !== update) lines.push('', `${row.id}  published ${isoSeconds(row.published.getTime())}`);
    update = row.id;
    lines.push(`  ${row.channel.padEnd(14)} ${countsOf(row)}${timesOf(row)}`);
    if (row.reason && row.refused + row.unknown + row.open > 0)
      lines.push(`  ${''.padEnd(14)} ${printable(row.reason)}${againOf(row)}`);
  }
  return lines;
}

function countsOf(row: Reckoned): string {
  const named: [number, string][] = [
    [row.open, 'on their way'],
    [row.refused, 'refused'],
    [row.unknown, 'unknown'],
    [row.overtaken, 'overtaken by newer words'],
    [row.tooOld, 'too old to send'],
    [row.left, 'left meanwhile'],
  ];
  const others = named.flatMap(([count, name]) => (count > 0 ? [`${count} ${name}`] : []));
  return [`${row.sent} of ${row.owed} sent`, ...others].join(', ');
}

function againOf({ open, againAt }: Reckoned): string {
  return open > 0 && againAt ? ` (tried again at ${isoSeconds(againAt.getTime())})` : '';
}

function timesOf({ sent, median, p99 }: Reckoned): string {
  if (median === null || p99 === null) return '';
  if (sent === 1) return `, ${lengthOf(median)} after publication`;
  return `; half within ${lengthOf(median)} of publication, 99 of 100 within ${lengthOf(p99)}`;
}

function lengthOf(seconds: number): string {
  return seconds < 120 ? `${Math.max(0, Math.round(seconds))} s` : `${Math.round(seconds / 60)} min`;
}
