import type { Config } from '../config/index.ts';
import type { Check, Failing } from './check.ts';
import type { Judged } from './loop.ts';

/** How often it must be found, and by how many places. */
type Settling = Pick<Config['watch'], 'failures' | 'quorum'>;

/** How a check is looked at and judged. */
export function judgedAs({ id, every, timeout, roundTrip }: Check, { failures, quorum }: Settling): Judged {
  const longest = (timeout + (roundTrip?.within ?? 0)) * 1000;
  return {
    ...{ id, failures, every: every * 1000, limit: longest + MARGIN },
    rule: {
      ...{ check: id, failures, of: failures, quorum },
      // Two looks may be missed.
      heardWithin: (failures + 2) * (Math.max(every * 1000, longest) + MARGIN),
    },
  };
}

/** How something is judged that only alerts speak of. */
export function heardAs({ id }: Failing, { failures, quorum }: Settling): Judged {
  const rule = { check: id, failures, of: failures, quorum, heardWithin: 0 };
  return { id, failures, every: 0, limit: 0, rule, isHeard: true };
}

/** What a look may take beyond its own limit, in ms. */
const MARGIN = 5_000;
