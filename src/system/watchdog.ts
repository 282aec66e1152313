import { execFile } from 'node:child_process';

/** How long it may take to say it, in ms. */
const LIMIT = 5_000;

/** Says that this process goes on; it tells why that could not be said. */
export type Alive = () => Promise<string | undefined>;

/**
 * Says to systemd that this process goes on, where its unit has a `WatchdogSec`: one that hangs says nothing, and is
 * begun anew. The call that says it has none of our secrets.
 * @returns nothing where nobody waits for it.
 */
export function aliveFor({ NOTIFY_SOCKET, WATCHDOG_USEC, PATH }: NodeJS.ProcessEnv): Alive | undefined {
  if (!NOTIFY_SOCKET || !WATCHDOG_USEC) return undefined;
  const env = { NOTIFY_SOCKET, PATH };
  return () =>
    new Promise((done) => {
      execFile('systemd-notify', ['WATCHDOG=1'], { env, timeout: LIMIT, killSignal: 'SIGKILL' }, (error) =>
        done(error ? error.message.trim() : undefined),
      );
    });
}
