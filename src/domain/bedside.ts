import { isWorse, STATUSES, type Status, worst } from './status.ts';
import type { Instant } from './time.ts';

/** What one check heard: the statuses of the chosen components, or that nothing could be confirmed. */
export type Heard =
  { confirmed: true; statuses: Record<string, Status>; since: Instant | undefined } | { confirmed: false };

/** How the night stands. Times are of the device's steady clock, in ms; they measure spans, not hours. */
export interface Night {
  /** The statuses as last confirmed. */
  statuses: Record<string, Status>;
  /** Since when a chosen component is in trouble, in ms UTC; `undefined` if none is, or if nobody says. */
  since: Instant | undefined;
  /** When something was last confirmed. */
  confirmedAt: Instant;
  /** Whether it is known how things stand. */
  known: boolean;
  /** Why the alarm should sound, until somebody stops it. */
  alarm: 'worse' | 'silence' | undefined;
}

/** A sound that a step asks for. */
export type Sound = 'alarm' | 'chime' | undefined;

export function beginNight(at: Instant): Night {
  return { statuses: {}, since: undefined, confirmedAt: at, known: false, alarm: undefined };
}

/**
 * What follows from a check. A chosen component that gets worse is an alarm; so is having confirmed nothing
 * for `patience` ms. When everything chosen works again after trouble there is a chime.
 */
export function afterCheck(
  night: Night,
  heard: Heard,
  at: Instant,
  patience: number,
): { night: Night; sound: Sound } {
  if (!heard.confirmed) {
    const silent = at - night.confirmedAt >= patience;
    const begins = silent && night.alarm === undefined;
    return {
      night: { ...night, known: silent ? false : night.known, alarm: begins ? 'silence' : night.alarm },
      sound: begins ? 'alarm' : undefined,
    };
  }
  const gotWorse = Object.entries(heard.statuses).some(([id, status]) =>
    isWorse(status, night.statuses[id] ?? 'operational'),
  );
  const over = isTrouble(night.statuses) && !isTrouble(heard.statuses);
  const found = night.alarm === 'silence' && !gotWorse;
  return {
    night: {
      statuses: heard.statuses,
      since: heard.since,
      confirmedAt: at,
      known: true,
      alarm: gotWorse ? 'worse' : over || found ? undefined : night.alarm,
    },
    sound: gotWorse ? 'alarm' : over || found ? 'chime' : undefined,
  };
}

/** Somebody is awake and has stopped the alarm; the next change for the worse sounds again. */
export function stopAlarm(night: Night, at: Instant): Night {
  return { ...night, alarm: undefined, confirmedAt: night.alarm === 'silence' ? at : night.confirmedAt };
}

/** The one word: the worst status of what was chosen. */
export function statusOfNight({ statuses }: Pick<Night, 'statuses'>): Status {
  return worst(Object.values(statuses).filter((status) => STATUSES.includes(status)));
}

function isTrouble(statuses: Record<string, Status>): boolean {
  return Object.values(statuses).some((status) => status !== 'operational');
}
