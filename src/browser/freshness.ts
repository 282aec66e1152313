import { type Clocks, type Heartbeat, holds, type Proof, prove, serverTime } from '../domain/freshness.ts';
import { exchange, switchReading } from './exchange.ts';

/** Told whenever the server's time is known: how many ms it is now, by the server's clock. */
export type OnTime = (now: number) => void;

const MINUTE = 60_000;
const root = document.documentElement;

let proof: Proof | undefined;
let asking = false;
let lapse: ReturnType<typeof setTimeout> | undefined;
let change: ReturnType<typeof setTimeout> | undefined;

/**
 * Proves, again and again, that this page is what the server would say now. Until then its mark is
 * neutral; when it cannot be proved the page says "unknown", in words.
 */
export function keepFresh(onTime: OnTime, enhance: (part: ParentNode) => void): void {
  const check = () => void ask(onTime, enhance);
  addEventListener('pageshow', check);
  addEventListener('online', check);
  addEventListener('focus', check);
  document.addEventListener('visibilitychange', () => document.visibilityState === 'visible' && check());
  setInterval(check, MINUTE);
  check();
}

async function ask(onTime: OnTime, enhance: (part: ParentNode) => void): Promise<void> {
  if (proof && !holds(proof, clocks())) unknown();
  if (asking) return;
  asking = true;
  try {
    const heard = await listen();
    proof = heard;
    if (heard.left <= 0 || !(await isCurrent(heard, enhance))) return unknown();
    fresh(heard, onTime, enhance);
  } catch {
    if (!proof || !holds(proof, clocks())) unknown();
  } finally {
    asking = false;
  }
}

/** One heartbeat. The address changes with every question, so that no cache answers for the server. */
async function listen(): Promise<Proof> {
  const address = `${meta('heartbeat')}?${Math.random().toString(36).slice(2)}`;
  const answer = await fetch(address, { cache: 'no-store', signal: AbortSignal.timeout(15_000) });
  if (!answer.ok) throw new Error(String(answer.status));
  const heartbeat = (await answer.json()) as Heartbeat;
  const at = clocks();
  const time = serverTime(answer.headers.get('date'), answer.headers.get('age'), proof, at);
  if (time === undefined) throw new Error('no date');
  return prove(heartbeat, time, at);
}

/** Whether this page is the build the server speaks of, after taking that build if it is another. */
async function isCurrent({ build }: Proof, enhance: (part: ParentNode) => void): Promise<boolean> {
  return meta('build') === build || exchange(build, enhance);
}

function fresh(heard: Proof, onTime: OnTime, enhance: (part: ParentNode) => void): void {
  show('proved');
  onTime(heard.time.now);
  clearTimeout(lapse);
  lapse = setTimeout(() => proof && !holds(proof, clocks()) && unknown(), heard.left + 50);
  clearTimeout(change);
  const at = switchReading(heard.time.now, enhance);
  if (at !== undefined && at - heard.time.now < 2 ** 31)
    change = setTimeout(() => switchReading(at, enhance), at - heard.time.now);
}

function unknown(): void {
  show('unknown');
}

/** Marks the page, and shows the words that belong to the mark. */
function show(freshness: 'proved' | 'unknown'): void {
  if (root.dataset.freshness === freshness) return;
  root.dataset.freshness = freshness;
  applyFreshness(document);
}

/** Shows the parts for what is known, or the parts for "unknown". New parts of the page need it too. */
export function applyFreshness(part: ParentNode): void {
  const isUnknown = root.dataset.freshness === 'unknown';
  for (const element of part.querySelectorAll<HTMLElement>('[data-when]'))
    element.hidden = (element.dataset.when === 'unknown') !== isUnknown;
  const title = document.querySelector<HTMLElement>('[data-unknown-title]')?.dataset.unknownTitle;
  if (!title) return;
  const plain = document.title.startsWith(`${title} · `)
    ? document.title.slice(title.length + 3)
    : document.title;
  document.title = isUnknown ? `${title} · ${plain}` : plain;
}

function clocks(): Clocks {
  return { wall: Date.now(), steady: performance.now() };
}

function meta(name: string): string {
  return document.querySelector<HTMLMetaElement>(`meta[name="nightlight-${name}"]`)?.content ?? '';
}
