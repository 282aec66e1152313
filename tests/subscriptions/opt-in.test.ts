import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { namedIn } from '../../src/domain/subscribe-form.ts';
import { subscriptionWordsOf } from '../../src/i18n/index.ts';
import { openService, SITE } from './service.ts';

/**
 * What a provider of texts refuses a programme for, each by its own number
 * (https://www.twilio.com/docs/api/errors/30513 and so on), held against what people are really shown.
 */
const service = await openService();
after(() => service.database.close());

/** What stands in a page for people, without its markup. */
function textOf(html: string): string {
  return html
    .replace(/<style>[\s\S]*?<\/style>|<[^>]+>/g, ' ')
    .replaceAll('&amp;', '&')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replace(/\s+/g, ' ');
}

/** A text has 160 letters: it says the same in fewer, as providers themselves shorten it. */
const RATES_IN_TEXTS = /(?:Message and|Msg &) data rates may apply|cargos por mensajes y datos/;

const PHRASES: Record<
  'en' | 'es',
  Record<'agree' | 'sms' | 'purpose' | 'frequency' | 'rates' | 'help' | 'stop', RegExp>
> = {
  en: {
    agree: /I agree to receive/,
    sms: /text messages \(SMS\)/,
    purpose: /about outages, planned maintenance and drills of glucose sharing/,
    frequency: /Message frequency varies/i,
    rates: /Message and data rates may apply/i,
    help: /HELP for help/,
    stop: /STOP to end/,
  },
  es: {
    agree: /Acepto recibir/,
    sms: /mensajes de texto \(SMS\)/,
    purpose: /sobre interrupciones, mantenimiento programado y simulacros en el uso compartido de glucosa/,
    frequency: /La frecuencia de los mensajes varía/,
    rates: /Pueden aplicarse tarifas por mensajes y datos/,
    help: /HELP o AYUDA para recibir ayuda/,
    stop: /STOP o ALTO para terminar/,
  },
};

for (const language of ['en', 'es'] as const)
  describe(`in ${language}`, () => {
    const says = PHRASES[language];
    const { pages, texts, form } = subscriptionWordsOf(language);
    const consent = form.consent.sms(namedIn(SITE, language));
    let page = '';
    let html = '';
    before(async () => {
      const answer = await service.get(`/subscribe?kind=sms&language=${language}`);
      assert.equal(answer.status, 200);
      html = await answer.text();
      page = textOf(html);
    });

    test('30513 and 30841: the words ask plainly for consent to text messages, and say which', () => {
      assert.ok(page.includes(consent), 'the words stand in the form itself, not in terms');
      for (const part of [says.agree, says.sms, says.purpose]) assert.match(consent, part);
      assert.match(consent, /Example Ltd/);
      assert.doesNotMatch(
        consent,
        /terms|privacy|condiciones de los|privacidad/i,
        'consent is no consent to terms',
      );
    });

    test('30540: the confirmation after YES has brand, programme, rates, HELP and STOP', () => {
      const confirmed = texts.confirmed({ ...namedIn(SITE, language) });
      const programme = namedIn(SITE, language).programme;
      for (const part of [/Example Ltd/, new RegExp(programme), RATES_IN_TEXTS, /HELP|AYUDA/, /STOP/])
        assert.match(confirmed, part);
    });

    test('30543: the form stands at a public address, for everybody and for machines that look', async () => {
      const answer = await service.get(`/subscribe?kind=sms&language=${language}`);
      assert.equal(answer.headers.get('x-robots-tag'), null);
      assert.equal(answer.headers.get('www-authenticate'), null);
      assert.match(await (await service.get('/robots.txt')).text(), /Allow: \/subscribe/);
    });

    test('30544: it says what the messages are about', () => assert.match(consent, says.purpose));

    test('30545: it says how often', () => assert.match(consent, says.frequency));

    test('30551: it says that they come as text messages (SMS)', () => assert.match(consent, says.sms));

    test('30555: nothing is sent before somebody ticked a box that was empty, and that is written down', async () => {
      assert.match(html, /type="checkbox"\s+name="consent"/);
      assert.doesNotMatch(html, /name="consent"\s+value="[^"]+"\s+checked/);
      assert.equal((await service.signUp('sms', { consent: '', language })).status, 422);
      assert.equal(service.sent.length, 0);
      assert.deepEqual(await service.database.query('select * from nightlight.consents'), []);
    });

    test('30556: its consent is for text messages alone', () => {
      assert.equal(html.match(/name="consent"/g)?.length, 1);
      assert.doesNotMatch(consent, /e-mail|correo|notifica|call|llamada/i);
      const { email, sms, 'web-push': push } = form.consent;
      const all = [email, sms, push].map((words) => words(namedIn(SITE, language)));
      assert.equal(new Set(all).size, 3, 'each way has words of its own');
    });

    test('30558: the terms say how often', async () => {
      const terms = textOf(await (await service.get(`/terms?language=${language}`)).text());
      for (const part of [says.frequency, says.rates, /HELP/, /STOP/, /Example Ltd/, /hello@example\.org/])
        assert.match(terms, part);
      assert.match(html, new RegExp(`href="/terms\\?language=${language}"`));
      assert.match(html, new RegExp(`href="/privacy\\?language=${language}"`));
      const privacy = textOf(await (await service.get(`/privacy?language=${language}`)).text());
      assert.match(privacy, /not shared with or sold to|no se comparten con nadie ni se venden/);
    });

    test('30569: it says that message and data rates may apply', () => assert.match(consent, says.rates));

    test('30570: it says how to get help, and how to end it', () => {
      assert.match(consent, says.help);
      assert.match(consent, says.stop);
    });

    test('the first text asks for YES, and says rates, HELP and STOP', () => {
      const ask = texts.ask(namedIn(SITE, language));
      for (const part of [/YES|SI/, RATES_IN_TEXTS, /HELP|AYUDA/, /STOP/, /SMS/]) assert.match(ask, part);
    });

    test('a guardian is told the same', () => {
      const words = pages.guardian.words(namedIn(SITE, language));
      for (const part of [says.sms, says.purpose, says.frequency, says.rates, /18/, /STOP/])
        assert.match(words, part);
    });
  });
