import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { readIncidents } from '../../src/incidents/index.ts';
import { spentOn } from '../spent.ts';
import { context, file, incidentFile } from './context.ts';

const problemsIn = (text: string) => readIncidents([file('a.md', text)], context).problems;
const body = (text: string) => incidentFile({ body: `## Investigating - 2026-03-01T03:00Z\n${text}` });

describe('what is long', () => {
  test('five megabytes, a thousand updates and the years 1 and 9999 are read', () => {
    const words = 'Words and more words, with an emoji 😀 and עברית. '.repeat(100);
    const updates = Array.from({ length: 1000 }, (_, index) => {
      const at = new Date(Date.UTC(2025, 0, 1) + index * 60_000).toISOString().slice(0, 16);
      return `## ${index === 0 ? 'Investigating' : 'Update'} - ${at}Z\n${words}`;
    });
    const text = incidentFile({ began: 'began: 2025-01-01T00:00Z', body: updates.join('\n\n') });
    const { incidents, problems } = readIncidents([file('a.md', text)], context);
    assert.deepEqual(problems, []);
    assert.equal(incidents[0]?.updates.length, 1000);
    assert.deepEqual(
      problemsIn(incidentFile({ began: 'began: 0001-01-01T00:00Z' })).map(({ name }) => name),
      ['component-not-in-service'],
    );
    assert.deepEqual(problemsIn(incidentFile({ front: 'next_update: 9999-12-31T23:59Z' })), []);
  });

  test('a hundred thousand nested quotes, lists and brackets are answered at once', () => {
    for (const deep of [
      '>'.repeat(100_000),
      '- '.repeat(100_000),
      '['.repeat(100_000),
      '*a '.repeat(30_000),
      '('.repeat(100_000),
    ]) {
      assert.ok(spentOn(() => problemsIn(body(`${deep} x`))) < 20_000);
    }
  });

  test('hundreds of brackets and quotes that are never closed are answered at once', () => {
    for (const open of [
      `@ - "${'[a]: b\n{'.repeat(400)}${'---\n&a'.repeat(400)}`,
      `? ? ${'{'.repeat(400)}\r? &`,
    ])
      assert.ok(spentOn(() => problemsIn(incidentFile({ front: open }))) < 1_000);
  });

  test('two megabytes of promises are answered at once', () => {
    const text = incidentFile({ front: 'next_update: 2026-03-01T04:30Z' });
    const promises = text.replace('Alerts do', 'We speak again by 04:31 UTC. '.repeat(70_000));
    assert.ok(spentOn(() => problemsIn(promises)) < 10_000);
  });
});

describe('what is too long to be read', () => {
  test('is a problem before it is parsed: bytes, marks in a line, ampersands, lines', () => {
    for (const text of [
      body('a'.repeat(7_000_000)),
      body('é['.repeat(50_000)),
      body('a.b_'.repeat(50_000)),
      body('&amp;'.repeat(500_000)),
      body('a &amp;\n'.repeat(15_000)),
      body('a &amp;\n'.repeat(15_000)).trimEnd(),
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
