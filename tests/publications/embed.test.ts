import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Attestation } from '../../src/domain/freshness.ts';
import { type Incident, newestUpdate } from '../../src/domain/incident.ts';
import type { Language } from '../../src/domain/site.ts';
import type { Status } from '../../src/domain/status.ts';
import { wordsOf } from '../../src/i18n/index.ts';
import { bedsideFile } from '../../src/publications/bedside.ts';
import { embedFile } from '../../src/publications/embed.ts';
import { notificationIn } from '../../src/publications/notification.ts';
import { apiId } from '../../src/publications/statuspage/ids.ts';
import { heartbeatOf } from '../../src/publications/heartbeat.ts';
import { maintenance, outage } from '../domain/generators.ts';
import { at, ORIGIN, snapshotAt } from './printing.ts';

const banner = (
  incidents: Incident[],
  language: Language = 'en',
  change: Parameters<typeof snapshotAt>[1] = {},
) => embedFile(snapshotAt(incidents, change), undefined, language, ORIGIN, 'b1');

const hurt = (id: string, advice?: string, es?: string): Incident =>
  outage({
    id,
    began: at(2),
    advice,
    translations: es
      ? {
          es: {
            ...{ title: undefined, advice: es, scope: undefined, cause: undefined, disputed: undefined },
            ...{ summary: undefined, updates: {}, places: {} },
          },
        }
      : {},
  });

describe('the banner in another page', () => {
  test('says when it was made, until when it holds, and where to read more', () => {
    const { build, limits, built_at, valid_until, as_of, as_of_here, unknown, url, more } = banner([], 'es');
    assert.deepEqual([build, built_at, valid_until], ['b1', '2026-03-01T03:10:00Z', '2026-03-01T03:50:00Z']);
    assert.deepEqual(limits, { validFor: 40 * 60_000, vouchFor: 20 * 60_000 });
    assert.equal(as_of, 'Situación a esta hora: 1 de marzo de 2026, 03:10 UTC');
    assert.equal(as_of_here, 'Situación a esta hora: {time} (03:10 UTC)');
    assert.equal(unknown, 'Desconocido: no podemos decir si el uso compartido de glucosa funciona.');
    assert.equal(url, 'https://status.example.org/repo/es/');
    assert.equal(more, wordsOf('es').embed.more);
  });

  test('says what to do where something is wrong, and only there', () => {
    const adviceIn = (status: Status) =>
      banner([
        outage({ began: at(2), impact: [{ component: 'follow-alerts', status }], advice: 'Set a clock.' }),
      ]).advice;
    for (const status of ['major_outage', 'degraded_performance', 'not_known', 'under_maintenance'] as const)
      assert.equal(adviceIn(status), 'Set a clock.', status);
    assert.equal(adviceIn('operational'), 'Set a clock.', 'where a problem is reported only');
    const scheduled = { from: at(3).latest, until: at(4).latest };
    assert.equal(
      banner([maintenance({ scheduled, advice: 'Agree who checks.' })]).advice,
      'Agree who checks.',
    );
    assert.deepEqual([banner([]).advice, banner([]).advice_lang], [null, null]);
    const attestation: Attestation = { by: 'watch', at: at(2).latest };
    assert.equal(banner([], 'en', { attestation }).advice, null, 'what is unknown is no known trouble');
  });

  test('says all advice in one language: that of the page, or with a part that is not translated the original', () => {
    const translated = hurt('a', 'Set a clock.', 'Ponga un despertador.');
    const other = hurt('b', 'Look at the phone.', 'Mire el teléfono.');
    const { advice, advice_lang } = banner([translated, other], 'es');
    assert.deepEqual(advice?.split(/(?<=\.) /).toSorted(), ['Mire el teléfono.', 'Ponga un despertador.']);
    assert.equal(advice_lang, null);
    const half = banner([translated, hurt('b', 'Look at the phone.')], 'es');
    assert.deepEqual(half.advice?.split(/(?<=\.) /).toSorted(), ['Look at the phone.', 'Set a clock.']);
    assert.equal(half.advice_lang, 'en');
  });

  test('says of one incident what its newest notification tells, in the same language', () => {
    for (const incident of [hurt('a', 'Set a clock.', 'Ponga un despertador.'), hurt('b', 'Set a clock.')])
      for (const language of ['en', 'es'] as const) {
        const told = notificationIn(
          snapshotAt([incident]),
          incident,
          newestUpdate(incident),
          language,
          ORIGIN,
        ).advice;
        const { advice, advice_lang } = banner([incident], language);
        assert.deepEqual([advice, advice_lang ?? language], [told?.text, told?.language]);
      }
  });

  test('says what it will say from the next announced instant on, if there is one', () => {
    const window = maintenance({ scheduled: { from: at(4).latest, until: at(5).latest } });
    const next = snapshotAt([window], { now: at(4).latest });
    const file = embedFile(snapshotAt([window]), next, 'en', ORIGIN, 'b1');
    assert.equal(file.headline, 'No problem with glucose sharing is reported.');
    assert.equal(file.next?.at, '2026-03-01T04:00:00Z');
    assert.equal(file.next.headline, 'Planned maintenance is under way: Alerts for followers.');
    assert.equal(banner([]).next, null);
  });
});

test('the file of the night table says whether this is a demonstration, and of which build it is', () => {
  const demonstration = { notice: { en: 'A demonstration.', es: 'Una demostración.' } };
  const of = (change: Parameters<typeof snapshotAt>[1]) => {
    const file = bedsideFile(snapshotAt([], change), 'b1', ORIGIN.base);
    return [file.build, file.demonstration];
  };
  assert.deepEqual(of({}), ['b1', false]);
  assert.deepEqual(of({ site: { demonstration } }), ['b1', true]);
});

describe('the file of the night table', () => {
  const alerts = apiId('component', 'follow-alerts');
  const told = (incidents: Incident[], change = {}) =>
    bedsideFile(snapshotAt(incidents, change), 'b1', ORIGIN.base).incidents;

  test('has of each incident that hurts something now whom it hurts, what works, what to do and where it stands', () => {
    const [one, ...others] = told([
      { ...hurt('one', 'Set a clock.', 'Ponga un reloj.'), works: ['device-readings'] },
      outage({ id: 'over', began: at(1), ended: at(1, 30) }),
    ]);
    assert.deepEqual(others, []);
    assert.deepEqual(
      [one?.hurts, one?.touches, one?.works],
      [[alerts], [alerts], [apiId('component', 'device-readings')]],
    );
    assert.deepEqual(one?.told, {
      en: { advice: { text: 'Set a clock.', language: 'en', by: 'operator' }, url: '/repo/incidents/one/' },
      es: {
        advice: { text: 'Ponga un reloj.', language: 'es', by: 'operator' },
        url: '/repo/es/incidents/one/',
      },
    });
  });

  test('says in which language advice is that nobody translated, and has none where none was given', () => {
    assert.equal(told([hurt('one', 'Set a clock.')])[0]?.told.es?.advice?.language, 'en');
    assert.equal(told([hurt('one')])[0]?.told.en?.advice, null);
  });

  test('has announced work while its window is open, and what a fast clock told', () => {
    const scheduled = { from: at(3).latest, until: at(4).latest };
    assert.equal(told([maintenance({ id: 'work', scheduled })])[0]?.told.en?.url, '/repo/incidents/work/');
    assert.deepEqual(told([maintenance({ scheduled })], { now: at(2).latest }), []);
    assert.deepEqual(told([hurt('one')], { now: at(2).latest - 60_000 }).length, 1);
  });
});

describe('the heartbeat', () => {
  const beat = (attestation: Attestation) => heartbeatOf(snapshotAt([], { attestation }), 'b1', 's1');

  test('says when this was built, until when it may be believed, and which build it is', () => {
    const { built_at, valid_until, build } = beat({ by: 'nobody', at: null });
    assert.deepEqual([built_at, valid_until, build], ['2026-03-01T03:10:00Z', '2026-03-01T03:50:00Z', 'b1']);
  });

  test('says who vouches, since when and until when; nobody’s word has no time', () => {
    assert.deepEqual(beat({ by: 'person', at: at(3).latest }).vouched, {
      by: 'person',
      at: '2026-03-01T03:00:00Z',
      until: '2026-03-01T03:20:00Z',
    });
    const taken = {
      by: 'watch',
      at: at(3).latest,
      until: at(3, 5).latest,
      takenBack: at(3, 7).latest,
    } as const;
    assert.deepEqual(beat(taken).vouched, {
      by: 'watch',
      at: '2026-03-01T03:00:00Z',
      until: '2026-03-01T03:05:00Z',
      taken_back: '2026-03-01T03:07:00Z',
    });
    assert.deepEqual(beat({ by: 'nobody', at: null }).vouched, { by: 'nobody', at: null, until: null });
    assert.deepEqual(beat({ by: 'watch', at: null }).vouched, { by: 'watch', at: null, until: null });
  });
});
