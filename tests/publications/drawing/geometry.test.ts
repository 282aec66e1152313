import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Incident } from '../../../src/domain/incident.ts';
import { pledgeOf } from '../../../src/domain/pledge.ts';
import { exactly, HOUR, MINUTE } from '../../../src/domain/time.ts';
import { formatOf } from '../../../src/i18n/index.ts';
import { flatten, intervalsOf } from '../../../src/domain/timeline.ts';
import type { Geometry, Label } from '../../../src/publications/drawing/shapes.ts';
import { PITCH } from '../../../src/publications/drawing/said.ts';
import { RADIUS } from '../../../src/publications/drawing/sheet.ts';
import { widthOf } from '../../../src/publications/drawing/measure.ts';
import { LARGE } from '../../../src/publications/drawing/places.ts';
import { scaleOf } from '../../../src/publications/drawing/scale.ts';
import fc from '../../chance.ts';
import { COMPONENTS, incidents, NOW, outage, record, said, site } from '../../domain/generators.ts';
import { SHIPPED } from '../../languages.ts';
import { drawn, everyIncident, ROOM, recorded } from './drawings.ts';
import { often } from '../../thorough.ts';

const RUNS = { numRuns: often(25, 60) };
const EPSILON = 1e-6;
const show = (incident: Incident, language: 'en' | 'es' = 'en') =>
  drawn({ incident, site, now: NOW }, language);

/** Holds a law for every incident of made-up nights and of made-up years. */
function always(law: (incident: Incident, language: 'en' | 'es') => void): void {
  const many = fc.oneof(incidents, record);
  fc.assert(
    fc.property(many, fc.constantFrom('en', 'es'), (all, language) => {
      for (const incident of all) law(incident, language);
    }),
    RUNS,
  );
}

/** From where to where a label reaches in a drawing of a width. */
function reach({ x, anchor, width, aside = 0 }: Label, room: number): [from: number, to: number] {
  const at = x * room + aside;
  if (anchor === 'middle') return [at - width / 2, at + width / 2];
  return anchor === 'start' ? [at, at + width] : [at - width, at];
}

/** A label as wide as what it says, with a little room around it. */
function measured(label: Label): Label {
  const isStrong = ['name', 'heading', 'word'].includes(label.role);
  const width = label.parts.reduce(
    (sum, { text, strong }) => sum + widthOf(text, strong || isStrong) * (strong ? LARGE : 1),
    0,
  );
  return { ...label, width: label.role === 'hour' || label.role === 'day' ? width + 0.3 : width };
}

function shownAt(labels: Label[], room: 'width' | 'wide'): Label[] {
  return labels.filter(({ wide, narrow }) => (room === 'wide' ? !narrow : !wide));
}

function overlaps(labels: Label[], room: number): [Label, Label] | undefined {
  for (const [index, one] of labels.entries())
    for (const other of labels.slice(index + 1)) {
      const [a, b] = [reach(one, room), reach(other, room)];
      const isBeside = a[1] <= b[0] + EPSILON || b[1] <= a[0] + EPSILON;
      if (!isBeside && Math.abs(one.y - other.y) < 1.05) return [one, other];
    }
  return undefined;
}

describe('every drawing', () => {
  test('has no two labels that overlap, on a phone and on a desk', () => {
    always((incident, language) => {
      const { labels } = show(incident, language).geometry;
      for (const room of ['width', 'wide'] as const)
        assert.equal(overlaps(shownAt(labels, room), ROOM[room]), undefined);
    });
  });

  test('says at each line what it means, and draws it through no word of that', () => {
    always((incident, language) => assertAtLines(show(incident, language).geometry));
  });

  test('has nothing outside', () => {
    always((incident, language) => {
      const { bars, rules, labels, marks, height } = show(incident, language).geometry;
      const inside = (x: number) => x >= -EPSILON && x <= 1 + EPSILON;
      const within = (y: number) => y >= -EPSILON && y <= height + EPSILON;
      for (const bar of bars) {
        assert.ok(inside(bar.x1) && inside(bar.x2) && bar.x1 <= bar.x2 + EPSILON, JSON.stringify(bar));
        assert.ok(within(bar.y) && within(bar.y + bar.height), JSON.stringify(bar));
      }
      for (const { x1, x2, y1, y2 } of rules) assert.ok(inside(x1) && inside(x2) && within(y1) && within(y2));
      for (const { x, y } of marks) {
        assert.ok(within(y - RADIUS) && within(y + RADIUS));
        assert.ok(inside(x - RADIUS / ROOM.width) && inside(x + RADIUS / ROOM.width));
      }
      for (const room of ['width', 'wide'] as const)
        for (const label of shownAt(labels, room)) {
          const [from, to] = reach(label, ROOM[room]);
          assert.ok(from >= -EPSILON && to <= ROOM[room] + EPSILON && within(label.y), JSON.stringify(label));
        }
    });
  });

  test('has one mark for each update, none upon another, in the order in which they were said', () => {
    always((incident) => {
      const { drawing, geometry } = show(incident);
      assert.deepEqual(
        geometry.marks.map(({ id }) => id),
        incident.updates.map(({ id }) => id),
      );
      assertApart(geometry.marks);
      const middles = drawing.words.map(({ at }) => at.earliest + at.latest);
      for (const [index, one] of geometry.marks.entries())
        for (const [later, other] of geometry.marks.entries())
          if ((middles[later] as number) > (middles[index] as number)) assert.ok(other.x >= one.x - EPSILON);
    });
  });

  test('has an axis on which later is never further back', () => {
    always((incident) => {
      const { drawing } = show(incident);
      const { xOf, sections } = scaleOf(drawing);
      const steps = Array.from(
        { length: 40 },
        (_, step) => drawing.from + ((drawing.to - drawing.from) * step) / 39,
      );
      const xs = steps.map(xOf);
      for (const [index, x] of xs.entries()) assert.ok(index === 0 || x >= (xs[index - 1] as number));
      assert.ok(sections.every(({ from, to, x1, x2 }) => to > from && x2 > x1));
    });
  });

  test('promises from the end of a day, and names no second that nobody knows', async () => {
    const { drawing } = drawn(await recorded('2026-06-17-share-interface'));
    const promise = drawing.lines.find(({ kind }) => kind === 'pledge');
    assert.equal(promise?.at, Date.UTC(2026, 5, 18, 1));
    assert.doesNotMatch(JSON.stringify(promise.text), /59/);
  });

  test('draws the silence that the pledge counts', () => {
    always((incident) => {
      if (incident.kind === 'maintenance' || incident.drill) return;
      const { silences } = show(incident).drawing;
      const { firstNotice, silence } = pledgeOf(incident, site.pledge, NOW, undefined);
      for (const [kind, counted] of [
        ['notice', firstNotice],
        ['between', silence],
      ] as const) {
        const found = silences.find((one) => one.kind === kind);
        if (!found) continue;
        assert.deepEqual(found.span, counted);
        const certain = found.certain ? found.certain.to - found.certain.from : 0;
        assert.equal(certain, counted?.certain);
      }
    });
  });

  test('draws each status from the earliest to the latest, as all sums count it', () => {
    always((incident) => {
      if (incident.kind === 'maintenance' || incident.drill || !incident.began) return;
      const counted = intervalsOf(incident);
      for (const { component, stretches } of show(incident).drawing.lanes) {
        const hurt = stretches.filter(({ status }) => status !== 'operational');
        const known = flatten(counted.get(component) ?? []).filter(({ from }) => from < NOW);
        const [first, last] = [known[0], known.at(-1)];
        if (!first || !last) continue;
        assert.ok(Math.min(...hurt.map(({ from }) => from.earliest)) <= first.from);
        assert.ok(Math.max(...hurt.map(({ to }) => to.latest)) >= Math.min(last.to, NOW));
      }
    });
  });
});

/** Each label of a line begins or ends at one: what stands elsewhere is struck out, or belongs to none. */
function assertAtLines({ labels, rules }: Geometry, name = ''): void {
  for (const room of ['width', 'wide'] as const)
    for (const { role, x, anchor, parts } of shownAt(labels, room))
      if (role === 'line') {
        // A script writes each time anew, and no space of it.
        for (const { text, at } of parts) assert.ok(!at || text === text.trim(), JSON.stringify(parts));
        assert.ok(
          anchor !== 'middle' && rules.some((rule) => rule.x1 === x && rule.x2 === x),
          `${name} ${room}: ${JSON.stringify(parts)}`,
        );
      }
}

test('what is promised stands at its line in any language that is shipped', async () => {
  for (const shown of await everyIncident())
    for (const language of SHIPPED)
      assertAtLines(drawn(shown, language).geometry, `${shown.incident.id} in ${language}`);
});

describe('the times at the axis', () => {
  test('do not touch, in any language that is shipped, also where a reader’s day begins at each of them', async () => {
    for (const shown of await everyIncident())
      for (const language of SHIPPED) {
        const { date } = formatOf(language, 'brief');
        const { labels } = drawn(shown, language).geometry;
        for (const room of ['width', 'wide'] as const) {
          const name = `${shown.incident.id} in ${language}, ${room}`;
          const spaced = shownAt(labels, room).map(measured);
          assert.equal(overlaps(spaced, ROOM[room]), undefined, name);
          const hours = spaced.filter(({ role }) => role === 'hour');
          assert.ok(hours.length > 0, name);
          for (const away of [-12 * HOUR, 0, 14 * HOUR]) {
            const days = hours.map((hour) => {
              const [part] = hour.parts;
              const text = date((part?.at?.earliest as number) + away);
              return measured({ ...hour, parts: [{ text }] });
            });
            assert.equal(overlaps(days, ROOM[room]), undefined, name);
          }
        }
      }
  });

  test('are not written across the line of now, which says its own time, if there is another', () => {
    always((incident, language) => {
      const { geometry } = show(incident, language);
      const lines = geometry.rules.filter(({ role }) => role === 'now');
      for (const room of ['width', 'wide'] as const) {
        const hours = shownAt(geometry.labels, room).filter(({ role }) => role === 'hour');
        const crossed = hours.filter((hour) => {
          const [from, to] = reach(hour, ROOM[room]);
          return lines.some(({ x1 }) => from < x1 * ROOM[room] && x1 * ROOM[room] <= to);
        });
        if (hours.length > 1) assert.deepEqual(crossed, []);
      }
    });
  });

  test('are left out where now is beside them', () => {
    const { geometry } = show(
      outage({ began: exactly(NOW - HOUR), updates: [said('update', exactly(NOW - HOUR))] }),
    );
    const [now] = geometry.rules.filter(({ role }) => role === 'now');
    const hours = geometry.labels.filter(({ role }) => role === 'hour');
    assert.ok(hours.length > 1);
    assert.ok(hours.every(({ x }) => x !== now?.x1));
  });
});

function assertApart(marks: { x: number; y: number }[]): void {
  for (const [index, one] of marks.entries())
    for (const other of marks.slice(index + 1)) {
      const [x, y] = [Math.abs(one.x - other.x) * ROOM.width, Math.abs(one.y - other.y)];
      assert.ok(Math.max(x, y) >= PITCH - EPSILON, `${x} and ${y} units apart`);
    }
}

describe('a drawing', () => {
  test('of sixty updates within an hour keeps their marks apart', () => {
    const updates = Array.from({ length: 60 }, (_, index) => ({
      ...said('update', exactly(NOW - HOUR + index * MINUTE)),
      id: `u-${index}`,
    }));
    const { geometry } = show(outage({ began: exactly(NOW - HOUR), updates }));
    assert.equal(geometry.marks.length, 60);
    assertApart(geometry.marks);
  });

  test('of one update and no length stands all the same', () => {
    const at = exactly(NOW - HOUR);
    const { geometry } = show(outage({ began: at, updates: [said('resolved', at)] }));
    assert.equal(geometry.marks.length, 1);
    assert.ok(geometry.bars.some(({ role, x1, x2 }) => role === 'status' && x2 > x1));
  });

  test('of every component gives each a lane', () => {
    const impact = COMPONENTS.map((component) => ({ component, status: 'major_outage' as const }));
    const { drawing, geometry } = show(outage({ impact }));
    assert.equal(drawing.lanes.length, COMPONENTS.length);
    assert.equal(geometry.labels.filter(({ role }) => role === 'name').length, COMPONENTS.length);
  });

  test('of a night with a tail of days gives the night its room, and marks where the scale changes', async () => {
    const { drawing, geometry } = drawn(await recorded('2019-11-30-follow-outage'));
    const notice = drawing.silences.find(({ kind }) => kind === 'notice');
    const { xOf } = scaleOf(drawing);
    assert.deepEqual(notice?.span, { certain: 9.5 * HOUR, possible: 11.5 * HOUR });
    assert.ok(xOf(notice.possible.to) - xOf(notice.possible.from) > 0.25);
    assert.equal(geometry.rules.filter(({ role }) => role === 'cut').length, 2);
  });

  test('says when a word came that was said after the scale changed, on a phone too', async () => {
    const { drawing, geometry } = drawn(await recorded('2019-11-30-follow-outage'));
    const cut = Math.max(...geometry.rules.flatMap(({ role, x1 }) => (role === 'cut' ? [x1] : [])));
    const after = shownAt(geometry.labels, 'width').filter(({ role, x }) => role === 'hour' && x > cut);
    assert.equal(after.length, 1);
    const [last] = drawing.words.filter(({ at }) => scaleOf(drawing).xOf(at.earliest) > cut);
    assert.ok(last, 'a word was said after it');
  });

  test('says how long nobody said a word under the line of that, on a phone in a line more', () => {
    const updates = [10, 40, 45].map((minutes, index) =>
      said(index < 2 ? 'update' : 'resolved', exactly(NOW - HOUR + minutes * MINUTE)),
    );
    const { geometry } = show(outage({ began: exactly(NOW - HOUR), updates }));
    const lines = geometry.rules.filter(({ role }) => role === 'silence');
    const labels = shownAt(geometry.labels, 'width').filter(({ role }) => role === 'silence');
    assert.ok(lines.length > 1);
    for (const { x1, x2 } of lines) assert.ok(labels.some(({ x }) => x === x1 || x === x2));
  });

  test('of a short incident has one scale', () => {
    const updates = [
      said('investigating', exactly(NOW - 55 * MINUTE)),
      said('resolved', exactly(NOW - MINUTE)),
    ];
    const { geometry } = show(outage({ began: exactly(NOW - HOUR), updates }));
    assert.equal(geometry.rules.filter(({ role }) => role === 'cut').length, 0);
  });

  test('names in one sentence what was hurt, when, and how long nobody said a word', async () => {
    const { drawing } = drawn(await recorded('2019-11-30-follow-outage'));
    assert.match(drawing.sentence, /affected: Followers see glucose, Followers get alerts and Sign-in;/);
    assert.match(
      drawing.sentence,
      /first notice came after between 9 hours 30 minutes and 11 hours 30 minutes/,
    );
    assert.doesNotMatch(drawing.sentence, /\.\s/, 'one sentence');
  });

  test('fills the marks of the operator and leaves those of others hollow', async () => {
    const { geometry } = drawn(await recorded('2019-11-30-follow-outage'));
    assert.deepEqual(
      geometry.marks.filter(({ own }) => !own).map(({ id }) => id),
      ['u-20191202T040000Z', 'press-2-december'],
    );
  });
});
