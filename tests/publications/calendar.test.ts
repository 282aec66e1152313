import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import ICAL from 'ical.js';
import type { Maintenance } from '../../src/domain/incident.ts';
import type { Snapshot } from '../../src/domain/snapshot.ts';
import { exactly } from '../../src/domain/time.ts';
import { toCalendar } from '../../src/publications/calendar.ts';
import { assertGolden, ORIGIN, snapshotOf } from './printing.ts';

function eventsIn(text: string) {
  const calendar = new ICAL.Component(ICAL.parse(text));
  return calendar.getAllSubcomponents('vevent').map((event) => new ICAL.Event(event));
}

function withWindow(snapshot: Snapshot, change: Partial<Maintenance>): Snapshot {
  return {
    ...snapshot,
    incidents: snapshot.incidents.map((incident) =>
      incident.kind === 'maintenance' ? { ...incident, ...change } : incident,
    ),
  };
}

describe('the calendar', () => {
  test('is printed byte for byte, in lines of at most 75 octets', async () => {
    const text = toCalendar(await snapshotOf('maintenance-ahead'), 'en', ORIGIN);
    assertGolden('maintenance-ahead.ics', text);
    for (const line of text.split('\r\n')) assert.ok(Buffer.byteLength(line) <= 75, line);
  });

  test('opens in a calendar library, with the window where it was announced', async () => {
    const [event, ...others] = eventsIn(toCalendar(await snapshotOf('maintenance-ahead'), 'en', ORIGIN));
    assert.equal(others.length, 0);
    assert.equal(event?.startDate.toJSDate().toISOString(), '2026-03-02T02:00:00.000Z');
    assert.equal(event?.endDate.toJSDate().toISOString(), '2026-03-02T03:00:00.000Z');
    assert.equal(event?.uid, '2026-03-02-alert-servers@nightlight.example');
    assert.match(event?.description ?? '', /We replace the servers that send alerts\./);
  });

  test('keeps the instant across a change to daylight saving time', async () => {
    const snapshot = await snapshotOf('maintenance-ahead');
    const [from, until] = [Date.UTC(2026, 2, 8, 6, 30), Date.UTC(2026, 2, 8, 7, 30)];
    const [event] = eventsIn(toCalendar(withWindow(snapshot, { scheduled: { from, until } }), 'en', ORIGIN));
    assert.equal(event?.startDate.toUnixTime(), from / 1000);
    assert.equal(event?.duration.toSeconds(), 3600);
  });

  test('counts SEQUENCE with every update and says when a window is cancelled', async () => {
    const snapshot = await snapshotOf('maintenance-ahead');
    const [window] = snapshot.incidents.filter((incident) => incident.kind === 'maintenance');
    const updates = [...(window?.updates ?? [])];
    const cancelled = {
      ...(updates[0] as Maintenance['updates'][0]),
      id: 'off',
      state: 'cancelled' as const,
      at: exactly(snapshot.now),
    };
    const [event] = eventsIn(
      toCalendar(withWindow(snapshot, { updates: [...updates, cancelled] }), 'en', ORIGIN),
    );
    assert.equal(event?.sequence, 1);
    assert.equal(event?.component.getFirstPropertyValue('status'), 'CANCELLED');
  });

  test('holds whatever a title holds', async () => {
    const title = 'Work; on, the\\servers\u0000 😀 '.repeat(9);
    const [event] = eventsIn(
      toCalendar(withWindow(await snapshotOf('maintenance-ahead'), { title }), 'en', ORIGIN),
    );
    assert.equal(event?.summary, `${title.replaceAll('\u0000', ' ').trimEnd()} `);
  });
});
