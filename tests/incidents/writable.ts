import { type Facts, factsOf } from '../../src/domain/fields.ts';
import type { Impact, Incident, Prose, Redaction, Source, State, Update } from '../../src/domain/incident.ts';
import { updateId } from '../../src/domain/incident.ts';
import { isolated } from '../../src/domain/printable.ts';
import { STATUSES } from '../../src/domain/status.ts';
import { DAY, exactly, HOUR, type Instant, MINUTE, type TimeRange } from '../../src/domain/time.ts';
import { readBody } from '../../src/incidents/body.ts';
import { Report } from '../../src/problems/index.ts';
import { sourceText } from '../../src/yaml/source.ts';
import fc from '../chance.ts';
import { COMPONENTS, NOW } from '../domain/generators.ts';
import { LANGUAGES } from '../languages.ts';

/** What a person, or a program that knows no YAML, may write into a text. */
const PIECES = [
  ...[
    ': ',
    ':',
    ' #',
    '# ',
    "'",
    '"',
    '- ',
    '? ',
    '& ',
    '*',
    '!',
    '|',
    '>',
    '%',
    '@',
    '`',
    '{ ',
    ' }',
    '[',
    ']',
  ],
  ...[
    ', ',
    '\\',
    '\\n',
    '\n',
    '\t',
    'null',
    'true',
    '~',
    '1.5',
    '0x1F',
    '2026-03-01',
    '---',
    '...',
    '<<',
    '=',
  ],
  ...[
    '\u202e',
    '\u2069',
    '\u0007',
    '\u0000',
    '\u0085',
    '\u2028',
    '\ufeff',
    '😀',
    '«ñ»',
    'עברית',
    'No alerts',
    ' ',
  ],
];

/** A text as it is read: without spaces around it, its marks of direction closed. */
export const text = fc
  .array(fc.oneof(fc.constantFrom(...PIECES), fc.string({ unit: 'binary', maxLength: 5 })), {
    minLength: 1,
    maxLength: 8,
  })
  .map((parts) => isolated(parts.join('').trim()))
  .filter((one) => one !== '' && one === isolated(one.trim()));

/** Where something was said: one line, as a heading has it. */
const place = text
  .map((one) =>
    one
      .replace(/[\p{Cc}\u2066-\u2069\u202a-\u202e]/gu, ' ')
      .replace(/\s+/g, ' ')
      .trim(),
  )
  .filter((one) => one !== '' && !/ [-–—·] |^(?:community|press):|(?:^| )[-–—·]$|^[-–—·] /i.test(one));

const BLOCKS = [
  ...['Alerts do not reach *followers*.', 'One line\nand another, with a break  \nhere.', '### Details'],
  ...['- one\n- two\n\n  - deeper', '   - far in\n   - still', '1. first\n2. second', '> quoted\n> twice'],
  ...[
    '```sh\n## Not an update - 2026\n```',
    'Then:\n\n    code by spaces\n    goes on',
    '~~~\nx\n~~~',
    '---',
    '***',
  ],
  ...['| a | b |\n|--|--|\n| 1 | `2` |', '<b>raw</b>', '   <div>\n   x\n   </div>', '<!-- a comment -->'],
  ...[
    '[a link](https://example.org/?a=1&b=2)',
    '[a]: https://example.org/a',
    'See [a].',
    'Ünïcödé 😀 — «sí»: # no',
  ],
];

export const markdown = fc
  .array(fc.constantFrom(...BLOCKS), { minLength: 1, maxLength: 4 })
  .map((blocks) => blocks.join('\n\n'));

/** The texts of one file, read together: what one defines, another may use. */
function withProse(summary: string | undefined, updates: (Omit<Update, 'prose'> & { markdown: string })[]) {
  const sections = updates.map(
    ({ markdown }, index) => `## Update - 2026-01-01T00:00Z {#u${index}}\n${markdown}\n\n`,
  );
  const body = sourceText(`${summary ?? ''}\n\n${sections.join('')}`);
  const read = readBody(body, 0, [], new Report({ file: 'made up' }));
  return {
    summary: read?.summary,
    updates: updates.map(
      ({ markdown: _, ...update }, index): Update => ({
        ...update,
        prose: read?.sections[index]?.prose as Prose,
      }),
    ),
  };
}

const or = <Value>(arbitrary: fc.Arbitrary<Value>) => fc.option(arbitrary, { nil: undefined });

const source: fc.Arbitrary<Source> = fc
  .tuple(
    text,
    fc.constantFrom('https://example.org/', "http://example.org/it's", 'https://example.org/?a=1,{b}#c: d'),
  )
  .map(([title, url]) => ({ title, url }));

const redaction: fc.Arbitrary<Redaction> = fc
  .tuple(
    fc.constantFrom('earlier', '0123456', '12e0067', 'deadbeef'),
    fc.constantFrom(exactly(NOW), {
      earliest: Date.UTC(2026, 1, 1),
      latest: Date.UTC(2026, 1, 2) - 1000,
      wholeDay: true as const,
    }),
    text,
  )
  .map(([version, on, because]) => ({ update: undefined, version, on, because }));

/** What a component suffered from the beginning on, as far as `length` milliseconds after it. */
const impactOf = (component: string, began: Instant, length: number): fc.Arbitrary<Impact> =>
  fc.oneof(
    fc.constantFrom(...STATUSES).map((status): Impact => ({ component, status })),
    fc
      .uniqueArray(fc.tuple(fc.integer({ min: 0, max: length / MINUTE }), fc.constantFrom(...STATUSES)), {
        minLength: 1,
        maxLength: 4,
        selector: ([minute]) => minute,
      })
      .map(
        (list): Impact => ({
          component,
          changes: list
            .toSorted(([one], [other]) => one - other)
            .map(([minute, status]) => ({ from: exactly(began + minute * MINUTE), status })),
        }),
      ),
  );

/** The facts that lean on no other, some of which every edit may change. */
export function looseFacts(began: Instant, length: number) {
  return fc.record({
    title: text,
    draft: fc.boolean(),
    publish: or(fc.integer({ min: -600, max: 0 }).map((at) => exactly(NOW + at * MINUTE))),
    drill: fc.boolean(),
    impact: fc
      .shuffledSubarray(COMPONENTS.slice(0, 3), { minLength: 1 })
      .chain((ids) => fc.tuple(...ids.map((id) => impactOf(id, began, length)))),
    works: fc.shuffledSubarray(COMPONENTS.slice(3)),
    scope: or(text),
    nextUpdate: or(fc.integer({ min: -600, max: 600 }).map((at) => exactly(NOW + at * MINUTE))),
    data: or(fc.constantFrom('delayed', 'backfilled', 'lost', 'intact')),
    cause: or(text),
    causeCertainty: or(fc.constantFrom('unknown', 'suspected', 'confirmed')),
    disputed: or(text),
    reportedBy: or(fc.constantFrom('vendor', 'community', 'press')),
    sources: fc.array(source, { maxLength: 3 }),
    importedFrom: or(text),
    redactions: fc.array(redaction, { maxLength: 2 }),
    pinned: fc.boolean(),
  }) satisfies fc.Arbitrary<Partial<Facts>>;
}

const advising = fc.oneof(
  fc.constant({ advice: undefined, adviceBy: 'operator' as const }),
  fc.record({ advice: text, adviceBy: fc.constantFrom('operator' as const, 'editors' as const) }),
);

/** A summary and updates from `from` on, the last of which closes the incident. */
function bodyFrom(from: Instant, states: { first: State; middle: State[]; last: State }) {
  const one = fc.record({
    gap: fc.integer({ min: 1, max: 300 }),
    width: fc.constantFrom(0, 0, 0, 30_000),
    state: fc.constantFrom(...states.middle),
    speaker: fc.constantFrom('operator' as const, 'community' as const, 'press' as const),
    place: or(place),
    name: fc.boolean(),
    markdown,
  });
  return fc.tuple(or(markdown), fc.array(one, { minLength: 2, maxLength: 5 })).map(([summary, list]) => {
    let time = from;
    const updates = list.map(({ gap, width, state, speaker, place, name, markdown }, index) => {
      time += gap * MINUTE;
      const at: TimeRange = { earliest: time, latest: time + width };
      return {
        id: name ? `name-${index}` : updateId(at),
        state: index === 0 ? states.first : index === list.length - 1 ? states.last : state,
        at,
        said: { speaker, place },
        markdown,
      };
    });
    return withProse(summary, updates);
  });
}

const day = fc.integer({ min: 10, max: 80 }).map((days) => Date.UTC(2026, 2, 1) - days * DAY);

/** An incident that a file can say, with every field there is. */
const anyOutage: fc.Arbitrary<Incident> = day.chain((began) => {
  const length = 30 * MINUTE;
  const beginning: fc.Arbitrary<TimeRange> = fc.constantFrom(
    exactly(began),
    { earliest: began - HOUR, latest: began },
    { earliest: began - DAY, latest: began - 1000, wholeDay: true as const },
    { earliest: began - 3 * DAY, latest: began - 1000, wholeDay: true as const },
  );
  const end = fc.constantFrom<Partial<Facts>>(
    { ended: undefined, lastKnown: undefined },
    { ended: exactly(began + HOUR), lastKnown: undefined },
    { ended: { earliest: began + HOUR, latest: began + DAY }, lastKnown: exactly(began + HOUR) },
    { ended: 'unknown', lastKnown: { earliest: began, latest: began + DAY - 1000, wholeDay: true } },
  );
  return fc
    .tuple(
      looseFacts(began, length),
      advising,
      beginning,
      end,
      bodyFrom(began + length, {
        first: 'investigating',
        middle: ['identified', 'update', 'correction', 'monitoring', 'investigating'],
        last: 'resolved',
      }),
      fc.boolean(),
      fc.constantFrom(...LANGUAGES),
    )
    .map(
      ([loose, advice, began, end, body, replay, language]) =>
        ({
          ...{ id: 'made-up', kind: 'incident', language, ...loose, ...advice, began, ...end, replay },
          ...body,
          translations: {},
        }) as Incident,
    );
});

const anyMaintenance: fc.Arbitrary<Incident> = day.chain((from) =>
  fc
    .tuple(
      looseFacts(from, HOUR),
      advising,
      bodyFrom(from - DAY, {
        first: 'scheduled',
        middle: ['in_progress', 'update', 'correction', 'verifying'],
        last: 'completed',
      }),
      fc.constantFrom(...LANGUAGES),
    )
    .map(
      ([loose, advice, body, language]) =>
        ({
          ...{ id: 'made-up', kind: 'maintenance', language, ...loose, ...advice },
          scheduled: { from, until: from + 2 * HOUR },
          ...body,
          translations: {},
        }) as Incident,
    ),
);

export const anyIncident = fc.oneof(
  { weight: 3, arbitrary: anyOutage },
  { weight: 1, arbitrary: anyMaintenance },
);

/** All that a file can be told to say of an incident. */
export function factsIn(incident: Incident): Partial<Facts> {
  return Object.fromEntries(
    factsOf(incident.kind).map((name) => [name, (incident as unknown as Facts)[name]]),
  );
}
