import type { Attestation } from '../domain/freshness.ts';
import { NO_RESPONSES, type ResponseFile, responsesOf, withLook } from '../domain/response-file.ts';
import { type Instant, isoSeconds } from '../domain/time.ts';
import type { Finding } from './finding.ts';
import { judge, type Rule, type Verdict } from './judge.ts';
import { BLANK, type Memory, remember, withoutOld } from './memory.ts';
import { lookAtAll, lookOnce, type Looking, type Pace, type Watched } from './schedule.ts';

/** A check, with how it is judged. */
export interface Judged extends Watched {
  rule: Rule;
  /** Nobody looks at it, only alerts speak of it: that none fires is no health, and keeps nobody from vouching. */
  isHeard?: boolean | undefined;
}

/** What a watcher says of what it does, a line for each thing. */
export interface Log {
  info(what: string, facts?: object): void;
  error(what: string, facts?: object): void;
}

/** How a heartbeat was renewed, or why it was left as it was. */
export type Renewed = { until: Instant } | { why: string };

/** What goes well and will fail unless somebody mends it before. */
interface Soon {
  check: string;
  why: string;
}

/** What a watcher is made of. All that it touches of the world is passed in. */
export interface Parts extends Pace {
  checks: readonly Judged[];
  now(): Instant;
  look: Looking['look'];
  /** Tells what was judged; gives back what it keeps for itself. It may be asked again with the same at any time. */
  tell(
    verdicts: readonly Verdict[],
    memory: unknown,
    keep: (memory: unknown) => Promise<void>,
  ): Promise<unknown>;
  /** Renews the heartbeat, with a word or without one; absent where none is named. */
  beat?: ((word: Attestation | undefined) => Promise<Renewed>) | undefined;
  /** Asks a person to mend what goes well and will fail soon, and says why nobody was asked; absent where nobody is named. */
  ask?: ((soon: readonly Soon[]) => Promise<string | undefined>) | undefined;
  /** What was known when the last one ended, and where what is known is kept. */
  memory: Memory<Verdict>;
  keep(memory: Memory<Verdict>): Promise<void>;
  /** What was measured until then, and where it is written. */
  responses: ResponseFile | undefined;
  publish(responses: ResponseFile): Promise<void>;
  /** Says that it goes on to whoever begins it anew where it hangs, and why that could not be said; absent where nobody does. */
  alive?: (() => Promise<string | undefined>) | undefined;
  log: Log;
}

/** How often it judges without having heard anything, in ms: that nobody is heard is news too. */
const TICK = 10_000;
/** How often the heartbeat is renewed, in ms, where nothing changed. */
const BEAT = 30_000;
/** By how much the clock on the wall may go its own way between two looks at it, in ms. */
const JUMP = 2_000;
/** How often a person is asked about the same that will fail soon, in ms. */
const ASKED_EVERY = 24 * 60 * 60_000;
/** When it is tried again where nobody could be asked, in ms. */
const ASKED_AGAIN = 60 * 60_000;
/** How far ahead the clock of another place may be, in ms. */
const AHEAD = 60_000;
/** Watches: looks, judges what it and others found, tells, and vouches for what it knows. */
export class Watcher {
  readonly #parts: Parts;
  readonly #ids: ReadonlySet<string>;
  /** The checks that are looked at. */
  readonly #looked: readonly Judged[];
  #memory: Memory<Verdict>;
  #responses: ResponseFile;
  /** What has been said by now of things that last, so that it is said once. */
  readonly #said = new Map<string, string>();
  #isDirty = false;
  #settling: Promise<void> | undefined;
  #saving = Promise.resolve(true);
  #beatAt: number | undefined;
  #isTakenBack = false;
  #offset: number;

  constructor(parts: Parts) {
    this.#parts = parts;
    this.#ids = new Set(parts.checks.map(({ id }) => id));
    this.#looked = parts.checks.filter(({ isHeard }) => !isHeard);
    this.#memory = withoutOld(parts.memory ?? BLANK, this.#ids);
    this.#responses = responsesOf(parts.responses ?? NO_RESPONSES, this.#ids);
    this.#offset = parts.now() - parts.steady();
  }

  /** What is known of each check, in the order of the config. */
  get verdicts(): Verdict[] {
    return this.#parts.checks.flatMap(({ id }) => this.#memory.verdicts[id] ?? []);
  }

  /** Takes what was found, here or elsewhere, and judges it. */
  hear(finding: Finding): void {
    if (this.#remember(finding)) void this.#settle();
  }

  /** @returns whether it is news. */
  #remember(finding: Finding): boolean {
    const { check, at, place } = finding;
    const { now, log } = this.#parts;
    this.#lookAtClock();
    if (!this.#ids.has(check)) {
      this.#sayOnce(`check ${check} ${place}`, 'nothing of that name is watched', { check, place });
      return false;
    }
    if (at > now() + AHEAD) {
      log.error('a finding of the future was left', { check, place, at: isoSeconds(at) });
      return false;
    }
    const memory = remember(this.#memory, finding);
    if (memory === this.#memory) return false;
    this.#memory = memory;
    // An alert is no look: it was not answered, and nobody knows how often somebody looked.
    if (finding.holds === undefined) {
      const looks = memory.findings.filter(({ holds }) => holds === undefined);
      this.#responses = withLook(this.#responses, finding, looks, now());
    }
    if (!finding.ok) log.info('a look failed', { check, place, why: finding.why });
    else if (finding.soon !== undefined)
      this.#sayOnce(`soon ${check} ${place}`, 'this goes well, and will fail unless somebody mends it', {
        ...{ check, place, why: finding.soon },
      });
    else if (finding.holds === undefined) this.#isOver(`soon ${check} ${place}`);
    return true;
  }

  /** @returns whether all that was heard until now is kept and would outlast the power. */
  kept(): Promise<boolean> {
    return this.#save();
  }

  /**
   * Goes on until it is asked to stop, and then ends at once, or with what it is just telling: whoever is begun next must
   * not say it too. What it knows is kept.
   */
  async run(stop: AbortSignal): Promise<void> {
    await Promise.all([lookAtAll(this.#looked, this.#looking(), stop), this.#tick(stop)]);
    await this.#settling;
    await this.#save();
  }

  /**
   * Looks at everything, as often as it takes to know it, and judges and tells once all of it is known: who says what
   * fails says what works too.
   * @returns what is known then of what it looked at.
   */
  async once(stop: AbortSignal): Promise<Verdict[]> {
    const looking = this.#looking();
    await Promise.all(
      this.#looked.map(async (check) => {
        for (let looks = 0; looks < check.failures && !stop.aborted; looks++) {
          if (looks > 0) await looking.wait(check.every / 2, stop).catch(() => undefined);
          const finding = await lookOnce(check, looking, stop);
          if (!finding) continue;
          this.#isOver(`look ${check.id}`);
          this.#remember(finding);
        }
      }),
    );
    await this.#settle();
    await this.#save();
    return this.#ofLooked(this.verdicts);
  }

  #looking(): Looking {
    const { look, steady, wait } = this.#parts;
    return {
      ...{ steady, wait, look },
      hear: (finding) => {
        this.#isOver(`look ${finding.check}`);
        this.hear(finding);
      },
      broke: (check, error) => this.#sayOnce(`look ${check}`, 'a look broke', { check, why: error.message }),
    };
  }

  async #tick(stop: AbortSignal): Promise<void> {
    while (!stop.aborted) {
      await this.#parts.wait(TICK, stop).catch(() => undefined);
      this.#lookAtClock();
      if (!stop.aborted) await this.#settle();
      await this.#sayAlive();
    }
  }

  /** Not before what it tells has ended: what hangs there tells nobody anything any more. */
  async #sayAlive(): Promise<void> {
    const why = await this.#parts.alive?.();
    if (why === undefined) this.#isOver('alive');
    else this.#sayOnce('alive', 'the service manager could not be told that this goes on', { why });
  }

  /** Says when the clock on the wall was set, or the machine slept. What was found in a time that is yet to come is forgotten. */
  #lookAtClock(): void {
    const { now, steady, log } = this.#parts;
    const offset = now() - steady();
    const jump = offset - this.#offset;
    if (Math.abs(jump) < JUMP) {
      this.#offset = offset;
      return;
    }
    this.#offset = offset;
    log.error('the clock jumped, or this machine slept', { seconds: Math.round(jump / 1000) });
    const findings = this.#memory.findings.filter(({ at }) => at <= now());
    this.#memory = { ...this.#memory, findings };
  }

  /** Judges and tells, one after the other; what is heard meanwhile is judged next. */
  #settle(): Promise<void> {
    this.#isDirty = true;
    this.#settling ??= (async () => {
      while (this.#isDirty) {
        this.#isDirty = false;
        await this.#judgeAndTell();
      }
    })().finally(() => {
      this.#settling = undefined;
    });
    return this.#settling;
  }

  async #judgeAndTell(): Promise<void> {
    const { checks, tell, now, log } = this.#parts;
    const before = this.#memory.verdicts;
    const verdicts = checks.map(({ id, rule }) => judge(rule, this.#memory.findings, before[id], now()));
    const changed = verdicts.filter(({ check, state }) => before[check]?.state !== state);
    this.#memory = { ...this.#memory, verdicts: Object.fromEntries(verdicts.map((one) => [one.check, one])) };
    for (const { check, state, since, why } of changed)
      log.info('judged', { check, state, since: isoSeconds(since), ...(why !== undefined && { why }) });
    await this.#save();
    // What is told changes the record, and then no heartbeat of what is live now can be written any more.
    const isFailing = verdicts.some(({ state }) => state === 'down');
    if (isFailing && !this.#isTakenBack) await this.#beat(verdicts, changed.length > 0);
    try {
      const teller = await tell(verdicts, this.#memory.teller, (next) => this.#keepTeller(next));
      if (teller !== this.#memory.teller) await this.#keepTeller(teller);
      this.#isOver('tell');
    } catch (error) {
      this.#sayOnce('tell', 'it could not be told and is tried again', { why: (error as Error).message });
    }
    if (!isFailing || this.#isTakenBack) await this.#beat(verdicts, changed.length > 0 && !isFailing);
    await this.#askAhead();
  }

  /** Asks a person once a day about what will fail soon: nobody reads the log of what goes well. */
  async #askAhead(): Promise<void> {
    const { ask, now, log } = this.#parts;
    if (!ask) return;
    const soon = this.#soon();
    const { askAgain = {} } = this.#memory;
    // A clock that was set back puts nothing off.
    const isDue = ({ check }: Soon) => {
      const left = (askAgain[check] ?? 0) - now();
      return left <= 0 || left > ASKED_EVERY;
    };
    const due = soon.filter(isDue);
    const kept = Object.entries(askAgain).filter(([check]) =>
      soon.some((one) => one.check === check && !isDue(one)),
    );
    if (due.length === 0 && kept.length === Object.keys(askAgain).length) return;
    const why = due.length > 0 ? await whyNot(() => ask(due)) : undefined;
    if (why !== undefined) log.error('nobody could be asked to mend what will fail soon', { why });
    const next = now() + (why === undefined ? ASKED_EVERY : ASKED_AGAIN);
    this.#memory = {
      ...this.#memory,
      askAgain: Object.fromEntries([...kept, ...due.map(({ check }) => [check, next] as const)]),
    };
    await this.#save();
  }

  /** What the newest look of a place at each check found to go well and to fail soon. */
  #soon(): Soon[] {
    const newest = new Map<string, Finding>();
    for (const one of this.#memory.findings) {
      const key = `${one.check} ${one.place}`;
      if (one.holds === undefined && one.at >= (newest.get(key)?.at ?? one.at)) newest.set(key, one);
    }
    const words = new Map(
      [...newest.values()].flatMap(({ check, ok, soon }) =>
        ok && soon !== undefined ? [[check, soon] as const] : [],
      ),
    );
    return [...words].map(([check, why]) => ({ check, why }));
  }

  async #keepTeller(teller: unknown): Promise<void> {
    this.#memory = { ...this.#memory, teller };
    await this.#save();
  }

  /** Renews the heartbeat. Its word is given only where every check is known to go well, and is as old as the oldest of them. */
  async #beat(verdicts: readonly Verdict[], isNews: boolean): Promise<void> {
    const { beat, steady, now } = this.#parts;
    if (!beat || (!isNews && this.#beatAt !== undefined && steady() - this.#beatAt < BEAT)) return;
    this.#beatAt = steady();
    const word = this.#word(verdicts);
    try {
      let renewed = await beat(word);
      // A newer word may stand there, of a person for instance: then that one stays.
      const hasWord = 'until' in renewed;
      if (!hasWord && word?.by === 'watch') renewed = await beat(undefined);
      if ('why' in renewed) this.#sayOnce('beat', 'the heartbeat is as it was', { why: renewed.why });
      else this.#isOver('beat');
      if (!hasWord) return;
      if (word?.by === 'nobody') this.#isTakenBack = true;
      if (word?.by !== 'watch') return;
      this.#isTakenBack = false;
      this.#memory = { ...this.#memory, renewed: now() };
    } catch (error) {
      this.#sayOnce('beat', 'the heartbeat could not be renewed', { why: (error as Error).message });
    }
  }

  /** The word that can be given: none where something is not known; and what fails takes it back, once. */
  #word(verdicts: readonly Verdict[]): Attestation | undefined {
    if (verdicts.some(({ state }) => state === 'down'))
      return this.#isTakenBack ? undefined : { by: 'nobody', at: null };
    const looked = this.#ofLooked(verdicts);
    if (looked.length === 0 || looked.some(({ state }) => state !== 'up')) return undefined;
    const seen = looked.map(({ check }) =>
      Math.max(...this.#memory.findings.filter((one) => one.check === check && one.ok).map(({ at }) => at)),
    );
    const at = Math.min(...seen, this.#parts.now());
    return Number.isFinite(at) ? { by: 'watch', at } : undefined;
  }

  #ofLooked(verdicts: readonly Verdict[]): Verdict[] {
    return verdicts.filter(({ check }) => this.#looked.some(({ id }) => id === check));
  }

  /** Keeps what is known, one time after the other. A disk that is full stops nobody from watching. */
  #save(): Promise<boolean> {
    const { keep, publish } = this.#parts;
    this.#saving = this.#saving.then(async () => {
      let isKept = false;
      try {
        await keep(this.#memory);
        isKept = true;
        await publish(this.#responses);
        this.#isOver('keep');
      } catch (error) {
        this.#sayOnce('keep', 'what is known could not be kept', { why: (error as Error).message });
      }
      return isKept;
    });
    return this.#saving;
  }

  #sayOnce(about: string, what: string, facts: object): void {
    const words = JSON.stringify([what, facts]);
    if (this.#said.get(about) === words) return;
    this.#said.set(about, words);
    this.#parts.log.error(what, facts);
  }

  #isOver(about: string): void {
    if (this.#said.delete(about)) this.#parts.log.info('that is over', { about });
  }
}

/** Why somebody could not be asked; one who cannot be asked must not end the watch. */
async function whyNot(ask: () => Promise<string | undefined>): Promise<string | undefined> {
  try {
    return await ask();
  } catch (error) {
    return (error as Error).message;
  }
}
