import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import { git, PERSON, siteIn, siteToWrite } from './written.ts';

const folders: string[] = [];
after(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

const DRILL = '2026-03-01-rehearsal';
const TOLD = `${DRILL}/u-20260301T031000Z`;
const OVER = `${DRILL}/u-20260301T031000Z-2`;

/** A site whose clone pushes to a bare repository, on a clock that runs while one waits. */
function setUp(live: readonly string[], proof?: unknown) {
  const first = siteToWrite();
  const folder = mkdtempSync(join(tmpdir(), 'nightlight-rehearse-'));
  folders.push(first.folder, folder);
  const [bare, clone] = [join(folder, 'bare.git'), join(folder, 'clone')];
  execFileSync('git', ['clone', '-q', '--bare', first.folder, bare], { env: PERSON, stdio: 'pipe' });
  execFileSync('git', ['clone', '-q', bare, clone], { env: PERSON, stdio: 'pipe' });
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
    const kept = JSON.parse(readFileSync(join(person.folder, 'public/rehearsals.json'), 'utf8')) as {
      rehearsals: Told[];
    };
    assert.deepEqual(
      kept.rehearsals.map((one) => one.incident),
      [DRILL],
    );
  });

  test('that is never seen on the page ends its drill all the same, and says that it may stand there', async () => {
    const { bare, call } = setUp([]);
    const { code, out, err } = await call('--impact', 'follow-alerts', '--wait', '10');
    assert.equal(code, 3);
    assert.match(out, /notice live +not {2}The public page does not say it: .*does not have it yet/);
    assert.match(out, /It did not go all the way/);
    assert.match(err, /To end it: nightlight resolve 2026-03-01-rehearsal --publish/);
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
