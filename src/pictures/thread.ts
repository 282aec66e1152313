import { parentPort, workerData } from 'node:worker_threads';
import { type Placed, placePicture } from './keep.ts';

// What `place.ts` begins as a thread of its own: each message is a picture, and is answered with its path once it stands in
// its place. An error ends the thread, and whoever began it hears of it.

/** Where drawn pictures are kept, and where a site is built. */
export interface Folders {
  kept: string;
  out: string;
}

const { kept, out } = workerData as Folders;

parentPort?.on('message', async (one: Placed) => {
  await placePicture(one, kept, out);
  parentPort?.postMessage(one.path);
});
