import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Status } from '../../src/domain/status.ts';
import { STATUSES } from '../../src/domain/status.ts';
import { badgeText, componentBadge, pageBadge, toSvg } from '../../src/publications/badge.ts';
import { shipped } from '../sites.ts';
import { outage } from '../domain/generators.ts';
import { at, snapshotAt, snapshotOf } from './printing.ts';

describe('the badge of the page says', () => {
  for (const [name, message, tone] of [
    ['nothing-reported', 'No problem reported', 'neutral'],
    ['nothing-watched', 'No problem reported', 'calm'],
    ['everything-down', 'Not working', 'trouble'],
    ['one-incident', 'Followers get no alerts', 'trouble'],
    ['several', 'Followers get no alerts, and 2 more things', 'trouble'],
    ['degraded', 'Followers see glucose late or with gaps, and 1 more thing', 'degraded'],
    ['not-known', 'It is not known whether followers get alerts', 'unknown'],
    ['fix-watched', 'Works again, being watched', 'degraded'],
    ['maintenance-now', 'Under planned maintenance', 'maintenance'],
    ['maintenance-overrun', 'Followers get no alerts', 'trouble'],
    ['demonstration', 'Demonstration, not a live status', 'neutral'],
    ['unknown', 'Unknown', 'unknown'],
  ] as const)
    test(`${name}: ${message}`, async () => {
      assert.deepEqual(pageBadge(await snapshotOf(name), 'en'), { label: 'glucose sharing', message, tone });
    });

  test('a problem that is reported only is one; work that an incident brought is maintenance', () => {
    const badge = (status: Status) => {
      const impact = [{ component: 'follow-alerts', status }];
      return pageBadge(snapshotAt([outage({ began: at(2), impact })]), 'en').message;
    };
    assert.equal(badge('operational'), 'There is a problem');
    assert.equal(badge('under_maintenance'), 'Under planned maintenance');
  });
});

test('a badge has little room: it takes the short name where that is shorter than the sentence', () => {
  const impact = [{ component: 'device-readings', status: 'major_outage' as const }];
  assert.equal(
    pageBadge(snapshotAt([outage({ began: at(2), impact })]), 'en').message,
    'Device readings: not working',
  );
});

describe('the badge of a component', () => {
  const badgeOf = (status: Status, change: Parameters<typeof snapshotAt>[1] = {}) => {
    const impact = [{ component: 'sign-in', status }];
    const snapshot = snapshotAt(status === 'operational' ? [] : [outage({ began: at(2), impact })], change);
    const entry = snapshot.statuses.find(({ component }) => component.id === 'sign-in');
    assert.equal(entry?.status, status);
    return componentBadge(snapshot, entry, 'en');
  };

  for (const [status, message, tone] of [
    ['major_outage', 'Not working', 'trouble'],
    ['partial_outage', 'Working only in part', 'trouble'],
    ['degraded_performance', 'Working, but slowly or with errors', 'degraded'],
    ['not_known', 'Not known whether it works', 'unknown'],
    ['under_maintenance', 'Under planned maintenance', 'maintenance'],
    ['operational', 'No problem reported', 'neutral'],
  ] as const)
    test(`${status}: ${message}`, () => {
      assert.deepEqual(badgeOf(status), { label: 'Sign-in', message, tone });
    });

  test('in a demonstration says that, whatever stands in the record', () => {
    for (const status of STATUSES)
      assert.deepEqual(badgeOf(status, { site: shipped }), {
        label: 'Sign-in',
        message: 'Demonstration, not a live status',
        tone: 'neutral',
      });
  });

  test('says "unknown" where the word of whoever checked has grown old, but still names trouble', () => {
    const attestation = { by: 'watch', at: at(2, 30).latest } as const;
    assert.deepEqual(badgeOf('operational', { attestation }), {
      label: 'Sign-in',
      message: 'Unknown',
      tone: 'unknown',
    });
    assert.equal(badgeOf('major_outage', { attestation }).message, 'Not working');
  });
});

describe('a badge as a file', () => {
  const badge = { label: 'Sign-in', message: 'unknown', tone: 'neutral' } as const;

  test('is JSON for shields.io, or a picture', () => {
    assert.match(badgeText(badge, 'svg', 'now', 'en'), /^<svg /);
    const colorOf = (tone: 'calm' | 'maintenance') =>
      (JSON.parse(badgeText({ ...badge, tone }, 'json', 'now', 'en')) as { color: string }).color;
    assert.notEqual(colorOf('calm'), colorOf('maintenance'), 'what is fine looks like planned work');
    const { message, isError } = JSON.parse(badgeText(badge, 'json', 'now', 'en')) as Record<string, unknown>;
    assert.deepEqual([message, isError], ['unknown (now)', false]);
  });

  test('is as wide as its words, counted in letters and not in halves of one', () => {
    const widthOf = (label: string) =>
      Number(/ width="(\d+)"/.exec(toSvg({ ...badge, label }, 'now', 'en'))?.[1]);
    assert.equal(widthOf('😀😀'), widthOf('ab'));
    assert.equal(widthOf('a'.repeat(100)) - widthOf(''), 660);
  });
});
