import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { verdict } from '../../src/domain/pledge.ts';
import { HOUR, MINUTE, type Span } from '../../src/domain/time.ts';
import { drawPledge, type PledgeTime } from '../../src/publications/pledge-drawing.ts';
import fc from '../chance.ts';
import { assertGolden } from './printing.ts';

const WORDS = {
  promised: 'promised: 1 hour',
  longer: 'longer',
  tick: (minutes: number) => `${minutes / 60} h`,
  direction: 'ltr' as const,
};
const exactly = (hours: number): Span => ({ certain: hours * HOUR, possible: hours * HOUR });
const time = (span: Span | undefined, never = false): PledgeTime => ({
  span,
  verdict: span ? verdict(span, 60) : 'cannot be told',
  never,
});
const draw = (...spans: (Span | undefined)[]) =>
  drawPledge(
    spans.map((span) => time(span)),
    60,
    WORDS,
    '_notice',
  );
const numbers = (svg: string, name: string) =>
  [...svg.matchAll(new RegExp(`class="${name}"[^>]*? x1?="([\\d.]+)%?"`, 'g'))].map(([, x]) => Number(x));

describe('the drawing of the pledge', () => {
  test('has a line for each incident, with what is not known of it fading within dashes', () => {
    const { axis, lines } = drawPledge(
      [
        time(exactly(0.5)),
        time(exactly(5)),
        time({ certain: 9.5 * HOUR, possible: 11.5 * HOUR }),
        time({ certain: 0, possible: 2 * HOUR }),
        time({ certain: 15 * HOUR, possible: 24 * HOUR }),
        time({ certain: 6 * HOUR, possible: 200 * HOUR }),
        time(exactly(48)),
        { span: undefined, verdict: 'missed', never: true },
        time(undefined),
      ],
      60,
      WORDS,
      '_notice',
    );
    assertGolden('pledge.svg.txt', [axis, ...lines, ''].join('\n').replaceAll('><', '>\n<'));
  });

  test('puts every time in its order on one scale, and the promise among them, whatever they are', () => {
    const minutes = fc.integer({ min: 0, max: 60 * 24 * 60 });
    fc.assert(
      fc.property(fc.array(fc.tuple(minutes, minutes), { minLength: 1, maxLength: 8 }), (pairs) => {
        const spans = pairs.map(([one, other]) => ({
          certain: Math.min(one, other) * MINUTE,
          possible: Math.max(one, other) * MINUTE,
        }));
        const { axis, lines } = draw(...spans);
        const ends = lines.map((line) => numbers(line, 'end')[0] ?? -1);
        const [promise = -1] = numbers(axis, 'promised');
        for (const [index, end] of ends.entries()) {
          assert.ok(end >= 0 && end <= 100);
          const { certain, possible } = spans[index] as Span;
          assert.ok(
            possible <= HOUR ? end <= promise : end >= promise,
            `${possible} at ${end} of ${promise}`,
          );
          const [, from, width] = /"bound" x="([\d.]+)%".*?width="([\d.]+)%"/.exec(lines[index] ?? '') ?? [];
          assert.equal(from !== undefined, certain !== possible);
          if (from !== undefined) assert.ok(Math.abs(Number(from) + Number(width) - end) < 0.02);
          for (const [other, far] of ends.entries())
            if ((spans[other] as Span).possible >= possible) assert.ok(far >= end);
        }
      }),
    );
  });

  test('is the same seen in a mirror from right to left, from where time begins there', () => {
    const times = [time({ certain: 2 * HOUR, possible: 3 * HOUR }), time(exactly(0.5)), time(exactly(90))];
    const placed = (direction: 'ltr' | 'rtl') => {
      const { axis, lines } = drawPledge(times, 60, { ...WORDS, direction }, 'a');
      const marks = [axis, ...lines]
        .join('')
        .matchAll(/<\w+ class="(\w+)" x1?="([\d.]+)%"(?:[^>]*? width="([\d.]+)%")?/g);
      return [...marks].map(([, kind, x, width]) => ({ kind, x: Number(x), width: Number(width ?? 0) }));
    };
    const mirrored = placed('rtl').map(({ kind, x, width }) => ({
      kind,
      x: Number((100 - x - width).toFixed(2)),
      width,
    }));
    assert.deepEqual(mirrored, placed('ltr'));
    assert.ok(placed('ltr').some(({ x }) => x !== 50));
    assert.match(
      drawPledge(times, 60, { ...WORDS, direction: 'rtl' }, 'a').axis,
      /<linearGradient[^>]* x1="1" x2="0"/,
    );
  });

  test('is of one even scale up to twelve times the promise, and says where it breaks only if a time is longer', () => {
    assert.equal(draw(exactly(12)).brokenAt, undefined);
    assert.doesNotMatch(draw(exactly(12)).axis, /longer/);
    const broken = draw(exactly(11.5), exactly(30));
    assert.equal(broken.brokenAt, 12 * 60);
    assert.match(broken.axis, />longer</);
    assert.match(broken.lines[1] ?? '', /class="break"/);
    assert.doesNotMatch(broken.lines[0] ?? '', /class="break"/);
    assert.equal(draw(exactly(30)).brokenAt, 120, 'what crosses the break takes no room from the promise');
  });

  test('tells kept, missed and what nobody can tell apart by the end of the line, and what was never told by dots that are as red', () => {
    const { lines } = draw(exactly(0.5), exactly(2), { certain: 0, possible: 2 * HOUR }, undefined);
    assert.match(lines[0] ?? '', /data-verdict="kept".*class="full"/);
    assert.match(lines[1] ?? '', /data-verdict="missed".*<path/);
    assert.match(lines[2] ?? '', /data-verdict="cannot-be-told".*<circle r="5"\/>/);
    assert.doesNotMatch(lines[3] ?? '', /data-verdict|never/);
    const [never] = drawPledge([{ span: undefined, verdict: 'missed', never: true }], 60, WORDS, 'a').lines;
    assert.match(never ?? '', /data-verdict="missed"><line class="never".*<path/);
  });

  test('lets no word become an element', () => {
    const { axis } = drawPledge([], 60, { ...WORDS, promised: '<b>&' }, 'a');
    assert.match(axis, />&lt;b&gt;&amp;</);
  });
});
