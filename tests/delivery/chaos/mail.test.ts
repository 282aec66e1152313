import assert from 'node:assert/strict';
import { after, describe, test } from 'node:test';
import { emailChannels } from '../../../src/delivery/channels/email.ts';
import { DELIVERY_MIGRATIONS } from '../../../src/delivery/store/migrations.ts';
import { openSink } from '../channels/mail-sink.ts';
import { publish } from '../site.ts';
import { storeWith } from '../store.ts';
import { told } from '../told.ts';
import { engineTo } from './process.ts';

const PEOPLE = 9;
const never = new AbortController().signal;
const site = await publish();
const sink = await openSink();
const store = await storeWith(DELIVERY_MIGRATIONS);
const [mails] = await emailChannels(
  {
    email: {
      from: 'Sharing status <status@example.org>',
      bounceAddress: undefined,
      postalAddress: 'Example Ltd, 1 Main Street',
      dkimSelector: undefined,
      connections: 1,
      perSecond: 1_000,
    },
  },
  { env: { SMTP_URL: sink.url }, fetch, now: Date.now, site: { name: 'Sharing status', url: site.url } },
);
assert.ok(mails);
after(async () => {
  await mails.close?.();
  await Promise.all([site.close(), sink.close(), store.close()]);
});

describe('a list of people', () => {
  test('is told to its end though the mail server is busy in the midst of it, and never again from the top', async () => {
    await engineTo(mails, store, site.url, PEOPLE).once(never);
    let asked = 0;
    sink.doing.onRcptTo = (_address, _session, done) =>
      ++asked > 4 && asked < 8
        ? done(Object.assign(new Error('4.7.0 throttled'), { responseCode: 454 }))
        : done();
    site.updates = [
      told({ id: 'i/u-1', published: new Date(Date.now() + 1000).toISOString().replace(/\.\d+/, '') }),
    ];
    assert.equal(await engineTo(mails, store, site.url, PEOPLE).once(never), false);
    assert.equal(sink.taken.length, PEOPLE - 3, 'a busy moment ends nothing for those after it');
    await store.query(`update nightlight.outbox set not_before = now() - interval '1 second'`);
    assert.equal(await engineTo(mails, store, site.url, PEOPLE).once(never), true);
    const to = sink.taken.flatMap((letter) => letter.to);
    assert.deepEqual([to.length, new Set(to).size], [PEOPLE, PEOPLE]);
  });

  test('is told nothing by a store that is put to use five hours later, though it still owes everybody', async () => {
    const before = sink.taken.length;
    await store.query(
      `update nightlight.outbox set state = 'waiting', not_before = now() - interval '5 hours'`,
    );
    await store.query(`update nightlight.notices set published = published - interval '5 hours'`);
    await engineTo(mails, store, site.url, PEOPLE).once(never);
    assert.equal(sink.taken.length, before);
    assert.deepEqual(await store.query('select distinct state from nightlight.outbox'), [
      { state: 'too_old' },
    ]);
  });
});
