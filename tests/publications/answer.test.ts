import assert from 'node:assert/strict';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import type { Status } from '../../src/domain/status.ts';
import type { TimeRange } from '../../src/domain/time.ts';
import { answerOf } from '../../src/publications/answer.ts';
import { type Badge, componentBadge, pageBadge } from '../../src/publications/badge.ts';
import { embedFile } from '../../src/publications/embed.ts';
import { componentOf } from '../../src/publications/statuspage/components.ts';
import { live } from '../sites.ts';
import { maintenance, outage, said } from '../domain/generators.ts';
import { situation } from '../tour/situations.ts';
import { at, ORIGIN, snapshotAt, snapshotOf } from './printing.ts';

const answer = async (name: string, language: 'en' | 'es' = 'en') =>
  answerOf(await snapshotOf(name), language);

const SENTENCES: [string, string, string][] = [
  ['nothing-reported', 'No problem with glucose sharing is reported.', 'neutral'],
  ['nothing-watched', 'Glucose sharing is working.', 'calm'],
  ['nothing-person', 'Glucose sharing is working.', 'calm'],
  ['everything-down', 'Glucose sharing is not working.', 'trouble'],
  ['one-incident', 'Followers get no alerts.', 'trouble'],
  ['several', 'Followers get no alerts. 2 more things are affected.', 'trouble'],
  [
    'degraded',
    'Followers see glucose late or with gaps, and followers get alerts late or miss some.',
    'degraded',
  ],
  ['not-headline', 'Reports are slow or show errors.', 'degraded'],
  ['not-known', 'It is not known whether followers get alerts.', 'unknown'],
  ['fix-watched', 'Followers get alerts again. A fix is in place and is being watched.', 'degraded'],
  ['maintenance-ahead', 'No problem with glucose sharing is reported.', 'neutral'],
  ['maintenance-now', 'Planned maintenance is under way: Alerts for followers.', 'maintenance'],
  ['maintenance-overrun', 'Followers get no alerts. Planned maintenance has run over its time.', 'trouble'],
  ['demonstration', 'This is a demonstration, not a live status.', 'neutral'],
  ['drill', 'No problem with glucose sharing is reported.', 'neutral'],
  ['withdrawn', 'No problem with glucose sharing is reported.', 'neutral'],
  ['unknown', 'Unknown: we cannot say whether glucose sharing is working.', 'unknown'],
];

describe('the answer is one sentence', () => {
  for (const [name, sentence, tone] of SENTENCES) {
    test(`${name}: ${sentence}`, async () => {
      const { headline, tone: drawn } = await answer(name);
      assert.equal(headline, sentence);
      assert.equal(drawn, tone);
    });
  }

  test('and is as complete in Spanish', async () => {
    assert.equal((await answer('one-incident', 'es')).headline, 'Quienes siguen no reciben alertas.');
    assert.match((await answer('one-incident', 'es')).advice[0]?.text as string, /^Mire usted la glucosa/);
  });
});

type Statuses = Partial<Record<string, Status>>;

/** What is so, and what the answer says of it. */
const EXAMPLES: [what: string, impact: Statuses, en: string, es: string][] = [
  [
    'one thing that fails',
    { 'follow-alerts': 'major_outage' },
    'Followers get no alerts.',
    'Quienes siguen no reciben alertas.',
  ],
  [
    'one that works only in part',
    { 'share-upload': 'partial_outage' },
    'Some wearers’ phones send no readings.',
    'Algunos teléfonos de quienes llevan el sensor no envían lecturas.',
  ],
  [
    'one that is slow',
    { 'sign-in': 'degraded_performance' },
    'Signing in is slow or fails at times.',
    'Iniciar sesión tarda o falla a veces.',
  ],
  [
    'one of which nobody knows',
    { 'sign-in': 'not_known' },
    'It is not known whether people can sign in.',
    'No se sabe si se puede iniciar sesión.',
  ],
  [
    'one that the headline is not made from, by its own name',
    { reports: 'major_outage' },
    'Reports cannot be seen or shared.',
    'Los informes no se pueden ver ni compartir.',
  ],
  [
    'two in the same trouble, joined',
    { 'follow-alerts': 'major_outage', 'follow-glucose': 'major_outage' },
    'Followers see no glucose, and followers get no alerts.',
    'Quienes siguen no ven la glucosa, y quienes siguen no reciben alertas.',
  ],
  [
    'two of which nobody knows',
    { 'follow-alerts': 'not_known', 'follow-glucose': 'not_known' },
    'It is not known whether followers see glucose, or whether followers get alerts.',
    'No se sabe si quienes siguen ven la glucosa, ni si quienes siguen reciben alertas.',
  ],
  [
    'three in the same trouble: the first of the page, and how many more',
    { 'follow-alerts': 'major_outage', 'follow-glucose': 'major_outage', 'sign-in': 'major_outage' },
    'Followers see no glucose. 2 more things are affected.',
    'Quienes siguen no ven la glucosa. Hay 2 cosas más afectadas.',
  ],
  [
    'one that fails beside one that is slow: the worst one',
    { 'follow-glucose': 'degraded_performance', 'follow-alerts': 'major_outage' },
    'Followers get no alerts. 1 more thing is affected.',
    'Quienes siguen no reciben alertas. Hay 1 cosa más afectada.',
  ],
  [
    'one that the headline is not made from fails beside one of the headline that is slow: the headline',
    { reports: 'major_outage', 'follow-alerts': 'degraded_performance' },
    'Followers get alerts late or miss some. 1 more thing is affected.',
    'Quienes siguen reciben las alertas tarde o no todas. Hay 1 cosa más afectada.',
  ],
  [
    'one under planned work beside one that fails: only what fails',
    { reports: 'under_maintenance', 'follow-alerts': 'major_outage' },
    'Followers get no alerts.',
    'Quienes siguen no reciben alertas.',
  ],
  [
    'all that the answer is made from',
    Object.fromEntries(
      live.components.filter(({ headline }) => headline).map(({ id }) => [id, 'major_outage' as const]),
    ),
    'Glucose sharing is not working.',
    'El uso compartido de glucosa no funciona.',
  ],
  [
    'all that the answer is made from, slowly, and one thing more',
    {
      ...Object.fromEntries(
        live.components
          .filter(({ headline }) => headline)
          .map(({ id }) => [id, 'degraded_performance' as const]),
      ),
      reports: 'degraded_performance',
    },
    'Glucose sharing works, but slowly or with errors.',
    'El uso compartido de glucosa funciona, pero con lentitud o con errores.',
  ],
];

const outageOf = (statuses: Statuses) =>
  outage({
    began: at(2),
    impact: Object.entries(statuses).map(([component, status]) => ({
      component,
      status: status as Status,
    })),
  });

describe('the answer names', () => {
  for (const [what, impact, en, es] of EXAMPLES)
    test(`${what}: ${en}`, () => {
      const snapshot = snapshotAt([outageOf(impact)]);
      assert.equal(answerOf(snapshot, 'en').headline, en);
      assert.equal(answerOf(snapshot, 'es').headline, es);
    });

  test('by its name and status what nobody wrote a sentence for', () => {
    const components = live.components.map((one) => ({ ...one, sentences: {} }));
    const said = (statuses: Statuses) =>
      answerOf(snapshotAt([outageOf(statuses)], { site: { components } }), 'en').headline;
    assert.equal(said({ 'sign-in': 'major_outage' }), 'Sign-in: not working.');
    assert.equal(
      said({ 'sign-in': 'partial_outage', reports: 'partial_outage' }),
      'Sign-in: working only in part. 1 more thing is affected.',
    );
  });
});

describe('while a fix is watched, the answer names what works again', () => {
  const watched = (...ids: string[]) => {
    const updates = [said('investigating', at(1, 10)), said('monitoring', at(2, 50))];
    const impact = ids.map((id) => ({ component: id, status: 'major_outage' as const }));
    return answerOf(snapshotAt([outage({ began: at(1), ended: at(2, 40), updates, impact })]), 'en').headline;
  };
  const after = 'A fix is in place and is being watched.';

  test('where it is one or two', () => {
    assert.equal(watched('follow-alerts'), `Followers get alerts again. ${after}`);
    assert.equal(
      watched('reports', 'follow-alerts'),
      `Followers get alerts again, and reports can be seen and shared again. ${after}`,
    );
  });

  test('and counts what is more than that, unless it is all', () => {
    assert.equal(
      watched('follow-alerts', 'follow-glucose', 'reports'),
      `Followers see glucose again. 2 more things work again. ${after}`,
    );
    const headline = live.components.filter((one) => one.headline).map(({ id }) => id);
    assert.equal(watched(...headline, 'reports'), `Glucose sharing works again. ${after}`);
  });
});

describe('announced work is told', () => {
  const planned = (until: number, ...ids: string[]) =>
    answerOf(
      snapshotAt([
        maintenance({
          impact: ids.map((id) => ({ component: id, status: 'under_maintenance' })),
          updates: [said('scheduled', at(0)), said('in_progress', at(1))],
          scheduled: { from: at(1).latest, until },
        }),
      ]),
      'en',
    ).headline;
  const headline = live.components.filter((one) => one.headline).map(({ id }) => id);

  test('by the names of what it is on, or by the service', () => {
    assert.equal(
      planned(at(4).latest, 'follow-alerts', 'sign-in'),
      'Planned maintenance is under way: Alerts for followers and Sign-in.',
    );
    assert.equal(planned(at(4).latest, ...headline), 'Planned maintenance of glucose sharing is under way.');
  });

  test('by what fails, once it has run over its time', () => {
    assert.equal(
      planned(at(2).latest, 'sign-in'),
      'People cannot sign in. Planned maintenance has run over its time.',
    );
    assert.equal(
      planned(at(2).latest, ...headline),
      'Glucose sharing is not working. Planned maintenance has run over its time.',
    );
  });
});

describe('where nobody knows how it is', () => {
  test('the answer names what it is about, and what to do', async () => {
    const { affected, advice } = await answer('not-known');
    assert.deepEqual(
      affected.map(({ component, status }) => [component.id, status]),
      [['follow-alerts', 'not_known']],
    );
    assert.match(advice[0]?.text as string, /^Set a clock/);
    assert.equal((await answer('not-known', 'es')).headline, 'No se sabe si quienes siguen reciben alertas.');
  });

  test('the banner, the badges and the API say so too, and none of them says that it works', async () => {
    const snapshot = await snapshotOf('not-known');
    const alerts = snapshot.statuses.find(({ component }) => component.id === 'follow-alerts');
    assert.ok(alerts);
    assert.equal(componentBadge(snapshot, alerts, 'en').message, 'Not known whether it works');
    assert.deepEqual(pick(pageBadge(snapshot, 'en')), [
      'It is not known whether followers get alerts',
      'unknown',
    ]);
    assert.match(embedFile(snapshot, undefined, 'en', ORIGIN, 'b1').advice as string, /^Set a clock/);
    assert.equal(componentOf(alerts, 1, snapshot).status, 'degraded_performance');
  });
});

const pick = ({ message, tone }: Badge) => [message, tone];

describe('the answer says', () => {
  test('since when, what still works and what to do', async () => {
    const { since, works, advice, affected } = await answer('one-incident');
    assert.equal(since?.earliest, Date.UTC(2026, 2, 1, 2, 10));
    assert.deepEqual(works, [
      'Readings on the wearer’s device',
      'Alarms on the wearer’s device',
      'Followers see glucose',
    ]);
    assert.match(advice[0]?.text as string, /^Look at the glucose yourself/);
    assert.deepEqual(
      affected.map(({ component }) => component.id),
      ['follow-alerts'],
    );
  });

  test('that it was before the first word, when nobody knows since when', async () => {
    const { since, sinceBefore } = await answer('began-unknown');
    assert.equal(since, undefined);
    assert.equal(sinceBefore?.earliest, Date.UTC(2026, 2, 1, 2, 40));
  });

  test('that an update is overdue', async () => {
    assert.deepEqual((await answer('overdue')).due, { at: Date.UTC(2026, 2, 1, 6, 55), overdue: true });
    assert.deepEqual((await answer('promised')).due, { at: Date.UTC(2026, 2, 1, 3, 40), overdue: false });
  });

  test('what never worked in two incidents only once, and nothing that another incident broke', async () => {
    assert.deepEqual((await answer('several')).works, [
      'Readings on the wearer’s device',
      'Alarms on the wearer’s device',
      'Followers see glucose',
    ]);
  });
});

describe('how the answer is drawn follows the worst that is so', () => {
  for (const [status, tone] of [
    ['major_outage', 'trouble'],
    ['partial_outage', 'trouble'],
    ['degraded_performance', 'degraded'],
    ['not_known', 'unknown'],
    ['under_maintenance', 'maintenance'],
  ] as const)
    test(`${status}: ${tone}`, () => {
      const impact = [{ component: 'follow-alerts', status }];
      assert.equal(answerOf(snapshotAt([outage({ began: at(2), impact })]), 'en').tone, tone);
    });

  test('work that an incident brought with it is maintenance, in words too', () => {
    const impact = [{ component: 'follow-alerts', status: 'under_maintenance' as const }];
    const { headline } = answerOf(snapshotAt([outage({ began: at(2), impact })]), 'en');
    assert.equal(headline, 'Planned maintenance is under way: Alerts for followers.');
  });

  test('one problem is not counted, several are', () => {
    const one = outage({ id: 'one', began: at(2) });
    const headline = (...ids: string[]) =>
      answerOf(snapshotAt(ids.map((id) => ({ ...one, id }))), 'en').headline;
    assert.equal(headline('one'), 'Followers get no alerts.');
    assert.equal(headline('one', 'two'), 'Followers get no alerts. 2 problems are open.');
  });
});

describe('while a fix is watched, the answer says since when it is over', () => {
  const watched = [said('investigating', at(1, 10)), said('monitoring', at(2, 50))];
  const overSince = (...ones: Parameters<typeof outage>[0][]) =>
    answerOf(
      snapshotAt(
        ones.map((one, index) => outage({ id: `i-${index}`, began: at(1), updates: watched, ...one })),
      ),
      'en',
    ).over;
  const until = (...recoveries: [component: string, minute: number][]) =>
    recoveries.map(([component, minute]) => ({
      component,
      changes: [
        { from: at(1), status: 'major_outage' as const },
        { from: at(2, minute), status: 'operational' as const },
      ],
    }));

  test('by its end, where that is told', () => {
    assert.deepEqual(overSince({ ended: at(2, 40) }), at(2, 40));
  });

  test('of several, by the last', () => {
    assert.deepEqual(overSince({ ended: at(2, 20) }, { ended: at(2, 40) }, { ended: at(2, 30) }), at(2, 40));
  });

  test('by when the last component worked again, where no end is told', () => {
    const before = { from: at(1), status: 'degraded_performance' as const };
    const impact = until(['follow-glucose', 20], ['follow-alerts', 45], ['sign-in', 30]).map((one) => ({
      ...one,
      changes: [before, ...one.changes],
    }));
    assert.deepEqual(overSince({ impact }), at(2, 45));
  });

  test('and not by what was told last of a component that went out of service in trouble', () => {
    const components = live.components.map((one) =>
      one.id === 'reports' ? { ...one, until: at(3).latest } : one,
    );
    const gone = [
      { from: at(1), status: 'degraded_performance' as const },
      { from: at(2, 50), status: 'major_outage' as const },
    ];
    const impact = [...until(['follow-alerts', 20]), { component: 'reports', changes: gone }];
    const incident = outage({ began: at(1), updates: watched, impact });
    assert.deepEqual(answerOf(snapshotAt([incident], { site: { components } }), 'en').over, at(2, 20));
  });

  test('and says nothing of it where something has been reported only', () => {
    const impact = [
      { component: 'follow-alerts', changes: [{ from: at(1), status: 'operational' as const }] },
    ];
    const { headline, tone, over } = answerOf(snapshotAt([outage({ began: at(1), impact })]), 'en');
    assert.equal(headline, 'A problem has been reported: Alerts for followers.');
    assert.deepEqual([tone, over], ['degraded', undefined]);
  });
});

describe('what to do', () => {
  const adviceOf = (advice: (string | undefined)[], language: 'en' | 'es' = 'en') =>
    answerOf(
      snapshotAt(advice.map((one, index) => outage({ id: `i-${index}`, began: at(2), advice: one }))),
      language,
    ).advice;

  test('is what each open incident advises, and the same only once', () => {
    assert.deepEqual(
      adviceOf(['Set a clock.', 'Look at the phone.', 'Set a clock.', undefined]).map(({ text }) => text),
      ['Set a clock.', 'Look at the phone.'],
    );
  });

  test('is what the config says where none advises anything, in the language of the page, by the operator', () => {
    assert.deepEqual(adviceOf([undefined], 'es'), [{ text: live.advice.es, language: 'es', by: 'operator' }]);
    assert.deepEqual(adviceOf([]), [{ text: live.advice.en, language: 'en', by: 'operator' }]);
  });

  test('says whose advice it is, and in which language it is written', () => {
    const one = outage({ began: at(2), advice: 'Set a clock.', adviceBy: 'editors' });
    assert.deepEqual(answerOf(snapshotAt([one]), 'es').advice, [
      { text: 'Set a clock.', language: 'en', by: 'editors' },
    ]);
  });
});

describe('what is said to work', () => {
  const works = (...ones: Parameters<typeof outage>[0][]) =>
    answerOf(snapshotAt(ones.map((one, index) => outage({ id: `i-${index}`, began: at(2), ...one }))), 'en')
      .works;

  test('is nothing that any of the open incidents hurts, then or now', () => {
    const impact = [{ component: 'sign-in', status: 'degraded_performance' as const }];
    assert.deepEqual(works({ works: ['sign-in', 'reports'] }, { impact, works: ['follow-alerts'] }), [
      'Reports for clinics',
    ]);
  });

  test('is nothing that another one hurt before, though it works again', () => {
    const changes = [
      { from: at(2), status: 'major_outage' as const },
      { from: at(2, 30), status: 'operational' as const },
    ];
    const other = outage({
      id: 'other',
      began: at(2),
      impact: [
        { component: 'sign-in', changes },
        { component: 'follow-alerts', status: 'major_outage' },
      ],
    });
    assert.deepEqual(works({ works: ['sign-in', 'reports'] }), ['Sign-in', 'Reports for clinics']);
    const both = snapshotAt([outage({ began: at(2), works: ['sign-in', 'reports'] }), other]);
    assert.deepEqual(answerOf(both, 'en').works, ['Reports for clinics']);
  });

  test('is nothing that announced work holds up', () => {
    const { from, until } = { from: at(3).latest, until: at(4).latest };
    const window = maintenance({
      impact: [{ component: 'reports', status: 'under_maintenance' }],
      scheduled: { from, until },
    });
    const hurt = outage({ began: at(2), works: ['reports', 'sign-in'] });
    assert.deepEqual(answerOf(snapshotAt([window, hurt]), 'en').works, ['Sign-in']);
  });

  test('is not asked where nothing is wrong', () => {
    assert.equal(works(), undefined);
  });
});

describe('the next word', () => {
  test('that is owed about any of what is open is the one that is due first', () => {
    const due = (...minutes: number[]) =>
      answerOf(
        snapshotAt(
          minutes.map((minute, index) =>
            outage({
              id: `i-${index}`,
              began: at(2),
              updates: [said('investigating', at(2, 5))],
              nextUpdate: at(8, minute),
            }),
          ),
        ),
        'en',
      ).due;
    assert.deepEqual(due(40, 20, 30), { at: at(8, 20).latest, overdue: false });
    assert.equal(due(), undefined);
  });

  test('about announced work is named only once it is overdue', () => {
    const window = (until: number, nextUpdate: TimeRange) =>
      answerOf(
        snapshotAt([
          maintenance({
            nextUpdate,
            updates: [said('scheduled', at(0)), said('in_progress', at(1))],
            scheduled: { from: at(1).latest, until },
          }),
        ]),
        'en',
      );
    const { tone, until, due } = window(at(4).latest, at(3, 50));
    assert.deepEqual([tone, until, due], ['maintenance', at(4).latest, undefined]);
    const late = window(at(2).latest, at(2, 50));
    assert.equal(late.tone, 'trouble');
    assert.deepEqual(late.due, { at: at(2, 50).latest, overdue: true });
  });

  test('is not about what is only announced beside an outage', () => {
    const window = maintenance({ nextUpdate: at(3, 20) });
    const hurt = outage({
      began: at(2),
      updates: [said('investigating', at(2, 5))],
      nextUpdate: at(8),
    });
    assert.deepEqual(answerOf(snapshotAt([window, hurt]), 'en').due, { at: at(8).latest, overdue: false });
  });
});

test('every situation of the tour that has a sentence here is a folder of its own', () => {
  for (const [name] of SENTENCES) assert.ok(situation(name).folder.endsWith(join('tour', name)));
});
