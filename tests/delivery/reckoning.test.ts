import assert from 'node:assert/strict';
import { after, describe, test } from 'node:test';
import { memoryChannel } from '../../src/delivery/channels/memory.ts';
import { watchApp } from '../../src/delivery/http.ts';
import { takeIn } from '../../src/delivery/intake.ts';
import { metricsOf } from '../../src/delivery/metrics.ts';
import { proofOf, reckon } from '../../src/delivery/reckoning.ts';
import { DELIVERY_MIGRATIONS } from '../../src/delivery/store/migrations.ts';
import { storeWith } from './store.ts';
import type { NotificationFile } from '../../src/domain/notification-file.ts';
import { told } from './told.ts';

const PUBLISHED = Date.parse('2026-03-01T02:11:00Z');
const store = await storeWith(DELIVERY_MIGRATIONS);
after(() => store.close());
const channels = [
  memoryChannel('posts', { everybody: 'en' }, { kind: 'mastodon' }),
  memoryChannel('email', 'subscribers', { kind: 'email' }),
];

/** Rows of the outbox: so many in a state, each so many seconds after the publication. */
async function owed(
  notice: NotificationFile,
  channel: string,
  rows: [state: string, seconds: number, count: number][],
) {
  await takeIn(store, [{ id: notice.id, told: { en: notice } }], PUBLISHED, async () => undefined);
  for (const [state, seconds, count] of rows)
    await store.query(
      `insert into nightlight.outbox (notice, channel, recipient, not_before, state, ended)
       select number, $2, $3 || n, $4, $5, $6 from nightlight.notices, generate_series(1, $7) as n where id = $1`,
      [
        notice.id,
        channel,
        `${state}-${seconds}-`,
        new Date(PUBLISHED),
        state,
        new Date(PUBLISHED + seconds * 1000),
        count,
      ],
    );
}

// The first reading is history, and is counted nowhere.
await takeIn(
  store,
  [{ id: 'old/u', told: { en: told({ id: 'old/u' }) } }],
  PUBLISHED - 1,
  async () => undefined,
);
const FIRST = told({ id: 'a/u-1', published: '2026-03-01T02:11:00Z' });
await owed(FIRST, 'posts', [['sent', 4, 1]]);
await owed(FIRST, 'email', [
  ['sent', 20, 980],
  ['sent', 90, 15],
  ['refused', 30, 3],
  ['unknown', 30, 2],
  ['overtaken', 30, 234],
  ['left', 30, 1],
]);
await owed(told({ id: 'a/u-2', drill: true }), 'email', [['sent', 5, 2]]);

describe('the reckoning', () => {
  test('says for each update and channel what was owed, what became of it, and how long it took from publication', async () => {
    const rows = (await reckon(store, 10)).map(
      ({ published: _, firstAt, lastAt: __, drill: ___, againAt: ____, ...row }) => ({
        ...row,
        firstAt: firstAt?.toISOString(),
      }),
    );
    const nothing = { open: 0, refused: 0, unknown: 0, overtaken: 0, tooOld: 0, left: 0, reason: null };
    assert.deepEqual(rows, [
      {
        ...nothing,
        id: 'a/u-2',
        channel: 'email',
        owed: 2,
        sent: 2,
        median: 5,
        p99: 5,
        firstAt: '2026-03-01T02:11:05.000Z',
      },
      {
        ...nothing,
        id: 'a/u-1',
        channel: 'email',
        owed: 1235,
        sent: 995,
        refused: 3,
        unknown: 2,
        overtaken: 234,
        left: 1,
        median: 20,
        p99: 90,
        firstAt: '2026-03-01T02:11:20.000Z',
      },
      {
        ...nothing,
        id: 'a/u-1',
        channel: 'posts',
        owed: 1,
        sent: 1,
        median: 4,
        p99: 4,
        firstAt: '2026-03-01T02:11:04.000Z',
      },
    ]);
  });

  test('tells the public of times and of no exact count, and of no drill', async () => {
    assert.deepEqual(await proofOf(store, channels, PUBLISHED, 'https://status.example.org/pledge/'), {
      about: 'https://status.example.org/pledge/',
      written_at: '2026-03-01T02:11:00Z',
      updates: [
        {
          id: 'a/u-1',
          published: '2026-03-01T02:11:00Z',
          channels: [
            {
              channel: 'email',
              kind: 'email',
              first_at: '2026-03-01T02:11:20Z',
              median_seconds: 20,
              p99_seconds: 90,
              owed: { about: 1000 },
              sent: { about: 1000 },
              failed: { fewer_than: 20 },
            },
            {
              channel: 'posts',
              kind: 'mastodon',
              first_at: '2026-03-01T02:11:04Z',
              median_seconds: 4,
              p99_seconds: 4,
            },
          ],
        },
      ],
    });
  });
});

describe('the service of delivery', () => {
  const metrics = metricsOf(store, channels);
  const around = {
    database: store,
    channels,
    metrics,
    now: () => PUBLISHED,
    about: 'https://status.example.org/pledge/',
    metricsToken: 'secret',
    isReady: async () => true,
  };
  const app = watchApp(around);

  test('says that it lives, and whether it has read the site and its store answers', async () => {
    const failing = watchApp({ ...around, isReady: () => Promise.reject(new Error('away')) });
    const waiting = watchApp({ ...around, isReady: async () => false });
    const statuses = [];
    for (const one of [app, failing, waiting])
      for (const path of ['/healthz', '/readyz']) statuses.push((await one.request(path)).status);
    assert.deepEqual(statuses, [200, 200, 200, 503, 200, 503]);
  });

  test('lets any page read the public numbers', async () => {
    const response = await app.request('/proof.json');
    assert.equal(response.headers.get('access-control-allow-origin'), '*');
    const { updates } = (await response.json()) as { updates: { id: string }[] };
    assert.deepEqual(
      updates.map(({ id }) => id),
      ['a/u-1'],
    );
  });

  test('shows its metrics to whoever has the token, and to nobody where there is none', async () => {
    metrics.count(
      channels[1] as (typeof channels)[0],
      { kind: 'sent' },
      { id: 'a/u-1', incident: 'a', first: true, published: new Date(PUBLISHED), contents: {} },
      PUBLISHED + 20_000,
    );
    const asked = (token: string, from = app) =>
      from.request('/metrics', { headers: { Authorization: `Bearer ${token}` } });
    assert.equal((await app.request('/metrics')).status, 401);
    assert.equal((await asked('wrong')).status, 401);
    assert.equal((await asked('undefined', watchApp({ ...around, metricsToken: undefined }))).status, 401);
    const text = await (await asked('secret')).text();
    assert.match(text, /nightlight_attempts_total\{channel="email",outcome="sent"\} 1/);
    assert.match(text, /nightlight_seconds_from_publication_bucket\{le="30",channel="email"\} 1/);
    assert.match(text, /nightlight_outbox\{channel="email",state="unknown"\} 2/);
    assert.doesNotMatch(text, /sent-20-1/, 'and nobody is named');
  });
});
