import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { editsOfIncident } from '../../src/domain/edits.ts';
import { type FactName, type Facts, fieldOf } from '../../src/domain/fields.ts';
import type { Incident } from '../../src/domain/incident.ts';
import { type Changes, editIncident } from '../../src/incidents/edit.ts';
import { editTranslation } from '../../src/incidents/edit-translation.ts';
import { readIncidents } from '../../src/incidents/index.ts';
import fc from '../chance.ts';
import { context, file } from './context.ts';
import { FOLDERS, LATER } from './corpus.ts';
import { habits, looselyWritten } from './loose.ts';
import { anyIncident, factsIn, looseFacts, markdown } from './writable.ts';
import { often } from '../thorough.ts';

/** Runs of each law; `RUNS=20000` looks longer. */
const numRuns = often(20, 60);

function read(text: string): Incident {
  const { incidents, problems } = readIncidents([file('made-up.md', text)], context);
  assert.deepEqual(
    problems.filter(({ severity }) => severity === 'error'),
    [],
    text,
  );
  return incidents[0] as Incident;
}

function edit(text: string, changes: Changes): string {
  const edited = editIncident('made-up', text, changes, context);
  assert.ok(edited.text !== undefined, `${JSON.stringify(edited.problems, undefined, 1)}\n${text}`);
  return edited.text;
}

/** Where the incident began as it was made up: what it is said to have done lies behind it. */
const startOf = (incident: Incident) =>
  incident.kind === 'incident' ? (incident.began?.latest ?? 0) + 1000 : incident.scheduled.from;

/** A file written by hand, and some facts of it that are to read otherwise. */
const fileAndFacts = fc.tuple(anyIncident, habits).chain(([incident, how]) =>
  fc.record({
    incident: fc.constant(incident),
    how: fc.constant(how),
    facts: fc
      .tuple(
        looseFacts(Math.ceil(startOf(incident) / 60_000) * 60_000, 20 * 60_000),
        fc.array(fc.boolean(), { minLength: 13, maxLength: 13 }),
      )
      .map(
        ([facts, chosen]): Partial<Facts> =>
          Object.fromEntries(Object.entries(facts).filter((_, index) => chosen[index])),
      ),
  }),
);

/** All that a file says, as changes. */
function sayings(incident: Incident): Changes {
  return {
    facts: factsIn(incident),
    summary: incident.summary?.markdown ?? '',
    updates: Object.fromEntries(
      incident.updates.map(({ id, prose, ...rest }) => [id, { ...rest, markdown: prose.markdown }]),
    ),
  };
}

describe('a file that was written by hand', () => {
  test('of the record or of the tour is the same file when it is told to say what it says, and so is a translation', () => {
    let count = 0;
    for (const { files, site } of FOLDERS) {
      const around = { site, now: LATER };
      const { incidents } = readIncidents(
        files.map(({ name, text }) => file(name, text)),
        around,
      );
      const textOf = new Map(files.map(({ name, text }) => [name, text]));
      for (const incident of incidents) {
        const text = textOf.get(`${incident.id}.md`) as string;
        assert.equal(editIncident(incident.id, text, sayings(incident), around).text, text);
        for (const [language, one] of Object.entries(incident.translations)) {
          const translated = textOf.get(`${incident.id}.${language}.md`) as string;
          const { summary, updates, places, ...texts } = one;
          const said = Object.entries(updates).map(([id, { markdown }]) => [
            id,
            { markdown, place: places[id] },
          ]);
          const same = { texts, summary: summary?.markdown ?? '', updates: Object.fromEntries(said) };
          assert.equal(editTranslation(translated, language, incident, same, around).text, translated);
          count++;
        }
        count++;
      }
    }
    assert.ok(count > 85, `${count} files`);
  });

  test('is the same file, byte for byte, when it is told to say what it says', () => {
    fc.assert(
      fc.property(anyIncident, habits, (incident, how) => {
        const { text } = looselyWritten(incident, how);
        assert.deepEqual(read(text).updates, incident.updates);
        assert.equal(edit(text, sayings(incident)), text);
        assert.equal(edit(text, {}), text);
      }),
      { numRuns },
    );
  });

  test('says what an edit says and nothing else, and keeps every line that is not concerned', () => {
    fc.assert(
      fc.property(fileAndFacts, ({ incident, how, facts }) => {
        const { text, keys } = looselyWritten(incident, how);
        const before = read(text);
        const edited = edit(text, { facts });
        const after = read(edited);
        assert.deepEqual(editsOfIncident({ ...before, ...facts } as Incident, after), []);
        assert.deepEqual(after.updates, before.updates);
        assert.deepEqual(after.summary, before.summary);
        const touched = new Set(
          editsOfIncident(before, after).map(({ field }) => fieldOf(field as FactName).key),
        );
        for (const [key, lines] of keys)
          if (!touched.has(key)) assert.ok(edited.includes(lines), `${key}\n${edited}`);
        for (const [comment] of text.matchAll(/^ *# (?:above|far off|at the end).*$/gm))
          assert.ok(edited.includes(comment), `${comment}\n${edited}`);
        const bodyOf = (one: string) =>
          one.slice(one.search(/^---\r?$/m) + 3).replace(/^[\s\S]*?\n---\r?\n/, '');
        assert.equal(bodyOf(edited), bodyOf(text));
        assert.equal(/[^\r]\n/.test(edited), /[^\r]\n/.test(text));
        const back = edit(edited, { facts: factsIn(incident) });
        assert.deepEqual(editsOfIncident(before, read(back)), []);
      }),
      { numRuns },
    );
  });

  test('has an update more, where its time belongs, and all that stood there', () => {
    fc.assert(
      fc.property(anyIncident, habits, markdown, fc.nat(10_000), (incident, how, words, minutes) => {
        const { text } = looselyWritten(incident, how);
        const first = incident.updates[0]?.at.earliest as number;
        const at = first + 1000 + minutes * 60_000;
        fc.pre(!/\[a\]:|<!--/.test(text + words) && at < context.now);
        const added = {
          state: 'update' as const,
          at: { earliest: at, latest: at },
          said: { speaker: 'operator' as const, place: undefined },
          markdown: words,
        };
        const edited = edit(text, { add: [added] });
        const { updates } = read(edited);
        assert.deepEqual(
          updates.filter((update) => update.at.earliest !== at),
          incident.updates,
        );
        const ending = /\r?\n/.exec(text)?.[0] as string;
        let rest = edited;
        for (const piece of text.split(ending)) {
          const found = rest.indexOf(piece);
          assert.ok(found >= 0, piece);
          rest = rest.slice(found + piece.length);
        }
      }),
      { numRuns },
    );
  });

  test('has an update that says something else, under its id, and all others as they were', () => {
    fc.assert(
      fc.property(anyIncident, habits, markdown, (incident, how, words) => {
        const { text } = looselyWritten(incident, how);
        fc.pre(!/\[a\]:|<!--|<div/.test(text + words));
        const index = how.ways[0] as number;
        const update = incident.updates[index % incident.updates.length] as Incident['updates'][0];
        const said = { speaker: 'press' as const, place: 'a paper' };
        const edited = edit(text, { updates: { [update.id]: { markdown: words, said } } });
        const after = read(edited).updates;
        assert.deepEqual(
          after.filter(({ id }) => id !== update.id),
          incident.updates.filter(({ id }) => id !== update.id),
        );
        const changed = after.find(({ id }) => id === update.id);
        assert.equal(changed?.prose.markdown, words.trimEnd());
        assert.deepEqual([changed?.said, changed?.at], [said, update.at]);
      }),
      { numRuns },
    );
  });
});
