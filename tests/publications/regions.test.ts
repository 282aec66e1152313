import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { incidentsIn, siteIn } from '../../src/domain/region.ts';
import { NOBODY, takeSnapshot } from '../../src/domain/snapshot.ts';
import { answerOf } from '../../src/publications/answer.ts';
import { componentBadge, pageBadge } from '../../src/publications/badge.ts';
import { feedOf } from '../../src/publications/feeds/entries.ts';
import { notificationFile, notificationIn } from '../../src/publications/notification.ts';
import { emailOf, smsOf } from '../../src/publications/messages/index.ts';
import { pressParagraph } from '../../src/publications/press.ts';
import { factsOf, whereIn } from '../../src/publications/rows.ts';
import { regional } from '../sites.ts';
import { at, doing, INCIDENTS, NOW, SNAPSHOT } from './regional.ts';

const ORIGIN = { url: 'https://status.example.org', base: '/' };
const headline = (impact: string, language = 'en') => answerOf(at(doing(impact)), language).headline;

describe('the answer of a service with regions', () => {
  test('begins with whose trouble it is, and says that there is none elsewhere', () => {
    assert.equal(
      headline('follow-alerts: { status: major_outage, regions: [eu] }'),
      'Europe: followers get no alerts. No problem is reported elsewhere.',
    );
    assert.equal(
      headline('follow-alerts: { status: major_outage, regions: [us, jp] }', 'es'),
      'Estados Unidos y Japón: quienes siguen no reciben alertas. No se ha comunicado ningún problema en otras regiones.',
    );
  });

  test('has no word of regions where all of them are in trouble, or what is everywhere alike', () => {
    assert.equal(headline('follow-alerts: major_outage'), 'Followers get no alerts.');
    assert.equal(
      headline('follow-alerts: { status: major_outage, regions: [jp, eu, us] }'),
      'Followers get no alerts.',
    );
    assert.equal(
      headline('partner-apps: major_outage'),
      answerOf(at(doing('partner-apps: { status: major_outage }')), 'en').headline,
    );
  });

  test('does not say "no problem elsewhere" where there is one, and counts it', () => {
    assert.equal(
      headline(
        'follow-alerts: [{ status: major_outage, regions: [eu] }, { status: partial_outage, regions: [jp] }]',
      ),
      'Europe: followers get no alerts. 1 more thing is affected.',
    );
    assert.equal(
      headline(
        'follow-alerts: { status: major_outage, regions: [eu] }\n  follow-glucose: { status: major_outage, regions: [us] }',
      ),
      'United States: followers see no glucose. 1 more thing is affected.',
    );
    assert.equal(
      headline(
        'follow-alerts: { status: major_outage, regions: [eu] }\n  partner-apps: degraded_performance',
      ),
      'Europe: followers get no alerts. 1 more thing is affected.',
    );
  });

  test('says of a whole region that nothing works there, and not that nothing works', () =>
    assert.equal(
      headline(
        'share-upload: { status: major_outage, regions: [jp] }\n  follow-glucose: { status: major_outage, regions: [jp] }\n  follow-alerts: { status: major_outage, regions: [jp] }',
      ),
      'Japan: Glucose sharing is not working. No problem is reported elsewhere.',
    ));

  test('names the regions of announced work, of what is reported and of what is being watched', () => {
    const work = doing('follow-alerts: { status: under_maintenance, regions: [eu] }').map((incident) => ({
      ...incident,
      kind: 'maintenance' as const,
      scheduled: { from: NOW - 60_000, until: NOW + 3_600_000 },
    }));
    assert.equal(
      answerOf(at(work), 'en').headline,
      'Europe: Planned maintenance is under way: Alerts for followers.',
    );
    const over = doing(
      'follow-alerts: [{ from: 2026-03-01T02:10Z, status: major_outage, regions: [eu] }, { from: 2026-03-01T02:20Z, status: operational, regions: [eu] }]',
    );
    assert.equal(
      answerOf(at(over), 'en').headline,
      'Europe: followers get alerts again. A fix is in place and is being watched.',
    );
  });

  test('of one region is that of its own, and none of another’s trouble', () => {
    const headlineIn = (region: string) => {
      const site = siteIn(regional, region);
      const snapshot = takeSnapshot(site, incidentsIn(regional, INCIDENTS, region), NOBODY, NOW);
      return answerOf(snapshot, 'en').headline;
    };
    assert.equal(headlineIn('eu'), 'Followers get no alerts. 1 more thing is affected.');
    assert.equal(headlineIn('us'), 'No problem with glucose sharing is reported.');
    assert.equal(headlineIn('jp'), 'Followers get alerts again. A fix is in place and is being watched.');
  });
});

test('badges name the regions', () => {
  assert.equal(pageBadge(SNAPSHOT, 'en').message, 'Europe: followers get no alerts, and 1 more thing');
  const alerts = SNAPSHOT.statuses.find(({ component }) => component.id === 'follow-alerts');
  assert.ok(alerts);
  assert.equal(componentBadge(SNAPSHOT, alerts, 'en').message, 'Not working (Europe)');
});

test('a row, the paragraph for the press and the entries of feeds say where it was', () => {
  const [alerts, signIn, upload] = SNAPSHOT.incidents;
  assert.ok(alerts && signIn && upload);
  assert.deepEqual(
    [alerts, signIn, upload].map((incident) => whereIn(incident, regional, 'en')),
    ['Europe and Japan', 'United States', undefined],
  );
  assert.equal(factsOf(signIn, SNAPSHOT, 'en').lost.text, 'United States: some people cannot sign in.');
  assert.match(pressParagraph(signIn, SNAPSHOT, 'en'), /United States: some people cannot sign in/);
  const { entries } = feedOf(SNAPSHOT, 'en', ORIGIN, 'history.atom');
  assert.deepEqual(
    entries.map(({ title }) => title),
    [
      'Cause identified: Followers in Europe get no alerts · Europe and Japan',
      'Investigating: Followers in Europe get no alerts · Europe and Japan',
      'Resolved: Some people in the United States could not sign in · United States',
      'Investigating: Some people in the United States could not sign in · United States',
      'Resolved: Readings did not leave the phone',
      'Investigating: Readings did not leave the phone',
    ],
  );
  assert.match(entries[0]?.html ?? '', /<strong>Regions:<\/strong> Europe and Japan\./);
});

describe('a message about one region', () => {
  const [incident] = SNAPSHOT.incidents;
  assert.ok(incident);
  const told = (index: number) =>
    notificationFile(
      notificationIn(
        SNAPSHOT,
        incident,
        incident.updates[index] as (typeof incident.updates)[0],
        'en',
        ORIGIN,
      ),
    );

  test('carries how each region was, and says of each in which it was hurt what it was', () => {
    const [alerts] = told(0).impact;
    assert.equal(
      alerts?.sentence,
      'Europe: followers get no alerts. Japan: followers get alerts late or miss some',
    );
    assert.equal(alerts?.where, 'Europe');
    assert.deepEqual(
      alerts?.regions?.map(({ region, name, status }) => [region, name, status]),
      [
        ['eu', 'Europe', 'major_outage'],
        ['jp', 'Japan', 'degraded_performance'],
      ],
    );
    assert.equal(told(1).impact[0]?.sentence, 'Europe: followers get no alerts');
  });

  test('names the region in a text message and in a letter', () => {
    assert.match(smsOf(told(1), { stop: true }).text, /Europe: followers get no alerts\./);
    const letter = emailOf(told(1), {
      preferencesUrl: 'https://example.org/p',
      unsubscribeUrl: 'https://example.org/u',
      why: 'subscriber',
      postalAddress: '1 Main Street',
    });
    assert.match(letter.text, /Europe: followers get no alerts/);
  });

  test('names it too where there are too many to say in sentences', () => {
    const many = ['share-upload', 'follow-glucose', 'follow-alerts', 'sign-in']
      .map((id) => `${id}: { status: major_outage, regions: [eu] }`)
      .join('\n  ');
    const [all] = doing(many);
    assert.ok(all);
    const snapshot = at([all]);
    const file = notificationFile(
      notificationIn(snapshot, all, all.updates[0] as (typeof all.updates)[0], 'en', ORIGIN),
    );
    assert.match(smsOf(file, { stop: true }).text, /\(Europe\)/);
  });
});
