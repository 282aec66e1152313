import assert from 'node:assert/strict';
import { test } from 'node:test';
import { NO_HOLD } from '../../src/domain/hold.ts';
import { type Announcement, announcedAt, nextAnnounced } from '../../src/domain/announcement.ts';
import { nextReading, takeSnapshot } from '../../src/domain/snapshot.ts';
import { HOUR, type Instant } from '../../src/domain/time.ts';
import { live } from '../sites.ts';

const NOW = Date.UTC(2026, 2, 1, 3);

function announcement(id: string, from: Instant, until: Instant): Announcement {
  return { id, from, until, ...NO_HOLD, withdrawn: false, components: [], texts: new Map() };
}

const ids = (all: readonly Announcement[]) => all.map(({ id }) => id).join(' ');

test('announcements stand in three parts, each in the order in which it is read', () => {
  const all = [
    announcement('begins', NOW, NOW + HOUR),
    announcement('later', NOW + 2 * HOUR, NOW + 9 * HOUR),
    announcement('sooner', NOW + HOUR, NOW + 9 * HOUR),
    announcement('ends', NOW - HOUR, NOW),
    announcement('ended', NOW - 3 * HOUR, NOW - HOUR),
    announcement('older', NOW - HOUR, NOW + HOUR),
    announcement('also', NOW - HOUR, NOW + HOUR),
  ];
  const { current, ahead, past } = announcedAt(all, NOW);
  assert.equal(ids(current), 'begins also older');
  assert.equal(ids(ahead), 'sooner later');
  assert.equal(ids(past), 'ends ended');
});

test('what was taken back is over at once, and nothing waits for its times', () => {
  const back = (id: string, from: Instant) => ({
    ...announcement(id, from, NOW + 9 * HOUR),
    withdrawn: true,
  });
  const all = [back('running', NOW - HOUR), back('coming', NOW + HOUR)];
  const { current, ahead, past } = announcedAt(all, NOW);
  assert.deepEqual([ids(current), ids(ahead), ids(past)], ['', '', 'coming running']);
  assert.equal(nextAnnounced(all, NOW), undefined);
});

test('the page reads otherwise when an announcement begins and when it ends, and no answer does', () => {
  const site = { ...live, announcements: [announcement('one', NOW + HOUR, NOW + 2 * HOUR)] };
  const without = takeSnapshot(live, [], { by: 'nobody', at: null }, NOW);
  const before = takeSnapshot(site, [], { by: 'nobody', at: null }, NOW);
  assert.equal(before.changesAt, NOW + HOUR);
  assert.deepEqual(before.situation, without.situation);
  assert.deepEqual(before.statuses, without.statuses);
  const at = (now: Instant) => takeSnapshot(site, [], { by: 'nobody', at: null }, now).changesAt;
  assert.equal(at(NOW + HOUR), NOW + 2 * HOUR);
  assert.equal(at(NOW + 2 * HOUR), undefined);
  assert.equal(nextAnnounced(site.announcements, NOW + 2 * HOUR), undefined);
});

test('an announcement hides nothing that is announced of the service, which the page says by itself all the same', () => {
  const [first, ...others] = live.components;
  assert.ok(first);
  const retired = { ...live, components: [{ ...first, until: NOW + 2 * HOUR }, ...others] };
  const take = (announcements: Announcement[]) =>
    takeSnapshot({ ...retired, announcements }, [], { by: 'nobody', at: null }, NOW);
  const both = take([announcement('one', NOW - HOUR, NOW + HOUR), announcement('two', NOW, NOW + 3 * HOUR)]);
  assert.equal(both.changesAt, NOW + HOUR);
  assert.equal(nextReading(both, [])?.now, NOW + 2 * HOUR);
  assert.equal(take([announcement('two', NOW, NOW + 3 * HOUR)]).changesAt, NOW + 2 * HOUR);
});
