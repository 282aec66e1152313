import type { Finding } from './finding.ts';

/** A check, as far as it is about when it is looked. Times in ms. */
export interface Watched {
  id: string;
  every: number;
  /** How many looks in a row settle how it is; until then it is looked twice as often. */
  failures: number;
  /** After how long a look is given up that should have ended by itself. */
  limit: number;
}

/** A clock that nobody sets, and waiting by it. */
export interface Pace {
  /** In ms from any beginning. */
  steady(): number;
  /** Waits so many ms, or until the signal comes, and then rejects. */
  wait(ms: number, signal?: AbortSignal): Promise<void>;
}

/** What a look is made with, and who hears of it. */
export interface Looking extends Pace {
  look(check: string, signal: AbortSignal): Promise<Finding>;
  hear(finding: Finding): void;
  /** Hears of a look that broke or did not end: that is a mistake here, and says nothing about the service. */
  broke(check: string, error: Error): void;
}

/** For how long the first looks are spread, in ms, so that all is known soon and nothing is asked at once. */
const SPREAD = 10_000;

/** Looks at every check at its times until it is asked to stop; at one check never twice at once. */
export async function lookAtAll(
  checks: readonly Watched[],
  looking: Looking,
  stop: AbortSignal,
): Promise<void> {
  await Promise.all(
    checks.map(async (check, index) => {
      const offset = (index / checks.length) * Math.min(check.every, SPREAD);
      await lookAgainAndAgain(check, offset, looking, stop);
    }),
  );
}

async function lookAgainAndAgain(
  check: Watched,
  offset: number,
  looking: Looking,
  stop: AbortSignal,
): Promise<void> {
  let due = looking.steady() + offset;
  let [isOk, inRow] = [true, 0];
  while (!stop.aborted) {
    const left = due - looking.steady();
    if (left > 0) await looking.wait(left, stop).catch(() => undefined);
    if (stop.aborted) return;
    const finding = await lookOnce(check, looking, stop);
    if (finding) {
      inRow = finding.ok === isOk ? inRow + 1 : 1;
      isOk = finding.ok;
      looking.hear(finding);
    }
    const isSettled = inRow >= check.failures;
    // Where a look took longer than that, the next one begins at once and the times count from there.
    due = Math.max(due + (isSettled ? check.every : check.every / 2), looking.steady());
  }
}

/**
 * Looks once.
 * @returns nothing where the look broke, did not end, or was ended.
 */
export async function lookOnce(
  check: Watched,
  looking: Looking,
  stop: AbortSignal,
): Promise<Finding | undefined> {
  const over = new AbortController();
  const end = () => over.abort();
  stop.addEventListener('abort', end, { once: true });
  if (stop.aborted) end();
  const done = new AbortController();
  try {
    const tooLong = looking.wait(check.limit, AbortSignal.any([done.signal, over.signal])).then(
      () => {
        throw new Error(`it did not end in ${Math.round(check.limit / 1000)} seconds`);
      },
      () => undefined,
    );
    const look = looking.look(check.id, over.signal);
    const first = await Promise.race([look, tooLong]);
    return stop.aborted ? undefined : first;
  } catch (error) {
    if (!stop.aborted) looking.broke(check.id, error as Error);
    return undefined;
  } finally {
    stop.removeEventListener('abort', end);
    over.abort();
    done.abort();
  }
}
