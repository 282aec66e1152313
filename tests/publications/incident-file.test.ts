import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Incident, Outage, Prose, Translation } from '../../src/domain/incident.ts';
import { incidentFile } from '../../src/publications/data/incident.ts';
import { shipped } from '../sites.ts';
import { exactly, isoSeconds } from '../../src/domain/time.ts';
import { maintenance, outage, said, START } from '../domain/generators.ts';
import { at, committed, ORIGIN, snapshotAt } from './printing.ts';

const prose = (text: string): Prose => ({ markdown: `*${text}*`, html: `<p>${text}</p>`, text, words: text });

const print = (incident: Incident, change: Parameters<typeof snapshotAt>[1] = {}) =>
  incidentFile(incident, snapshotAt([incident], change), ORIGIN);

const bounds = (hour: number, minute = 0) => {
  const time = `2026-03-01T${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}:00Z`;
  return { earliest: time, latest: time };
};

describe('an incident as data', () => {
  test('has its addresses, what it is, how it stands and whether this is a demonstration', () => {
    const { $schema, url, kind, drill, demonstration, state, open } = print(outage({ drill: true }));
    assert.equal($schema, 'https://status.example.org/repo/schema/incident.json');
    assert.equal(url, 'https://status.example.org/repo/incidents/an-incident/');
    assert.deepEqual(
      { kind, drill, demonstration, state, open },
      { kind: 'incident', drill: true, demonstration: false, state: 'investigating', open: true },
    );
    assert.equal(print(outage(), { site: shipped }).demonstration, true);
    assert.equal(print(outage({ updates: [said('resolved', at(3))] })).open, false);
  });

  test('has null for each thing that nobody wrote down', () => {
    const file = print(outage({ began: undefined }));
    assert.deepEqual(
      Object.entries(file).flatMap(([key, value]) => (value === null ? [key] : [])),
      [
        ...['began', 'ended', 'last_known', 'scheduled', 'advice', 'advice_by', 'scope', 'data', 'cause'],
        ...['cause_certainty', 'disputed', 'reported_by', 'imported', 'summary'],
      ],
    );
    assert.equal(file.ended_unknown, false);
    assert.deepEqual(file.updates[0]?.place, null);
  });

  test('says what was promised when it began, and nothing of what was brought along', () => {
    const promised = (change: Partial<Outage> = {}, pledge = shipped.pledge) =>
      print(outage(change), { site: { ...shipped, pledge } }).promised;
    assert.deepEqual(promised(), { since: null, first_notice: 60, update_every: 240 });
    const later = [{ since: START, firstNotice: 15, updateEvery: 30 }];
    assert.deepEqual(promised({}, later), { since: isoSeconds(START), first_notice: 15, update_every: 30 });
    assert.equal(promised({ began: exactly(START - 1) }, later), null);
    assert.equal(promised({ importedFrom: 'another page' }), null);
    assert.equal(print(outage({ importedFrom: 'another page' })).imported, 'another page');
  });

  test('has each thing that somebody did', () => {
    const written = {
      advice: 'Set a clock.',
      scope: 'Everywhere',
      data: 'delayed',
      cause: 'A disk was full.',
      disputed: 'When it ended.',
      works: ['reports'],
      sources: [{ title: 'A post', url: 'https://example.org/' }],
    } as const;
    const file = print(
      outage({
        ...written,
        works: ['reports'],
        sources: [...written.sources],
        adviceBy: 'editors',
        causeCertainty: 'suspected',
        reportedBy: 'press',
        summary: prose('In short.'),
      }),
    );
    for (const [key, value] of Object.entries(written)) assert.deepEqual(file[key as 'advice'], value, key);
    assert.deepEqual(
      [file.advice_by, file.cause_certainty, file.reported_by],
      ['editors', 'suspected', 'press'],
    );
    assert.deepEqual(file.summary, { markdown: '*In short.*', html: '<p>In short.</p>', text: 'In short.' });
  });

  test('has both bounds of a time that is not known exactly, and says which end nobody knows', () => {
    const began = { earliest: at(1).latest, latest: at(1, 30).latest };
    const file = print(outage({ began, ended: 'unknown', lastKnown: at(3) }));
    assert.deepEqual(file.began, { earliest: bounds(1).earliest, latest: bounds(1, 30).latest });
    assert.deepEqual([file.ended, file.ended_unknown, file.last_known], [null, true, bounds(3)]);
    assert.deepEqual(print(outage({ began, ended: at(3) })).ended, bounds(3));
  });

  test('has what it did to each component, and what of it is counted, open where no end is known', () => {
    const impact: Incident['impact'] = [
      { component: 'follow-alerts', status: 'major_outage' },
      { component: 'sign-in', changes: [{ from: at(2, 30), status: 'partial_outage' }] },
    ];
    const open = print(outage({ began: at(2), impact }));
    assert.deepEqual(open.impact, [
      { component: 'follow-alerts', changes: [{ from: bounds(2), status: 'major_outage' }] },
      { component: 'sign-in', changes: [{ from: bounds(2, 30), status: 'partial_outage' }] },
    ]);
    assert.deepEqual(open.counted, [
      {
        component: 'follow-alerts',
        stretches: [{ from: bounds(2).latest, to: null, status: 'major_outage' }],
      },
      {
        component: 'sign-in',
        stretches: [{ from: bounds(2, 30).latest, to: null, status: 'partial_outage' }],
      },
    ]);
    const [first] = print(outage({ began: at(2), ended: at(3), impact })).counted;
    assert.equal(first?.stretches[0]?.to, bounds(3).latest);
  });

  test('has the window of announced work', () => {
    const file = print(maintenance());
    assert.deepEqual(file.scheduled, { from: bounds(12).latest, until: bounds(14).latest });
    assert.deepEqual([file.kind, file.ended_unknown, file.last_known], ['maintenance', false, null]);
  });

  test('has each update with its address, its times, who said it and where', () => {
    const update = {
      ...said('investigating', at(2, 10), 'press'),
      said: { speaker: 'press' as const, place: 'a newspaper' },
      prose: prose('None arrive.'),
    };
    const incident = outage({ updates: [update] });
    const file = print(incident, { git: committed([incident], at(2, 30).latest) });
    assert.deepEqual(file.updates, [
      {
        id: update.id,
        url: `https://status.example.org/repo/incidents/an-incident/#${update.id}`,
        state: 'investigating',
        said: bounds(2, 10),
        published: bounds(2, 30).latest,
        changed: bounds(2, 30).latest,
        said_by: 'press',
        place: 'a newspaper',
        markdown: '*None arrive.*',
        html: '<p>None arrive.</p>',
        text: 'None arrive.',
      },
    ]);
    assert.deepEqual([file.published, file.changed], [bounds(2, 30).latest, bounds(2, 30).latest]);
  });
});

describe('a translation as data', () => {
  const update = said('investigating', at(2, 10));
  const file = (es: Partial<Translation>) =>
    print(
      outage({
        updates: [update],
        translations: {
          es: {
            ...{ title: undefined, advice: undefined, scope: undefined, cause: undefined },
            ...{ disputed: undefined, summary: undefined, updates: {}, places: {} },
            ...es,
          },
        },
      }),
    ).translations;

  test('has null for each thing that nobody translated', () => {
    assert.deepEqual(file({ updates: { [update.id]: prose('No llega ninguna.') } }), {
      es: {
        url: 'https://status.example.org/repo/es/incidents/an-incident/',
        title: null,
        advice: null,
        scope: null,
        cause: null,
        disputed: null,
        summary: null,
        updates: {
          [update.id]: {
            place: null,
            markdown: '*No llega ninguna.*',
            html: '<p>No llega ninguna.</p>',
            text: 'No llega ninguna.',
          },
        },
      },
    });
    assert.deepEqual(print(outage()).translations, {});
  });

  test('has each thing that somebody did', () => {
    const words = {
      title: 'Un incidente',
      advice: 'Ponga un despertador.',
      scope: 'En todas partes',
      cause: 'Un disco lleno.',
      disputed: 'El final.',
    };
    const { es } = file({
      ...words,
      summary: prose('En pocas palabras.'),
      updates: { [update.id]: prose('No llega ninguna.') },
      places: { [update.id]: 'un foro' },
    });
    for (const [key, value] of Object.entries(words)) assert.equal(es?.[key as 'title'], value, key);
    assert.equal(es?.summary?.text, 'En pocas palabras.');
    assert.equal(es.updates[update.id]?.place, 'un foro');
  });
});
