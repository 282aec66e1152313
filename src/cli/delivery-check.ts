import { tryOperator, type Unheard } from '../delivery/alarm.ts';
import { fact } from '../delivery/facts.ts';
import { holdToPlace } from '../delivery/identity.ts';
import type { Database } from '../delivery/store/database.ts';
import { standOf } from '../delivery/store/migrate.ts';
import { timeToTell } from '../delivery/time-to-tell.ts';
import { type Heard, readerOf } from '../delivery/reader.ts';
import { isoSeconds } from '../domain/time.ts';
import { UserError } from '../problems/errors.ts';
import { type Problem, problemIn } from '../problems/index.ts';
import type { Environment, Io } from './command.ts';
import { type Delivering, lookAtStore, MIGRATIONS, type Prepared, waysTo } from './delivering.ts';
import { signUpProblems } from './sign-up.ts';

/** How long everything together may take, in ms. */
const PATIENCE = 60_000;

/** Looks whether people would be told: whether the site can be read, and what each channel says of itself. Nobody is told anything. */
export async function checkChannels(
  { channels, origin, config, site: { languages, pledge, tag, telling } }: Prepared,
  { fetch }: Pick<Io, 'fetch'>,
  env: Environment,
): Promise<{ problems: Problem[]; lines: string[] }> {
  const late = AbortSignal.timeout(PATIENCE);
  const address = new URL(origin.base, origin.url).href;
  const site = readerOf(origin, languages, fetch, tag.authority)
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
    ...(telling?.signUp ? signUpProblems(env, config) : []),
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
      ...(config.sms ? [reachOfTexts(config.sms.segmentsPerSecond, pledge.at(-1)?.firstNotice ?? 0)] : []),
      ...(well.length > 0 ? [`Nothing is wrong with ${well.join(', ')}.`] : []),
    ],
  };
}

/**
 * Looks at what stands around the channels: whether the operator hears a test by their webhook and program, and
 * whether the store opens and fits. Its tables are only looked at.
 * @param isOpen whether a process that delivers has an embedded store open, and so answers for it.
 */
export async function checkAround(
  { config }: Pick<Prepared, 'config'>,
  delivering: Delivering,
  isOpen: boolean,
): Promise<{ problems: Problem[]; lines: string[] }> {
  const { env, io } = delivering;
  const ways = waysTo(config, env);
  const unheard = await tryOperator(ways, { now: io.now, fetch: io.fetch });
  const failing = new Set(unheard.map(({ way }) => way));
  const heard = [ways.webhook && 'webhook', ways.command && 'command'].filter(
    (way): way is 'webhook' | 'command' => way !== undefined && !failing.has(way as 'webhook'),
  );
  const store = isOpen
    ? { problems: [], lines: ['The store is open in a process that delivers.'] }
    : await checkStore(delivering);
  return {
    problems: [...unheard.map(unheardBy), ...store.problems],
    lines: [
      ...(heard.length > 0 ? [`A test was told to the operator by ${heard.join(' and ')}.`] : []),
      ...(ways.webhook || ways.command
        ? []
        : [
            'Nobody is told when something is wrong: "operator" of the config has no webhook and no command.',
          ]),
      ...store.lines,
    ],
  };
}

function unheardBy({ way, words }: Unheard): Problem {
  return problemIn(
    { service: `operator.${way}` },
    {
      name: 'service-unreachable',
      found: words,
      expected: 'that it takes a test',
      remedy: `Look at "${way}" below "operator" of "delivery": without it nobody hears at night that something is wrong.`,
    },
  );
}

async function checkStore(delivering: Delivering): Promise<{ problems: Problem[]; lines: string[] }> {
  const wrong = (found: string, expected: string, remedy: string) => ({
    lines: [],
    problems: [
      problemIn(
        { service: delivering.env.DATABASE_URL ? 'DATABASE_URL' : 'the store' },
        { name: 'service-unreachable', found, expected, remedy },
      ),
    ],
  });
  let database: Database | undefined;
  try {
    database = await lookAtStore(delivering);
    if (!database) return { problems: [], lines: ['There is no store yet: the first start makes it.'] };
    const stand = await standOf(database, MIGRATIONS);
    if (!stand) return { problems: [], lines: ['The store is empty: the first start makes its tables.'] };
    if (stand.unknown > 0)
      return wrong(
        'tables of a newer version',
        'a store that this version knows',
        'Run the newer version, or restore the backup that was made before it.',
      );
    if ((await fact(database, 'place')) !== undefined) await holdToPlace(database);
    const later = stand.missing > 0 ? ' The next start brings its tables up to date.' : '';
    return { problems: [], lines: [`The store opens.${later}`] };
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return wrong(error.message, 'a store that opens', 'docs/delivery/deploying.md says what a store needs.');
  } finally {
    await database?.close();
  }
}

/** A first notice may take two segments. */
const SEGMENTS = 2;

/** How far the rate of the sender of texts goes, held against the pledge. */
function reachOfTexts(perSecond: number, pledge: number): string {
  const most = Math.floor((pledge * 60 * perSecond) / SEGMENTS);
  const minutes = (count: number) => Math.ceil(timeToTell(count, SEGMENTS, perSecond) / 60_000);
  const examples = [1_000, 10_000, 100_000].map((count) => `${minutes(count)} minutes for ${count} numbers`);
  return `At ${perSecond} ${perSecond === 1 ? 'segment' : 'segments'} a second a first notice of two segments takes ${examples.join(', ')}: the promise of ${pledge} minutes can be kept for ${most} numbers.`;
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
