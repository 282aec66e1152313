import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import { ENGINE, git, KEY, siteToWrite, terminalOf, type WrittenSite } from './written.ts';

const sites: WrittenSite[] = [];
const site = (...change: Parameters<typeof siteToWrite>) => {
  const made = siteToWrite(...change);
  sites.push(made);
  return made;
};
after(() => {
  for (const one of sites) one.remove();
});

const WORK = '2026-03-02-planned-work-sign-in';
const ALERTS = '2026-03-01-followers-get-no-alerts';
const announce = (here: WrittenSite) =>
  here.call([
    'maintenance',
    '--impact',
    'sign-in',
    '--from',
    '2026-03-02T02:00Z',
    '--until',
    '2026-03-02T03:00Z',
  ]);

describe('announced work', () => {
  test('has its window in its words and in its field, and a name by its day', async () => {
    const here = site();
    const { code, err } = await announce(here);
    assert.equal(code, 0, err);
    const text = here.read(WORK);
    assert.match(
      text,
      /^kind: maintenance\ntitle: 'Planned work: Sign-in'\nscheduled: \{ from: 2026-03-02T02:00Z, until: 2026-03-02T03:00Z \}$/m,
    );
    assert.match(
      text,
      /## Scheduled - 2026-03-01T03:10Z\nWe will work on this from 02:00 to 03:00 UTC on 2 March 2026\.$/m,
    );
    assert.doesNotMatch(text, /next_update/);
  });

  test('is moved by an update, begins, and is completed', async () => {
    const here = site();
    await announce(here);
    here.commit('2026-03-01T03:10Z');
    const moved = await here.call(['maintenance', WORK, '--until', '2026-03-02T04:00Z'], {
      env: { NIGHTLIGHT_NOW: '2026-03-01T05:00Z' },
    });
    assert.equal(moved.code, 0, moved.err);
    assert.match(
      here.read(WORK),
      /## Update - 2026-03-01T05:00Z\nThe work is moved\. We will do it from 02:00 to 04:00 UTC on 2 March 2026\.$/m,
    );
    assert.match(here.read(WORK), /until: 2026-03-02T04:00Z \}$/m);
    const begun = await here.call(['update', '--state', 'in_progress'], {
      env: { NIGHTLIGHT_NOW: '2026-03-02T02:01Z' },
    });
    assert.equal(begun.code, 0, begun.err);
    const done = await here.call(['resolve'], { env: { NIGHTLIGHT_NOW: '2026-03-02T03:30Z' } });
    assert.equal(done.code, 0, done.err);
    assert.match(
      here.read(WORK),
      /## In progress - 2026-03-02T02:01Z\nThe work has begun\.\n\n## Completed - 2026-03-02T03:30Z\nThe work is done, and all is back\.\n$/,
    );
  });

  test('needs its window, in a script by flags, and at a terminal by two answers', async () => {
    const here = site();
    const { code, err } = await here.call(['maintenance', '--impact', 'sign-in', '--from', 'tomorrow']);
    assert.equal(code, 2);
    assert.match(err, /^--from {2}error {2}flag-value$/m);
    const missing = await here.call(['maintenance', '--impact', 'sign-in', '--from', '+24h']);
    assert.match(missing.err, /^--until {2}error {2}flag-missing$/m);
    const terminal = terminalOf(
      [/From when on/, [...'2026-03-02T02:00Z', KEY.enter]],
      [/Until when/, [...'2026-03-02T03:00Z', KEY.enter]],
      [/Is that right\?/, KEY.enter],
    );
    const asked = await here.call(['maintenance', '--impact', 'sign-in'], { terminal });
    assert.equal(asked.code, 0, asked.err);
    assert.deepEqual(here.files(), [`${WORK}.md`]);
  });
});

describe('a drill', () => {
  test('is told as an incident, says first that nothing is wrong, and ends as one', async () => {
    const here = site();
    const { code, out, err } = await here.call(['drill', '--impact', 'follow-alerts']);
    assert.equal(code, 0, err);
    assert.match(here.read(ALERTS), /^drill: true\nbegan: 2026-03-01T03:10Z$/m);
    assert.match(
      here.read(ALERTS),
      /\nThis is a drill\. Nothing is wrong\. We practise how we tell you\. Followers get no alerts\./,
    );
    assert.match(out, /^ {2}No problem with glucose sharing is reported\.$/m);
    assert.match(out, /^ {2}DRILL · Investigating: Followers get no alerts$/m);
    const preview = await here.call(['preview', '--language', 'en']);
    assert.equal(
      preview.out.match(/^ {2}This is a drill\. Nothing is wrong: we are practising how we tell you\.$/gm)
        ?.length,
      2,
      'on the first page and on its own',
    );
    const over = await here.call(['resolve', '--ended', 'now'], {
      env: { NIGHTLIGHT_NOW: '2026-03-01T03:40Z' },
    });
    assert.equal(over.code, 0, over.err);
  });

  test('ends with words that say so, for nothing works again that never failed', async () => {
    const here = site();
    await here.call(['drill', '--impact', 'follow-alerts']);
    const { code, err } = await here.call(['resolve', '--ended', 'now']);
    assert.equal(code, 0, err);
    assert.match(here.read(ALERTS), /## Resolved - [^\n]+\nThe drill is over\. Nothing was wrong\.\n/);
  });
});

describe('a notice that was wrong', () => {
  test('is taken back with the reason, and stays', async () => {
    const here = site();
    await here.call(['new', '--impact', 'follow-alerts']);
    const without = await here.call(['withdraw']);
    assert.equal(without.code, 2);
    assert.match(without.err, /^--because {2}error {2}flag-missing$/m);
    const { code, err } = await here.call(['withdraw', '--because', 'Our probe was wrong.'], {
      env: { NIGHTLIGHT_NOW: '2026-03-01T03:20Z' },
    });
    assert.equal(code, 0, err);
    assert.match(
      here.read(ALERTS),
      /## Withdrawn - 2026-03-01T03:20Z\nWe take this notice back\. Our probe was wrong\.\n$/,
    );
    assert.doesNotMatch(here.read(ALERTS), /next_update/);
  });
});

describe('nightlight preview', () => {
  test('shows a file that nobody committed, in each language, and one that lies elsewhere', async () => {
    const here = site();
    await here.call(['new', '--impact', 'follow-alerts']);
    const { code, out } = await here.call(['preview']);
    assert.equal(code, 0);
    assert.deepEqual(out.match(/^What readers see \(\w+\)$/gm), [
      'What readers see (en)',
      'What readers see (es)',
    ]);
    const elsewhere = join(here.folder, 'desk');
    mkdirSync(elsewhere);
    writeFileSync(
      join(elsewhere, '2026-03-01-other.md'),
      here.read(ALERTS).replace('Followers get', 'People get'),
    );
    const other = await here.call(['preview', 'desk/2026-03-01-other.md', '--language', 'en', '--json']);
    const { seen, told, incident } = JSON.parse(other.out) as {
      seen: { feed: { title: string } }[];
      told: boolean;
      incident: string;
    };
    assert.deepEqual(
      [incident, told, seen[0]?.feed.title],
      ['2026-03-01-other', true, 'Investigating: People get no alerts'],
    );
  });

  test('shows a draft, and says that nobody is told of it', async () => {
    const here = site();
    await here.call(['new', '--impact', 'follow-alerts']);
    here.write(ALERTS, here.read(ALERTS).replace('---\n', '---\ndraft: true\n'));
    const { code, out, err } = await here.call(['preview', ALERTS]);
    assert.equal(code, 0);
    assert.match(out, /Followers get no alerts/);
    assert.match(err, /Nobody is told of it yet/);
  });

  test('says what is wrong with a file that nobody would see, and which was meant', async () => {
    const here = site();
    await here.call(['new', '--impact', 'follow-alerts']);
    here.write(ALERTS, here.read(ALERTS).replace('major_outage', 'mayor_outage'));
    const { code, err } = await here.call(['preview', `incidents/${ALERTS}.md`]);
    assert.equal(code, 1);
    assert.match(err, /Did you mean "major_outage"\?/);
    const slip = await here.call(['preview', '2026-03-01-folowers-get-no-alerts']);
    assert.equal(slip.code, 2);
  });
});

describe('nightlight list', () => {
  test('has what is open first, with when the next word is due, then what was of late', async () => {
    const here = site();
    await here.call(['new', '--impact', 'sign-in', '--began', '01:00'], {
      env: { NIGHTLIGHT_NOW: '2026-03-01T01:10Z' },
    });
    await here.call(['resolve', '--ended', 'now'], { env: { NIGHTLIGHT_NOW: '2026-03-01T02:00Z' } });
    here.commit('2026-03-01T02:00Z');
    await here.call(['new', '--impact', 'follow-alerts']);
    const { out } = await here.call(['list']);
    assert.equal(
      out,
      `1 open:
${ALERTS}: Followers get no alerts. Investigating, said 2026-03-01T03:10Z. Next word due by 2026-03-01T07:10Z. Not committed.
Over, the newest:
2026-03-01-people-cannot-sign-in: People cannot sign in. Resolved, said 2026-03-01T02:00Z.
`,
    );
    const { out: json } = await here.call(['list', '--json'], {
      env: { NIGHTLIGHT_NOW: '2026-03-01T08:00Z' },
    });
    const [first] = JSON.parse(json) as Record<string, unknown>[];
    assert.deepEqual(
      [first?.id, first?.overdue, first?.committed, first?.due],
      [ALERTS, true, false, '2026-03-01T07:10:00Z'],
    );
    assert.equal(git(here.folder, 'status', '--porcelain'), `?? incidents/${ALERTS}.md`);
  });
});

describe('what nobody is told of yet', () => {
  test('is listed apart, owes no word, and is not what an update without a name means', async () => {
    const here = site();
    await here.call(['new', '--impact', 'sign-in', '--id', 'a-draft']);
    here.write('a-draft', here.read('a-draft').replace('---\n', '---\ndraft: true\n'));
    await here.call(['new', '--impact', 'follow-alerts']);
    here.commit('2026-03-01T03:10Z');
    const { out } = await here.call(['list']);
    const next = 'Next word due by 2026-03-01T07:10Z.';
    assert.equal(
      out,
      `1 open:
${ALERTS}: Followers get no alerts. Investigating, said 2026-03-01T03:10Z. ${next}
Not told, a draft or before its time:
a-draft: People cannot sign in. Investigating, said 2026-03-01T03:10Z.
`,
    );
    const { code, err } = await here.call(['update', '--text', 'We know more.']);
    assert.equal(code, 0, err);
    assert.match(here.read(ALERTS), /We know more/);
    assert.doesNotMatch(here.read('a-draft'), /We know more/);
  });
});

describe('regions', () => {
  const regions = () => {
    const here = site(() => readFileSync(join(ENGINE, 'tests/fixtures/sites/regions.yaml'), 'utf8'));
    return here;
  };

  test('are named behind the component, and whose trouble it is comes first in the words', async () => {
    const here = regions();
    const { code, err } = await here.call(['new', '--impact', 'follow-alerts@eu+jp=partial_outage']);
    assert.equal(code, 0, err);
    const [file = ''] = here.files();
    const text = here.read(file.slice(0, -3));
    assert.match(text, /^ {2}follow-alerts: \{ status: partial_outage, regions: \[eu, jp\] \}$/m);
    assert.match(text, /\n(?:title: .*)?Europe and Japan/);
  });

  test('change apart from the others, from an update on', async () => {
    const here = regions();
    await here.call(['new', '--impact', 'follow-alerts', '--began', '03:00', '--id', 'alerts']);
    const { code, err } = await here.call(
      ['update', '--text', 'Europe is back.', '--impact', 'follow-alerts@eu=operational'],
      { env: { NIGHTLIGHT_NOW: '2026-03-01T03:20Z' } },
    );
    assert.equal(code, 0, err);
    assert.match(
      here.read('alerts'),
      / {2}follow-alerts:\n {4}- \{ status: major_outage, regions: \[us, jp\] \}\n {4}- \{ from: 2026-03-01T03:00Z, status: major_outage, regions: \[eu\] \}\n {4}- \{ from: 2026-03-01T03:20Z, status: operational, regions: \[eu\] \}\n/,
    );
  });

  test('that a component is not in are told, with those that it is in', async () => {
    const { code, err } = await regions().call(['new', '--impact', 'follow-alerts@us+uk=major_outage']);
    assert.equal(code, 2);
    assert.match(err, /expected: follow-alerts@ and us, eu or jp, several with \+ between/);
    const { err: none } = await site().call(['new', '--impact', 'follow-alerts@us=major_outage']);
    assert.match(none, /everywhere alike by nightlight\.yaml[\s\S]*--scope/);
  });
});
