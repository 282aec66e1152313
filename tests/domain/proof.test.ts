import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { firstTold, LARGEST_PROOF, readProof, speedsOf } from '../../src/domain/proof.ts';
import type { ChannelProof, ProofFile } from '../../src/domain/proof-file.ts';

const NOW = Date.UTC(2026, 2, 1, 12);

const email = (first_at: string | null, median: number | null, p99 = median): ChannelProof => ({
  channel: 'email',
  kind: 'email',
  first_at,
  median_seconds: median,
  p99_seconds: p99,
  owed: { about: 1200 },
  sent: { about: 1200 },
  failed: { fewer_than: 20 },
});
const post = (first_at: string | null, median: number | null): ChannelProof => ({
  channel: 'mastodon-es',
  kind: 'mastodon',
  first_at,
  median_seconds: median,
  p99_seconds: median,
});
const file = (...updates: ProofFile['updates']): ProofFile => ({
  about: 'https://status.example.org/pledge/',
  written_at: '2026-03-01T11:00:00Z',
  updates,
});
const update = (id: string, published: string, ...channels: ChannelProof[]) => ({ id, published, channels });

const told = file(
  update(
    'alerts/u-2',
    '2026-03-01T04:00:00Z',
    email('2026-03-01T04:00:10Z', 30, 90),
    post('2026-03-01T04:00:02Z', 2),
  ),
  update('alerts/u-1', '2026-03-01T03:00:00Z', email('2026-03-01T03:00:20Z', 50, 200)),
  update('alerts-2/u-1', '2026-03-01T05:00:00Z', email('2026-03-01T05:00:01Z', 1)),
);

describe('of each channel', () => {
  test('the first update of an incident that was owed there is told, the fastest channel first', () => {
    assert.deepEqual(
      firstTold(told, 'alerts').map(({ channel, after }) => [channel.channel, after]),
      [
        ['mastodon-es', 2],
        ['email', 20],
      ],
    );
    assert.deepEqual(firstTold(told, 'other'), []);
  });

  test('what never left is said to be so, and stands last', () => {
    const silent = file(
      update('a/u-1', '2026-03-01T03:00:00Z', post(null, null), email('2026-03-01T03:00:20Z', 50)),
    );
    assert.deepEqual(
      firstTold(silent, 'a').map(({ channel, after }) => [channel.channel, after]),
      [
        ['email', 20],
        ['mastodon-es', undefined],
      ],
    );
  });

  test('no message is said to have left before what it tells was published', () => {
    const early = file(update('a/u-1', '2026-03-01T03:00:00Z', email('2026-03-01T02:59:58Z', 0)));
    assert.equal(firstTold(early, 'a')[0]?.after, 0);
  });

  test('the speed is that of the middle update of a year, and of the slowest', () => {
    const before = update('old/u-1', '2025-03-01T11:00:00Z', email('2025-03-01T12:00:00Z', 3600));
    assert.deepEqual(speedsOf(file(...told.updates, before), NOW), [
      { channel: 'email', kind: 'email', updates: 3, untold: 0, usual: 30, slowest: 200 },
      { channel: 'mastodon-es', kind: 'mastodon', updates: 1, untold: 0, usual: 2, slowest: 2 },
    ]);
  });

  test('updates of which nothing left are counted beside the speed, and do not make it better', () => {
    const silent = file(
      update('a/u-1', '2026-03-01T03:00:00Z', post(null, null)),
      update('a/u-2', '2026-03-01T04:00:00Z', post(null, 0)),
    );
    assert.deepEqual(speedsOf(silent, NOW), [
      {
        channel: 'mastodon-es',
        kind: 'mastodon',
        updates: 2,
        untold: 2,
        usual: undefined,
        slowest: undefined,
      },
    ]);
  });
});

describe('a file of numbers', () => {
  test('is read as it was written, also where a later version says more', () => {
    assert.deepEqual(readProof(JSON.stringify(told)), { proof: told });
    const more = { ...told, later: true };
    assert.deepEqual(readProof(JSON.stringify(more)), { proof: more });
  });

  const [first] = told.updates;
  const changed = (change: object) => ({
    ...told,
    updates: [{ ...first, channels: [{ ...email(null, 1), ...change }] }],
  });
  for (const [found, body] of [
    ['the file is not a mapping', []],
    ['written_at is not a time such as 2026-03-01T02:11:04Z', { ...told, written_at: 'soon' }],
    ['updates is not a list', { ...told, updates: null }],
    ['updates[0].id is not a short text', { ...told, updates: [{ ...first, id: 'x'.repeat(201) }] }],
    [
      'updates[0].published is not a time such as 2026-03-01T02:11:04Z',
      { ...told, updates: [{ ...first, published: '2026-13-01T02:11:04Z' }] },
    ],
    ['updates[0].channels[0].first_at is not a time, or null', changed({ first_at: 3 })],
    ['updates[0].channels[0].median_seconds is not seconds, or null', changed({ median_seconds: -1 })],
    ['updates[0].channels[0].owed is not a rounded count', changed({ owed: 1234 })],
  ] as const)
    test(`says what is wrong with it: ${found}`, () => {
      assert.deepEqual(readProof(JSON.stringify(body)), { fault: found });
    });

  test('is no file if it is no JSON, or too large to read at night', () => {
    assert.deepEqual(readProof('{ "about": <<<<<<< HEAD'), { fault: 'a file that is not JSON' });
    assert.deepEqual(readProof(' '.repeat(LARGEST_PROOF + 1)), { fault: 'more than 2097152 bytes' });
  });
});
