import { mkdir, readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { save } from '../authoring/save.ts';
import { PROOF } from '../domain/addresses.ts';
import { readProof } from '../domain/proof.ts';
import type { UpdateProof } from '../domain/proof-file.ts';
import {
  type Rehearsal,
  type RehearsalsFile,
  type RehearsedStep,
  TOLD_BY,
} from '../domain/rehearsals-file.ts';
import type { Site } from '../domain/site.ts';
import { dayOf, isoSeconds } from '../domain/time.ts';
import { UserError } from '../problems/errors.ts';
import { currentInstant, proofFile } from '../site/environment.ts';
import { type FolderRecord, isNameTaken } from '../site/record.ts';
import type { Call } from './command.ts';
import type { WriteCall } from './writing/session.ts';
import type { Written } from './writing/report.ts';
import { write } from './writing/write.ts';
import { originOf } from './writing/seen.ts';

/** How many rehearsals are kept: two years of one a week. */
const KEPT = 104;
/** How often the numbers of delivery are asked for, in ms. */
const PAUSE = 2_000;
/** How long one answer is waited for, in ms. */
const ANSWER = 15_000;
/** How often an open page asks, in seconds. */
const READER_ASKS = 60;

/** What a rehearsal is called with. */
export interface Rehearsing extends Pick<Call, 'io' | 'env' | 'place' | 'tell' | 'warn'> {
  impact: readonly string[];
  /** For how long the public page is looked at, in seconds, as it was written. */
  wait: string | undefined;
  /** For how long messages are waited for, in ms. */
  patience: number;
}

/**
 * Goes the whole way as a drill: a first notice is written, committed, pushed and looked for on the public page; whoever
 * delivers is asked how fast it was told; then the drill is ended the same way. What went wrong is a step that was not
 * reached, and the drill is ended all the same.
 */
export async function rehearse(around: Rehearsing, record: FolderRecord): Promise<Rehearsal> {
  const { io, env, tell } = around;
  const { site } = record;
  const impact = around.impact.length > 0 ? around.impact : [firstOf(site.components)];
  const call = callingAs(around);
  const steps: RehearsedStep[] = [];
  const begun = io.now();
  const id = freeName(dayOf(currentInstant(env, io.now)), (name) => isNameTaken(record, name));
  const first = await publishDrill('drill', { ...call, record }, { impact, id });
  steps.push(...stepsOf(first, 'notice'));
  const wasSeen = first.live_after !== null;
  if (first.pushed) {
    steps.push(...hostSteps(site));
    if (wasSeen) steps.push(...(await toldSteps(around, `${first.incident}/${first.update}`, site)));
  }
  let isOver = false;
  if (first.written && first.incident !== null) {
    tell('The drill is ended.');
    const end = await publishDrill(
      'resolve',
      call,
      { ended: 'now', began: isoSeconds(begun) },
      first.incident,
    );
    steps.push(...stepsOf(end, 'all-clear'));
    isOver = end.live_after !== null;
    if (!isOver) around.warn(stillOpen(end, first.incident));
  }
  return { at: isoSeconds(begun), incident: first.incident, passed: wasSeen && isOver, steps };
}

/** How a drill is written by a program. */
export function callingAs({ io, env, place, wait }: Rehearsing): WriteCall {
  return {
    ...{ io: { ...io, terminal: undefined }, env, place },
    // What readers see of a drill is no news to who rehearses, and what went wrong stands at its step.
    ...{ tell: () => undefined, warn: () => undefined },
    flags: { publish: true, yes: true, 'dry-run': false, resume: false, wait },
  };
}

/** What the host and an open page may add, which nobody can measure from here. */
export function hostSteps({ cacheAge }: Pick<Site, 'cacheAge'>): RehearsedStep[] {
  return [
    stated('cache', cacheAge * 60, 'What the host lets an old answer stand at most (publish.cache_age).'),
    stated('reader', READER_ASKS, 'An open page asks each minute.'),
  ];
}

/** What is left to do where the page does not say that a drill is over. */
export function stillOpen({ pushed }: Written, id: string): string {
  return pushed
    ? `The end of the drill is pushed and not on the page yet: look whether it comes, or deploy. It is in incidents/${id}.md.`
    : `The drill may still be open on the page. To end it: nightlight resolve ${id} --publish`;
}

/** A name that is not taken: several rehearsals may fall on a day. */
function freeName(day: string, isTaken: (id: string) => boolean): string {
  for (let number = 1; ; number++) {
    const name = `${day}-rehearsal${number === 1 ? '' : `-${number}`}`;
    if (!isTaken(name)) return name;
  }
}

/** @throws UserError where the site has no component. */
function firstOf(components: readonly { id: string; headline?: boolean }[]): string {
  const one = components.find(({ headline }) => headline) ?? components[0];
  if (!one) throw new UserError('The site has no component to rehearse with: add one to nightlight.yaml.');
  return one.id;
}

/** Writes a drill, or ends one. */
export async function publishDrill(
  act: 'drill' | 'resolve',
  call: WriteCall,
  said: Record<string, unknown>,
  id?: string,
): Promise<Written> {
  const { report } = await write(
    act,
    { ...call, flags: { ...call.flags, ...said } },
    id === undefined ? undefined : { id, among: 'any' },
  );
  return report;
}

/** How long it took until the file was pushed, and until readers had it. */
export function stepsOf(
  { written, pushed, pushed_after, live_after, why }: Written,
  what: string,
): RehearsedStep[] {
  const because = why === null ? '.' : `: ${why.replace(/[.]*$/, '.')}`;
  const stopped = written ? 'It was written and did not leave' : 'It could not be written';
  const isLive = pushed_after !== null && live_after !== null;
  return [
    measured(
      `${what} pushed`,
      pushed_after,
      pushed
        ? 'Written, checked, committed and pushed; a hook that builds with the push is in it.'
        : `${stopped}${because}`,
    ),
    measured(
      `${what} live`,
      isLive ? pushed_after + live_after : null,
      isLive
        ? 'From the command until the public feed had it.'
        : `The public page does not say it${pushed ? because : '.'}`,
    ),
  ];
}

/** Asks whoever delivers until each way that was owed has told it, or patience ends. */
export async function toldSteps(around: Rehearsing, id: string, site: Site): Promise<RehearsedStep[]> {
  const { io, patience } = around;
  const until = io.now() + patience;
  for (;;) {
    const told = await proofOf(id, around, site);
    const isDone = told?.channels.every(({ first_at }) => first_at !== null);
    if (isDone || io.now() + PAUSE > until) return channelSteps(told, patience);
    await io.wait(PAUSE, io.stopped?.());
  }
}

/** What whoever delivers says of one update: in the file of the site, or where the page has it from. */
async function proofOf(
  id: string,
  { io, env, place }: Rehearsing,
  site: Site,
): Promise<UpdateProof | undefined> {
  const { url, base } = originOf(env, { site });
  const address = site.telling?.proof ?? new URL(`${base}${PROOF}`, url).href;
  const texts = [
    () => readFile(proofFile(place()), 'utf8'),
    async () => {
      const answer = await io.fetch(address, { cache: 'no-store', signal: AbortSignal.timeout(ANSWER) });
      return answer.ok ? answer.text() : '';
    },
  ];
  for (const read of texts) {
    const reading = readProof(await read().catch(() => ''));
    const told = 'proof' in reading ? reading.proof.updates.find((one) => one.id === id) : undefined;
    if (told && told.channels.length > 0) return told;
  }
  return undefined;
}

function channelSteps(told: UpdateProof | undefined, patience: number): RehearsedStep[] {
  const waited = `${Math.round(patience / 1000)} seconds`;
  if (!told)
    return [
      measured(
        'told',
        null,
        `Nobody who delivers said within ${waited} that somebody was told. Accounts tell a drill where they have drills: true, and subscribers where they asked for drills.`,
      ),
    ];
  return told.channels.map(({ channel, first_at }) =>
    measured(
      `${TOLD_BY}${channel}`,
      first_at === null ? null : (Date.parse(first_at) - Date.parse(told.published)) / 1000,
      first_at === null
        ? `It was owed, and no message left within ${waited}.`
        : 'From the publication until the first message left.',
    ),
  );
}

/** What was measured; not reached where it has no number. */
export function measured(step: string, seconds: number | null, says: string): RehearsedStep {
  return { step, seconds: seconds === null ? null : Math.round(seconds * 10) / 10, known: 'measured', says };
}

/** What follows from the config, at most. */
export function stated(step: string, seconds: number, says: string): RehearsedStep {
  return { step, seconds, known: 'stated', says };
}

/** What is said of it at a terminal. */
export function printRehearsal({ steps, passed }: Rehearsal): string {
  const width = Math.max(...steps.map(({ step }) => step.length));
  const lines = steps.map(({ step, seconds, known, says }) => {
    const long = seconds === null ? 'not' : `${known === 'stated' ? '≤ ' : ''}${seconds} s`;
    return `${step.padEnd(width)}  ${long.padStart(9)}  ${says}`;
  });
  return `${lines.join('\n')}\n${passed ? 'It went all the way.' : 'It did not go all the way: see the steps above.'}`;
}

/**
 * Adds a rehearsal to those that are kept.
 * @throws UserError where the file is none of ours: nothing is written over.
 */
export async function keepRehearsal(path: string, rehearsal: Rehearsal): Promise<void> {
  const before = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error;
    return undefined;
  });
  const kept = before === undefined ? [] : readKept(before, path);
  const file: RehearsalsFile = {
    about:
      'Drills of the whole way from a notice to the people who are told. Times are UTC, steps in seconds.',
    rehearsals: [...kept, rehearsal].slice(-KEPT),
  };
  await mkdir(dirname(path), { recursive: true });
  await save(path, `${JSON.stringify(file, null, 1)}\n`, before);
}

function readKept(text: string, path: string): Rehearsal[] {
  try {
    const { rehearsals } = JSON.parse(text) as RehearsalsFile;
    if (Array.isArray(rehearsals)) return rehearsals;
  } catch {
    // Told below.
  }
  throw new UserError(`${path} holds no rehearsals. Move it away, then rehearse again.`);
}
