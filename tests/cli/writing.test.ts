import assert from 'node:assert/strict';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { after, describe, test } from 'node:test';
import { ENGINE, git, siteIn, siteToWrite, type WrittenSite } from './written.ts';

const sites: WrittenSite[] = [];
const site = (...change: Parameters<typeof siteToWrite>) => {
  const made = siteToWrite(...change);
  sites.push(made);
  return made;
};
after(() => {
  for (const one of sites) one.remove();
});

/** What was said and written, as it stands in `tests/fixtures/golden/writing/`; `UPDATE_GOLDEN=1` writes it anew. */
function assertGolden(name: string, text: string): void {
  const path = join(ENGINE, 'tests/fixtures/golden/writing', `${name}.txt`);
  if (process.env.UPDATE_GOLDEN) {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  }
  assert.equal(text, readFileSync(path, 'utf8'));
}

const ALERTS = '2026-03-01-followers-get-no-alerts';

test('no address says the opposite of what is lost: what stands behind a comma is a part of it', async () => {
  const here = siteToWrite((config) =>
    config.replaceAll(/^( {8}slowly:\n {10}en: ).*$/gm, '$1it works, but slowly'),
  );
  const { code, err } = await here.call(['new', '--impact', 'follow-alerts=degraded_performance']);
  assert.equal(code, 0, err);
  const files = here.files();
  here.remove();
  assert.deepEqual(files, ['2026-03-01-it-works-but-slowly.md']);
});

test('an address has no word that is an s alone', async () => {
  const here = siteToWrite();
  const { code, err } = await here.call([
    'new',
    '--impact',
    'sign-in',
    '--title',
    'The wearer’s phone can’t sign in',
  ]);
  assert.equal(code, 0, err);
  const files = here.files();
  here.remove();
  assert.deepEqual(files, ['2026-03-01-the-wearers-phone-can-t-sign.md']);
});

describe('a night, by flags alone', () => {
  const night = site();
  const steps: [name: string, now: string, argv: string[]][] = [
    [
      'new',
      '2026-03-01T02:30:20Z',
      [
        'new',
        '--impact',
        'follow-alerts=major_outage',
        '--began=-20m',
        '--works',
        'device-readings,device-alarms',
      ],
    ],
    [
      'identified',
      '2026-03-01T02:50Z',
      ['update', '--state', 'identified', '--works', 'device-alarms', '--cause', 'A certificate ran out.'],
    ],
    [
      'said',
      '2026-03-01T03:00Z',
      [
        ...['update', ALERTS, '--text', 'Glucose is late too.', '--works=none', '--impact'],
        ...['follow-glucose=degraded_performance', '--next-update', '04:30', '--scope', 'United States'],
      ],
    ],
    [
      'resolve',
      '2026-03-01T03:30Z',
      ['resolve', '--ended', '03:20', '--without', 'advice', '--data', 'backfilled'],
    ],
  ];
  for (const [name, NIGHTLIGHT_NOW, argv] of steps)
    test(name, async () => {
      const { code, out, err } = await night.call(argv, { env: { NIGHTLIGHT_NOW } });
      assert.equal(code, 0, err);
      assertGolden(name, `$ nightlight ${argv.join(' ')}\n${out}${err}\n${night.read(ALERTS)}`);
      night.commit(NIGHTLIGHT_NOW);
    });

  test('leaves no draft and no other file', async () => {
    assert.deepEqual(night.files(), [`${ALERTS}.md`]);
    assert.deepEqual(night.drafts(), []);
  });

  test('has nothing that the check reports', async () => {
    const { out } = await night.call(['check', '--json'], {
      env: { NIGHTLIGHT_NOW: '2026-03-01T03:30Z' },
    });
    assert.deepEqual(JSON.parse(out), []);
  });
});

describe('a first notice', () => {
  test('says nothing of what works unless a flag names it, whatever a template proposes', async () => {
    const here = site(
      (config) =>
        `${config}\nwriting:\n  templates:\n    - component: follow-alerts\n      works: [device-alarms]\n      advice: { en: Set a clock., es: Ponga un despertador. }\n`,
    );
    await here.call(['new', '--impact', 'follow-alerts']);
    assert.doesNotMatch(here.read(ALERTS), /works|still works/);
    assert.match(here.read(ALERTS), /^advice: Set a clock\.$/m);
  });

  test('has one update, whatever its words look like', async () => {
    const here = site();
    const text = 'All fails.\n\n## Resolved - 2026-03-01T03:12Z\nIt works again.';
    const { code, err } = await here.call([
      'new',
      '--impact',
      'follow-alerts',
      '--began=-20m',
      '--text',
      text,
    ]);
    assert.equal(code, 1);
    assert.match(err, /^--text {2}error {2}heading-not-an-update\n {2}found: {4}## Resolved/m);
    assert.deepEqual(here.files(), []);
  });

  test('is noted for hard words and for a word to avoid, and written all the same', async () => {
    const here = site();
    const text =
      'Owing to an interruption of the distribution of notifications, individuals may not be receiving notifications. It should be fine soon.';
    const { code, err } = await here.call(['new', '--impact', 'follow-alerts', '--text', text]);
    assert.equal(code, 0);
    assert.match(err, /note {2}hard-to-read[\s\S]*found: {4}Owing to an interruption/);
    assert.deepEqual(err.match(/(?<=word-to-avoid\n.*\n.*\n {2}found: {4}).*/g), ['should be fine', 'soon']);
    const { out, code: checked } = await here.call(['check']);
    assert.equal(checked, 0);
    assert.match(out, /note {2}hard-to-read/);
  });

  test('is written in the language that is named, with the words that are proposed in it', async () => {
    const here = site();
    const { code } = await here.call(['new', '--impact', 'sign-in', '--language', 'es']);
    assert.equal(code, 0);
    const [file = ''] = here.files();
    assert.equal(file, '2026-03-01-no-se-puede-iniciar-sesion.md');
    const text = here.read(file.slice(0, -3));
    assert.match(text, /^language: es$/m);
    assert.match(text, /^advice: Si tiene la sesión abierta, no la cierre\./m);
    assert.match(text, /No se puede iniciar sesión\. Estamos buscando la causa\./);
  });

  test('says that an incident is open which hurts the same, for this may be more of it', async () => {
    const here = site();
    await here.call(['new', '--impact', 'follow-alerts']);
    const { err } = await here.call(['new', '--impact', 'follow-alerts=partial_outage', '--dry-run']);
    assert.match(
      err,
      new RegExp(`^"Followers get no alerts" is open already\\..* nightlight update ${ALERTS}$`, 'm'),
    );
    const other = await here.call(['new', '--impact', 'sign-in', '--dry-run']);
    assert.doesNotMatch(other.err, /is open already/);
  });

  test('says that another notice that is open still confirms what is lost now, and how that is taken back', async () => {
    const here = site();
    await here.call(['new', '--impact', 'sign-in', '--works', 'follow-alerts,device-alarms']);
    const [other = ''] = here.files();
    const id = other.slice(0, -3);
    const { code, err } = await here.call(['new', '--impact', 'follow-alerts', '--dry-run']);
    assert.equal(code, 0);
    assert.match(
      err,
      new RegExp(
        `still says that follow-alerts was confirmed to work\\..* nightlight update ${id} --works device-alarms$`,
        'm',
      ),
    );
    const besides = await here.call(['new', '--impact', 'device-readings', '--dry-run']);
    assert.doesNotMatch(besides.err, /confirmed to work/);
  });

  test('cannot confirm what another notice that is open says does not work: readers would be told both', async () => {
    const here = site();
    await here.call(['new', '--impact', 'follow-alerts']);
    const { code, err } = await here.call(['new', '--impact', 'sign-in', '--works', 'follow-alerts']);
    assert.equal(code, 2);
    assert.match(err, new RegExp(`found: {4}follow-alerts[^]*say first in ${ALERTS} that it works again`));
    assert.deepEqual(here.files(), [`${ALERTS}.md`]);
    const other = await here.call(['new', '--impact', 'sign-in', '--works', 'device-alarms']);
    assert.equal(other.code, 0, other.err);
  });

  test('takes a name that no file has, and never writes over one', async () => {
    const here = site();
    for (const _ of [1, 2]) await here.call(['new', '--impact', 'follow-alerts']);
    assert.deepEqual(here.files(), [`${ALERTS}-2.md`, `${ALERTS}.md`]);
    const before = here.read(ALERTS);
    const { code, err } = await here.call(['new', '--impact', 'sign-in', '--id', ALERTS]);
    assert.equal(code, 1);
    assert.match(err, /was written by somebody else meanwhile, so nothing was written over it/);
    assert.equal(here.read(ALERTS), before);
    assert.equal(here.drafts().length, 1);
  });

  test('tells all that is wrong or missing at once, each by its flag, and writes nothing', async () => {
    const here = site();
    const wrong = ['--impact', 'follow-alrts=mayor', '--at', 'later', '--wait', 'long'];
    const { code, err } = await here.call(['new', ...wrong]);
    assert.equal(code, 2);
    assert.match(err, /Did you mean "follow-alerts"\?/);
    assert.match(err, /^--at {2}error {2}flag-value$/m);
    assert.match(err, /^--wait {2}error {2}flag-value$/m);
    const missing = await here.call(['new']);
    assert.equal(missing.code, 2);
    assert.match(
      missing.err,
      /^--impact {2}error {2}flag-missing\n.*\n {2}expected: --impact COMPONENT=STATUS$/m,
    );
    assert.deepEqual([here.files(), here.drafts()], [[], []]);
  });

  test('refuses a time that is still to come, as the check does, keeps what was typed, and goes on with it', async () => {
    const here = site();
    const words = 'Alerts do not reach followers.';
    const wrong = await here.call([
      ...['new', '--impact', 'follow-alerts', '--began', '2026-03-01T05:00Z', '--text', words],
    ]);
    assert.equal(wrong.code, 1);
    assert.match(wrong.err, /error {2}time-in-future/);
    assert.deepEqual(here.files(), []);
    assert.equal(here.drafts().length, 1);
    const told = await here.call(['new', '--impact', 'sign-in', '--dry-run']);
    assert.match(told.err, /A draft from 2026-03-01T03:10Z was never written\. Add --resume/);
    const { code } = await here.call(['new', '--resume', '--began', '02:50']);
    assert.equal(code, 0);
    assert.match(here.read(ALERTS), /began: 2026-03-01T02:50Z[\s\S]*Alerts do not reach followers\.\n$/);
    assert.deepEqual(here.drafts(), []);
  });

  test('keeps what was typed in a work tree where git keeps what it knows of that one', async () => {
    const here = site();
    const beside = join(here.folder, '.git/beside');
    git(here.folder, 'worktree', 'add', '-q', '--detach', beside);
    const wrong = await siteIn(beside).call(['new', '--impact', 'sign-in', '--began', '2026-03-01T05:00Z']);
    assert.equal(wrong.code, 1);
    const drafts = readdirSync(join(here.folder, '.git/worktrees/beside/nightlight'));
    assert.deepEqual([drafts.length, here.drafts()], [1, []]);
  });

  test('leaves alone what somebody types in another terminal, until it is asked to go on with it', async () => {
    const here = site();
    const folder = join(here.folder, '.git/nightlight');
    mkdirSync(folder, { recursive: true });
    const typed = { impact: ['follow-alerts'], text: 'Alerts do not reach followers.' };
    const at = Date.parse('2026-03-01T03:09Z');
    writeFileSync(
      join(folder, 'new-1.json'),
      JSON.stringify({ name: 'new-1', act: 'new', at, by: 7, typed }),
    );
    const others = (...running: number[]) => ({
      processes: { own: 5, runs: (id: number) => running.includes(id) },
    });
    const beside = ['new', '--impact', 'sign-in', '--dry-run'];
    const typing = await here.call(beside, others(7));
    assert.match(
      typing.err,
      /Somebody is typing in another call of this command since 2026-03-01T03:09Z \(process 7\); that is left alone/,
    );
    assert.doesNotMatch(typing.err, /never written/);
    assert.match((await here.call(beside, others(8))).err, /never written/);
    assert.equal((await here.call(['new', '--resume'], others(7))).code, 0);
    assert.match(here.read(ALERTS), /Alerts do not reach followers\.\n$/);
  });

  test('is no draft any more where a process ended just after it was written', async () => {
    const here = site();
    await here.call(['new', '--impact', 'follow-alerts']);
    const folder = join(here.folder, '.git/nightlight');
    mkdirSync(folder, { recursive: true });
    const draft = {
      name: 'new-1',
      act: 'new',
      at: 0,
      typed: {},
      file: { id: ALERTS, text: here.read(ALERTS) },
    };
    writeFileSync(join(folder, 'new-1.json'), JSON.stringify(draft));
    const { err } = await here.call(['new', '--impact', 'sign-in', '--dry-run']);
    assert.doesNotMatch(err, /draft/);
    assert.deepEqual(here.drafts(), []);
  });

  test('is shown and not written where it is only tried', async () => {
    const here = site();
    const { code, out } = await here.call(['new', '--impact', 'follow-alerts', '--dry-run', '--json']);
    const { readers, ...report } = JSON.parse(out) as { readers: { sms: { segments: number } } };
    assert.equal(code, 0);
    assert.deepEqual(report, {
      ...{ command: 'new', exit_code: 0, incident: ALERTS, update: 'u-20260301T031000Z' },
      ...{ file: `incidents/${ALERTS}.md`, written: false },
      ...{ commit: null, pushed: false, pushed_after: null, live_after: null, why: null },
    });
    assert.equal(readers.sms.segments, 2);
    assert.deepEqual([here.files(), here.drafts()], [[], []]);
  });
});

/** As a person writes it: comments, an order of their own, quotes, and the newest update first. */
const BY_HAND = `---
# The big one.
impact:
  follow-alerts:   major_outage # by the on-call
title: 'Followers get no alerts'
began: 2026-03-01T02:10Z


works: [ device-alarms ]
---
In short: no alerts.

## Identified - 2026-03-01T02:50Z
We know *why*.

## Investigating - 2026-03-01T02:30Z - Facebook

Alerts do not reach followers.
`;

describe('an update', () => {
  test('leaves every other byte of a file that was written by hand', async () => {
    const here = site();
    here.write(ALERTS, BY_HAND);
    const { code } = await here.call([
      'update',
      '--text',
      'A fix is on its way.',
      '--works',
      'device-alarms',
      '--without',
      'next-update',
    ]);
    assert.equal(code, 0);
    assert.equal(
      here.read(ALERTS),
      BY_HAND.replace(
        '## Identified',
        '## Update - 2026-03-01T03:10Z\nA fix is on its way.\n\n## Identified',
      ),
    );
  });

  test('must say anew what was confirmed to work', async () => {
    const here = site();
    here.write(ALERTS, BY_HAND);
    const { code, err } = await here.call(['update', '--text', 'A fix is on its way.']);
    assert.equal(code, 2);
    assert.match(err, /^--works {2}error {2}flag-missing$/m);
    assert.equal(here.read(ALERTS), BY_HAND);
  });

  test('has an id of its own where something was said in the same minute', async () => {
    const here = site();
    here.write(ALERTS, BY_HAND.replace('02:50Z', '03:10Z'));
    const { code, err } = await here.call(['update', '--text', 'More.', '--works', 'none'], {
      env: { NIGHTLIGHT_NOW: '2026-03-01T03:10:00Z' },
    });
    assert.equal(code, 0, err);
    assert.match(here.read(ALERTS), /^## Update - 2026-03-01T03:10Z \{#u-20260301T031000Z-2\}$/m);
  });

  test('is about the one that is open; of several it must be said which, of none whether another is meant', async () => {
    const here = site();
    const none = await here.call(['update', '--text', 'More.']);
    assert.equal(none.code, 2);
    assert.match(none.err, /found: {4}nothing that is open/);
    here.write(ALERTS, BY_HAND);
    here.write('2026-03-01-sign-in', BY_HAND.replaceAll('follow-alerts', 'sign-in'));
    const several = await here.call(['update', '--text', 'More.']);
    assert.equal(several.code, 2);
    assert.match(several.err, new RegExp(`expected: ${ALERTS} or 2026-03-01-sign-in`));
    const slip = await here.call(['update', '2026-03-01-sing-in', '--text', 'More.']);
    assert.equal(slip.code, 2);
    assert.match(slip.err, /Did you mean "2026-03-01-sign-in"\?/);
  });

  test('is not written below what cannot be read, such as a merge that was left half done', async () => {
    const here = site();
    const marked = BY_HAND.replace("title: 'F", "<<<<<<< HEAD\ntitle: 'F");
    here.write(ALERTS, marked);
    for (const argv of [['update'], ['update', ALERTS]]) {
      const { code, err } = await here.call([...argv, '--text', 'More.', '--works', 'none']);
      assert.equal(code, 1);
      assert.match(err, new RegExp(`incidents/${ALERTS}\\.md:\\d+:\\d+ {2}error[\\s\\S]*Mend that first`));
    }
    assert.equal(here.read(ALERTS), marked);
  });

  test('says that nothing goes live while another file has a mistake, and is written all the same', async () => {
    const here = site();
    here.write(ALERTS, BY_HAND);
    here.write('2026-02-01-broken', 'title: nothing');
    const { code, err } = await here.call(['update', '--text', 'More.', '--works', 'none']);
    assert.equal(code, 0);
    assert.match(err, /Nothing goes live before this is mended too: incidents\/2026-02-01-broken\.md/);
  });
});

describe('that it is over', () => {
  test('needs to be said with the time, and the beginning where nobody said it', async () => {
    const here = site();
    here.write(ALERTS, BY_HAND.replace('began: 2026-03-01T02:10Z\n', ''));
    const { code, err } = await here.call(['resolve']);
    assert.equal(code, 2);
    assert.deepEqual(
      [...err.matchAll(/^(--\S+) {2}error {2}flag-missing$/gm)].map(([, flag]) => flag),
      ['--began', '--ended'],
    );
  });

  test('goes without an end of its own where it ended just now', async () => {
    const here = site();
    here.write(ALERTS, BY_HAND);
    await here.call(['resolve', '--ended', 'now']);
    assert.doesNotMatch(here.read(ALERTS), /^ended:/m);
    assert.match(here.read(ALERTS), /^## Resolved - 2026-03-01T03:10Z\nFollowers get alerts again\./m);
  });

  test('counts to the last sighting where nobody knows the end', async () => {
    const here = site();
    here.write(ALERTS, BY_HAND);
    const asked = await here.call(['resolve', '--ended', 'unknown']);
    assert.match(asked.err, /^--last-known {2}error {2}flag-missing$/m);
    await here.call(['resolve', '--ended', 'unknown', '--last-known', '03:00']);
    assert.match(here.read(ALERTS), /^ended: unknown\nlast_known: 2026-03-01T03:00Z$/m);
  });
});
