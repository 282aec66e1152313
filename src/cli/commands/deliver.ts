import { randomBytes } from 'node:crypto';
import { writeFile, rename } from 'node:fs/promises';
import { resolve } from 'node:path';
import { askAtDoor, openDoor } from '../../delivery/door.ts';
import { listen, type Listening, watchApp } from '../../delivery/http.ts';
import { adopt } from '../../delivery/identity.ts';
import { metricsOf } from '../../delivery/metrics.ts';
import { proofOf } from '../../delivery/reckoning.ts';
import type { Engine } from '../../delivery/engine.ts';
import type { Database } from '../../delivery/store/database.ts';
import { standOf } from '../../delivery/store/migrate.ts';
import { WAYS } from '../../subscriptions/ledger.ts';
import { UserError } from '../../problems/errors.ts';
import { asObjects, REPORTERS } from '../../problems/reporters.ts';
import { type Call, defineCommand } from '../command.ts';
import { checkAround, checkChannels } from '../delivery-check.ts';
import {
  type Answered,
  type Around,
  carryOut,
  type Order,
  orderIn,
  type OrderReport,
  standingOf,
} from '../delivery-orders.ts';
import { type Counting, rehearse } from '../delivery-rehearsal.ts';
import {
  type Delivering,
  engineOf,
  hasStore,
  lookAtStore,
  MIGRATIONS,
  openStore,
  type Prepared,
  prepare,
  storeFolder,
} from '../delivering.ts';
import { logTo } from '../log.ts';
import { readPort } from '../port.ts';
import { SIGN_UP_VARIABLES, signUpOf } from '../sign-up.ts';

interface Report extends OrderReport {
  problems?: object[];
  owed?: number;
  keys?: { key: string; told: number; hashes: number }[];
}

export const command = defineCommand({
  more: [
    'It reads what the public reads, the feeds and the heartbeat of the site, and goes on until you end it. What was there at its first start is history, and is not sent.',
    'Where no channel is configured it prints what it would send. Its store is a folder, or the PostgreSQL server of DATABASE_URL, which any number of processes may share.',
  ],
  args: {
    what: {
      choices: ['check', 'status', 'again', 'forget', 'export', 'adopt', 'reseal', 'keys'],
      says: 'With check it looks whether every channel would tell people, and says what keeps it from that; with status it says what was owed and what became of it; with again it sends once more what a channel refused because of a mistake of yours, or what it never heard of; with forget it ends what one person gets, and with export it prints all that is kept about them; with adopt it takes this store, a copy or a restored one, for the one from now on; with reseal it writes what is kept of subscribers anew with the newest key; with keys it prints new keys for subscribers and for notifications of browsers. Without a word it delivers.',
    },
    whom: { says: 'With forget and export: the address or the number of somebody who called or wrote.' },
  },
  flags: {
    once: { says: 'Reads once, sends all that is due, and ends: for a timer.' },
    'dry-run': { says: 'Prints what it would send to whom, and sends and keeps nothing.' },
    channel: {
      value: 'NAME',
      says: 'With again: the channel that tells it, as status names it; each of them without it.',
    },
    update: {
      value: 'ID',
      says: 'With again: the update, as status names it; all that are worth telling without it.',
    },
    yes: {
      says: 'With again: sends what it lists without asking. Where nobody can be asked, it is needed unless channel and update are named.',
    },
    by: {
      value: 'NAME',
      says: 'With forget and export: who of you does it, for the ledger; the user of the system without it.',
    },
    way: {
      value: 'WAY',
      choices: WAYS,
      says: 'With forget: how they said it, for the ledger.',
    },
    all: { says: 'With forget: everything that leads to them goes, as by "Forget me".' },
    from: { value: 'URL', says: 'The public address of the site, if it is not the one in the config.' },
    store: { value: 'DIR', says: 'The folder of the store; .delivery beside the config without it.' },
    proof: { value: 'FILE', says: 'Where the public numbers are written, beside the pages for instance.' },
    port: {
      value: 'PORT',
      says: 'The port of the service where people sign up and watchers look; 8787 without it, 0 for any that is free.',
    },
  },
  ofSite: true,
  variables: {
    DATABASE_URL: 'A PostgreSQL server as the store, such as postgres://name:password@host/database.',
    NIGHTLIGHT_STORE: 'The folder of the store, where --store does not say it.',
    METRICS_TOKEN: 'The secret by which /metrics is read.',
    ...SIGN_UP_VARIABLES,
    HOST: 'The address of this machine that the service listens at, localhost without it.',
    SITE_URL: 'The host that the site is served from, if it is not the one in the config.',
    BASE_PATH: 'The path that it is served below, if it is not /.',
  },
  examples: [
    { when: 'To see what would be sent', call: 'deliver --dry-run' },
    { when: 'Before the night when it matters', call: 'deliver check' },
    { when: 'By a timer or a scheduled workflow', call: 'deliver --once' },
    { when: 'To see what became of the newest updates', call: 'deliver status' },
    {
      when: 'After a token was mended, to see what can be told once more',
      call: 'deliver again --channel mastodon --dry-run',
    },
    { when: 'For somebody who called', call: 'deliver forget somebody@example.org --way call --by Ana' },
  ],
  exits: {
    0: 'What was due is told, nothing is wrong, or it was asked to end.',
    1: 'It could not be done.',
    3: 'Something was not told, or something would keep people from being told.',
  },
  json: {
    updates:
      'With status: what was owed for each of the newest updates on each channel, and what became of it; times in seconds.',
    alarms: 'With status: what the operator was told and is still so, each with about, words and since.',
    problems:
      'With check: what would keep people from being told, as nightlight check --json lists problems.',
    keys: 'With reseal: each key that something is kept with, how many are told by it, and of how many only a hash is kept.',
    again:
      'With again: what can be told once more, each with channel, id, published, refused, reasons, kept (who was told or may have been) and unheard (whether the channel was not there).',
    done: 'With again and forget: whether it was done.',
    person: 'With export: all that is kept about them.',
    counts: 'Not said to a program: how many would be told.',
    owed: 'With adopt: how many messages the store owed, which are looked up or left.',
  } satisfies Record<keyof Report, string>,
  run: async (call) => {
    const { flags, args, env, io, place } = call;
    if (args.what === 'keys') return printKeys(call);
    const delivering: Delivering = { place: place(), env, io, from: flags.from, store: flags.store };
    const prepared = await prepare(delivering);
    try {
      if (args.what === 'check') return await check(prepared, delivering, call);
      const isDry = flags['dry-run'] || prepared.channels.length === 0;
      if (isDry && args.what === undefined)
        return await rehearse(prepared, call, countingIn(prepared, delivering));
      const way = WAYS.find((one) => one === flags.way);
      const order = args.what && orderIn({ what: args.what, whom: args.whom, flags: { ...flags, way }, env });
      if (order) {
        const answer = (asked: Order) => answerTo(asked, prepared, delivering);
        return tellAnswer(
          order.do === 'again' ? await askAgain(order, call, answer) : await answer(order),
          call,
        );
      }
      // Whoever asks in the wrong place must not be told that nothing was owed.
      if (args.what !== undefined && !hasStore(delivering)) throw noStore(delivering);
      // Who only asks reads no log.
      const database = await openStore(delivering, args.what === undefined ? logTo(io) : NO_LOG);
      try {
        if (args.what === 'adopt') return await adoptStore(database, call);
        if (args.what === 'reseal') return await reseal(prepared, database, delivering, call);
        const around: Around = {
          prepared,
          database,
          now: io.now,
          signUp: () =>
            signUpOf(prepared, database, delivering, { log: NO_LOG, tell: async () => undefined }),
        };
        // An embedded store is open here alone: whoever asks something of it meanwhile is answered by this process.
        const closeDoor = env.DATABASE_URL
          ? undefined
          : await openDoor(storeFolder(delivering), (asked) => carryOut(asked as Order, around));
        return await deliver(prepared, database, delivering, call).finally(closeDoor);
      } finally {
        await database.close();
      }
    } finally {
      await Promise.all(prepared.channels.map((channel) => channel.close?.()));
    }
  },
});

/** What comes of an order: where a process has the store open, it is asked to carry it out. */
async function answerTo(order: Order, prepared: Prepared, delivering: Delivering): Promise<Answered> {
  const { env, io } = delivering;
  const said = env.DATABASE_URL ? undefined : await askAtDoor(storeFolder(delivering), io.fetch, order);
  if (said) return said as Answered;
  if (!hasStore(delivering)) throw noStore(delivering);
  const database = await openStore(delivering, NO_LOG);
  try {
    const signUp = (store: Database) => quietSignUp(prepared, store, delivering);
    return await carryOut(order, { prepared, database, now: io.now, signUp });
  } finally {
    await database.close();
  }
}

/** Says what would be told once more, and has it told where somebody says so: by a flag, by naming it, or when asked. */
async function askAgain(
  order: Extract<Order, { do: 'again' }>,
  { flags, io, tell }: Pick<Call, 'io' | 'tell'> & { flags: { yes: boolean } },
  answer: (order: Order) => Promise<Answered>,
): Promise<Answered> {
  if (order.dry || flags.yes) return answer(order);
  const isNamed = order.channel !== undefined && order.update !== undefined;
  if (!io.terminal && isNamed) return answer(order);
  const would = await answer({ ...order, dry: true });
  if ((would.report.again ?? []).length === 0) return would;
  if (!io.terminal)
    return {
      ...would,
      code: 3,
      lines: [...would.lines, 'Add --yes to send all of these, or name one by --channel and --update.'],
    };
  for (const line of would.lines.slice(0, -1)) tell(line);
  const { askerAt } = await import('../writing/asking.ts');
  const asker = await askerAt(io.terminal);
  const said = await asker.choose('Is that to be sent once more?', [
    { value: 'no', label: 'No, leave it' },
    { value: 'yes', label: 'Yes, send it' },
  ]);
  if (said !== 'yes') return { ...would, lines: ['Nothing was changed.'] };
  const done = await answer(order);
  return { ...done, lines: done.lines.slice(-1) };
}

function noStore(delivering: Delivering): UserError {
  return new UserError(
    `There is no store in ${storeFolder(delivering)}: "nightlight deliver" makes it when it first runs. Where it runs already, name its store as it has it, by DATABASE_URL, NIGHTLIGHT_STORE or --store.`,
  );
}

const NO_LOG = { info: () => undefined, error: () => undefined };

function quietSignUp(prepared: Prepared, database: Database, delivering: Delivering) {
  return signUpOf(prepared, database, delivering, { log: NO_LOG, tell: async () => undefined });
}

/** How many would be told: by the store as it is, or by the process that has it open. */
function countingIn(prepared: Prepared, delivering: Delivering): Counting {
  return async (told) => {
    const order: Order = { do: 'count', told };
    const { env, io } = delivering;
    const said = env.DATABASE_URL ? undefined : await askAtDoor(storeFolder(delivering), io.fetch, order);
    if (said) return (said as Answered).report.counts;
    const database = await lookAtStore(delivering);
    try {
      if (!database || (await standOf(database, MIGRATIONS))?.missing !== 0) return undefined;
      const signUp = (store: Database) => quietSignUp(prepared, store, delivering);
      return (await carryOut(order, { prepared, database, now: io.now, signUp })).report.counts;
    } finally {
      await database?.close();
    }
  };
}

type DeliverCall = Pick<Call, 'env' | 'io' | 'tell' | 'warn'> & {
  flags: { once: boolean; proof: string | undefined; port: string | undefined };
};

async function deliver(
  prepared: Prepared,
  database: Database,
  delivering: Delivering,
  { flags, env, io, tell, warn }: DeliverCall,
): Promise<{ code: number }> {
  const { channels, config, origin } = prepared;
  const log = logTo(io);
  const metrics = metricsOf(database, channels);
  const signUp = signUpOf(prepared, database, delivering, {
    log,
    tell: (about, words) => engine.raise(about, words),
  });
  const engine: Engine = engineOf(prepared, database, delivering, {
    log,
    ...(signUp && { recipients: signUp.recipients }),
    onOutcome: (channel, outcome, matter) => metrics.count(channel, outcome, matter, io.now()),
  });
  const about = new URL(`${origin.base}pledge/`, origin.url).href;
  const writeProof = async () => {
    if (flags.proof === undefined) return;
    const text = JSON.stringify(await proofOf(database, channels, io.now(), about), null, 1);
    await replace(resolve(io.cwd, flags.proof), text);
  };
  const stop = io.stopped?.() ?? new AbortController().signal;
  if (flags.once) {
    const isTold = await engine.once(stop);
    await writeProof();
    if (!isTold) tellAnswer(await standingOf(database), { tell: warn });
    return { code: isTold ? 0 : 3 };
  }
  let service: Listening | undefined;
  if (config.service !== undefined || flags.port !== undefined) {
    const app = watchApp({
      database,
      channels,
      metrics,
      isReady: () => engine.isReady(),
      now: io.now,
      about,
      metricsToken: env.METRICS_TOKEN,
    });
    if (signUp) app.all('*', ({ req, env: around }) => signUp.app.fetch(req.raw, around));
    service = await listen(app, readPort(flags.port, { flag: '--port' }, 8787), env.HOST || 'localhost');
    tell(`The service listens at http://${env.HOST || 'localhost'}:${service.port}/.`);
  }
  tell(
    `Reads ${new URL(origin.base, origin.url).href} and tells people by ${channels.map(({ name }) => name).join(', ')}.`,
  );
  await Promise.all([
    engine.run(stop),
    keep(writeProof, PROOF_EVERY, stop, io, log),
    keep(async () => signUp?.tidy(), TIDY_EVERY, stop, io, log),
    sayWhatIsWrong(prepared, { io, env, warn }),
  ]);
  await signUp?.idle();
  await service?.close();
  return { code: 0 };
}

/** What would keep people from being told is said at the start, and keeps nothing else from being sent. */
async function sayWhatIsWrong(
  prepared: Prepared,
  { io, env, warn }: Pick<Call, 'io' | 'env' | 'warn'>,
): Promise<void> {
  const { problems } = await checkChannels(prepared, io, env);
  if (problems.length > 0) warn(REPORTERS.terminal(problems, () => undefined));
}

/** How often the public numbers are written, in ms. */
const PROOF_EVERY = 30_000;
/** How often the service looks for what has run out, in ms. */
const TIDY_EVERY = 60_000;

async function keep(
  work: () => Promise<void>,
  every: number,
  stop: AbortSignal,
  { wait }: Call['io'],
  log: ReturnType<typeof logTo>,
): Promise<void> {
  while (!stop.aborted) {
    await work().catch((error: Error) => log.error('a chore failed', { why: error.message }));
    await wait(every, stop).catch(() => undefined);
  }
  await work().catch(() => undefined);
}

/** Puts a file in the place of another, so that nobody reads half of it. */
async function replace(file: string, text: string): Promise<void> {
  const beside = `${file}.new`;
  await writeFile(beside, text);
  await rename(beside, file);
}

/** New keys, each with where it goes. Nothing keeps them: whoever called does. */
async function printKeys({ io, tell }: Pick<Call, 'io' | 'tell'>) {
  const { default: webPush } = await import('web-push');
  const { publicKey, privateKey } = webPush.generateVAPIDKeys();
  const month = new Date(io.now()).toISOString().slice(0, 7);
  tell(`NIGHTLIGHT_SUBSCRIBERS_KEY=${month}:${randomBytes(32).toString('base64')}`);
  tell(`VAPID_PRIVATE_KEY=${privateKey}`);
  tell('');
  tell('In nightlight.yaml, below "delivery":');
  tell(`  web_push: { contact: 'mailto:you@example.org', public_key: ${publicKey} }`);
  return { code: 0 };
}

/** Writes what is kept of subscribers with the newest key, until nothing else is needed to read it. */
async function reseal(
  prepared: Prepared,
  database: Database,
  delivering: Delivering,
  { tell }: Pick<Call, 'tell'>,
) {
  const signUp = quietSignUp(prepared, database, delivering);
  if (!signUp)
    throw new UserError('Nobody can sign up here: the config has no "service", or no way to tell them.');
  let count = 0;
  for (let done = await signUp.reseal(); done > 0; done = await signUp.reseal()) count += done;
  const keys = await signUp.keysInUse();
  tell(`${count} were written anew. Now in use: ${keys.map(({ key }) => key).join(', ') || 'no key'}.`);
  return { code: 0, report: { keys } };
}

async function adoptStore(database: Database, { io, tell }: Pick<Call, 'io' | 'tell'>) {
  const owed = await adopt(database, io.now());
  tell(
    `This store is the one from now on. What is published by now counts as told; ${owed} messages that it owed are looked up where that can be done, and left where it cannot.`,
  );
  return { code: 0, report: { owed } };
}

function tellAnswer({ code, lines, report }: Answered, { tell }: Pick<Call, 'tell'>) {
  for (const line of lines) tell(line);
  return { code, report };
}

async function check(
  prepared: Prepared,
  delivering: Delivering,
  { io, env, tell }: Pick<Call, 'io' | 'env' | 'tell'>,
) {
  const isOpen =
    !env.DATABASE_URL &&
    (await askAtDoor(storeFolder(delivering), io.fetch, { do: 'status' } satisfies Order)) !== undefined;
  const [people, around] = await Promise.all([
    checkChannels(prepared, io, env),
    checkAround(prepared, delivering, isOpen),
  ]);
  const problems = [...people.problems, ...around.problems];
  for (const line of [...people.lines, ...around.lines]) tell(line);
  if (problems.length > 0) tell(REPORTERS.terminal(problems, () => undefined));
  return {
    code: prepared.channels.length === 0 || problems.some(({ severity }) => severity === 'error') ? 3 : 0,
    report: { problems: asObjects(problems) },
  };
}
