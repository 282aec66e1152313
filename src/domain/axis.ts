const [HOUR, DAY] = [60, 1440];

/** Steps that people count time in, in minutes. */
const STEPS = [
  ...[1, 2, 5, 10, 15],
  ...[1, 2, 4, 6].map((hours) => hours * HOUR),
  ...[1, 2, 5, 10].map((days) => days * DAY),
];

/** An axis that reaches `most` minutes in at most four steps that people count time in; beyond 40 days in more. */
export function axisOf(most: number): { max: number; step: number } {
  const step = STEPS.find((one) => one * 4 >= most) ?? 10 * DAY;
  return { max: Math.max(1, Math.ceil(most / step)) * step, step };
}
