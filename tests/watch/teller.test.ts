import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { siteOf } from '../../src/config/index.ts';
import { readConfig } from '../../src/config/index.ts';
import { worstOf } from '../../src/domain/impact.ts';
import type { Incident } from '../../src/domain/incident.ts';
import { readIncidents } from '../../src/incidents/index.ts';
import type { Failing } from '../../src/watch/check.ts';
import type { Verdict } from '../../src/watch/judge.ts';
import {
  type Act,
  afterwards,
  decide,
  isSaid,
  type Left,
  NOTHING_SAID,
  type TellerMemory,
  typedOf,
} from '../../src/watch/teller.ts';
import { configWith } from './config.ts';

const MINUTE = 60_000;
const START = Date.parse('2026-03-01T03:10:20Z');
const { config } = readConfig(
  configWith(`{ id: alerts, fails: [follow-alerts], http: { url: 'https://a.example.org' } }
    - { id: glucose, fails: [follow-glucose], status: partial_outage, http: { url: 'https://b.example.org' } }
    - { id: device, fails: [device-alarms], http: { url: 'https://c.example.org' } }`),
  'nightlight.yaml',
  START,
  ['en', 'es'],
);
assert.ok(config);
const site = siteOf(config);

/** A night: what checks say at a minute, and what stands in the record by then. */
class Night {
  /** What only alerts speak of, besides what is looked at. */
  heard: Failing[] = [];
  memory: TellerMemory = NOTHING_SAID;
  left: Left[] = [];
  files = new Map<string, string>();
  readonly settings: { resolves?: boolean; every?: number };
  constructor(settings: Night['settings'] = {}) {
    this.settings = settings;
  }

  read(now: number): Incident[] {
    const files = [...this.files].map(([id, text]) => ({
      name: `${id}.md`,
      bytes: new TextEncoder().encode(text),
    }));
    const { incidents, problems } = readIncidents(files, { site, now });
    assert.deepEqual(
      problems.filter(({ severity }) => severity === 'error'),
      [],
    );
    return [...incidents];
  }

  decide(minute: number, verdicts: Record<string, Partial<Verdict>>): Act | undefined {
    const now = START + minute * MINUTE;
    const all = ['alerts', 'glucose', 'device', ...this.heard.map(({ id }) => id)].map(
      (check): Verdict => ({
        check,
        state: 'up',
        since: START - 60 * MINUTE,
        ...verdicts[check],
      }),
    );
    const { every } = this.settings;
    const { act, memory, left } = decide(
      {
        site:
          every === undefined
            ? site
            : { ...site, pledge: site.pledge.map((one) => ({ ...one, updateEvery: every })) },
        ...{
          checks: [...(config?.watch.checks ?? []), ...this.heard],
          verdicts: all,
          incidents: this.read(now),
          now,
        },
        printOf: (id) => this.files.get(id),
        isTaken: (id) => this.files.has(id),
        slugOf: (impact) => impact.map(({ component }) => component).join('-and-'),
        calm: 10 * MINUTE,
        resolves: this.settings.resolves ?? false,
      },
      this.memory,
    );
    this.memory = JSON.parse(JSON.stringify(memory)) as TellerMemory;
    this.left = left;
    return act;
  }

  /** What is decided is written, as a person's call would write it. */
  said(minute: number, verdicts: Record<string, Partial<Verdict>>): string | undefined {
    const act = this.decide(minute, verdicts);
    if (!act) return undefined;
    this.write(act);
    this.memory = JSON.parse(
      JSON.stringify(afterwards(this.memory, act, this.files.get(act.id))),
    ) as TellerMemory;
    return act.kind;
  }

  write(act: Act): void {
    const at = new Date(act.at).toISOString().slice(0, 16);
    const state = {
      open: 'Investigating',
      more: 'Investigating',
      again: 'Investigating',
      still: 'Update',
      holds: 'Update',
      calm: 'Monitoring',
      over: 'Resolved',
    }[act.kind];
    const update = `\n## ${state} - ${at}Z\nWritten by a check.\n`;
    const impact = act.impact.map(({ component, status }) => `  ${component}: ${status}\n`).join('');
    const head = `---\ntitle: Something\nbegan: ${at}Z\nimpact:\n${impact}advice: Wait.\n---\n`;
    this.files.set(act.id, `${this.files.get(act.id) ?? head}${update}`);
  }
}

const down = (minute: number): Partial<Verdict> => ({
  ...{ state: 'down', since: START + minute * MINUTE, why: 'answered 502' },
  lastGood: START + (minute - 1) * MINUTE,
});
const up = (minute: number): Partial<Verdict> => ({ state: 'up', since: START + minute * MINUTE });

describe('a watcher', () => {
  test('begins one notice, with what fails, what works, and between when and when it began', () => {
    const night = new Night();
    const act = night.decide(0, { alerts: down(-1) });
    assert.deepEqual(act, {
      ...{ kind: 'open', id: '2026-03-01-follow-alerts', at: Date.parse('2026-03-01T03:10Z') },
      ...{
        impact: [{ component: 'follow-alerts', status: 'major_outage' }],
        works: ['follow-glucose', 'device-alarms'],
      },
      between: { earliest: Date.parse('2026-03-01T03:08Z'), latest: Date.parse('2026-03-01T03:09Z') },
      checks: [{ id: 'alerts', why: 'answered 502' }],
    });
    assert.deepEqual(typedOf(act as Act, 'Words.'), {
      ...{ at: '2026-03-01T03:10Z', text: 'Words.', id: '2026-03-01-follow-alerts' },
      ...{ impact: ['follow-alerts=major_outage'], works: ['follow-glucose', 'device-alarms'] },
      began: '2026-03-01T03:08Z/2026-03-01T03:09Z',
    });
  });

  test('says nothing while nothing fails, and of what nobody hears', () => {
    const night = new Night();
    assert.equal(night.said(0, {}), undefined);
    assert.equal(night.said(1, { alerts: { state: 'unknown' } }), undefined);
  });

  test('goes on with one incident: more, calm, again', () => {
    const night = new Night();
    assert.equal(night.said(0, { alerts: down(-1) }), 'open');
    assert.equal(night.said(1, { alerts: down(-1) }), undefined);
    assert.equal(night.said(2, { alerts: down(-1), glucose: down(1) }), 'more');
    assert.equal(night.said(5, { alerts: up(4), glucose: up(4) }), undefined);
    assert.equal(night.said(14, { alerts: up(4), glucose: up(4) }), 'calm');
    assert.equal(night.said(15, { alerts: up(4), glucose: up(4) }), undefined);
    assert.equal(night.said(20, { alerts: down(19), glucose: up(4) }), 'again');
    assert.deepEqual([...night.files.keys()], ['2026-03-01-follow-alerts']);
  });

  test('tells the title anew where more suffers than it names, and only there', () => {
    const night = new Night();
    const kinds: [number, Record<string, Partial<Verdict>>, string, string[] | undefined][] = [
      [0, { alerts: down(-1) }, 'open', undefined],
      [
        ...([2, { alerts: down(-1), glucose: down(1) }, 'more'] as const),
        ['follow-alerts=major_outage', 'follow-glucose=partial_outage'],
      ],
      [14, { alerts: up(4), glucose: up(4) }, 'calm', undefined],
      [20, { glucose: down(19) }, 'again', undefined],
      [34, { glucose: up(24) }, 'calm', undefined],
      [40, { device: down(39) }, 'again', ['device-alarms=major_outage']],
    ];
    for (const [minute, verdicts, kind, named] of kinds) {
      const act = night.decide(minute, verdicts);
      assert.ok(act);
      const retold = act.retold?.map(({ component, status }) => `${component}=${status}`);
      assert.deepEqual([act.kind, retold], [kind, named]);
      const impact = Object.entries({
        ...Object.fromEntries(
          (night.read(START + 60 * MINUTE)[0]?.impact ?? []).map((one) => [one.component, worstOf(one)]),
        ),
        ...Object.fromEntries(
          act.impact
            .filter(({ status }) => status !== 'operational')
            .map((one) => [one.component, one.status]),
        ),
      });
      night.write(act);
      const text = night.files.get(act.id) ?? '';
      const lines = impact.map(([component, status]) => `  ${component}: ${status}\n`).join('');
      night.files.set(act.id, text.replace(/impact:\n(?: {2}.*\n)+/, `impact:\n${lines}`));
      night.memory = afterwards(night.memory, act, night.files.get(act.id));
    }
    assert.equal(night.files.size, 1);
  });

  describe('where only alerts speak of something', () => {
    const heard: Failing[] = [
      {
        ...{ id: 'alerts:follow-glucose:major_outage', isHeard: true },
        fails: ['follow-glucose'],
        confirms: [],
        status: 'major_outage',
      },
      {
        ...{ id: 'alerts:sign-in:major_outage', isHeard: true },
        fails: ['sign-in'],
        confirms: [],
        status: 'major_outage',
      },
    ];
    const [glucose, signIn] = ['alerts:follow-glucose:major_outage', 'alerts:sign-in:major_outage'] as const;
    const told = (verdicts: Record<string, Partial<Verdict>>) => {
      const night = new Night();
      night.heard = heard;
      return night.decide(0, { alerts: down(-1), ...verdicts });
    };

    test('confirms nothing by being over, and takes nothing away while it never fired', () => {
      const act = told({ [glucose]: { state: 'unknown' }, [signIn]: up(-30) });
      assert.deepEqual(act?.works, ['follow-glucose', 'device-alarms']);
    });

    test('names what an alert says of it, and confirms that no more', () => {
      const act = told({ [glucose]: down(-1), [signIn]: { state: 'unknown' } });
      assert.deepEqual(
        act?.impact.map(({ component }) => component),
        ['follow-alerts', 'follow-glucose'],
      );
      assert.deepEqual(act?.works, ['device-alarms']);
    });
  });

  test('lets the impact end with the first look that went well, and never before it began', () => {
    const night = new Night();
    night.said(0, { alerts: down(-1) });
    const act = night.decide(14, { alerts: up(4) });
    assert.equal(act?.kind, 'calm');
    assert.equal(typedOf(act as Act, '').since, '2026-03-01T03:14Z');
    const before = new Night();
    before.said(0, { alerts: down(-1) });
    assert.equal(typedOf(before.decide(14, { alerts: up(-2) }) as Act, '').since, undefined);
  });

  test('speaks before its next word is due, whether it fails still or goes well, until a person does', () => {
    const night = new Night();
    const due = site.pledge[0]?.updateEvery ?? 0;
    night.said(0, { alerts: down(-1), glucose: down(-1) });
    assert.equal(night.said(due - 6, { alerts: down(-1), glucose: down(-1) }), undefined);
    const act = night.decide(due - 5, { alerts: down(-1), glucose: up(3) });
    assert.deepEqual(
      [act?.kind, act?.impact],
      ['still', [{ component: 'follow-alerts', status: 'major_outage' }]],
    );
    assert.deepEqual(
      typedOf(act as Act, 'Words.').impact,
      undefined,
      'what is lost stands in the file, and nothing of it changes',
    );
    assert.equal(night.said(due - 5, { alerts: down(-1), glucose: up(3) }), 'still');
    assert.equal(night.said(due - 4, { alerts: down(-1), glucose: up(3) }), undefined);
    assert.equal(night.said(due, { alerts: { state: 'unknown' }, glucose: up(3) }), undefined);
    assert.equal(night.said(due + 11, { alerts: up(due), glucose: up(3) }), 'calm');
    assert.equal(night.said(due + 11 + due - 6, { alerts: up(due), glucose: up(3) }), undefined);
    assert.equal(night.said(due + 11 + due - 5, { alerts: up(due), glucose: up(3) }), 'holds');
    const [id = ''] = night.files.keys();
    const at = new Date(START + (2 * due + 20) * MINUTE).toISOString().slice(0, 16);
    night.files.set(id, `${night.files.get(id)}\n## Update - ${at}Z\nA person is here.\n`);
    assert.equal(night.said(4 * due, { alerts: up(due), glucose: up(3) }), undefined);
  });

  test('speaks once in the middle of a promise that is shorter than that, and not each minute', () => {
    const night = new Night({ every: 6 });
    night.said(0, { alerts: down(-1) });
    const kinds = [1, 2, 3, 4, 5].map((minute) => night.said(minute, { alerts: down(-1) }));
    assert.deepEqual(kinds, [undefined, undefined, 'still', undefined, undefined]);
  });

  test('begins no second incident for what flaps', () => {
    const night = new Night();
    for (let minute = 0; minute < 60; minute += 2) {
      night.said(minute, { alerts: down(minute - 1) });
      night.said(minute + 1, { alerts: up(minute + 1) });
    }
    assert.equal(night.files.size, 1);
    assert.equal(night.read(START + 60 * MINUTE)[0]?.updates.length, 1);
  });

  test('says that it is over only where the config says that it may', () => {
    for (const resolves of [false, true]) {
      const night = new Night({ resolves });
      night.said(0, { alerts: down(-1) });
      night.said(14, { alerts: up(4) });
      assert.equal(night.said(23, { alerts: up(4) }), undefined);
      assert.equal(night.said(24, { alerts: up(4) }), resolves ? 'over' : undefined);
      assert.equal(night.said(25, { alerts: up(4) }), undefined);
    }
  });

  test('says that it is over at the very moment in which all went well for long enough, and not a second before', () => {
    const night = new Night({ resolves: true });
    night.said(0, { alerts: down(-1) });
    assert.equal(night.said(14, { alerts: up(4) }), 'calm');
    assert.equal(night.decide(23 + 39 / 60, { alerts: up(4) }), undefined);
    // What it says bears a whole minute, and the night begins twenty seconds behind one.
    assert.equal(night.decide(23 + 40 / 60, { alerts: up(4) })?.kind, 'over');
  });

  test('does not say that all goes well while one of its checks is not heard', () => {
    const night = new Night();
    night.said(0, { alerts: down(-1) });
    assert.equal(night.said(30, { alerts: { state: 'unknown', since: START } }), undefined);
  });

  test('says nothing more in a file in which a person wrote, nor of that failure elsewhere', () => {
    const night = new Night();
    night.said(0, { alerts: down(-1) });
    const id = '2026-03-01-follow-alerts';
    night.files.set(id, `${night.files.get(id)}\n## Identified - 2026-03-01T03:15Z\nWe found it.\n`);
    assert.equal(night.said(6, { alerts: down(-1) }), undefined);
    night.files.set(id, `${night.files.get(id)}\n## Resolved - 2026-03-01T03:20Z\nIt is over.\n`);
    assert.equal(night.said(11, { alerts: down(-1) }), undefined);
    assert.equal(night.said(12, { alerts: up(12) }), undefined);
    assert.equal(night.said(30, { alerts: down(29) }), 'open');
    assert.deepEqual([...night.files.keys()], [id, `${id}-2`]);
  });

  test('says nothing more in a file of which a person changed a word, without an update of their own', () => {
    const night = new Night();
    night.said(0, { alerts: down(-1) });
    const id = '2026-03-01-follow-alerts';
    night.files.set(id, `${night.files.get(id)}`.replace('advice: Wait.', 'advice: Call each other.'));
    assert.equal(night.said(6, { alerts: down(-1), glucose: down(5) }), 'open');
    assert.deepEqual([...night.files.keys()], [id, '2026-03-01-follow-glucose']);
    assert.equal(night.said(20, { alerts: up(8), glucose: down(5) }), undefined);
    assert.doesNotMatch(`${night.files.get(id)}`, /Monitoring/);
  });

  test('leaves its notice to a person who mended its times after the clock was set back', () => {
    const night = new Night();
    assert.equal(night.said(0, { alerts: down(-1) }), 'open');
    const [id = ''] = night.files.keys();
    night.files.set(id, (night.files.get(id) ?? '').replaceAll('2026-03-01T03:', '2026-03-01T01:'));
    assert.equal(night.decide(-110, { alerts: down(-111) }), undefined);
    assert.equal(night.memory.notice, undefined);
  });

  test('leaves out what a person speaks of already, and says the rest', () => {
    const night = new Night();
    night.files.set(
      'by-hand',
      '---\ntitle: No alerts\nbegan: 2026-03-01T03:05Z\nimpact:\n  follow-alerts: major_outage\nadvice: Wait.\n---\n\n## Investigating - 2026-03-01T03:06Z\nWe look.\n',
    );
    assert.equal(night.said(0, { alerts: down(-1) }), undefined);
    const act = night.decide(1, { alerts: down(-1), glucose: down(0) });
    assert.deepEqual(act?.impact, [{ component: 'follow-glucose', status: 'partial_outage' }]);
    assert.deepEqual(act?.works, ['device-alarms']);
    // A person may see what no check does.
    const alone = night.decide(1, { glucose: down(0) });
    assert.deepEqual(alone?.works, ['device-alarms'], 'and nothing confirms what a person says is broken');
  });

  test('leaves to announced work what that takes away, while its window lasts and not longer', () => {
    const night = new Night();
    const work = (impact: string) =>
      night.files.set(
        'work',
        `---\nkind: maintenance\ntitle: Work on alerts\nscheduled: { from: 2026-03-01T03:00Z, until: 2026-03-01T03:40Z }\nimpact:\n  follow-alerts: ${impact}\n---\n\n## Scheduled - 2026-02-20T10:00Z\nWe replace servers.\n`,
      );
    work('under_maintenance');
    assert.equal(night.decide(0, { alerts: down(-1) }), undefined);
    assert.deepEqual(night.left, [{ check: 'alerts', incident: 'work' }]);
    assert.equal(night.decide(29, { alerts: down(-1) }), undefined);
    assert.equal(night.decide(30, { alerts: down(-1) })?.kind, 'open');
    work('degraded_performance');
    assert.equal(night.decide(5, { alerts: down(-1) })?.kind, 'open', 'nobody announced that it fails');
  });

  test('speaks of what fails until the window of announced work begins, not at its very start, and from its very end on', () => {
    for (const [window, minute, kind] of [
      // The night begins twenty seconds behind a whole minute.
      ['{ from: 2026-03-01T03:20Z, until: 2026-03-01T03:40Z }', 10 - 21 / 60, 'open'],
      ['{ from: 2026-03-01T03:20Z, until: 2026-03-01T03:40Z }', 10 - 20 / 60, undefined],
      ['{ from: 2026-03-01T03:00Z, until: 2026-03-01T03:40Z }', 30 - 20 / 60, 'open'],
    ] as const) {
      const night = new Night();
      night.files.set(
        'work',
        `---\nkind: maintenance\ntitle: Work on alerts\nscheduled: ${window}\nimpact:\n  follow-alerts: under_maintenance\n---\n\n## Scheduled - 2026-02-20T10:00Z\nWe replace servers.\n`,
      );
      assert.equal(night.said(minute, { alerts: down(-1) }), kind, `${window} ${minute}`);
    }
  });

  test('leaves no more to a person than that person speaks of', () => {
    const night = new Night();
    night.heard = [
      { id: 'both', fails: ['follow-alerts', 'device-alarms'], status: 'major_outage', isHeard: true },
    ] as Failing[];
    night.files.set(
      'by-hand',
      '---\ntitle: No alerts\nbegan: 2026-03-01T03:05Z\nimpact:\n  follow-alerts: major_outage\nadvice: Wait.\n---\n\n## Investigating - 2026-03-01T03:06Z\nWe look.\n',
    );
    const act = night.decide(0, { both: down(-1), glucose: { state: 'unknown' } });
    assert.deepEqual(act?.impact, [{ component: 'device-alarms', status: 'major_outage' }]);
    assert.deepEqual(night.left, [], 'of a part of it nobody speaks');
    night.decide(1, { alerts: down(-1) });
    assert.deepEqual(night.left, [{ check: 'alerts', incident: 'by-hand' }]);
  });

  test('confirms nothing of which one of its own looks is not heard, whatever else confirms it', () => {
    const night = new Night();
    night.heard = [
      { id: 'other', fails: ['device-readings'], confirms: ['follow-glucose'], isHeard: true },
    ] as unknown as Failing[];
    const works = (glucose: Partial<Verdict>) =>
      night.decide(0, { alerts: down(-1), other: up(-5), glucose })?.works;
    assert.deepEqual(works({ state: 'unknown' }), ['device-alarms']);
    assert.deepEqual(works(up(-5)), ['follow-glucose', 'device-alarms']);
    assert.deepEqual(works({ ...up(-5), isDoubted: true }), ['device-alarms'], 'its newest look failed');
  });

  test('says that all goes well once the last of its checks did so for long enough, and not of what suffered that it works', () => {
    const night = new Night();
    night.said(0, { alerts: down(-1), glucose: down(-1) });
    assert.equal(night.decide(18, { alerts: up(4), glucose: up(9) }), undefined);
    const act = night.decide(19, { alerts: up(4), glucose: up(9) });
    const minute = Math.floor(START / MINUTE) * MINUTE + 9 * MINUTE;
    assert.deepEqual([act?.kind, act?.between], ['calm', { earliest: minute, latest: minute }]);
    assert.deepEqual(act?.works, ['device-alarms']);
  });

  test('counts on from the names that are taken', () => {
    const night = new Night();
    const over =
      '---\ntitle: No alerts\nbegan: 2026-03-01T01:05Z\nimpact:\n  follow-alerts: major_outage\nadvice: Wait.\n---\n\n## Investigating - 2026-03-01T01:06Z\nWe look.\n\n## Resolved - 2026-03-01T01:30Z\nIt is over.\n';
    for (const end of ['', '-2', '-3']) night.files.set(`2026-03-01-follow-alerts${end}`, over);
    assert.equal(night.decide(0, { alerts: down(-1) })?.id, '2026-03-01-follow-alerts-4');
  });

  test('is put in the words of a call, by what it says', () => {
    const at = Date.parse('2026-03-01T03:10Z');
    const of = (kind: Act['kind'], more: Partial<Act> = {}) => {
      const act: Act = { kind, id: 'one', at, impact: [], works: [], checks: [], ...more };
      return typedOf(act, 'Words.');
    };
    const said = { at: '2026-03-01T03:10Z', text: 'Words.' };
    assert.deepEqual(of('still'), { ...said, state: 'update', works: ['none'] });
    assert.deepEqual(of('holds', { works: ['a'] }), { ...said, state: 'update', works: ['a'] });
    assert.deepEqual(of('over'), { ...said, ended: 'now', without: ['advice', 'works'] });
    const impact = [{ component: 'a', status: 'major_outage' } as const];
    for (const kind of ['more', 'again'] as const)
      assert.deepEqual(of(kind, { impact }), {
        ...{ ...said, state: 'investigating' },
        ...{ impact: ['a=major_outage'], works: ['none'] },
      });
    assert.deepEqual(of('calm', { works: ['b'] }), {
      ...{ ...said, state: 'monitoring' },
      ...{ impact: [], works: ['b'] },
    });
    const between = { earliest: at, latest: at };
    assert.equal(of('open', { between }).began, '2026-03-01T03:10Z');
  });

  test('is kept from nothing by an exercise, nor by what is over', () => {
    const of = (head: string, end: string) =>
      `---\ntitle: No alerts\nbegan: 2026-03-01T02:05Z\n${head}impact:\n  follow-alerts: major_outage\nadvice: Wait.\n---\n\n## Investigating - 2026-03-01T02:06Z\nWe look.\n${end}`;
    for (const text of [
      of('drill: true\n', ''),
      of('', '\n## Resolved - 2026-03-01T02:30Z\nIt is over.\n'),
    ]) {
      const night = new Night();
      night.files.set('by-hand', text);
      assert.equal(night.said(0, { alerts: down(-1) }), 'open');
      assert.deepEqual(night.left, []);
    }
  });

  test('says two things in no one minute, whose names would be one', () => {
    const night = new Night();
    night.said(0, { alerts: down(-1) });
    assert.equal(night.decide(0.5, { alerts: down(-1), glucose: down(0) }), undefined);
    assert.equal(night.decide(0.7, { alerts: down(-1), glucose: down(0) })?.kind, 'more');
  });

  test('leaves what a person took over until it was well, also while nobody hears of it', () => {
    const night = new Night();
    night.said(0, { alerts: down(-1) });
    const id = '2026-03-01-follow-alerts';
    night.files.set(id, `${night.files.get(id)}\n## Resolved - 2026-03-01T03:15Z\nIt is over.\n`);
    assert.equal(night.said(6, { alerts: down(-1) }), undefined);
    assert.equal(night.said(7, { alerts: { state: 'unknown', since: START + 7 * MINUTE } }), undefined);
    assert.equal(night.said(8, { alerts: down(-1), glucose: up(0) }), undefined);
    assert.equal(night.said(9, { alerts: down(8.5) }), 'open', 'it was well in between, and fails anew');
  });

  test('dates the beginning between the newest look that went well before it and the first that failed', () => {
    const night = new Night();
    const act = night.decide(0, {
      alerts: { ...down(-3), lastGood: START - 9 * MINUTE },
      glucose: { ...down(-2), lastGood: START - 5 * MINUTE },
    });
    const minute = Math.floor(START / MINUTE) * MINUTE;
    assert.deepEqual(act?.between, { earliest: minute - 5 * MINUTE, latest: minute - 3 * MINUTE });
    const atOnce = night.decide(0, {
      alerts: { ...down(-3), lastGood: START - 3 * MINUTE },
      glucose: { ...down(-2), lastGood: START - 5 * MINUTE },
    });
    const [from, why] = [minute - 3 * MINUTE, 'what went well in the very moment it began is the newest'];
    assert.deepEqual(atOnce?.between, { earliest: from, latest: from }, why);
    const never = night.decide(0, { alerts: { ...down(-3), lastGood: START - 1 * MINUTE } });
    assert.deepEqual(never?.between, { earliest: minute - 3 * MINUTE, latest: minute - 3 * MINUTE });
  });

  test('names the worst first, and of one component the worst that a check says of it', () => {
    const night = new Night();
    night.heard = [
      { id: 'slow', fails: ['follow-alerts'], status: 'degraded_performance', isHeard: true },
    ] as Failing[];
    const impact = (verdicts: Record<string, Partial<Verdict>>) => night.decide(0, verdicts)?.impact;
    assert.deepEqual(impact({ slow: down(-1), glucose: down(-1), alerts: down(-1) }), [
      { component: 'follow-alerts', status: 'major_outage' },
      { component: 'follow-glucose', status: 'partial_outage' },
    ]);
    night.heard = [
      { ...night.heard[0], status: 'degraded_performance', fails: ['device-readings'] },
    ] as Failing[];
    night.heard.push({
      ...night.heard[0],
      id: 'worst',
      fails: ['sign-in'],
      status: 'major_outage',
    } as Failing);
    assert.deepEqual(
      impact({ slow: down(-1), worst: down(-1) })?.map(({ component }) => component),
      ['sign-in', 'device-readings'],
    );
  });

  test('that was ended in the middle says the same once, and not a second time', () => {
    const night = new Night();
    const act = night.decide(0, { alerts: down(-1) });
    assert.ok(act);
    // Ended before it was written: it is decided anew, for nobody says at four what was so at three.
    const anew = night.decide(50, { alerts: down(-1) });
    assert.deepEqual(anew, { ...act, at: act.at + 50 * MINUTE });
    assert.equal(night.decide(51, { alerts: up(51) }), undefined);
    assert.ok(night.decide(0, { alerts: down(-1) }));
    // Ended behind it: it is said already.
    night.write(act);
    assert.deepEqual(night.decide(4, { alerts: down(-1) }), act);
    assert.equal(isSaid(act, night.read(START + 4 * MINUTE)), true);
    night.memory = afterwards(night.memory, act, night.files.get(act.id));
    assert.equal(night.said(5, { alerts: down(-1) }), undefined);
  });

  test('that could not speak says nothing once a person did', () => {
    const night = new Night();
    assert.ok(night.decide(0, { alerts: down(-1) }));
    night.files.set(
      'by-hand',
      '---\ntitle: No alerts\nbegan: 2026-03-01T03:05Z\nimpact:\n  follow-alerts: major_outage\nadvice: Wait.\n---\n\n## Investigating - 2026-03-01T03:12Z\nWe look.\n',
    );
    assert.equal(night.decide(4, { alerts: down(-1) }), undefined);
  });
});
