import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import { git, KEY, PERSON, siteToWrite, terminalOf, type WrittenSite } from './written.ts';

const { enter, space, down, leave } = KEY;
const sites: WrittenSite[] = [];
const site = (...change: Parameters<typeof siteToWrite>) => {
  const made = siteToWrite(...change);
  sites.push(made);
  return made;
};
after(() => {
  for (const one of sites) one.remove();
});

const ALERTS = '2026-03-01-followers-get-no-alerts';
const TEMPLATES = `
writing:
  templates:
    - component: follow-alerts
      works: [device-readings, device-alarms]
`;

/** The fifth in the list: followers get alerts. */
const ALERTS_HURT: [RegExp, string[]] = [/What does not work/, [down, down, down, down, space, enter]];

describe('somebody at a terminal', { timeout: 120_000 }, () => {
  test('says with a few keys what is wrong, sees what readers will see, and is asked once', async () => {
    const here = site((config) => config + TEMPLATES);
    const terminal = terminalOf(
      ALERTS_HURT,
      [/How is it\?/, enter],
      [/When did it begin/, ['0', '2', ':', '5', '0', enter]],
      [/confirmed to work[\s\S]*Nobody has looked/, [down, enter]],
      [/Is that right\?/, enter],
    );
    const { code, out, err } = await here.call(['new'], { terminal });
    assert.equal(code, 0, err);
    assert.equal(terminal.left(), 0);
    assert.match(out, /As a text message, \d+ of GSM-7, 2 segments:/);
    assert.match(
      here.read(ALERTS),
      /^began: 2026-03-01T02:50Z\nimpact:\n {2}follow-alerts: major_outage\nworks: \[device-readings, device-alarms\]$/m,
    );
    assert.deepEqual(here.drafts(), []);
  });

  test('has confirmed nothing by pressing Enter', async () => {
    const here = site((config) => config + TEMPLATES);
    const terminal = terminalOf(
      ALERTS_HURT,
      [/How is it\?/, enter],
      [/When did it begin/, enter],
      [/confirmed to work/, enter],
      [/Is that right\?/, enter],
    );
    await here.call(['new'], { terminal });
    assert.doesNotMatch(here.read(ALERTS), /^(?:works|began):/m);
  });

  test('is not asked what a flag says, and says one thing otherwise before it is written', async () => {
    const here = site();
    const terminal = terminalOf(
      [/Is that right\?/, [down, enter]],
      [/What shall be otherwise\?/, enter],
      [
        /What do people notice, in plain words\?/,
        [...Array.from({ length: 30 }, () => '\u007f'), ...'No alerts', enter],
      ],
      [/Is that right\?/, enter],
    );
    const flags = ['--impact', 'follow-alerts=major_outage', '--works', 'none', '--began', '02:50'];
    const { code, err } = await here.call(['new', ...flags], { terminal });
    assert.equal(code, 0, err);
    assert.deepEqual(here.files(), ['2026-03-01-no-alerts.md']);
  });

  test('is told what is wrong with a flag before anything is asked', async () => {
    const here = site();
    const { code, err } = await here.call(['new', '--wait', 'long'], { terminal: terminalOf() });
    assert.equal(code, 2);
    assert.match(err, /^--wait {2}error {2}flag-value$/m);
  });

  test('says when the next word comes from when it is told on, however long somebody thought about it', async () => {
    const here = site();
    const terminal = terminalOf([/Is that right\?/, enter]);
    const flags = ['--impact', 'follow-alerts=major_outage', '--works', 'none', '--began', '02:50'];
    const { code, out, err } = await here.call(['new', ...flags], {
      terminal,
      env: { NIGHTLIGHT_NOW: '' },
      now: () =>
        Date.parse(`2026-03-01T${terminal.said().includes('Is that right?') ? '03:55' : '03:10'}:00Z`),
    });
    assert.equal(code, 0, err);
    const [id = ''] = here.files();
    const file = here.read(id.replace('.md', ''));
    assert.match(file, /## Investigating - 2026-03-01T03:55Z/);
    const [, next = ''] = /next_update: (\S+)/.exec(file) ?? [];
    assert.ok(Date.parse(next) > Date.parse('2026-03-01T03:55Z'), file);
    assert.ok(file.includes(`${next.slice(11, 16)} UTC`), file);
    assert.match(out, /told with the time that it is now, 2026-03-01T03:55:00Z/);
  });

  test('means by "twenty minutes ago" what it meant when it was said, however long the rest takes', async () => {
    const here = site();
    const terminal = terminalOf(
      ALERTS_HURT,
      [/How is it\?/, enter],
      [/When did it begin/, [...'-20m', enter]],
      [/confirmed to work/, enter],
      [/Is that right\?/, enter],
    );
    const { code, err } = await here.call(['new', '--next-update', '+90m'], {
      terminal,
      env: { NIGHTLIGHT_NOW: '' },
      now: () =>
        terminal.said().includes('Is that right?')
          ? Date.parse('2026-03-01T05:55Z')
          : Date.parse(`2026-03-01T0${terminal.said().includes('When did it begin') ? 4 : 3}:10Z`),
    });
    assert.equal(code, 0, err);
    const file = here.read(ALERTS);
    assert.match(file, /^began: 2026-03-01T03:50Z$/m);
    // In how long the next word comes counts from when people are told.
    assert.match(file, /^next_update: 2026-03-01T07:25Z$/m);
  });

  test('is asked again where the time of the next word has passed while they thought: it is not that of tomorrow', async () => {
    const here = site();
    const terminal = terminalOf([/Is that right\?/, enter], [/It cannot be told like that/, leave]);
    const flags = ['--impact', 'follow-alerts=major_outage', '--works', 'none'];
    const { code, err } = await here.call(['new', ...flags, '--began', '02:50', '--next-update', '03:30'], {
      terminal,
      env: { NIGHTLIGHT_NOW: '' },
      now: () => Date.parse(`2026-03-01T03:${terminal.said().includes('Is that right?') ? '40' : '10'}Z`),
    });
    assert.equal(code, 1);
    assert.equal(terminal.left(), 0, err);
    assert.match(
      err,
      /--next-update[\s\S]*2026-03-01T03:30Z[\s\S]*a time after what is said now, 2026-03-01T03:40Z/,
    );
    assert.deepEqual(here.files(), []);
  });

  test('goes on the next morning with times as they were meant at night', async () => {
    const here = site();
    const first = terminalOf([/Is that right\?/, leave]);
    const flags = ['--impact', 'follow-alerts=major_outage', '--works', 'none'];
    await here.call(['new', ...flags, '--began=-20m'], { terminal: first });
    const { code, err } = await here.call(['new', '--resume'], {
      env: { NIGHTLIGHT_NOW: '2026-03-02T09:00Z' },
    });
    assert.equal(code, 0, err);
    assert.match(here.read(ALERTS), /^began: 2026-03-01T02:50Z$/m);
  });

  test('is asked again where the file got a mistake while they thought about what was shown', async () => {
    const here = site();
    await here.call(['new', '--impact', 'follow-alerts=major_outage', '--works', 'none']);
    const broken = here.read(ALERTS).replace('major_outage', 'mayor_outage');
    const terminal = terminalOf([/Is that right\?/, enter], [/It cannot be told like that/, leave]);
    const { code, err, out } = await here.call(
      ['update', '--state', 'identified', '--works', 'none', '--text', 'We know.'],
      {
        terminal,
        env: { NIGHTLIGHT_NOW: '' },
        now: () => {
          if (terminal.said().includes('Is that right?')) here.write(ALERTS, broken);
          return Date.parse('2026-03-01T03:20:00Z');
        },
      },
    );
    assert.equal(code, 1, out);
    assert.equal(terminal.left(), 0, err);
    assert.match(err, /status-unknown/);
    assert.equal(here.read(ALERTS), broken);
    assert.equal(here.drafts().length, 1);
  });

  test('pastes words of several lines whole, anywhere in them, and is not answered by the end of a line', async () => {
    for (const end of ['\r', '\n', '\r\n']) {
      const here = site();
      await here.call(['new', '--impact', 'follow-alerts=major_outage', '--works', 'none']);
      const pasted = ['Half of them come.', '', 'We look', ''].join(end);
      const terminal = terminalOf(
        [/What is there to say/, [...'Ab', '\u001b[D', `\u001b[200~${pasted}\u001b[201~`, '!', enter]],
        [/Is that right\?/, enter],
      );
      const { code, err } = await here.call(['update', '--state', 'update', '--works', 'none'], { terminal });
      assert.equal(code, 0, err);
      assert.match(here.read(ALERTS), /AHalf of them come\.\n\nWe look\n!b/m, JSON.stringify(end));
    }
  });

  test('says words of several lines otherwise, and keeps all of them', async () => {
    const here = site();
    const terminal = terminalOf(
      [/Is that right\?/, [down, enter]],
      [/What shall be otherwise\?/, [down, enter]],
      [/What is there to say\?/, ['!', enter]],
      [/Is that right\?/, enter],
    );
    const flags = ['--impact', 'follow-alerts=major_outage', '--works', 'none', '--began', '02:50'];
    const { code, err } = await here.call(['new', ...flags, '--text', 'One.\n\nTwo.'], { terminal });
    assert.equal(code, 0, err);
    assert.match(here.read(ALERTS), /^One\.\n\nTwo\.!$/m);
  });

  test('goes away, and finds what was typed the next time', async () => {
    const here = site();
    const first = terminalOf(ALERTS_HURT, [/How is it\?/, leave]);
    const gone = await here.call(['new', '--scope', 'Europe'], { terminal: first });
    assert.equal(gone.code, 1);
    assert.match(gone.err, /All that you typed is kept, also what stood in the question that you left/);
    assert.deepEqual([here.files(), here.drafts().length], [[], 1]);
    const second = terminalOf(
      [/There is a draft from 2026-03-01T03:10Z.*follow-alerts/, enter],
      [/How is it\?/, enter],
      [/When did it begin/, enter],
      [/confirmed to work/, enter],
      [/Is that right\?/, enter],
    );
    const { code, err } = await here.call(['new'], { terminal: second });
    assert.equal(code, 0, err);
    assert.match(here.read(ALERTS), /^scope: Europe$/m);
    assert.deepEqual(here.drafts(), []);
  });

  for (const [how, key] of [
    ['Ctrl-C', '\u0003'],
    ['Escape', leave],
  ] as const)
    test(`leaves a question by ${how}, and finds there what was typed in it`, async () => {
      const here = site();
      const flags = ['new', '--impact', 'follow-alerts=major_outage', '--works', 'none'];
      const first = terminalOf([/When did it begin/, ['0', '2', ':', '5', key]]);
      const gone = await here.call(flags, { terminal: first });
      assert.equal(gone.code, 1);
      assert.match(gone.err, /also what stood in the question that you left/);
      const second = terminalOf(
        [/There is a draft from [\s\S]*follow-alerts=major_outage; 02:5/, enter],
        [/When did it begin[\s\S]*02:5/, ['0', enter]],
        [/Is that right\?/, enter],
      );
      const { code, err } = await here.call(['new'], { terminal: second });
      assert.equal(code, 0, err);
      assert.match(here.read(ALERTS), /^began: 2026-03-01T02:50Z$/m);
      assert.deepEqual(here.drafts(), []);
    });

  test('is told at once that work cannot end before it begins', async () => {
    const here = site();
    const terminal = terminalOf(
      [/What is it about/, [space, enter]],
      [/From when on/, [...'tomorrow 22:00', enter]],
      [/Until when/, [...'+2h', enter]],
      [/That is 2026-03-01T05:10Z, and the work begins at/, ['\u0015', ...'tomorrow 23:00', enter]],
      [/Is that right\?/, enter],
    );
    const { code, err } = await here.call(['maintenance'], { terminal });
    assert.equal(code, 0, err);
    const [file = ''] = here.files();
    assert.match(here.read(file.slice(0, -3)), /from: 2026-03-02T22:00Z, until: 2026-03-02T23:00Z/);
  });

  test('leaves a list by Ctrl-C, and finds in it what was marked', async () => {
    const here = site();
    const first = terminalOf([/What does not work/, [down, down, down, down, space, '\u0003']]);
    assert.equal((await here.call(['new'], { terminal: first })).code, 1);
    const second = terminalOf(
      [/There is a draft from [\s\S]*follow-alerts/, enter],
      [/What does not work/, enter],
      [/How is it\?/, enter],
      [/When did it begin/, enter],
      [/confirmed to work/, [down, enter]],
      [/Which did somebody check/, [space, '\u0003']],
    );
    assert.equal((await here.call(['new'], { terminal: second })).code, 1);
    const third = terminalOf(
      [/There is a draft/, enter],
      [/When did it begin/, enter],
      [/confirmed to work/, enter],
      [/Which did somebody check/, enter],
      [/Is that right\?/, enter],
    );
    const { code, err } = await here.call(['new'], { terminal: third });
    assert.equal(code, 0, err);
    assert.match(
      here.read(ALERTS),
      /^impact:\n {2}follow-alerts: major_outage\nworks: \[device-readings\]$/m,
    );
    assert.deepEqual(here.drafts(), []);
  });

  test('cannot go on from a list in which one has to be marked, and is told how', async () => {
    const here = site();
    const terminal = terminalOf([/What does not work/, enter], [/Mark at least one: Space marks it/, leave]);
    assert.equal((await here.call(['new'], { terminal })).code, 1);
    assert.equal(terminal.left(), 0);
  });

  for (const [answer, keys, isTold] of [
    ['tells it by Enter, for that is what is asked', [enter], true],
    ['writes the file alone where somebody says so, and is told how to tell it', [down, enter], false],
  ] as const)
    test(`${answer}, where there is somewhere to push to`, async () => {
      const here = site();
      const bare = mkdtempSync(join(tmpdir(), 'nightlight-bare-'));
      after(() => rmSync(bare, { recursive: true, force: true }));
      git(bare, 'init', '-q', '--bare', '-b', 'main');
      git(here.folder, 'remote', 'add', 'origin', bare);
      const terminal = terminalOf([
        /shall people be told now\?[\s\S]*Tell it now: write it, commit it, push it to origin[\s\S]*Write the file only: nobody is told/,
        [...keys],
      ]);
      const flags = ['--impact', 'follow-alerts=major_outage', '--works', 'none', '--began', '02:50'];
      const { code, out, err } = await here.call(['new', ...flags, '--wait', '0'], {
        terminal,
        cwd: here.folder,
      });
      assert.equal(code, 0, err);
      assert.deepEqual(here.files(), [`${ALERTS}.md`]);
      const branches = git(bare, 'branch', '--list');
      if (isTold) assert.match(branches, /main/);
      else {
        assert.equal(branches, '');
        const way = /Nobody is told yet\. To tell it: (.*)/.exec(out)?.[1] ?? '';
        execFileSync('sh', ['-c', `${way} -q -u origin HEAD`], {
          cwd: here.folder,
          env: PERSON,
          stdio: 'pipe',
        });
        assert.match(git(bare, 'branch', '--list'), /main/);
      }
    });

  test('leaves what was to be said otherwise, and is asked for that first the next time', async () => {
    const here = site();
    const flags = ['new', '--impact', 'follow-alerts=major_outage', '--works', 'none', '--began', '02:50'];
    const first = terminalOf(
      [/Is that right\?/, [down, enter]],
      [/What shall be otherwise\?/, enter],
      [/What do people notice, in plain words\?/, [...' in Europe', '\u0003']],
    );
    const gone = await here.call(flags, { terminal: first });
    assert.equal(gone.code, 1);
    assert.match(gone.err, /Nothing was written/);
    assert.deepEqual(here.files(), []);
    const second = terminalOf(
      [/There is a draft/, enter],
      [/What do people notice, in plain words\?[\s\S]* in Europe/, [...'an cities', enter]],
      [/Is that right\?/, enter],
    );
    const { code, err } = await here.call(['new'], { terminal: second });
    assert.equal(code, 0, err);
    const [file = ''] = here.files();
    assert.match(here.read(file.replace('.md', '')), /^title: .* in European cities$/m);
  });

  test('goes back from what may be said otherwise where nothing shall be', async () => {
    const here = site();
    const flags = ['new', '--impact', 'follow-alerts=major_outage', '--works', 'none', '--began', '02:50'];
    const up = '\u001b[A';
    const terminal = terminalOf(
      [/Is that right\?/, [down, enter]],
      [/What shall be otherwise\?/, [up, enter]],
      [/Is that right\?/, enter],
    );
    const { code, err } = await here.call(flags, { terminal });
    assert.equal(code, 0, err);
    assert.equal(terminal.left(), 0);
    assert.match(terminal.said(), /Nothing: back to the question/);
    assert.deepEqual(here.files(), [`${ALERTS}.md`]);
  });

  test('loses no letter where the terminal is gone in the middle of a word', async () => {
    const here = site();
    const flags = ['--impact', 'follow-alerts=major_outage', '--works', 'none', '--began', '02:50'];
    await here.call(['new', ...flags, '--yes']);
    const terminal = terminalOf([/What is there to say\?/, [...' Our engineers']]);
    // Nobody answers any more: the call is never ended.
    void here.call(['update', '--state', 'update', '--works', 'none'], { terminal });
    const kept = () =>
      here
        .drafts()
        .filter((name) => name.endsWith('.json'))
        .map((name) => readFileSync(join(here.folder, '.git/nightlight', name), 'utf8'))
        .join('');
    for (let tries = 0; tries < 500 && !kept().includes('Our engineers'); tries++)
      await new Promise((done) => setTimeout(done, 10));
    assert.match(kept(), /"left": \{\s*"name": "text",\s*"text": "[^"]* Our engineers"/);
    const said = await here.call(['update', '--resume', '--yes', '--text', 'We know why.', '--dry-run']);
    assert.match(said.err, /Not taken, for it was typed in a question .*Our engineers/);
  });

  test('mends what the check would refuse, and only then may write', async () => {
    const here = site();
    const terminal = terminalOf(
      [/It cannot be told like that\. What now\?[\s\S]*Change what is wrong/, enter],
      [/What shall be otherwise\?/, [...Array.from({ length: 6 }, () => down), enter]],
      [
        /When did it begin, if that is known\?/,
        [...Array.from({ length: 17 }, () => '\u007f'), ...'02:50', enter],
      ],
      [/Is that right\?/, enter],
    );
    const flags = [
      '--impact',
      'follow-alerts=major_outage',
      '--works',
      'none',
      '--began',
      '2026-03-01T09:00Z',
    ];
    const { code, err } = await here.call(['new', ...flags], { terminal });
    assert.equal(code, 0, err);
    assert.match(err, /time-in-future/);
    assert.match(here.read(ALERTS), /^began: 2026-03-01T02:50Z$/m);
  });

  test('confirms anew what works, and says when it ended and that the advice is not needed any more', async () => {
    const here = site();
    await here.call(['new', '--impact', 'follow-alerts', '--began', '02:00', '--works', 'device-alarms']);
    const update = terminalOf(
      [/What is it\?/, enter],
      [/confirmed to work/, [down, enter]],
      [/What is there to say\?/, enter],
      [/Is that right\?/, enter],
    );
    const said = await here.call(['update'], { terminal: update });
    assert.equal(said.code, 0, said.err);
    assert.match(here.read(ALERTS), /^works: \[device-alarms\]$/m);
    assert.match(here.read(ALERTS), /## Update [^\n]*\nWe are still working on it\./);
    const over = terminalOf(
      [/When did it end/, [...Array.from({ length: 3 }, () => '\u007f'), ...'03:05', enter]],
      [/Do they still need/, enter],
      [/What is there to say\?/, enter],
      [/Is that right\?/, enter],
    );
    const ended = await here.call(['resolve'], { terminal: over });
    assert.equal(ended.code, 0, ended.err);
    assert.match(here.read(ALERTS), /^ended: 2026-03-01T03:05Z$/m);
    assert.doesNotMatch(here.read(ALERTS), /^advice:/m);
  });
});
