/** What is done after an answer was given, so that nobody can tell from its time what was done. */
export class Errands {
  private readonly open = new Set<Promise<void>>();
  private readonly failed: (error: unknown) => void;
  private readonly most: number;

  /** @param most how many may be under way; more are dropped, and what they were for is tried again by `tidy`. */
  constructor(failed: (error: unknown) => void, most = 500) {
    this.failed = failed;
    this.most = most;
  }

  run(errand: () => Promise<void>): void {
    if (this.open.size >= this.most) return;
    const begun = Promise.resolve()
      .then(errand)
      .catch(this.failed)
      .finally(() => this.open.delete(begun));
    this.open.add(begun);
  }

  /** Waits until all that was begun has ended. */
  async idle(): Promise<void> {
    while (this.open.size > 0) await Promise.all(this.open);
  }
}
