import { Worker } from 'node:worker_threads';
import { moduleFile } from '../release/engine.ts';
import { isKept, type Placed, placePicture } from './keep.ts';
import type { Folders } from './thread.ts';

/** At once; drawing waits for a processor, placing for the disk. */
const AT_ONCE = 4;
/** So many are drawn before a thread has begun. */
const HANDFUL = 4;

/**
 * Puts pictures into a built site. Where there are many to draw, a thread of its own does, for the one that asks prints
 * pages meanwhile.
 * @returns the paths of the files, as they were given.
 */
export async function placePictures(wanted: Iterable<Placed>, kept: string, out: string): Promise<string[]> {
  const rest = wanted[Symbol.iterator]();
  const paths: string[] = [];
  let drawn = 0;
  let thread: Thread | undefined;
  const worker = async () => {
    for (let next = rest.next(); !next.done; next = rest.next()) {
      const one = next.value;
      if ((await isKept(one, kept)) || drawn++ < HANDFUL) await placePicture(one, kept, out);
      else {
        thread ??= beginThread({ kept, out });
        await thread.place(one);
      }
      paths.push(one.path);
    }
  };
  try {
    await Promise.all(Array.from({ length: AT_ONCE }, worker));
  } finally {
    await thread?.end();
  }
  return paths;
}

/** The thread that draws, seen from the one that asks. */
interface Thread {
  /** @throws Error where a picture could not be drawn: the thread has ended then. */
  place: (one: Placed) => Promise<void>;
  end: () => Promise<unknown>;
}

/**
 * Begins `thread.ts`. The library that draws is loaded here too by then, as it has to be: else it would be taken away
 * beneath the next thread when this one ends (https://sharp.pixelplumbing.com/install#worker-threads).
 */
function beginThread(folders: Folders): Thread {
  const thread = new Worker(moduleFile('src/pictures/thread.ts'), { workerData: folders });
  const waiting = new Map<string, PromiseWithResolvers<void>>();
  const fail = (error: unknown) => {
    for (const { reject } of waiting.values()) reject(error);
  };
  thread.on('message', (path: string) => {
    waiting.get(path)?.resolve();
    waiting.delete(path);
  });
  thread.on('error', fail);
  thread.on('exit', () => fail(new Error('The thread that draws pictures has ended before all were drawn.')));
  return {
    place: (one) => {
      const answer = Promise.withResolvers<void>();
      waiting.set(one.path, answer);
      thread.postMessage(one);
      return answer.promise;
    },
    end: () => thread.terminate(),
  };
}
