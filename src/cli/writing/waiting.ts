import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { TypedDraft } from '../../authoring/drafts.ts';
import type { Typed } from '../../authoring/said.ts';
import { iso } from '../../domain/time.ts';
import type { Io } from '../command.ts';
import type { Asker } from './asking.ts';
import type { Session } from './session.ts';

/** What was typed, with a draft that waits below it where somebody goes on with that. */
export async function goOn(session: Session): Promise<Typed | undefined> {
  const { act, incident, drafts, asker, call, draft } = session;
  const waiting = await drafts.waiting(act, incident?.id);
  const unwritten: TypedDraft[] = [];
  for (const one of waiting) if (await isStillOwed(one, session)) unwritten.push(one);
  const elsewhere = unwritten.filter((one) => isElsewhere(one, call.io.processes));
  const left = unwritten.filter((one) => !elsewhere.includes(one));
  // Who says so goes on with it all the same: the terminal in which it is typed may be one that nobody reaches any more.
  const [newest] = call.flags.resume ? [...left, ...elsewhere] : left;
  for (const one of elsewhere)
    if (one !== newest)
      call.warn(
        `Somebody is typing in another call of this command since ${iso(one.at)} (process ${one.by}); that is left alone.`,
      );
  if (!newest) {
    if (call.flags.resume) call.warn('There is no draft to go on with.');
    return draft.typed;
  }
  const goesOn = call.flags.resume || (asker && (await offered(newest, asker)));
  if (goesOn === undefined) {
    call.warn(
      `A draft from ${iso(newest.at)} was never written. Add --resume to go on with it, or remove ${drafts.pathOf(newest.name)}.`,
    );
    return draft.typed;
  }
  if (goesOn === 'later') return draft.typed;
  if (goesOn === 'drop') {
    await drafts.drop(newest.name);
    return draft.typed;
  }
  draft.name = newest.name;
  draft.left = newest.left;
  return { ...newest.typed, ...draft.typed };
}

/** Whether another call that still runs on this machine is at it. */
export function isElsewhere({ by }: TypedDraft, processes: Io['processes']): boolean {
  return by !== undefined && by !== processes?.own && processes?.runs(by) === true;
}

/** What was written just before a process ended is no draft any more. */
async function isStillOwed(
  { name, file, publishing, incident }: TypedDraft,
  { drafts, record }: Session,
): Promise<boolean> {
  if (!file) return true;
  const lying = await readFile(join(record.folder, `${file.id}.md`), 'utf8').catch(() => undefined);
  const isWritten = lying === file.text || (publishing && incident === undefined && lying !== undefined);
  if (!isWritten) return true;
  // It is said and asked elsewhere, for nobody is told of it yet.
  if (!publishing) await drafts.drop(name);
  return false;
}

async function offered(draft: TypedDraft, asker: Asker): Promise<'on' | 'drop' | 'later' | undefined> {
  const { title, text, because, impact } = draft.typed;
  const said = [title ?? text ?? because ?? impact?.join(', '), draft.left && `${draft.left.text} …`];
  const what = said.filter((one) => one !== undefined).join('; ') || 'without words yet';
  return (await asker.choose(`There is a draft from ${iso(draft.at)} that was never written: ${what}`, [
    { value: 'on', label: 'Go on with it' },
    { value: 'later', label: 'Begin anew, and keep it' },
    { value: 'drop', label: 'Begin anew, and throw it away' },
  ])) as 'on' | 'drop' | 'later' | undefined;
}
