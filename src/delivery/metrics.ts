import { Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { Channel, Outcome } from './channel.ts';
import type { Matter } from './outbox.ts';
import type { Session } from './store/database.ts';

/** What Prometheus reads; nothing in it is about a person. */
export interface Metrics {
  /** The media type of its text. */
  type: string;
  text(): Promise<string>;
  /** Counts how an attempt ended. */
  count(channel: Channel, outcome: Outcome, matter: Matter, nowMs: number): void;
}

export function metricsOf(session: Session, channels: readonly Channel[]): Metrics {
  const registry = new Registry();
  const registers = [registry];
  const attempts = new Counter({
    name: 'nightlight_attempts_total',
    help: 'Attempts to tell somebody, by how they ended.',
    labelNames: ['channel', 'outcome'] as const,
    registers,
  });
  const delay = new Histogram({
    name: 'nightlight_seconds_from_publication',
    help: 'From the publication of an update until a message was taken.',
    labelNames: ['channel'] as const,
    buckets: [5, 15, 30, 60, 120, 300, 600, 1800, 3600],
    registers,
  });
  new Gauge({
    name: 'nightlight_outbox',
    help: 'Messages that are open, by channel and state.',
    labelNames: ['channel', 'state'] as const,
    registers,
    async collect() {
      this.reset();
      for (const { name } of channels)
        for (const state of ['waiting', 'sending', 'unknown']) this.set({ channel: name, state }, 0);
      const rows = await session.query<{ channel: string; state: string; count: number }>(
        `select channel, state, count(*)::int as count from nightlight.outbox
         where state in ('waiting', 'claimed', 'sending', 'unknown') group by channel, state`,
      );
      for (const { channel, state, count } of rows) this.set({ channel, state }, count);
    },
  });
  new Gauge({
    name: 'nightlight_alarms',
    help: 'What the operator was told and is still so.',
    registers,
    async collect() {
      const [row] = await session.query<{ count: number }>(
        `select count(*)::int as count from nightlight.facts where name like 'alarm %' and not (value->>'over')::boolean`,
      );
      this.set(row?.count ?? 0);
    },
  });
  return {
    type: registry.contentType,
    text: () => registry.metrics(),
    count: ({ name }, { kind }, { published }, now) => {
      attempts.inc({ channel: name, outcome: kind });
      if (kind === 'sent') delay.observe({ channel: name }, Math.max(0, now - published.getTime()) / 1000);
    },
  };
}
