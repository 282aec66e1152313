import { createHash } from 'node:crypto';
import { gitIn, type RunGit } from '../authoring/git.ts';
import { type Published, publish } from '../authoring/publish.ts';
import type { Proposing } from '../authoring/proposal.ts';
import type { Typed } from '../authoring/said.ts';
import type { Config } from '../config/index.ts';
import { readFolder } from '../incidents/folder.ts';
import { updateId } from '../domain/incident.ts';
import { exactly, type Instant } from '../domain/time.ts';
import { templateWordsOf } from '../i18n/templates.ts';
import { type FolderRecord, isNameTaken, loadRecord } from '../site/record.ts';
import { heardOf } from '../watch/check.ts';
import { askByCommand } from '../system/command.ts';
import type { Verdict } from '../watch/judge.ts';
import type { Parts } from '../watch/loop.ts';
import {
  type Act,
  afterwards,
  aheadOfClock,
  decide,
  isSaid,
  type Left,
  NOTHING_SAID,
  type TellerMemory,
  typedOf,
} from '../watch/teller.ts';
import { anewFor, nameFor, wordsFor } from '../watch/words.ts';
import type { Call } from './command.ts';
import { translate } from './translating.ts';
import type { Written } from './writing/report.ts';
import { write } from './writing/write.ts';

const MINUTE = 60_000;

/** How long a remote may take to say what is new, in ms: a first notice must not wait for a network that is cut. */
const REFRESH = 15_000;

/** How often what others wrote is looked for while nothing is to be said, in ms. */
const AGAIN = 60_000;

/** What speaking for a watcher needs. */
export interface Speaking extends Pick<Call, 'io' | 'env' | 'place'> {
  watch: Config['watch'];
  /** Says what would be written, and writes nothing. */
  isDry: boolean;
  /** Where all of it is played. */
  drill?: Played | undefined;
  log: { info(what: string, facts?: object): void; error(what: string, facts?: object): void };
}

/** What is told as a drill, and who measures it. */
export interface Played {
  /** For how long the public page is looked at, in seconds, as it was written. */
  wait: string | undefined;
  /** Hears what became of each word. */
  written(act: Act, report: Written): void;
}

/** What is known behind one word, as `TellerMemory` is kept. */
export type Speak = (
  verdicts: readonly Verdict[],
  memory: unknown,
  keep: (memory: unknown) => Promise<void>,
) => Promise<unknown>;

/**
 * Speaks for a watcher by the way a person's call takes: a notice is written, committed and pushed, with what others
 * wrote brought along first. What is about to be said is kept before it is, so that a watcher which is ended anywhere
 * says it once; what could not be pushed is pushed again each time it is asked.
 */
export function speakerFor(around: Speaking): Speak {
  const { io, env, place, log } = around;
  let refreshed: Instant | undefined;
  // The log says once why people are not told, and not each time that it is tried.
  let unsaid: string | undefined;
  const owes = (id: string, { pushed, why }: { pushed: boolean; why?: string | null | undefined }) => {
    if (pushed) log.info('pushed', { incident: id });
    else if (why !== unsaid) log.error('it is written and people are not told', { incident: id, why });
    unsaid = pushed ? undefined : (why ?? undefined);
    return pushed ? undefined : id;
  };
  // The same of what is not said, for a person speaks of it.
  let silent: ReadonlySet<string> = new Set();
  const leave = (left: readonly Left[]) => {
    for (const { check, incident } of left.filter((one) => !silent.has(leftAs(one))))
      if (incident === undefined)
        log.info('this fails still, and nothing is said of it, for a person ended its notice', { check });
      else log.info('this fails, and is left to the person who speaks of it', { check, incident });
    silent = new Set(left.map(leftAs));
  };
  let ahead: string | undefined;
  const sayAhead = (id: string | undefined) => {
    if (id !== undefined && id !== ahead)
      log.error(
        'the clock stands before what was said last in this notice, so nothing more is said there until it is past that; set it right, or mend the times in the file',
        { incident: id },
      );
    ahead = id;
  };
  return async (verdicts, kept, keep) => {
    const memory = (kept as TellerMemory | undefined) ?? NOTHING_SAID;
    const { drill } = around;
    const isCalm = verdicts.every(({ state }) => state !== 'down') && !memory.notice && !memory.intent;
    // Nothing to say, nothing said, nothing owed: the repository rests.
    if (isCalm && memory.owed === undefined && Object.keys(memory.left).length === 0) {
      leave([]);
      return memory;
    }
    const git = gitIn(place().site, env, false);
    // A clock that is set back keeps nobody's words away.
    if (refreshed === undefined || Math.abs(io.now() - refreshed) >= AGAIN) {
      refreshed = io.now();
      await refresh(git, log);
    }
    const record = { ...(await loadRecord(place())), now: io.now() };
    const asks = asksIn(around);
    const proposing = { ...(await proposingFor(record)), asks, isDrill: drill !== undefined };
    const { act, memory: next, left } = decide(tellingFrom(record, verdicts, around, proposing), memory);
    if (memory.notice && !next.notice)
      log.info('a person wrote in this notice; what follows in it is left to them', {
        incident: memory.notice.id,
      });
    sayAhead(aheadOfClock(next, record.now));
    leave(left);
    const isLeftToThem = (id: string, { pushed }: { pushed: boolean }) =>
      pushed ? false : givesWay(id, record.folder, around);
    if (!act) {
      const { owed } = next;
      if (owed === undefined) return next;
      const pushed = await push(owed, record, around);
      return { ...next, owed: (await isLeftToThem(owed, pushed)) ? undefined : owes(owed, pushed) };
    }
    if (around.isDry) {
      log.info('would say', {
        ...{ ...act, text: await wordsFor(act, proposing) },
        ...anewFor(act, proposing),
      });
      return memory;
    }
    await keep(next);
    const written = isSaid(act, record.incidents)
      ? await push(act.id, record, around, await beside(act, updateId(exactly(act.at)), record, around))
      : await say(act, typedOf(act, await wordsFor(act, proposing), anewFor(act, proposing)), record, around);
    const isTheirs = await isLeftToThem(act.id, written);
    const owed = isTheirs ? undefined : owes(act.id, written);
    // Asked twice by one that is ended here is better than never.
    if (asks) await askSomebody(act, owed === undefined, around);
    const after: TellerMemory = {
      ...afterwards(next, act, isTheirs ? undefined : await printNow(record, act.id)),
      owed,
    };
    await keep(after);
    return after;
  };
}

const leftAs = ({ check, incident }: Left) => `${check} ${incident}`;

/** What is the same only as long as the file of an incident and those of its translations are. */
function printOf({ lying }: Pick<FolderRecord, 'lying'>, id: string): string | undefined {
  const [own, ...translations] = lying
    .filter(({ name }) => name.startsWith(`${id}.`))
    .toSorted(
      (one, other) =>
        Number(other.name === `${id}.md`) - Number(one.name === `${id}.md`) ||
        (one.name < other.name ? -1 : 1),
    );
  if (own?.name !== `${id}.md`) return undefined;
  const hash = createHash('sha256').update(own.bytes);
  for (const { name, bytes } of translations) hash.update(`\0${name}\0`).update(bytes);
  return hash.digest('hex');
}

/** The same of what lies there by now. */
async function printNow({ folder }: FolderRecord, id: string): Promise<string | undefined> {
  return printOf({ lying: (await readFolder(folder)).files }, id);
}

/** Whether somebody is asked to take over: of what is played, nobody. */
function asksIn({ watch, drill }: Speaking): boolean {
  return watch.ask !== undefined && drill === undefined;
}

/** What belongs to a word beside its file: the same in each other language. */
async function beside(act: Act, update: string, record: FolderRecord, around: Speaking): Promise<string[]> {
  const { io, log, drill } = around;
  return translate(act, update, {
    record,
    now: io.now(),
    asks: asksIn(around),
    isDrill: drill !== undefined,
    log,
  });
}

/** Brings along what others wrote, where that goes without a conflict; a network that is cut keeps nobody from speaking. */
export async function refresh(git: RunGit, log: Speaking['log']): Promise<void> {
  const { code, err } = await git(['pull', '--ff-only', '--quiet'], REFRESH);
  if (code !== 0 && !/no tracking information|not a git repository/.test(err))
    log.info('what others wrote could not be brought along', { why: err.split('\n')[0] });
}

/**
 * Leaves a notice to whoever pushed one of the same name first: its own went nowhere, and a clone that holds on to it can
 * push nothing any more. Only where nothing else would be lost.
 * @returns whether it is left to them.
 */
async function givesWay(id: string, folder: string, { env, log }: Speaking): Promise<boolean> {
  const git = gitIn(folder, env, false);
  const base = (await git(['merge-base', 'HEAD', '@{u}'])).out.trim();
  if (base === '') return false;
  const has = async (commit: string) => (await git(['cat-file', '-e', `${commit}:./${id}.md`])).code === 0;
  if (!(await has('@{u}')) || (await has(base))) return false;
  const own = (await git(['diff', '--name-only', '-z', base, 'HEAD'])).out.split('\0').filter(Boolean);
  if (!own.every((path) => path.slice(path.lastIndexOf('/') + 1).startsWith(`${id}.`))) return false;
  if ((await git(['reset', '--quiet', '--keep', '@{u}'])).code !== 0) return false;
  log.info('another began this notice at the same moment and was faster; it is left to them', {
    incident: id,
  });
  return true;
}

async function proposingFor(record: FolderRecord): Promise<Proposing> {
  const [language] = record.site.languages;
  const { site, writing } = record;
  return { site, language, templates: writing.templates, words: await templateWordsOf(language) };
}

function tellingFrom(
  { site, incidents, held, lying, history, now }: FolderRecord & { now: Instant },
  verdicts: readonly Verdict[],
  { watch, drill }: Speaking,
  proposing: Proposing,
): Parameters<typeof decide>[0] {
  const shared = {
    ...{ site, verdicts, now, checks: [...watch.checks, ...heardOf(watch)] },
    printOf: (id: string) => printOf({ lying }, id),
    isTaken: (id: string) => isNameTaken({ lying, history }, id),
  };
  const all = [...incidents, ...held];
  // What is played knows of nothing that is real, waits for no calm, and is ended by whoever plays it.
  if (drill)
    return {
      ...shared,
      incidents: all.filter((one) => one.drill),
      slugOf: () => 'rehearsal',
      ...{ calm: 0, resolves: false },
    };
  return {
    ...shared,
    incidents: all,
    slugOf: (impact) => nameFor(impact, proposing),
    ...{ calm: watch.calm * MINUTE, resolves: watch.resolves },
  };
}

/**
 * Writes it as a person's call does.
 * @returns whether it left, and else why not.
 * @throws Error where it could not be written: it is tried again.
 */
async function say(act: Act, typed: Typed, record: FolderRecord, around: Speaking): Promise<Written> {
  const { io, env, place, log, drill } = around;
  const words: string[] = [];
  const flags = { ...typed, publish: true, yes: true, 'dry-run': false, resume: false };
  const call = {
    ...{ env, place, io: { ...io, terminal: undefined } },
    // Who watches does not wait for a page while more may fail; who plays looks whether it is there.
    flags: { ...flags, wait: drill ? drill.wait : '0' },
    tell: () => undefined,
    warn: (said: string) => words.push(said),
    record,
    beside: (update: string, written: FolderRecord) => beside(act, update, written, around),
  };
  const first = drill ? 'drill' : 'new';
  const how = act.kind === 'open' ? first : act.kind === 'over' ? 'resolve' : 'update';
  const { report } = await write(how, call, act.kind === 'open' ? undefined : { id: act.id, among: 'any' });
  if (!report.written) throw new Error(words.join('\n') || 'It could not be written.');
  drill?.written(act, report);
  log.info(act.kind, { incident: act.id, commit: report.commit });
  return report;
}

/** Pushes what was written and did not leave. */
function push(
  id: string,
  record: FolderRecord,
  { env, io }: Speaking,
  also: readonly string[] = [],
): Promise<Published> {
  return publish({
    ...{
      also,
      git: gitIn(record.folder, env, false),
      folder: record.folder,
      id,
      site: record.site,
      now: io.now(),
    },
    message: `Watcher: ${id}`,
    tell: () => undefined,
  });
}

/** Asks a person to take over, and says with which command. */
async function askSomebody(act: Act, published: boolean, around: Speaking): Promise<void> {
  const { kind, id, impact, checks } = act;
  const takeOver =
    kind === 'calm' || kind === 'holds'
      ? `nightlight resolve ${id} --publish`
      : `nightlight update ${id} --publish`;
  const why = await asked(
    {
      ...{ kind, incident: id, impact, checks, published },
      // Before it is pushed no other clone has it: a notice of a person’s own goes out all the same.
      take_over: published ? takeOver : 'nightlight new --publish',
    },
    around,
  );
  if (why !== undefined) around.log.error('nobody could be asked to take over', { why });
}

/** Who asks a person to mend what goes well and will fail soon; nothing where nobody is named. */
export function askerAhead(around: Omit<Speaking, 'log' | 'isDry'>): Parts['ask'] {
  if (around.watch.ask === undefined) return undefined;
  return (soon) =>
    asked(
      {
        ...{ kind: 'soon', incident: null, impact: [] },
        checks: soon.map(({ check, why }) => ({ id: check, why })),
        ...{ published: false, take_over: null },
      },
      around,
    );
}

/** @returns why nobody was asked. */
async function asked(
  facts: object,
  { watch, io, env, place }: Omit<Speaking, 'log' | 'isDry'>,
): Promise<string | undefined> {
  const { ask } = watch;
  const body = JSON.stringify(facts);
  if (ask === undefined) return undefined;
  if (typeof ask === 'string') return askByWebhook(ask, body, io.fetch);
  return askByCommand(ask, body, { env, cwd: place().site, over: AbortSignal.timeout(PATIENCE) });
}

/** How long whoever is asked may take to say so, in ms. */
const PATIENCE = 10_000;

/** @returns why nobody was asked. */
async function askByWebhook(address: string, body: string, ask: typeof fetch): Promise<string | undefined> {
  try {
    const { status } = await ask(address, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body,
      signal: AbortSignal.timeout(PATIENCE),
    });
    return status > 299 ? `answered ${status}` : undefined;
  } catch (error) {
    return (error as Error).message;
  }
}
