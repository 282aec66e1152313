import { DAY, HOUR, type Instant, MINUTE, startOfDay } from '../../domain/time.ts';
import type { Drawing } from './facts.ts';

/** A part of the axis in which a minute is everywhere as wide. `x` is a share of the width, 0 to 1. */
export interface Section {
  from: Instant;
  to: Instant;
  x1: number;
  x2: number;
}

/** Where on the axis an instant lies. */
export interface Scale {
  sections: Section[];
  /** The share of the width at which an instant lies, ever growing with time. */
  xOf(instant: Instant): number;
}

/** How much of the width is kept free at each end. */
const MARGIN = 0.025;
/** What is shorter has one scale. */
const LONG = 3 * HOUR;
/** The share of what lies days before or after, and of what happened quickly, at most. */
const [OUTSIDE, QUICK] = [0.15, 0.42];

/**
 * The axis of a drawing. What was said long before or after, and a long time after a quick beginning, would
 * leave no room for the night: there the scale changes, at as few instants as possible.
 */
export function scaleOf({ from, to, body, turns }: Drawing): Scale {
  const length = body.to - body.from;
  const isFar = (gap: number) => length >= MINUTE && gap > length * 0.3;
  const ahead = isFar(body.from - from);
  const after = isFar(to - body.to);
  const first = ahead ? body.from : from;
  const last = after ? body.to : Math.max(to, first + MINUTE);
  const isQuick = (turn: Instant) => turn > first && turn - first <= (last - first) / 6;
  const quick = last - first < LONG ? first : Math.max(first, ...turns.filter(isQuick));
  const turn = quick > first ? roundUp(quick, (quick - first) / 6) : first;
  const bounds = [
    ...(ahead ? [from] : []),
    first,
    ...(turn > first ? [turn] : []),
    last,
    ...(after ? [to] : []),
  ];
  const inner = 1 - 2 * MARGIN;
  const [head, tail] = [ahead ? OUTSIDE : 0, after ? OUTSIDE : 0];
  const middle = inner * (1 - head - tail);
  const widths = [
    ...(ahead ? [inner * head] : []),
    ...(turn > first ? [middle * QUICK, middle * (1 - QUICK)] : [middle]),
    ...(after ? [inner * tail] : []),
  ];
  let x = MARGIN;
  const sections = widths.map((width, index): Section => {
    const section = {
      from: bounds[index] as Instant,
      to: bounds[index + 1] as Instant,
      x1: x,
      x2: x + width,
    };
    x += width;
    return section;
  });
  const xOf = (instant: Instant) => {
    const section = sections.find((one) => instant <= one.to) ?? (sections.at(-1) as Section);
    const share = (instant - section.from) / (section.to - section.from);
    return section.x1 + Math.min(1, Math.max(0, share)) * (section.x2 - section.x1);
  };
  return { sections, xOf };
}

const STEPS = [
  ...[1, 2, 5, 10, 15, 30].map((minutes) => minutes * MINUTE),
  ...[1, 2, 3, 6, 12].map((hours) => hours * HOUR),
  ...[1, 2, 7, 14, 28, 91, 364, 3640].map((days) => days * DAY),
];

/** The next round time after an instant: of a step that is no longer than `atMost`. */
function roundUp(instant: Instant, atMost: number): Instant {
  const step = STEPS.findLast((one) => one <= atMost) ?? MINUTE;
  return Math.ceil(instant / step) * step;
}

/**
 * Round times in UTC, at least `apart` of the width from each other; where a section has none, the day of its end
 * that lies away from what happened.
 */
export function ticksOf({ sections }: Scale, apart: number): Instant[] {
  return sections.flatMap(({ from, to, x1, x2 }, index) => {
    const perShare = (to - from) / (x2 - x1);
    const step = STEPS.find((one) => one >= apart * perShare);
    if (!step) return [];
    const ticks: Instant[] = [];
    for (let at = Math.ceil(from / step) * step; at <= to; at += step) ticks.push(at);
    if (ticks.length > 0 || sections.length === 1) return ticks;
    const far = index === 0 ? from : to;
    const day = startOfDay(far);
    return [day >= from && day <= to ? day : far];
  });
}
