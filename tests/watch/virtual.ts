import { setImmediate as turn, setTimeout as pause } from 'node:timers/promises';

/** How often one looks at once whether the disk is done, before one lets a millisecond pass each time. */
const AT_ONCE = 5;

interface Timer {
  due: number;
  ring(): void;
}

/**
 * A clock that goes on only where nothing is under way: hours pass in a moment, and what is asked of a server on this
 * machine is answered in no time.
 */
export class VirtualTime {
  #steady = 0;
  /** What the clock on the wall is ahead of the steady one. */
  #wall: number;
  #busy = 0;
  /** Goes on with who waits until what is under way has ended. */
  #free = Promise.withResolvers<void>();
  readonly #timers = new Set<Timer>();

  constructor(begins: number) {
    this.#wall = begins;
  }

  readonly now = (): number => this.#steady + this.#wall;
  readonly steady = (): number => this.#steady;

  /** Somebody sets the clock on the wall. */
  set(by: number): void {
    this.#wall += by;
  }

  readonly wait = (ms: number, signal?: AbortSignal): Promise<void> =>
    new Promise((done, fail) => {
      const end = () => {
        this.#timers.delete(timer);
        fail(signal?.reason as Error);
      };
      const timer: Timer = {
        due: this.#steady + ms,
        ring: () => {
          signal?.removeEventListener('abort', end);
          done();
        },
      };
      if (signal?.aborted) return end();
      signal?.addEventListener('abort', end, { once: true });
      this.#timers.add(timer);
    });

  /** Holds the clock while something is under way that takes real time. */
  async hold<T>(work: () => Promise<T>): Promise<T> {
    this.#busy++;
    try {
      return await work();
    } finally {
      if (--this.#busy === 0) {
        this.#free.resolve();
        this.#free = Promise.withResolvers<void>();
      }
    }
  }

  /** Asks a server on this machine; the whole answer is there before the clock goes on. */
  readonly fetch: typeof fetch = async (input, init) =>
    this.hold(async () => {
      const answer = await fetch(input, init);
      const body = await answer.arrayBuffer();
      const bodiless = [204, 304].includes(answer.status);
      return new Response(bodiless ? null : body, { status: answer.status, headers: answer.headers });
    });

  /** Goes on until so many ms have passed, or until something is so. */
  async pass(ms: number, until: () => boolean = () => false): Promise<void> {
    const end = this.#steady + ms;
    for (;;) {
      await this.#quiet();
      if (until()) return;
      const [next] = [...this.#timers].toSorted((one, other) => one.due - other.due);
      if (!next || next.due > end) break;
      this.#timers.delete(next);
      this.#steady = Math.max(this.#steady, next.due);
      next.ring();
    }
    this.#steady = end;
  }

  /**
   * Waits until nothing is under way, without a processor: a program that runs needs it more. What nobody can be asked
   * about, such as a signature that is being made, has a millisecond at the end.
   */
  async #quiet(): Promise<void> {
    for (let [still, looks] = [0, 0]; still < 3; ) {
      if (this.#busy > 0) await this.#free.promise;
      await (looks++ < AT_ONCE && still < 2 ? turn() : pause(1));
      const isStill = this.#busy === 0 && !isDiskBusy();
      [still, looks] = isStill ? [still + 1, 0] : [0, looks];
    }
  }
}

/** Whether a file is being read or written, or another program runs: that takes real time and none of this clock's. */
function isDiskBusy(): boolean {
  return process
    .getActiveResourcesInfo()
    .some((one) => /^(?:FSReq|FileHandle|ProcessWrap|CloseReq)/.test(one));
}
