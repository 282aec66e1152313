import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { readIncidents } from '../../src/incidents/index.ts';
import { forGitHub, forMachines, forTerminal } from '../../src/incidents/reporters.ts';
import { context, file, incidentFile } from './context.ts';

describe('a report', () => {
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
