import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { file, incidentFile } from './context.ts';
import { NAME, original, read } from './translated.ts';

const FIRST = 'u-20260301T030000Z';

const under = (heading: string) => read(`---\ntitle: Sin alertas\n---\n${heading}\nPalabras.`);

describe('a translation', () => {
  test('has its own title, advice, scope, cause, what is disputed, summary and updates', () => {
    const { spanish, said } = read(
      `---\ntitle: T\nadvice: A\nscope: S\ncause: C\ndisputed: D\n---\nEn breve.\n\n## mail - correo\nMás.`,
    );
    assert.deepEqual(said, []);
    const { title, advice, scope, cause, disputed, summary, updates, places } = spanish ?? {};
    assert.deepEqual(
      { title, advice, scope, cause, disputed },
      { title: 'T', advice: 'A', scope: 'S', cause: 'C', disputed: 'D' },
    );
    assert.equal(summary?.text, 'En breve.');
    assert.deepEqual(
      Object.entries(updates ?? {}).map(([id, { text }]) => [id, text]),
      [['mail', 'Más.']],
    );
    assert.deepEqual({ ...places }, { mail: 'correo' });
  });

  for (const [heading, id, place] of [
    ['## mail', 'mail', undefined],
    ['##  mail  ', 'mail', undefined],
    ['## {#mail}', 'mail', undefined],
    ['## #mail', 'mail', undefined],
    [`## ${FIRST} - press: un periódico`, FIRST, 'un periódico'],
    [`## ${FIRST} - Facebook - grupo`, FIRST, 'Facebook - grupo'],
    ['## Investigating - 2026-03-01T03:00Z - un periódico', FIRST, 'un periódico'],
    ['## Update - 2026-03-01T03:05Z {#mail}', 'mail', undefined],
  ] as const)
    test(`names an update by its id, or repeats its heading: ${heading}`, () => {
      const { spanish, said } = under(heading);
      assert.deepEqual(said, []);
      assert.deepEqual(Object.keys(spanish?.updates ?? {}), [id]);
      assert.deepEqual({ ...spanish?.places }, place === undefined ? {} : { [id]: place });
    });

  const unknown = (id: string, hint = '') =>
    `4:1 translation-update-unknown: ${id} | one of ${FIRST}, mail | Name the update by the id it has in 2026-03-01-alerts.md.${hint}`;
  for (const [heading, said] of [
    ['## mial', unknown('mial', ' Did you mean "mail"?')],
    ['## {#mial} - correo', unknown('mial', ' Did you mean "mail"?')],
    ['## Resolved - 2026-03-01T03:09Z', unknown('u-20260301T030900Z', '')],
    ['## Update - 2026-03-01T03:05Z {#post}', unknown('post')],
    ['## Resuelto - 2026-03-01T03:09Z', unknown('Resuelto')],
    [
      '## Sin alertas',
      '4:1 heading-not-an-update: Sin alertas | "## State - time" | A heading of level 2 is an update. Inside an update use ###.',
    ],
    [
      '## Update',
      '4:1 heading-not-an-update: Update | "## Update - 2026-03-01T08:04Z" | Write a dash with a space on both sides, then the time at which it was said.',
    ],
  ] as const)
    test(`that names no update of the original is told so: ${heading}`, () => {
      const { spanish, said: found } = under(heading);
      assert.equal(spanish, undefined);
      assert.deepEqual(
        found.map((one) => one.replace(/ Did you mean "u-.*/, '')),
        [said],
      );
    });

  test('is told the first twenty ids of the original, and no more', () => {
    const many = Array.from(
      { length: 25 },
      (_, index) => `## Investigating - 2026-03-01T02:${10 + index}Z {#n${index}}\nDown.`,
    );
    const beside = [file(NAME, incidentFile({ body: many.join('\n\n') }))];
    for (const heading of ['## wrong', '## Resolved - 2026-03-01T03:09Z']) {
      const { said } = read(`---\ntitle: T\n---\n${heading}\nPalabras.`, beside);
      assert.match(said[0] as string, /\| one of n0, n1, .*, n19 \|/);
    }
  });

  test('says each update once', () =>
    assert.deepEqual(under('## mail\nMás.\n\n## Update - 2026-03-01T03:05Z {#mail}').said, [
      '7:1 update-id-duplicate: mail | each update once | Keep one of the two.',
    ]));

  test('has no keys of its own, and none that are near to one', () =>
    assert.deepEqual(read('---\ntitel: T\nbegan: 2026-03-01T02:10Z\n---\n').said, [
      '2:1 translation-key: titel | one of title, advice, scope, cause, disputed | Times, impact and the rest stand in 2026-03-01-alerts.md alone; take it out. Did you mean "title"?',
      '3:1 translation-key: began | one of title, advice, scope, cause, disputed | Times, impact and the rest stand in 2026-03-01-alerts.md alone; take it out.',
    ]));

  test('that cannot be read at all leaves the original as it is', () => {
    for (const text of ['Sin alertas', `---\ntitle: T\n---\n${'>'.repeat(50)} x`]) {
      const { spanish, incidents, said } = read(text);
      assert.equal(said.length, 1);
      assert.equal(spanish, undefined);
      assert.equal(incidents.length, 1);
      assert.deepEqual(incidents[0]?.translations, {});
    }
  });

  test('of an original that has mistakes is not blamed for them; without an original it is told what is near', () => {
    const broken = read('---\ntitle: T\n---\n', [file(NAME, incidentFile({ impact: 'nobody: gone' }))]);
    assert.deepEqual(
      broken.said.map((one) => one.split(/[ :]/)[2]),
      ['component-unknown', 'status-unknown'],
    );
    const unreadable = read('---\ntitle: T\n---\n', [{ name: NAME, bytes: Uint8Array.of(0xff) }]);
    assert.equal(unreadable.said.length, 1);
    const alone = read('---\ntitle: T\n---\n', [file(NAME, original)], '2026-03-01-alert.es.md');
    assert.deepEqual(alone.said, [
      '1:1 translation-without-original: 2026-03-01-alert.es.md | 2026-03-01-alert.md beside it | Give it the name of the incident it translates. Did you mean "2026-03-01-alerts"?',
    ]);
  });
});
