import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Incident } from '../../src/domain/incident.ts';
import { readIncidents, versionReader } from '../../src/incidents/index.ts';
import { nameOf } from '../../src/problems/index.ts';
import { context, file, incidentFile } from './context.ts';
import { NAME, SPANISH, original, read } from './translated.ts';

describe('the name of a file', () => {
  const named = (name: string) => read(incidentFile(), [], name).said;
  const said = (name: string, proposal: string) =>
    `1:1 file-name: ${name} | a-z, 0-9 and "-", then ".md", in no subfolder | The name is the address for ever. Rename it to ${proposal}.md`;
  for (const [name, proposal] of [
    ['Alerts March.md', 'alerts-march'],
    ['2026/03/alerts.md', 'alerts'],
    ['alerts.MD', 'alerts'],
    ['alerts.markdown', 'alerts-markdown'],
    ['(alerts).md', 'alerts'],
    ['a.md.md.md', 'a-md-md'],
    ['警報.md', 'incident'],
    ['x/alerts.es.md', 'alerts-es'],
  ] as const)
    test(`is the address, so another is proposed for ${name}`, () =>
      assert.deepEqual(named(name), [said(name, proposal)]));

  test('names a language of the site, or is told of those there are', () =>
    assert.deepEqual(named('alerts.fr.md'), [
      '1:1 language-unknown: alerts.fr.md | a language of this site: es | Name it alerts.es.md, or alerts.md if it is the original.',
    ]));

  test('with the language of the originals is told so, for it would hide them', () =>
    assert.match(named('alerts.en.md')[0] as string, /^1:1 language-unknown: alerts\.en\.md/));
});

describe('a folder', () => {
  test('gives incidents in the order of their ids, and problems in the order of places', () => {
    const { incidents, problems } = readIncidents(
      ['c', 'a', 'b'].map((id) =>
        file(`${id}.md`, incidentFile({ body: '## Investigating - 2026-03-01T03:00Z\n<b>' })),
      ),
      context,
    );
    assert.deepEqual(
      incidents.map(({ id }) => id),
      ['a', 'b', 'c'],
    );
    assert.deepEqual(
      problems.map(({ source }) => nameOf(source)),
      ['a.md', 'b.md', 'c.md'],
    );
  });

  test('does not read again what is known, and gives it its translations anew', () => {
    const { incidents } = readIncidents(
      [file(NAME, original), file(SPANISH, '---\ntitle: Antes\n---\n')],
      context,
    );
    const known = new Map([[NAME, incidents[0] as Incident]]);
    const unread = { name: NAME, bytes: Uint8Array.of(0xff) };
    const again = readIncidents([unread, file(SPANISH, '---\ntitle: Ahora\n---\n')], context, known);
    assert.deepEqual(again.problems, []);
    assert.equal(again.incidents[0]?.translations.es?.title, 'Ahora');
    assert.equal(incidents[0]?.translations.es?.title, 'Antes');
    assert.deepEqual(readIncidents([unread], context, known).incidents[0]?.translations, {});
  });

  test('reads an old version of an original alone, and of a translation beside the original as it is', () => {
    const bytes = (text: string) => new TextEncoder().encode(text);
    const version = versionReader([file('other.md', incidentFile()), file(NAME, original)], context);
    assert.equal(version(NAME, bytes(incidentFile()))?.id, '2026-03-01-alerts');
    assert.equal(version(NAME, bytes('nothing')), undefined);
    const translated = version(SPANISH, bytes('---\ntitle: T\n---\n## mail\nMás.'));
    assert.equal(translated?.id, '2026-03-01-alerts');
    assert.equal(translated?.translations.es?.updates.mail?.text, 'Más.');
    assert.equal(versionReader([], context)(SPANISH, bytes('---\ntitle: T\n---\n')), undefined);
  });
});
