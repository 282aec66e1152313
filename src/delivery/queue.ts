import { PgBoss } from 'pg-boss';
import type { Database } from './store/database.ts';

/** Where processes find work: pg-boss on the store that they share. What is owed stands in the outbox, never here. */
export interface Queue {
  /** Begins to call `work` for each job of a channel, one at a time in this process. */
  serve(channel: string, work: () => Promise<unknown>): Promise<void>;
  /** Says that a channel has work, to as many processes as `hands`. */
  wake(channel: string, hands?: number): Promise<void>;
  /** Waits for what is under way, at most `patience` ms. */
  stop(patience: number): Promise<void>;
}

/** As seldom as two processes look for work that nobody woke them for, in seconds. */
const POLL = 0.5;

/** @param tell hears of what went wrong in it; the next look mends it. */
export async function openQueue(database: Database, tell: (error: Error) => void): Promise<Queue> {
  const boss = new PgBoss({ ...database.queue, schema: 'nightlight_queue', schedule: false });
  boss.on('error', tell);
  await boss.start();
  const queueOf = (channel: string) => `send.${channel}`;
  return {
    serve: async (channel, work) => {
      const name = queueOf(channel);
      // A job only says that there is work. One that failed is not needed again, for the outbox is looked at anyway.
      await boss.createQueue(name, {
        policy: 'short',
        notify: true,
        retryLimit: 0,
        expireInSeconds: 24 * 60 * 60 - 1,
        heartbeatSeconds: 30,
        deleteAfterSeconds: 60,
      });
      await boss.work(name, { pollingIntervalSeconds: POLL, notifyPollingIntervalSeconds: POLL }, work);
    },
    wake: async (channel, hands = 1) => {
      for (let hand = 0; hand < hands; hand++)
        await boss.send(queueOf(channel), {}, { singletonKey: String(hand) });
    },
    stop: (patience) => boss.stop({ graceful: true, timeout: patience, close: true }),
  };
}
