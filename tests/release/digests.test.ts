import assert from 'node:assert/strict';
import { test } from 'node:test';
import { digestsOf } from '../../src/release/digests.ts';
import { incidentHistory, type Revision } from '../../src/domain/git-history.ts';
import { readIncidents } from '../../src/incidents/index.ts';
import { context, file, incidentFile } from '../incidents/context.ts';

const ORIGINAL = file('2026-03-01-alerts.md', incidentFile());
const SPANISH = file(
  '2026-03-01-alerts.es.md',
  '---\ntitle: Sin alertas\n---\n## u-20260301T030000Z\nPalabras.\n',
);

/** What names the pages of an incident, whose file and translation went live so many ms after their commit. */
function digest(
  live: number,
  spanish: number,
  {
    more = {},
    copies = undefined as unknown,
    words = '',
  }: { more?: Partial<Revision>; copies?: unknown; words?: string } = {},
): string | undefined {
  const files = [ORIGINAL, { ...SPANISH, bytes: Buffer.concat([SPANISH.bytes, Buffer.from(words)]) }];
  const [incident] = readIncidents(files, context).incidents;
  const at = Date.parse('2026-03-01T03:01:00Z');
  const version = (after: number): Revision[] => [
    { blob: 'b1', commit: 'c1', at, live: at + after, imported: false, incident, ...more },
  ];
  const incidents = new Map([
    ['2026-03-01-alerts', incidentHistory(version(live), { es: version(spanish) })],
  ]);
  return digestsOf(
    files,
    { kind: 'git', incidents },
    new Map(copies === undefined ? [] : [['2026-03-01-alerts', copies]]),
  ).get('2026-03-01-alerts');
}

test('pages are printed anew when the time changes at which their file or its translation went live', () => {
  assert.ok(digest(0, 0));
  assert.equal(digest(0, 0), digest(0, 0));
  assert.notEqual(digest(0, 0), digest(1000, 0));
  assert.notEqual(digest(0, 0), digest(0, 1000));
});

test('pages are printed anew when their text, their commits or who keeps copies of them change', () => {
  const all = [
    digest(0, 0),
    digest(0, 0, { words: 'more' }),
    digest(0, 0, { more: { blob: 'b2' } }),
    digest(0, 0, { more: { commit: 'c2' } }),
    digest(0, 0, { more: { blob: 'b1 c1', commit: '' } }),
    digest(0, 0, { more: { imported: true } }),
    digest(0, 0, { copies: ['https://archive.example/1'] }),
    digest(0, 0, { copies: ['https://archive.example/2'] }),
  ];
  assert.equal(new Set(all).size, all.length);
});

test('each incident has a name of its own, of all its files, also where git tells nothing', () => {
  const other = file('2026-03-02-other.md', incidentFile());
  const of = (...files: { name: string; bytes: Uint8Array }[]) =>
    digestsOf(files, { kind: 'none' }, new Map());
  const both = of(ORIGINAL, SPANISH, other);
  assert.deepEqual([...both.keys()], ['2026-03-01-alerts', '2026-03-02-other']);
  assert.match(both.get('2026-03-01-alerts') ?? '', /^none""[0-9a-f]{32}$/);
  assert.match(both.get('2026-03-02-other') ?? '', /^none""[0-9a-f]{16}$/);
  assert.notEqual(of(ORIGINAL).get('2026-03-01-alerts'), both.get('2026-03-01-alerts'));
  const unknown = digestsOf([ORIGINAL], { kind: 'git', incidents: new Map() }, new Map());
  assert.match(unknown.get('2026-03-01-alerts') ?? '', /^git""/);
});
