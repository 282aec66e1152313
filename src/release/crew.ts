import type { RouteData } from 'astro';
import type { Thread } from './thread.ts';

// Pages are printed by more than one thread where there are many. The one that builds prints too, for it has all that it
// takes already, and alone what there is one of: scripts are bundled for those.

/** A page as a thread is asked for it. */
export interface PageAsked {
  url: string;
  /** By `keyOf`: a thread has routes of its own. */
  route: string;
}

/** What a thread printed; nothing where it could not. */
export type PagePrinted =
  | { status: number; headers: [string, string][]; body: ArrayBuffer | undefined }
  | undefined;

export type PageThread = Thread<PageAsked, PagePrinted>;

/** Begins as many threads as so many pages are worth; each prints by the program in a folder. */
export type BeginThreads = (folder: string, pages: number) => Promise<PageThread[]>;

/** At once by the thread that builds: much of a large build is waiting for the disk. */
const OWN = 4;
/** At once asked of another, so that it need not wait while this one prints a few itself. */
const OF_A_THREAD = 12;

/** As many pages as need to be asked for at once, so that nobody waits. */
export const PAGES_AT_ONCE = OWN + 3 * OF_A_THREAD;

/** Those who print the pages of one build. */
export interface Crew {
  /**
   * Prints a page by whoever is free.
   * @param own prints it here.
   */
  print<T>(request: Request, route: RouteData, own: () => Promise<T>): Promise<T | Response>;
  /** How many pages others printed. */
  printed: () => number;
  end: () => Promise<void>;
}

/** A name of a route, the same in each thread. */
export function keyOf({ route, component }: Pick<RouteData, 'route' | 'component'>): string {
  return `${route}&${component}`;
}

/** How many pages there are that any thread may print: those of which one route makes many. */
export function countMany(paths: readonly { route: RouteData }[]): number {
  return paths.filter(({ route }) => isOneOfMany(route)).length;
}

function isOneOfMany({ pathname }: RouteData): boolean {
  return pathname === undefined;
}

/**
 * @param threads those beside the one that builds; without any, that one prints all.
 * @param warn says that one of them has ended, such as for want of memory: what it was to print is printed here.
 */
export function crewOf(threads: readonly PageThread[], warn: (message: string) => void): Crew {
  const here = { free: OWN };
  const others = threads.map((thread) => ({ thread, free: OF_A_THREAD }));
  const waiting: { take: (place: Place) => void; isForAll: boolean }[] = [];
  type Place = typeof here | (typeof others)[number];
  let printed = 0;
  let isEnded = false;
  let isTold = false;
  const askFor = ({ ask }: PageThread, { url }: Request, route: RouteData): Promise<PagePrinted> =>
    ask({ url, route: keyOf(route) }).catch((error: Error) => {
      if (isEnded) throw error;
      if (!isTold) warn(endedBy(error));
      isTold = true;
      return undefined;
    });
  const freeFor = (isForAll: boolean): Place | undefined =>
    [...(isForAll ? others : []), here].find(({ free }) => free > 0);
  const take = (isForAll: boolean): Place | Promise<Place> => {
    const place = freeFor(isForAll);
    if (!place) return new Promise((resolve) => waiting.push({ take: resolve, isForAll }));
    place.free--;
    return place;
  };
  const leave = (place: Place) => {
    const next = waiting.findIndex(({ isForAll }) => isForAll || place === here);
    if (next === -1) place.free++;
    else waiting.splice(next, 1)[0]?.take(place);
  };
  return {
    print: async (request, route, own) => {
      const place = await take(isOneOfMany(route));
      try {
        const page = 'thread' in place ? await askFor(place.thread, request, route) : undefined;
        // What another could not print is printed here, so that its mistake is told as it ever was.
        if (!page) return await own();
        printed++;
        const { status, headers, body } = page;
        return new Response(body ?? null, { status, headers });
      } finally {
        leave(place);
      }
    },
    printed: () => printed,
    end: async () => {
      isEnded = true;
      await Promise.all(threads.map((thread) => thread.end()));
    },
  };
}

function endedBy({ message }: Error): string {
  return `A thread that prints pages has ended, so others print in its place: ${message} NIGHTLIGHT_THREADS=0 lets one print all of them.`;
}
