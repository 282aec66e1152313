import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import { readRehearsals } from '../../src/domain/rehearsals-file.ts';
import { speakerFor } from '../../src/cli/speaking.ts';
import { loadConfig } from '../../src/site/config.ts';
import { placeOf } from '../../src/site/place.ts';
import { VirtualTime } from '../watch/virtual.ts';
import { call as callHere } from './io.ts';
import { git, PERSON, siteIn, siteToPush } from './written.ts';

const folders: string[] = [];
after(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

const DRILL = '2026-03-01-rehearsal';
const TOLD = `${DRILL}/u-20260301T031000Z`;
const OVER = `${DRILL}/u-20260301T031000Z-2`;

/** A site whose clone pushes to a bare repository, on a clock that runs while one waits. */
function setUp(live: readonly string[], proof?: unknown) {
  const { folder, bare, clone } = siteToPush();
  folders.push(folder);
  let now = Date.parse('2026-03-01T03:10Z');
  const asked: string[] = [];
  const around = {
    now: () => now,
    wait: async (ms: number) => {
      now += ms;
    },
    fetch: (async (address: URL | string) => {
      now += 500;
      asked.push(String(address));
      if (String(address).endsWith('/proof.json'))
        return proof === undefined ? new Response('', { status: 404 }) : Response.json(proof);
      return Response.json({ items: live.map((id) => ({ _nightlight: { id } })) });
    }) as typeof fetch,
  };
  const person = siteIn(clone);
  return {
    ...{ bare, person, asked },
    call: (...argv: string[]) => person.call(['rehearse', ...argv], around),
  };
}

interface Told {
  passed: boolean;
  incident: string | null;
  steps: { step: string; seconds: number | null; known: string; says: string }[];
}

describe('a rehearsal', () => {
  test('tells a drill, ends it, and says how long each step took', async () => {
    const { bare, call, person, asked } = setUp([TOLD, OVER], {
      about: 'a test',
      written_at: '2026-03-01T03:10:20Z',
      updates: [
        {
          id: TOLD,
          published: '2026-03-01T03:10:02Z',
          channels: [
            {
              channel: 'mastodon',
              kind: 'mastodon',
              first_at: '2026-03-01T03:10:09Z',
              median_seconds: 7,
              p99_seconds: 7,
            },
          ],
        },
      ],
    });
    const { code, out, err } = await call('--impact', 'follow-alerts', '--json');
    assert.equal(code, 0, err);
    const { passed, incident, steps } = JSON.parse(out) as Told;
    assert.deepEqual([passed, incident], [true, DRILL]);
    assert.deepEqual(
      steps.map(({ step, seconds, known }) => [step, seconds, known]),
      [
        ['notice pushed', 0, 'measured'],
        ['notice live', 0.5, 'measured'],
        ['cache', 600, 'stated'],
        ['reader', 60, 'stated'],
        ['told by mastodon', 7, 'measured'],
        ['all-clear pushed', 0, 'measured'],
        ['all-clear live', 0.5, 'measured'],
      ],
    );
    assert.equal(
      asked.filter((one) => one.endsWith('/proof.json')).length,
      1,
      'it waits no longer than it must',
    );
    const file = git(bare, 'show', `main:incidents/${DRILL}.md`);
    assert.match(file, /^drill: true$/m);
    assert.match(file, /## Resolved[\s\S]*The drill is over\./);
    const kept = readRehearsals(readFileSync(join(person.folder, 'public/rehearsals.json'), 'utf8'));
    assert.deepEqual(
      kept,
      {
        rows: [
          { at: Date.parse('2026-03-01T03:10Z'), incident: DRILL, passed: true, live: 500, told: 7_500 },
        ],
      },
      'and a page can say it',
    );
  });

  test('that is never seen on the page ends its drill all the same, and says that it may stand there', async () => {
    const { bare, call } = setUp([]);
    const { code, out, err } = await call('--impact', 'follow-alerts', '--wait', '10');
    assert.equal(code, 3);
    assert.match(out, /notice live +not {2}The public page does not say it: .*does not have it yet/);
    assert.match(out, /It did not go all the way/);
    assert.match(err, /The end of the drill is pushed and not on the page yet/);
    assert.match(git(bare, 'show', `main:incidents/${DRILL}.md`), /## Resolved/);
  });

  test('says so where nobody was told, and what a drill is told by', async () => {
    const { call } = setUp([TOLD, OVER]);
    const { code, out } = await call('--impact', 'follow-alerts', '--told', '4');
    assert.equal(code, 0);
    assert.match(out, /told +not {2}Nobody who delivers said within 4 seconds .* drills: true/);
  });

  test('that cannot leave says where it stopped', async () => {
    const { bare, call } = setUp([TOLD, OVER]);
    rmSync(bare, { recursive: true });
    const { code, out } = await call('--impact', 'follow-alerts');
    assert.equal(code, 3);
    assert.match(
      out,
      /notice pushed +not {2}It was written and did not leave: [^\n]*origin cannot be reached/,
    );
  });

  test('never writes over a file that is none of its own', async () => {
    const { call, person } = setUp([TOLD, OVER]);
    mkdirSync(join(person.folder, 'public'));
    writeFileSync(join(person.folder, 'public/rehearsals.json'), '{}');
    const { code, err } = await call('--impact', 'follow-alerts', '--told', '0');
    assert.equal(code, 1);
    assert.match(err, /holds no rehearsals\. Move it away/);
    assert.equal(readFileSync(join(person.folder, 'public/rehearsals.json'), 'utf8'), '{}');
  });
});

describe('a rehearsal by the way of the watcher', () => {
  const CHECKS = `watch:
  ask: https://pager.example.org/
  failures: 3
  quorum: 2
  checks:
    - { id: alerts, every: 20, fails: [follow-alerts], http: { url: 'https://a.example.org' } }
    - { id: device, every: 40, fails: [device-alarms], http: { url: 'https://c.example.org' } }
`;
  const { NIGHTLIGHT_NOW: _, ...ENV } = PERSON;
  const NIGHT = Date.parse('2026-03-01T03:10:20Z');

  /** A site with checks, on a clock that stands still while git works. The page has whatever was pushed. */
  function watched() {
    const { folder, bare, clone } = siteToPush((config) => config.replace(/^watch:\n/m, CHECKS));
    folders.push(folder);
    const time = new VirtualTime(NIGHT);
    const asked: string[] = [];
    const fetchNow = (async (address: URL | string) => {
      asked.push(String(address));
      if (String(address).endsWith('/proof.json')) return new Response('', { status: 404 });
      return Response.json({ items: publicIds(bare).map((id) => ({ _nightlight: { id } })) });
    }) as typeof fetch;
    const around = { now: time.now, steady: time.steady, wait: time.wait, fetch: fetchNow };
    async function rehearsed(args: string[] = [], during?: () => Promise<unknown>) {
      let isOver = false;
      const ended = callHere(['rehearse', '--json', '--told', '0', ...args], {
        ...{ ...around, cwd: clone, env: ENV },
      }).finally(() => {
        isOver = true;
      });
      let isDuring = false;
      for (let minute = 0; minute < 60 && !isOver; minute++) {
        await time.pass(
          60_000,
          () => isOver || (during !== undefined && !isDuring && publicIds(bare).length > 0),
        );
        if (during && !isDuring && publicIds(bare).length > 0) {
          isDuring = true;
          await during();
        }
      }
      assert.ok(isOver, 'it ends');
      return ended;
    }
    return { bare, clone, folder, time, asked, around, rehearsed };
  }

  /** What a page would say that has all that was pushed. */
  function publicIds(bare: string): string[] {
    const names = git(bare, 'ls-tree', '--name-only', 'main:incidents').split('\n');
    return names
      .filter((name) => name.endsWith('.md'))
      .flatMap((name) => {
        const seen = new Map<string, number>();
        return [
          ...git(bare, 'show', `main:incidents/${name}`).matchAll(/^## \w+ - (\S+)(?:.*\{#(\S+)\})?/gm),
        ].map(([, at = '', named]) => {
          const usual = `u-${new Date(at).toISOString().slice(0, 19).replace(/[-:]/g, '')}Z`;
          seen.set(usual, (seen.get(usual) ?? 0) + 1);
          const count = seen.get(usual);
          return `${name.slice(0, -3)}/${named ?? (count === 1 ? usual : `${usual}-${count}`)}`;
        });
      });
  }

  test('is judged by the rules of the site, told as a drill, calm again and ended', async () => {
    const { bare, asked, rehearsed } = watched();
    const { code, out, err } = await rehearsed();
    assert.equal(code, 0, err + out);
    const { passed, incident, steps } = JSON.parse(out) as Told;
    assert.deepEqual([passed, incident], [true, DRILL]);
    const seconds = Object.fromEntries(steps.map((one) => [one.step, one.seconds]));
    // Three looks, ten seconds between them, from both places.
    assert.equal(seconds.judged, 20);
    assert.deepEqual(
      steps.map(({ step, known }) => [step, known]),
      [
        ['interval', 'stated'],
        ['judged', 'measured'],
        ['notice pushed', 'measured'],
        ['notice live', 'measured'],
        ['cache', 'stated'],
        ['reader', 'stated'],
        ['told', 'measured'],
        ['judged well', 'measured'],
        ['calm', 'stated'],
        ['monitoring pushed', 'measured'],
        ['monitoring live', 'measured'],
        ['all-clear pushed', 'measured'],
        ['all-clear live', 'measured'],
      ],
    );
    const file = git(bare, 'show', `main:incidents/${DRILL}.md`);
    assert.match(file, /^drill: true$/m);
    assert.match(file, /## Investigating[\s\S]*This is a drill\. Nothing is wrong\./);
    assert.match(file, /## Monitoring[\s\S]*This is a drill\.[\s\S]*## Resolved[\s\S]*The drill is over\./);
    assert.doesNotMatch(file, /A check found this|A person is being asked/);
    assert.deepEqual(
      asked.filter((one) => one.includes('pager')),
      [],
      'nobody is called out for a drill',
    );
  });

  test('keeps no real failure of the same component from being told', async () => {
    const night = watched();
    const { code, err } = await night.rehearsed([], async () => {
      const clone = join(night.folder, 'watcher');
      execFileSync('git', ['clone', '-q', night.bare, clone], { env: PERSON, stdio: 'pipe' });
      const place = placeOf(ENV, clone);
      const { config } = await loadConfig(place);
      assert.ok(config);
      const speak = speakerFor({
        io: {
          ...night.around,
          cwd: clone,
          stdout: { write: () => undefined },
          stderr: { write: () => undefined },
          begin: () => {
            throw new Error('no test begins another process');
          },
        },
        ...{ env: ENV, place: () => place, watch: config.watch, isDry: false },
        log: { info: () => undefined, error: () => undefined },
      });
      const since = night.time.now() - 60_000;
      await speak(
        [{ check: 'alerts', state: 'down', since, why: 'answered 502' }],
        undefined,
        async () => undefined,
      );
    });
    assert.equal(code, 0, err);
    const real = git(night.bare, 'show', 'main:incidents/2026-03-01-followers-get-no-alerts.md');
    assert.doesNotMatch(real, /drill/);
    assert.match(real, /## Investigating/);
    assert.match(git(night.bare, 'show', `main:incidents/${DRILL}.md`), /## Resolved/);
  });

  test('is not begun while something is wrong, nor with a check that there is not', async () => {
    const { clone, rehearsed } = watched();
    const wrong = await rehearsed(['--check', 'alert']);
    assert.equal(wrong.code, 2);
    assert.match(wrong.err, /--check[\s\S]*alerts, device/);
    writeFileSync(
      join(clone, 'incidents/2026-03-01-real.md'),
      '---\ntitle: Followers get no alerts\nimpact:\n  follow-alerts: major_outage\n---\n## Investigating - 2026-03-01T03:05Z\nWe look.\n',
    );
    const { code, err } = await rehearsed();
    assert.equal(code, 1);
    assert.match(err, /"Followers get no alerts" is open\. Rehearse when it is over/);
  });
});
