import { FIELDS } from '../domain/fields.ts';
import { type Hold, isUntold, NO_HOLD } from '../domain/hold.ts';
import { type Instant, readTimeRange } from '../domain/time.ts';
import { Report } from '../problems/index.ts';
import { written } from '../yaml/document.ts';
import { readFrontMatter } from './front-matter.ts';
import { mayHold } from './may-hold.ts';
import { readMeant } from './source.ts';

const NEVER = Number.POSITIVE_INFINITY;

/**
 * What keeps a file from being told, by its front matter alone, so that one with mistakes in it says nothing too
 * early either: what cannot be read keeps it back.
 */
export function holdIn(bytes: Uint8Array): Hold {
  if (!mayHold(bytes)) return NO_HOLD;
  const silent = new Report({ file: '' });
  const source = readMeant(bytes, silent);
  const matter = source && readFrontMatter(source, silent);
  if (!matter || matter.broken) return { draft: /\bdraft\b/.test(headOf(bytes)), publish: NEVER };
  const said = (key: string) => {
    const value = matter.values.get(key);
    return value && written(value.node);
  };
  const draft = said(FIELDS.draft.key);
  const publish = said(FIELDS.publish.key);
  return {
    draft: draft !== undefined && draft !== 'false',
    publish: publish === undefined ? undefined : instantIn(publish),
  };
}

function headOf(bytes: Uint8Array): string {
  return new TextDecoder()
    .decode(bytes)
    .split(/^---[ \t]*$/m, 2)
    .join('');
}

function instantIn(text: string): Instant {
  const reading = readTimeRange(text);
  return reading.ok ? reading.range.latest : NEVER;
}

/** What holds back the files of a folder that nobody may hear of at `now`, by the ids of the incidents. */
export function untoldIn(
  files: readonly { name: string; bytes: Uint8Array }[],
  now: Instant,
): Map<string, Hold> {
  return new Map(
    files.flatMap(({ name, bytes }) => {
      const id = /^([a-z0-9-]+)\.md$/.exec(name)?.[1];
      const hold = id === undefined ? NO_HOLD : holdIn(bytes);
      return id !== undefined && isUntold(hold, now) ? [[id, hold]] : [];
    }),
  );
}

/** The next instant after `now` at which a file of a folder is told that is not told yet; nothing while none waits. */
export function nextTold(
  files: readonly { name: string; bytes: Uint8Array }[],
  now: Instant,
): Instant | undefined {
  const ahead = [...untoldIn(files, now).values()].flatMap(({ draft, publish }) =>
    draft || publish === undefined || publish === NEVER ? [] : [publish],
  );
  return ahead.length > 0 ? Math.min(...ahead) : undefined;
}

/** The id of the incident that a file is about, a translation too. */
export function incidentOf(name: string): string {
  return name.slice(0, name.indexOf('.'));
}
