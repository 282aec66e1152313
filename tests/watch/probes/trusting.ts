import { setTimeout as pause } from 'node:timers/promises';
import type { Check } from '../../../src/watch/check.ts';
import { look } from '../../../src/watch/probes/look.ts';

/**
 * Looks at each check of the first argument in a process that trusts the authority in `NODE_EXTRA_CA_CERTS`, at the time
 * that the second argument has for it, or now.
 */
const times = JSON.parse(process.argv[3] ?? '{}') as Record<string, number>;
const findings = await Promise.all(
  (JSON.parse(process.argv[2] ?? '[]') as Check[]).map((check) =>
    look(check, {
      ...{ place: 'here', fetch, env: {}, signal: new AbortController().signal },
      ...{
        now: () => times[check.id] ?? Date.now(),
        clock: () => performance.now(),
        wait: (ms: number) => pause(ms),
      },
    }),
  ),
);
process.stdout.write(JSON.stringify(findings));
