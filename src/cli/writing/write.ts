import { readdir, readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { draftName, Drafts, type Kept } from '../../authoring/drafts.ts';
import { gitIn, type RunGit } from '../../authoring/git.ts';
import { missingFor, problemsOf } from '../../authoring/missing.ts';
import { type Act, type Draft, followUp, newFile } from '../../authoring/notice.ts';
import { printReaders, type Readers } from '../../authoring/readers.ts';
import { type Said, readTyped, type Typed, type TypedName } from '../../authoring/said.ts';
import { save } from '../../authoring/save.ts';
import { href, paths } from '../../domain/addresses.ts';
import { hurtElsewhere, type Incident, newestUpdate } from '../../domain/incident.ts';
import { iso, printTimeRange } from '../../domain/time.ts';
import { wordsOf } from '../../i18n/index.ts';
import { templateWordsOf } from '../../i18n/templates.ts';
import { UserError } from '../../problems/errors.ts';
import { fileOf, hasErrors, inFolder, type Problem, problemIn } from '../../problems/index.ts';
import { REPORTERS } from '../../problems/reporters.ts';
import { currentInstant } from '../../site/environment.ts';
import type { Place } from '../../site/place.ts';
import { checkRecord, type FolderRecord, linesOf, loadRecord, withFile } from '../../site/record.ts';
import type { Call } from '../command.ts';
import { WrongCall, wrongSetting } from '../parse.ts';
import { type Asker, askerAt } from './asking.ts';
import { typedIn } from './flags.ts';
import { askChange, askMissing, type Asking } from './questions.ts';
import { plainNotesOf } from './plain.ts';
import { loadRecordFast } from './reading.ts';
import { originOf, readersOf } from './seen.ts';
import { type Among, openOf, targetOf } from './target.ts';
import type { Session, WriteCall } from './session.ts';
import { goOn } from './waiting.ts';

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

const NOT_WRITTEN: Written = {
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

/**
 * Writes what somebody says: asks for what is missing where somebody can be asked, shows what readers will see, checks
 * it as the check does, and asks once.
 * @param named the incident that is meant, for an act that is about one.
 */
export async function write(
  act: Act,
  call: WriteCall,
  named?: { id: string | undefined; among: Among },
): Promise<{ code: number; report: Written }> {
  const { flags, io, warn } = call;
  const begun = io.now();
  const place = call.place();
  const asker = io.terminal && !flags.yes ? await askerAt(io.terminal) : undefined;
  const { record: found, keep: keepRead } = await loadRecordFast(place);
  const record = { ...found, now: currentInstant(place.env, io.now) };
  const git = gitIn(record.folder, call.env, asker !== undefined);
  const drafts = new Drafts(await draftsFolder(place, git));
  const begunOf = named && named.id === undefined ? await begunIn(drafts, act, record) : undefined;
  let refusal: unknown;
  const open = async () => {
    if (!named) return undefined;
    if (flags.resume && begunOf) return begunOf;
    return targetOf(named.id, named.among, record, asker).catch((error: unknown) => {
      if (!begunOf) throw error;
      // What a call that was cut off wrote may have ended the last one that was open.
      refusal = error;
      return begunOf;
    });
  };
  const incident = await open();
  if (named && !incident) return { code: 1, report: notWritten(warn, 'Nothing was written.') };
  const language = languageFor(flags, incident, record);
  const session: Session = {
    ...{ act, call, begun, place, record, incident, asker, git, drafts },
    writing: {
      site: record.site,
      templates: record.writing.templates,
      words: await templateWordsOf(language),
      language,
      now: record.now,
      isTaken: (id) => record.lying.some(({ name }) => name.startsWith(`${id}.`)),
    },
    draft: {
      ...{ name: draftName(act), act, incident: incident?.id, at: record.now, by: io.processes?.own },
      typed: typedIn(flags),
    },
  };
  const cutOff = await goOnPublishing(session);
  if (cutOff) return cutOff;
  if (refusal !== undefined) throw refusal;
  const kept = await goOn(session);
  if (!kept) return stopped(session);
  if (!asker && session.draft.left)
    warn(
      `Not taken, for it was typed in a question that was not answered ("${session.draft.left.name}"): ${session.draft.left.text}`,
    );
  const typed = asker ? await answered(session, asker, kept) : kept;
  if (!typed) return stopped(session);
  const ended = await decide(session, typed);
  await keepRead();
  return ended;
}

/** The incident about which somebody typed something that waits, the newest of them. */
async function begunIn(
  drafts: Drafts,
  act: Act,
  { incidents, held }: FolderRecord,
): Promise<Incident | undefined> {
  const waiting = await drafts.waiting(act);
  const all = [...incidents, ...held];
  return waiting
    .map(({ incident }) => all.find(({ id }) => id === incident))
    .find((incident) => incident !== undefined);
}

async function stopped({ drafts, call }: Session): Promise<{ code: number; report: Written }> {
  await drafts.settled();
  const words =
    'Nothing was written. All that you typed is kept, also what stood in the question that you left: call the same again, and it is offered to you.';
  return { code: 1, report: notWritten(call.warn, words) };
}

function notWritten(warn: Call['warn'], words: string): Written {
  warn(words);
  return NOT_WRITTEN;
}

/** Git keeps it out of every commit, and a tidied working folder leaves it; without git `.cache` is not published either. */
async function draftsFolder({ site }: Place, git: RunGit): Promise<string> {
  const { code, out } = await git(['rev-parse', '--path-format=absolute', '--git-path', 'nightlight']);
  return code === 0 ? out.trim() : join(site, '.cache/nightlight');
}

function languageFor(flags: Record<string, unknown>, incident: Incident | undefined, { site }: FolderRecord) {
  const said = flags.language as string | undefined;
  if (incident) return incident.language;
  return said !== undefined && site.languages.includes(said) ? said : site.languages[0];
}

/**
 * Says of what was written by a call that ended before it was pushed, and publishes it where somebody goes on with
 * that: nobody is told of it, and whoever typed it does not know how far it came.
 * @returns how that went; nothing where there is no such thing, or it is left for now.
 */
async function goOnPublishing(session: Session): Promise<{ code: number; report: Written } | undefined> {
  const { act, incident, drafts, asker, call, git: run, record, place } = session;
  let done: string | undefined;
  for (const one of await drafts.waiting(act, incident?.id)) {
    const { name, file, publishing } = one;
    const lying =
      file && (await readFile(join(record.folder, `${file.id}.md`), 'utf8').catch(() => undefined));
    // A new file may have been put together with what somebody else wrote; no other begins with these words.
    const isWritten = lying !== undefined && (lying === file?.text || one.incident === undefined);
    if (!publishing || !file || !isWritten) continue;
    const { stageOf } = await import('../../authoring/publish.ts');
    const stage = await stageOf(run, file.id);
    const shown = `${record.name}/${file.id}.md`;
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
    session.draft = one;
    const { id, update } = file;
    const draft: Draft = { id, text: lying, update };
    const report: Written = {
      ...{ ...NOT_WRITTEN, incident: id, update, file: shown, written: true },
      readers: show({ ...session, record: await recordNow(session, place) }, draft) ?? null,
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

async function keep(
  { drafts, draft }: Session,
  typed: Typed,
  file?: Kept['file'],
  publishing?: boolean,
): Promise<void> {
  draft.typed = typed;
  draft.file = file;
  draft.publishing = publishing;
  await drafts.keep(draft);
}

async function answered(session: Session, asker: Asker, typed: Typed): Promise<Typed | undefined> {
  // What a flag says and is wrong is told before anything is asked.
  read(session, typed);
  await keep(session, typed);
  return askMissing(typed, askingIn(session, asker));
}

function askingIn(session: Session, asker: Asker): Asking {
  const { act, incident, writing, record } = session;
  return {
    ...{ act, incident, writing, asker },
    hurtElsewhere: hurtElsewhere([...record.incidents, ...record.held], incident?.id),
    keep: (now) => keep(session, now),
    unfinished: (name) => (session.draft.left?.name === name ? session.draft.left.text : undefined),
    type: (name, text) => {
      session.draft.left = text === undefined ? undefined : { name, text };
      session.drafts.keepSoon(session.draft);
    },
  };
}

/** @throws WrongCall with all that is wrong. */
function read({ act, record, incident }: Session, typed: Typed): Said {
  const kind = incident?.kind ?? (act === 'maintenance' ? 'maintenance' : 'incident');
  const { said, problems } = readTyped(typed, { site: record.site, now: record.now, kind });
  if (problems.length > 0) throw new WrongCall(...problems);
  return said;
}

/** Shows it, asks once where somebody can be asked, and writes it. */
async function decide(session: Session, first: Typed): Promise<{ code: number; report: Written }> {
  const { call, asker, record, act, incident } = session;
  const patience = patienceIn(call.flags.wait);
  const remote = await remoteOf(session.git);
  // Whoever left while saying something otherwise goes on with that.
  let begun = session.draft.left?.name;
  for (let typed = first; ; ) {
    // Somebody who thinks for a while says it when they say it.
    session.record.now = session.writing.now = currentInstant(session.place.env, call.io.now);
    const said = read(session, typed);
    const missing = missingFor(act, said, typed, incident);
    if (missing.length > 0) throw new WrongCall(...problemsOf(missing));
    if (!call.flags['dry-run']) await keep(session, typed);
    if (act === 'new') warnOfOpen(session, said);
    refuseContradiction(session, said);
    const composed = await compose(session, said);
    const { draft, problems } = composed;
    const shown = draft && show(session, draft);
    if (shown) call.tell(printReaders(shown, record.site.languages));
    tellProblems(session, problems, draft);
    const report: Written = {
      ...NOT_WRITTEN,
      ...(draft && {
        incident: draft.id,
        update: draft.update,
        file: `${record.name}/${draft.id}.md`,
        readers: shown ?? null,
      }),
    };
    const isSound = draft !== undefined && !hasErrors(problems);
    if (call.flags['dry-run']) return { code: isSound ? 0 : 1, report };
    let isPublished = call.flags.publish;
    if (asker) {
      const next = begun ? 'change' : await askLast(asker, { isSound, isPublished, remote });
      if (next === 'change') {
        const changed = await askChange(
          typed,
          draft ? shownOf(session, draft) : {},
          askingIn(session, asker),
          begun,
        );
        // Whoever leaves words half said does not mean to tell the notice without them by the next Enter.
        if (!changed) return { ...(await stopped(session)), report };
        begun = undefined;
        typed = changed;
        continue;
      }
      if (next === undefined) return { ...(await stopped(session)), report };
      isPublished = next === 'publish';
    }
    if (!isSound) {
      const { lineOf } = composed;
      throw new UserError(problems, {
        lineOf,
        ending: 'Nothing was written. What you typed is kept: --resume goes on with it.',
      });
    }
    await keep(session, typed, { id: draft.id, text: draft.text, update: draft.update }, isPublished);
    const path = join(record.folder, `${draft.id}.md`);
    await save(path, draft.text, composed.before);
    if (!isPublished) await session.drafts.drop(session.draft.name);
    call.tell(`Written: ${relative(call.io.cwd, path) || path}`);
    const also = await call.beside?.(draft.update);
    const written: Written = { ...report, written: true };
    if (!isPublished) {
      const shown = relative(call.io.cwd, path) || path;
      call.tell(
        remote === undefined
          ? 'Nobody is told before it is committed and published; --publish does that.'
          : `Nobody is told yet. To tell it: git add ${shown} && git commit -m "${draft.id}" && git push`,
      );
      return { code: 0, report: written };
    }
    return carryOut(session, draft, written, { patience, also });
  }
}

/** Two people begin the same incident where nobody says that there is one. */
function warnOfOpen({ record, call }: Session, said: Said): void {
  for (const { id, title, drill, kind, impact } of openOf(record.incidents, 'incident')) {
    const both = impact.filter(({ component }) => said.impact.some((one) => one.component === component));
    if (drill || kind !== 'incident' || both.length === 0) continue;
    call.warn(`"${title}" is open already. If this is more of it: nightlight update ${id}`);
  }
}

/** @throws WrongCall where what is to be confirmed to work is what another notice that is open calls broken: readers would be told both. */
function refuseContradiction({ record, incident }: Session, said: Said): void {
  const { incidents, held } = record;
  const hurt = hurtElsewhere([...incidents, ...held], incident?.id);
  const both = (said.works ?? []).filter((id) => hurt.has(id));
  if (both.length === 0) return;
  throw new WrongCall(
    ...both.map((id) =>
      wrongSetting(
        { flag: '--works' },
        {
          found: id,
          expected: 'what no notice that is open says does not work',
          remedy: `Leave it out here, or say first in ${hurt.get(id)} that it works again: nightlight update ${hurt.get(id)}`,
        },
      ),
    ),
  );
}

interface Composed {
  draft: Draft | undefined;
  problems: Problem[];
  /** The file as it lies there, if it does. */
  before: string | undefined;
  lineOf: ReturnType<typeof linesOf>;
}

/** The file as it would be, and what the check says of it then. */
async function compose({ act, record, incident, writing }: Session, said: Said): Promise<Composed> {
  if (!incident) {
    const draft = newFile(act as 'new' | 'drill' | 'maintenance', said, writing);
    const { problems, lineOf } = await checked(record, draft);
    const after = withDraft(record, draft);
    const written = [...after.incidents, ...after.held].find(({ id }) => id === draft.id);
    const more = (written?.updates.length ?? 1) > 1 ? [moreThanOne(said)] : [];
    return { draft, before: undefined, problems: [...problems, ...more], lineOf };
  }
  const before = await readFile(join(record.folder, `${incident.id}.md`), 'utf8');
  const { draft, problems } = followUp(
    act as 'update' | 'resolve' | 'withdraw' | 'move',
    said,
    { incident, file: before },
    writing,
  );
  if (!draft) return { draft, problems: inFolder(record.name, problems), before, lineOf: linesOf(record) };
  return { draft, before, ...(await checked(record, draft)) };
}

/** Words that the file takes for another update say more than whoever wrote them was asked for. */
function moreThanOne({ text = '' }: Said): Problem {
  return problemIn(
    { flag: '--text' },
    {
      name: 'heading-not-an-update',
      found: text.split('\n').find((line) => line.startsWith('##')) ?? text,
      expected: 'the words of one update, without a heading that begins another',
      remedy: 'Take the heading out, or use ###.',
    },
  );
}

async function checked(
  record: FolderRecord,
  { id, text }: Draft,
): Promise<Pick<Composed, 'problems' | 'lineOf'>> {
  const after = withFile(record, `${id}.md`, new TextEncoder().encode(text));
  const own = `${record.name}/${id}.md`;
  const incident = [...after.incidents, ...after.held].find((one) => one.id === id);
  return {
    problems: [
      ...checkRecord(after).filter((problem) => fileOf(problem) === own),
      ...(incident ? await plainNotesOf(after, [incident]) : []),
    ],
    lineOf: linesOf(after),
  };
}

function show({ record, call }: Session, { id, text, update }: Draft): Readers | undefined {
  const after = withFile(record, `${id}.md`, new TextEncoder().encode(text));
  const incident = [...after.incidents, ...after.held].find((one) => one.id === id);
  const said = incident?.updates.find((one) => one.id === update) ?? (incident && newestUpdate(incident));
  if (!incident || !said) return undefined;
  return readersOf(after, incident, said, incident.language, call.env);
}

/** What is said of each thing by now, for whoever says it otherwise. */
function shownOf({ record }: Session, { id, text, update }: Draft): Partial<Record<TypedName, string>> {
  const after = withFile(record, `${id}.md`, new TextEncoder().encode(text));
  const incident = [...after.incidents, ...after.held].find((one) => one.id === id);
  const said = incident?.updates.find((one) => one.id === update);
  if (!incident || !said) return {};
  const time = (range: Parameters<typeof printTimeRange>[0] | undefined) => range && printTimeRange(range);
  const shown: Partial<Record<TypedName, string | undefined>> = {
    id,
    title: incident.title,
    text: said.prose.markdown,
    state: said.state,
    at: time(said.at),
    advice: incident.advice,
    scope: incident.scope,
    cause: incident.cause,
    works: incident.works.join(', '),
    'next-update': time(incident.nextUpdate),
    impact: incident.impact
      .map((one) => {
        const where = one.regions ? `@${one.regions.join('+')}` : '';
        return `${one.component}${where}=${'status' in one ? one.status : (one.changes.at(-1)?.status ?? '')}`;
      })
      .join(', '),
    ...(incident.kind === 'incident'
      ? {
          began: time(incident.began),
          ended: incident.ended === 'unknown' ? 'unknown' : time(incident.ended),
        }
      : { from: iso(incident.scheduled.from), until: iso(incident.scheduled.until) }),
  };
  return Object.fromEntries(Object.entries(shown).filter(([, value]) => value !== undefined));
}

function tellProblems(
  { call, record, asker }: Session,
  problems: readonly Problem[],
  draft: Draft | undefined,
): void {
  if (problems.length > 0 && (asker || call.flags['dry-run'] || !hasErrors(problems)))
    call.warn(REPORTERS.terminal(problems, linesOf(draft ? withDraft(record, draft) : record)));
  const others = checkRecord(record).filter(
    (problem) => problem.severity === 'error' && fileOf(problem) !== `${record.name}/${draft?.id}.md`,
  );
  if (others.length > 0)
    call.warn(
      `Nothing goes live before this is mended too: ${[...new Set(others.map(fileOf))].join(', ')}. See nightlight check.`,
    );
}

function withDraft(record: FolderRecord, { id, text }: Draft): FolderRecord {
  return withFile(record, `${id}.md`, new TextEncoder().encode(text));
}

/** Where a push of this repository goes; nothing where it goes nowhere. */
async function remoteOf(git: RunGit): Promise<string | undefined> {
  const { code, out } = await git(['remote']);
  const remotes = code === 0 ? out.split('\n').filter(Boolean) : [];
  return remotes.includes('origin') ? 'origin' : remotes[0];
}

/**
 * The one question before it is written. Each answer says what becomes of it, and Enter does what a notice is for: it is
 * told. Where there is nowhere to push to, that is not offered unless somebody asked for it.
 */
async function askLast(
  asker: Asker,
  { isSound, isPublished, remote }: { isSound: boolean; isPublished: boolean; remote: string | undefined },
): Promise<'write' | 'publish' | 'change' | undefined> {
  const change = { value: 'change', label: isSound ? 'Change something' : 'Change what is wrong' };
  const stop = { value: 'stop', label: 'Stop: nothing is written, what was typed is kept' };
  const write = { value: 'write', label: 'Write the file only: nobody is told' };
  const publish = {
    value: 'publish',
    label: `Tell it now: write it, commit it, push it${remote === undefined ? '' : ` to ${remote}`}`,
  };
  const isOffered = remote !== undefined || isPublished;
  const ways = isOffered ? [publish, write] : [write];
  const question = isOffered ? 'Is that right, and shall people be told now?' : 'Is that right?';
  const answer = await asker.choose(question, isSound ? [...ways, change, stop] : [change, stop]);
  return answer === undefined || answer === 'stop' ? undefined : (answer as 'write' | 'publish' | 'change');
}

/** For how long the public page is looked at, in ms. */
function patienceIn(seconds: string | undefined): number {
  if (seconds === undefined) return 300_000;
  if (/^\d{1,5}$/.test(seconds)) return Number(seconds) * 1000;
  throw new WrongCall(
    wrongSetting(
      { flag: '--wait' },
      { found: seconds, expected: 'a number of seconds, or 0', remedy: 'Write one, such as 300.' },
    ),
  );
}

/** Commits, pushes and looks at the public page; says at each step how far it came, and the next one where it stopped. */
async function carryOut(
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
    call.warn(
      `${seen.why}, ${Math.round(patience / 1000)} seconds after the push. What builds the page says why: the hook’s words above, or the workflow of the forge.\nNext: look at ${report.readers?.url ?? feed}`,
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
  const read = (file: string) =>
    withFile(record, `${id}.md`, new TextEncoder().encode(file)).incidents.find((one) => one.id === id);
  const said = read(text)?.updates.find((one) => one.id === update)?.prose.markdown;
  const lying = read(await readFile(path, 'utf8'));
  return lying?.updates.findLast(({ prose }) => prose.markdown === said)?.id ?? update;
}

/** What the commit says: what is told, as the log of a page reads. */
function messageFor(act: Act, { text, id }: Draft, { record }: Session): string {
  const after = withFile(record, `${id}.md`, new TextEncoder().encode(text));
  const incident = [...after.incidents, ...after.held].find((one) => one.id === id);
  const title = incident?.title ?? id;
  const state = incident && newestUpdate(incident).state;
  return `${SAYS[act] ?? (state && wordsOf('en').states[state]) ?? act}: ${title}`;
}

const SAYS: Partial<Record<Act, string>> = {
  new: 'New notice',
  drill: 'Drill',
  maintenance: 'Announced',
  move: 'Moved',
};
