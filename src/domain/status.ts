/** How a component is doing, worst first. The order is the order of severity everywhere. */
export const STATUSES = [
  'major_outage',
  'partial_outage',
  'degraded_performance',
  'under_maintenance',
  'operational',
] as const;

export type Status = (typeof STATUSES)[number];

export function isStatus(word: string): word is Status {
  return (STATUSES as readonly string[]).includes(word);
}

/** The rank of a status: 0 is the worst. */
export function severity(status: Status): number {
  return STATUSES.indexOf(status);
}

export function isWorse(one: Status, other: Status): boolean {
  return severity(one) < severity(other);
}

/** The worst of some statuses; of none, `operational`. */
export function worst(statuses: Iterable<Status>): Status {
  let result: Status = 'operational';
  for (const status of statuses) if (isWorse(status, result)) result = status;
  return result;
}
