import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Instant, MINUTE } from '../domain/time.ts';

/** Beside the releases: how long the last of them took from the instant of their build to the switch, in ms. */
const NOTE = 'pace.json';

/** How many are noted. The longest counts: a time that is printed should not lie before it can be read. */
const NOTED = 5;

/** A deploy that seems to have taken longer was waited for, or the clock was set meanwhile. */
const LONGEST = 5 * MINUTE;

/** How long the switch is put off at most, in ms: nobody waits longer for news than a time is worth. */
const PATIENCE = 2000;

/** How long a deploy takes from the instant of its build to the switch, as far as earlier ones tell; else 0. */
export async function paceOf(releases: string): Promise<number> {
  return Math.max(0, ...(await noted(releases)));
}

/** Notes for the next deploys how long one took. */
export async function notePace(releases: string, took: number): Promise<void> {
  if (!isPossible(took)) return;
  const pace = [...(await noted(releases)), took].slice(-NOTED);
  await writeFile(join(releases, NOTE), JSON.stringify(pace));
}

/**
 * How long to wait with the switch, in ms, so that what is new can be read from the very time on that it says
 * it was published: then who compares that with their last look sees it once, whenever they looked. 0 where
 * that time has passed, or lies too far ahead to wait for.
 */
export function pauseBefore(news: Instant | undefined, now: Instant): number {
  const ahead = news === undefined ? 0 : news - now;
  return ahead > 0 && ahead <= PATIENCE ? ahead : 0;
}

async function noted(releases: string): Promise<number[]> {
  try {
    const list: unknown = JSON.parse(await readFile(join(releases, NOTE), 'utf8'));
    return Array.isArray(list) ? list.filter(isPossible) : [];
  } catch {
    return [];
  }
}

function isPossible(took: unknown): took is number {
  return typeof took === 'number' && took >= 0 && took <= LONGEST;
}
