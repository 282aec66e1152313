import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { parse as parseYaml } from 'yaml';
import { parseCall } from '../../src/cli/parse.ts';
import { variablesOf } from '../../src/cli/help.ts';
import { command } from '../../src/cli/commands/deliver.ts';
import { listen, type Shown, watchApp } from '../../src/delivery/http.ts';
import type { Database } from '../../src/delivery/store/database.ts';
import { NOW } from '../delivery/around.ts';
import { ROOT } from '../tour/situations.ts';

const FOLDER = 'docs/delivery/deploying';
const read = (path: string) => readFileSync(join(ROOT, path), 'utf8');
const PACKAGE = JSON.parse(read('package.json')) as {
  dependencies: Record<string, string>;
  scripts: Record<string, string>;
};

/** What `npm ci` calls of the package itself. https://docs.npmjs.com/cli/v11/using-npm/scripts#npm-ci */
const CALLED_BY_NPM = new Set(
  'preinstall install postinstall prepublish preprepare prepare postprepare'.split(' '),
);

/** What a command of delivery reads of the environment, and what Astro and the system do. */
const VARIABLES = new Set([...Object.keys(variablesOf(command)), 'ASTRO_TELEMETRY_DISABLED', 'HOME']);

describe('the container file', () => {
  const lines = read(`${FOLDER}/Containerfile`)
    .replaceAll('\\\n', ' ')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => /^([A-Z]+)\s+(.*)$/.exec(line)?.slice(1) as [string, string]);
  const said = (name: string) => lines.filter(([one]) => one === name).map(([, rest]) => rest);
  const list = (name: string) => JSON.parse(said(name)[0] ?? '') as string[];

  test('has instructions of the format alone, and what all others rest on first', () => {
    assert.deepEqual(
      lines.map(([name]) => name).filter((name) => !INSTRUCTIONS.has(name)),
      [],
    );
    assert.equal(lines[0]?.[0], 'FROM');
  });

  test('begins with the Node that the project pins, by its full name', () => {
    const [major = ''] = PACKAGE.dependencies.node?.split('.') ?? [];
    assert.deepEqual(said('FROM'), [`docker.io/library/node:${major}-bookworm-slim`]);
  });

  test('takes what is in git and is named, so that no store and no secret can get into an image', () => {
    const tracked = execFileSync('git', ['ls-files'], { cwd: ROOT, encoding: 'utf8' }).split('\n');
    const sources = said('COPY').flatMap((rest) => rest.split(/\s+/).slice(0, -1));
    assert.ok(sources.length > 0);
    for (const source of sources) {
      assert.doesNotMatch(source, /^\.?\/?$|\*/, 'not all that lies there');
      assert.ok(
        tracked.some((path) => path === source || path.startsWith(`${source}/`)),
        source,
      );
    }
    // What delivery is made of lies below these, and what it reads stands beside them.
    assert.ok(['src', 'package.json', 'nightlight.yaml'].every((one) => sources.includes(one)));
  });

  test('calls no script of the package that is not in the image yet when npm installs', () => {
    const install = said('RUN').find((line) => /\bnpm ci\b/.test(line)) ?? '';
    const [before = ''] = install.split('npm ci');
    const left = Object.keys(PACKAGE.scripts).filter(
      (name) => CALLED_BY_NPM.has(name) && !before.includes(`npm pkg delete scripts.${name} `),
    );
    assert.ok(Object.hasOwn(PACKAGE.scripts, 'prepare'), 'else there is nothing to leave out');
    assert.deepEqual(left, []);
  });

  test('sets variables that delivery reads, and keeps its store in a volume that its user may write to', () => {
    const set = said('ENV').flatMap((rest) => rest.split(/\s+/).map((one) => one.split('=')));
    for (const [name = ''] of set) assert.ok(VARIABLES.has(name), name);
    const [volume = ''] = said('VOLUME');
    assert.ok(
      set.find(([name]) => name === 'NIGHTLIGHT_STORE')?.[1]?.startsWith(`${volume}/`),
      'a folder below the volume: the mount itself belongs to whoever mounts it',
    );
    const [user = ''] = said('USER');
    assert.ok(said('RUN').some((line) => line.includes(`chown ${user}:${user} ${volume}`)));
    assert.notEqual(user, 'root');
  });

  test('calls delivery by words that it takes, at the port that is exposed', () => {
    const [node = '', script = '', name, ...rest] = [...list('ENTRYPOINT'), ...list('CMD')];
    assert.deepEqual([node, name], ['node_modules/.bin/node', 'deliver']);
    assert.ok(existsSync(join(ROOT, node)) && existsSync(join(ROOT, script)));
    assert.deepEqual(said('EXPOSE'), [parseCall(rest, command).flags.port]);
    assert.deepEqual(said('STOPSIGNAL'), ['SIGTERM']);
  });

  test('is well while the process lives, by the very command of its health check', async () => {
    const [check = ''] = said('HEALTHCHECK');
    const [, ...code] = JSON.parse(check.slice(check.indexOf('['))) as string[];
    const app = watchApp(WITHOUT_STORE);
    const service = await listen(app, 0, '127.0.0.1');
    const [exposed = ''] = said('EXPOSE');
    const asked = code.map((word) => word.replace(`:${exposed}/`, `:${service.port}/`));
    assert.notDeepEqual(asked, code);
    const ended = async () => (await once(spawn(process.execPath, asked), 'exit'))[0] as number;
    assert.equal(await ended(), 0);
    await service.close();
    assert.equal(await ended(), 1);
  });
});

/** Whether the process lives is asked of no store. */
const WITHOUT_STORE: Shown = {
  database: {} as Database,
  channels: [],
  metrics: { type: '', text: async () => '', count: () => undefined },
  isReady: async () => false,
  now: () => NOW,
  about: '',
  metricsToken: undefined,
};

/** https://docs.docker.com/reference/dockerfile/ */
const INSTRUCTIONS = new Set(
  'ADD ARG CMD COPY ENTRYPOINT ENV EXPOSE FROM HEALTHCHECK LABEL ONBUILD RUN SHELL STOPSIGNAL USER VOLUME WORKDIR'.split(
    ' ',
  ),
);

interface Service {
  build?: { context: string; dockerfile: string };
  env_file?: string;
  environment?: Record<string, string>;
  ports?: string[];
  depends_on?: Record<string, { condition: string }>;
  secrets?: string[];
  volumes?: string[];
  stop_grace_period?: string;
  healthcheck?: object;
}

describe('the compose file', () => {
  const { services, secrets, volumes } = parseYaml(read(`${FOLDER}/compose.yaml`)) as {
    services: Record<'deliver' | 'database', Service>;
    secrets: Record<string, { file: string }>;
    volumes: Record<string, null>;
  };
  const { deliver, database } = services;

  test('builds that container file from the root of the repository, and shows its port to this machine alone', () => {
    const { context = '', dockerfile = '' } = deliver.build ?? {};
    assert.equal(join(ROOT, FOLDER, context, dockerfile), join(ROOT, FOLDER, 'Containerfile'));
    assert.deepEqual(deliver.ports, ['127.0.0.1:8787:8787']);
    for (const name of Object.keys(deliver.environment ?? {})) assert.ok(VARIABLES.has(name), name);
  });

  test('leaves time to come to an end, and waits for a database that answers', () => {
    assert.ok(Number(deliver.stop_grace_period?.replace(/s$/, '')) > PATIENCE);
    assert.deepEqual(deliver.depends_on, { database: { condition: 'service_healthy' } });
    assert.ok(database.healthcheck);
  });

  test('names files that are there or that git never sees, and volumes and secrets that it declares', () => {
    const role = database.volumes?.find((one) => one.startsWith('./'))?.split(':')[0] ?? '';
    assert.ok(existsSync(join(ROOT, FOLDER, role)), role);
    for (const file of [deliver.env_file, ...Object.values(secrets).map((one) => one.file)])
      execFileSync('git', ['check-ignore', '--quiet', join(FOLDER, file ?? '')], { cwd: ROOT });
    assert.deepEqual(database.secrets, Object.keys(secrets));
    const named = database.volumes?.map((one) => one.split(':')[0] ?? '') ?? [];
    assert.deepEqual(
      named.filter((one) => !one.startsWith('.')),
      Object.keys(volumes),
    );
  });
});

describe('the unit of systemd', () => {
  const unit = read(`${FOLDER}/nightlight-deliver.service`);
  const value = (key: string) => new RegExp(`^${key}=(.*)$`, 'm').exec(unit)?.[1] ?? '';

  test('calls delivery by words that it takes, with variables that it reads', () => {
    const [node = '', script = '', name, ...rest] = value('ExecStart').split(' ');
    assert.equal(node, `${value('WorkingDirectory')}/node_modules/.bin/node`);
    assert.ok(existsSync(join(ROOT, script)));
    assert.equal(name, 'deliver');
    assert.equal(parseCall(rest, command).flags.port, '8787');
    for (const one of value('Environment').split(' ')) assert.ok(VARIABLES.has(one.split('=')[0] ?? ''), one);
  });

  test('keeps the store where it alone may write, and leaves time to come to an end', () => {
    assert.ok(value('Environment').includes(`NIGHTLIGHT_STORE=/var/lib/${value('StateDirectory')}/`));
    assert.ok(Number(value('TimeoutStopSec')) > PATIENCE);
  });
});

/** What is under way may take so long after one is asked to end, in seconds. */
const PATIENCE = 30;
