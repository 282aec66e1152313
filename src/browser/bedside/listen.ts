import type { Heard } from '../../domain/bedside.ts';
import { type Heartbeat, holds, type Proof, prove, serverTime } from '../../domain/freshness.ts';
import type { Status } from '../../domain/status.ts';

interface Component {
  id: string;
  status: Status;
}

interface Summary {
  components: Component[];
  incidents: { started_at: string; components: Component[] }[];
  scheduled_maintenances: { started_at: string; status: string; components: Component[] }[];
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
      const heart = (await beat.json()) as Heartbeat;
      proof = prove(heart, time, at);
      const said = (await body.json()) as Summary;
      const statuses = chosen.map(
        (id) => [id, said.components.find((one) => one.id === id)?.status] as const,
      );
      if (!holds(proof, clocks()) || statuses.some(([, status]) => status === undefined))
        return { confirmed: false };
      const hurt = statuses.flatMap(([id, status]) => (status === 'operational' ? [] : [id]));
      // "No problem" is somebody's word, and it grows old. Trouble stands until it is taken back.
      const { until } = heart.vouched;
      if (hurt.length === 0 && until !== null && time.now >= Date.parse(until)) return { confirmed: false };
      return {
        confirmed: true,
        statuses: Object.fromEntries(statuses) as Record<string, Status>,
        since: beginningOf(hurt, said),
      };
    } catch {
      return { confirmed: false };
    }
  };
}

/** When the first of what hurts these components began. */
function beginningOf(hurt: string[], { incidents, scheduled_maintenances }: Summary): number | undefined {
  const active = scheduled_maintenances.filter(({ status }) => status !== 'scheduled');
  const times = [...incidents, ...active]
    .filter(({ components }) => components.some(({ id }) => hurt.includes(id)))
    .map(({ started_at }) => Date.parse(started_at));
  return times.length > 0 ? Math.min(...times) : undefined;
}
