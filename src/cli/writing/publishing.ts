import { readdir, readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import type { Act, Draft } from '../../authoring/notice.ts';
import { href, paths } from '../../domain/addresses.ts';
import { newestUpdate } from '../../domain/incident.ts';
import { iso } from '../../domain/time.ts';
import { wordsOf } from '../../i18n/index.ts';
import type { Problem } from '../../problems/index.ts';
import type { Place } from '../../site/place.ts';
import { type FolderRecord, loadRecord } from '../../site/record.ts';
import { WrongCall, wrongSetting } from '../parse.ts';
import type { Asker } from './asking.ts';
import { placed, readersAt } from './placed.ts';
import { NOT_WRITTEN, type Written } from './report.ts';
import { originOf } from './seen.ts';
import type { Session } from './session.ts';
import { isElsewhere } from './waiting.ts';

/**
 * Says of what was written by a call that ended before it was pushed, and publishes it where somebody goes on with
 * that: nobody is told of it, and whoever typed it does not know how far it came.
 * @returns how that went; nothing where there is no such thing, or it is left for now.
 */
export async function goOnPublishing(
  session: Session,
): Promise<{ code: number; report: Written } | undefined> {
  const { act, incident, drafts, asker, call, git: run, record, place } = session;
  let done: string | undefined;
  for (const one of await drafts.waiting(act, incident?.id)) {
    const { name, file, publishing } = one;
    const lying =
      file && (await readFile(join(record.folder, `${file.id}.md`), 'utf8').catch(() => undefined));
    // A new file may have been put together with what somebody else wrote; no other begins with these words.
    const isWritten = lying !== undefined && (lying === file?.text || one.incident === undefined);
    if (!publishing || !file || !isWritten) continue;
    const shown = `${record.name}/${file.id}.md`;
    if (isElsewhere(one, call.io.processes)) {
      call.warn(
        `${shown} is being published by another call of this command since ${iso(one.at)} (process ${one.by}); that is left alone.`,
      );
      continue;
    }
    const { stageOf } = await import('../../authoring/publish.ts');
    const stage = await stageOf(run, file.id);
    if (stage === undefined) {
      await drafts.drop(name);
      done ??= shown;
      continue;
    }
    const far = stage === 'written' ? 'written and not committed' : 'committed and not pushed';
    const words = `${shown} is ${far}, for the call of ${iso(one.at)} was cut off. Nobody is told of it.`;
    const goesOn = call.flags.resume || (asker && (await isToGoOut(words, asker)));
    if (goesOn === undefined) call.warn(`${words} Add --resume to publish it.`);
    if (!goesOn) continue;
    if (!asker) call.warn(`${words} It is published now.`);
    session.draft = { ...one, by: call.io.processes?.own };
    await drafts.keep(session.draft);
    const { id, update } = file;
    const draft: Draft = { id, text: lying, update };
    const report: Written = {
      ...{ ...NOT_WRITTEN, incident: id, update, file: shown, written: true },
      readers: readersAt({ ...session, record: await recordNow(session, place) }, draft) ?? null,
    };
    return carryOut(session, draft, report, {
      patience: patienceIn(call.flags.wait),
      also: await translationsOf(record.folder, id),
    });
  }
  if (done === undefined || !call.flags.resume) return undefined;
  call.tell(`${done} was pushed before the call was cut off. There is nothing to go on with.`);
  return { code: 0, report: { ...NOT_WRITTEN, file: done, written: true, pushed: true } };
}

/** Its translations, which may have been written with it; those that are committed already change nothing. */
async function translationsOf(folder: string, id: string): Promise<string[]> {
  const names = await readdir(folder);
  return names.filter((name) => name.startsWith(`${id}.`) && name.endsWith('.md') && name !== `${id}.md`);
}

async function recordNow({ record }: Session, place: Place): Promise<FolderRecord> {
  return { ...(await loadRecord(place)), now: record.now };
}

async function isToGoOut(words: string, asker: Asker): Promise<boolean> {
  const answer = await asker.choose(words, [
    { value: 'on', label: 'Publish it now' },
    { value: 'later', label: 'Leave it, and begin anew' },
  ]);
  return answer === 'on';
}

/** For how long the public page is looked at, in ms. */
export function patienceIn(seconds: string | undefined): number {
  const problems = problemsOfWait(seconds);
  if (problems.length > 0) throw new WrongCall(...problems);
  return seconds === undefined ? 300_000 : Number(seconds) * 1000;
}

/** What is wrong with `--wait`. */
export function problemsOfWait(seconds: string | undefined): Problem[] {
  if (seconds === undefined || /^\d{1,5}$/.test(seconds)) return [];
  const remedy = 'Write one, such as 300.';
  return [
    wrongSetting({ flag: '--wait' }, { found: seconds, expected: 'a number of seconds, or 0', remedy }),
  ];
}

/** Commits, pushes and looks at the public page; says at each step how far it came, and the next one where it stopped. */
export async function carryOut(
  session: Session,
  draft: Draft,
  report: Written,
  { patience, also }: { patience: number; also: readonly string[] | undefined },
): Promise<{ code: number; report: Written }> {
  const { call, record, git, writing, act } = session;
  const { publish } = await import('../../authoring/publish.ts');
  const { commit, pushed, why, next } = await publish({
    shown: relative(call.io.cwd, join(record.folder, `${draft.id}.md`)),
    ...{ git, folder: record.folder, id: draft.id, site: record.site, now: record.now, tell: call.tell },
    ...(also && { also }),
    message: [messageFor(act, draft, session), ...(call.trailers ? [call.trailers.join('\n')] : [])].join(
      '\n\n',
    ),
  });
  // From here on it is known how far it came, and said.
  await session.drafts.drop(session.draft.name);
  const far: Written = { ...report, commit, pushed, why: why ?? null };
  if (!pushed) {
    call.warn(
      `${why}\nWritten${commit ? ' and committed' : ''}, and nobody is told of it yet.\nNext: ${next}`,
    );
    return { code: 3, report: far };
  }
  call.tell('Pushed.');
  far.pushed_after = inSeconds(call.io.now() - session.begun);
  if (patience === 0) return { code: 0, report: far };
  const { untilLive } = await import('../../authoring/live.ts');
  const { url, base } = originOf(call.env, record);
  const feed = new URL(href(record.site, base, writing.language, paths.json), url).href;
  const update = await toldAs(session, draft);
  const stop = call.io.stopped?.();
  const seen = await untilLive({
    ...{ feed, id: `${draft.id}/${update}`, patience, fetch: call.io.fetch, now: call.io.now },
    wait: (ms) => call.io.wait(ms, stop),
  });
  if ('why' in seen) {
    const where = report.readers?.url ?? feed;
    call.warn(
      seen.isHopeless
        ? `${seen.why}. It is pushed.\nNext: look whether \`url\` in nightlight.yaml is the address of the page, and at ${where} from where it can be reached.`
        : `${seen.why}, ${Math.round(patience / 1000)} seconds after the push. What builds the page says why: the hook’s words above, or the workflow of the forge.\nNext: look at ${where}`,
    );
    return { code: 3, report: { ...far, update, why: seen.why } };
  }
  const seconds = inSeconds(seen.after);
  call.tell(`Live ${seconds} seconds after the push: ${report.readers?.url ?? feed}`);
  return { code: 0, report: { ...far, update, live_after: seconds } };
}

/** Time in ms as people say it, in seconds. */
const inSeconds = (ms: number) => Math.round(ms / 100) / 10;

/** The id under which it is told: where somebody else spoke in the same minute it has got another. */
async function toldAs({ record }: Session, { id, text, update }: Draft): Promise<string> {
  const path = join(record.folder, `${id}.md`);
  const read = (file: string) => placed(record, { id, text: file }).incident;
  const said = read(text)?.updates.find((one) => one.id === update)?.prose.markdown;
  const lying = read(await readFile(path, 'utf8'));
  return lying?.updates.findLast(({ prose }) => prose.markdown === said)?.id ?? update;
}

/** What the commit says: what is told, as the log of a page reads. */
function messageFor(act: Act, draft: Draft, { record }: Session): string {
  const { incident } = placed(record, draft);
  const title = incident?.title ?? draft.id;
  const state = incident && newestUpdate(incident).state;
  return `${SAYS[act] ?? (state && wordsOf('en').states[state]) ?? act}: ${title}`;
}

const SAYS: Partial<Record<Act, string>> = {
  new: 'New notice',
  drill: 'Drill',
  maintenance: 'Announced',
  move: 'Moved',
};
