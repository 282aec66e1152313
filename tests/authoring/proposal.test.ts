import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import {
  kindOf,
  type Proposing,
  proposedAdvice,
  proposedNext,
  proposedText,
  proposedTitle,
  proposedWorks,
} from '../../src/authoring/proposal.ts';
import type { NoticeTemplate } from '../../src/domain/notice.ts';
import { exactly, iso } from '../../src/domain/time.ts';
import { templateWordsOf } from '../../src/i18n/templates.ts';
import { live } from '../sites.ts';

const AT = exactly(Date.parse('2026-03-01T02:33Z'));
const words = await templateWordsOf('en');
const around = (templates: Partial<NoticeTemplate>[] = [], site = live): Proposing => ({
  site,
  templates: templates.map((one) => ({ works: [], ...one })),
  words,
  language: 'en',
});
const en = (text: string) => ({ en: text, es: text });
const alerts = [{ component: 'follow-alerts', status: 'major_outage' as const }];

describe('what is proposed', () => {
  test('is titled by what is lost, worst first', () => {
    const impact = [{ component: 'sign-in', status: 'degraded_performance' as const }, ...alerts];
    assert.equal(
      proposedTitle({ impact, kind: kindOf(impact) }, around()),
      'Followers get no alerts. Signing in is slow or fails at times',
    );
  });

  test('is titled by a template where that speaks of all that fails, and not where a second thing does', () => {
    const both = [...alerts, { component: 'sign-in', status: 'major_outage' as const }];
    const titled = (impact: typeof both, ...templates: Partial<NoticeTemplate>[]) =>
      proposedTitle({ impact, kind: 'major_outage' }, around(templates));
    const own = { component: 'follow-alerts', title: en('No alerts tonight') };
    assert.equal(titled(alerts, own), 'No alerts tonight');
    assert.equal(titled(both, own), 'Followers get no alerts, and people cannot sign in');
    assert.equal(titled(both, { title: en('All of it is down') }), 'All of it is down');
  });

  test('is of the kind of the worst that is told, and of sign-in where that does not work', () => {
    const kind = (component: string, status: Parameters<typeof kindOf>[0][0]['status']) =>
      kindOf([{ component, status }]);
    assert.equal(kind('follow-alerts', 'partial_outage'), 'partial_outage');
    assert.equal(kind('sign-in', 'major_outage'), 'sign_in');
    assert.equal(kind('sign-in', 'degraded_performance'), 'degraded_performance');
    assert.equal(kind('follow-alerts', 'not_known'), 'unknown');
    assert.equal(kind('follow-alerts', 'under_maintenance'), 'maintenance');
  });

  test('is the operator’s where a template fits, each part of the most exact one that has it', () => {
    const templates = [
      { advice: en('for all'), works: ['reports'] },
      { kind: 'major_outage' as const, advice: en('for the kind') },
      { component: 'follow-alerts', advice: en('for the component'), title: en('Alerts are down') },
      { component: 'follow-alerts', kind: 'major_outage' as const, advice: en('for both') },
      { component: 'sign-in', advice: en('for another') },
    ];
    const advice = (some: typeof templates) => proposedAdvice(alerts, 'major_outage', around(some));
    assert.equal(advice(templates), 'for both');
    assert.equal(advice(templates.toSpliced(3, 1)), 'for the component');
    assert.equal(advice(templates.toSpliced(2, 2)), 'for the kind');
    assert.equal(advice(templates.toSpliced(1, 3)), 'for all');
    assert.equal(
      proposedTitle({ impact: alerts, kind: 'major_outage' }, around(templates)),
      'Alerts are down',
    );
    assert.deepEqual(proposedWorks(alerts, 'major_outage', around(templates)), ['reports']);
  });

  test('never names as working what is hurt', () => {
    const templates = [{ works: ['follow-alerts', 'device-alarms'] }];
    assert.deepEqual(proposedWorks(alerts, 'major_outage', around(templates)), ['device-alarms']);
  });

  test('speaks next within the pledge, in whole five minutes, with the day where it is another', () => {
    const next = (templates: Partial<NoticeTemplate>[] = [], at = AT) =>
      proposedNext(alerts, 'major_outage', at, around(templates));
    assert.equal(iso(next() ?? 0), '2026-03-01T06:30Z');
    assert.equal(iso(next([{ nextUpdate: 30 }]) ?? 0), '2026-03-01T03:00Z');
    assert.equal(iso(next([{ nextUpdate: 1 }]) ?? 0), '2026-03-01T02:34Z');
    const late = exactly(Date.parse('2026-03-01T22:00Z'));
    const text = proposedText(
      {
        impact: alerts,
        kind: 'major_outage',
        works: [],
        nextUpdate: next([], late),
        at: late,
        window: undefined,
      },
      around(),
    );
    assert.match(text, /We write again by 02:00 UTC \(2 March 2026\)/);
  });

  test('is what the operator wrote, or nothing, in a language that we have no words in', () => {
    const without = { ...around([{ text: en('We look.') }]), words: undefined };
    const known = {
      impact: alerts,
      kind: 'major_outage' as const,
      works: ['device-alarms'],
      nextUpdate: AT.latest,
      at: AT,
      window: undefined,
    };
    assert.equal(proposedText(known, without), 'Followers get no alerts. We look.');
    assert.equal(proposedAdvice(alerts, 'major_outage', without), undefined);
  });
});
