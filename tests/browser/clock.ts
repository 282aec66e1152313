/** The two clocks of a device and its timers, which move when a test says so. */
export class FakeClock {
  wall: number;
  steady = 5_000;
  readonly #timers = new Map<number, { at: number; every: number | undefined; run: () => void }>();
  #last = 0;

  constructor(wall: number) {
    this.wall = wall;
  }

  /** What a script knows as `Date`. */
  readonly Date = dateOf(() => this.wall);
  readonly performance = { now: () => this.steady };
  readonly setTimeout = (run: () => void, ms = 0): number => this.#add(run, ms, undefined);
  readonly setInterval = (run: () => void, ms = 0): number => this.#add(run, ms, ms);
  readonly clearTimeout = (id: number): unknown => this.#timers.delete(id);
  readonly clearInterval = this.clearTimeout;

  /** A signal that gives up after so many ms of this clock. */
  readonly AbortSignal = {
    timeout: (ms: number): AbortSignal => {
      const controller = new AbortController();
      this.setTimeout(() => controller.abort(new DOMException('late', 'TimeoutError')), ms);
      return controller.signal;
    },
  };

  /** Lets time pass, timer after timer, and whatever waits for them go on. */
  async pass(ms: number): Promise<void> {
    const end = this.steady + ms;
    for (let next = this.#next(end); next; next = this.#next(end)) {
      const [id, timer] = next;
      this.#move(Math.max(0, timer.at - this.steady));
      if (timer.every === undefined) this.#timers.delete(id);
      else timer.at += timer.every;
      timer.run();
      await settled();
    }
    this.#move(end - this.steady);
    await settled();
  }

  /** The device sleeps: the wall clock goes on, the steady clock and the timers do not. */
  sleep(ms: number): void {
    this.wall += ms;
  }

  /** How many timers are set. */
  get waiting(): number {
    return this.#timers.size;
  }

  #add(run: () => void, ms: number, every: number | undefined): number {
    const id = ++this.#last;
    this.#timers.set(id, { at: this.steady + Math.max(1, ms || 0), every, run });
    return id;
  }

  #next(end: number) {
    return [...this.#timers]
      .filter(([, { at }]) => at <= end)
      .toSorted(([, one], [, other]) => one.at - other.at)[0];
  }

  #move(ms: number): void {
    this.wall += ms;
    this.steady += ms;
  }
}

/** Waits until what was answered has been read: promises and streams, no time. */
export async function settled(): Promise<void> {
  for (let turn = 0; turn < 6; turn++) await new Promise((done) => setImmediate(done));
}

function dateOf(now: () => number): DateConstructor {
  return class extends Date {
    constructor(...parts: unknown[]) {
      super(...((parts.length > 0 ? parts : [now()]) as [number]));
    }

    static override now = now;
  } as unknown as DateConstructor;
}
