import assert from 'node:assert/strict';
import { after, beforeEach, test } from 'node:test';
import { FIELD } from '../../src/domain/subscribe-form.ts';
import type { Site } from '../../src/domain/site.ts';
import { SHIPPED } from '../languages.ts';
import { ABOUT_ONE_SERVICE } from '../words/one-service.ts';
import { formOf, NUMBER, openService, pathIn, SITE, SITE_ORIGIN, stampIn } from './service.ts';

/** Words of every language that we ship, and nobody who signs up a phone of somebody else's. */
const languages = SHIPPED as unknown as Site['languages'];
const signUp = SITE.telling?.signUp;
assert.ok(signUp);
const service = await openService({
  site: {
    ...SITE,
    languages,
    name: { en: 'Hosting Status' },
    service: { en: 'web hosting' },
    components: [],
    telling: {
      accounts: [],
      signUp: { ...signUp, minors: false, sms: { countries: ['US', 'MX'], programme: { en: 'Hosting' } } },
    },
  },
});
after(() => service.database.close());
beforeEach(() => service.clear());

/** As a page of the site posts it, which does not ask whose it is. */
function formFor(kind: 'email' | 'sms') {
  const { [FIELD.whose]: _, ...form } = formOf(kind);
  return form;
}

/** The form again, as the service shows it before anything is sent. */
async function shown(kind: 'email' | 'sms', fields: Record<string, string> = {}): Promise<string> {
  const form = { ...formFor(kind), ...fields };
  return (await service.post('/subscribe', form, { Origin: SITE_ORIGIN })).text();
}

test('where no minor’s phone can be signed up, no page of the service speaks of one', async () => {
  for (const language of languages)
    for (const path of [
      `/subscribe?language=${language}&kind=email`,
      `/subscribe?language=${language}&kind=sms`,
      `/terms?language=${language}`,
      `/privacy?language=${language}`,
      `/access?language=${language}`,
    ]) {
      const page = (await (await service.get(path)).text()).replace(/<style>.*?<\/style>|<[^>]+>/gs, ' ');
      assert.doesNotMatch(page, ABOUT_ONE_SERVICE[language] as RegExp, path);
    }
});

test('nobody is asked whose it is, and the ledger and the file of one’s data know nothing of it', async () => {
  const consent = formOf('sms')[FIELD.consent];
  assert.ok(consent);
  const page = await shown('sms');
  assert.ok(!page.includes(`name="${FIELD.whose}"`) && !page.includes(`name="${FIELD.guardian}"`));
  const link = await join();
  const kept = await (await service.post(link, { do: 'export' })).text();
  assert.match(kept, /"kind": "email"/);
  assert.doesNotMatch(kept, /minor|guardian/);
});

/** Signs up and confirms by e-mail. @returns the address of what somebody gets. */
async function join(): Promise<string> {
  const first = await shown('email');
  service.clock.now += 5_000;
  const consent = /name="consent"\s+value="([^"]+)"/.exec(first)?.[1] ?? '';
  const second = await service.post('/subscribe', {
    ...formFor('email'),
    [FIELD.consent]: consent,
    stamp: stampIn(first),
  });
  assert.equal(second.status, 200);
  await service.idle();
  const confirmed = await service.post(pathIn(service.sent.at(-1)?.text ?? '', 'confirm'), {});
  return pathIn(await confirmed.text(), 'preferences');
}

test('what a page of before says of a minor’s phone is no consent for one’s own', async () => {
  const consent = /name="consent"\s+value="([^"]+)"/.exec(await shown('sms'))?.[1] ?? '';
  const said = { [FIELD.consent]: consent, [FIELD.whose]: 'minor', [FIELD.guardian]: 'parent@example.com' };
  const first = await shown('sms', said);
  assert.match(first, /name="consent"/);
  assert.doesNotMatch(first, /name="consent"[^>]*checked/, 'the box waits for them');
  service.clock.now += 5_000;
  const second = await service.post('/subscribe', { ...formFor('sms'), ...said, stamp: stampIn(first) });
  assert.equal(second.status, 422);
  await service.idle();
  assert.deepEqual(service.sent, [], `nothing goes to ${NUMBER}, and nothing to the parent`);
});
