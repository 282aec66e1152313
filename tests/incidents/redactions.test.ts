import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { changesToTell } from '../../src/domain/edits.ts';
import { type IncidentFile, readIncidents } from '../../src/incidents/index.ts';
import { context, file, incidentFile, NOTHING_PUBLISHED, told } from './context.ts';

const NAME = '2026-03-01-alerts.md';
const FIRST = 'u-20260301T030000Z';
const BODY = '## Investigating - 2026-03-01T03:00Z\n';
const entries = (...lines: string[]) => `redactions:\n${lines.map((line) => `  - ${line}`).join('\n')}`;
const UPDATE = `{ update: ${FIRST}, on: 2026-03-01, because: it named a patient }`;
const EARLIER = '{ version: earlier, on: 2026-03-01, because: it named a patient }';
const read = (text: string, versions: string[] = []) => {
  const held = {
    ...NOTHING_PUBLISHED,
    files: new Set([NAME]),
    everPublished: new Map([[NAME, new Set([FIRST])]]),
    versions: () =>
      versions.map((one, index) => ({ blob: `abc123${index}ffff`, incident: incidentIn(file(NAME, one)) })),
  };
  return readIncidents([file(NAME, text)], { ...context, published: held }).problems.map(({ name }) => name);
};
const incidentIn = (one: IncidentFile) => readIncidents([one], context).incidents[0];

describe('an entry in redactions', () => {
  test('says what went, on which day and why', () => {
    for (const [entry, name] of [
      ['{ on: 2026-03-01, because: it named a patient }', 'redaction-of-what'],
      [`{ update: ${FIRST}, version: earlier, on: 2026-03-01, because: x }`, 'redaction-of-what'],
      ['{ version: before, on: 2026-03-01, because: x }', 'redaction-of-what'],
      ['{ version: abc, on: 2026-03-01, because: x }', 'redaction-of-what'],
      [`{ update: ${FIRST}, because: x }`, 'key-missing'],
      [`{ update: ${FIRST}, on: 2026-03-01 }`, 'key-missing'],
      [`{ update: ${FIRST}, on: yesterday, because: x }`, 'time-malformed'],
      [`{ update: ${FIRST}, on: 2026-03-01, because: x, why: y }`, 'key-unknown'],
      ['{ update: u-1, on: 2026-03-01, because: x }', 'redaction-unknown'],
    ] as const)
      assert.match(told(incidentFile({ front: entries(entry) })).join('\n'), new RegExp(` ${name}: `), entry);
  });

  test('lets an update be without words, and no other', () => {
    assert.deepEqual(told(incidentFile({ front: entries(UPDATE), body: BODY })), []);
    assert.match(told(incidentFile({ front: entries(EARLIER), body: BODY })).join(), /update-empty/);
  });

  test('names a version that git knows', () => {
    const named = (blob: string) => entries(`{ version: ${blob}, on: 2026-03-01, because: x }`);
    assert.deepEqual(read(incidentFile({ front: named('abc1230') }), [incidentFile()]), []);
    assert.deepEqual(read(incidentFile({ front: named('abc1239') }), [incidentFile()]), [
      'redaction-unknown',
    ]);
  });

  test('goes with words that went, some time since they were published', () => {
    const [named, clean] = ['Ann hears nothing.', 'Somebody hears nothing.'].map(
      (words) => `${BODY}${words}`,
    );
    const redacted = incidentFile({ front: entries(UPDATE), body: clean ?? '' });
    assert.deepEqual(read(redacted, [incidentFile({ body: named ?? '' })]), []);
    assert.deepEqual(
      read(
        redacted,
        [named, clean].map((body) => incidentFile({ body: body ?? '' })),
      ),
      [],
    );
    assert.deepEqual(read(redacted, [incidentFile({ body: clean ?? '' })]), ['redaction-unchanged']);
    assert.deepEqual(read(redacted), []);
  });

  test('stays, though its reason may be said otherwise', () => {
    const redacted = incidentFile({ front: entries(EARLIER, UPDATE), body: BODY });
    const reworded = redacted.replace('it named a patient', 'it named somebody');
    assert.deepEqual(read(reworded, [redacted, incidentFile()]), []);
    assert.deepEqual(read(incidentFile({ front: entries(UPDATE), body: BODY }), [redacted]), [
      'redaction-vanished',
    ]);
  });
});

describe('words that were taken out', () => {
  const before = incidentFile({ front: 'advice: Do as Ann did.', body: `${BODY}Ann hears nothing.` });
  const changed = (after: string) => {
    const [one, other] = [before, after].map((text) => incidentIn(file(NAME, text)));
    assert.ok(one && other);
    return changesToTell(one, other).map(({ name }) => name);
  };

  test('need no update that tells of it', () => {
    const after = (front: string) => incidentFile({ front, body: `${BODY}Somebody hears nothing.` });
    assert.deepEqual(changed(after('advice: Do as Ann did.')), ['the text of an update']);
    assert.deepEqual(changed(after(`advice: Do as Ann did.\n${entries(UPDATE)}`)), []);
    assert.deepEqual(changed(after(entries(UPDATE))), ['advice']);
    assert.deepEqual(changed(after(entries(EARLIER))), []);
  });

  test('hide no change of anything else', () => {
    const after = before
      .replace('major_outage', 'partial_outage')
      .replace('advice:', `${entries(EARLIER)}\nadvice:`);
    assert.deepEqual(changed(after), ['impact']);
  });
});
