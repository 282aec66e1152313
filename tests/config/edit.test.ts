import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { isMap, parse as parseYaml, parseDocument } from 'yaml';
import { addComponent, type Path, type Plain, remove, set } from '../../src/config/edit.ts';
import type * as exported from '../../src/config/exported.d.ts';
import fc from '../chance.ts';
import { parse, SMALL } from './reading.ts';
import { often } from '../thorough.ts';

const shipped = readFileSync(join(import.meta.dirname, '../../nightlight.yaml'), 'utf8');
/** Runs of each law, others each time; `RUNS=20000` looks longer. */
const RUNS = often(40, 100);

/** A config as somebody keeps it by hand: comments in every place, quotes of each kind, spaces to please the eye. */
const KEPT = `# Our page.

site:   # what it is
    name:    { en: "Status",   es: 'Estado' }   # both short
    url: 'https://status.example.org'
    # Agreed with the night shift on 3 May.
    pledge:
        first_notice: 15    # minutes
        update_every: 60

    components:
    # People ask for these two.
    - id: alerts
      name:
        en: Alerts
        es: >-
          Alertas
          de noche
      headline: true # counts
    - id: data   # never change it

      formerly: [ old-data,  older ]
watch: {vouch_for: 20}
# The end.
publish:
    rebuild_every: 10
    cache_age: 5`;

const component = {
  id: 'sign-in',
  name: { en: 'Sign-in: all', es: 'Inicio' },
  description: { en: 'People can sign in.', es: 'Se puede entrar.' },
  group: 'follow',
  since: '2026-03-01',
};

/** The lines of a text that another does not have in its place, from the first that differs to the last. */
function difference(before: string, after: string): { gone: string[]; come: string[] } {
  const [one, other] = [before.split('\n'), after.split('\n')];
  let head = 0;
  while (head < Math.min(one.length, other.length) && one[head] === other[head]) head++;
  let tail = 0;
  while (tail < Math.min(one.length, other.length) - head && one.at(-1 - tail) === other.at(-1 - tail))
    tail++;
  return { gone: one.slice(head, one.length - tail), come: other.slice(head, other.length - tail) };
}

/** What programs of others are given, as the types say that it is. */
({ addComponent, remove, set }) satisfies typeof exported;

describe('a program that writes the config', () => {
  test('changes a value and nothing beside it', () => {
    assert.deepEqual(difference(KEPT, set(KEPT, ['site', 'pledge', 'first_notice'], 30)), {
      gone: ['        first_notice: 15    # minutes'],
      come: ['        first_notice: 30    # minutes'],
    });
    assert.deepEqual(difference(KEPT, set(KEPT, ['site', 'url'], 'https://example.org')), {
      gone: ["    url: 'https://status.example.org'"],
      come: ['    url: https://example.org'],
    });
    assert.deepEqual(difference(KEPT, set(KEPT, ['site', 'components', 1, 'id'], 'glucose')), {
      gone: ['    - id: data   # never change it'],
      come: ['    - id: glucose   # never change it'],
    });
    assert.deepEqual(difference(KEPT, set(KEPT, ['site', 'components', 0, 'name', 'es'], 'Alertas')), {
      gone: ['        es: >-', '          Alertas', '          de noche'],
      come: ['        es: Alertas'],
    });
  });

  test('changes a value between braces or brackets and nothing beside it', () => {
    assert.deepEqual(difference(KEPT, set(KEPT, ['site', 'name', 'en'], 'Up, or not')), {
      gone: [`    name:    { en: "Status",   es: 'Estado' }   # both short`],
      come: [`    name:    { en: 'Up, or not',   es: 'Estado' }   # both short`],
    });
    const lines = KEPT.replace('[ old-data,  older ]', '[ old-data, # since 2019\n        older ] # both');
    assert.deepEqual(difference(lines, set(lines, ['site', 'components', 1, 'formerly', 0], 'first')), {
      gone: ['      formerly: [ old-data, # since 2019'],
      come: ['      formerly: [ first, # since 2019'],
    });
  });

  test('writes what is between braces anew where something is added, each comment once, and nothing beside it', () => {
    assert.deepEqual(difference(KEPT, set(KEPT, ['site', 'name', 'de'], 'Stand')), {
      gone: [`    name:    { en: "Status",   es: 'Estado' }   # both short`],
      come: [`    name:    { en: "Status", es: 'Estado', de: Stand }   # both short`],
    });
    const lines = KEPT.replace('[ old-data,  older ]', '[ old-data, # since 2019\n        older ] # both');
    assert.deepEqual(difference(lines, set(lines, ['site', 'components', 1, 'formerly', 2], 'third')), {
      gone: ['      formerly: [ old-data, # since 2019', '        older ] # both'],
      come: [
        '      formerly: [',
        '        old-data, # since 2019',
        '        older,',
        '        third',
        '      ] # both',
      ],
    });
  });

  test('leaves the mark at the beginning that some editors write', () => {
    const marked = `\uFEFF${KEPT}`;
    for (const change of [
      (one: string) => set(one, ['look', 'offline'], false),
      (one: string) => addComponent(one, component),
      (one: string) => remove(one, ['watch']),
    ])
      assert.equal(change(marked), `\uFEFF${change(KEPT)}`);
  });

  test('puts what was not there behind its neighbours, as they are indented', () => {
    assert.deepEqual(difference(KEPT, set(KEPT, ['site', 'pledge', 'note'], 'at night: twice')), {
      gone: [],
      come: ["        note: 'at night: twice'"],
    });
    assert.deepEqual(difference(KEPT, set(KEPT, ['look', 'pictures'], 'none')), {
      gone: [],
      come: ['look:', '  pictures: none'],
    });
    assert.deepEqual(difference(KEPT, set(KEPT, ['watch', 'by'], 'us')).come, [
      'watch: { vouch_for: 20, by: us }',
    ]);
  });

  test('adds a component behind the others, or the first', () => {
    const after = addComponent(SMALL.replace('watch:', '# Who checks.\nwatch:'), component);
    assert.deepEqual(difference(SMALL.replace('watch:', '# Who checks.\nwatch:'), after).gone, []);
    assert.deepEqual(parse(after).problems, []);
    assert.equal(parse(after).config?.site.components[1]?.id, 'sign-in');
    const none = remove(SMALL, ['site', 'components']);
    assert.deepEqual(parseYaml(addComponent(none, component)).site.components, [component]);
    const empty = set(SMALL, ['site', 'components'], []);
    assert.deepEqual(parseYaml(addComponent(empty, component)).site.components, [component]);
  });

  test('takes something out with the comment above it, and leaves the other comments', () => {
    assert.deepEqual(difference(KEPT, remove(KEPT, ['site', 'pledge'])), {
      gone: [
        '    # Agreed with the night shift on 3 May.',
        '    pledge:',
        '        first_notice: 15    # minutes',
        '        update_every: 60',
      ],
      come: [],
    });
    assert.deepEqual(difference(KEPT, remove(KEPT, ['site', 'components', 1])), {
      gone: ['    - id: data   # never change it', '', '      formerly: [ old-data,  older ]'],
      come: [],
    });
    assert.match(remove(KEPT, ['watch', 'vouch_for']), /^watch: \{\}$/m);
    assert.equal(remove(KEPT, ['site', 'nothing', 'here']), KEPT);
  });

  test('keeps the line ends of the file, and a file without an end', () => {
    const windows = SMALL.replaceAll('\n', '\r\n');
    const after = addComponent(set(windows, ['look', 'offline'], false), component);
    assert.doesNotMatch(after, /[^\r]\n/);
    assert.ok(set(KEPT, ['look', 'offline'], false).startsWith(`${KEPT}\n`));
  });

  test('is refused where the text is no YAML', () => {
    assert.throws(() => set('site: [', ['site'], 1), /The config is no YAML/);
  });
});

/** All paths of a config at which something stands. */
function pathsIn(value: unknown, path: (string | number)[] = []): Path[] {
  const below = Array.isArray(value)
    ? value.flatMap((item, index) => pathsIn(item, [...path, index]))
    : value !== null && typeof value === 'object'
      ? Object.entries(value).flatMap(([key, item]) => pathsIn(item, [...path, key]))
      : [];
  return path.length === 0 ? below : [path, ...below];
}

const word = fc.constantFrom(
  'a',
  'Alerts: none',
  "it's #1",
  ' spaced ',
  'two\nlines',
  'no',
  '12',
  '- x',
  'ñ “ok”',
  '',
);
const value: fc.Arbitrary<Plain> = fc.oneof(
  word,
  fc.integer({ min: -5, max: 500 }),
  fc.boolean(),
  fc.array(word, { maxLength: 3 }),
  fc.record({ en: word, es: word }, { noNullPrototype: true }),
);
const text = fc.constantFrom(
  shipped,
  SMALL,
  KEPT,
  shipped.replaceAll('\n', '\r\n'),
  KEPT.replaceAll('\n', '\r\n'),
);
const place = text.chain((one) =>
  fc.record({ one: fc.constant(one), path: fc.constantFrom(...pathsIn(parseYaml(one))) }),
);

/** Where in the text the key and the value of a path lie, in whole lines. */
function linesOf(one: string, path: Path): [first: number, last: number] {
  const doc = parseDocument(one);
  const parent = path.length === 1 ? doc.contents : doc.getIn(path.slice(0, -1), true);
  const node = doc.getIn(path, true) as { range: [number, number, number] };
  const pair = isMap(parent) ? parent.items.find(({ key }) => String(key) === path.at(-1)) : undefined;
  const start = (pair?.key as { range: [number] } | undefined)?.range[0] ?? node.range[0];
  const line = (at: number) => one.slice(0, at).split('\n').length;
  return [line(start), line(node.range[2])];
}

describe('whatever a program writes', () => {
  test('stands there afterwards, and all else says what it said', () => {
    fc.assert(
      fc.property(place, value, ({ one, path }, put) => {
        const doc = parseDocument(one);
        doc.setIn(path, put);
        assert.deepEqual(parseYaml(set(one, path, put)), doc.toJS());
      }),
      { numRuns: RUNS },
    );
  });

  test('leaves each line that it does not touch byte for byte', () => {
    fc.assert(
      fc.property(place, fc.oneof(word, fc.integer(), fc.boolean()), ({ one, path }, put) => {
        const after = set(one, path, put);
        const [first, last] = linesOf(one, path);
        const lines = one.split('\n');
        assert.ok(after.startsWith(lines.slice(0, first - 1).join('\n')), 'what stands above');
        assert.ok(after.endsWith(lines.slice(last).join('\n')), 'what stands below');
      }),
      { numRuns: RUNS },
    );
  });

  test('is the same text where it says the same, and is gone again when it is taken out', () => {
    fc.assert(
      fc.property(place, value, ({ one, path }, put) => {
        assert.equal(set(one, path, valueAt(one, path)), one);
        const parent = parseDocument(one).getIn(path, true);
        if (!isMap(parent) || parent.flow) return;
        assert.equal(remove(set(one, [...path, 'brand_new'], put), [...path, 'brand_new']), one);
      }),
      { numRuns: RUNS },
    );
  });

  test('and whatever it takes out is gone, and nothing else', () => {
    fc.assert(
      fc.property(place, ({ one, path }) => {
        const doc = parseDocument(one);
        doc.deleteIn(path);
        assert.deepEqual(parseYaml(remove(one, path)), doc.toJS());
      }),
      { numRuns: RUNS },
    );
  });
});

function valueAt(one: string, path: Path): Plain {
  return path.reduce<Plain>(
    (above, step) => (above as Record<string | number, Plain>)[step] as Plain,
    parseYaml(one) as Plain,
  );
}
