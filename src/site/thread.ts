import { workerData } from 'node:worker_threads';
import type { PageAsked, PagePrinted } from '../release/crew.ts';
import { keyOf } from '../release/crew.ts';
import { importProgram, makeReady } from '../release/program.ts';
import { answerAll } from '../release/thread.ts';
import { type Copied, handCopy } from './handover.ts';

// What `threads.ts` begins: each question is a page, which is answered as it is printed.

/** By which program, and from what, a thread prints. */
export interface Work extends Copied {
  folder: string;
}

const work = workerData as Work;
handCopy(work);
const program = load();

async function load() {
  const loaded = await importProgram(work.folder);
  makeReady(loaded, console.error);
  const routes = new Map(loaded.manifest.routes.map(({ routeData }) => [keyOf(routeData), routeData]));
  return { loaded, routes };
}

answerAll(async ({ url, route }: PageAsked): Promise<PagePrinted> => {
  const { loaded, routes } = await program;
  const routeData = routes.get(route);
  if (!routeData) return undefined;
  try {
    const response = await loaded.render(new Request(url), { routeData });
    const { status, headers, body } = response;
    return { status, headers: [...headers], body: body ? await response.arrayBuffer() : undefined };
  } catch {
    // The thread that builds prints it once more, and tells of the mistake.
    return undefined;
  }
});
