import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { readIncidents } from '../../src/incidents/index.ts';
import { PROBLEMS, type ProblemName } from '../../src/incidents/problems.ts';
import { context, file, incidentFile } from './context.ts';

const DOCS = join(import.meta.dirname, '../../docs/problems');
/** These need bytes, a folder, a history or a length that a page cannot show; they have tests of their own. */
const WITHOUT_EXAMPLE = [
  'invalid-utf8',
  'file-not-read',
  'text-too-long',
  'published-file-vanished',
  'published-update-vanished',
  'changed-without-update',
  'scheduled-moved',
];
const NOTHING_YET = {
  files: new Set<string>(),
  everPublished: new Map(),
  mayGo: () => false,
  before: () => undefined,
  toldIn: () => undefined,
};
const ORIGINAL = '2026-03-01-alerts.md';

/** The two files of a page: the one with the problem and the one mended. */
function examplesIn(page: string): { name: string; text: string }[] {
  return [...page.matchAll(/^````markdown (.+)\n([\s\S]*?)^````$/gm)].map(([, name, text]) => ({
    name: name as string,
    text: text as string,
  }));
}

function problemsOf({ name, text }: { name: string; text: string }) {
  const beside = /\.\w+\.md$/.test(name) ? [file(ORIGINAL, incidentFile())] : [];
  return readIncidents([...beside, file(name, text)], { ...context, published: NOTHING_YET }).problems;
}

describe('every problem has a page whose example shows it and whose mended file has none', () => {
  for (const name of Object.keys(PROBLEMS) as ProblemName[]) {
    test(name, () => {
      const page = readFileSync(join(DOCS, `${name}.md`), 'utf8');
      assert.ok(page.startsWith(`# ${name}\n`));
      assert.match(page, PROBLEMS[name] === 'error' ? /^An error:/m : /^A warning:/m);
      if (WITHOUT_EXAMPLE.includes(name)) return;
      const [broken, mended] = examplesIn(page);
      assert.ok(broken && mended, 'the page has two examples');
      const found = problemsOf(broken);
      assert.deepEqual([...new Set(found.map((problem) => problem.name))], [name]);
      for (const problem of found) {
        assert.ok(problem.line >= 1 && problem.column >= 1);
        assert.ok(problem.found && problem.expected && problem.remedy);
      }
      assert.deepEqual(problemsOf(mended), []);
    });
  }

  test('no page is left over, and the index names them all', () => {
    const pages = readdirSync(DOCS).filter((page) => page !== 'README.md');
    assert.deepEqual(
      pages.toSorted(),
      Object.keys(PROBLEMS)
        .map((name) => `${name}.md`)
        .toSorted(),
    );
    const index = readFileSync(join(DOCS, 'README.md'), 'utf8');
    for (const [name, severity] of Object.entries(PROBLEMS))
      assert.ok(index.includes(`- [${name}](${name}.md) (${severity})`));
  });
});
