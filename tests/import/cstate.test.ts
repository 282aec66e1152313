import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { planOf, toldOf } from './brought.ts';

const CONFIG = `baseURL: 'https://status.old.example'
timeZone: Europe/Berlin
params:
  categories:
    - name: For followers
  systems:
    - name: Alerts
      description: Alerts reach followers.
      category: For followers
    - name: Sign-in
`;

/** An issue with everything that cState knows, newest first. */
const FULL = `---
title: Alerts & sign-in fail
date: 2018-04-13 15:54:00
resolved: true
resolvedWhen: 2018-04-13 17:30:00
# Possible severity levels: down, disrupted, notice
severity: down
affected:
  - follow-alerts
  - sign-in
section: issue
pin: true
---

*Post-mortem*

A server of Redis was moved.

---

*Resolved* - All is well. {{< track "2018-04-13 17:20:00" >}}

**Monitoring** - A fix is in. {{< track "2018-04-13 17:00:00" >}}

*Investigating* - We look into it.

## What we know

Nothing yet. {{< track "2018-04-13 15:54:00" >}}
`;

const issue = (front: string, body = '*Investigating* - We look.') =>
  `---\ntitle: Alerts are late\ndate: 2018-04-13T15:54:00Z\nseverity: disrupted\naffected: [follow-alerts]\n${front}---\n${body}\n`;
const one = (text: string, options = {}) =>
  planOf('cstate', { 'content/issues/2018-04-13-late.md': text }, options);
const bodyOf = (text: string) => one(text).files[0]?.text.split('---\n').at(-1);

describe('an issue of cState', () => {
  test('has comments of HTML that no reader saw: they are named, and are no words here either', () => {
    const body =
      '<!-- copy this -->\n*Investigating* - We look. <!-- ask Jo --> Now.\n\n<!--\nnot yet\n-->\n`<!-- shown -->`';
    const plan = one(issue('', body));
    assert.deepEqual(
      toldOf(plan).filter((said) => said.includes('import-left-out')),
      [
        'content/issues/2018-04-13-late.md:7 note import-left-out: <!-- copy this -->',
        'content/issues/2018-04-13-late.md:8 note import-left-out: <!-- ask Jo -->',
        'content/issues/2018-04-13-late.md:10 note import-left-out: <!--',
      ],
    );
    const text = plan.files[0]?.text ?? '';
    assert.match(text, /We look\. +Now\.[\s\S]*`<!-- shown -->`/);
    assert.doesNotMatch(text, /copy this|ask Jo|not yet/);
  });

  test('with a key that nobody knows is refused with the ways out, one of which is a table that leaves it out', () => {
    const text = issue('weather: rain\n');
    const [unknown] = one(text).problems;
    assert.deepEqual([unknown?.severity, unknown?.found], ['error', 'weather']);
    assert.match(
      unknown?.remedy ?? '',
      /"keys: \{ weather: '-' \}" to --map[\s\S]*or leave out this whole file with --skip/,
    );
    const plan = one(text, { map: "keys: { weather: '-' }\n" });
    assert.deepEqual(
      toldOf(plan)[0],
      'content/issues/2018-04-13-late.md:6 note import-left-out: weather: rain',
    );
    assert.equal(plan.files.length, 1);
  });

  test('becomes an incident file, oldest update first, its headings below those of updates', () => {
    const plan = planOf(
      'cstate',
      { 'config.yml': CONFIG, 'content/issues/2018-04-13-fail.md': FULL },
      { zone: 'Europe/Berlin' },
    );
    assert.deepEqual(toldOf(plan), ['content/issues/2018-04-13-fail.md:15 note import-guessed: no time']);
    assert.deepEqual(plan.files, [
      {
        name: '2018-04-13-fail.md',
        from: 'content/issues/2018-04-13-fail.md',
        addresses: ['/issues/2018-04-13-fail/'],
        text: `---
title: Alerts & sign-in fail
began: 2018-04-13T13:54Z
ended: 2018-04-13T15:30Z
impact:
  follow-alerts: major_outage
  sign-in: major_outage
imported: old.example
pinned: true
---
## Investigating - 2018-04-13T13:54Z
We look into it.

### What we know

Nothing yet.

## Monitoring - 2018-04-13T15:00Z
A fix is in.

## Resolved - 2018-04-13T15:20Z
All is well.

## Postmortem - 2018-04-13T15:30Z
A server of Redis was moved.
`.replace('old.example', 'status.old.example'),
      },
    ]);
  });

  test('says the same in TOML', () => {
    const toml = `+++
title = "Alerts are late"
date = 2018-04-13T15:54:00Z
severity = "disrupted"
affected = ["follow-alerts"]
+++
*Investigating* - We look.
`;
    assert.deepEqual(one(toml).files, one(issue('')).files);
  });

  test('whose words have no state begins with them, and ends when it says so', () => {
    const plan = one(issue('resolved: true\nresolvedWhen: 2018-04-13T17:00:00Z\n', 'Alerts come late.'));
    assert.equal(
      plan.files[0]?.text.split('---\n').at(-1),
      '## Investigating - 2018-04-13T15:54Z\nAlerts come late.\n\n## Resolved - 2018-04-13T17:00Z\n',
    );
    assert.match(toldOf(plan).join(), /:9 note import-guessed: words without a state/);
  });

  test('that is over, nobody knows since when, is counted to the last word', () => {
    const text = one(issue('resolved: true\n')).files[0]?.text ?? '';
    assert.match(text, /^ended: unknown\nlast_known: 2018-04-13T15:54Z$/m);
  });

  test('puts an update without a time between its neighbours', () => {
    const body = [
      '*Resolved* - Over. {{< track "2018-04-13 18:00:00 +0000" >}}',
      '*Monitoring* - Mended.',
      '*Investigating* - We look. {{< track "2018-04-13 16:00:00 +0000" >}}',
    ].join('\n\n');
    assert.match(bodyOf(issue('', body)) ?? '', /^## Monitoring - 2018-04-13T16:00Z\/2018-04-13T18:00Z /m);
  });

  test('may run oldest first', () => {
    const body =
      '*Investigating* - A {{< track "2018-04-13 16:00:00Z" >}}\n\n*Resolved* - B {{< track "2018-04-13 17:00:00Z" >}}';
    assert.match(bodyOf(issue('', body)) ?? '', /^## Investigating[\s\S]*\n## Resolved/);
  });

  test('keeps code and what only looks like a state', () => {
    const body = '*Investigating* - We look.\n\n```sh\n# *Resolved* - no\n---\n```\n\n*Please* wait.';
    assert.equal(
      bodyOf(issue('', body.replace('---', '===')))?.trim(),
      '## Investigating - 2018-04-13T15:54Z\nWe look.\n\n```sh\n# *Resolved* - no\n===\n```\n\n*Please* wait.',
    );
  });

  test('leads there from its old addresses', () => {
    const [file] = one(issue('slug: Late-Alerts\naliases: [/old/late/]\n')).files;
    assert.deepEqual(file?.addresses, ['/issues/late-alerts/', '/old/late/']);
  });
});

describe('an issue of cState that is informational', () => {
  const RESOLVED = 'resolved: true\nresolvedWhen: 2018-04-20T08:00:00Z\n';
  const about = (front: string, body = 'New terms come.', options = {}) =>
    one(
      issue(`informational: true\n${front}`, body).replace('severity: disrupted', 'severity: notice'),
      options,
    );

  test('becomes an announcement with its words as they stand, below headings of the second level', () => {
    const body = `# New terms

They come in *May*, {{< track "2018-04-14 10:00:00 +0200" >}} for everybody.

\`\`\`
# {{< track "2018-04-14 10:00:00" >}}
\`\`\`
`;
    const plan = about(RESOLVED, body);
    assert.deepEqual(toldOf(plan), []);
    assert.deepEqual([plan.files, plan.skipped], [[], []]);
    assert.deepEqual(plan.announcements, [
      {
        name: '2018-04-13-late.md',
        from: 'content/issues/2018-04-13-late.md',
        addresses: ['/issues/2018-04-13-late/'],
        text: `---
title: Alerts are late
from: 2018-04-13T15:54Z
until: 2018-04-20T08:00Z
components: [follow-alerts]
---
## New terms

They come in *May*, (2018-04-14 08:00 UTC) for everybody.

\`\`\`
# {{< track "2018-04-14 10:00:00" >}}
\`\`\`
`,
      },
    ]);
  });

  test('needs neither a severity nor a component', () => {
    const bare = issue(`informational: true\n${RESOLVED}`).replace(/^(?:severity|affected).*\n/gm, '');
    const plan = one(bare);
    assert.deepEqual(toldOf(plan), []);
    assert.doesNotMatch(plan.announcements[0]?.text ?? '', /components/);
  });

  const untilOf = (plan: ReturnType<typeof one>) =>
    /^until: (.*)$/m.exec(plan.announcements[0]?.text ?? '')?.[1];

  test('that was never resolved stands until the end of the day of its last word, which is a guess', () => {
    const plan = about('');
    assert.equal(untilOf(plan), '2018-04-13');
    const said = 'content/issues/2018-04-13-late.md:3 note import-guessed: no time at which it was resolved';
    assert.deepEqual(toldOf(plan), [said]);
    assert.match(plan.problems[0]?.remedy ?? '', /2018-04-14T00:00Z/);
    assert.equal(untilOf(about('', 'Still so. {{< track "2018-04-15 23:00:00Z" >}}')), '2018-04-15');
  });

  test('that was resolved in the moment in which it was said is not over before anybody saw it', () => {
    const plan = about('resolved: true\nresolvedWhen: 2018-04-13T15:54:00Z\n');
    assert.equal(untilOf(plan), '2018-04-13');
    assert.match(toldOf(plan).join(), /:8 note import-guessed: resolved as it begins/);
  });

  test('is refused where its announcement would be, and where its component is nobody’s', () => {
    const backwards = about('resolved: true\nresolvedWhen: 2018-04-12T15:54:00Z\n');
    assert.deepEqual(toldOf(backwards), [
      'content/issues/2018-04-13-late.md error announcement-backwards: 2018-04-12T15:54Z',
    ]);
    const empty = about(RESOLVED, '');
    assert.match(toldOf(empty).join(), /error file-empty/);
    const unknown = one(issue(`informational: true\n${RESOLVED}`).replace('[follow-alerts]', '[Redis]'));
    assert.match(toldOf(unknown).join(), /:5 error component-unknown: Redis/);
    for (const plan of [backwards, empty, unknown])
      assert.deepEqual([plan.announcements, plan.skipped], [[], ['content/issues/2018-04-13-late.md']]);
  });

  test('loses neither a severity nor a pin in silence, and does not make a draft public', () => {
    const plan = one(issue(`informational: true\npin: true\n${RESOLVED}`));
    assert.deepEqual(toldOf(plan), [
      'content/issues/2018-04-13-late.md:4 note import-left-out: disrupted',
      'content/issues/2018-04-13-late.md:7 note import-left-out: pin: true',
    ]);
    const draft = about(`draft: true\n${RESOLVED}`);
    assert.deepEqual(
      [draft.announcements, draft.skipped, toldOf(draft)],
      [
        [],
        ['content/issues/2018-04-13-late.md'],
        ['content/issues/2018-04-13-late.md:7 note import-left-out: draft: true'],
      ],
    );
  });

  test('may be about a component that is to be added, which is there from that day on', () => {
    const text = issue(`informational: true\n${RESOLVED}`).replace('[follow-alerts]', '[Redis]');
    const plan = one(text, { addComponents: true });
    assert.deepEqual(
      plan.added.map(({ id, since }) => [id, since]),
      [['redis', Date.UTC(2018, 3, 13)]],
    );
    assert.match(plan.announcements[0]?.text ?? '', /^components: \[redis\]$/m);
  });
});

describe('what is not understood of cState is told with its place', () => {
  const cases: [string, string, string][] = [
    ['a key', issue('importance: high\n'), '6 error key-unknown: importance'],
    [
      'a time without a zone',
      issue('').replace('15:54:00Z', '15:54:00'),
      '3 error time-without-offset: 2018-04-13T15:54:00',
    ],
    ['no time at all', issue('').replace(/^date.*\n/m, ''), '1 error key-missing: no "date"'],
    [
      'a day that there is not',
      issue('').replace('04-13T', '02-30T'),
      '3 error time-impossible: 2018-02-30T15:54:00Z',
    ],
    ['a severity', issue('').replace('disrupted', 'awful'), '4 error status-unknown: awful'],
    ['a component', issue('').replace('[follow-alerts]', '[Redis]'), '5 error component-unknown: Redis'],
    ['no component', issue('').replace('[follow-alerts]', '[]'), '5 error impact-empty: no component'],
    ['a state', issue('', '*Panicking* - Help.'), '7 error state-unknown: Panicking'],
    ['YAML that is none', issue('').replace('title: Alerts', "title: 'Alerts"), '2 error yaml-syntax'],
  ];
  for (const [what, text, said] of cases)
    test(what, () => {
      const plan = one(text);
      assert.ok(
        toldOf(plan).some((line) => line.startsWith(`content/issues/2018-04-13-late.md:${said}`)),
        toldOf(plan).join('\n'),
      );
    });

  test('what the check would refuse is told of its source', () => {
    const plan = one(issue('', '*Investigating* - We look.\n\n```\nno end'));
    assert.deepEqual(plan.files.length + plan.skipped.length, 1);
    const future = one(issue('').replace('2018-04-13T', '2030-04-13T'));
    assert.deepEqual(future.files, []);
    assert.match(toldOf(future).join(), /late\.md error time-in-future/);
  });

  test('a name with a point in it is no translation, unless the config or a neighbour says so', () => {
    const names = (texts: Record<string, string>) => {
      const { files, skipped } = planOf('cstate', texts);
      return [files.map(({ name }) => name).toSorted(), skipped];
    };
    const path = 'content/issues/ci.io-oom.md';
    assert.deepEqual(names({ [path]: issue('') }), [['ci-io-oom.md'], []]);
    const french = { 'content/issues/late.fr.md': issue('') };
    assert.deepEqual(names(french), [['late-fr.md'], []]);
    assert.deepEqual(names({ ...french, 'content/issues/late.md': issue('') }), [
      ['late.md'],
      ['content/issues/late.fr.md'],
    ]);
    assert.deepEqual(names({ ...french, 'config.yml': 'languages: { en: {}, fr: {} }' }), [
      [],
      ['content/issues/late.fr.md'],
    ]);
    assert.deepEqual(names({ 'content/issues/late.en.md': issue('') }), [['late.md'], []]);
  });

  test('is resolved in every word that is a yes, and a word that is neither is told', () => {
    const over = 'resolvedWhen: 2018-04-13T17:00:00Z\n';
    for (const yes of ['true', 'yes', 'On', 'True'])
      assert.match(bodyOf(issue(`resolved: ${yes}\n${over}`)) ?? '', /## Resolved/, yes);
    for (const no of ['false', 'no', '""'])
      assert.doesNotMatch(bodyOf(issue(`resolved: ${no}\n${over}`)) ?? '', /## Resolved/, no);
    assert.deepEqual(toldOf(one(issue(`resolved: soon\n${over}`))).slice(0, 1), [
      'content/issues/2018-04-13-late.md:6 error value-not-allowed: resolved: soon',
    ]);
  });

  test('of a monitor may have keys that say nothing to readers, which are named', () => {
    const plan = one(issue('automated: true\nid: "dns"\n'));
    assert.equal(plan.files.length, 1);
    assert.deepEqual(
      toldOf(plan).filter((line) => line.includes('left-out')),
      [
        'content/issues/2018-04-13-late.md:6 note import-left-out: automated: true',
        'content/issues/2018-04-13-late.md:7 note import-left-out: id: dns',
      ],
    );
  });

  test('an issue may be a folder, and its ending in capital letters', () => {
    const { files } = planOf('cstate', {
      'content/issues/one/index.MD': issue(''),
      'content/issues/Two.Markdown': issue(''),
    });
    assert.deepEqual(files.map(({ name }) => name).toSorted(), ['one.md', 'two.md']);
  });

  test('translations are named and left out', () => {
    const plan = planOf('cstate', {
      'content/fr/issues/b.md': issue(''),
      'content/issues/_index.md': '---\ntitle: Issues\n---\n',
    });
    assert.deepEqual(plan.files, []);
    assert.deepEqual(plan.skipped.toSorted(), ['content/fr/issues/b.md']);
    assert.deepEqual(toldOf(plan), ['content/fr/issues/b.md note import-left-out: a translation']);
  });
});

describe('a table', () => {
  test('says which component, status and state a word is', () => {
    const map =
      "components:\n  Redis: [follow-alerts, sign-in]\n  Swagger: '-'\nseverities:\n  awful: major_outage\nstates:\n  panicking: investigating\n";
    const text = issue('', '*Panicking* - Help.')
      .replace('[follow-alerts]', '[Redis, Swagger]')
      .replace('disrupted', 'awful');
    const plan = one(text, { map });
    assert.deepEqual(toldOf(plan), ['content/issues/2018-04-13-late.md:7 note import-guessed: no time']);
    assert.match(
      plan.files[0]?.text ?? '',
      /^impact:\n {2}follow-alerts: major_outage\n {2}sign-in: major_outage\n/m,
    );
  });

  test('has a word for what names no component', () => {
    const plan = one(issue('').replace('[follow-alerts]', '[]'), { map: 'components: { (none): sign-in }' });
    assert.match(plan.files[0]?.text ?? '', /^ {2}sign-in: partial_outage$/m);
  });

  test('is not needed for components that are to be added, which are there from the first incident on', () => {
    const plan = planOf(
      'cstate',
      {
        'config.yml': CONFIG.replace('Alerts\n', 'Redis\n'),
        'content/issues/2018-04-13-late.md': issue('').replace('[follow-alerts]', '[Redis]'),
      },
      { addComponents: true },
    );
    assert.deepEqual(plan.added, [
      {
        id: 'redis',
        name: 'Redis',
        description: 'Alerts reach followers.',
        group: 'followers',
        since: Date.UTC(2018, 3, 13),
      },
    ]);
    assert.match(plan.files[0]?.text ?? '', /^ {2}redis: partial_outage$/m);
  });
});
