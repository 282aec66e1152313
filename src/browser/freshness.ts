import {
  after,
  type Belief,
  type BeliefEvent,
  isKnown,
  lookIn,
  open,
  type Shown,
  toRemember,
  type Verdict,
  verdictOf,
} from '../domain/belief.ts';
import { type Clocks, serverNow } from '../domain/freshness.ts';
import { announce, headline, plainHeadline } from './announce.ts';
import { recall, remember } from './memory.ts';
import { nextReadingAt, pristine, switchReading } from './reading.ts';
import { sayFreshness, sayTimes } from './say.ts';
import { load } from './summon.ts';
import type { FreshnessWords } from './words.ts';

/** What the page does with what is found out. */
export interface Live {
  words: FreshnessWords;
  /** Told how many ms it is now, by the server's clock, whenever that is known. */
  onTime(now: number): void;
  /** Adds to a new part of the page what scripts can add. */
  enhance(part: ParentNode): void;
}

const MINUTE = 60_000;
const root = document.documentElement;

/**
 * Proves, again and again, that this page is what the server would say now. Until then its mark is
 * neutral; when it cannot be proved the page says "unknown", in words. What follows from what is decided in
 * `src/domain/belief.ts`; here it is asked and shown.
 */
export function keepFresh(live: Live): void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const kept = 'kept' in root.dataset;
  let said = plainHeadline();
  let belief = open(shown(), clocks(), { every: MINUTE, slowest: MINUTE }, { remembered: recall(), kept });

  const learn = (event: BeliefEvent) => {
    const step = after(belief, event, clocks());
    belief = step.belief;
    remember(toRemember(belief, clocks()));
    if (step.ask === 'heartbeat') void listen().then(learn);
    if (step.ask === 'page') void take(belief.other?.beat.build ?? '', live).then(learn);
    const change = switchIfDue(belief, live);
    if (change === 'switched') return learn({ kind: 'reading', shown: shown() });
    show(belief, live);
    if (plainHeadline() !== said) announce(headline());
    said = plainHeadline();
    clearTimeout(timer);
    timer = setTimeout(() => learn({ kind: 'tick' }), Math.min(lookIn(belief, clocks()), change));
  };
  const woke = () => learn({ kind: 'woke' });
  addEventListener('pageshow', woke);
  addEventListener('online', woke);
  addEventListener('focus', woke);
  document.addEventListener('visibilitychange', () => document.visibilityState === 'visible' && woke());
  learn({ kind: 'tick' });
}

/** One heartbeat. The address changes with every question, so that no cache answers for the server. */
async function listen(): Promise<BeliefEvent> {
  const asked = clocks();
  try {
    const address = `${meta('heartbeat')?.content}?${Math.random().toString(36).slice(2)}`;
    const answer = await fetch(address, { cache: 'no-store', signal: AbortSignal.timeout(15_000) });
    if (!answer.ok) return { kind: 'silence', asked };
    const body: unknown = await answer.json();
    const { headers } = answer;
    return { kind: 'heartbeat', asked, date: headers.get('date'), age: headers.get('age'), body };
  } catch {
    return { kind: 'silence', asked };
  }
}

/** Takes the page of another build, whole or not at all; what can do so is fetched first. */
async function take(build: string, { enhance }: Live): Promise<BeliefEvent> {
  const taken =
    (await load('exchange.js')) &&
    (await new Promise<boolean>((done) =>
      dispatchEvent(new CustomEvent('nightlight:take', { detail: { build, pristine, enhance, done } })),
    ));
  if (taken) applyFreshness(document);
  return { kind: 'page', shown: taken ? shown() : undefined };
}

/** Switches to the announced reading when its time has come and this page is proved. Else in how many ms it comes. */
function switchIfDue(belief: Belief, { enhance }: Live): number | 'switched' {
  const at = nextReadingAt();
  const { heard } = belief;
  if (at === undefined || !heard || !isKnown(verdictOf(belief, clocks()))) return MINUTE;
  const wait = at - serverNow(heard, clocks());
  if (wait > 0) return wait;
  switchReading(enhance);
  return 'switched';
}

function show(belief: Belief, { words, onTime }: Live): void {
  const verdict = verdictOf(belief, clocks());
  mark(verdict);
  sayTimes(belief, words);
  if (belief.heard) onTime(serverNow(belief.heard, clocks()));
  sayFreshness(verdict, belief, clocks(), words);
}

/** Marks the page, and shows the words that belong to the mark. */
function mark(verdict: Verdict): void {
  const freshness = verdict === 'waiting' || isKnown(verdict) ? verdict : 'unknown';
  if (root.dataset.freshness === freshness) return;
  root.dataset.freshness = freshness;
  applyFreshness(document);
}

/**
 * Shows the parts for what is known, or the parts for "unknown", and says what somebody vouches for where
 * somebody does. New parts of the page need it too.
 */
export function applyFreshness(part: ParentNode): void {
  const { freshness } = root.dataset;
  const isUnknown = freshness === 'unknown';
  if (freshness === 'vouched' || freshness === 'proved') sayVouched(part, freshness === 'vouched');
  for (const element of part.querySelectorAll<HTMLElement>('[data-when]'))
    element.hidden = (element.dataset.when === 'unknown') !== isUnknown;
  const title = document.querySelector<HTMLElement>('[data-unknown-title]')?.dataset.unknownTitle;
  if (!title) return;
  const plain = document.title.replace(`${title} · `, '');
  document.title = isUnknown ? `${title} · ${plain}` : plain;
}

/** While nothing is known, what was said last stays: it is what was last confirmed. */
function sayVouched(part: ParentNode, isVouched: boolean): void {
  for (const element of part.querySelectorAll<HTMLElement>('[data-vouched]')) {
    const { vouched = '', plain = element.textContent } = element.dataset;
    element.dataset.plain = plain;
    const words = isVouched ? vouched : plain;
    if (element.textContent !== words) element.textContent = words;
  }
}

/** What stands in the page now. */
function shown(): Shown {
  const { vouchFor, validFor } = meta('heartbeat')?.dataset ?? {};
  return {
    build: meta('build')?.content ?? '',
    clear: 'clear' in (document.getElementById('answer')?.dataset ?? {}),
    limits: { validFor: Number(validFor), vouchFor: Number(vouchFor) },
  };
}

function clocks(): Clocks {
  return { wall: Date.now(), steady: performance.now() };
}

function meta(name: string): HTMLMetaElement | null {
  return document.querySelector(`meta[name="nightlight-${name}"]`);
}
