import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { planOf, toldOf } from './brought.ts';

const MAP = 'components:\n  API: follow-alerts\n  Website: sign-in\n  (none): sign-in\n';

describe('a Statusfy site', () => {
  const work = `---
title: "Down for maintenance"
description: "The database is moved."
date: 2020-09-10T10:45:00Z
severity: "under-maintenance"
affectedsystems:
  - "API"
resolved: true
scheduled: 2020-09-10T10:45:00Z
duration: 120
---
See our site.

::: update Paused | 2020-09-10T11:20:00Z
It was paused.
:::

::: update Completed | 2020-09-10T12:20:00Z
Done.
:::
`;
  test('has its incidents in content/, with blocks for updates', () => {
    const plan = planOf(
      'statusfy',
      { 'content/2020-09-10_move.md': work, 'README.md': '# no' },
      { map: MAP },
    );
    assert.deepEqual(toldOf(plan), []);
    assert.deepEqual(plan.files[0]?.addresses, ['/incidents/b8652746/']);
    assert.equal(
      plan.files[0]?.text,
      `---
kind: maintenance
title: Down for maintenance
scheduled: { from: 2020-09-10T10:45Z, until: 2020-09-10T12:45Z }
impact:
  follow-alerts: under_maintenance
imported: old.example
---
## Scheduled - 2020-09-10T10:45Z
The database is moved.

See our site.

## Update - 2020-09-10T11:20Z
**Paused**

It was paused.

## Completed - 2020-09-10T12:20Z
Done.
`,
    );
  });

  test('has a README of its own in content/, and comments that no reader saw', () => {
    const noted = work.replace(
      'See our site.',
      '<!-- language code: en -->\n<!--\nGeneral content\n-->\nSee our site.\n```\n<!-- shown -->\n```',
    );
    const plan = planOf(
      'statusfy',
      { 'content/2020-09-10_move.md': noted, 'content/README.md': '# CONTENT' },
      { map: MAP },
    );
    assert.deepEqual(toldOf(plan), [
      'content/2020-09-10_move.md:12 note import-left-out: <!-- language code: en -->',
      'content/2020-09-10_move.md:13 note import-left-out: <!--',
    ]);
    assert.match(
      plan.files[0]?.text ?? '',
      /moved\.\s+See our site\.\n```\n<!-- shown -->\n```\n\n## Update - 2020-09-10T11:20Z/,
    );
  });

  test('says what was said in one minute in the order in which work goes on, however the file has it', () => {
    const block = (state: string) => `::: update ${state} | 2020-09-10T11:20:00Z\n${state}.\n:::\n`;
    const text = `---\ntitle: Late\nseverity: partial-outage\nresolved: true\naffectedsystems:\n  - follow-alerts\ndate: 2020-09-10T11:00:00Z\n---\nWe look.\n${['Resolved', 'Monitoring', 'Identified'].map(block).join('')}`;
    const [file] = planOf('statusfy', { 'content/late.md': text }, { map: MAP }).files;
    assert.deepEqual(file?.text.match(/(?<=^## )\w+/gm), [
      'Investigating',
      'Identified',
      'Monitoring',
      'Resolved',
    ]);
  });

  test('was read at an address that Statusfy made of the name of the file, or at that of its id', () => {
    const addressOf = (file: string, more = '') => {
      const text = work.replace('---\n', `---\n${more}`);
      return planOf('statusfy', { [`content/${file}`]: text }, { map: MAP }).files[0]?.addresses[0];
    };
    // As hash-sum 2.0.0 has them, which Statusfy takes.
    assert.equal(addressOf('2020-08-31_adamrms-memoryissues.md'), '/incidents/023986a2/');
    assert.equal(addressOf('2021-05-10_adamrms-assets.md'), '/incidents/e32f24e8/');
    assert.equal(addressOf('2021-05-10_adamrms-assets.md', 'id: assets\n'), '/incidents/assets/');
  });

  test('has one name for what is over, be it work or an outage', () => {
    const over = planOf(
      'statusfy',
      { 'content/2020-09-10_move.md': work.replace('update Completed', 'update Resolved') },
      { map: MAP },
    );
    assert.deepEqual(toldOf(over), ['content/2020-09-10_move.md:18 note import-guessed: resolved']);
    assert.match(over.files[0]?.text ?? '', /^## Completed - 2020-09-10T12:20Z$/m);
    const outage = work
      .replace('under-maintenance', 'major-outage')
      .replace(/^scheduled.*\nduration.*\n/m, '');
    const ended = planOf('statusfy', { 'content/2020-09-10_move.md': outage }, { map: MAP });
    assert.match(ended.files[0]?.text ?? '', /^## Resolved - 2020-09-10T12:20Z$/m);
  });

  test('may say an outage in JSON, and not when it was over', () => {
    const json = `{
  "title": "Slow",
  "date": "2020-09-10T10:45:00Z",
  "severity": "partial-outage",
  "affectedsystems": ["Website"],
  "resolved": true
}
It is slow.
`;
    const text = planOf('statusfy', { 'content/slow.md': json }, { map: MAP }).files[0]?.text ?? '';
    assert.match(text, /^ended: unknown\nlast_known: 2020-09-10T10:45Z$/m);
    assert.match(text, /^ {2}sign-in: partial_outage$/m);
  });

  test('is refused where a key or a time is not understood', () => {
    const plan = planOf(
      'statusfy',
      { 'content/move.md': work.replace('11:20:00Z', '11:20:00').replace('duration', 'durations') },
      { map: MAP },
    );
    assert.deepEqual(plan.files, []);
    assert.deepEqual(
      toldOf(plan).map((line) => line.replace(/^content\/move\.md/, '')),
      [
        ':9 error key-missing: no "duration"',
        ':10 error key-unknown: durations',
        ':14 error time-without-offset: 2020-09-10T11:20:00',
      ],
    );
  });
});

describe('the issues of Upptime', () => {
  const RC = 'owner: us\nrepo: status\nsites:\n  - name: Website\n    url: https://example.org\n';
  const issue = (more: object) => ({
    number: 7,
    title: '🛑 Website is down',
    body: 'In [`abc`](https://example.org/abc), Website (https://example.org) was **down**:\n- HTTP code: 0',
    state: 'CLOSED',
    createdAt: '2021-02-24T13:00:00Z',
    closedAt: '2021-02-24T13:32:10Z',
    labels: [{ name: 'status' }, { name: 'website' }],
    comments: [
      {
        body: '**Resolved:** Website is back up in [`def`](https://example.org/def) after 32 minutes.',
        createdAt: '2021-02-24T13:32:00Z',
      },
    ],
    ...more,
  });
  const of = (...issues: object[]) =>
    planOf('upptime', { '.upptimerc.yml': RC, 'issues.json': JSON.stringify(issues, null, 1) }, { map: MAP });

  test('become incident files, with what it wrote when it was over', () => {
    const plan = of(issue({}));
    assert.deepEqual(toldOf(plan), []);
    assert.deepEqual(plan.files[0]?.addresses, ['/incident/7']);
    assert.equal(
      plan.files[0]?.text,
      `---
title: Website is down
began: 2021-02-24T13:00Z
impact:
  sign-in: major_outage
imported: github.com/us/status
---
## Investigating - 2021-02-24T13:00Z
In [\`abc\`](https://example.org/abc), Website (https://example.org) was **down**:
- HTTP code: 0

## Resolved - 2021-02-24T13:32Z
**Resolved:** Website is back up in [\`def\`](https://example.org/def) after 32 minutes.
`,
    );
  });

  test('lose comments of HTML, each with a note', () => {
    const told = JSON.stringify([
      {
        ...{ number: 7, title: '🛑 Website is down', state: 'OPEN', labels: [] },
        createdAt: '2021-02-25T13:00:00Z',
        body: 'It is down. <!-- bot -->',
        comments: [{ createdAt: '2021-02-25T13:05:00Z', body: '<!-- template -->\nWe look.' }],
      },
    ]);
    const plan = planOf(
      'upptime',
      { 'issues.json': told },
      { map: 'components:\n  Website: follow-alerts\n' },
    );
    assert.deepEqual(
      plan.problems.flatMap(({ name, found }) => (name === 'import-left-out' ? [found] : [])).toSorted(),
      ['<!-- bot -->', '<!-- template -->'],
    );
    assert.doesNotMatch(plan.files[0]?.text ?? '', /bot|template/);
  });

  test('are maintenance where they are labelled so', () => {
    const plan = of(
      issue({
        title: 'New servers',
        labels: [{ name: 'maintenance' }],
        body: '<!--\nstart: 2021-02-25T13:00:00.220Z\nend: 2021-02-25T14:00:00.220Z\nexpectedDown: API, Website\n-->\nWe move.',
        comments: [],
      }),
    );
    const text = plan.files[0]?.text ?? '';
    assert.match(text, /^scheduled: \{ from: 2021-02-25T13:00Z, until: 2021-02-25T14:00Z \}$/m);
    assert.match(text, /^ {2}follow-alerts: under_maintenance\n {2}sign-in: under_maintenance$/m);
    assert.match(
      text,
      /^## Scheduled - 2021-02-24T13:00Z\nWe move\.\n\n## Completed - 2021-02-24T13:32:10Z$/m,
    );
    assert.match(toldOf(plan).join(), /note import-guessed: no word that it is over/);
  });

  test('that are none of it are named and left out', () => {
    const plan = of(
      issue({ number: 8, title: 'Please add a logo' }),
      issue({ title: '⚠️ API has degraded performance' }),
    );
    assert.deepEqual(plan.skipped, ['#8 (Please add a logo)']);
    assert.match(plan.files[0]?.text ?? '', /^ {2}follow-alerts: degraded_performance$/m);
  });
});

describe('what Upptime measured', () => {
  const RC = 'sites:\n  - name: Website\n  - name: My API\n    slug: api\n';
  const HISTORY =
    'url: https://example.org\nstatus: up\ncode: 200\nresponseTime: 98\nstartTime: 2020-08-10T07:54:39.000Z\n';
  const ISSUE = {
    number: 7,
    title: '🛑 Website is down',
    body: 'It was down.',
    state: 'CLOSED',
    createdAt: '2021-02-24T13:00:00Z',
    closedAt: '2021-02-25T13:32:10Z',
    comments: [{ body: '**Resolved:** Website is back up.', createdAt: '2021-02-25T13:32:00Z' }],
  };
  const texts = {
    '.upptimerc.yml': RC,
    'issues.json': JSON.stringify([ISSUE]),
  };

  test('is named and left out, each with its place', () => {
    const badge = '{"schemaVersion":1,"label":"uptime","message":"99.98%","color":"brightgreen"}\n';
    const plan = planOf(
      'upptime',
      {
        ...texts,
        'history/website.yml': HISTORY,
        'history/api.yml': HISTORY.replace('status: up', 'status: down'),
        'api/website/uptime.json': badge,
        'api/website/uptime-day.json': badge,
      },
      { map: MAP },
    );
    assert.deepEqual(toldOf(plan).toSorted(), [
      'api/website/uptime.json:1 note import-left-out: 2 numbers of api/website/, such as uptime: 99.98%',
      'history/api.yml:2 note import-left-out: status: down',
      'history/api.yml:4 note import-left-out: responseTime: 98',
      'history/website.yml:4 note import-left-out: responseTime: 98',
    ]);
    assert.deepEqual([plan.files.length, plan.skipped], [1, []]);
  });

  test('says since when a component that is to be added was watched, as it is written and as it was once', () => {
    for (const start of [
      '2020-08-10T07:54:39.000Z',
      'Mon Aug 10 2020 09:54:39 GMT+0200 (Central European)',
    ]) {
      const plan = planOf(
        'upptime',
        { ...texts, 'history/website.yml': HISTORY.replace('2020-08-10T07:54:39.000Z', start) },
        { addComponents: true },
      );
      assert.deepEqual(
        plan.added.map(({ id, since }) => [id, new Date(since).toISOString()]),
        [['website', '2020-08-10T00:00:00.000Z']],
      );
    }
  });

  test('names each day on which a site was down and of which no issue tells', () => {
    const summary = [
      {
        name: 'Website',
        uptime: '99.99%',
        time: 219,
        dailyMinutesDown: { '2021-02-25': 812, '2022-06-12': 21 },
      },
      { name: 'My API', uptime: '100%', time: 90, dailyMinutesDown: { '2021-02-24': 9 } },
    ];
    const plan = planOf(
      'upptime',
      { ...texts, 'history/summary.json': JSON.stringify(summary) },
      { map: MAP },
    );
    assert.deepEqual(
      toldOf(plan).filter((line) => line.includes('minutes down')),
      [
        'history/summary.json:1 note import-left-out: Website, 2022-06-12: 21 minutes down',
        'history/summary.json:1 note import-left-out: My API, 2021-02-24: 9 minutes down',
      ],
    );
  });

  test('is all that a repository has without its issues, which is refused', () => {
    const plan = planOf('upptime', { '.upptimerc.yml': RC, 'history/website.yml': HISTORY });
    assert.match(toldOf(plan).join('\n'), /^\.upptimerc\.yml error key-missing: no file with the issues$/m);
  });

  test('is no list of issues where none has a number', () => {
    for (const text of ['[{}]', '["a"]', '[{"title":"🛑 Website is down"}]'])
      assert.ok(
        toldOf(planOf('upptime', { 'other.json': text })).some((line) =>
          /error key-missing: no file with the issues$/.test(line),
        ),
        text,
      );
    assert.deepEqual(toldOf(planOf('upptime', { 'issues.json': '[]' })), []);
  });

  test('has pages that lead to those of the components', () => {
    const plan = planOf('upptime', texts, {
      map: 'components: { Website: sign-in, My API: [sign-in, reports] }',
    });
    assert.deepEqual(plan.redirects, [{ from: '/history/website', to: '/components/sign-in/' }]);
  });
});

describe('the feed of a Statuspage', () => {
  const content =
    '&lt;p&gt;&lt;small&gt;Jan &lt;var data-var=&#39;date&#39;&gt; 1&lt;/var&gt;, &lt;var data-var=&#39;time&#39;&gt;00:04&lt;/var&gt; PST&lt;/small&gt;&lt;br&gt;&lt;strong&gt;Resolved&lt;/strong&gt; - All is &lt;b&gt;well&lt;/b&gt;.&lt;/p&gt;&lt;p&gt;&lt;small&gt;Dec &lt;var&gt;31&lt;/var&gt;, &lt;var&gt;23:04&lt;/var&gt; PST&lt;/small&gt;&lt;br&gt;&lt;strong&gt;Investigating&lt;/strong&gt; - We look.&lt;/p&gt;';
  const atom = (text: string) => `<?xml version="1.0" encoding="UTF-8"?>
<feed xmlns="http://www.w3.org/2005/Atom">
  <title>Old</title>
  <entry>
    <id>tag:status.old.example,2005:Incident/1</id>
    <published>2019-12-31T23:04:00-08:00</published>
    <updated>2020-01-01T00:04:00-08:00</updated>
    <link rel="alternate" type="text/html" href="https://status.old.example/incidents/abc123"/>
    <title>It fails</title>
    <content type="html">${text}</content>
  </entry>
</feed>
`;
  test('has all that was said in one text, without years', () => {
    const plan = planOf('atom', { 'history.atom': atom(content) }, { map: MAP });
    assert.deepEqual(toldOf(plan), ['history.atom:4 note import-guessed: no component and no severity']);
    assert.deepEqual(plan.files[0]?.addresses, ['/incidents/abc123']);
    assert.equal(
      plan.files[0]?.text,
      `---
title: It fails
began: 2020-01-01T07:04Z
impact:
  sign-in: degraded_performance
imported: status.old.example
---
## Investigating - 2020-01-01T07:04Z
We look.

## Resolved - 2020-01-01T08:04Z
All is **well**.
`,
    );
  });

  test('may be RSS', () => {
    const rss = `<rss version="2.0"><channel><title>Old</title><item><title>It fails</title><description>${content}</description><pubDate>Tue, 31 Dec 2019 23:04:00 -0800</pubDate><link>https://status.old.example/incidents/abc123</link></item></channel></rss>`;
    assert.deepEqual(
      planOf('atom', { 'history.rss': rss }, { map: MAP }).files,
      planOf('atom', { 'history.atom': atom(content) }, { map: MAP }).files,
    );
  });

  test('is refused where two zones are abbreviated as its times are, until one is named', () => {
    const unclear = { 'history.atom': atom(content.replaceAll('PST', 'CST')) };
    assert.match(
      toldOf(planOf('atom', unclear, { map: MAP })).join(),
      /:4 error time-without-offset: Jan 1, 00:04 CST/,
    );
    const named = planOf('atom', unclear, { map: MAP, zone: 'America/Chicago' });
    assert.match(named.files[0]?.text ?? '', /^## Resolved - 2020-01-01T06:04Z$/m);
  });

  test('that is no XML is told with its place', () => {
    assert.match(
      toldOf(planOf('atom', { 'a.xml': '<feed>\n<entry></feed>' })).join(),
      /^a\.xml:2 error yaml-syntax/,
    );
  });
});
