import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import ICAL from 'ical.js';
import type { Maintenance } from '../../src/domain/incident.ts';
import type { Snapshot } from '../../src/domain/snapshot.ts';
import { exactly } from '../../src/domain/time.ts';
import { toCalendar } from '../../src/publications/calendar.ts';
import type { Language } from '../../src/domain/site.ts';
import { shipped } from '../sites.ts';
import { maintenance, outage, said } from '../domain/generators.ts';
import { assertGolden, at, ORIGIN, snapshotAt, snapshotOf } from './printing.ts';

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

describe('a window in the calendar', () => {
  const prose = { markdown: '', html: '', text: 'We replace the servers.', words: '' };
  const announced = { ...said('scheduled', at(2)), prose };
  const window = (change: Partial<Maintenance> = {}) =>
    maintenance({ advice: 'Agree who checks.', updates: [announced], ...change });
  const fieldOf = (
    one: Maintenance,
    name: string,
    language: Language = 'en',
    change: Parameters<typeof snapshotAt>[1] = {},
  ) => {
    const [event] = eventsIn(toCalendar(snapshotAt([one], change), language, ORIGIN));
    return event?.component.getFirstPropertyValue(name)?.toString();
  };

  test('is there for all announced work, and for no drill and no outage', () => {
    const incidents = [window({ id: 'a' }), window({ id: 'b' }), window({ id: 'c', drill: true }), outage()];
    const events = eventsIn(toCalendar(snapshotAt(incidents), 'en', ORIGIN));
    assert.deepEqual(events.map(({ uid }) => uid).toSorted(), [
      'a@nightlight.example',
      'b@nightlight.example',
    ]);
  });

  test('says what it does to what, what was said and what to do, until it is over', () => {
    assert.equal(
      fieldOf(window(), 'description'),
      'Scheduled: Followers get alerts.\nWe replace the servers.\nWhat to do: Agree who checks.',
    );
    const done = window({ updates: [announced, said('completed', at(3))] });
    assert.equal(fieldOf(done, 'description'), 'Completed: Followers get alerts.');
    const impact = ['sign-in', 'long-gone'].map((component) => ({
      component,
      status: 'under_maintenance' as const,
    }));
    assert.match(fieldOf(window({ impact }), 'description') ?? '', /^Scheduled: Sign-in, long-gone\./);
  });

  test('says in a demonstration that it is one, behind its title and its words', () => {
    const text = fieldOf(window(), 'description', 'en', { site: shipped }) ?? '';
    assert.match(text, /^Scheduled: .*\nThis page is a demonstration [^\n]*$/s);
    const summary = fieldOf(window(), 'summary', 'en', { site: shipped }) ?? '';
    assert.match(summary, /^Work on the servers · Demonstration, not a live status$/);
  });

  test('says which of its words are not translated', () => {
    assert.match(
      fieldOf(window(), 'description', 'es') ?? '',
      /\nParte de esto está en el idioma original\.$/,
    );
    const text = toCalendar(snapshotAt([window()]), 'es', ORIGIN);
    assert.match(text, /\r\nSUMMARY;LANGUAGE=en:Work on the servers\r\n/);
    const es = {
      ...{ title: 'Trabajos', advice: 'Acuerden quién mira.', scope: undefined, cause: undefined },
      ...{ disputed: undefined, summary: undefined, updates: { [announced.id]: prose }, places: {} },
    };
    const translated = window({ translations: { es } });
    assert.match(toCalendar(snapshotAt([translated]), 'es', ORIGIN), /\r\nSUMMARY:Trabajos\r\n/);
    assert.doesNotMatch(fieldOf(translated, 'description', 'es') ?? '', /original/);
    const half = window({ translations: { es: { ...es, advice: undefined } } });
    assert.match(fieldOf(half, 'description', 'es') ?? '', /\nParte de esto está en el idioma original\.$/);
  });

  test('is confirmed until it is cancelled or withdrawn', () => {
    for (const [state, status] of [
      ['in_progress', 'CONFIRMED'],
      ['completed', 'CONFIRMED'],
      ['cancelled', 'CANCELLED'],
      ['withdrawn', 'CANCELLED'],
    ] as const)
      assert.equal(fieldOf(window({ updates: [announced, said(state, at(3))] }), 'status'), status, state);
  });

  test('was changed when the newest word was said, takes nobody’s time and leads to its page', () => {
    const one = window({ updates: [announced, said('in_progress', at(3, 5))] });
    assert.equal(fieldOf(one, 'last-modified'), '2026-03-01T03:05:00Z');
    assert.equal(fieldOf(one, 'dtstamp'), '2026-03-01T03:05:00Z');
    assert.equal(fieldOf(one, 'transp'), 'TRANSPARENT');
    assert.equal(fieldOf(one, 'url', 'es'), 'https://status.example.org/repo/es/incidents/a-window/');
  });

  test('is cut into lines only where one is too long, as late as it can be and never inside a letter', () => {
    for (const letter of ['x', 'ü', '€', '😀'])
      for (const length of [50, 66, 67, 68, 140, 141, 142, 215]) {
        const title = letter.repeat(length);
        const text = toCalendar(snapshotAt([window({ title })]), 'en', ORIGIN);
        const [, folded = ''] = /\r\n(SUMMARY:(?:[^\r]|\r\n )*)\r\n(?! )/.exec(text) ?? [];
        const lines = folded.split('\r\n');
        assert.equal(lines.map((line, index) => line.slice(index && 1)).join(''), `SUMMARY:${title}`);
        for (const [index, line] of lines.entries()) {
          assert.ok(Buffer.byteLength(line) <= 75);
          if (index < lines.length - 1) assert.ok(Buffer.byteLength(line) > 75 - Buffer.byteLength(letter));
        }
      }
  });

  test('stands in a calendar that names the site and its language, and is fetched again each hour', () => {
    const text = toCalendar(snapshotAt([]), 'es', ORIGIN);
    assert.equal(
      text,
      [
        'BEGIN:VCALENDAR',
        'VERSION:2.0',
        'PRODID:-//Nightlight//Status page//ES',
        'CALSCALE:GREGORIAN',
        'METHOD:PUBLISH',
        'X-WR-CALNAME:Nightlight: Mantenimiento programado',
        'REFRESH-INTERVAL;VALUE=DURATION:PT1H',
        'END:VCALENDAR',
        '',
      ].join('\r\n'),
    );
  });
});
