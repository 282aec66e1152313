import assert from 'node:assert/strict';
import { after, beforeEach, test } from 'node:test';
import { EMAIL, idIn, openService, SERVICE, type TestService } from './service.ts';

const service = await openService();
after(() => service.database.close());
beforeEach(() => service.clear());

async function hook(
  body: string,
  type: string,
  { secret = 'letters-secret', to = service }: { secret?: string; to?: TestService } = {},
): Promise<number> {
  const headers = { 'Content-Type': type, Authorization: `Bearer ${secret}` };
  return (await to.app.request(`${SERVICE}/hooks/bounce`, { method: 'POST', body, headers })).status;
}

async function told(): Promise<number> {
  return (await service.counts()).email;
}

function report({
  action = 'failed',
  status = '5.1.1',
  to = 'bounces@example.org',
  recipient = EMAIL,
} = {}): string {
  return [
    'From: MAILER-DAEMON@mx.example.com',
    `To: ${to}`,
    'Subject: Undelivered',
    'Content-Type: multipart/report; report-type=delivery-status;',
    ' boundary="b"',
    '',
    '--b',
    'Content-Type: text/plain',
    '',
    'It did not work.',
    '--b',
    'Content-Type: message/delivery-status',
    '',
    'Reporting-MTA: dns; mx.example.com',
    '',
    `Final-Recipient: rfc822; ${recipient}`,
    `Action: ${action}`,
    `Status: ${status}`,
    '',
    '--b--',
  ].join('\r\n');
}

test('a letter that came back for good ends it, one that is late does not', async () => {
  await service.join('email');
  assert.equal(await hook(report({ action: 'delayed', status: '4.4.1' }), 'message/rfc822'), 204);
  assert.equal(await hook(report({ status: '4.2.2' }), 'message/rfc822'), 204);
  assert.equal(await told(), 1);
  assert.equal(await hook(report(), 'message/rfc822'), 204);
  assert.equal(await told(), 0);
});

test('the address it came back to says whose it was, and where there is one nothing else is believed', async () => {
  const own = await service.join('email');
  const id = idIn(own);
  const by = await openService({ bounceAddress: 'bounces@example.org' }, service.database);
  // Anybody can write a report and put the address of a parent into it.
  for (const to of [
    'bounces@example.org',
    `bounces+${'0'.repeat(32)}@example.org`,
    `other+${id}@example.org`,
  ])
    assert.equal(await hook(report({ to }), 'message/rfc822', { to: by }), 204);
  assert.equal(await told(), 1);
  const to = `"Bounces" <bounces+${id}@example.org>`;
  await hook(report({ to, recipient: 'forwarded@elsewhere.example' }), 'message/rfc822', { to: by });
  assert.equal(await told(), 0);
});

test('a provider says it as JSON', async () => {
  await service.join('email');
  assert.equal(await hook('{"type":"delivered","address":"x"}', 'application/json'), 204);
  assert.equal(await hook('{"type":', 'application/json'), 400);
  assert.equal(await hook('7', 'application/json'), 400);
  assert.equal(await told(), 1);
  assert.equal(
    await hook(JSON.stringify({ type: 'bounce', address: EMAIL.toLowerCase() }), 'application/json'),
    204,
  );
  assert.equal(await told(), 0);
  await service.join('email');
  await hook(JSON.stringify({ type: 'complaint', address: EMAIL }), 'application/json');
  assert.equal(await told(), 0);
});

test('who answers a letter with STOP leaves, a machine that answers does not', async () => {
  await service.join('email');
  const letter = (subject: string, body: string, more: string[] = []) =>
    [`From: A Parent <${EMAIL}>`, `Subject: ${subject}`, ...more, '', body].join('\r\n');
  await hook(
    letter('Out of office', 'Stop by when I am back', ['Auto-Submitted: auto-replied']),
    'message/rfc822',
  );
  await hook(letter('Re: alerts', 'Thank you, this helps.'), 'message/rfc822');
  assert.equal(await told(), 1);
  const before = service.sent.length;
  await hook(letter('Re: alerts', 'Please stop\r\n\r\n> earlier words'), 'message/rfc822');
  assert.equal(await told(), 0);
  await service.idle();
  // Whose name stands below a letter is easily made up: a parent hears of it once, and then nothing.
  assert.deepEqual(
    service.sent.slice(before).map(({ to, letter: words }) => [to, words?.subject]),
    [[EMAIL, 'You are unsubscribed: Sharing Status']],
  );
  assert.match(service.sent.at(-1)?.text ?? '', /https:\/\/notify\.example\.org\/subscribe/);
  await hook(letter('Re: alerts', 'STOP'), 'message/rfc822');
  await service.idle();
  assert.equal(service.sent.length, before + 1);
});

test('somebody who calls it unwanted has left', async () => {
  await service.join('email');
  const complaint = [
    'From: fbl@mail.example.com',
    'Content-Type: multipart/report; report-type=feedback-report; boundary="b"',
    '',
    '--b',
    'Content-Type: message/feedback-report',
    '',
    'Feedback-Type: abuse',
    `Original-Rcpt-To: <${EMAIL}>`,
    '',
    '--b--',
  ].join('\r\n');
  await hook(complaint, 'message/rfc822');
  assert.equal(await told(), 0);
});

test('nobody else is believed', async () => {
  await service.join('email');
  const body = JSON.stringify({ type: 'bounce', address: EMAIL });
  assert.equal(await hook(body, 'application/json', { secret: 'guess' }), 403);
  const open = await openService({ secrets: {} }, service.database);
  const headers = { 'Content-Type': 'application/json', Authorization: 'Bearer ' };
  const answer = await open.app.request(`${SERVICE}/hooks/bounce`, { method: 'POST', body, headers });
  assert.equal(answer.status, 403);
  assert.equal(await told(), 1);
});
