import { bodyLimit } from 'hono/body-limit';
import { Hono } from 'hono';
import { readFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { mkdirSync } from 'node:fs';
import { gitIn } from '../../authoring/git.ts';
import type { Config } from '../../config/index.ts';
import { type ResponseFile, responsesIn } from '../../domain/response-file.ts';
import { isoSeconds } from '../../domain/time.ts';
import { isSame, listen, type Listening } from '../../delivery/http.ts';
import { UserError } from '../../problems/errors.ts';
import { loadConfig } from '../../site/config.ts';
import { currentInstant } from '../../site/environment.ts';
import type { FarPlace } from '../../release/beat.ts';
import { lock } from '../../system/lock.ts';
import { aliveFor } from '../../system/watchdog.ts';
import { alertsRoute } from '../../watch/alerts-route.ts';
import { type Check, heardOf } from '../../watch/check.ts';
import type { Finding } from '../../watch/finding.ts';
import type { Verdict } from '../../watch/judge.ts';
import { type Parts, Watcher } from '../../watch/loop.ts';
import { MinuteLimit } from '../../watch/limit.ts';
import { keep, recall } from '../../watch/memory.ts';
import { look } from '../../watch/probes/look.ts';
import { mustBeSet } from '../../watch/probes/secrets.ts';
import { isSecret, Reporter } from '../../watch/report.ts';
import { findingsIn, signedWith } from '../../watch/reports.ts';
import { heardAs, judgedAs } from '../../watch/rules.ts';
import { lookAtAll, lookOnce, type Looking } from '../../watch/schedule.ts';
import { beatNow, heartbeatAt } from '../beating.ts';
import { type Call, defineCommand } from '../command.ts';
import { FAR_VARIABLES } from '../far.ts';
import { logTo } from '../log.ts';
import { WrongCall, wrongSetting } from '../parse.ts';
import { readPort } from '../port.ts';
import { askerAhead, refresh, speakerFor, type Speaking } from '../speaking.ts';
import { FarTimes, publisherOf } from '../times.ts';

interface Report {
  checks: { check: string; state: Verdict['state']; since: string; why?: string }[];
}

export const command = defineCommand({
  more: [
    'It looks at what "checks" below "watch" in the config names, and goes on until you end it. It says what it does, a line of JSON for each thing, on standard error.',
    'Where a check fails it writes the first notice as nightlight new would, commits and pushes it, follows it up, and leaves it to the first person who writes there.',
    'While every check is known to go well it renews the heartbeat with its word. Where one fails it takes the word back; where it does not know, it gives none, and when it dies the page turns "unknown" by itself.',
    'What it knows lies in one file. One watcher at a time works with it, and whoever begins again goes on where the last one ended.',
  ],
  flags: {
    to: {
      value: 'DIR',
      says: 'The folder that is live, as it was named to nightlight deploy: its heartbeat is renewed; or ssh://HOST/PATH or s3://BUCKET/PREFIX, as there. Without it no word is given.',
    },
    place: {
      value: 'NAME',
      says: 'From where it is looked, as other watchers and the log name it; the name of this machine without it.',
    },
    state: {
      value: 'FILE',
      says: 'Where it keeps what it knows; .watch/state.json beside the config without it.',
    },
    times: {
      value: 'FILE',
      says: 'Where it keeps how fast each check was answered, which it also writes into what is live at --to; watch.json beside its state without it.',
    },
    once: {
      says: 'Looks at everything as often as "failures" in the config asks, judges once, and ends: for a timer.',
    },
    report: {
      value: 'URL',
      says: 'Passes on what it finds to the watcher that speaks, at the address where that one listens, and says and keeps nothing itself.',
    },
    listen: {
      value: 'HOST:PORT',
      says: 'Where it hears what other watchers found, at /findings, and the alerts that the config names, at /alerts/PLACE: an address of this machine and a port, such as 127.0.0.1:8788; 0 for any port that is free.',
    },
    'dry-run': { says: 'Looks and judges, and writes nothing: no state, no heartbeat, no notice.' },
  },
  ofSite: true,
  variables: {
    ...FAR_VARIABLES,
    NIGHTLIGHT_WATCH_SECRET:
      'With --report and --listen: the secret that both watchers have, whsec_ and at least 24 bytes in Base64.',
    NIGHTLIGHT_ALERTS_PLACE:
      'With --listen: the secret of a source of alerts, by the name of its place in capitals; at least 20 letters.',
  },
  examples: [
    { when: 'Beside the live folder, all the time', call: 'watch --to /srv/www/status' },
    { when: 'To see what it would find', call: 'watch --once --dry-run' },
    { when: 'By a scheduled workflow', call: 'watch --once' },
    {
      when: 'To hear what other places find, behind a web server that takes TLS off',
      call: 'watch --to /srv/www/status --listen 127.0.0.1:8788',
    },
    {
      when: 'From another place, so that one cut cable is no outage',
      call: 'watch --place frankfurt --report https://watch.example.org/findings',
    },
  ],
  exits: {
    0: 'It was asked to end; with --once, everything goes well, or what was found was passed on.',
    1: 'It could not be done.',
    3: 'With --once: something fails.',
    4: 'With --once: nothing is known to fail, and not everything is known to go well.',
  },
  json: {
    checks: 'With --once: what is known of each check: check, state (up, down or unknown), since and why.',
  } satisfies Record<keyof Report, string>,
  run: async (call) => {
    const { flags, io, place } = call;
    const { config, problems, lineOf } = await loadConfig(place());
    if (!config) throw new UserError(problems, { lineOf });
    const isAlerted = flags.report === undefined && heardOf(config.watch).length > 0;
    if (isAlerted && config.watch.checks.length === 0 && flags.listen === undefined)
      throw new UserError(
        'Only alerts are watched, and nothing hears them. Add --listen 127.0.0.1:8788 behind a web server that takes TLS off; docs/watching.md says how.',
      );
    if (config.watch.checks.length === 0 && !isAlerted)
      throw new UserError(
        'Nothing is watched: the config has no "checks" below "watch". docs/watching.md shows how one is written.',
      );
    mustBeSet(config.watch.checks, call.env);
    const stop = io.stopped?.() ?? new AbortController().signal;
    if (flags.report !== undefined) return report(config.watch, flags.report, call, stop);
    const state = resolve(
      flags.state === undefined ? place().site : io.cwd,
      flags.state ?? '.watch/state.json',
    );
    if (flags['dry-run']) return watch(config.watch, state, call, stop);
    mkdirSync(dirname(state), { recursive: true });
    const unlock = await lock(`${state}.lock`, 0, 'watcher');
    try {
      return await watch(config.watch, state, call, stop);
    } finally {
      unlock();
    }
  },
});

interface WatchCall extends Pick<Call, 'env' | 'io' | 'tell' | 'place'> {
  flags: {
    to: string | undefined;
    place: string | undefined;
    times: string | undefined;
    once: boolean;
    listen: string | undefined;
    'dry-run': boolean;
  };
}

type WatchConfig = Config['watch'];

async function watch(config: WatchConfig, state: string, call: WatchCall, stop: AbortSignal) {
  const { flags, env, io, tell, place } = call;
  const log = logTo(io);
  const now = () => currentInstant(env, io.now);
  const isDry = flags['dry-run'];
  const { memory, said } = await recall<Verdict>(state, now());
  if (said !== undefined) log.error(said);
  const times = flags.times === undefined ? join(dirname(state), 'watch.json') : resolve(io.cwd, flags.times);
  const { to } = flags;
  const there = to === undefined || isDry ? undefined : await heartbeatAt(to, call);
  const pace = paceOf(call);
  const far = typeof there === 'object' ? new FarTimes(there, pace.steady, log) : undefined;
  const publish = publisherOf(times, typeof there === 'string' ? there : undefined);
  const parts: Parts = {
    checks: [
      ...config.checks.map((check) => judgedAs(check, config)),
      ...heardOf(config).map((one) => heardAs(one, config)),
    ],
    ...pace,
    now,
    look: lookOf(config, call),
    tell: speakerFor({ ...{ io, env, place, log }, watch: config, isDry }),
    ask: isDry ? undefined : askerAhead({ io, env, place, watch: config }),
    beat: there === undefined ? undefined : beaterOf(there, far, call, log),
    memory,
    keep: async (next) => {
      if (!isDry) await keep(state, next);
    },
    responses: await responsesAt(times),
    publish: async (responses) => {
      if (isDry) return;
      far?.take(responses);
      await publish(responses);
    },
    alive: aliveFor(env),
    log,
  };
  const watcher = new Watcher(parts);
  if (!flags.once) {
    const door =
      flags.listen === undefined ? undefined : await openDoor(watcher, flags.listen, config, call, log);
    if (config.checks.length > 0)
      tell(`Looks at ${config.checks.map(({ id }) => id).join(', ')} from ${placeOf(call)}.`);
    try {
      await watcher.run(stop);
    } finally {
      await door?.close();
    }
    return { code: 0 };
  }
  const verdicts = await watcher.once(stop);
  await far?.bring();
  for (const one of verdicts) tell(lineFor(one));
  return { code: codeFor(verdicts), report: { checks: verdicts.map(asReport) } };
}

/**
 * Renews a heartbeat. Where it is refused, what others pushed may lie at the remote alone, so that is brought along
 * once in a while and tried again: the clone of a watcher is its own, and nobody else does.
 */
function beaterOf(
  live: string | FarPlace,
  far: FarTimes | undefined,
  { env, io, place }: WatchCall,
  log: Speaking['log'],
): NonNullable<Parts['beat']> {
  let broughtAt = Number.NEGATIVE_INFINITY;
  const steady = () => io.steady?.() ?? performance.now();
  return async (word) => {
    const beatWith = () => beatNow(far?.place ?? live, { now: currentInstant(env, io.now), word, place });
    const beaten = await beatWith();
    void far?.bring();
    if ('until' in beaten || steady() - broughtAt < BROUGHT_EVERY) return beaten;
    broughtAt = steady();
    await refresh(gitIn(place().site, env, false), log);
    return beatWith();
  };
}

/** How often what others pushed is looked for, in ms, where the heartbeat is refused. */
const BROUGHT_EVERY = 60_000;

/** Only looks, and passes on what it finds. */
async function report(config: WatchConfig, url: string, call: WatchCall, stop: AbortSignal) {
  const { flags, env, io, tell } = call;
  if (flags.to !== undefined)
    throw new WrongCall(
      wrongSetting(
        { flag: '--to' },
        {
          found: `--to ${flags.to} beside --report`,
          expected: 'one of the two',
          remedy: 'Leave --to out: who passes on what it finds vouches for nothing.',
        },
      ),
    );
  if (!/^https?:\/\//.test(url) || !URL.canParse(url))
    throw new WrongCall(
      wrongSetting(
        { flag: '--report' },
        {
          found: url,
          expected: 'an address such as https://watch.example.org/findings',
          remedy: 'Write the whole address at which the other watcher listens.',
        },
      ),
    );
  const secret = secretIn(env);
  const log = logTo(io);
  const now = () => currentInstant(env, io.now);
  const reporter = new Reporter({ url, secret, fetch: io.fetch, now, log });
  const isDry = flags['dry-run'];
  const looking: Looking = {
    ...paceOf(call),
    look: lookOf(config, call),
    hear: (finding) => {
      if (!finding.ok || isDry) log.info(finding.ok ? 'went well' : 'a look failed', said(finding));
      if (!isDry) reporter.hear(finding);
    },
    broke: (check, error) => log.error('a look broke', { check, why: error.message }),
  };
  const checks = config.checks.map((check) => judgedAs(check, config));
  if (!flags.once) {
    tell(
      `Looks at ${checks.map(({ id }) => id).join(', ')} from ${placeOf(call)}, and passes it on to ${url}.`,
    );
    await Promise.all([lookAtAll(checks, looking, stop), sayAlive(call, log, stop)]);
    return { code: 0 };
  }
  const found = await Promise.all(checks.map((check) => lookOnce(check, looking, stop)));
  for (const finding of found) if (finding) looking.hear(finding);
  const isPassedOn = isDry || (await reporter.flush());
  if (!isPassedOn) throw new UserError('What was found could not be passed on; the line above says why.');
  return { code: 0 };
}

/** How often a watcher that only passes on says that it goes on, in ms. */
const ALIVE = 10_000;

/** Says that it goes on, where a service manager waits for that. */
async function sayAlive({ env, io }: WatchCall, log: Speaking['log'], stop: AbortSignal): Promise<void> {
  const alive = aliveFor(env);
  let said: string | undefined;
  while (alive && !stop.aborted) {
    const why = await alive();
    if (why !== undefined && why !== said)
      log.error('the service manager could not be told that this goes on', { why });
    said = why;
    await io.wait(ALIVE, stop).catch(() => undefined);
  }
}

function said({ check, place, why }: Finding): Record<string, string> {
  return { check, place, ...(why !== undefined && { why }) };
}

/** @throws UserError where there is none. */
function secretIn(env: Call['env']): string {
  const secret = env.NIGHTLIGHT_WATCH_SECRET;
  if (isSecret(secret)) return secret;
  throw new UserError(
    'NIGHTLIGHT_WATCH_SECRET is not set, or no secret: whsec_ and at least 24 bytes in Base64. Make one with: echo "whsec_$(openssl rand -base64 32)". The other watcher needs the same.',
  );
}

/** The longest report that is read, in bytes. */
const LONGEST = 256 * 1024;
/** How many reports a minute are taken of one place: each of its looks may come by itself. */
const MOST_REPORTS = 1200;

/** Hears what other watchers found, and the alerts of those who watch already. */
async function openDoor(
  watcher: Watcher,
  where: string,
  { alerts }: WatchConfig,
  { env, io, tell }: WatchCall,
  log: Speaking['log'],
): Promise<Listening> {
  // Who takes alerts alone needs no secret for other watchers.
  const secret = alerts.length > 0 && !env.NIGHTLIGHT_WATCH_SECRET ? undefined : secretIn(env);
  const [, host = '', port = ''] = /^(.+):(\d+)$/.exec(where) ?? [];
  if (host === '')
    throw new WrongCall(
      wrongSetting(
        { flag: '--listen' },
        {
          found: where,
          expected: 'an address and a port, such as 127.0.0.1:8788',
          remedy: 'Write both, with a colon between them.',
        },
      ),
    );
  const app = new Hono();
  const now = () => currentInstant(env, io.now);
  const minute = new MinuteLimit(MOST_REPORTS);
  alertsRoute(app, {
    ...{ sources: alerts, env, now, isSame, log },
    hear: (finding) => watcher.hear(finding),
    kept: () => watcher.kept(),
  });
  app.post('/findings', bodyLimit({ maxSize: LONGEST }), async (context) => {
    const signed = signedWith((name) => context.req.header(name));
    if (secret === undefined) return context.text('No watcher is heard here.\n', 401);
    const heard = findingsIn(await context.req.text(), signed, secret, now(), isSame);
    if ('why' in heard) return context.text(`${heard.why}\n`, heard.status);
    for (const from of new Set(heard.map((one) => one.place))) {
      const over = minute.count(from, now());
      if (over?.isFirst) log.error('too many reports came in a minute; some were left', { place: from });
      if (over) return context.text('Too many.\n', 429, { 'Retry-After': String(over.after) });
    }
    for (const finding of heard) watcher.hear(finding);
    if (!(await watcher.kept())) return context.text('It could not be kept.\n', 503);
    return context.body(null, 204);
  });
  const door = await listen(app, readPort(port, { flag: '--listen' }, 8788), host);
  if (secret !== undefined) tell(`Hears other watchers at http://${host}:${door.port}/findings.`);
  for (const { place } of alerts) tell(`Takes alerts at http://${host}:${door.port}/alerts/${place}.`);
  return door;
}

function paceOf({ io }: Pick<Call, 'io'>): Pick<Looking, 'steady' | 'wait'> {
  return {
    steady: () => io.steady?.() ?? performance.now(),
    wait: (ms, signal) => io.wait(ms, signal),
  };
}

function placeOf({ flags }: Pick<WatchCall, 'flags'>): string {
  return flags.place ?? hostname();
}

function lookOf(config: WatchConfig, call: WatchCall): Looking['look'] {
  const { io, env } = call;
  const { steady, wait } = paceOf(call);
  const checks = new Map(config.checks.map((check) => [check.id, check]));
  const around = {
    ...{ env, wait, fetch: io.fetch, clock: steady, place: placeOf(call) },
    now: () => currentInstant(env, io.now),
  };
  return async (id, signal) => look(checks.get(id) as Check, { ...around, signal });
}

async function responsesAt(path: string): Promise<ResponseFile | undefined> {
  try {
    return responsesIn(JSON.parse(await readFile(path, 'utf8')));
  } catch {
    // As where nothing was measured: a file of numbers is worth no word at night.
    return undefined;
  }
}

function lineFor({ check, state, since, why }: Verdict): string {
  if (state === 'up') return `${check} goes well.`;
  if (state === 'unknown') return `${check}: nobody knows.`;
  return `${check} fails since ${isoSeconds(since)}${why === undefined ? '' : `: ${why}`}.`;
}

function asReport({ check, state, since, why }: Verdict): Report['checks'][number] {
  return { check, state, since: isoSeconds(since), ...(why !== undefined && { why }) };
}

function codeFor(verdicts: readonly Verdict[]): number {
  if (verdicts.some(({ state }) => state === 'down')) return 3;
  return verdicts.every(({ state }) => state === 'up') ? 0 : 4;
}
