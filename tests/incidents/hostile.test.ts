import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { readIncidents } from '../../src/incidents/index.ts';
import { forGitHub, forMachines, forTerminal } from '../../src/incidents/reporters.ts';
import { context, file, incidentFile } from './context.ts';

const PIECES = [
  '<script>',
  '</script>',
  'javascript:alert(1)',
  '](',
  '[',
  ']',
  '![',
  '(',
  ')',
  '<img src=x onerror=y>',
  '"',
  "'",
  '&',
  '<',
  '>',
  '`',
  '```\n',
  '\n',
  '\n\n',
  '> ',
  '- ',
  '| a | b |\n|--|--|\n',
  '<!--',
  '-->',
  '<a href="javascript:x">',
  'data:text/html,<script>',
  ':',
  '*',
  '_',
  '\\',
  '\u202e',
  '\0',
  '<iframe srcdoc="',
  ' onload=',
  'style=',
  '[x]: javascript:alert(1)\n',
  '[x]',
  '&#106;avascript:',
  'https://example.org',
  '## ',
];
const hostile = fc
  .array(fc.oneof(fc.constantFrom(...PIECES), fc.string({ unit: 'grapheme', maxLength: 6 })), {
    maxLength: 40,
  })
  .map((parts) => parts.join(''));

const ELEMENTS = new Set([
  'p',
  'em',
  'strong',
  'del',
  'code',
  'pre',
  'blockquote',
  'ul',
  'ol',
  'li',
  'table',
  'thead',
  'tbody',
  'tr',
  'th',
  'td',
  'a',
  'br',
  'hr',
  'h4',
  'h5',
  'h6',
]);
const ATTRIBUTES = new Set(['href', 'start', 'title']);

/** The tags of printed HTML, by a scanner that knows only what a serialiser writes. */
function checkHtml(html: string): void {
  for (const [, name, attributes] of html.matchAll(
    /<\/?([a-zA-Z][\w-]*)((?:\s+[\w-]+(?:="[^"]*")?)*)\s*\/?>/g,
  )) {
    assert.ok(ELEMENTS.has(name as string), `element <${name}> in ${html}`);
    for (const [, attribute, value] of (attributes as string).matchAll(/([\w-]+)="([^"]*)"/g)) {
      assert.ok(ATTRIBUTES.has(attribute as string), `attribute ${attribute} in ${html}`);
      if (attribute === 'href') assert.match(value as string, /^(https?|mailto|tel|sms):/i);
    }
  }
  const bare = html.replace(/<\/?[a-zA-Z][\w-]*(?:\s+[\w-]+(?:="[^"]*")?)*\s*\/?>/g, '');
  assert.ok(!/<[a-zA-Z!/]/.test(bare), `a tag that was not printed by us in ${html}`);
}

describe('hostile text', () => {
  test('becomes harmless HTML in every text of an incident', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const body = `${text}\n\n## Investigating - 2026-03-01T03:00Z\n${text}`;
        for (const incident of readIncidents([file('a.md', incidentFile({ body }))], context).incidents) {
          if (incident.summary) checkHtml(incident.summary.html);
          for (const update of incident.updates) checkHtml(update.prose.html);
        }
      }),
      { numRuns: 2000, seed: 20191130 },
    );
  });

  test('in any bytes at all is answered with problems and never with an exception', () => {
    const bytes = fc.oneof(
      fc.uint8Array({ maxLength: 300 }),
      hostile.map((text) => new TextEncoder().encode(text)),
      hostile.map((text) => new TextEncoder().encode(`---\n${text}\n---\n${text}`)),
      hostile.map((text) => new TextEncoder().encode(incidentFile({ front: `advice: ${text}` }))),
    );
    fc.assert(
      fc.property(bytes, (content) => {
        const { problems } = readIncidents([{ name: 'a.md', bytes: content }], context);
        for (const problem of problems) assert.ok(problem.line >= 1 && problem.column >= 1 && problem.remedy);
      }),
      { numRuns: 1500, seed: 20191130 },
    );
  });

  test('cannot write over the terminal, break JSON, or forge an annotation', () => {
    const { problems } = readIncidents([file('a\u001b[2J\n::error::b.md', '\u001b]0;x\u0007')], context);
    const terminal = forTerminal(problems, () => '\u001b[31mred\u0007', 'incidents');
    // biome-ignore lint/suspicious/noControlCharactersInRegex: it looks for them
    assert.doesNotMatch(terminal, /[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/);
    assert.equal(terminal.split('\n').filter((line) => line.startsWith('::')).length, 0);
    assert.equal(JSON.parse(forMachines(problems)).length, problems.length);
    const annotations = forGitHub(problems, 'incidents');
    assert.equal(annotations.split('\n').length, problems.length);
    assert.ok(!annotations.includes('\u001b'));
  });
});

describe('names that JavaScript or the page has already', () => {
  const NAMES = ['constructor', 'toString', 'hasOwnProperty', 'valueOf', 'words', 'content', 'announce'];

  test('may be the name of an update, in a translation too', () => {
    for (const name of NAMES) {
      const body = `## Investigating - 2026-03-01T03:00Z {#${name}}\nAlerts do not reach followers.`;
      const { incidents, problems } = readIncidents(
        [
          file('2026-03-01-alerts.md', incidentFile({ body })),
          file('2026-03-01-alerts.es.md', `---\ntitle: Sin alertas\n---\n## ${name}\nNo llegan.\n`),
        ],
        context,
      );
      assert.deepEqual(problems, []);
      assert.equal(incidents[0]?.updates[0]?.id, name);
      assert.equal(incidents[0]?.translations.es?.updates[name]?.text, 'No llegan.');
    }
  });

  test('are not found in a translation that does not have them', () => {
    const body = '## Investigating - 2026-03-01T03:00Z {#toString}\nAlerts do not reach followers.';
    const { incidents } = readIncidents(
      [
        file('2026-03-01-alerts.md', incidentFile({ body })),
        file('2026-03-01-alerts.es.md', '---\ntitle: Sin alertas\n---\n'),
      ],
      context,
    );
    const updates = incidents[0]?.translations.es?.updates;
    assert.ok(updates);
    for (const name of NAMES) assert.equal(updates[name], undefined);
  });

  test('are no state, no key and no component', () => {
    const found = (text: string) =>
      readIncidents([file('a.md', text)], context).problems.map((problem) => problem.name);
    for (const name of [...NAMES.slice(0, 4), '__proto__']) {
      assert.deepEqual(found(incidentFile({ body: `## ${name} - 2026-03-01T03:00Z\nx` })), ['state-unknown']);
      assert.deepEqual(found(incidentFile({ front: `${name}: x` })), ['key-unknown']);
      assert.deepEqual(found(incidentFile({ impact: `${name}: major_outage` })), ['component-unknown']);
      assert.deepEqual(found(incidentFile({ impact: `follow-alerts: ${name}` })), ['status-unknown']);
    }
  });
});

describe('marks of writing direction', () => {
  test('end with the text they stand in, in titles, places, advice and updates', () => {
    const { incidents } = readIncidents(
      [
        file(
          'a.md',
          incidentFile({
            front: 'advice: "Call \\u202Eus"',
            body: '## Investigating - 2026-03-01T03:00Z - Face\u202Ebook\nGone \u2067away',
          }).replace('Followers get no alerts', 'Fol\u202Elowers \u2069get'),
        ),
      ],
      context,
    );
    const [incident] = incidents;
    assert.equal(incident?.title, '\u2068Fol\u202Elowers get\u202C\u2069');
    assert.equal(incident?.advice, '\u2068Call \u202Eus\u202C\u2069');
    assert.equal(incident?.updates[0]?.said.place, '\u2068Face\u202Ebook\u202C\u2069');
    assert.equal(incident?.updates[0]?.prose.text, '\u2068Gone \u2067away\u2069\u2069');
  });
});

/** Pieces out of which the worst files are made, by repeating one or two of them. */
const NASTY = [
  'a',
  ' ',
  '\n',
  '\n\n',
  '&amp;',
  '&',
  '<',
  '<b>',
  '</b>',
  '<!--',
  '-->',
  '<?',
  '<![CDATA[',
  '[',
  '](',
  ']',
  '][',
  '![',
  '*',
  '**',
  '_',
  '~~',
  '`',
  '```\n',
  '~~~\n',
  '\\',
  '|',
  '|-|\n',
  '@',
  '.',
  'a@b.c',
  'https://a.b/',
  'www.a.b',
  'javascript:',
  ':',
  ': ',
  '"',
  "'",
  '> ',
  '- ',
  '1. ',
  '## ',
  '### ',
  '---\n',
  '===\n',
  '[a]: b\n',
  '    ',
  '\t',
  'é',
  '😀',
  '\u202e',
  '\0',
  '\r',
  '{#',
  '}',
  '{#constructor}',
  '## Investigating - 2026-03-01T03:00Z\n',
  '## Constructor\n',
  'a: b: c\n',
  'a: &a x\n',
  '*a',
  '!a ',
  '{',
  '? ',
  '%a\n',
  ' - ',
  ' #',
  '2026-03-01',
  'T03:00',
  '/',
  '\ud800',
];
const nasty = fc
  .record({
    front: fc.boolean(),
    parts: fc.array(
      fc.record({
        unit: fc
          .array(fc.constantFrom(...NASTY), { minLength: 1, maxLength: 3 })
          .map((unit) => unit.join('')),
        times: fc.constantFrom(1, 1, 1, 2, 50, 400),
      }),
      { maxLength: 6 },
    ),
  })
  .map(({ front, parts }) => {
    const text = parts.map(({ unit, times }) => unit.repeat(times)).join('');
    return front
      ? incidentFile({ front: text })
      : incidentFile({ body: `## Investigating - 2026-03-01T03:00Z\n${text}` });
  });

describe('the nastiest pieces, repeated', () => {
  test('are an incident, or problems with a place inside the file', () => {
    fc.assert(
      fc.property(nasty, (text) => {
        const { incidents, problems } = readIncidents([file('a.md', text)], context);
        if (incidents.length === 0) assert.ok(problems.some(({ severity }) => severity === 'error'));
        const lines = new TextDecoder().decode(new TextEncoder().encode(text)).split(/\r\n?|\n/);
        for (const { name, line, column, found, expected, remedy } of problems) {
          const at = `${name} ${line}:${column} of ${lines.length} lines in ${JSON.stringify(text)}`;
          assert.ok(line >= 1 && line <= lines.length, at);
          assert.ok(column >= 1 && column <= (lines[line - 1] as string).length + 1, at);
          assert.ok(found.length <= 120 && expected.length <= 500 && remedy.length <= 500, at);
        }
        const kinds = Map.groupBy(problems, ({ name }) => name);
        for (const [name, of] of kinds) assert.ok(of.length <= 100, name);
        for (const incident of incidents) for (const { prose } of incident.updates) checkHtml(prose.html);
      }),
      { numRuns: 400, seed: 20191130, interruptAfterTimeLimit: 20_000, markInterruptAsFailure: false },
    );
  });
});

describe('what is too long to be read', () => {
  const problemsIn = (text: string) => readIncidents([file('a.md', text)], context).problems;
  const body = (text: string) => incidentFile({ body: `## Investigating - 2026-03-01T03:00Z\n${text}` });

  test('is a problem before it is parsed: bytes, marks in a line, ampersands, lines', () => {
    for (const text of [
      body('a'.repeat(7_000_000)),
      body('é['.repeat(50_000)),
      body('a.b_'.repeat(50_000)),
      body('&amp;'.repeat(500_000)),
      body('a &amp;\n'.repeat(15_000)),
      body('- a\n'.repeat(300_000)),
      body('<b>'.repeat(100_000)),
      incidentFile({ front: `advice: |\n${'  word\n'.repeat(30_000)}` }),
    ])
      assert.deepEqual(
        problemsIn(text).map(({ name }) => name),
        ['text-too-long'],
      );
  });

  test('and what is long as people write it is read', () => {
    const paragraph = `${'Words and more words, & «quotes», (brackets). '.repeat(200)}\n\n`;
    assert.deepEqual(problemsIn(body(paragraph.repeat(20))), []);
  });

  test('spaces without end in a heading, a time or a value are looked at once', () => {
    const spaces = ' '.repeat(2_000_000);
    for (const text of [
      incidentFile({ body: `## Investigating - 2026-03-01T03:00Z${spaces}x\nhello` }),
      incidentFile({ body: `## Inv${spaces}x\nhello` }),
      incidentFile({ body: `## Investigating - 2026-03-01 03:00${spaces}x\nhello` }),
      incidentFile({ body: `## Investigating - 2026-03-01T03:00Z${' #'.repeat(10_000)}x\nhello` }),
      incidentFile({ began: `began: '2026-03-01 03:00${' '.repeat(100_000)}x'` }),
    ])
      assert.equal(problemsIn(text).filter(({ severity }) => severity === 'error').length, 1);
  });
});

describe('problems without number', () => {
  test('of one kind in one file are a hundred and a count', () => {
    const { problems } = readIncidents(
      [
        file(
          'a.md',
          incidentFile({
            body: `## Investigating - 2026-03-01T03:00Z\n${'[a](javascript:x)\n\n'.repeat(3_000)}`,
          }),
        ),
      ],
      context,
    );
    assert.equal(problems.length, 100);
    assert.equal(problems.at(-1)?.more, 2_900);
    const terminal = forTerminal(problems, () => 'x', 'incidents');
    assert.match(terminal, /And 2900 more of link-not-allowed/);
    assert.match(terminal, /0 errors, 3000 warnings$/);
    assert.match(forGitHub(problems, 'incidents'), /And 2900 more of link-not-allowed/);
  });

  test('over many files are printed as a hundred and a count, and other kinds are not hidden by them', () => {
    const files = Array.from({ length: 300 }, (_, index) => file(`n${1000 + index}.md`, ''));
    const { problems } = readIncidents([...files, file('zz.md', incidentFile({ front: 'x: 1' }))], context);
    assert.equal(problems.length, 301);
    const machines = JSON.parse(forMachines(problems)) as { name: string; more?: number }[];
    assert.equal(machines.length, 101);
    assert.equal(machines[99]?.more, 200);
    assert.equal(machines[100]?.name, 'key-unknown');
    assert.match(
      forTerminal(problems, () => '', 'incidents'),
      /301 errors, 0 warnings$/,
    );
  });
});
