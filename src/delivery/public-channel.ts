import type { Language } from '../domain/site.ts';
import { type Problem, problemIn } from '../problems/index.ts';
import type { Around, Attempt, Channel, Outcome, Outgoing } from './channel.ts';
import type { Secrets } from './secrets.ts';
import { type Answer, endingBefore, endingOf, lineOf, NoAnswer, type Service, said } from './wire.ts';

/** What one way to everybody knows about itself; what all of them share is `publicChannel`. */
export interface Way
  extends Pick<Channel, 'kind' | 'name' | 'idempotent' | 'print'>,
    Partial<Pick<Channel, 'perSecond' | 'budget' | 'concurrency'>> {
  language: Language;
  service: Service;
  secrets: Pick<Secrets<string>, 'unset' | 'conceal'>;
  tell(outgoing: Outgoing, talk: Talk): Promise<Outcome>;
  /** Looks whether an attempt arrived. */
  look?(attempt: Attempt, talk: Talk): Promise<Outcome>;
  /** What would keep it from telling. What its service refuses, a step says by itself. */
  probe(talk: Talk): Promise<Problem[]>;
}

/** A conversation with a service, in steps. */
export interface Talk {
  /** For clients: its answers are bounded and follow no redirect. */
  fetch: typeof fetch;
  signal: AbortSignal;
  /** One request. Whatever is no 2xx ends the step. */
  ask(address: string | URL, init?: RequestInit): Promise<Answer>;
  /** A step before anything is told: if it fails, nothing has arrived. */
  before<Result>(work: () => Promise<Result>): Promise<Result>;
  /** The step that tells: if it fails, it may have arrived. */
  telling<Result>(work: () => Promise<Result>): Promise<Result>;
}

/**
 * A channel that speaks to everybody. Whatever its service does becomes an outcome or a problem, and no word that
 * leaves it holds a secret. Without its variables it sends nothing, and waits for them.
 */
export function publicChannel(way: Way, around: Pick<Around, 'fetch'>): Channel {
  const { language, service, secrets, tell, look, probe, concurrency = 1, ...rest } = way;
  const talkFor = (signal: AbortSignal) => talkOf(service, around, signal);
  const ending = async (work: () => Promise<Outcome>): Promise<Outcome> => {
    const [unset] = secrets.unset;
    if (unset) return { kind: 'later', reason: unset.remedy };
    try {
      return concealed(await work(), secrets);
    } catch (error) {
      if (error instanceof Ended) return concealed(error.outcome, secrets);
      throw error;
    }
  };
  return {
    ...rest,
    reaches: { everybody: language },
    concurrency,
    send: (outgoing, signal) => ending(() => tell(outgoing, talkFor(signal))),
    ...(look && {
      reconcile: (attempt, signal) => ending(() => orNobodyKnows(() => look(attempt, talkFor(signal)))),
    }),
    check: async (signal) => {
      if (secrets.unset.length > 0) return secrets.unset;
      const problems = await probed(() => probe(talkFor(signal)), service);
      return problems.map((problem) => ({ ...problem, found: secrets.conceal(problem.found) }));
    },
  };
}

/** The answer with which a step ended, if a service gave one. */
export function answerOf(error: unknown): Answer | undefined {
  return error instanceof Ended && !(error.how instanceof NoAnswer) ? error.how : undefined;
}

/**
 * Tells as a reply, and without where the service says that what it would reply to is not there any more: an update
 * is worth more than its thread.
 * @param isGone whether an answer says so. It must promise that nothing was taken.
 */
export async function inThread<Result>(
  earlier: string | undefined,
  tell: (earlier: string | undefined) => Promise<Result>,
  isGone: (answer: Answer) => boolean,
): Promise<Result> {
  try {
    return await tell(earlier);
  } catch (error) {
    const answer = answerOf(error);
    if (earlier === undefined || answer === undefined || !isGone(answer)) throw error;
    return tell(undefined);
  }
}

/** Whoever answers is there: what it says to another question than ours does not count, unless it is in trouble. */
export async function anyAnswer(url: string, talk: Talk): Promise<void> {
  try {
    await talk.before(() => talk.ask(url, { method: 'HEAD' }));
  } catch (error) {
    const status = answerOf(error)?.status;
    if (status === undefined || status >= 502) throw error;
  }
}

/** A problem of a channel's service. */
export function serviceProblem(
  { address }: Pick<Service, 'address'>,
  name: 'service-refuses' | 'service-unreachable' | 'channel-address-dead',
  told: { found: string; expected: string; remedy: string },
): Problem {
  return problemIn({ service: address }, { name, ...told });
}

/** A step that failed, with what that means for the message. */
class Ended extends Error {
  readonly outcome: Outcome;
  readonly how: Answer | NoAnswer;

  constructor(outcome: Outcome, how: Answer | NoAnswer) {
    super('a step ended without what it was for');
    this.outcome = outcome;
    this.how = how;
  }
}

function talkOf(service: Service, around: Pick<Around, 'fetch'>, signal: AbortSignal): Talk {
  const line = lineOf(around, signal);
  const step = async <Result>(work: () => Promise<Result>, meaning: typeof endingOf): Promise<Result> => {
    line.begin();
    try {
      return await work();
    } catch (error) {
      const how = line.last();
      if (how === undefined || error instanceof Ended) throw error;
      throw new Ended(meaning(how, service), how);
    }
  };
  return {
    fetch: line.fetch,
    signal,
    ask: async (address, init) => {
      const response = await line.fetch(address, init);
      const answer = line.last();
      if (!response.ok || answer === undefined || answer instanceof NoAnswer)
        throw new Error('it was not taken');
      return answer;
    },
    before: (work) => step(work, endingBefore),
    telling: (work) => step(work, endingOf),
  };
}

/** To look and not to see says nothing of what was sent: only what was looked up may say that. */
async function orNobodyKnows(look: () => Promise<Outcome>): Promise<Outcome> {
  try {
    return await look();
  } catch (error) {
    if (!(error instanceof Ended)) throw error;
    return { kind: 'unknown', reason: 'reason' in error.outcome ? error.outcome.reason : '' };
  }
}

function concealed(outcome: Outcome, { conceal }: Way['secrets']): Outcome {
  if (outcome.kind !== 'sent') return { ...outcome, reason: conceal(outcome.reason) };
  return outcome.receipt === undefined ? outcome : { ...outcome, receipt: conceal(outcome.receipt) };
}

async function probed(probe: () => Promise<Problem[]>, service: Service): Promise<Problem[]> {
  try {
    return await probe();
  } catch (error) {
    if (error instanceof Ended) return [problemOf(error.how, service)];
    throw error;
  }
}

function problemOf(how: Answer | NoAnswer, service: Service): Problem {
  const isAway = how instanceof NoAnswer || how.status === 429 || how.status >= 500 || how.status === 408;
  if (isAway)
    return serviceProblem(service, 'service-unreachable', {
      found: how instanceof NoAnswer ? how.message : said(how, service),
      expected: `an answer of ${service.called}`,
      remedy: `Look whether this machine reaches ${service.address}, and whether ${service.called} itself has trouble. What is owed there is sent once it answers.`,
    });
  const refused = endingOf(how, service);
  return serviceProblem(service, 'service-refuses', {
    found: said(how, service),
    expected: `${service.called} to take what is sent with these variables`,
    remedy: how.status >= 400 ? service.remedy(how) : refused.kind === 'sent' ? '' : refused.reason,
  });
}
