import { type Instant, iso, isoSeconds } from '../../domain/time.ts';
import { readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { draftName, Drafts, type TypedDraft } from '../../authoring/drafts.ts';
import { gitIn, type RunGit } from '../../authoring/git.ts';
import { missingFor, problemsOf } from '../../authoring/missing.ts';
import { type Act, type Draft, followUp, newFile } from '../../authoring/notice.ts';
import { printReaders } from '../../authoring/readers.ts';
import { meantAt, type Said, readTyped, type Typed } from '../../authoring/said.ts';
import { save } from '../../authoring/save.ts';
import { hurtElsewhere, type Incident } from '../../domain/incident.ts';
import { templateWordsOf } from '../../i18n/templates.ts';
import { UserError } from '../../problems/errors.ts';
import { gitFolderOf } from '../../revisions/git.ts';
import { fileOf, hasErrors, inFolder, type Problem, problemIn } from '../../problems/index.ts';
import { REPORTERS } from '../../problems/reporters.ts';
import { currentInstant, incidentsFolder } from '../../site/environment.ts';
import type { Place } from '../../site/place.ts';
import { checkRecord, type FolderRecord, isNameTaken, linesOf } from '../../site/record.ts';
import type { Call } from '../command.ts';
import { WrongCall, wrongSetting } from '../parse.ts';
import { type Asker, askerAt } from './asking.ts';
import { typedIn } from './flags.ts';
import { askChange, askMissing, type Asking } from './questions.ts';
import { plainNotesOf } from './plain.ts';
import { loadRecordFast } from './reading.ts';
import { type Among, openOf, targetOf } from './target.ts';
import type { Session, WriteCall } from './session.ts';
import { placed, readersAt, shownOf } from './placed.ts';
import { carryOut, goOnPublishing, patienceIn, problemsOfWait } from './publishing.ts';
import { NOT_WRITTEN, type Written } from './report.ts';
import { goOn } from './waiting.ts';

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
  const git = gitIn(incidentsFolder(place), call.env, asker !== undefined);
  // Git is asked while files are read, and by a process that is small yet: it then begins another in less time.
  const [draftsAt, remote, { record: found, keep: keepRead }] = await Promise.all([
    draftsFolder(place, git),
    // Whoever publishes without being asked is told by the push.
    asker || !flags.publish ? remoteOf(git) : undefined,
    call.record ? { record: call.record, keep: async () => undefined } : loadRecordFast(place),
  ]);
  const record = { ...found, now: currentInstant(place.env, io.now) };
  const drafts = new Drafts(draftsAt);
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
      isTaken: (id) => isNameTaken(record, id),
    },
    draft: {
      ...{ name: draftName(act), act, incident: incident?.id, at: record.now, by: io.processes?.own },
      typed: meantAt(typedIn(flags), record.now),
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
  const ended = await decide(session, typed, remote);
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
async function draftsFolder(place: Place, git: RunGit): Promise<string> {
  const known = gitFolderOf(incidentsFolder(place));
  if (known !== undefined) return join(known, 'nightlight');
  const { code, out } = await git(['rev-parse', '--path-format=absolute', '--git-path', 'nightlight']);
  return code === 0 ? out.trim() : join(place.site, '.cache/nightlight');
}

function languageFor(flags: Record<string, unknown>, incident: Incident | undefined, { site }: FolderRecord) {
  const said = flags.language as string | undefined;
  if (incident) return incident.language;
  return said !== undefined && site.languages.includes(said) ? said : site.languages[0];
}

async function keep(
  { drafts, draft }: Session,
  typed: Typed,
  file?: TypedDraft['file'],
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
    keep: async (said) => {
      const typed = meantAt(said, lookAtClock(session));
      await keep(session, typed);
      return typed;
    },
    unfinished: (name) => (session.draft.left?.name === name ? session.draft.left.text : undefined),
    type: (name, text) => {
      // An answer to one question is none to another that was left.
      if (text === undefined && session.draft.left?.name !== name) return;
      session.draft.left = text === undefined ? undefined : { name, text };
      session.drafts.keepSoon(session.draft);
    },
  };
}

/** @throws WrongCall with all that is wrong. */
function read({ act, call, record, incident }: Session, typed: Typed): Said {
  const kind = incident?.kind ?? (act === 'maintenance' ? 'maintenance' : 'incident');
  const { said, problems: typedWrong } = readTyped(typed, { site: record.site, now: record.now, kind });
  const problems = [...typedWrong, ...problemsOfWait(call.flags.wait)];
  if (problems.length > 0) throw new WrongCall(...problems);
  return said;
}

/** Shows it, asks once where somebody can be asked, and writes it. */
async function decide(
  session: Session,
  first: Typed,
  remote: string | undefined,
): Promise<{ code: number; report: Written }> {
  const { call, asker, record, act, incident } = session;
  // Whoever left while saying something otherwise goes on with that.
  let begun = session.draft.left?.name;
  const told = new Set<string>();
  for (let typed = first; ; ) {
    // Somebody who thinks for a while says it when they say it.
    lookAtClock(session);
    const said = read(session, typed);
    const missing = missingFor(act, said, typed, incident);
    if (missing.length > 0) throw new WrongCall(...problemsOf(missing));
    if (!call.flags['dry-run']) await keep(session, typed);
    if (act === 'new') warnOfOpen(session, said);
    warnOfConfirmed(session, said);
    refuseContradiction(session, said);
    let composed = await compose(session, said);
    const { problems } = composed;
    let { draft } = composed;
    const shown = draft && readersAt(session, draft);
    if (shown) call.tell(printReaders(shown, record.site.languages));
    // What would only be better keeps nobody waiting who is not asked: it is said behind what was done.
    const isLater = !asker && !call.flags['dry-run'] && !hasErrors(problems);
    const notes = problems.filter((one) => one.severity === 'note');
    const first = isLater ? problems.filter((one) => one.severity !== 'note') : newIn(problems, told);
    tellProblems(session, first, draft);
    let report = reportOf(session, draft, shown);
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
      // What "in 30 minutes" and the promised time mean counts from now, and not from when it was shown.
      const late = draft && isSound ? await composedNow(session, typed) : undefined;
      if (late && hasErrors(late.problems)) continue;
      if (late?.draft && late.draft.text !== draft?.text) {
        composed = late;
        draft = late.draft;
        report = reportOf(session, draft, readersAt(session, draft));
        call.tell(
          `It is told with the time that it is now, ${isoSeconds(record.now)}, and what counts from then.`,
        );
      }
    }
    if (!isSound || !draft) {
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
    if (isLater && notes.length > 0)
      call.warn(REPORTERS.terminal(notes, linesOf(placed(record, draft).after)));
    const also = await call.beside?.(draft.update, placed(record, draft).after);
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
    return carryOut(session, draft, written, { patience: patienceIn(call.flags.wait), also });
  }
}

/** The same as it is said now: somebody may have thought for long about what was shown. */
async function composedNow(session: Session, typed: Typed): Promise<Composed> {
  lookAtClock(session);
  return compose(session, read(session, typed));
}

/** From here on it is as late as it is by now. */
function lookAtClock({ record, writing, place, call }: Session): Instant {
  record.now = writing.now = currentInstant(place.env, call.io.now);
  return record.now;
}

function reportOf(
  { record }: Session,
  draft: Composed['draft'],
  readers: ReturnType<typeof readersAt> | undefined,
): Written {
  return {
    ...NOT_WRITTEN,
    ...(draft && {
      incident: draft.id,
      update: draft.update,
      file: `${record.name}/${draft.id}.md`,
      readers: readers ?? null,
    }),
  };
}

/** Two people begin the same incident where nobody says that there is one. */
function warnOfOpen({ record, call }: Session, said: Said): void {
  for (const { id, title, drill, kind, impact } of openOf(record.incidents, 'incident')) {
    const both = impact.filter(({ component }) => said.impact.some((one) => one.component === component));
    if (drill || kind !== 'incident' || both.length === 0) continue;
    call.warn(`"${title}" is open already. If this is more of it: nightlight update ${id}`);
  }
}

/** What this calls broken and another notice that is open confirms to work: readers would be told both. */
function warnOfConfirmed({ record, call, incident, act }: Session, said: Said): void {
  if (!['new', 'update'].includes(act) || incident?.kind === 'maintenance' || incident?.drill) return;
  const hurt = said.impact.filter(({ status }) => status !== 'operational').map(({ component }) => component);
  for (const { id, title, works, drill } of openOf(record.incidents, 'incident'))
    for (const component of works)
      if (id !== incident?.id && !drill && hurt.includes(component))
        call.warn(
          `"${title}" still says that ${component} was confirmed to work. Take it back there too: nightlight update ${id} --works ${works.filter((one) => !hurt.includes(one)).join(',') || 'none'}`,
        );
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
async function compose(session: Session, said: Said): Promise<Composed> {
  const composed = await composedOf(session, said);
  const passed = passedWord(session, said);
  return passed ? { ...composed, problems: [...composed.problems, passed] } : composed;
}

/** Who says when they speak next, and thinks until that has passed, would break the promise by giving it. */
function passedWord({ act, record }: Session, { nextUpdate, at }: Said): Problem | undefined {
  const said = at?.latest ?? record.now;
  if (nextUpdate === undefined || nextUpdate > said || !['new', 'drill', 'update'].includes(act))
    return undefined;
  return problemIn(
    { flag: '--next-update' },
    {
      name: 'flag-value',
      found: iso(nextUpdate),
      expected: `a time after what is said now, ${iso(said)}`,
      remedy: 'Write when you speak next, such as +2h, also where your words name it.',
    },
  );
}

async function composedOf({ act, record, incident, writing }: Session, said: Said): Promise<Composed> {
  if (!incident) {
    const draft = newFile(act as 'new' | 'drill' | 'maintenance', said, writing);
    const { problems, lineOf } = await checked(record, draft);
    const more = (placed(record, draft).incident?.updates.length ?? 1) > 1 ? [moreThanOne(said)] : [];
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

async function checked(record: FolderRecord, draft: Draft): Promise<Pick<Composed, 'problems' | 'lineOf'>> {
  const { after, incident } = placed(record, draft);
  const own = `${record.name}/${draft.id}.md`;
  return {
    problems: [
      ...checkRecord(after).filter((problem) => fileOf(problem) === own),
      ...(incident ? await plainNotesOf(after, [incident]) : []),
    ],
    lineOf: linesOf(after),
  };
}

/** Problems without the notes that were told before: who says one thing otherwise need not read them again. */
function newIn(problems: readonly Problem[], told: Set<string>): Problem[] {
  return problems.filter((one) => {
    const key = `${one.name} ${one.found}`;
    const isKnown = one.severity === 'note' && told.has(key);
    told.add(key);
    return !isKnown;
  });
}

function tellProblems(
  { call, record, asker }: Session,
  problems: readonly Problem[],
  draft: Draft | undefined,
): void {
  if (problems.length > 0 && (asker || call.flags['dry-run'] || !hasErrors(problems)))
    call.warn(REPORTERS.terminal(problems, linesOf(draft ? placed(record, draft).after : record)));
  const others = checkRecord(record).filter(
    (problem) => problem.severity === 'error' && fileOf(problem) !== `${record.name}/${draft?.id}.md`,
  );
  if (others.length > 0)
    call.warn(
      `Nothing goes live before this is mended too: ${[...new Set(others.map(fileOf))].join(', ')}. See nightlight check.`,
    );
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
  const question = !isSound
    ? 'It cannot be told like that. What now?'
    : isOffered
      ? 'Is that right, and shall people be told now?'
      : 'Is that right?';
  const answer = await asker.choose(question, isSound ? [...ways, change, stop] : [change, stop]);
  return answer === undefined || answer === 'stop' ? undefined : (answer as 'write' | 'publish' | 'change');
}
