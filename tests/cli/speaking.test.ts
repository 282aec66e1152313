import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { after, describe, test } from 'node:test';
import type { Io } from '../../src/cli/command.ts';
import { askerAhead, speakerFor } from '../../src/cli/speaking.ts';
import { placeOf } from '../../src/site/place.ts';
import { loadConfig } from '../../src/site/config.ts';
import type { Verdict } from '../../src/watch/judge.ts';
import { git, PERSON, siteToPush } from './written.ts';

const folders: string[] = [];
after(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

const { NIGHTLIGHT_NOW: _, ...ENV } = PERSON;
const START = Date.parse('2026-03-01T03:10:20Z');
const ID = '2026-03-01-followers-get-no-alerts';
const CHECKS = `watch:
  ask: https://pager.example.org/
  checks:
    - { id: alerts, fails: [follow-alerts], http: { url: 'https://a.example.org' } }
    - { id: device, fails: [device-alarms], http: { url: 'https://c.example.org' } }
`;

/** A watcher whose site pushes to a bare repository, at a minute of its night. */
async function setUp(resolves = false, checks = CHECKS) {
  const { folder, bare, clone } = siteToPush((config) =>
    config.replace(/^watch:\n/m, `${checks}  resolves: ${resolves}\n`),
  );
  folders.push(folder);
  const place = placeOf(ENV, clone);
  const { config } = await loadConfig(place);
  assert.ok(config);
  let now = START;
  const [asked, errors]: [{ kind: string; take_over: string }[], string[]] = [[], []];
  const said: string[] = [];
  const io = {
    ...{ cwd: clone, now: () => now, wait: async () => undefined },
    fetch: (async (_: string, init: RequestInit) => {
      asked.push(JSON.parse(String(init.body)));
      return new Response('', { status: 200 });
    }) as unknown as typeof fetch,
    stdout: { write: () => undefined },
    stderr: { write: () => undefined },
    begin: () => {
      throw new Error('no test begins another process');
    },
  } satisfies Io;
  let kept: unknown;
  const begin = (isDry = false) =>
    speakerFor({
      ...{ io, env: ENV, place: () => place, watch: config.watch, isDry },
      log: {
        info: (what, facts) => said.push(`${what} ${JSON.stringify(facts)}`),
        error: (what, facts) => errors.push(`${what} ${JSON.stringify(facts)}`),
      },
    });
  let speak = begin();
  return {
    ...{ bare, clone, folder, asked, errors, said },
    askAhead: askerAhead({ io, env: ENV, place: () => place, watch: config.watch }),
    /** What the watcher does at a minute, where its checks are so. `diesAt` ends it as it keeps something, and begins it again. */
    at: async (
      minute: number,
      alerts: Partial<Verdict>,
      { diesAt = 0, isDry = false, device = {} as Partial<Verdict> } = {},
    ) => {
      now = START + minute * 60_000;
      const verdicts: Verdict[] = [
        { check: 'alerts', state: 'up', since: START - 3_600_000, ...alerts },
        { check: 'device', state: 'up', since: START - 3_600_000, ...device },
      ];
      let steps = 0;
      const keep = async (memory: unknown) => {
        if (++steps === diesAt) {
          speak = begin();
          throw new Error('ended here');
        }
        kept = memory;
      };
      kept = await (isDry ? begin(true) : speak)(verdicts, structuredClone(kept), keep);
      return steps;
    },
    file: (id = ID) => git(bare, 'show', `main:incidents/${id}.md`),
    /** A person who pushes what they changed in a file. */
    person: (name: string, change: (text: string) => string) => {
      const own = mkdtempSync(join(folder, 'person-'));
      execFileSync('git', ['clone', '-q', bare, own], { env: PERSON, stdio: 'pipe' });
      const path = join(own, `incidents/${name}.md`);
      writeFileSync(path, change(readFileSync(path, 'utf8')));
      git(own, 'commit', '-qam', 'A person');
      git(own, 'push', '-q');
    },
    /** Somebody whose push of a file comes just before the next one of the watcher. */
    whileWriting: (path: string, text: string) => {
      const own = mkdtempSync(join(folder, 'other-'));
      execFileSync('git', ['clone', '-q', bare, own], { env: PERSON, stdio: 'pipe' });
      writeFileSync(join(own, path), text);
      git(own, 'add', '-A');
      git(own, 'commit', '-qm', 'Another');
      const hook = join(clone, '.git/hooks/post-commit');
      mkdirSync(dirname(hook), { recursive: true });
      writeFileSync(
        hook,
        `#!/bin/sh\nunset $(git rev-parse --local-env-vars)\ngit -C '${own}' push -q\nrm "$0"\n`,
      );
      chmodSync(hook, 0o755);
    },
    /** A person who pushes that a file and its translations are gone. */
    gone: (name: string) => {
      const own = mkdtempSync(join(folder, 'person-'));
      execFileSync('git', ['clone', '-q', bare, own], { env: PERSON, stdio: 'pipe' });
      git(own, 'rm', '-q', `incidents/${name}.md`, `incidents/${name}.es.md`);
      git(own, 'commit', '-qm', 'Taken away');
      git(own, 'push', '-q');
    },
    log: () => git(bare, 'log', '--format=%s', 'main').split('\n'),
  };
}

const DOWN: Partial<Verdict> = {
  ...{ state: 'down', since: START - 60_000, lastGood: START - 90_000 },
  why: 'answered 502',
};

const OTHER = `---
title: No alerts
began: 2026-03-01T03:09Z
impact:
  follow-alerts: major_outage
advice: Wait.
---

## Investigating - 2026-03-01T03:10Z
Another watcher says it.
`;

describe('a watcher that speaks', () => {
  test('publishes a first notice that says what is lost, what works, and that a check wrote it', async () => {
    const night = await setUp();
    await night.at(0, DOWN);
    const file = night.file();
    assert.match(file, /^title: Followers get no alerts$/m);
    assert.match(file, /^began: 2026-03-01T03:08Z\/2026-03-01T03:09Z$/m);
    assert.match(file, /follow-alerts: major_outage/);
    assert.match(file, /^works: \[device-alarms\]$|works:\n {2}- device-alarms/m);
    assert.match(
      file,
      /## Investigating - 2026-03-01T03:10Z\nFollowers get no alerts\.[\s\S]*A check found this by itself and wrote this notice\./,
    );
    assert.deepEqual(night.log(), ['New notice: Followers get no alerts', 'Begin']);
    assert.deepEqual(night.asked, [
      {
        ...{ kind: 'open', incident: ID, impact: [{ component: 'follow-alerts', status: 'major_outage' }] },
        checks: [{ id: 'alerts', why: 'answered 502' }],
        ...{ published: true, take_over: `nightlight update ${ID} --publish` },
      },
    ]);
    assert.deepEqual(night.errors, []);
  });

  test('says that a person is asked only where somebody is', async () => {
    const night = await setUp();
    await night.at(0, DOWN);
    assert.match(night.file(), /wrote this notice\. A person is being asked to look\.$/);
    const alone = await setUp(false, CHECKS.replace(/ {2}ask: .*\n/, ''));
    await alone.at(0, DOWN);
    assert.match(alone.file(), /wrote this notice\.$/);
    assert.deepEqual(alone.asked, []);
  });

  test('asks a person to mend what will fail soon, in the words of its check, and nobody where none is named', async () => {
    const night = await setUp();
    const why = 'has a certificate that is valid until 2026-03-05 only';
    assert.equal(await night.askAhead?.([{ check: 'alerts', why }]), undefined);
    assert.deepEqual(night.asked, [
      {
        ...{ kind: 'soon', incident: null, impact: [], checks: [{ id: 'alerts', why }] },
        ...{ published: false, take_over: null },
      },
    ]);
    const alone = await setUp(false, CHECKS.replace(/ {2}ask: .*\n/, ''));
    assert.equal(alone.askAhead, undefined);
  });

  test('asks by a command where one is named, and says in the log that it failed', async () => {
    const ask = (script: string) =>
      CHECKS.replace('https://pager.example.org/', JSON.stringify([process.execPath, '-e', script]));
    const script = "require('fs').writeFileSync('.git/asked', require('fs').readFileSync(0))";
    const night = await setUp(false, ask(script));
    await night.at(0, DOWN);
    const told = JSON.parse(readFileSync(join(night.folder, 'clone/.git/asked'), 'utf8'));
    assert.deepEqual([told.kind, told.incident], ['open', ID]);
    assert.match(night.file(), /A person is being asked to look\.$/);
    assert.deepEqual([night.asked, night.errors], [[], []]);
    const failing = await setUp(false, ask('process.exitCode = 2'));
    await failing.at(0, DOWN);
    assert.deepEqual(failing.errors, ['nobody could be asked to take over {"why":"it ended with 2"}']);
    await failing.at(236, DOWN);
    assert.equal(failing.errors.length, 2, 'it is asked again with the next word');
  });

  test('says of the cause that it is not known, for no check looks for one', async () => {
    const night = await setUp();
    await night.at(0, DOWN);
    assert.match(night.file(), /Followers get no alerts\. We do not know the cause yet\. We have checked/);
  });

  test('keeps the word that it gave where nobody took over, and asks again', async () => {
    const night = await setUp();
    await night.at(0, DOWN);
    assert.match(night.file(), /^next_update: 2026-03-01T07:10Z$/m);
    await night.at(234, DOWN);
    assert.equal(night.asked.length, 1, 'it is not due for six minutes');
    await night.at(236, DOWN);
    assert.match(
      night.file(),
      /## Update - 2026-03-01T07:06Z\nFollowers get no alerts\. Nothing has changed: our checks still find this\. No person has written here yet\. We have checked, and this still works: Device alarms\. We write again by 11:05 UTC, also if there is nothing new\.$/,
    );
    assert.match(night.file(), /^next_update: 2026-03-01T11:05Z$/m);
    assert.match(night.file(), /^impact:\n {2}follow-alerts: major_outage$/m);
    await night.at(237, DOWN);
    const well = { state: 'up', since: START + 240 * 60_000 } as const;
    await night.at(250, well);
    await night.at(485, well);
    assert.match(
      night.file(),
      /## Update - 2026-03-01T11:15Z\nOur checks go well, and nothing has failed since 07:10 UTC\. No person has written here yet\. We write again by 15:15 UTC/,
    );
    const said = night.asked.map((one) => [one.kind, one.take_over.split(' ')[1]]);
    assert.deepEqual(said, [
      ['open', 'update'],
      ['still', 'update'],
      ['calm', 'resolve'],
      ['holds', 'resolve'],
    ]);
    assert.deepEqual(night.errors, []);
  });

  test('follows its notice: calm, and over where it may say so', async () => {
    const night = await setUp(true);
    await night.at(0, DOWN);
    await night.at(1, DOWN);
    const up = { state: 'up', since: START + 4 * 60_000 } as const;
    await night.at(14, up);
    assert.match(
      night.file(),
      /## Monitoring - 2026-03-01T03:24Z\nOur checks have gone well again since 03:14 UTC\./,
    );
    assert.match(
      night.file(),
      /follow-alerts:\n {4}- \{ from: 2026-03-01T03:08Z\/2026-03-01T03:09Z, status: major_outage \}\n {4}- \{ from: 2026-03-01T03:14Z, status: operational \}/,
      'it ends when it came back, and not when that is said',
    );
    await night.at(24, up);
    assert.match(night.file(), /## Resolved - 2026-03-01T03:34Z\nOur checks go well again/);
    assert.equal(night.log().length, 4);
    assert.deepEqual(night.errors, []);
  });

  test('names in headline, commit and advice what fails besides, in each language', async () => {
    const night = await setUp();
    await night.at(0, { ...DOWN });
    await night.at(2, DOWN, { device: { ...DOWN, since: START + 60_000 } });
    const title = 'Followers get no alerts, and the wearer’s own device sounds no alarms';
    assert.equal(/^title: (.*)$/m.exec(night.file())?.[1]?.replaceAll("'", '’'), title);
    assert.equal(night.log()[0]?.replaceAll("'", '’'), `Investigating: ${title}`);
    assert.match(night.file(), /## Investigating - 2026-03-01T03:12Z\n/);
    assert.match(night.file(`${ID}.es`), /^title: Quienes siguen no reciben alertas, y el dispositivo/m);
    assert.deepEqual(night.errors, []);
  });

  test('leaves a title as a person wrote it, also where more fails', async () => {
    const night = await setUp();
    await night.at(0, DOWN);
    night.person(ID, (text) => text.replace(/^title: .*$/m, 'title: No alerts anywhere'));
    await night.at(2, DOWN, { device: { ...DOWN, since: START + 60_000 } });
    assert.match(night.file(), /^title: No alerts anywhere$/m);
  });

  test('keeps its notice where the clock is set back before it, says so once, and begins no second', async () => {
    const night = await setUp();
    await night.at(0, DOWN);
    const commits = night.log();
    const anew = { ...DOWN, since: START - 130 * 60_000, lastGood: START - 131 * 60_000 };
    for (const minute of [-120, -119]) await night.at(minute, anew);
    assert.deepEqual(night.log(), commits);
    assert.deepEqual(
      night.errors.map((line) => /^the clock stands before what was said last.*(\{.*\})$/.exec(line)?.[1]),
      [`{"incident":"${ID}"}`],
    );
    await night.at(14, { state: 'up', since: START + 4 * 60_000 });
    assert.match(night.file(), /## Monitoring - 2026-03-01T03:24Z/);
    assert.deepEqual(
      night.said.filter((line) => /person/.test(line)),
      [],
    );
  });

  test('leaves its notice to another watcher that began the same at the same moment, and can speak again', async () => {
    const night = await setUp();
    // The other one pushes while this one reads, writes and commits.
    night.whileWriting(`incidents/${ID}.md`, OTHER);
    await night.at(0, DOWN);
    assert.equal(night.file(), OTHER.trim());
    assert.deepEqual(night.errors, []);
    await night.at(2, DOWN);
    assert.equal(night.file(), OTHER.trim());
    assert.deepEqual(
      night.said.map((line) => line.replace(/ \{.*/, '')),
      [
        'open',
        'another began this notice at the same moment and was faster; it is left to them',
        'a person wrote in this notice; what follows in it is left to them',
        'this fails, and is left to the person who speaks of it',
      ],
    );
    await night.at(4, DOWN, { device: { ...DOWN, since: START + 3 * 60_000 } });
    assert.match(night.log()[0] ?? '', /^New notice: /, 'what fails besides is told, and leaves');
  });

  test('holds on to its notice where somebody keeps something else in its clone that went nowhere', async () => {
    const night = await setUp();
    writeFileSync(join(night.clone, 'notes.txt'), 'mine');
    git(night.clone, 'add', 'notes.txt');
    git(night.clone, 'commit', '-qm', 'Mine');
    night.whileWriting(`incidents/${ID}.md`, OTHER);
    await night.at(0, DOWN);
    assert.match(
      night.errors.join(),
      /^it is written and people are not told .*Both of you began the same file/,
    );
    assert.deepEqual(git(night.clone, 'log', '--format=%s', '-2').split('\n'), [
      'New notice: Followers get no alerts',
      'Mine',
    ]);
  });

  test('calls its notice otherwise than one of that day that was published and taken away', async () => {
    const night = await setUp();
    await night.at(0, DOWN);
    await night.at(14, { state: 'up', since: START + 4 * 60_000 });
    night.gone(ID);
    await night.at(30, { state: 'up', since: START + 4 * 60_000 });
    await night.at(40, { ...DOWN, since: START + 39 * 60_000, lastGood: START + 38 * 60_000 });
    assert.match(night.file(`${ID}-2`), /## Investigating - 2026-03-01T03:50Z/);
    assert.deepEqual(night.errors, []);
  });

  test('says nothing more once a person wrote in another clone', async () => {
    const night = await setUp();
    await night.at(0, DOWN);
    const person = join(night.folder, 'person');
    execFileSync('git', ['clone', '-q', night.bare, person], { env: PERSON, stdio: 'pipe' });
    const path = join(person, `incidents/${ID}.md`);
    writeFileSync(path, `${readFileSync(path, 'utf8')}\n## Identified - 2026-03-01T03:12Z\nWe found it.\n`);
    git(person, 'commit', '-qam', 'We found it');
    git(person, 'push', '-q');
    await night.at(14, { state: 'up', since: START + 4 * 60_000 });
    await night.at(30, DOWN);
    assert.equal(night.log().length, 3);
  });

  test('says in its log once that a person speaks by now, and that they ended what fails still', async () => {
    const night = await setUp();
    const left = () => night.said.filter((line) => /person/.test(line));
    await night.at(0, DOWN);
    assert.deepEqual(left(), []);
    night.person(ID, (text) => `${text}\n## Identified - 2026-03-01T03:11Z\nWe found it.\n`);
    for (const minute of [2, 3, 4]) await night.at(minute, DOWN);
    assert.deepEqual(left(), [
      `a person wrote in this notice; what follows in it is left to them {"incident":"${ID}"}`,
      `this fails, and is left to the person who speaks of it {"check":"alerts","incident":"${ID}"}`,
    ]);
    night.person(ID, (text) => `${text}\n## Resolved - 2026-03-01T03:14Z\nIt is over.\n`);
    for (const minute of [6, 7]) await night.at(minute, DOWN);
    assert.deepEqual(left().slice(2), [
      'this fails still, and nothing is said of it, for a person ended its notice {"check":"alerts"}',
    ]);
    await night.at(9, { state: 'up', since: START + 8 * 60_000 });
    await night.at(20, { ...DOWN, since: START + 19 * 60_000 });
    assert.match(night.file(`${ID}-2`), /## Investigating - 2026-03-01T03:30Z/);
    assert.equal(left().length, 3);
  });

  test('says nothing more once a person only changed the title', async () => {
    const night = await setUp();
    await night.at(0, DOWN);
    const person = join(night.folder, 'person');
    execFileSync('git', ['clone', '-q', night.bare, person], { env: PERSON, stdio: 'pipe' });
    const path = join(person, `incidents/${ID}.md`);
    writeFileSync(path, readFileSync(path, 'utf8').replace(/^title: .*$/m, 'title: No alerts anywhere'));
    git(person, 'commit', '-qam', 'Say it plainly');
    git(person, 'push', '-q');
    await night.at(14, { state: 'up', since: START + 4 * 60_000 });
    assert.equal(night.log().length, 3);
    assert.deepEqual(night.errors, []);
  });

  test('says each word in every language of the site, in the same commit, and of each that a check wrote it', async () => {
    const night = await setUp(true);
    await night.at(0, DOWN);
    const spanish = `${ID}.es`;
    assert.match(night.file(spanish), /^title: Quienes siguen no reciben alertas$/m);
    assert.match(
      night.file(spanish),
      /\n## u-20260301T031000Z\n[\s\S]*Una comprobación automática encontró esto y escribió este aviso/,
    );
    assert.match(night.file(spanish), /antes de las 07:10 UTC/);
    const up = { state: 'up', since: START + 4 * 60_000 } as const;
    await night.at(14, up);
    await night.at(24, up);
    assert.deepEqual(
      [...night.file(spanish).matchAll(/^## (.*)$/gm)].map(([, id]) => id),
      ['u-20260301T031000Z', 'u-20260301T032400Z', 'u-20260301T033400Z'],
    );
    assert.equal(night.log().length, 4, 'one commit for each word');
    assert.deepEqual(night.errors, []);
  });

  test('says nothing more once a person wrote in another language', async () => {
    const night = await setUp();
    await night.at(0, DOWN);
    night.person(`${ID}.es`, (text) => text.replace(/^title: .*$/m, 'title: No llega ninguna alerta'));
    await night.at(14, { state: 'up', since: START + 4 * 60_000 });
    assert.equal(night.log().length, 3);
    assert.deepEqual(night.errors, []);
  });

  test('keeps what it could not push, and pushes it as soon as that goes', async () => {
    const night = await setUp();
    renameSync(night.bare, `${night.bare}.away`);
    await night.at(0, DOWN);
    assert.match(night.errors.join('\n'), /it is written and people are not told .*cannot be reached/);
    await night.at(1, DOWN);
    assert.equal(night.errors.length, 1, 'why is said once');
    renameSync(`${night.bare}.away`, night.bare);
    await night.at(2, DOWN);
    assert.match(night.file(), /## Investigating/);
    assert.equal(night.log().length, 2);
    await night.at(3, DOWN);
    assert.equal(night.log().length, 2);
  });

  test('that is ended at any step says the same thing once when it is begun again', async () => {
    for (const step of [1, 2]) {
      const night = await setUp();
      await assert.rejects(night.at(0, DOWN, { diesAt: step }), /ended here/);
      await night.at(2, DOWN);
      await night.at(4, DOWN);
      assert.match(night.file(), /## Investigating/);
      assert.match(night.file(`${ID}.es`), /## u-/);
      assert.equal(night.log().length, 2, `after step ${step}`);
    }
  });

  test('that only shows writes nothing', async () => {
    const night = await setUp();
    assert.equal(await night.at(0, DOWN, { isDry: true }), 0, 'nothing is kept');
    assert.deepEqual(night.log(), ['Begin']);
    assert.deepEqual(night.asked, []);
  });
});
