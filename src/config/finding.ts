import type { Config } from './index.ts';

type Watch = Pick<Config['watch'], 'failures'>;
type Check = Config['watch']['checks'][number];

/**
 * In how many seconds at most a failure that lasts is known, by the config alone: the wait for the next look, that
 * look, and the ones that follow it, which begin twice as often and not before the one before has ended.
 */
export function knownWithin(check: Check, { failures }: Watch): number {
  const look = longestLook(check);
  return Math.ceil(check.every + look + (failures - 1) * Math.max(check.every / 2, look));
}

/** After how many seconds a look ends, whatever the other end does. */
function longestLook({ timeout, http, roundTrip }: Check): number {
  if (roundTrip) return timeout + roundTrip.within;
  return Math.min(http?.within ?? timeout, timeout);
}
