import { timeToTell } from '../delivery/time-to-tell.ts';
import { type Heard, readerOf } from '../delivery/reader.ts';
import { LANGUAGES } from '../domain/site.ts';
import { isoSeconds } from '../domain/time.ts';
import { type Problem, problemIn } from '../problems/index.ts';
import type { Environment, Io } from './command.ts';
import type { Prepared } from './delivering.ts';
import { keyProblems } from './sign-up.ts';

/** How long everything together may take, in ms. */
const PATIENCE = 60_000;

/** Looks whether people would be told: whether the site can be read, and what each channel says of itself. Nobody is told anything. */
export async function checkChannels(
  { channels, origin, config, site: { pledge, tag, telling } }: Prepared,
  { fetch }: Pick<Io, 'fetch'>,
  env: Environment,
): Promise<{ problems: Problem[]; lines: string[] }> {
  const late = AbortSignal.timeout(PATIENCE);
  const address = new URL(origin.base, origin.url).href;
  const site = readerOf(origin, LANGUAGES, fetch, tag.authority)
    .read(late)
    .then(
      (heard) => ({ problems: [], lines: staleness(heard) }),
      (error: Error) => ({ problems: [unread(address, error)], lines: [] }),
    );
  const checked = await Promise.all(
    channels.map(async ({ name, check }) => ({ name, problems: await check(late) })),
  );
  const read = await site;
  const found = [
    ...read.problems,
    ...(telling?.signUp ? keyProblems(env) : []),
    ...checked.flatMap(({ problems }) => problems),
  ];
  const well = checked.filter(({ problems }) => problems.length === 0).map(({ name }) => name);
  return {
    problems: found,
    lines: [
      ...(channels.length === 0
        ? ['No channel is configured: nobody would be told. docs/delivery.md says how to add one.']
        : []),
      ...read.lines,
      ...(config.sms ? [reachOfTexts(config.sms.segmentsPerSecond, pledge.firstNotice)] : []),
      ...(well.length > 0 ? [`Nothing is wrong with ${well.join(', ')}.`] : []),
    ],
  };
}

/** A first notice may take two segments. */
const SEGMENTS = 2;

/** How far the rate of the sender of texts goes, held against the pledge. */
function reachOfTexts(perSecond: number, pledge: number): string {
  const most = Math.floor((pledge * 60 * perSecond) / SEGMENTS);
  const minutes = (count: number) => Math.ceil(timeToTell(count, SEGMENTS, perSecond) / 60_000);
  const examples = [1_000, 10_000, 100_000].map((count) => `${minutes(count)} minutes for ${count} numbers`);
  return `At ${perSecond} segments a second a first notice of two segments takes ${examples.join(', ')}: the promise of ${pledge} minutes can be kept for ${most} numbers.`;
}

/** A page that is not renewed keeps nobody from being told of what is on it, but nothing new will be. */
function staleness({ validUntil, serverNow }: Heard): string[] {
  if (serverNow <= validUntil) return [];
  return [
    `The page cannot be believed: nobody has renewed its heartbeat since ${isoSeconds(validUntil)}. Look at the builder and the host.`,
  ];
}

/** That the site cannot be read, and the ways out. */
export function unread(address: string, { message }: Error): Problem {
  return problemIn(
    { service: address },
    {
      name: 'service-unreachable',
      found: message,
      expected: 'the feeds and the heartbeat of the site',
      remedy: isAtHome(address)
        ? 'Start it there ("npm start"), or name its public address: "reads" in the config, or --from.'
        : 'Put the site live there, or name its public address: "reads" in the config, or --from.',
    },
  );
}

function isAtHome(address: string): boolean {
  return new URL(address).hostname === 'localhost';
}
