import {
  after,
  type Belief,
  type BeliefEvent,
  lookIn,
  open,
  toRemember,
  verdictOf,
} from '../../src/domain/belief.ts';
import { AGREEMENT, type Attestation, type Clocks, type Heartbeat } from '../../src/domain/freshness.ts';
import { leaseLength } from '../../src/domain/site.ts';
import { isoSeconds, MINUTE } from '../../src/domain/time.ts';
import { renewal } from '../../src/release/beat.ts';

export const CONFIG = { rebuildEvery: 10, cacheAge: 10, vouchFor: 20 };
const LIMITS = { validFor: leaseLength(CONFIG), vouchFor: CONFIG.vouchFor * MINUTE };
/** Whole seconds, answers under way and the pause between two looks, in ms. */
const SLACK = 45_000;
/** Within this the page must have heard, where the network was good all the time, in ms. */
const NEWS = 2 * MINUTE;
const START = Date.UTC(2026, 2, 1, 3);

interface Build {
  name: string;
  at: number;
  /** Whether its page says that nothing is wrong as far as anybody told. */
  clear: boolean;
  /** Its heartbeat as it stands now: a beat renews it. */
  said: Heartbeat;
  /** Since when it is not any more what the repository says, or what was announced. */
  oldSince: number;
}

/** What one address answers: nothing at all, something that is not ours, or a heartbeat with its headers. */
type Answer = { date: string; age: string | null; body: unknown } | undefined;

/** What lies between page and server. */
export const NETWORKS = [
  'good',
  'dead',
  'hangs',
  'portal',
  'frozen',
  'two frozen nodes',
  'cache that says its age',
  'cache with a garbled age',
  'cuts pages',
  'absurd promises',
] as const;
export type Network = (typeof NETWORKS)[number];

/**
 * A status page's server, a network, and a reader's device with one open page: all with clocks of their own,
 * and all but the page's belief simulated. What it believes is the real thing, `src/domain/belief.ts`.
 */
export class World {
  private now = START;
  private steady = 1000;
  private offset = 0;
  /** Whether the page has looked at the clocks since one was set. */
  private isSeen = true;
  private builds: Build[] = [];
  private builder = true;
  private watcher = true;
  private trouble = false;
  /** The word that each build gets; nobody's once somebody said so. */
  private word: Heartbeat['vouched'] = { by: 'nobody', at: null, until: null };
  /** The newest word that anybody gave, and when one was taken back. */
  private newestWord = Number.NEGATIVE_INFINITY;
  private takenBack = Number.NEGATIVE_INFINITY;
  private commits = 0;
  /** Whether the heartbeat's address answers, where it is another than the page's. */
  private isAddressUp = true;
  private network: Network = 'good';
  private goodSince = START;
  private everStale = false;
  private stored: { answers: Answer[]; build: Build; at: number } | undefined;
  private latency = 200;
  private asked = 0;
  /** Answers that are under way: they arrive once the page has been awake for long enough. */
  private coming: { at: number; event: BeliefEvent }[] = [];
  private lookAt = 0;
  private belief!: Belief;
  private shown!: Build;
  private kept: Build | undefined;
  private green = false;
  private remembered: number | undefined;

  constructor() {
    this.release();
    this.load(this.current, false);
  }

  /** Awake and looked at for so long. */
  pass(ms: number): void {
    const end = this.now + ms;
    while (this.now < end) {
      const next = Math.min(
        end,
        this.now + Math.max(0, this.lookAt - this.steady),
        ...this.coming.map(({ at }) => this.now + Math.max(0, at - this.steady)),
        this.builder ? this.current.at + CONFIG.rebuildEvery * MINUTE : end,
      );
      this.steady += next - this.now;
      this.now = next;
      this.happen();
      this.judge();
    }
  }

  /** The device sleeps; on some its steady clock stands still meanwhile. The server lives on. */
  sleep(ms: number, stops: boolean): void {
    // A clock set back unseen, by as much as a device then sleeps, would hide the sleep from everybody.
    if (!this.isSeen) this.dispatch({ kind: 'tick' });
    const end = this.now + ms;
    while (this.builder && this.current.at + CONFIG.rebuildEvery * MINUTE <= end) {
      this.now = this.current.at + CONFIG.rebuildEvery * MINUTE;
      this.release();
    }
    this.now = end;
    if (!stops) this.steady += ms;
    this.goodSince = this.now;
    this.dispatch({ kind: 'woke' });
    this.judge();
  }

  /** The device's clock is set while the page is open, which notices at its next look. */
  setClock(offset: number): void {
    this.offset = offset;
    this.isSeen = false;
  }

  /** As `setClock`, by so many ms from where it stands. */
  moveClock(ms: number): void {
    this.setClock(this.offset + ms);
  }

  setNetwork(network: Network): void {
    this.network = network;
    this.goodSince = this.now;
    if (
      !['frozen', 'two frozen nodes', 'cache that says its age', 'cache with a garbled age'].includes(network)
    )
      return;
    this.everStale = true;
    const older = this.answer(this.now - 15_000);
    this.stored = { answers: [this.answer(this.now), older], build: this.current, at: this.now };
  }

  setLatency(ms: number): void {
    this.latency = ms;
  }

  setServer({ builder, watcher }: { builder: boolean; watcher: boolean }): void {
    if (builder && !this.builder) this.release();
    this.builder = builder;
    this.watcher = watcher;
  }

  /** An incident is opened or closed, and published. */
  turn(trouble: boolean): void {
    this.trouble = trouble;
    this.release();
  }

  /** The heartbeat is renewed without a build, by the rules of the real one; where it may not be, it stays. */
  beat(kind: string): void {
    if (kind === 'watch' && !this.watcher) return;
    const words: Record<string, Attestation> = {
      watch: { by: 'watch', at: this.now },
      'old word': { by: 'watch', at: this.now - 10 * MINUTE },
      nobody: { by: 'nobody', at: null },
    };
    const word = words[kind];
    const next = renewal(JSON.stringify(this.current.said), { now: this.now, word }, String(this.commits));
    if ('why' in next) return;
    this.current.said = next.heartbeat;
    this.word = next.heartbeat.vouched;
    if (word?.at) this.newestWord = Math.max(this.newestWord, word.at);
    if (kind === 'nobody') this.takenBack = this.now;
  }

  /** The repository moves on, and no build of it goes live. */
  commit(): void {
    this.commits++;
    this.current.oldSince = Math.min(this.current.oldSince, this.now);
  }

  /** Something is announced and published: from its time on the build does not say what is so. */
  announce(ms: number): void {
    this.release(this.now + ms);
  }

  setAddress(isUp: boolean): void {
    this.isAddressUp = isUp;
    this.goodSince = this.now;
  }

  /** Whether a reload is a fair trial: with a wrong clock and a cache that repeats itself nothing on the device knows the time. */
  get mayReload(): boolean {
    return Math.abs(this.offset) <= AGREEMENT / 2 || this.network === 'good';
  }

  reload(): void {
    const cached = this.stored && !['good', 'absurd promises'].includes(this.network) && this.isStale;
    if (this.network === 'good' || this.network === 'absurd promises') this.load(this.current, false);
    else if (cached) this.load(this.stored?.build as Build, false);
    else if (this.kept) this.load(this.kept, true);
  }

  /** Everything works again: after three minutes the page says what the server says. */
  assertRecovery(): void {
    this.setServer({ builder: true, watcher: true });
    this.setAddress(true);
    this.setNetwork('good');
    this.latency = 200;
    this.release();
    this.pass(3 * MINUTE);
    const { clear, name } = this.current;
    if (this.shown.name !== name || this.green !== clear)
      throw new Error(`all is well, and the page shows ${this.shown.name} ${this.verdict} for ${name}`);
  }

  private get current(): Build {
    return this.builds.at(-1) as Build;
  }

  private get isStale(): boolean {
    return ['frozen', 'two frozen nodes', 'cache that says its age', 'cache with a garbled age'].includes(
      this.network,
    );
  }

  private get clocks(): Clocks {
    return { wall: this.now + this.offset, steady: this.steady };
  }

  private get verdict(): string {
    return verdictOf(this.belief, this.clocks);
  }

  private release(changesAt?: number): void {
    if (this.watcher) {
      this.word = { by: 'watch', at: isoSeconds(this.now), until: isoSeconds(this.now + LIMITS.vouchFor) };
      this.newestWord = this.now;
    }
    const name = `build ${this.builds.length}`;
    const said: Heartbeat = {
      built_at: isoSeconds(this.now),
      valid_until: isoSeconds(this.now + LIMITS.validFor),
      build: name,
      vouched: this.word,
      changes_at: changesAt === undefined ? null : isoSeconds(changesAt),
      source: String(this.commits),
      limits: LIMITS,
      moved_to: null,
    };
    const oldSince = changesAt ?? Number.POSITIVE_INFINITY;
    this.builds.push({ name, at: this.now, clear: !this.trouble, said, oldSince });
  }

  private load(build: Build, fromKept: boolean): void {
    this.coming = [];
    this.shown = build;
    if (!fromKept) this.kept = build;
    const { remembered } = this;
    this.belief = open(
      this.asShown(build),
      this.clocks,
      { every: MINUTE, slowest: MINUTE },
      { remembered, kept: fromKept },
    );
    this.dispatch({ kind: 'tick' });
  }

  private asShown(build: Build) {
    return { build: build.name, clear: build.clear, limits: LIMITS };
  }

  private happen(): void {
    if (this.builder && this.now >= this.current.at + CONFIG.rebuildEvery * MINUTE) this.release();
    const arrived = this.coming.filter(({ at }) => at <= this.steady);
    this.coming = this.coming.filter(({ at }) => at > this.steady);
    for (const { event } of arrived) {
      if (event.kind === 'page' && event.shown) this.take(event.shown.build);
      this.dispatch(event);
    }
    if (this.lookAt <= this.steady) this.dispatch({ kind: 'tick' });
  }

  private take(name: string): void {
    this.shown = this.builds.find((build) => build.name === name) as Build;
    this.kept = this.shown;
  }

  private dispatch(event: BeliefEvent): void {
    this.isSeen = true;
    const step = after(this.belief, event, this.clocks);
    this.belief = step.belief;
    this.remembered = toRemember(this.belief, this.clocks);
    this.green = verdictOf(this.belief, this.clocks) === 'vouched';
    this.lookAt = this.steady + lookIn(this.belief, this.clocks);
    if (step.ask === 'heartbeat') this.askHeartbeat();
    if (step.ask === 'page') this.askPage(this.belief.other?.beat.build as string);
  }

  private askHeartbeat(): void {
    const answer = this.heartbeat();
    const event: BeliefEvent = answer
      ? { kind: 'heartbeat', asked: this.clocks, ...answer }
      : { kind: 'silence', asked: this.clocks };
    this.coming.push({ at: this.steady + this.delay, event });
  }

  private askPage(wanted: string): void {
    const build =
      this.network === 'good' || this.network === 'absurd promises' ? this.current : this.stored?.build;
    const comes =
      build && !['dead', 'hangs', 'portal', 'cuts pages'].includes(this.network) && build.name === wanted;
    const event: BeliefEvent = { kind: 'page', shown: comes ? this.asShown(build) : undefined };
    this.coming.push({ at: this.steady + this.delay, event });
  }

  private get delay(): number {
    return this.network === 'hangs' ? 15_000 : this.latency;
  }

  private heartbeat(): Answer {
    this.asked++;
    const { stored, network } = this;
    if (!this.isAddressUp) return undefined;
    if (network === 'dead' || network === 'hangs' || network === 'portal') return undefined;
    if (stored && network === 'frozen') return stored.answers[0];
    if (stored && network === 'two frozen nodes') return stored.answers[this.asked % 2];
    if (stored?.answers[0] && network === 'cache that says its age')
      return { ...stored.answers[0], age: String(Math.floor((this.now - stored.at) / 1000)) };
    if (stored?.answers[0] && network === 'cache with a garbled age')
      return {
        ...stored.answers[0],
        age: this.asked % 2 ? 'soon' : `${Math.floor((this.now - stored.at) / 1000)}, 5`,
      };
    const answer = this.answer(this.now);
    if (network !== 'absurd promises' || !answer) return answer;
    const absurd =
      this.asked % 2
        ? { valid_until: '9999-01-01T00:00:00Z' }
        : { built_at: isoSeconds(this.now + 24 * 60 * MINUTE) };
    return { ...answer, body: { ...(answer.body as object), ...absurd } };
  }

  private answer(now: number): Answer {
    return { date: new Date(now).toUTCString(), age: null, body: this.current.said };
  }

  /** The promise: green is never older than it may be. */
  private judge(): void {
    if (!this.green) return;
    if (this.belief.other) throw new Error(`green while ${this.belief.other.beat.build} is being taken`);
    // A cache that repeats itself may be taken for the server for as long as the device's clock allows.
    const slack = SLACK + (this.everStale ? AGREEMENT : 0);
    const late = (what: string, by: number) => {
      throw new Error(`green ${Math.round(by / 1000)} s too long: ${what}`);
    };
    // A beat makes it no younger once the repository has moved on, or what was announced has come.
    const old = this.now - (this.shown.oldSince + LIMITS.validFor + slack);
    if (old > 0) late('the build is not what the repository says, or what was announced', old);
    const given = Date.parse(this.shown.said.valid_until) + slack;
    if (this.now > given) late('nobody has renewed the heartbeat', this.now - given);
    const lapsed = this.now - (this.newestWord + LIMITS.vouchFor + slack);
    if (lapsed > 0) late('nobody vouches any more', lapsed);
    const isTaken = this.takenBack > this.newestWord && this.network === 'good' && this.isAddressUp;
    const taken = isTaken ? this.now - Math.max(this.takenBack, this.goodSince) - NEWS : 0;
    if (taken > 0) late('the word was taken back, which could be heard', taken);
    const after = this.builds[this.builds.indexOf(this.shown) + 1];
    const news =
      after && this.network === 'good' && this.isAddressUp
        ? this.now - Math.max(after.at, this.goodSince) - NEWS
        : 0;
    if (news > 0) late('another build was published and could be heard', news);
  }
}
