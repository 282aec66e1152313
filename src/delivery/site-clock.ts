import type { Instant } from '../domain/time.ts';

/** How long ago something was, in ms: so much at least, and so much at most. */
export interface Age {
  certain: number;
  possible: number;
}

/**
 * What time it is for the site: by what its server said last, and by how far the clocks of this process have moved
 * since. The clock on the wall may be set, and the steady one stands still while a machine sleeps; where they
 * disagree nobody knows, until the site is read again.
 */
export class SiteClock {
  private readonly wall: () => Instant;
  private readonly steady: () => number;
  private heard: { server: Instant; wall: Instant; steady: number } | undefined;

  /** @param steady ms that only grow, from any beginning. */
  constructor(wall: () => Instant, steady: () => number) {
    this.wall = wall;
    this.steady = steady;
  }

  /** The site's server said what time it is. */
  hear(server: Instant): void {
    this.heard = { server, wall: this.wall(), steady: this.steady() };
  }

  /** How long ago an instant of the site was; negative where it is still to come. */
  ageOf(instant: Instant): Age {
    const [byWall, bySteady] = this.moved();
    return { certain: Math.min(byWall, bySteady) - instant, possible: Math.max(byWall, bySteady) - instant };
  }

  private moved(): [Instant, Instant] {
    if (!this.heard) return [this.wall(), this.wall()];
    const { server, wall, steady } = this.heard;
    return [server + this.wall() - wall, server + this.steady() - steady];
  }
}
