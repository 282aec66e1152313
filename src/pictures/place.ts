import { beginThread, type Thread } from '../release/thread.ts';
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
  let thread: Thread<Placed, void> | undefined;
  const worker = async () => {
    for (let next = rest.next(); !next.done; next = rest.next()) {
      const one = next.value;
      if ((await isKept(one, kept)) || drawn++ < HANDFUL) await placePicture(one, kept, out);
      else {
        thread ??= beginDrawing({ kept, out });
        await thread.ask(one);
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

/**
 * Begins `thread.ts`. The library that draws is loaded here too by then, as it has to be: else it would be taken away
 * beneath the next thread when this one ends (https://sharp.pixelplumbing.com/install#worker-threads).
 */
function beginDrawing(folders: Folders): Thread<Placed, void> {
  return beginThread('src/pictures/thread.ts', folders, 'The thread that draws pictures');
}
