import type { Heard } from '../../domain/bedside.ts';
import { type Heartbeat, holds, type Proof, prove, serverTime } from '../../domain/freshness.ts';
import type { Status } from '../../domain/status.ts';

interface Summary {
  components: { id: string; status: Status }[];
}

/** One check, every half a minute. */
export type Listen = (chosen: string[]) => Promise<Heard>;

/**
 * Asks the server how the chosen components are, and whether its word may be believed. Anything but a fresh
 * and whole answer confirms nothing.
 */
export function createListener(heartbeat: string, summary: string): Listen {
  let proof: Proof | undefined;
  const clocks = () => ({ wall: Date.now(), steady: performance.now() });
  const ask = async (address: string) => {
    const unseen = `${address}?${Math.random().toString(36).slice(2)}`;
    const answer = await fetch(unseen, { cache: 'no-store', signal: AbortSignal.timeout(15_000) });
    if (!answer.ok) throw new Error(String(answer.status));
    return answer;
  };
  return async (chosen) => {
    try {
      const [beat, body] = await Promise.all([ask(heartbeat), ask(summary)]);
      const at = clocks();
      const time = serverTime(beat.headers.get('date'), beat.headers.get('age'), proof, at);
      if (time === undefined) return { confirmed: false };
      proof = prove((await beat.json()) as Heartbeat, time, at);
      const { components } = (await body.json()) as Summary;
      const statuses = chosen.map((id) => [id, components.find((one) => one.id === id)?.status] as const);
      if (!holds(proof, clocks()) || statuses.some(([, status]) => status === undefined))
        return { confirmed: false };
      return { confirmed: true, statuses: Object.fromEntries(statuses) as Record<string, Status> };
    } catch {
      return { confirmed: false };
    }
  };
}
