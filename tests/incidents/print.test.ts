import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Incident } from '../../src/domain/incident.ts';
import { readIncidents } from '../../src/incidents/index.ts';
import { printIncident, printTranslation } from '../../src/incidents/print.ts';
import fc from '../chance.ts';
import { live } from '../sites.ts';
import { context, file, incidentFile } from './context.ts';
import { FOLDERS, LATER } from './corpus.ts';
import { anyIncident } from './writable.ts';
import { often } from '../thorough.ts';

function read(files: { name: string; text: string }[], site = live, now = context.now) {
  const { incidents, problems } = readIncidents(
    files.map(({ name, text }) => file(name, text)),
    { site, now },
  );
  assert.deepEqual(
    problems.filter(({ severity }) => severity === 'error'),
    [],
  );
  return incidents;
}

function printed(incident: Incident, site = live) {
  const translations = Object.entries(incident.translations).map(([language, one]) => ({
    name: `${incident.id}.${language}.md`,
    text: printTranslation(one, incident),
  }));
  return [{ name: `${incident.id}.md`, text: printIncident(incident, site) }, ...translations];
}

describe('an incident that is printed', () => {
  test('reads as the incident that it was, whatever it says', () => {
    fc.assert(
      fc.property(anyIncident, (incident) => {
        const files = printed(incident);
        assert.deepEqual(read(files), [incident], files[0]?.text);
      }),
      { numRuns: often(40, 100) },
    );
  });

  test('reads so for every file of the record and of the tour, translations too', () => {
    let count = 0;
    for (const { files, site } of FOLDERS)
      for (const incident of read(files, site, LATER)) {
        assert.deepEqual(read(printed(incident, site), site, LATER), [incident]);
        count++;
      }
    assert.ok(count > 70);
  });

  test('has the style of the house: the same lines as most files that were written by hand', () => {
    const lines = (text: string) => text.split('\n').toSorted();
    const others: string[] = [];
    for (const { folder, files, site } of FOLDERS)
      for (const incident of read(files, site, LATER))
        for (const { name, text } of printed(incident, site)) {
          const written = files.find((one) => one.name === name)?.text ?? '';
          if (lines(text).join('\n') !== lines(written).join('\n')) others.push(`${folder}/${name}`);
        }
    // One says whose advice it is though the config says so too; one holds what no house has a style for.
    assert.deepEqual(others, [
      'incidents/2019-11-30-follow-outage.md',
      'tests/fixtures/sites/hostile/incidents/2026-03-01-hostile.md',
    ]);
  });

  test('has its keys in the order of the table, and quotes only where they are needed', () => {
    const text = `---
kind: maintenance
title: 'Work: the alert servers'
drill: true
scheduled: { from: 2026-03-01T02:00Z, until: 2026-03-01T03:00Z }
impact:
  follow-alerts: under_maintenance
  sign-in:
    - { from: 2026-03-01T02:00Z, status: operational }
works: [device-readings, device-alarms]
advice: '#1: set a clock'
advice_by: editors
scope: It's everywhere
next_update: 2026-03-01T04:00Z
data: intact
cause: "Two\\nlines"
cause_certainty: confirmed
disputed: 'null'
reported_by: press
sources:
  - { title: 'A post, and more', url: 'https://example.org/' }
pinned: true
---
In short.

## Scheduled - 2026-02-26/2026-02-27 - press: a paper
We replace them.

## Completed - 2026-03-01T02:30Z/2026-03-01T02:31:30Z {#done}
Done.
`;
    assert.deepEqual(printed(read([{ name: 'a.md', text }])[0] as Incident)[0]?.text, text);
  });

  test('says whose advice it is only where the config does not', () => {
    const [told, told2] = ['operator', 'editors'].map((by) => {
      const [incident] = read([
        { name: 'a.md', text: incidentFile({ front: `advice: Look.\nadvice_by: ${by}` }) },
      ]) as [Incident];
      return [live, { ...live, demonstration: { notice: live.advice } }].map(
        (site) => /advice_by: \w+/.exec(printIncident(incident, site))?.[0],
      );
    });
    assert.deepEqual(
      [told, told2],
      [
        [undefined, 'advice_by: operator'],
        ['advice_by: editors', undefined],
      ],
    );
  });

  test('keeps an id where what stands before it could be taken for one', () => {
    for (const place of ['a forum {#x}', 'room #', 'a forum #1']) {
      const head = `Investigating - 2026-03-01T03:00Z - ${place} {#u-20260301T030000Z}`;
      const [incident] = read([{ name: 'a.md', text: incidentFile({ body: `## ${head}\nDown.` }) }]) as [
        Incident,
      ];
      assert.equal(incident.updates[0]?.said.place, place);
      assert.deepEqual(read(printed({ ...incident, id: 'a' })), [incident]);
    }
  });

  test('reads so though only updates of it are translated', () => {
    const [original] = read([{ name: 'a.md', text: incidentFile() }]) as [Incident];
    const prose = (markdown: string) => ({
      markdown,
      html: `<p>${markdown}</p>`,
      text: markdown,
      words: markdown,
    });
    const nothing = {
      title: undefined,
      advice: undefined,
      scope: undefined,
      cause: undefined,
      disputed: undefined,
    };
    const es = {
      ...nothing,
      summary: undefined,
      updates: { 'u-20260301T030000Z': prose('Nada.') },
      places: {},
    };
    const [incident] = read(printed({ ...original, translations: { es } }));
    assert.deepEqual({ ...incident?.translations.es?.updates }, es.updates);
  });

  test('runs newest first where the words of the oldest update do not end', () => {
    const body =
      '## Resolved - 2026-03-01T03:05Z\nOver.\n\n## Investigating - 2026-03-01T03:00Z\n```\nan open fence\n';
    const [incident] = read([{ name: 'a.md', text: incidentFile({ body }) }]) as [Incident];
    assert.deepEqual(read(printed(incident)), [incident]);
  });
});
