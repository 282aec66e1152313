import assert from 'node:assert/strict';
import { after, before, describe, type TestContext, test } from 'node:test';
import type { SMTPServerOptions } from 'smtp-server';
import type { Channel, Outcome, Outgoing, Recipient } from '../../../src/delivery/channel.ts';
import { bounceAddressOf, subscriptionBounced } from '../../../src/delivery/mail-bounces.ts';
import type { Resolver } from '../../../src/delivery/mail-domain.ts';
import type { DeliveryConfig } from '../../../src/delivery/channels/index.ts';
import { emailChannels } from '../../../src/delivery/channels/email.ts';
import { around, NOW } from '../around.ts';
import { told, update } from '../told.ts';
import { contract } from './contract.ts';
import { type Cut, openSink, openWire, type Sink } from './mail-sink.ts';

const CONFIG: NonNullable<DeliveryConfig['email']> = {
  from: 'Sharing status <status@example.org>',
  postalAddress: 'Example Ltd, 1 Main Street, Springfield',
  bounceAddress: undefined,
  dkimSelector: undefined,
  perSecond: 20,
  connections: 2,
};

const READER: Recipient = {
  id: 'sub-17',
  address: 'a.parent@reader.example',
  language: 'en',
  loud: true,
  links: {
    leave: 'https://notify.example.org/leave?token=a%2Fb&x=1=2',
    preferences: 'https://notify.example.org/preferences?token=c',
  },
};

const RECORDS: Record<string, string> = {
  'example.org': 'v=spf1 include:mail.example -all',
  '_dmarc.example.org': 'v=DMARC1; p=quarantine',
};

function resolving(records: Record<string, string>): Resolver {
  return {
    resolveTxt: async (name) => {
      const found = records[name];
      if (found === undefined) throw Object.assign(new Error(name), { code: 'ENOTFOUND' });
      return [[found.slice(0, 5), found.slice(5)]];
    },
  };
}

async function channelTo(
  url: string,
  {
    config = {},
    resolver = resolving(RECORDS),
  }: { config?: Partial<typeof CONFIG>; resolver?: Resolver } = {},
): Promise<Channel> {
  const email = { ...CONFIG, ...config };
  const [channel] = await emailChannels({ email }, around({ env: { SMTP_URL: url } }), { resolver });
  assert.ok(channel);
  return channel;
}

function outgoing(changed: Partial<Outgoing> = {}): Outgoing {
  return { key: 'n-1', content: update(), to: READER, ...changed };
}

const patience = (ms = 5000) => AbortSignal.timeout(ms);

contract('e-mail', async () => {
  const sink = await openSink();
  const channel = await channelTo(sink.url);
  const doing = (options: SMTPServerOptions) => () => void Object.assign(sink.doing, options);
  return {
    channel,
    to: READER,
    arrived: async () => sink.taken.length,
    fail: {
      'too many': doing({ onRcptTo: (_, __, done) => done(saying('452 4.2.2 slow down')) }),
      broken: doing({ onMailFrom: (_, __, done) => done(saying('451 4.3.0 trouble')) }),
      refusing: doing({ onRcptTo: (_, __, done) => done(saying('550 5.1.1 nobody here')) }),
      silent: doing({ onData: () => undefined }),
      away: () => sink.close(),
    },
    heal: () => {
      for (const key of Object.keys(sink.doing)) Reflect.deleteProperty(sink.doing, key);
    },
    close: async () => {
      await channel.close?.();
      await sink.close();
    },
  };
});

/** An error that a test's server answers with. */
function saying(answer: string): Error {
  const [code, ...words] = answer.split(' ');
  return Object.assign(new Error(words.join(' ')), { responseCode: Number(code) });
}

/** A mail server until the end of a test. */
async function opened(t: TestContext): Promise<Sink> {
  const sink = await openSink();
  t.after(() => sink.close());
  return sink;
}

/** A channel until the end of a test. */
async function ended(t: TestContext, made: Promise<Channel>): Promise<Channel> {
  const channel = await made;
  t.after(() => channel.close?.());
  return channel;
}

describe('a message of e-mail', () => {
  let sink: Sink;
  let channel: Channel;
  before(async () => {
    sink = await openSink();
    channel = await channelTo(sink.url);
  });
  after(async () => {
    await channel.close?.();
    await sink.close();
  });
  const sent = async (changed: Partial<Outgoing> = {}) => {
    sink.taken.length = 0;
    const outcome = await channel.send(outgoing(changed), patience());
    assert.equal(outcome.kind, 'sent', JSON.stringify(outcome));
    const [taken] = sink.taken;
    assert.ok(taken);
    return { outcome, taken, mail: await taken.read(), raw: taken.raw.toString('latin1') };
  };

  test('is left with one click (RFC 8058): one https address and the word for it', async () => {
    const { raw, mail } = await sent();
    assert.match(
      raw,
      /^List-Unsubscribe:\r\n <https:\/\/notify\.example\.org\/leave\?token=a%2Fb&x=1=2>\r\n/m,
    );
    assert.match(raw, /^List-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n/m);
    assert.equal(mail.headerLines.filter(({ key }) => key.startsWith('list-unsubscribe')).length, 2);
  });

  test('is text and HTML with the same links, exactly as they were given', async () => {
    const { mail } = await sent();
    for (const link of Object.values(READER.links)) {
      assert.ok(mail.text?.includes(link), 'in the text');
      assert.ok(String(mail.html).includes(link.replaceAll('&', '&amp;')), 'in the HTML');
    }
    assert.ok(mail.text?.includes(told().url));
    assert.ok(mail.text?.includes(CONFIG.postalAddress));
    assert.ok(!mail.text?.includes('.invalid'), 'and no hole is left');
  });

  test('says of itself what it is: from whom, to whom, when, in which language, of which list, by a machine', async () => {
    const { mail, taken } = await sent();
    assert.deepEqual([taken.from, taken.to], ['status@example.org', [READER.address]]);
    assert.equal(mail.from?.text, '"Sharing status" <status@example.org>');
    assert.equal(mail.date?.getTime(), NOW);
    assert.equal(mail.headers.get('content-language'), 'en');
    assert.equal(mail.headers.get('auto-submitted'), 'auto-generated');
    assert.equal(mail.headers.has('precedence'), false, 'which would delay it');
    assert.match(
      String(mail.headerLines.find(({ key }) => key === 'list-id')?.line),
      /<updates\.status\.example\.org>$/,
    );
  });

  test('has an id made of its key, so that a second copy can be told, and hangs in one thread with what came before', async () => {
    const first = await sent();
    assert.equal(first.mail.messageId, '<n-1@example.org>');
    assert.deepEqual(first.outcome, { kind: 'sent', receipt: '<n-1@example.org>' });
    const thread = '<thread.2026-03-01-follow@example.org>';
    assert.deepEqual([first.mail.references].flat(), [thread]);
    assert.equal(first.mail.inReplyTo, undefined);
    const second = await sent({ key: 'n-2', earlier: '<n-1@example.org>' });
    assert.deepEqual(second.mail.references, [thread, '<n-1@example.org>']);
    assert.equal(second.mail.inReplyTo, '<n-1@example.org>');
  });

  test('keeps lines within what mail may have, in every language', async () => {
    for (const language of ['en', 'es'] as const) {
      const title = 'Überlange Überschrift – “the alerts” ✓ '.repeat(12);
      const { raw, mail } = await sent({ content: update({ language, title, text: 'ñ'.repeat(500) }) });
      for (const line of raw.split('\r\n'))
        assert.ok(line.length <= 998 && !/[\r\n\x80-\xff]/.test(line), line);
      const body = raw.slice(raw.indexOf('\r\n\r\n'));
      for (const line of body.split('\r\n')) assert.ok(line.length <= 76, line);
      assert.ok(mail.subject?.includes('Überlange Überschrift – “the alerts” ✓'));
      assert.ok(mail.text?.includes('ñ'.repeat(500)));
    }
  });

  test('takes no header from a text of outside', async () => {
    const evil = 'Alerts\r\nBcc: everybody@evil.example\r\n\r\n<script>';
    const { raw, mail, taken } = await sent({
      content: update({
        title: evil,
        text: evil,
        advice: evil,
        site: { ...told().site, name: evil },
      }),
      earlier: '<x@y>\r\nBcc: everybody@evil.example',
    });
    assert.deepEqual(taken.to, [READER.address]);
    assert.equal(mail.headers.has('bcc'), false);
    assert.doesNotMatch(raw.slice(0, raw.indexOf('\r\n\r\n')), /^bcc:/im);
    assert.equal(String(mail.html).includes('<script>'), false);
  });

  for (const address of [
    'a@b.example>\r\nRCPT TO:<c@evil.example',
    'a@b.example, c@evil.example',
    'a b@reader.example',
    'ä@reader.example',
    'nobody',
    '',
  ])
    test(`is not written to ${JSON.stringify(address)}`, async () => {
      sink.taken.length = 0;
      const outcome = await channel.send(outgoing({ to: { ...READER, address } }), patience());
      assert.deepEqual(outcome, { kind: 'refused', reason: 'The address cannot be written to.', gone: true });
      assert.deepEqual(sink.taken, []);
    });

  test('comes back to an address that says whose it was', async () => {
    const own = await channelTo(sink.url, { config: { bounceAddress: 'bounces@mail.example.org' } });
    sink.taken.length = 0;
    await own.send(outgoing(), patience());
    assert.equal(sink.taken[0]?.from, 'bounces+sub-17@mail.example.org');
    await own.close?.();
  });
});

describe('a letter of the sign-up service', () => {
  const carried = async (t: TestContext, leave?: string) => {
    const sink = await opened(t);
    const channel = await ended(t, channelTo(sink.url));
    const words = {
      language: 'en' as const,
      subject: 'Please confirm\r\nBcc: x@example.net',
      text: 'Confirm: https://notify.example.org/confirm/1',
      html: '<!doctype html><html><body><p>Confirm</p></body></html>',
      leave,
      url: '',
      tag: '',
    };
    const outcome = await channel.carry?.(words, READER.address, 'ask-1', patience());
    assert.deepEqual(outcome, { kind: 'sent', receipt: '<ask-1@example.org>' });
    const [taken] = sink.taken;
    assert.ok(taken);
    assert.deepEqual(taken.to, [READER.address]);
    return taken.read();
  };

  test('names the sender by post as every other one, and offers nothing to leave before somebody is told', async (t) => {
    const mail = await carried(t);
    assert.ok(mail.text?.includes(CONFIG.postalAddress), 'in the text');
    assert.match(String(mail.html), new RegExp(`<p>${CONFIG.postalAddress}</p></body>`));
    const names = mail.headerLines.map(({ key }) => key);
    assert.ok(!names.some((name) => /^(?:list-unsubscribe|bcc)/.test(name)), names.join());
  });

  test('to somebody who is told is left by one click too', async (t) => {
    const { headerLines } = await carried(t, 'https://notify.example.org/leave/1');
    const lines = headerLines.map(({ line }) => line.replace(/\s+/g, ' '));
    assert.ok(lines.includes('List-Unsubscribe: <https://notify.example.org/leave/1>'));
    assert.ok(lines.includes('List-Unsubscribe-Post: List-Unsubscribe=One-Click'));
  });
});

describe('an answer of a mail server', () => {
  const KIND: [
    answer: string,
    at: 'onRcptTo' | 'onMailFrom' | 'onData',
    outcome: Outcome['kind'],
    gone?: true,
  ][] = [
    ['550 5.1.1 <a.parent@reader.example>: no such user', 'onRcptTo', 'refused', true],
    ['550 5.1.10 null MX', 'onRcptTo', 'refused', true],
    ['551 5.1.6 has moved', 'onRcptTo', 'refused', true],
    ['550 no such user, or not for you', 'onRcptTo', 'refused'],
    ['554 5.7.1 we take you for spam', 'onRcptTo', 'refused'],
    ['552 5.2.2 mailbox full', 'onRcptTo', 'refused'],
    ['530 5.7.0 log in first', 'onRcptTo', 'later'],
    ['450 4.2.0 greylisted', 'onRcptTo', 'later'],
    ['454 4.7.0 throttled', 'onRcptTo', 'later'],
    ['421 4.7.0 too many', 'onRcptTo', 'later'],
    ['452 4.3.1 disk full', 'onMailFrom', 'later'],
    ['550 5.7.1 we do not know you', 'onMailFrom', 'later'],
    ['552 5.3.4 too large', 'onMailFrom', 'refused'],
    ['451 4.3.0 trouble', 'onData', 'later'],
    ['554 5.6.0 we do not like the words', 'onData', 'refused'],
    ['550 5.1.1 nobody here', 'onData', 'refused', true],
    ['421 4.3.2 going down', 'onData', 'unknown'],
  ];
  for (const [answer, at, kind, gone] of KIND)
    test(`"${answer}" at ${at} is ${kind}${gone ? ', and nobody is there' : ''}`, async (t) => {
      const sink = await opened(t);
      const channel = await ended(t, channelTo(sink.url));
      const refusal = saying(answer);
      Object.assign(sink.doing, {
        [at]: (_: unknown, __: unknown, done: (error: Error) => void) => done(refusal),
      });
      const outcome = await channel.send(outgoing(), patience());
      assert.equal(outcome.kind, kind, JSON.stringify(outcome));
      assert.equal('gone' in outcome, gone === true);
      assert.doesNotMatch(JSON.stringify(outcome), /reader\.example|secret-word/, 'and names nobody');
      assert.deepEqual(sink.taken, []);
    });

  test('to one message ends no other on the same line', async (t) => {
    const sink = await opened(t);
    const channel = await ended(t, channelTo(sink.url, { config: { connections: 1 } }));
    let nth = 0;
    sink.doing.onRcptTo = (_, __, done) => (++nth % 2 === 1 ? done(saying('454 4.7.0 throttled')) : done());
    const kinds: string[] = [];
    for (const key of ['a', 'b', 'c', 'd'])
      kinds.push((await channel.send(outgoing({ key }), patience())).kind);
    assert.deepEqual(kinds, ['later', 'sent', 'later', 'sent']);
  });
});

describe('a line that drops', () => {
  const STAGES: [what: string, cut: Omit<Cut, 'how'>, begun: boolean][] = [
    ['before the greeting', { side: 'server', at: /^220/ }, false],
    ['at EHLO', { side: 'client', at: /^EHLO/ }, false],
    ['while we log in', { side: 'client', at: /^AUTH/ }, false],
    ['before the answer to the log-in', { side: 'server', at: /^235/ }, false],
    ['at MAIL FROM', { side: 'client', at: /^MAIL FROM/ }, false],
    ['after MAIL FROM has left', { side: 'client', at: /^MAIL FROM/, after: true }, false],
    ['before the server says "go on"', { side: 'server', at: /354/ }, false],
    ['when the message has left and not arrived', { side: 'client', at: /^From:/ }, true],
    [
      'when the message has arrived and no answer has come',
      { side: 'server', at: /^250 OK: message queued/ },
      true,
    ],
  ];
  for (const how of ['end', 'reset', 'hang'] as const)
    for (const [what, cut, begun] of STAGES)
      test(`${what} (${how}) is told as ${begun ? 'unknown' : 'later'}, and nothing is sent twice`, async (t) => {
        const sink = await opened(t);
        const wire = await openWire(sink.port, { ...cut, how });
        t.after(() => wire.close());
        const channel = await ended(t, channelTo(sink.url.replace(String(sink.port), String(wire.port))));
        // Patience ends only once the line hangs, however slow the machine was until then.
        const ending = new AbortController();
        if (how === 'hang') void wire.cut.then(() => setTimeout(() => ending.abort(), 100));
        const outcome = await channel.send(outgoing(), ending.signal);
        assert.equal(outcome.kind, begun ? 'unknown' : 'later', JSON.stringify(outcome));
        const reached = sink.taken.length;
        assert.ok(reached <= (begun ? 1 : 0), 'nothing arrived of what is told as later');
        await channel.close?.();
        wire.close();
        assert.equal(sink.taken.length, reached, 'and nothing was sent again behind our back');
      });
});

describe('the check of e-mail', () => {
  const checked = async (t: TestContext, url: string, records: Record<string, string>, config = {}) => {
    const channel = await ended(t, channelTo(url, { config, resolver: resolving(records) }));
    return channel.check(patience());
  };

  test('asks for the address of a mail server, and nothing is sent before', async (t) => {
    const [channel] = await emailChannels({ email: CONFIG }, around());
    assert.ok(channel);
    t.after(() => channel.close?.());
    assert.equal((await channel.send(outgoing(), patience())).kind, 'later');
    const [problem] = await channel.check(patience());
    assert.deepEqual([problem?.name, problem?.source], ['variable-missing', { variable: 'SMTP_URL' }]);
  });

  test('says what cannot be an address of a mail server, without saying what stands there', async (t) => {
    for (const url of ['mail.example.org', 'https://mail.example.org', 'smtp://', 'smtp://us:hidden@']) {
      const [problem] = await checked(t, url, RECORDS);
      assert.equal(problem?.name, 'variable-value', url);
      assert.doesNotMatch(JSON.stringify(problem), /hidden/);
    }
  });

  test('logs in, and says when it may not', async (t) => {
    const sink = await opened(t);
    sink.doing.onAuth = (_, __, done) => done(saying('535 5.7.8 wrong: secret-word'));
    const [problem] = await checked(t, sink.url, RECORDS);
    assert.equal(problem?.name, 'service-refuses');
    assert.equal(problem?.found, 'it answered 535');
    assert.doesNotMatch(JSON.stringify(problem), /secret-word/);
    assert.deepEqual(sink.taken, [], 'and nothing was sent to find out');
  });

  test('says when nobody is there, or nobody answers', async (t) => {
    const sink = await openSink();
    await sink.close();
    assert.equal((await checked(t, sink.url, RECORDS))[0]?.name, 'service-unreachable');
    const silent = await opened(t);
    silent.doing.onConnect = () => undefined;
    const channel = await ended(t, channelTo(silent.url));
    assert.equal((await channel.check(patience(100)))[0]?.name, 'service-unreachable');
  });

  test('wants encryption for every server that is not this machine', async (t) => {
    const sink = await opened(t);
    // This very machine, by an address that does not look like it.
    const far = sink.url.replace('127.0.0.1', '[::ffff:127.0.0.1]');
    const [problem] = await checked(t, far, RECORDS);
    assert.equal(problem?.name, 'service-refuses');
    assert.match(problem?.remedy ?? '', /ignoreTLS=true/);
    const channel = await ended(t, channelTo(far));
    assert.equal((await channel.send(outgoing(), patience())).kind, 'later');
    assert.deepEqual(await checked(t, `${far}?ignoreTLS=true`, RECORDS), []);
  });

  test('warns of what the DNS lacks, and asks above the domain for DMARC', async (t) => {
    const { url } = await opened(t);
    const missing = async (records: Record<string, string>, config = {}) =>
      (await checked(t, url, records, config)).map(({ severity, found, source }) => [
        severity,
        found,
        source,
      ]);
    assert.deepEqual(await missing({}), [
      ['warning', 'no record of SPF', { service: 'DNS of example.org' }],
      ['warning', 'no record of DMARC', { service: 'DNS of _dmarc.example.org' }],
    ]);
    const from = 'Us <us@status.example.org>';
    const bounceAddress = 'bounces@mail.example.org';
    assert.deepEqual(
      await missing({ ...RECORDS, 'mail.example.org': 'v=spf1 -all' }, { from, bounceAddress }),
      [],
    );
    const dkimSelector = 'mail1';
    assert.deepEqual(await missing(RECORDS, { dkimSelector }), [
      ['warning', 'no record of DKIM', { service: 'DNS of mail1._domainkey.example.org' }],
    ]);
    const key = { 'mail1._domainkey.example.org': 'v=DKIM1; k=rsa; p=MIGf' };
    assert.deepEqual(await missing({ ...RECORDS, ...key }, { dkimSelector }), []);
    const revoked = { 'mail1._domainkey.example.org': 'v=DKIM1; p=' };
    assert.equal((await missing({ ...RECORDS, ...revoked }, { dkimSelector })).length, 1);
  });

  test('says nothing of the DNS where it cannot be asked', async (t) => {
    const { url } = await opened(t);
    const broken = { resolveTxt: () => Promise.reject(Object.assign(new Error(), { code: 'ESERVFAIL' })) };
    const channel = await ended(t, channelTo(url, { resolver: broken }));
    assert.deepEqual(await channel.check(patience()), []);
    const silent = { resolveTxt: () => new Promise<never>(() => undefined) };
    const waiting = await ended(t, channelTo(url, { resolver: silent }));
    assert.deepEqual(await waiting.check(patience(300)), []);
  });
});

describe('an address for bounces', () => {
  test('says whose message came back, and no other', () => {
    const address = 'bounces@mail.example.org';
    assert.equal(bounceAddressOf(address, 'sub-17'), 'bounces+sub-17@mail.example.org');
    for (const to of ['bounces+sub-17@mail.example.org', '<Bounces+sub-17@MAIL.example.org>'])
      assert.equal(subscriptionBounced(address, to), 'sub-17');
    for (const to of [
      address,
      'other+sub-17@mail.example.org',
      'bounces+sub-17@evil.example',
      'bounces+a b@mail.example.org',
    ])
      assert.equal(subscriptionBounced(address, to), undefined, to);
    assert.equal(bounceAddressOf(address, 'x'.repeat(60)), address, 'where it would be too long (RFC 5321)');
  });
});
