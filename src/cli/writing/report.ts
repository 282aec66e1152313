import type { Readers } from '../../authoring/readers.ts';

/** What a program is told of it. */
export interface Written {
  incident: string | null;
  update: string | null;
  file: string | null;
  written: boolean;
  commit: string | null;
  pushed: boolean;
  pushed_after: number | null;
  live_after: number | null;
  why: string | null;
  readers: Readers | null;
}

/** What each key of the report means, for the reference. */
export const REPORT = {
  incident: 'The incident; null where nothing was written or shown.',
  update: 'The update that was written.',
  file: 'The file, counted from the folder of the site.',
  written: 'Whether it was written, true or false.',
  commit: 'The commit that tells it; null where none was made.',
  pushed: 'Whether it was pushed, true or false.',
  pushed_after: 'After how many seconds from the call the push had ended; null where it was not pushed.',
  live_after:
    'After how many seconds from the push the public page said it; null where it was not looked at, or does not yet.',
  why: 'Why people are not told yet; null where they are, or where nobody asked for it.',
  readers:
    'What readers see, in the language it is written in: page, incident, feed, sms (text, encoding, units, segments) and url.',
} as const satisfies Record<keyof Written, string>;

export const EXITS = {
  0: 'It is written, or shown.',
  1: 'It is not; what was typed is kept, and --resume goes on with it.',
  3: 'It is written, and people are not told yet; the next step is said.',
} as const;

/** The report of a call that wrote nothing. */
export const NOT_WRITTEN: Written = {
  incident: null,
  update: null,
  file: null,
  written: false,
  commit: null,
  pushed: false,
  pushed_after: null,
  live_after: null,
  why: null,
  readers: null,
};
