import { type BedsideFile, type Heard, hear } from '../../domain/bedside.ts';
import { type Heartbeat, holds, type Proof, prove, serverTime } from '../../domain/freshness.ts';

/** One check, every half a minute. */
export type Listen = (chosen: string[]) => Promise<Heard>;

/**
 * Asks the server how the chosen components are, and whether its word may be believed. Anything but a fresh
 * and whole answer, of one build, confirms nothing.
 */
export function createListener(heartbeat: string, file: string): Listen {
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
      const [beat, body] = await Promise.all([ask(heartbeat), ask(file)]);
      const at = clocks();
      const time = serverTime(beat.headers.get('date'), beat.headers.get('age'), proof, at);
      if (time === undefined) return { confirmed: false, lost: false };
      const heart = (await beat.json()) as Heartbeat;
      proof = prove(heart, time, at);
      const said = (await body.json()) as BedsideFile;
      return holds(proof, clocks()) ? hear(heart, said, chosen, time.now) : { confirmed: false, lost: false };
    } catch {
      return { confirmed: false, lost: false };
    }
  };
}
