import { parentPort, Worker } from 'node:worker_threads';
import { moduleFile } from './engine.ts';

/** A thread of its own, seen from the one that asks it. */
export interface Thread<Question, Answer> {
  /** @throws Error where the thread has ended before it answered. */
  ask: (question: Question) => Promise<Answer>;
  end: () => Promise<unknown>;
}

interface Asked<Question> {
  number: number;
  question: Question;
}

interface Answered<Answer> {
  number: number;
  answer: Answer;
}

/**
 * Begins a thread.
 * @param module whose last call is `answerAll`, as the sources have it: `src/pictures/thread.ts`.
 * @param data what it finds in `workerData`.
 * @param what it is, for the sentence that says that it has ended.
 */
export function beginThread<Question, Answer>(
  module: string,
  data: unknown,
  what: string,
): Thread<Question, Answer> {
  const thread = new Worker(moduleFile(module), { workerData: data });
  const waiting = new Map<number, PromiseWithResolvers<Answer>>();
  let asked = 0;
  let why: Error | undefined;
  const fail = (error: Error) => {
    why ??= error;
    for (const { reject } of waiting.values()) reject(why);
  };
  thread.on('message', ({ number, answer }: Answered<Answer>) => {
    waiting.get(number)?.resolve(answer);
    waiting.delete(number);
  });
  thread.on('error', fail);
  thread.on('exit', () => fail(new Error(`${what} has ended before all was done.`)));
  return {
    ask: (question) => {
      if (why) return Promise.reject(why);
      const answer = Promise.withResolvers<Answer>();
      waiting.set(++asked, answer);
      thread.postMessage({ number: asked, question } satisfies Asked<Question>);
      return answer.promise;
    },
    end: () => thread.terminate(),
  };
}

/** Answers in a thread what it is asked. An error ends the thread, and whoever began it hears of it. */
export function answerAll<Question, Answer>(answer: (question: Question) => Promise<Answer>): void {
  parentPort?.on('message', async ({ number, question }: Asked<Question>) => {
    const answered: Answered<Answer> = { number, answer: await answer(question) };
    parentPort?.postMessage(answered);
  });
}
