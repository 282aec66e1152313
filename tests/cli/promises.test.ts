import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { siteWithSecrets } from './secrets.ts';

const incident = (day: string, more = '') => `---
title: Nobody hears alerts of ${day}
${more}began: ${day}T02:00Z
impact:
  follow-alerts: major_outage
---
## Investigating - ${day}T02:45Z
Alerts do not reach followers.

## Resolved - ${day}T03:30Z
Alerts reach followers again.
`;

describe('a pledge that was another before', () => {
  const site = siteWithSecrets([
    [['look', 'pictures'], 'none'],
    [
      ['site', 'pledge'],
      [
        { since: '2026-01-01', first_notice: 60, update_every: 240 },
        { since: '2026-02-01', first_notice: 15, update_every: 30 },
      ],
    ],
  ]);
  const page = (id: string) => site.read(`incidents/${id}/index.html`).replace(/<[^>]+>/g, '');
  let pledge = '';

  before(async () => {
    for (const day of ['2025-11-30', '2026-01-20', '2026-02-20'])
      site.write(`incidents/${day}-alerts.md`, incident(day));
    site.write('incidents/2026-02-21-moved.md', incident('2026-02-21', 'imported: status.example.com\n'));
    site.commit('2026-02-25T00:00:00Z');
    await site.deploy('2026-03-01T03:10Z');
    pledge = site
      .read('pledge/index.html')
      .replace(/<[^>]+>/g, ' ')
      .replace(/\s+/g, ' ');
  });
  after(site.remove);

  test('is listed with the day of each promise, the newest first, and headed by what holds today', () => {
    assert.match(
      pledge,
      /From 1 February 2026 on: When something .* within 15 minutes.* From 1 January 2026 on/,
    );
    assert.ok(pledge.indexOf('within 15 minutes') < pledge.indexOf('From 1 February'));
  });

  test('measures each incident by what was promised when it began', () => {
    assert.match(pledge, /First notice in time: 1 of 2\./);
    assert.match(
      pledge,
      /by the promise of 1 February 2026.*Missed: 1.*by the promise of 1 January 2026.*Kept: 1/,
    );
    assert.match(page('2026-01-20-alerts'), /First notice: kept/);
    assert.match(page('2026-02-20-alerts'), /First notice: missed/);
  });

  test('does not measure what was before it, nor what was brought along, and names both', () => {
    assert.match(pledge, /alerts of 2025-11-30 \(before the promise was made\)/);
    assert.match(pledge, /alerts of 2026-02-21 \(brought along from another page: status\.example\.com\)/);
    assert.match(page('2025-11-30-alerts'), /not measured \(before the promise was made\)/);
    assert.match(
      page('2026-02-21-moved'),
      /not measured \(brought along from another page: status\.example\.com\)/,
    );
    assert.match(page('2025-11-30-alerts'), /45 min/);
  });

  test('is drawn as a line only where it was made', () => {
    const lines = ['2025-11-30-alerts', '2026-01-20-alerts', '2026-02-20-alerts', '2026-02-21-moved'].map(
      (id) => page(id).includes('first word promised by'),
    );
    assert.deepEqual(lines, [false, true, true, false]);
  });

  test('stands in the data of each incident', () => {
    const promised = (id: string) =>
      (JSON.parse(site.read(`incidents/${id}.json`)) as { promised: unknown }).promised;
    assert.equal(promised('2025-11-30-alerts'), null);
    assert.deepEqual(promised('2026-01-20-alerts'), {
      since: '2026-01-01T00:00:00Z',
      first_notice: 60,
      update_every: 240,
    });
    assert.equal(promised('2026-02-21-moved'), null);
  });
});
