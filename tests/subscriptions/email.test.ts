import assert from 'node:assert/strict';
import { after, beforeEach, test } from 'node:test';
import { FIELD } from '../../src/domain/subscribe-form.ts';
import { EMAIL, formOf, openService, pathIn, SITE_IN_REGIONS, SITE_ORIGIN, stampIn } from './service.ts';

const service = await openService();
const regional = await openService({ site: SITE_IN_REGIONS }, service.database);
after(() => service.database.close());
beforeEach(() => service.clear());

test('an e-mail address is told once its owner has confirmed, and not before', async () => {
  const asked = await service.signUp('email');
  assert.equal(asked.status, 200);
  assert.match(await asked.text(), /an e-mail is on its way/);
  assert.deepEqual(await service.counts(), { email: 0, sms: 0, 'web-push': 0 });
  assert.equal(service.sent.length, 1);
  assert.equal(service.sent[0]?.to, 'Parent.One@example.com');

  const link = pathIn(service.sent[0]?.text ?? '', 'confirm');
  const shown = await service.get(link);
  assert.match(await shown.text(), /<button>Confirm<\/button>/);
  await service.get(link);
  assert.equal((await service.counts()).email, 0, 'a scanner that opens the link confirms nothing');

  const confirmed = await service.post(link, {});
  assert.equal(confirmed.status, 200);
  assert.equal((await service.counts()).email, 1);
  assert.equal((await service.post(link, {})).status, 410, 'the link works once');
});

test('whoever confirms reads what they will be told, for another may have filled in the form', async () => {
  await service.signUp('email', {
    [FIELD.component]: ['sign-in'],
    [FIELD.least]: 'major',
    [FIELD.sound]: 'quiet',
  });
  const page = await (await service.get(pathIn(service.sent[0]?.text ?? '', 'confirm'))).text();
  assert.match(page, /For P…@example\.com/);
  assert.match(page, /About what\? <b>sign-in<\/b>/);
  assert.match(page, /How bad must it be\? <b>Only when something does not work at all<\/b>/);
  assert.match(page, /May it make a sound\? <b>No<\/b>/);
});

test('where there are regions it is asked for which, shown before it is confirmed, changed and handed over', async () => {
  const none = await regional.signUp('email', { where: 'some' });
  assert.equal(none.status, 422);
  assert.match(await none.text(), /Choose at least one region, or everywhere\./);
  await regional.signUp('email', { region: ['eu', 'jp'] });
  const link = pathIn(regional.sent.at(-1)?.text ?? '', 'confirm');
  assert.match(await (await regional.get(link)).text(), /Where\? <b>Europe, Japan<\/b>/);
  const own = pathIn(await (await regional.post(link, {})).text(), 'preferences');
  const chosen = async () =>
    [...(await (await regional.get(own)).text()).matchAll(/name="region" value="(\w+)" checked/g)].map(
      ([, id]) => id,
    );
  assert.deepEqual(await chosen(), ['eu', 'jp']);
  const refused = await regional.post(own, { do: 'save', where: 'some' });
  assert.match(await refused.text(), /Choose at least one region/);
  await regional.post(own, { do: 'save', where: 'some', region: 'us' });
  assert.deepEqual(await chosen(), ['us']);
  const handedOver = async () =>
    (await regional.post(own, { do: 'export' })).json() as Promise<{ subscription: object }>;
  assert.partialDeepStrictEqual((await handedOver()).subscription, { regions: ['us'] });
  await regional.post(own, { do: 'save', where: 'all', region: 'us' });
  assert.partialDeepStrictEqual((await handedOver()).subscription, { regions: 'all' });
  regional.sent.length = 0;
});

test('whoever chose regions alone that there are no more reads that they are told of all, until they choose anew', async () => {
  const own = await regional.join('email', { where: 'some', region: 'eu' });
  await regional.database.query(
    `update nightlight.subscribers set regions = '{emea}' where regions = '{eu}'`,
  );
  const page = async () => (await regional.get(own)).text();
  assert.match(
    await page(),
    /regions that this page no longer has\. Until you choose anew, you are told wherever it is/,
  );
  assert.match(await page(), /name="where" value="all" checked/);
  await regional.post(own, { do: 'save', where: 'some', region: 'jp' });
  assert.doesNotMatch(await page(), /no longer has/);
  assert.match(await page(), /name="where" value="some" checked/);
  const refused = await (await regional.post(own, { do: 'save', where: 'some' })).text();
  assert.match(refused, /Choose at least one region/);
  regional.sent.length = 0;
});

test('where there are none nobody is asked for them', async () => {
  assert.doesNotMatch(await (await service.get('/subscribe?kind=email')).text(), /Where\?|name="where"/);
  const own = await service.join('email', { where: 'some', region: 'eu' });
  assert.doesNotMatch(await (await service.post(own, { do: 'export' })).text(), /regions/);
});

test('the form that stands by itself does not ask whether it is right', async () => {
  const page = await (await service.get('/subscribe?kind=sms')).text();
  assert.match(page, /<h1>Get notified<\/h1>/);
  assert.doesNotMatch(page, /Look it over/);
});

test('who asks for a link too quickly is told so, and need not write the address again', async () => {
  await service.join('email');
  service.sent.length = 0;
  const stamp = stampIn(await (await service.get('/access')).text());
  const answer = await service.post('/access', { kind: 'email', language: 'es', address: EMAIL, stamp });
  const page = await answer.text();
  assert.equal(answer.status, 422);
  assert.match(page, /role="alert">Esta página/);
  assert.match(page, new RegExp(`value="${EMAIL}"`));
  service.clock.now += 5_000;
  await service.post('/access', { kind: 'email', language: 'es', address: EMAIL, stamp: stampIn(page) });
  await service.idle();
  assert.equal(service.sent.length, 1);
});

test('who slips in an address is told so beside it, and need not wait for a message that cannot come', async () => {
  const ask = async (fields: Record<string, string>) => {
    const stamp = stampIn(await (await service.get('/access')).text());
    service.clock.now += 5_000;
    const answer = await service.post('/access', { language: 'en', ...fields, stamp });
    return { status: answer.status, page: await answer.text() };
  };
  const mail = await ask({ kind: 'email', address: 'ana@example' });
  assert.equal(mail.status, 422);
  assert.match(
    mail.page,
    /role="alert">[^<]*address[\s\S]*value="ana@example"\s+required\s+aria-invalid="true"/,
  );
  const text = await ask({ kind: 'sms', number: '911', country: 'MX' });
  assert.equal(text.status, 422);
  assert.match(text.page, /value="911"\s+aria-invalid="true"[\s\S]*<option value="MX" selected>/);
  assert.equal((await ask({ kind: 'email', address: 'ana@example', website: 'x' })).status, 200);
  await service.idle();
  assert.deepEqual(service.sent, []);
});

test('a request that nobody confirms within a day is forgotten', async () => {
  await service.signUp('email');
  const link = pathIn(service.sent[0]?.text ?? '', 'confirm');
  service.clock.now += 24 * 3_600_000 + 1;
  assert.equal((await service.get(link)).status, 410);
  assert.equal((await service.post(link, {})).status, 410);
  await service.tidy();
  assert.deepEqual(await service.database.query('select * from nightlight.requests'), []);
});

test('the first step sends nothing: it prints the form with what was chosen, and a stamp', async () => {
  const fields = {
    ...formOf('email'),
    [FIELD.component]: ['sign-in'],
    [FIELD.least]: 'major',
    [FIELD.sound]: 'quiet',
  };
  const page = await (await service.post('/subscribe', fields, { Origin: SITE_ORIGIN })).text();
  await service.idle();
  assert.equal(service.sent.length, 0);
  assert.match(page, new RegExp(`name="address"[^>]*value="${EMAIL}"`));
  assert.match(page, /name="component" value="sign-in"\s+checked/);
  assert.match(page, /name="least" value="major"\s+checked/);
  assert.match(page, /name="sound" value="quiet"\s+checked/);
  assert.match(page, /name="about" value="some"\s+checked/);
  assert.match(
    page,
    /name="consent"\s+value="[^"]+"\s+checked/,
    'who ticked it on the site need not tick it again',
  );
  assert.notEqual(stampIn(page), '');
});

test('a box that was not ticked on the site is not ticked by us', async () => {
  const elsewhere = await service.post('/subscribe', formOf('email'), { Origin: 'null' });
  assert.doesNotMatch(await elsewhere.text(), /name="consent"\s+value="[^"]+"\s+checked/);
  const fields = { ...formOf('email'), [FIELD.consent]: '0-00000000' };
  const older = await service.post('/subscribe', fields, { Origin: SITE_ORIGIN });
  assert.doesNotMatch(await older.text(), /name="consent"\s+value="[^"]+"\s+checked/);
});

test('what is missing is said beside its field, all of it at once, and nothing is sent', async () => {
  const fields = { [FIELD.address]: 'nobody', [FIELD.about]: 'some', [FIELD.whose]: '', [FIELD.consent]: '' };
  const answer = await service.signUp('email', fields);
  const page = await answer.text();
  assert.equal(answer.status, 422);
  for (const wrong of ['address', 'component', 'whose', 'consent']) {
    assert.match(page, new RegExp(`<a href="#wrong-${wrong}">`), 'the top leads to it');
    assert.match(page, new RegExp(`id="wrong-${wrong}"`));
  }
  for (const sentence of [
    /cannot write to this e-mail address/,
    /Choose at least one/,
    /only adults can sign up/,
    /Without your consent/,
  ])
    assert.match(page, sentence);
  assert.equal(service.sent.length, 0);
  assert.deepEqual(await service.database.query('select * from nightlight.requests'), []);
});

test('pages and letters speak the language of the form', async () => {
  const answer = await service.signUp('email', formOf('email', 'es'));
  assert.match(await answer.text(), /<html lang="es" dir="ltr">[\s\S]*Un paso más/);
  assert.equal(service.sent[0]?.letter?.subject, 'Confirme, por favor: Estado');
  assert.match(service.sent[0]?.letter?.html ?? '', /<html lang="es">/);
});

test('somebody changes what they get, and tries it out', async () => {
  const own = await service.join('email');
  const changed = {
    do: 'save',
    about: 'some',
    component: ['sign-in'],
    least: 'partial',
    sound: 'quiet',
    language: 'es',
  };
  const page = await (await service.post(own, changed)).text();
  assert.match(page, /Guardado/);
  assert.match(page, /name="component" value="sign-in"\s+checked/);
  const [row] = await service.database.query('select * from nightlight.subscribers');
  assert.deepEqual([row?.components, row?.least, row?.loud, row?.language], [['sign-in'], 2, false, 'es']);

  service.sent.length = 0;
  for (let index = 0; index < 5; index++) await service.post(own, { do: 'test' });
  await service.idle();
  assert.equal(service.sent.length, 3, 'three tests a day');
  assert.match(service.sent[0]?.letter?.leave ?? '', /\/leave\//);
});

test('one click leaves: by a mail program without cookie or origin, in either kind of form', async () => {
  for (const type of ['application/x-www-form-urlencoded', 'multipart/form-data; boundary=x']) {
    const own = await service.join('email');
    await service.post(own, { do: 'test' });
    await service.idle();
    const link = pathIn(service.sent.at(-1)?.letter?.leave ?? '', 'leave');
    assert.equal((await service.get(link)).status, 200);
    assert.equal((await service.counts()).email, 1, 'a GET only shows a page');
    const body =
      type === 'application/x-www-form-urlencoded'
        ? 'List-Unsubscribe=One-Click'
        : '--x\r\nContent-Disposition: form-data; name="List-Unsubscribe"\r\n\r\nOne-Click\r\n--x--\r\n';
    const answer = await service.app.request(`https://notify.example.org${link}`, {
      method: 'POST',
      body,
      headers: { 'Content-Type': type },
    });
    assert.equal(answer.status, 200);
    assert.equal((await service.counts()).email, 0);
    const [row] = await service.database.query('select state, sealed from nightlight.subscribers');
    assert.deepEqual(row, { state: 'left', sealed: null }, 'the address is forgotten at once');
    const [line] = await service.database.query(
      'select what, how from nightlight.consents order by number desc limit 1',
    );
    assert.deepEqual(line, { what: 'revoked', how: 'one-click' });
    assert.equal((await service.post(link, {})).status, 200, 'again is as well');
    assert.equal((await service.get(own)).status, 410, 'links of before do nothing more');
    await service.clear();
  }
});

test('who left can sign up again, and an old link to leave still leaves', async () => {
  const first = await service.join('email');
  await service.post(first, { do: 'test' });
  await service.idle();
  const link = pathIn(service.sent.at(-1)?.letter?.leave ?? '', 'leave');
  await service.post(link, {});
  await service.join('email');
  assert.equal((await service.counts()).email, 1);
  await service.post(link, {});
  assert.equal((await service.counts()).email, 0);
});

test('a letter that could not be sent now is tried again with a new link, and never twice', async () => {
  service.end.outcome = { kind: 'later', reason: 'busy' };
  await service.signUp('email');
  assert.equal(service.sent.length, 1);
  await service.tidy();
  assert.equal(service.sent.length, 1, 'not at once');
  service.clock.now += 3 * 60_000;
  service.end.outcome = { kind: 'sent' };
  await service.tidy();
  assert.equal(service.sent.length, 2);
  const [older, newer] = service.sent.map(({ text }) => pathIn(text, 'confirm'));
  assert.equal((await service.get(older ?? '')).status, 410);
  assert.equal((await service.get(newer ?? '')).status, 200);
  service.clock.now += 10 * 60_000;
  await service.tidy();
  assert.equal(service.sent.length, 2);
});

test('two processes that look at the same time try it once between them', async () => {
  service.end.outcome = { kind: 'later', reason: 'busy' };
  await service.signUp('email');
  service.sent.length = 0;
  service.clock.now += 3 * 60_000;
  const other = await openService({ now: () => service.clock.now }, service.database);
  await Promise.all([service.tidy(), other.tidy()]);
  assert.equal(service.sent.length + other.sent.length, 1);
});

test('of an end that nobody knows nothing is sent again', async () => {
  service.end.outcome = { kind: 'unknown', reason: 'dropped' };
  await service.signUp('email');
  service.clock.now += 10 * 60_000;
  await service.tidy();
  assert.equal(service.sent.length, 1);
  assert.equal((await service.get(pathIn(service.sent[0]?.text ?? '', 'confirm'))).status, 200);
});
