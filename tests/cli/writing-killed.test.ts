import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import { isThorough } from '../thorough.ts';
import { ENGINE, git, PERSON, siteIn, siteToPush, terminalOf, KEY } from './written.ts';

/** At how many steps a call is killed; RUNS=100 takes every one. */
const RUNS = Number(process.env.RUNS || 4);
const QUIETLY = ['--publish', '--yes', '--wait', '0'];
const FIRST = ['new', ...QUIETLY, '--impact', 'follow-alerts'];

/** What somebody says, what was said before, and how much is told once all of it is. */
const NOTICES = [
  { act: 'new', says: FIRST, before: 0, updates: 1 },
  { act: 'update', says: ['update', ...QUIETLY, '--state', 'identified'], before: 1, updates: 2 },
  { act: 'resolve', says: ['resolve', ...QUIETLY, '--began=-20m', '--ended', 'now'], before: 1, updates: 2 },
] as const;

describe('a notice whose call is killed', () => {
  const folders: string[] = [];
  after(() => {
    for (const folder of folders) rmSync(folder, { recursive: true, force: true });
  });

  /** A site whose clone pushes to a bare repository. */
  function begun() {
    const { folder, bare, clone } = siteToPush();
    folders.push(folder);
    return { bare, person: siteIn(clone), steps: join(folder, 'steps') };
  }

  /** Calls it in a process of its own, which may be killed. */
  async function write(folder: string, notice: readonly string[], env: Record<string, string>) {
    const args = [
      '--import',
      join(ENGINE, 'tests/cli/dying.mjs'),
      join(ENGINE, 'src/cli/process.ts'),
      ...notice,
    ];
    const child = spawn(process.execPath, args, {
      cwd: folder,
      // What Node compiled of the first call is read by all others.
      env: {
        ...PERSON,
        NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE,
        NIGHTLIGHT_SITE: folder,
        ...env,
      },
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    let err = '';
    child.stderr.on('data', (part) => {
      err += part;
    });
    const [code, signal] = (await once(child, 'close')) as [number | null, string | null];
    return { code, signal, err };
  }

  /** What was kept as a whole; what a call died of writing is none. */
  const draftsOf = (person: ReturnType<typeof siteIn>) =>
    person.drafts().filter((name) => name.endsWith('.json'));

  /** What everybody can read: how many files, and how many updates in them. */
  function told(bare: string): { files: number; updates: number } {
    const files = git(bare, 'ls-tree', '--name-only', 'main', 'incidents/').match(/incidents\/2\S+/g) ?? [];
    const texts = files.map((file) => git(bare, 'show', `main:${file}`)).join('\n');
    return { files: files.length, updates: texts.match(/^## /gm)?.length ?? 0 };
  }

  /** The same with so many notices told before. */
  async function begunAfter(before: number) {
    const all = begun();
    if (before > 0) {
      const { code, err } = await all.person.call(FIRST);
      assert.equal(code, 0, err);
    }
    return all;
  }

  // An update goes the way of what ends a notice, step by step.
  const every = isThorough || process.env.RUNS ? NOTICES : NOTICES.filter(({ act }) => act !== 'update');
  for (const { act, says, before, updates } of every)
    test(`that says "${act}" is told once after somebody went on with it, at whichever step that was`, async () => {
      const whole = await begunAfter(before);
      const { code, err } = await write(whole.person.folder, says, { COUNT: whole.steps });
      assert.equal(code, 0, err);
      assert.deepEqual(told(whole.bare), { files: 1, updates });
      const steps = Number(readFileSync(whole.steps, 'utf8'));
      assert.ok(steps > 10, `${steps} steps`);
      // What is the same for all of them is tried with the first.
      const apart = Math.max(1, steps / (act === 'new' ? RUNS : Math.ceil(RUNS / 2)));
      for (let at = apart; at <= steps; at += apart) {
        const { bare, person } = await begunAfter(before);
        const what = `step ${Math.floor(at)} of ${steps}`;
        const died = await write(person.folder, says, { DIE_AT: String(Math.floor(at)) });
        assert.equal(died.signal, 'SIGKILL', `${what}: ${died.err}`);
        const then = told(bare);
        const kept = draftsOf(person).length;
        const again = await person.call([act, '--resume', ...QUIETLY]);
        if (kept > 0) {
          assert.equal(again.code, 0, `${what}: ${again.err}`);
          assert.deepEqual(told(bare), { files: 1, updates }, what);
        } else {
          // Nothing was kept yet, or all of it was told.
          assert.notEqual(again.err, '', what);
          assert.deepEqual(told(bare), then, what);
        }
        assert.deepEqual(draftsOf(person), [], what);
      }
    });

  for (const [far, commits] of [
    ['written and not committed', 0],
    ['committed and not pushed', 1],
  ] as const)
    test(`says that it is ${far}, and goes on where somebody says so`, async () => {
      const { bare, person } = begun();
      const name = await cutOff(person, commits);
      const said = await person.call(['new', '--impact', 'sign-in', '--dry-run', '--yes']);
      assert.match(
        said.err,
        new RegExp(
          `incidents/${name}\\.md is ${far}, for the call of .* was cut off\\. Nobody is told of it\\. Add --resume to publish it\\.`,
        ),
      );
      const terminal = terminalOf([/is (?:written|committed) and not/, KEY.enter]);
      const { code, err } = await person.call(['new', '--wait', '0'], { terminal });
      assert.equal(code, 0, err);
      assert.deepEqual(told(bare), { files: 1, updates: 1 });
      assert.deepEqual(person.drafts(), []);
    });

  test('leaves alone what another call is just publishing, and does not call it cut off', async () => {
    const { bare, person } = begun();
    const name = await cutOff(person, 1);
    const others = (...running: number[]) => ({
      processes: { own: 5, runs: (id: number) => running.includes(id) },
    });
    const beside = ['new', '--impact', 'sign-in', '--dry-run', '--yes'];
    const pushing = await person.call(beside, others(7));
    assert.match(
      pushing.err,
      new RegExp(
        `incidents/${name}\\.md is being published by another call .* \\(process 7\\); that is left alone`,
      ),
    );
    assert.doesNotMatch(pushing.err, /cut off/);
    await person.call(['new', '--resume', ...QUIETLY], others(7));
    assert.deepEqual([told(bare).files, person.drafts().length], [0, 1]);
    assert.match((await person.call(beside, others(8))).err, /was cut off/);
  });

  test('says that all was done where it was killed just behind the push', async () => {
    const { bare, person } = begun();
    const name = await cutOff(person, 1);
    git(person.folder, 'push', '-q');
    const { code, out } = await person.call(['new', '--resume', '--publish', '--yes']);
    assert.equal(code, 0);
    assert.match(out, new RegExp(`incidents/${name}\\.md was pushed before the call was cut off\\.`));
    assert.deepEqual([told(bare), person.drafts()], [{ files: 1, updates: 1 }, []]);
  });

  test('says of the end of the last one that was open that nobody is told of it, and tells it', async () => {
    const { bare, person } = await begunAfter(1);
    await cutOff(person, 0, ['resolve', '--yes', '--json', '--began=-20m', '--ended', 'now']);
    const said = await person.call(['resolve', '--yes']);
    assert.equal(said.code, 2);
    assert.match(said.err, /is written and not committed.* Add --resume to publish it\./);
    const terminal = terminalOf([/is written and not committed/, KEY.enter]);
    const { code, err } = await person.call(['resolve', '--wait', '0'], { terminal });
    assert.equal(code, 0, err);
    assert.deepEqual([told(bare), person.drafts()], [{ files: 1, updates: 2 }, []]);
  });

  /** What lies there where a call was killed with the file written, or committed too. @returns its name. */
  async function cutOff(
    person: ReturnType<typeof siteIn>,
    commits: number,
    says: readonly string[] = ['new', '--yes', '--json', '--impact', 'follow-alerts'],
  ): Promise<string> {
    const [act] = says;
    const { code, out } = await person.call(says);
    assert.equal(code, 0);
    const { incident: id, update } = JSON.parse(out) as { incident: string; update: string };
    const file = { id, update, text: person.read(id) };
    const draft = {
      name: 'new-1',
      act,
      ...(act !== 'new' && { incident: id }),
      at: Date.parse('2026-03-01T03:10Z'),
      typed: {},
      by: 7,
      file,
      publishing: true,
    };
    mkdirSync(join(person.folder, '.git/nightlight'), { recursive: true });
    writeFileSync(join(person.folder, '.git/nightlight/new-1.json'), JSON.stringify(draft));
    if (commits > 0) person.commit('2026-03-01T03:10Z');
    return id;
  }
});
