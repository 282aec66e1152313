import { workerData } from 'node:worker_threads';
import { answerAll } from '../release/thread.ts';
import { type Placed, placePicture } from './keep.ts';

// What `place.ts` begins as a thread of its own: each question is a picture, and is answered once it stands in its place.

/** Where drawn pictures are kept, and where a site is built. */
export interface Folders {
  kept: string;
  out: string;
}

const { kept, out } = workerData as Folders;

answerAll((one: Placed) => placePicture(one, kept, out));
