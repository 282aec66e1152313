import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { ANNOUNCEMENT, type Form, fromFile, INCIDENT, toFile } from '../../src/admin/format.ts';
import { readIncidents } from '../../src/incidents/index.ts';
import { readAnnouncements } from '../../src/own-pages/announcements.ts';
import { live } from '../sites.ts';

const ROOT = join(import.meta.dirname, '../..');
const NOW = Date.UTC(2026, 2, 1, 9);

/** What the form sends for a new incident, as the CMS gives it: empty where nobody wrote. */
const EMPTY = {
  file: '',
  kind: 'incident',
  body: '',
  drill: false,
  works: [],
  more: { began: '', cause: '' },
};

const BY_HAND = `---
# Kept by the night shift.
title: 'No alerts'
scope: United States
# As they say it.
impact: { follow-alerts: partial_outage }
began: 2026-03-01T02:00Z/2026-03-01T03:00Z
sources:
  - { title: A post, url: 'https://example.org/post' }
works: [device-alarms]
---

Nothing arrives.

## Investigating - 2026-03-01T04:00Z
We look.
`;

function problemsOf(text: string, id = '2026-03-01-no-alerts'): string[] {
  const bytes = new TextEncoder().encode(text);
  const { problems } = readIncidents([{ name: `${id}.md`, bytes }], { site: live, now: NOW });
  return problems
    .filter(({ severity }) => severity === 'error')
    .map(({ name, found }) => `${name}: ${found}`);
}

/** A file after somebody changed a few things in the form. */
function changed(text: string, changes: Form): string {
  return toFile({ ...fromFile(text, INCIDENT), ...changes }, INCIDENT);
}

describe('a file that the form leaves', () => {
  test('is read without a mistake where it is new', () => {
    const text = toFile(
      {
        ...EMPTY,
        title: 'Followers get no alerts: since tonight',
        updates: [{ state: 'Investigating', time: '2026-03-01T08:04Z', where: '', text: 'We look for it.' }],
        impact: [
          { component: 'follow-alerts', status: 'major_outage', from: '' },
          { component: 'follow-glucose', status: 'partial_outage', from: '2026-03-01T07:00Z' },
          { component: 'follow-glucose', status: 'major_outage', from: '2026-03-01T08:00Z' },
        ],
        works: ['device-alarms'],
        advice: 'Look at the device.',
        next_update: '2026-03-01T09:00Z',
        more: { began: '2026-03-01T07:00Z', cause: '' },
      },
      INCIDENT,
    );
    assert.equal(
      text,
      `---
title: 'Followers get no alerts: since tonight'
began: 2026-03-01T07:00Z
impact:
  follow-alerts: major_outage
  follow-glucose:
    - { from: 2026-03-01T07:00Z, status: partial_outage }
    - { from: 2026-03-01T08:00Z, status: major_outage }
works: [device-alarms]
advice: Look at the device.
next_update: 2026-03-01T09:00Z
---
## Investigating - 2026-03-01T08:04Z
We look for it.
`,
    );
    assert.deepEqual(problemsOf(text), []);
  });

  test('has no update that somebody began by a heading or a line in the words of another', () => {
    const said =
      '## What we know\nNothing yet.\n---\n##Resolved - 2026-03-01T08:00Z\n\n~~~\n## kept\na\n---\n~~~\n\n- a list\n\n---\nThe night shift';
    const text = toFile(
      {
        ...EMPTY,
        title: 'No alerts',
        updates: [{ state: 'Investigating', time: '2026-03-01T08:04Z', text: said }],
        impact: [{ component: 'follow-alerts', status: 'major_outage' }],
      },
      INCIDENT,
    );
    assert.equal(
      text.split('08:04Z\n')[1],
      '### What we know\nNothing yet.\n\n---\n### Resolved - 2026-03-01T08:00Z\n\n~~~\n## kept\na\n---\n~~~\n\n- a list\n\n---\nThe night shift\n',
    );
    const bytes = new TextEncoder().encode(text);
    const { incidents } = readIncidents([{ name: '2026-03-01-no-alerts.md', bytes }], {
      site: live,
      now: NOW,
    });
    assert.equal(incidents[0]?.updates.length, 1);
    assert.deepEqual(problemsOf(text), []);
  });

  test('says that it is announced work, and a drill', () => {
    const text = toFile(
      {
        ...EMPTY,
        kind: 'maintenance',
        title: 'New servers',
        drill: true,
        scheduled: { from: '2026-03-02T02:00Z', until: '2026-03-02T03:00Z' },
        impact: [{ component: 'sign-in', status: 'under_maintenance' }],
        updates: [{ state: 'Scheduled', time: '2026-03-01T08:04Z', text: 'Signing in will pause.' }],
      },
      INCIDENT,
    );
    assert.match(
      text,
      /^---\nkind: maintenance\ntitle: New servers\ndrill: true\nscheduled: \{ from: 2026-03-02T02:00Z, until/,
    );
    assert.deepEqual(problemsOf(text), []);
  });

  const folders = [
    'incidents',
    ...readdirSync(join(ROOT, 'tests/fixtures/sites')).map((name) => `tests/fixtures/sites/${name}`),
  ];
  for (const folder of folders.filter((one) => !one.endsWith('.yaml')))
    test(`is the file that was there, byte for byte, where nothing was changed: ${folder}`, () => {
      for (const name of readdirSync(join(ROOT, folder)).filter((one) => one.endsWith('.md'))) {
        const text = readFileSync(join(ROOT, folder, name), 'utf8').replaceAll('\r\n', '\n');
        assert.equal(toFile(fromFile(text, INCIDENT), INCIDENT), text, name);
      }
    });

  test('keeps comments, order, keys that the form does not ask for and times that no picker knows', () => {
    const text = changed(BY_HAND, { works: ['device-alarms', 'sign-in'], advice: 'Call us.' });
    assert.equal(text, BY_HAND.replace('[device-alarms]\n', '[device-alarms, sign-in]\nadvice: Call us.\n'));
    assert.deepEqual(problemsOf(text), []);
  });

  test('says no more what was emptied', () => {
    assert.equal(changed(BY_HAND, { works: [] }), BY_HAND.replace('works: [device-alarms]\n', ''));
  });

  test('has what is newly said behind the rest', () => {
    const updates = [
      { state: 'Resolved', time: '2026-03-01T05:00Z', where: 'Facebook', text: ' It works. ' },
    ];
    const text = changed(BY_HAND, { updates });
    assert.equal(text, `${BY_HAND}\n## Resolved - 2026-03-01T05:00Z - Facebook\nIt works.\n`);
    assert.deepEqual(problemsOf(text), []);
  });

  test('has what is newly said before the rest where it begins with the newest', () => {
    const newest = BY_HAND.replace(
      '## Investigating',
      '## Update - 2026-03-01T04:30Z\n~~~\n## Update - 2026-03-01T01:00Z\n~~~\n\n## Investigating',
    );
    const updates = [
      { state: 'Update', time: '2026-03-01T05:00Z', text: 'More.' },
      { state: 'Resolved', time: '2026-03-01T06:00Z', text: 'It works.' },
    ];
    const said = '## Resolved - 2026-03-01T06:00Z\nIt works.\n\n## Update - 2026-03-01T05:00Z\nMore.\n\n';
    assert.equal(changed(newest, { updates }), newest.replace('## Update - 2026-03-01T04:30Z', `${said}$&`));
  });

  test('is the same however often it is saved', () => {
    const form = {
      ...fromFile(BY_HAND, INCIDENT),
      updates: [{ state: 'Update', time: '2026-03-01T05:00Z', text: 'x' }],
    };
    const once = toFile(form, INCIDENT);
    assert.equal(toFile(form, INCIDENT), once);
    assert.equal(once.match(/## Update/g)?.length, 1);
  });

  test('has no heading without words', () => {
    assert.equal(changed(BY_HAND, { updates: [{ state: 'Update', time: '2026-03-01T05:00Z' }] }), BY_HAND);
  });

  test('has its text mended where somebody mended it', () => {
    const { body } = fromFile(BY_HAND, INCIDENT);
    assert.equal(
      changed(BY_HAND, { body: String(body).replace('We look.', 'We look for it.') }),
      BY_HAND.replace('---\n\nNothing', '---\nNothing').replace('We look.', 'We look for it.'),
    );
  });

  test('of an announcement is read without a mistake, and keeps what it had', () => {
    const form = {
      ...{ file: '', kind: 'announcement', title: 'New terms', body: 'They hold from May on.' },
      ...{ from: '2026-03-01T08:00Z', until: '2026-04-01T08:00Z', components: [] },
    };
    const text = toFile(form, ANNOUNCEMENT);
    assert.equal(
      text,
      '---\ntitle: New terms\nfrom: 2026-03-01T08:00Z\nuntil: 2026-04-01T08:00Z\n---\nThey hold from May on.\n',
    );
    const bytes = new TextEncoder().encode(text);
    assert.deepEqual(readAnnouncements([{ name: 'new-terms.md', bytes }], live).problems, []);
    const later = { ...fromFile(text, ANNOUNCEMENT), until: '2026-05-01T08:00Z' };
    assert.equal(toFile(later, ANNOUNCEMENT), text.replace('2026-04-01', '2026-05-01'));
  });
});

describe('a file that no list shows', () => {
  const others = {
    'a translation': '---\ntitle: Sin alertas\n---\n',
    'a page without a front matter': '# How we write\n',
    'a front matter that is no YAML': '---\ntitle: [\n---\n',
    'a front matter with an alias': '---\ntitle: &a x\nimpact: *a\n---\n',
  };
  for (const [what, text] of Object.entries(others))
    test(`is ${what}, and stays as it is`, () => {
      const form = fromFile(text, INCIDENT);
      assert.equal(form.kind, 'other');
      assert.equal(toFile(form, INCIDENT), text);
    });
});
