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
    assert.doesNotMatch(terminal.split('\n').slice(1).join('\n'), /[\u0000-\u0009\u000b-\u001f\u007f]/);
    assert.equal(JSON.parse(forMachines(problems)).length, problems.length);
    assert.equal(forGitHub(problems, 'incidents').split('\n').length, problems.length);
  });
});
