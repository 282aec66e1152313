import { type BedsideFile, type Heard, hear } from '../../domain/bedside.ts';
import {
  AGREEMENT,
  type Clocks,
  elapsed,
  type Heartbeat,
  type HeardTime,
  LATE,
  type LeaseLimits,
  serverNow,
  serverTime,
  SLACK,
  undisturbed,
} from '../../domain/freshness.ts';
import { recall, remember } from '../memory.ts';

/** One check, every half a minute. */
export type Listen = (chosen: string[]) => Promise<Heard>;

/** Where heartbeat and file are, and what a heartbeat of this site can promise. */
export interface Place {
  heartbeat: string;
  file: string;
  limits: LeaseLimits;
}

/** What a listener needs of the device. */
export interface Device {
  clocks(): Clocks;
  /** An answer that is our server's, or an error. */
  get(address: string): Promise<Response>;
  wait(ms: number): Promise<void>;
  /** The server's time as it was known last, perhaps before a reload; in ms. */
  recall(): number | undefined;
  remember(time: number): void;
}

/** A release may be switched between two questions, and a server's clock is seen to go: asked once more after this, in ms. */
const AGAIN = 2_000;
/** Where the device's clock is wrong, three answers tell the server's time. */
const ANSWERS = 3;
const NOTHING: Heard = { confirmed: false, lost: false };

/**
 * Asks the server how the chosen components are, and whether its word may be believed. Anything but a fresh
 * and whole answer, of one build, confirms nothing. The file of a build says the same for as long as the
 * heartbeat speaks of that build, so it is asked for once.
 */
export function createListener(place: Place, device: Device = DEVICE): Listen {
  let earlier: HeardTime | undefined;
  let file: BedsideFile | undefined;
  let seen = device.clocks();
  let wallDoubted = false;

  const take = async (build: string) => {
    for (const pause of [0, AGAIN]) {
      if (file?.build === build) return;
      if (pause > 0) await device.wait(pause);
      const answer = await device.get(place.file).catch(() => undefined);
      const read = (await answer?.json().catch(() => undefined)) as BedsideFile | undefined;
      if (Array.isArray(read?.components)) file = read;
    }
  };

  /** Looks at the clocks: after a sleep nothing goes on from what was heard, and one that was set back confirms nothing. */
  const look = () => {
    const now = device.clocks();
    if (earlier && !undisturbed(seen, now))
      earlier = { ...earlier, time: { ...earlier.time, sure: false, steps: 0 } };
    wallDoubted ||= now.wall - seen.wall - (now.steady - seen.steady) < -SLACK;
    seen = now;
    return now;
  };

  /** One heartbeat, and what time the server says it is; nothing where that is not to be had. */
  const ask = async () => {
    const asked = look();
    const answer = await device.get(place.heartbeat);
    const heart = (await answer.json()) as Heartbeat;
    const at = look();
    if (elapsed(asked, at) > LATE) return undefined;
    const [date, age] = [answer.headers.get('date'), answer.headers.get('age')];
    const time = serverTime(date, age, earlier, at, { wallDoubted, remembered: device.recall() });
    if (time === undefined) return undefined;
    wallDoubted ||= Math.abs(time.now - at.wall) > AGREEMENT;
    const isLater = earlier === undefined || time.said > earlier.time.said;
    earlier = { time, heard: at };
    return { heart, now: earlier, isLater };
  };

  return async (chosen) => {
    try {
      for (let answers = 1; ; answers++) {
        const heard = await ask();
        if (heard?.now.time.sure) {
          device.remember(heard.now.time.now);
          await take(heard.heart.build);
          return hear(heard.heart, file, chosen, serverNow(heard.now, device.clocks()), place.limits);
        }
        // Whose clock is wrong waits for seconds and not for the next checks; a cache that repeats itself is not asked again.
        if (!heard?.isLater || answers === ANSWERS) return NOTHING;
        await device.wait(AGAIN);
      }
    } catch {
      return NOTHING;
    }
  };
}

/** The browser. The address changes with every question, so that no cache answers for the server. */
const DEVICE: Device = {
  clocks: () => ({ wall: Date.now(), steady: performance.now() }),
  recall,
  remember,
  wait: (ms) => new Promise((done) => setTimeout(done, ms)),
  async get(address) {
    const unseen = `${address}?${Math.random().toString(36).slice(2)}`;
    const answer = await fetch(unseen, { cache: 'no-store', signal: AbortSignal.timeout(15_000) });
    if (!answer.ok) throw new Error(String(answer.status));
    return answer;
  },
};
