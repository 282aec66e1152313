import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { test } from 'node:test';

const ROOT = resolve(import.meta.dirname, '../..');

/** The rooms of the house, each with those it may import, as CONTRIBUTING.md tells a newcomer. */
const rooms = new Map(
  [
    ...readFileSync(join(ROOT, 'CONTRIBUTING.md'), 'utf8').matchAll(
      /^\| `src\/([\w-]+)\/` \| [^|]* \| ([^|]*) \|/gm,
    ),
  ].map(([, room = '', may = '']) => [room, may.split(', ').map((one) => one.trim())]),
);
const neighbours = [...rooms.keys()].filter((room) => room !== 'pages');

/** What the linter forbids in files that try: `<file>:<line>`. */
function refused(files: Record<string, string[]>): string[] {
  const folder = mkdtempSync(join(tmpdir(), 'nightlight-'));
  cpSync(join(ROOT, 'biome.json'), join(folder, 'biome.json'));
  cpSync(join(ROOT, 'tests/lint'), join(folder, 'tests/lint'), { recursive: true });
  for (const [file, lines] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), lines.join('\n'));
  }
  const folders = new Set(Object.keys(files).map((file) => file.split('/')[0] as string));
  const { stdout } = spawnSync(
    join(ROOT, 'node_modules/.bin/biome'),
    ['lint', '--reporter=json', '--max-diagnostics=none', ...folders],
    { cwd: folder, encoding: 'utf8' },
  );
  const { diagnostics } = JSON.parse(stdout) as { diagnostics: Diagnostic[] };
  return diagnostics
    .filter(({ category }) => /^plugin$|noRestricted(Imports|Globals)$/.test(category))
    .map(({ location: { path, start } }) => `${path}:${start.line}`);
}

interface Diagnostic {
  category: string;
  location: { path: string; start: { line: number } };
}

test('a room imports those that stand beside it in CONTRIBUTING.md, and no other', () => {
  const files = Object.fromEntries(
    [...rooms.keys()].map((room) => [
      `src/${room}/tries.ts`,
      neighbours.map((other) => `import '../${other}/index.ts';`),
    ]),
  );
  const tried = [...rooms].flatMap(([room, may]) =>
    neighbours.flatMap((other, index) =>
      other === room || may.includes(other) ? [] : [`src/${room}/tries.ts:${index + 1}`],
    ),
  );
  assert.ok(rooms.size >= 15, 'the table is read');
  const own = [...rooms.keys()].map((room) => `src/${room}/tries.ts:${neighbours.indexOf(room) + 1}`);
  assert.deepEqual(
    refused(files)
      .filter((one) => !own.includes(one))
      .toSorted(),
    tried.toSorted(),
  );
});

test('each folder of the sources is a room of the table', () => {
  const folders = readdirSync(join(ROOT, 'src'), { withFileTypes: true }).filter((one) => one.isDirectory());
  assert.deepEqual(folders.map(({ name }) => name).toSorted(), [...rooms.keys(), 'styles'].toSorted());
});

test('a room goes to another by the way that the table is held to, also for a type', () => {
  const lines = [
    "import './../delivery/index.ts';",
    "import './feeds/../../delivery/index.ts';",
    "import '../feeds/../delivery/index.ts';",
    "export const late = () => import('./../delivery/index.ts');",
    "export type Late = import('../delivery/index.ts').Late;",
    "import '/srv/site/src/delivery/index.ts';",
    "export { told } from 'file:///srv/site/src/delivery/index.ts';",
    "export const absolute = () => import('/srv/site/src/delivery/index.ts');",
    "export const near = new URL('../delivery/index.ts', import.meta.url);",
    // These may be imported.
    "import './feeds/index.ts';",
    "import '../domain/index.ts';",
  ];
  const tries = lines.slice(0, -2).map((_, index) => `src/publications/tries.ts:${index + 1}`);
  assert.deepEqual([...new Set(refused({ 'src/publications/tries.ts': lines }))].toSorted(), tries);
});

test('the domain imports nothing, and takes no clock, chance, network or state that it was not given', () => {
  const lines = [
    "import { parseDocument } from 'yaml';",
    "import { readFileSync } from 'node:fs';",
    "import { wordsOf } from '../i18n/index.ts';",
    "import { IntlMessageFormat } from 'intl-messageformat';",
    "import en from '../i18n/words/en.json' with { type: 'json' };",
    "export const late = import('../problems/index.ts');",
    'export const now = Date.now();',
    'export const today = new Date();',
    'export const chance = Math.random();',
    'export const zone = process.env.TZ;',
    'export const steady = performance.now();',
    "export const answer = fetch('/heartbeat.json');",
    'export const state = globalThis;',
    'export const spoken = Date();',
    'export const { now: hidden } = Date;',
    "export const named = Date['now'];",
    'export const clock = { now: Date.now };',
    'export const { random } = Math;',
    "export const thrown = Math['random']();",
    'export const hour = (at: number) => new Date(at).getHours();',
    "export type Words = import('../i18n/index.ts').Words;",
    "export const fs = require('node:fs');",
    'export const page = self.location;',
    "console.log('said');",
    "export const socket = new WebSocket('wss://example.org');",
    "export const events = new EventSource('/events');",
    'export const asked = new XMLHttpRequest();',
    "export const others = new BroadcastChannel('tabs');",
    'export const kept = sessionStorage;',
    'export const stores = indexedDB;',
    'export const answers = caches;',
    "export const thread = new Worker('/other.js');",
    'export const address = location.href;',
    // What is given may be computed with.
    'export const day = (at: number) => new Date(at).getUTCDate() + Date.UTC(2026, 0, 1);',
  ];
  const tries = lines.slice(0, -1).map((_, index) => `src/domain/tries.ts:${index + 1}`);
  assert.deepEqual(refused({ 'src/domain/tries.ts': lines }).toSorted(), tries.toSorted());
});

/** Those that speak to the system, run in a browser, or decide which clock and environment count. */
const KNOW_A_MACHINE = ['system', ...['islands', 'browser', 'components', 'layouts', 'pages', 'site', 'cli']];

test('every other room has clock, chance and environment passed in, too', () => {
  const lines = [
    'export const now = Date.now();',
    'export const today = new Date();',
    'export const chance = Math.random();',
    'export const hour = (at: number) => new Date(at).getHours();',
    'export const zone = process.env.TZ;',
    "console.log('said');",
  ];
  const others = [...rooms.keys()].filter((room) => !KNOW_A_MACHINE.includes(room));
  const files = others.flatMap((room) => [`src/${room}/tries.ts`, `src/${room}/deep/tries.ts`]);
  assert.ok(others.length >= 19, others.join());
  assert.deepEqual(
    refused(Object.fromEntries(files.map((file) => [file, lines]))).toSorted(),
    files.flatMap((file) => lines.map((_, index) => `${file}:${index + 1}`)).toSorted(),
  );
});

test('a command reads nothing of the process, and says nothing past whoever called it', () => {
  const lines = ['export const now = process.argv;', "console.log('done');"];
  const tried = { 'src/cli/commands/tries.ts': lines, 'src/cli/process.ts': lines };
  assert.deepEqual(refused(tried).toSorted(), ['src/cli/commands/tries.ts:1', 'src/cli/commands/tries.ts:2']);
});

test('a law takes chance from the one place that gives it its seed', () => {
  const tries = (path: string) => ({ [path]: ["import fc from 'fast-check';", 'export default fc;'] });
  assert.deepEqual(refused(tries('tests/domain/tries.ts')), ['tests/domain/tries.ts:1']);
  assert.deepEqual(refused(tries('tests/chance.ts')), []);
});
