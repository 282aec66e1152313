import { spawn } from 'node:child_process';
import type { Instant } from '../domain/time.ts';
import { fact, setFact } from './facts.ts';
import type { Database } from './store/database.ts';

/** How the operator is told that something is wrong with telling people. */
export interface OperatorWays {
  webhook?: string | undefined;
  command?: readonly string[] | undefined;
  /** What the command has of the environment: no secret of a channel. */
  env?: Readonly<Record<string, string>> | undefined;
}

/** What the operator is told: an object that a program can read. */
export interface Alarm {
  /** What it is about: "channel email", "page", "budget of sms". */
  about: string;
  /** What is wrong and what to do, as a sentence. Nothing in it is about a person. */
  words: string;
  /** When this was said, and since when it is so. */
  at: string;
  since: string;
  /** Whether it is over. */
  over: boolean;
}

/** The same alarm is raised again after this, in ms. */
const AGAIN = 60 * 60_000;

/** What the operator did not hear is said again after this, in ms, doubled each time until it is as seldom as all else. */
const UNHEARD = 60_000;

/** What the store keeps of an alarm. */
interface StoredAlarm extends Omit<Alarm, 'since'> {
  since?: string;
  /** How many times in a row it was not heard. */
  unheard?: number;
}

/**
 * Raises its voice to the operator: each thing once an hour for as long as it is so, and once when it is over; sooner
 * where the operator's webhook or command did not take it.
 */
export interface Voice {
  raise(about: string, words: string): Promise<void>;
  /** Says that something is well again, if it was said that it is not. */
  clear(about: string, words: string): Promise<void>;
  /** What is wrong now. */
  raised(): Promise<Alarm[]>;
}

export function voiceOf(
  database: Database,
  ways: OperatorWays,
  { now, fetch, log }: { now(): Instant; fetch: typeof globalThis.fetch; log(alarm: Alarm): void },
): Voice {
  const say = async (alarm: Alarm, unheard = 0) => {
    log(alarm);
    // Whoever ends before it was heard has not said it.
    await setFact(database, `alarm ${alarm.about}`, { ...alarm, unheard: unheard + 1 });
    const failures = await reach(ways, alarm, fetch);
    for (const { words } of failures) log({ ...alarm, about: 'the operator', words, over: false });
    if (failures.length === 0) await setFact(database, `alarm ${alarm.about}`, alarm);
  };
  return {
    raise: async (about, words) => {
      const last = await fact<StoredAlarm>(database, `alarm ${about}`);
      const isSo = last !== undefined && !last.over;
      if (isSo && now() - Date.parse(last.at) < patienceAfter(last.unheard)) return;
      const at = new Date(now()).toISOString();
      const alarm = { about, words, at, since: isSo ? (last.since ?? last.at) : at, over: false };
      await say(alarm, isSo ? last.unheard : 0);
    },
    clear: async (about, words) => {
      const last = await fact<StoredAlarm>(database, `alarm ${about}`);
      if (last === undefined || last.over) return;
      await say({
        about,
        words,
        at: new Date(now()).toISOString(),
        since: last.since ?? last.at,
        over: true,
      });
    },
    raised: async () =>
      (
        await database.query<{ value: Alarm }>(
          `select value from nightlight.facts where name like 'alarm %' and not (value->>'over')::boolean order by name`,
        )
      ).map(({ value }) => value),
  };
}

function patienceAfter(unheard: number | undefined): number {
  return unheard ? Math.min(UNHEARD * 2 ** Math.min(unheard - 1, 10), AGAIN) : AGAIN;
}

/** Says something by all ways to the operator. @returns by which of them it was not heard, and why. */
async function reach(ways: OperatorWays, alarm: Alarm, ask: typeof fetch): Promise<Unheard[]> {
  const ends = await Promise.all([
    byWebhook(ways.webhook, alarm, ask).then((words) => ({ way: 'webhook' as const, words })),
    byCommand(ways, alarm).then((words) => ({ way: 'command' as const, words })),
  ]);
  return ends.flatMap(({ way, words }) => (words === undefined ? [] : [{ way, words }]));
}

/** That a way does not reach the operator. */
export interface Unheard {
  way: 'webhook' | 'command';
  words: string;
}

/**
 * Says to the operator that this is only a test, as something that is over, so that nothing stays raised.
 * @returns by which ways it was not heard.
 */
export function tryOperator(
  ways: OperatorWays,
  { now, fetch }: { now(): Instant; fetch: typeof globalThis.fetch },
): Promise<Unheard[]> {
  const at = new Date(now()).toISOString();
  const words =
    'TEST by "nightlight deliver check": nothing is wrong. What is wrong would reach you like this.';
  return reach(ways, { about: 'test', words, at, since: at, over: true }, fetch);
}

/** How long an operator's webhook or command is waited for, in ms. */
const PATIENCE = 10_000;

/** @returns why the operator did not hear it. */
async function byWebhook(
  address: string | undefined,
  alarm: Alarm,
  ask: typeof fetch,
): Promise<string | undefined> {
  if (address === undefined) return undefined;
  try {
    const response = await ask(address, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(alarm),
      redirect: 'error',
      signal: AbortSignal.timeout(PATIENCE),
    });
    await response.body?.cancel();
    return response.ok ? undefined : `The webhook below "operator" answered ${response.status}.`;
  } catch (error) {
    return `The webhook below "operator" did not answer: ${(error as Error).message}.`;
  }
}

async function byCommand({ command, env = {} }: OperatorWays, alarm: Alarm): Promise<string | undefined> {
  const [program, ...args] = command ?? [];
  if (program === undefined) return undefined;
  return new Promise((done) => {
    const child = spawn(program, args, {
      stdio: ['pipe', 'ignore', 'inherit'],
      timeout: PATIENCE,
      env: { ...env },
    });
    child.on('error', ({ message }) =>
      done(`The command below "operator" could not be started: ${message}.`),
    );
    child.on('close', (code) =>
      done(code === 0 ? undefined : `The command below "operator" ended with ${code ?? 'a signal'}.`),
    );
    // It may end without reading.
    child.stdin.on('error', () => undefined);
    child.stdin.end(JSON.stringify(alarm));
  });
}
