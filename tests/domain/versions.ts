import type { Incident, Update } from '../../src/domain/incident.ts';
import type { Revision } from '../../src/domain/git-history.ts';
import { exactly, MINUTE } from '../../src/domain/time.ts';
import { said, START } from './generators.ts';

export const minute = (count: number) => START + count * MINUTE;
export const prose = (text: string) => ({ markdown: text, html: `<p>${text}</p>`, text, words: text });
const update = (id: string, state: Update['state'], change: Partial<Update> = {}): Update => ({
  ...said(state, exactly(START)),
  id,
  ...change,
});
export const first = update('first', 'investigating');
export const second = update('second', 'identified');
export const over = update('over', 'resolved');

/** A version that was committed some minutes after the start. */
export const version = (
  count: number,
  incident: Incident | undefined,
  more: Partial<Revision> = {},
): Revision => ({
  blob: `blob-${count}`,
  commit: `commit-${count}`,
  at: minute(count),
  imported: false,
  incident,
  ...more,
});
