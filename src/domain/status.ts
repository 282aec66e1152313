/**
 * How a component is doing, worst first. The order is the order of severity everywhere. `not_known` is a
 * stretch in which nobody knows how it was: known trouble weighs more, and it is never health.
 */
export const STATUSES = [
  'major_outage',
  'partial_outage',
  'degraded_performance',
  'not_known',
  'under_maintenance',
  'operational',
] as const;

export type Status = (typeof STATUSES)[number];

/** A status in which people cannot rely on a component, or nobody knows whether they can. */
export type Hurt = Exclude<Status, 'operational'>;

/** Every status but `operational`, worst first. */
export const HURT: readonly Hurt[] = STATUSES.filter((status) => status !== 'operational');

export function isHurt(status: Status): status is Hurt {
  return status !== 'operational';
}

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
