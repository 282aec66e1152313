import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { after, afterEach, beforeEach, describe, test } from 'node:test';
import { parse } from 'yaml';
import { formsFor, formsOfAll } from '../../../src/cli/forms/committed.ts';
import type { Form } from '../../../src/cli/forms/layout.ts';
import { loadRecord } from '../../../src/site/record.ts';
import { ENGINE, git, PERSON, siteIn, siteToPush, siteToWrite, type WrittenSite } from '../written.ts';
import { gitIn } from '../../../src/authoring/git.ts';
import { pushBranch } from '../../../src/cli/forms/propose.ts';
import { escaped } from '../../../src/cli/forms/comment.ts';
import { type FakeGitHub, fakeGitHub, issueEvent, REPOSITORY } from './github.ts';
import { gitServer } from './git-server.ts';
import { type Filled, sent } from './sent.ts';

const folders: string[] = [];
after(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

let github: FakeGitHub;

/** A bare repository as the forge has it, and what a workflow checks out of it. */
async function forge(): Promise<{ bare: string; checkout(): WrittenSite; forms: Form[] }> {
  const { folder, bare, clone: first } = siteToPush();
  folders.push(folder);
  let count = 0;
  const checkout = () => {
    // Nobody has pushed before somebody has checked out.
    const clone = count === 0 ? first : join(folder, `checkout-${count}`);
    if (count++ > 0) git(folder, 'clone', '-q', bare, clone);
    return siteIn(clone);
  };
  const env = { ...PERSON };
  const forms = await formsFor(await loadRecord({ site: first, env }));
  return { bare, checkout, forms };
}

const ALERTS = '2026-03-01-followers-get-no-alerts';
const LOST: Filled = {
  'impact-major_outage': ['Followers get alerts'],
  works: ['Alarms on the wearer’s device'],
  began: '-20m',
};

const bodyOf = (forms: Form[], name: Form['name'], filled: Filled) =>
  sent(forms.find((form) => form.name === name) as Form, filled);

/** Runs the command as a workflow does, on an event. */
async function take(site: WrittenSite, event: string, now = '2026-03-01T03:06Z', ...flags: string[]) {
  const path = join(site.folder, '.git/event.json');
  writeFileSync(path, event);
  const env = { ...github.env, GITHUB_EVENT_PATH: path, NIGHTLIGHT_NOW: now };
  const answer = await site.call(['take-form', '--json', ...flags], { env, fetch });
  return {
    ...answer,
    report: answer.out === '' ? undefined : (JSON.parse(answer.out) as Record<string, unknown>),
  };
}

/** Leaves the workflow there that takes forms. */
function takes(site: WrittenSite): void {
  mkdirSync(join(site.folder, '.github/workflows'), { recursive: true });
  cpSync(join(ENGINE, '.github/workflows/form.yml'), join(site.folder, '.github/workflows/form.yml'));
}

const fileIn = (bare: string, id: string, branch = 'main') =>
  git(bare, 'show', `${branch}:incidents/${id}.md`);
const count = (bare: string, branch = 'main') => Number(git(bare, 'rev-list', '--count', branch));
const whats = () => github.asked.map(({ what }) => what);

describe('a form on GitHub', () => {
  // All files of this room run in one process: a hook outside would be theirs too.
  beforeEach(async () => {
    github = await fakeGitHub();
  });
  afterEach(() => github.close());

  describe('a form of somebody who may write', () => {
    test('is published too where its questions are in another language than the site is by now', async () => {
      const { bare, checkout, forms } = await forge();
      const english = new Set(forms);
      const all = await formsOfAll(await loadRecord({ site: checkout().folder, env: { ...PERSON } }));
      const german = all.filter((one) => !english.has(one) && one.called === 'Störung melden');
      const body = bodyOf(german, 'notice', { ...LOST, works: [] });
      assert.match(body, /### Funktioniert nicht\n\nFollowers get alerts/);
      const { report, err } = await take(checkout(), issueEvent(body, { title: german[0]?.prefix ?? '' }));
      assert.equal(report?.outcome, 'published', err);
      assert.match(fileIn(bare, ALERTS), /follow-alerts: major_outage/);
    });

    test('is published: committed as the workflow, pushed, built, told and closed', async () => {
      const { bare, checkout, forms } = await forge();
      const { code, report, err } = await take(checkout(), issueEvent(bodyOf(forms, 'notice', LOST)));
      assert.equal(code, 0, err);
      assert.equal(report?.outcome, 'published');
      const file = fileIn(bare, ALERTS);
      assert.match(file, /^began: 2026-03-01T02:45Z$/m);
      assert.match(file, /^works: \[device-alarms\]$/m);
      // The time of the issue, and what the templates propose.
      assert.match(file, /^## Investigating - 2026-03-01T03:05Z$/m);
      assert.match(file, /Followers get no alerts\. We are looking for the cause\./);
      assert.equal(
        git(bare, 'log', '-1', '--format=%an|%cn|%B', 'main').trim(),
        `github-actions[bot]|github-actions[bot]|New notice: Followers get no alerts\n\nNotice-form: ${REPOSITORY}#12\nSaid-by: ada`,
      );
      assert.deepEqual(whats(), [
        'GET collaborators/ada/permission',
        'POST actions/workflows/pages.yml/dispatches',
        'POST issues/12/comments',
        'PATCH issues/12',
      ]);
      assert.deepEqual(github.asked[1]?.body, { ref: 'main' });
      assert.match(
        github.comments[0] ?? '',
        /https:\/\/nightlight\.example\/incidents\/2026-03-01-followers-get-no-alerts\//,
      );
      assert.equal(github.state, 'closed');
    });

    for (const [author, branch] of [
      ['ada', 'main'],
      ['reader', 'notice-form-12'],
    ] as const)
      test(`gets from ${author} to a repository that only the workflow may read and write, by the token of the step alone`, async (context) => {
        const { bare, checkout, forms } = await forge();
        git(bare, 'config', 'http.receivepack', 'true');
        const token = github.env.GITHUB_TOKEN as string;
        const server = await gitServer(dirname(bare), token);
        context.after(() => server.close());
        const site = checkout();
        git(site.folder, 'remote', 'set-url', 'origin', `forge:${basename(bare)}`);
        github.env.GITHUB_SERVER_URL = server.url;
        // What git is told of addresses by the job holds beside the token.
        Object.assign(github.env, {
          GIT_CONFIG_COUNT: '1',
          GIT_CONFIG_KEY_0: `url.${server.url}/.insteadOf`,
          GIT_CONFIG_VALUE_0: 'forge:',
        });
        const { report, err } = await take(site, issueEvent(bodyOf(forms, 'notice', LOST), { author }));
        assert.ok(report?.outcome === 'published' || report?.outcome === 'proposed', err);
        assert.match(fileIn(bare, ALERTS, branch), /Followers get no alerts/);
        assert.deepEqual(server.refused, []);
        const config = readFileSync(join(site.folder, '.git/config'), 'utf8');
        assert.ok(!config.includes('extraheader') && !err.includes(token));
      });

    test('is told once, whenever the workflow runs again and whatever an old one says', async () => {
      const { bare, checkout, forms } = await forge();
      const stale = checkout();
      const event = issueEvent(bodyOf(forms, 'notice', LOST));
      await take(checkout(), event);
      const commits = count(bare);
      github.asked.length = 0;
      // Of the same commit that the first run began from, as a run that is repeated has it.
      for (const site of [stale, checkout()]) {
        const { code, report } = await take(site, event, '2026-03-01T03:20Z');
        assert.deepEqual([code, report?.outcome], [0, 'written before']);
      }
      assert.equal(count(bare), commits);
      assert.deepEqual(whats(), ['GET issues/12', 'GET issues/12']);
      // Somebody changes what is told already.
      const other = issueEvent(bodyOf(forms, 'notice', { ...LOST, text: 'Otherwise.' }), {
        action: 'edited',
      });
      assert.equal((await take(checkout(), other)).code, 0);
      assert.equal(count(bare), commits);
      assert.match(github.comments.at(-1) ?? '', /changes nothing on the page/);
    });

    test('whose run ended behind the push is finished by the next, without another commit', async () => {
      const { bare, checkout, forms } = await forge();
      const event = issueEvent(bodyOf(forms, 'notice', LOST));
      github.refuses = { 'POST actions': 403 };
      const broken = await take(checkout(), event);
      assert.equal(broken.code, 1);
      assert.match(broken.err, /service-refuses[\s\S]*403 Not here/);
      assert.equal(github.state, 'open');
      const commits = count(bare);
      github.refuses = {};
      const mended = await take(checkout(), event);
      assert.deepEqual([mended.code, mended.report?.outcome, count(bare)], [0, 'written before', commits]);
      assert.equal(github.state, 'closed');
    });

    test('goes on with the one that is open, and ends it', async () => {
      const { bare, checkout, forms } = await forge();
      await take(checkout(), issueEvent(bodyOf(forms, 'notice', LOST)));
      const news = bodyOf(forms, 'update', {
        state: 'Cause identified',
        works: ['Alarms on the wearer’s device'],
        cause: 'A certificate ran out.',
      });
      const second = await take(
        checkout(),
        issueEvent(news, { title: '[Update] ', number: 13, created: '2026-03-01T03:30:59Z' }),
        '2026-03-01T03:31Z',
      );
      assert.equal(second.code, 0, second.err);
      const over = bodyOf(forms, 'update', { incident: ALERTS, state: 'Resolved' });
      const third = await take(
        checkout(),
        issueEvent(over, { title: '[Update] ', number: 14, created: '2026-03-01T04:00:10Z' }),
        '2026-03-01T04:01Z',
      );
      assert.equal(third.code, 0, third.err);
      const file = fileIn(bare, ALERTS);
      assert.deepEqual(
        [...file.matchAll(/^## (.*)$/gm)].map(([, head]) => head),
        [
          'Investigating - 2026-03-01T03:05Z',
          'Identified - 2026-03-01T03:30Z',
          'Resolved - 2026-03-01T04:00Z',
        ],
      );
      assert.match(file, /^cause: A certificate ran out\.$/m);
      assert.match(file, /Followers get alerts again\. It was over by 04:00 UTC\./);
    });

    test('no longer says that something works which nobody ticks again, and takes back what was none', async () => {
      const { bare, checkout, forms } = await forge();
      await take(checkout(), issueEvent(bodyOf(forms, 'notice', LOST)));
      const said = async (filled: Filled, number: number, time: string) => {
        const event = issueEvent(bodyOf(forms, 'update', filled), {
          number,
          title: '[Update] ',
          created: `2026-03-01T${time}:30Z`,
        });
        return take(checkout(), event, `2026-03-01T${time}:50Z`);
      };
      const news = await said({ state: 'Update', text: 'We are still working on it.' }, 13, '03:30');
      assert.equal(news.code, 0, news.err);
      assert.doesNotMatch(fileIn(bare, ALERTS), /^works:/m);
      const back = await said({ state: 'Withdrawn', text: 'It was a mistake of ours.' }, 14, '03:40');
      assert.equal(back.code, 0, back.err);
      assert.match(
        fileIn(bare, ALERTS),
        /## Withdrawn - 2026-03-01T03:40Z\nWe take this notice back\. It was a mistake of ours\./,
      );
    });

    test('announces work, and an exercise', async () => {
      const { bare, checkout, forms } = await forge();
      const work = bodyOf(forms, 'maintenance', {
        impact: ['Sign-in', 'Reports for clinics'],
        from: '2026-03-02T02:00Z',
        until: '2026-03-02T03:00Z',
      });
      const one = await take(checkout(), issueEvent(work, { title: '[Maintenance] New servers' }));
      assert.equal(one.code, 0, one.err);
      assert.match(
        fileIn(bare, String(one.report?.incident)),
        /title: New servers[\s\S]*scheduled: \{ from: 2026-03-02T02:00Z, until: 2026-03-02T03:00Z \}/,
      );
      const drill = bodyOf(forms, 'notice', { ...LOST, drill: ['This is an exercise: nothing is wrong'] });
      const other = await take(checkout(), issueEvent(drill, { number: 13, title: '[Notice] We practise' }));
      assert.equal(other.code, 0, other.err);
      assert.match(fileIn(bare, String(other.report?.incident)), /^drill: true$/m);
    });

    test('is proposed where the branch takes only what was reviewed', async () => {
      const { bare, checkout, forms } = await forge();
      const hook = join(bare, 'hooks/update');
      writeFileSync(
        hook,
        '#!/bin/sh\n[ "$1" = refs/heads/main ] && { echo "protected branch" >&2; exit 1; }\nexit 0\n',
        { mode: 0o755 },
      );
      const { code, report, err } = await take(checkout(), issueEvent(bodyOf(forms, 'notice', LOST)));
      assert.deepEqual([code, report?.outcome], [0, 'proposed'], err);
      assert.match(fileIn(bare, ALERTS, 'notice-form-12'), /Followers get no alerts/);
      assert.equal(github.state, 'open');
    });
  });

  describe('a form of anybody else', () => {
    for (const [who, around, asked] of [
      ['somebody who may only read', { author: 'reader' }, ['reader']],
      ['somebody whom the repository does not know', { author: 'stranger' }, ['stranger']],
      [
        'somebody who may write, whose words somebody else changed',
        { author: 'ada', sender: 'reader' },
        ['ada', 'reader'],
      ],
      [
        'somebody who may only read, even where somebody who may write changes it',
        { author: 'reader', sender: 'ada' },
        ['reader'],
      ],
    ] as const)
      test(`${who}: is proposed by a pull request, and nothing is told`, async () => {
        const { bare, checkout, forms } = await forge();
        const commits = count(bare);
        const { code, report, err } = await take(
          checkout(),
          issueEvent(bodyOf(forms, 'notice', LOST), { ...around }),
        );
        assert.deepEqual([code, report?.outcome], [0, 'proposed'], err);
        assert.equal(count(bare), commits);
        assert.match(fileIn(bare, ALERTS, 'notice-form-12'), /^## Investigating - 2026-03-01T03:05Z$/m);
        assert.deepEqual(whats(), [
          ...asked.map((login) => `GET collaborators/${login}/permission`),
          'GET pulls',
          'POST pulls',
          'POST issues/12/comments',
        ]);
        const { body } = github.asked.find(({ what }) => what === 'POST pulls') ?? {};
        assert.deepEqual(
          [body?.head, body?.base, body?.title],
          ['notice-form-12', 'main', `Notice: ${ALERTS}`],
        );
        assert.match(String(body?.body), /^Closes #12\b/);
        assert.match(github.comments[0] ?? '', /pull\/13[\s\S]*Nobody is told before/);
        assert.equal(github.state, 'open');
      });

    test('is proposed where nobody can be asked who may write', async () => {
      const { checkout, forms } = await forge();
      github.refuses = { 'GET collaborators': 403 };
      const { report } = await take(checkout(), issueEvent(bodyOf(forms, 'notice', LOST)));
      assert.equal(report?.outcome, 'proposed');
    });

    test('is proposed anew when it is changed, and never over what somebody added', async () => {
      const { bare, checkout, forms } = await forge();
      const event = (text: string) =>
        issueEvent(bodyOf(forms, 'notice', { ...LOST, text }), { author: 'reader', action: 'edited' });
      await take(checkout(), event('No alerts come.'));
      await take(checkout(), event('No alerts come to anybody.'));
      assert.match(fileIn(bare, ALERTS, 'notice-form-12'), /No alerts come to anybody\./);
      assert.equal(count(bare, 'notice-form-12'), count(bare) + 1);
      assert.equal(whats().filter((what) => what === 'POST pulls').length, 1);
      // Somebody who runs the page mends it there.
      const helper = checkout();
      git(helper.folder, 'switch', '-q', 'notice-form-12');
      helper.write(ALERTS, helper.read(ALERTS).replace('anybody', 'followers'));
      // A commit that says what ours says is theirs all the same.
      git(helper.folder, 'commit', '-q', '-a', '-m', `Mend it\n\nNotice-form: ${REPOSITORY}#12`);
      git(helper.folder, 'push', '-q', 'origin', 'notice-form-12');
      const { code, report } = await take(checkout(), event('Again.'));
      assert.deepEqual([code, report?.outcome], [3, 'held up']);
      assert.match(fileIn(bare, ALERTS, 'notice-form-12'), /No alerts come to followers\./);
      assert.match(github.comments.at(-1) ?? '', /Somebody has gone on with the branch/);
    });

    test('is pushed over nothing that came between the look and the push', async () => {
      const { bare, checkout } = await forge();
      const [one, other] = [checkout(), checkout()];
      git(one.folder, 'push', '-q', 'origin', 'HEAD:refs/heads/notice-form-12');
      other.write('2026-03-01-x', 'x');
      other.commit('2026-03-01T03:08Z');
      git(other.folder, 'push', '-q', 'origin', 'HEAD:refs/heads/notice-form-12');
      const before = git(bare, 'rev-parse', 'notice-form-12');
      for (const tip of ['', git(one.folder, 'rev-parse', 'HEAD')])
        assert.match(
          (await pushBranch(gitIn(one.folder, PERSON, false), { name: 'notice-form-12', tip })) ?? '',
          /stale info/,
        );
      assert.equal(git(bare, 'rev-parse', 'notice-form-12'), before);
    });

    test('says where the pull request can be opened if no workflow may', async () => {
      const { checkout, forms } = await forge();
      github.refuses = { 'POST pulls': 403 };
      const { code, report } = await take(
        checkout(),
        issueEvent(bodyOf(forms, 'notice', LOST), { author: 'reader' }),
      );
      const address = `https://github.com/${REPOSITORY}/compare/main...notice-form-12?expand=1`;
      assert.deepEqual([code, report?.pull], [0, address]);
      assert.ok(github.comments[0]?.includes(address));
    });

    test('is not taken for taken because its title says so', async () => {
      const { checkout, forms } = await forge();
      const body = bodyOf(forms, 'notice', LOST);
      await take(
        checkout(),
        issueEvent(body, { number: 11, title: `[Notice] Notice-form: ${REPOSITORY}#12` }),
      );
      const { report } = await take(
        checkout(),
        issueEvent(bodyOf(forms, 'notice', { 'impact-major_outage': ['Sign-in'] })),
      );
      assert.equal(report?.outcome, 'published');
    });
  });

  describe('a form with something wrong in it', () => {
    test('is answered by what to mend, under the headings of the form, and written once it is mended', async () => {
      const { bare, checkout, forms } = await forge();
      const commits = count(bare);
      const wrong = bodyOf(forms, 'notice', {
        began: 'tonight `x`',
        'next-update': '04:30',
        text: 'All fails.\n\n## Resolved - 2026-03-01T03:05Z\nIt works again.',
      });
      const { code, report } = await take(checkout(), issueEvent(wrong));
      assert.deepEqual([code, report?.outcome, count(bare)], [1, 'refused', commits]);
      const [comment = ''] = github.comments;
      assert.match(comment, /^Nothing is published yet\..*edit the issue/);
      assert.match(
        comment,
        /^- \*\*Began\*\* \(flag-value\)\n {2}- Found: `` tonight `x` ``\n {2}- Expected: a time such as/m,
      );
      assert.match(comment, /^- \*\*What it says\*\* \(heading-not-an-update\)$/m);
      assert.equal(github.state, 'open');
      const mended = await take(
        checkout(),
        issueEvent(bodyOf(forms, 'notice', LOST), { action: 'edited' }),
        '2026-03-01T03:12Z',
      );
      assert.equal(mended.report?.outcome, 'published');
      assert.doesNotMatch(github.comments[1] ?? '', /told only now/);
      assert.match(fileIn(bare, ALERTS), /^## Investigating - 2026-03-01T03:05Z$/m);
    });

    test('or of before the config has it said how it was read', async () => {
      const { checkout, forms } = await forge();
      const body = bodyOf(forms, 'notice', LOST).replace(/### Drill\n\n.*/, '');
      const { report } = await take(checkout(), issueEvent(body));
      assert.equal(report?.outcome, 'published');
      assert.match(github.comments[0] ?? '', /^Note: This form does not ask for "Drill", as today’s does/m);
    });

    test('and mended much later says when it was opened, and its author is told so', async () => {
      const { bare, checkout, forms } = await forge();
      await take(
        checkout(),
        issueEvent(bodyOf(forms, 'notice', LOST), { action: 'edited' }),
        '2026-03-01T03:40Z',
      );
      assert.match(fileIn(bare, ALERTS), /^## Investigating - 2026-03-01T03:05Z$/m);
      assert.match(github.comments[0] ?? '', /it says 2026-03-01T03:05Z, .* and is told only now/);
    });

    test('is told what it lacks', async () => {
      const { checkout, forms } = await forge();
      await take(checkout(), issueEvent(bodyOf(forms, 'notice', {})));
      assert.match(
        github.comments[0] ?? '',
        /^- \*\*Not working\*\* \(flag-missing\)\n {2}- Found: ` nothing below any of them `\n {2}- Expected: a choice below "Not working", .* or "[^"]*"\n {2}- Mend: Which components does it hurt, and how\? Edit the issue/m,
      );
      await take(checkout(), issueEvent(bodyOf(forms, 'update', { state: 'Update' }), { number: 13 }));
      assert.match(
        github.comments[1] ?? '',
        /^- \*\*Which one\*\* \(argument-missing\)\n {2}- Found: ` nothing that is open `/m,
      );
    });

    test('calls nobody and shows nothing by what it quotes', async () => {
      const { checkout, forms } = await forge();
      const began = '<img src=x> @ada ![a](https://example.org/x.png) ```';
      await take(checkout(), issueEvent(bodyOf(forms, 'notice', { ...LOST, began })));
      const [comment = ''] = github.comments;
      assert.ok(comment.includes(`\`\`\`\` ${began} \`\`\`\``));
    });

    test('quotes a sentence as a sentence, whatever stands in it', () => {
      assert.equal(
        escaped('# @ada: see #12, [x](https://example.org) <b>\n- *now*\u202e'),
        '\\# @\u200bada: see \\#12, \\[x\\](https://example.org) \\<b\\> - \\*now\\*\uFFFD',
      );
      assert.equal(escaped('1. one'), '1\\. one');
    });

    test('that is no form is left alone, unless it is said to be one', async () => {
      const { checkout } = await forge();
      const mine = await take(checkout(), issueEvent('It crashes.', { title: 'A bug', labels: [] }));
      assert.deepEqual([mine.code, mine.report?.outcome], [0, 'left alone']);
      assert.deepEqual(github.asked, []);
      const said = await take(checkout(), issueEvent(null, { title: '[Notice] Help' }));
      assert.deepEqual([said.code, said.report?.outcome], [1, 'refused']);
      assert.match(github.comments[0] ?? '', /Open a new issue, and choose/);
    });

    test('is said to be kept by the files of the page where those cannot be read', async () => {
      const { checkout, forms } = await forge();
      const site = checkout();
      writeFileSync(join(site.folder, 'nightlight.yaml'), 'site: 1\n');
      const { code, err } = await take(site, issueEvent(bodyOf(forms, 'notice', LOST)));
      assert.equal(code, 1);
      assert.match(err, /nightlight\.yaml/);
      assert.match(github.comments[0] ?? '', /mistakes of their own/);
    });
  });

  describe('nightlight take-form', () => {
    test('only shows with --dry-run', async () => {
      const { bare, checkout, forms } = await forge();
      const site = checkout();
      const { code, err } = await take(
        site,
        issueEvent(bodyOf(forms, 'notice', LOST)),
        '2026-03-01T03:06Z',
        '--dry-run',
      );
      assert.equal(code, 0);
      assert.match(err, /Followers get no alerts/);
      assert.deepEqual([site.files(), github.asked, count(bare)], [[], [], 1]);
    });

    test('says what it cannot do without', async () => {
      const { checkout } = await forge();
      const site = checkout();
      const none = await site.call(['take-form']);
      assert.equal(none.code, 2);
      assert.match(none.err, /--event {2}error {2}flag-missing/);
      const path = join(site.folder, 'event.json');
      writeFileSync(path, issueEvent(''));
      assert.match(
        (await site.call(['take-form', '--event', path])).err,
        /GITHUB_TOKEN {2}error {2}variable-missing/,
      );
      for (const text of [
        '{',
        '[]',
        '{"issue":{"number":"12"}}',
        issueEvent('').replace('status/page', '../x y'),
      ]) {
        writeFileSync(path, text);
        const { code, err } = await site.call(['take-form', '--event', path]);
        assert.equal(code, 1);
        assert.match(err, /is no event of an issue/);
      }
    });
  });

  describe('nightlight form', () => {
    test('writes them, says when they are as they should be, and never writes over somebody else’s', async () => {
      const site = siteToWrite();
      folders.push(site.folder);
      const first = await site.call(['form', '--json']);
      assert.deepEqual((JSON.parse(first.out) as { written: string[] }).written, [
        '.github/ISSUE_TEMPLATE/notice.yml',
        '.github/ISSUE_TEMPLATE/update.yml',
        '.github/ISSUE_TEMPLATE/maintenance.yml',
      ]);
      assert.match((await site.call(['form'])).out, /nothing was written/);
      for (const [remote, address] of [
        ['git@github.com:status/page.git', 'https://github.com/status/page'],
        ['https://x:secret@github.com/status/page', 'https://github.com/status/page'],
        ['https://example.org/status/page.git', undefined],
      ] as const) {
        git(site.folder, 'remote', 'add', 'origin', remote);
        const { out } = await site.call(['form']);
        assert.equal(/^Notice: (.*)\/issues\/new\?template=notice\.yml$/m.exec(out)?.[1], address);
        assert.doesNotMatch(out, /secret/);
        git(site.folder, 'remote', 'remove', 'origin');
      }
      assert.match((await site.call(['check'])).out, /warning {2}form-not-taken/);
      takes(site);
      assert.match((await site.call(['check'])).out, /nothing to mend/);
      const path = join(site.folder, '.github/ISSUE_TEMPLATE/notice.yml');
      rmSync(path);
      writeFileSync(path, 'name: Mine\n');
      const { code, err } = await site.call(['form']);
      assert.equal(code, 1);
      assert.match(err, /was not made by this command/);
      assert.equal(readFileSync(path, 'utf8'), 'name: Mine\n');
      assert.doesNotMatch((await site.call(['check'])).out, /form-differs/);
    });

    test('is asked for by the check where the config says something else by now', async () => {
      const site = siteToWrite();
      folders.push(site.folder);
      await site.call(['form']);
      takes(site);
      const config = join(site.folder, 'nightlight.yaml');
      writeFileSync(config, readFileSync(config, 'utf8').replace('en: Sign-in', 'en: Signing in'));
      const { code, out } = await site.call(['check']);
      assert.equal(code, 0);
      assert.match(
        out,
        /^\.github\/ISSUE_TEMPLATE\/notice\.yml:\d+:1 {2}warning {2}form-differs$[\s\S]*found: {4}- "Sign-in"$[\s\S]*expected: - "Signing in"$/m,
      );
      await site.call(['form']);
      assert.match((await site.call(['check'])).out, /nothing to mend/);
    });
  });

  describe('the steps of form.yml', () => {
    interface Step {
      run?: string;
      if?: string;
      env?: Record<string, string>;
    }
    const { jobs } = parse(readFileSync(join(ENGINE, '.github/workflows/form.yml'), 'utf8')) as {
      jobs: { take: { steps: Step[] } };
    };

    /** Runs what the workflow runs, in the shell that GitHub runs it in. */
    async function run(site: WrittenSite, event: string): Promise<{ code: number; said: string }> {
      const path = join(site.folder, '.git/event.json');
      writeFileSync(path, event);
      const [step] = jobs.take.steps.filter(({ run: line }) => line?.includes('take-form'));
      const values: Record<string, string> = { 'github.token': github.env.GITHUB_TOKEN ?? '' };
      const own = Object.fromEntries(
        Object.entries(step?.env ?? {}).map(([name, value]) => [
          name,
          value.replace(/\$\{\{ (.*?) \}\}/, (_, key: string) => values[key] ?? ''),
        ]),
      );
      const script = join(site.folder, '.git/step.sh');
      writeFileSync(script, step?.run ?? '');
      const child = spawn('bash', ['-e', script], {
        cwd: site.folder,
        env: {
          ...PERSON,
          ...own,
          HOME: site.folder,
          GITHUB_ACTIONS: 'true',
          GITHUB_API_URL: github.env.GITHUB_API_URL,
          GITHUB_EVENT_PATH: path,
          NIGHTLIGHT_NOW: '2026-03-01T03:06Z',
        },
      });
      let said = '';
      child.stdout.on('data', (part) => (said += part));
      child.stderr.on('data', (part) => (said += part));
      const code = await new Promise<number>((done) => child.on('close', (ended) => done(ended ?? 1)));
      return { code, said };
    }

    for (const [author, outcome] of [
      ['ada', 'main'],
      ['reader', 'notice-form-12'],
    ] as const)
      test(`take a form of ${author} to ${outcome}, and nothing in it becomes a command`, {
        timeout: 60_000,
      }, async () => {
        const { bare, checkout, forms } = await forge();
        const site = checkout();
        writeFileSync(
          join(site.folder, 'package.json'),
          JSON.stringify({
            name: 'status',
            private: true,
            scripts: { 'take-form': 'nightlight take-form' },
          }),
        );
        mkdirSync(join(site.folder, 'node_modules/.bin'), { recursive: true });
        symlinkSync(
          join(ENGINE, 'src/cli/nightlight.mjs'),
          join(site.folder, 'node_modules/.bin/nightlight'),
        );
        const mark = join(site.folder, '.git/ran');
        const evil = `"; touch ${mark}; $(touch ${mark}) \`touch ${mark}\` \${{ github.token }}`;
        const body = bodyOf(forms, 'notice', { ...LOST, scope: evil, text: evil });
        const { code, said } = await run(site, issueEvent(body, { author, title: `[Notice] ${evil}` }));
        assert.equal(code, 0, said);
        assert.ok(!existsSync(mark));
        const [name = ''] = git(bare, 'ls-tree', '--name-only', outcome, 'incidents/')
          .split('\n')
          .filter((one) => one.endsWith('.md'));
        assert.ok(git(bare, 'show', `${outcome}:${name}`).includes(evil));
        assert.ok(!said.includes(github.env.GITHUB_TOKEN as string));
        assert.ok(!readFileSync(join(site.folder, '.git/config'), 'utf8').includes('extraheader'));
      });

    test('run only for what is said to be a form', () => {
      const { take: job } = jobs as unknown as { take: { if: string } };
      for (const prefix of ['[Notice]', '[Update]', '[Maintenance]'])
        assert.ok(job.if.includes(`startsWith(github.event.issue.title, '${prefix}')`));
      assert.ok(job.if.includes("contains(github.event.issue.labels.*.name, 'notice')"));
    });
  });
});
