import { randomUUID } from 'node:crypto';
import { Webhook } from 'standardwebhooks';
import type { Instant } from '../domain/time.ts';
import { whyOf } from '../problems/errors.ts';
import type { Finding } from './finding.ts';
import type { Log } from './loop.ts';

/** A secret that both watchers have: `whsec_` and Base64, as Standard Webhooks writes it. */
const SECRET = /^(?:whsec_)?[A-Za-z0-9+/]{32,}={0,2}$/;

/** Whether a secret can be signed with. */
export function isSecret(secret: string | undefined): secret is string {
  return secret !== undefined && SECRET.test(secret);
}

/** What a watcher has that only looks. */
export interface Reporting {
  /** Where the watcher that speaks listens. */
  url: string;
  secret: string;
  fetch: typeof fetch;
  now(): Instant;
  log: Log;
}

/** How many findings wait at most: what is older says nothing any more by the time it is heard. */
const MOST = 200;
/** After how long without an answer it is tried again, in ms. */
const PATIENCE = 10_000;

/**
 * Passes on what was found to a watcher that speaks, signed as Standard Webhooks has it. What could not be passed on
 * goes with what is found next; what comes twice counts once there.
 */
export class Reporter {
  readonly #reporting: Reporting;
  #waiting: Finding[] = [];
  #sending: Promise<boolean> | undefined;
  #why: string | undefined;

  constructor(reporting: Reporting) {
    this.#reporting = reporting;
  }

  /** Takes a finding, and passes on all that waits. */
  hear(finding: Finding): void {
    this.#waiting = [...this.#waiting, finding].slice(-MOST);
    void this.flush();
  }

  /**
   * Passes on all that waits.
   * @returns whether nothing waits any more.
   */
  flush(): Promise<boolean> {
    this.#sending ??= this.#send().finally(() => {
      this.#sending = undefined;
    });
    return this.#sending;
  }

  async #send(): Promise<boolean> {
    const { log } = this.#reporting;
    while (this.#waiting.length > 0) {
      const batch = this.#waiting;
      const why = await this.#post(batch);
      if (why !== this.#why && why !== undefined)
        log.error('what was found could not be passed on', { why, waiting: batch.length });
      if (why === undefined && this.#why !== undefined) log.info('what was found is passed on again');
      this.#why = why;
      if (why !== undefined) return false;
      this.#waiting = this.#waiting.filter((one) => !batch.includes(one));
    }
    return true;
  }

  /** @returns why it was not taken; nothing where it was. */
  async #post(findings: readonly Finding[]): Promise<string | undefined> {
    const { url, secret, fetch, now } = this.#reporting;
    const [id, at, body] = [`msg_${randomUUID()}`, new Date(now()), JSON.stringify({ findings })];
    try {
      const answer = await fetch(url, {
        method: 'POST',
        headers: {
          'Content-Type': 'application/json',
          'webhook-id': id,
          'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
          'webhook-signature': new Webhook(secret).sign(id, at, body),
        },
        body,
        redirect: 'error',
        signal: AbortSignal.timeout(PATIENCE),
      });
      await answer.body?.cancel();
      return answer.ok ? undefined : `it answered ${answer.status}`;
    } catch (error) {
      return whyOf(error);
    }
  }
}
