import { readAttestation } from '../domain/attestation.ts';
import type { Attestation } from '../domain/freshness.ts';
import { printable } from '../domain/printable.ts';
import { type Instant, isoSeconds } from '../domain/time.ts';
import { whyOf } from '../problems/errors.ts';
import type { Source } from '../problems/index.ts';
import type { Call, Environment } from './command.ts';
import { WrongCall, wrongSetting } from './parse.ts';

/** How long the service is waited for when it is asked, in ms. */
const PATIENCE = 20_000;

/** The flags by which a build is told whose word it prints. */
export const WORD_FLAGS = {
  vouch: {
    value: 'WORD',
    says: 'Who vouches for the service: watch, a program has just checked it; person, somebody has; either with a time behind it, such as watch@2026-03-01T08:04Z; nobody takes a word back. Without it the word of what is live stays until it lapses.',
  },
  probe: {
    value: 'URL',
    says: 'An address of the service that is asked first: if it answers well, a program has just checked it. If it does not, nobody vouches by that, and the site goes live all the same. --vouch goes before it.',
  },
} as const;

/** What the same is called where no flag can be said. */
export const WORD_VARIABLES = {
  NIGHTLIGHT_VOUCH: 'The word, where --vouch does not say it.',
  NIGHTLIGHT_PROBE: 'The address, where --probe does not say it.',
} as const;

/**
 * Whose word is given by a flag, or else by a variable. A word without a time is of now.
 * @throws WrongCall for anything else.
 */
export function readWord(
  said: string | undefined,
  set: string | undefined,
  now: Instant,
): Attestation | undefined {
  const written = said ?? set;
  if (!written) return undefined;
  const source: Source = said === undefined ? { variable: 'NIGHTLIGHT_VOUCH' } : { flag: '--vouch' };
  const timed = /^(?:watch|person)$/.test(written) ? `${written}@${isoSeconds(now)}` : written;
  const read = readAttestation(timed, now);
  if (read.ok) return read.attestation;
  throw new WrongCall(
    wrongSetting(source, {
      found: written,
      expected: 'watch, person or nobody; the first two also with a time, such as watch@2026-03-01T08:04Z',
      remedy: `The word ${read.mistake}`,
    }),
  );
}

interface Asked extends Pick<Call, 'io' | 'tell'> {
  flags: { vouch?: string | undefined; probe?: string | undefined };
  env: Environment;
}

/**
 * What a build is told of whose word it prints: the one that is given, or that of the service itself, which is asked.
 * Without both it is told nothing, and the word of what is live stays.
 * @throws WrongCall for a word, or an address, that is none.
 */
export async function wordForBuild({ flags, env, io, tell }: Asked): Promise<Record<string, string>> {
  const word =
    readWord(flags.vouch, env.NIGHTLIGHT_VOUCH, io.now()) ?? (await probed({ flags, env, io, tell }));
  if (word === undefined) return {};
  return { NIGHTLIGHT_VOUCH: word.at === null ? word.by : `${word.by}@${isoSeconds(word.at)}` };
}

async function probed({ flags, env, io, tell }: Asked): Promise<Attestation | undefined> {
  const address = flags.probe ?? env.NIGHTLIGHT_PROBE;
  if (!address) return undefined;
  if (!(/^https?:\/\//.test(address) && URL.canParse(address)))
    throw new WrongCall(
      wrongSetting(flags.probe === undefined ? { variable: 'NIGHTLIGHT_PROBE' } : { flag: '--probe' }, {
        found: address,
        expected: 'an address such as https://www.example.org/health',
        remedy: 'Write the whole address, with https:// before it.',
      }),
    );
  const asked = io.now();
  try {
    const answer = await io.fetch(address, {
      cache: 'no-store',
      headers: { 'cache-control': 'no-cache' },
      signal: AbortSignal.timeout(PATIENCE),
    });
    await answer.body?.cancel();
    if (!answer.ok) throw new Error(`it answers ${answer.status}`);
    // What a cache hands on was seen when the cache got it.
    return { by: 'watch', at: asked - ageOf(answer.headers.get('age')) };
  } catch (error) {
    tell(
      printable(
        `${address} does not vouch for the service (${whyOf(error)}). The word of what is live stays until it lapses.`,
      ),
    );
    return undefined;
  }
}

/** How old an answer is, in ms. */
function ageOf(header: string | null): number {
  return /^\d{1,9}$/.test(header ?? '') ? Number(header) * 1000 : 0;
}
