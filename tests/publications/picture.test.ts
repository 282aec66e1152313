import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { wordsOf } from '../../src/i18n/index.ts';
import {
  pictureOfIncident,
  pictureOfUpdate,
  pictureText,
  pictureVersion,
} from '../../src/publications/picture.ts';
import {
  formsOf,
  isPictureNotDrawn,
  picturedUpdates,
  pictureLanguage,
  picturePath,
} from '../../src/publications/picture-files.ts';
import type { Incident, Update } from '../../src/domain/incident.ts';
import { shipped } from '../sites.ts';
import { maintenance, outage, said } from '../domain/generators.ts';
import sharp from 'sharp';
import { LANGUAGES } from '../languages.ts';
import { readFolder } from '../../src/incidents/folder.ts';
import { readIncidents } from '../../src/incidents/index.ts';
import { record, spokenSituations } from '../tour/situations.ts';
import { recorded } from './drawing/drawings.ts';
import { assertGolden, at, ORIGIN, snapshotAt, snapshotOf } from './printing.ts';

async function newest(name: string) {
  const snapshot = await snapshotOf(name);
  const [incident] = snapshot.incidents;
  const update = incident?.updates.at(-1);
  if (!incident || !update) throw new Error(name);
  return { snapshot, incident, update };
}

describe('what a picture says', () => {
  for (const [name, language] of [
    ['one-incident', 'en'],
    ['one-incident', 'es'],
    ['maintenance-ahead', 'en'],
    ['withdrawn', 'en'],
    ['drill', 'en'],
    ['demonstration', 'en'],
  ] as const)
    test(`${name}.${language}`, async () => {
      const { snapshot, incident, update } = await newest(name);
      const said = [
        pictureOfIncident(incident, snapshot, language, ORIGIN),
        pictureOfUpdate(incident, update, snapshot, language, ORIGIN),
      ];
      assertGolden(`${name}.${language}.pictures.json`, `${JSON.stringify(said, null, 1)}\n`);
    });

  test('does not depend on when it is drawn', async () => {
    const { snapshot, incident, update } = await newest('one-incident');
    const later = { ...snapshot, now: snapshot.now + 86_400_000 };
    assert.deepEqual(
      pictureOfIncident(incident, later, 'en', ORIGIN),
      pictureOfIncident(incident, snapshot, 'en', ORIGIN),
    );
    assert.deepEqual(
      pictureOfUpdate(incident, update, later, 'en', ORIGIN),
      pictureOfUpdate(incident, update, snapshot, 'en', ORIGIN),
    );
  });

  test('stands in the language in which it was said', async () => {
    const { incident, update } = await newest('one-incident');
    assert.equal(pictureLanguage(incident, 'es'), 'es');
    assert.equal(pictureLanguage(incident, 'es', incident.updates[0]), 'es');
    assert.equal(pictureLanguage(incident, 'es', update), 'en', 'this one is not translated');
    const { es } = incident.translations;
    if (!es) throw new Error('no translation');
    const half = { ...incident, translations: { es: { ...es, advice: undefined } } };
    assert.equal(
      pictureLanguage(half, 'es', incident.updates[0]),
      'en',
      'never half in one, half in another',
    );
  });

  test('has a text for those who do not see it, and a name that changes with it', async () => {
    const { snapshot, incident } = await newest('one-incident');
    const picture = pictureOfIncident(incident, snapshot, 'en', ORIGIN);
    assert.equal(
      pictureText(picture),
      'Incident · Cause identified · as of 1 March 2026, 02:55 UTC · Followers get no alerts',
    );
    // The news stands before the label, but of a drill: there it is that nothing is wrong.
    assert.match(pictureText({ ...picture, mark: 'A demonstration' }), /^Incident · .* · A demonstration$/);
    assert.match(
      pictureText({ ...picture, mark: wordsOf('en').drill }),
      /^This is a drill\..* · Incident · /,
    );
    assert.match(pictureVersion(picture), /^[0-9a-f]{8}$/);
    assert.notEqual(pictureVersion(picture), pictureVersion({ ...picture, title: 'Another' }));
  });

  test('says once in its text that it is over, and still which kind of incident it was', async () => {
    const over = async (name: string, id: string) => {
      const snapshot = await snapshotOf(name);
      const incident = snapshot.incidents.find((one) => one.id === id);
      assert.ok(incident);
      return pictureText(pictureOfIncident(incident, snapshot, 'en', ORIGIN));
    };
    assert.equal(
      await over('one-incident', '2026-01-14-slow-alerts'),
      'Incident · Resolved: Alerts reach followers late',
    );
    assert.equal(
      await over('withdrawn', '2026-02-28-region'),
      'Incident · Withdrawn: Followers get no alerts in one region',
    );
  });
});

const drawn = (incident: Incident, site?: typeof shipped) =>
  pictureOfIncident(incident, snapshotAt([incident], site && { site }), 'en', ORIGIN);
const factsOf = (incident: Incident) => drawn(incident).facts.map(({ label, text }) => `${label}: ${text}`);

const opened = said('investigating', at(2, 10));
const resolved = said('resolved', at(3));

describe('a picture of an incident says', () => {
  test('while it is open, as of when it holds, what is hurt then, what still works and what to do', () => {
    const changes = [
      { from: at(2), status: 'major_outage' as const },
      { from: at(2, 20), status: 'degraded_performance' as const },
    ];
    const incident = outage({
      began: at(2),
      impact: [
        { component: 'follow-alerts', changes },
        { component: 'sign-in', changes: [{ from: at(3), status: 'major_outage' }] },
      ],
      works: ['device-alarms', 'reports'],
      advice: 'Set a clock.',
      updates: [opened, said('update', at(2, 40))],
    });
    assert.deepEqual(factsOf(incident), [
      'Affected: Followers get alerts late or miss some.',
      'Still working: Alarms on the wearer’s device and Reports for clinics',
      'What to do: Set a clock.',
      'Began: 1 March 2026, 02:00 UTC',
    ]);
    const { tone, state, time, sentences, title } = drawn(incident);
    assert.deepEqual(
      [tone, state, time, sentences, title],
      ['trouble', 'Incident · Investigating', 'as of 1 March 2026, 02:40 UTC', [], 'An incident'],
    );
  });

  test('once it is over, what was hurt at its worst, and no advice that was for the outage', () => {
    const changes = [
      { from: at(2), status: 'degraded_performance' as const },
      { from: at(2, 20), status: 'major_outage' as const },
      { from: at(2, 40), status: 'operational' as const },
    ];
    const incident = outage({
      began: at(2),
      impact: [{ component: 'follow-alerts', changes }],
      works: ['reports'],
      advice: 'Set a clock.',
      updates: [opened, resolved],
    });
    assert.deepEqual(factsOf(incident), [
      'What was wrong: Followers get alerts (not working)',
      'What kept working: Reports for clinics',
      'Began: 1 March 2026, 02:00 UTC',
      'Ended: 1 March 2026, 03:00 UTC',
    ]);
    const { tone, state, days, time, title } = drawn(incident);
    assert.deepEqual(
      [tone, state, days, time, title],
      ['over', 'Incident', '1 March 2026', '', 'Resolved: An incident'],
    );
  });

  test('that nobody knows when it began, or ended, and what is known instead', () => {
    assert.match(
      factsOf(outage({ began: undefined, updates: [opened] }))[1] ?? '',
      /^Began: Not known; it was before .*02:10/,
    );
    const lost = outage({ began: at(2), updates: [opened], ended: 'unknown', lastKnown: at(2, 30) });
    assert.match(
      factsOf(lost).at(-1) ?? '',
      /^Ended: Not known; it was still so at 02:30 UTC on 1 March 2026$/,
    );
    assert.match(factsOf({ ...lost, lastKnown: undefined }).at(-1) ?? '', /^Began: /);
    const { tone, state, time } = drawn(lost);
    assert.deepEqual(
      [tone, state, time],
      ['apart', 'Incident · Investigating', 'It is not known whether it is over.'],
    );
  });

  test('of announced work its window, and no beginning or end of its own', () => {
    const window = maintenance({ works: ['reports'] });
    assert.deepEqual(factsOf(window), [
      'Announced for: from 12:00 to 14:00 UTC on 1 March 2026',
      'Affected: Alerts for followers: under planned maintenance.',
      'Still working: Reports for clinics',
    ]);
    assert.deepEqual(
      [drawn(window).tone, drawn(window).state],
      ['planned', 'Planned maintenance · Scheduled'],
    );
    const done = { ...window, updates: [...window.updates, said('completed', at(3))] };
    assert.deepEqual([drawn(done).tone, drawn(done).state], ['over', 'Planned maintenance']);
    assert.ok(factsOf(done).every((fact) => !/^(Began|Ended)/.test(fact)));
  });

  test('of a drill what it plays, and that it is one', () => {
    const drill = outage({ began: at(2), drill: true, updates: [opened] });
    assert.equal(factsOf(drill)[0], 'Affected: Followers get no alerts.');
    assert.equal(drawn(drill).tone, 'apart');
    assert.match(drawn(drill).mark ?? '', /^This is a drill\./);
    assert.match(drawn(drill, shipped).mark ?? '', /^Demonstration, not a live status · This is a drill\./);
    assert.equal(drawn(outage({ updates: [opened] })).mark, undefined);
  });

  test('of what was withdrawn that alone', () => {
    const { tone, sentences, facts, title } = drawn(outage({ updates: [opened, said('withdrawn', at(3))] }));
    assert.deepEqual([tone, facts, title], ['apart', [], 'Withdrawn: An incident']);
    assert.match(sentences.join(), /^This incident was withdrawn and does not count\./);
  });
});

describe('a picture of an update says', () => {
  const about = (update: Update, language: 'en' | 'es' = 'en') => {
    const incident = outage({ began: at(2), works: ['reports'], advice: 'Set a clock.', updates: [update] });
    return pictureOfUpdate(incident, update, snapshotAt([incident]), language, ORIGIN);
  };

  test('its state by a colour and in words', () => {
    for (const [state, tone, words] of [
      ['investigating', 'trouble', 'Investigating'],
      ['monitoring', 'watched', 'Watching the fix'],
      ['resolved', 'over', 'Incident'],
      ['postmortem', 'over', 'Incident'],
      ['withdrawn', 'apart', 'Incident'],
    ] as const) {
      const picture = about(said(state, at(2, 10)));
      assert.deepEqual([picture.tone, picture.state], [tone, words], state);
    }
    const window = maintenance();
    for (const [state, tone] of [
      ['scheduled', 'planned'],
      ['in_progress', 'planned'],
      ['completed', 'over'],
      ['cancelled', 'over'],
    ] as const) {
      const update = said(state, at(2, 10));
      assert.equal(pictureOfUpdate(window, update, snapshotAt([window]), 'en', ORIGIN).tone, tone, state);
    }
  });

  test('when it was said, and where and by whom if that is told', () => {
    assert.equal(about(opened).time, '1 March 2026, 02:10 UTC');
    const said = { ...opened, said: { speaker: 'press' as const, place: 'a newspaper' } };
    assert.equal(about(said).time, '1 March 2026, 02:10 UTC · Reported by the press: a newspaper');
  });

  test('its words sentence by sentence, what still works and what to do', () => {
    const words = ' None arrive. See 2.5 mg. We speak again at four. ';
    const { sentences, facts } = about({ ...opened, prose: { ...opened.prose, words } });
    assert.deepEqual(sentences, ['None arrive. ', 'See 2.5 mg. ', 'We speak again at four.']);
    assert.deepEqual(facts, [
      { label: 'Still working', text: 'Reports for clinics' },
      { label: 'What to do', text: 'Set a clock.' },
    ]);
  });

  test('where all of it stands', () => {
    assert.equal(about(opened).address, 'status.example.org/repo/incidents/an-incident/');
    assert.equal(about(opened, 'es').address, 'status.example.org/repo/es/incidents/an-incident/');
  });
});

describe('the drawing stands in the picture of an incident', () => {
  const whole = { ...shipped, upright: true };

  test('whole once it is over; while it is open a slim one leaves the room of the wide one to what to do', async () => {
    const { incident, site, now } = await recorded('2019-11-30-follow-outage');
    const over = pictureOfIncident(incident, snapshotAt([incident], { site: whole, now }), 'en', ORIGIN);
    assert.match(over.drawings?.wide?.svg ?? '', /9 h 30 min to 11 h 30 min/);
    assert.match(over.drawings?.tall?.svg ?? '', /Times: UTC/);
    // What fades has the colour of its status, which nothing but a sheet would give it otherwise.
    assert.match(over.drawings?.wide?.svg ?? '', /<stop stop-color="currentColor"\/>/);
    assert.doesNotMatch(over.drawings?.wide?.svg ?? '', /<stop(?! stop-color="currentColor")/);
    const { incident: open } = await newest('one-incident');
    const still = pictureOfIncident(
      open,
      snapshotAt([open], { site: { ...site, upright: true } }),
      'en',
      ORIGIN,
    );
    const { wide, tall } = still.drawings ?? {};
    assert.deepEqual([wide?.slim, tall?.slim, over.drawings?.wide?.slim], [true, false, false]);
    assert.ok((wide?.height ?? 630) < 130, `${wide?.height} pixels`);
    assert.match(wide?.svg ?? '', />not working</);
    // What ends before the picture does would look as if it were over.
    const bars = [...(wide?.svg ?? '').matchAll(/<rect fill="(.*?)" x="(.*?)" y=".*?" width="(.*?)"/g)];
    assert.deepEqual(new Set(bars.map(([, , x, width]) => `${x} ${width}`)).size, 1);
    assert.ok(bars.length > 1, 'ground and status');
  });

  test('and none in the wide one of work that is announced: the words say when', async () => {
    const { snapshot, incident } = await newest('maintenance-now');
    assert.deepEqual(pictureOfIncident(incident, snapshot, 'en', ORIGIN).drawings, {});
  });

  test('and in none of what was withdrawn', async () => {
    const { snapshot, incident } = await newest('withdrawn');
    assert.deepEqual(pictureOfIncident(incident, snapshot, 'en', ORIGIN).drawings, {});
  });

  test('so that every incident of the record and of the tour can be drawn, within its room', async () => {
    const { files } = await readFolder('incidents');
    const { incidents } = readIncidents(files, { site: shipped, now: record.now });
    const told = await Promise.all(spokenSituations.map(({ name }) => snapshotOf(name)));
    for (const incident of [...incidents, ...told.flatMap((one) => one.incidents)])
      for (const language of LANGUAGES) {
        const { drawings = {} } = pictureOfIncident(
          incident,
          snapshotAt([incident], { site: whole, now: record.now }),
          language,
          ORIGIN,
        );
        for (const { svg, width, height } of Object.values(drawings)) {
          const found = await sharp(Buffer.from(svg)).metadata();
          assert.deepEqual([found.width, found.height], [width, height], incident.id);
          assert.ok(!/NaN|undefined/.test(svg), incident.id);
        }
      }
  });

  test('what is over is told in the past tense', async () => {
    const { incident, now } = await recorded('2019-11-30-follow-outage');
    const { facts } = pictureOfIncident(
      incident,
      snapshotAt([incident], { site: shipped, now }),
      'en',
      ORIGIN,
    );
    assert.equal(facts[0]?.label, 'What was wrong');
    assert.match(facts[0]?.text ?? '', /\(not working\)/);
  });
});

test('a picture has a path for each form, of an incident and of an update', () => {
  assert.equal(picturePath('wide', 'a'), 'incidents/a.png');
  assert.equal(picturePath('tall', 'a', 'u-1'), 'incidents/a/u-1.jpg');
});

describe('an update has a picture of its own', () => {
  const incident = outage({ updates: [said('investigating', at(1)), said('resolved', at(9))] });
  const drawn = (pictures: 'recent' | 'all' | 'incidents' | 'none', now: number) =>
    picturedUpdates(incident, snapshotAt([], { site: { pictures }, now })).length;
  const LATER = 30 * 24;

  test('while it can still be shared, for thirty days', () => {
    assert.equal(drawn('recent', at(10).latest), 2);
    assert.equal(drawn('recent', at(LATER + 1).latest - 1), 2);
    assert.equal(drawn('recent', at(LATER + 1).latest), 1, 'the older one is thirty days old');
    assert.equal(drawn('recent', at(LATER + 9).latest), 0);
  });

  test('for ever where the config says so, and never where it says that', () => {
    assert.equal(drawn('all', at(80_000).latest), 2);
    assert.equal(drawn('incidents', at(10).latest), 0);
    assert.equal(drawn('none', at(10).latest), 0);
  });
});

test('an upright picture is drawn only where a channel needs it', () => {
  assert.deepEqual(formsOf({ upright: false }), ['wide']);
  assert.deepEqual(formsOf({ upright: true }), ['wide', 'tall']);
});

test('a picture that a config does not draw any more may go, and nothing else', () => {
  const [incident, update] = ['incidents/2026-a.png', 'es/incidents/2026-a/u-1.jpg'];
  const mayGo = (pictures: 'recent' | 'all' | 'incidents' | 'none') =>
    [
      incident,
      update,
      'share.png',
      'incidents/a.json',
      'incidents/a/index.html',
      'x/y/incidents/a.png',
      'incidents/a/b/c.png',
      'incidents/a.png.json',
    ].filter((address) => isPictureNotDrawn(address, { pictures }));
  assert.deepEqual(mayGo('recent'), [], 'what was published once stays');
  assert.deepEqual(mayGo('all'), []);
  assert.deepEqual(mayGo('incidents'), [update]);
  assert.deepEqual(mayGo('none'), [incident, update]);
});
