import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { readIncidents } from '../../src/incidents/index.ts';
import type { Place } from '../../src/problems/index.ts';
import fc from '../chance.ts';
import { context, file, incidentFile } from './context.ts';
import { often } from '../thorough.ts';

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
      { numRuns: often(600, 2000) },
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
        for (const { place, remedy } of problems)
          assert.ok(place && place.line >= 1 && place.column >= 1 && remedy);
      }),
      { numRuns: often(500, 1500) },
    );
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
        for (const { name, place, found, expected, remedy } of problems) {
          const { line, column } = place as Place;
          const at = `${name} ${line}:${column} of ${lines.length} lines in ${JSON.stringify(text)}`;
          assert.ok(line >= 1 && line <= lines.length, at);
          assert.ok(column >= 1 && column <= (lines[line - 1] as string).length + 1, at);
          assert.ok(found.length <= 120 && expected.length <= 500 && remedy.length <= 500, at);
        }
        const kinds = Map.groupBy(problems, ({ name }) => name);
        for (const [name, of] of kinds) assert.ok(of.length <= 100, name);
        for (const incident of incidents) for (const { prose } of incident.updates) checkHtml(prose.html);
      }),
      { numRuns: often(150, 400) },
    );
  });
});
