import { COLORS } from './embed-colors.ts';
import {
  after,
  type Belief,
  type BeliefEvent,
  isKnown,
  lookIn,
  open,
  type Question,
  type Shown,
  type Verdict,
  verdictOf,
} from '../domain/belief.ts';
import type { EmbedFile, EmbedReading } from '../domain/embed.ts';
import { type Clocks, instantOf, serverNow } from '../domain/freshness.ts';
import { nearestOf } from '../domain/site.ts';

/** The word for "unknown" in each language, the first of the site first, put in when this is bundled. */
declare const UNKNOWN: Record<string, string>;
/** Where the heartbeat of the site that this script is from is renewed, if not there; else empty. */
declare const HEARTBEAT: string;

/** Between two questions, in ms; after failures later and later. Many banners do not ask at the same moment. */
const EVERY = 60_000 * (0.8 + Math.random() * 0.4);
const SLOWEST = 600_000;
/** Before the first file: another build than any, so that the first heartbeat has the file asked for. */
const NOTHING: Shown = { build: '', clear: false, limits: { validFor: 0, vouchFor: 0 } };

/** A page around it that is dark says so by `color-scheme`; a browser that does not know of two shows the day. */
const byDay = Object.entries(COLORS).map(([name, [day]]) => `--${name}:${day}`);
const byBoth = Object.entries(COLORS).map(([name, [day, night]]) => `--${name}:light-dark(${day},${night})`);
const tones = ['trouble', 'degraded', 'maintenance', 'calm'].map(
  (tone) =>
    `[data-tone=${tone}]{--nightlight-edge:var(--${tone}Edge);background:var(--nightlight-${tone},var(--${tone}))}`,
);

const STYLE = `:host{display:block;font:var(--nightlight-font,inherit);${byDay.join(';')}}
@supports(color:light-dark(red,red)){:host{${byBoth.join(';')}}}
:host([hidden]){display:none}
div{color:var(--nightlight-ink,var(--ink));background:var(--nightlight-paper,var(--paper));border-inline-start:5px solid var(--nightlight-edge,var(--edge));border-radius:6px;padding:.6em .9em}
p{margin:.1em 0}
a{color:inherit}
small{opacity:.8}
${tones.join('')}`;

const [FIRST = ''] = Object.keys(UNKNOWN);

const own = (document.currentScript as HTMLScriptElement | null)?.src;

/**
 * `<nightlight-status src="https://status.example.org/" lang="en">`: the one answer inside any page. It asks
 * politely, says "unknown" when it cannot hear, and never throws into its host. Themed by `--nightlight-*`
 * and `::part(banner|headline|advice|time|link)`.
 */
class NightlightStatus extends HTMLElement {
  private file: EmbedFile | undefined;
  /** Whether somebody's word held when something was known last: its words stay while another file is being fetched. */
  private isVouched = false;
  private belief: Belief = open(NOTHING, clocks(), { every: EVERY, slowest: SLOWEST });
  private timer: ReturnType<typeof setTimeout> | undefined;
  private readonly onSeen = () => document.visibilityState === 'visible' && this.learn({ kind: 'woke' });

  connectedCallback(): void {
    const root = this.shadowRoot ?? this.attachShadow({ mode: 'open' });
    if (root.adoptedStyleSheets.length === 0) {
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(STYLE);
      root.adoptedStyleSheets = [sheet];
    }
    document.addEventListener('visibilitychange', this.onSeen);
    addEventListener('online', this.onSeen);
    this.learn({ kind: 'woke' });
  }

  disconnectedCallback(): void {
    document.removeEventListener('visibilitychange', this.onSeen);
    removeEventListener('online', this.onSeen);
    clearTimeout(this.timer);
  }

  private learn(event: BeliefEvent): void {
    const step = after(this.belief, event, clocks());
    this.belief = step.belief;
    if (step.ask) void this.ask(step.ask).then((answer) => this.learn(answer));
    const change = this.untilChange;
    if (change !== undefined && change <= 0 && isKnown(this.verdict)) {
      this.change();
      return;
    }
    this.show();
    clearTimeout(this.timer);
    if (!this.isConnected || document.visibilityState !== 'visible') return;
    const span = Math.min(lookIn(this.belief, clocks()), change && change > 0 ? change : EVERY);
    this.timer = setTimeout(() => this.learn({ kind: 'tick' }), span);
  }

  private async ask(question: Question): Promise<BeliefEvent> {
    const asked = clocks();
    try {
      const answer = await fetch(
        this.address(question === 'page' ? 'embed.json' : 'heartbeat.json', question),
        { cache: 'no-store', signal: AbortSignal.timeout(15_000) },
      );
      if (!answer.ok) throw new Error(String(answer.status));
      const body: unknown = await answer.json();
      const { headers } = answer;
      if (question === 'page') return { kind: 'page', shown: this.take(body as EmbedFile) };
      // A foreign host sees the date only where the server exposes it. Without it nothing is confirmed.
      return { kind: 'heartbeat', asked, date: headers.get('date'), age: headers.get('age'), body };
    } catch {
      return question === 'page' ? { kind: 'page', shown: undefined } : { kind: 'silence', asked };
    }
  }

  /** Takes a file if it is of the build that the heartbeat spoke of. */
  private take(file: EmbedFile): Shown | undefined {
    if (file.build !== this.belief.other?.beat.build) return undefined;
    this.file = file;
    return shownOf(file);
  }

  /** In how many ms of the server's time the banner will say something else by itself. */
  private get untilChange(): number | undefined {
    const at = instantOf(this.file?.next?.at);
    const { heard } = this.belief;
    return at === undefined || !heard ? undefined : at - serverNow(heard, clocks());
  }

  private change(): void {
    const { file } = this;
    if (!file?.next) return;
    this.file = { ...file, ...file.next, next: null };
    this.learn({ kind: 'reading', shown: shownOf(this.file) });
  }

  private get verdict(): Verdict {
    return verdictOf(this.belief, clocks());
  }

  /** The address of a file; that of the words in the wanted language: the element's, else the page's. */
  private address(name: string, question: Question): string {
    const site = new URL(
      this.getAttribute('src') ?? '.',
      this.getAttribute('src') ? location.href : (own ?? location.href),
    );
    if (question === 'heartbeat' && HEARTBEAT !== '' && isOwn(site)) return unseen(HEARTBEAT);
    const isTranslated = question === 'page' && this.wanted !== FIRST;
    const { href } = new URL(isTranslated ? `${this.wanted}/${name}` : name, site);
    return unseen(href);
  }

  /** What may be said at this moment: nothing that is not proved, and calm only while somebody's word for it holds. */
  private get reading(): EmbedReading | undefined {
    const { file, verdict } = this;
    if (!file || !(verdict === 'waiting' || isKnown(verdict))) return undefined;
    if (verdict !== 'waiting') this.isVouched = verdict === 'vouched';
    const headline = this.isVouched && file.vouched !== null ? file.vouched : file.headline;
    return { ...file, tone: verdict === 'vouched' ? 'calm' : file.tone, headline };
  }

  /** Before the first answer: what stands in the element, and after a question that failed "unknown". */
  private get opening(): string {
    if (this.verdict !== 'waiting') return UNKNOWN[this.wanted] ?? '';
    return this.textContent?.trim() || '…';
  }

  private get wanted(): string {
    return nearestOf(Object.keys(UNKNOWN), this.lang || document.documentElement.lang) ?? FIRST;
  }

  private show(): void {
    const { file } = this;
    const reading = this.reading;
    const banner = part('div', 'banner');
    banner.setAttribute('role', 'status');
    banner.dir = 'auto';
    banner.dataset.tone = reading?.tone ?? 'unknown';
    const headline = part('p', 'headline');
    headline.append(bold(reading?.headline ?? file?.unknown ?? this.opening));
    banner.append(headline);
    if (reading?.advice) {
      const advice = part('p', 'advice', reading.advice);
      advice.dir = 'auto';
      if (reading.advice_lang) advice.lang = reading.advice_lang;
      banner.append(advice);
    }
    if (file) {
      const line = document.createElement('p');
      const link = part('a', 'link', file.more);
      link.setAttribute('href', file.url);
      line.append(part('small', 'time', asOf(file, this.wanted)), ' · ', link);
      banner.append(line);
    }
    this.shadowRoot?.replaceChildren(banner);
  }
}

/** No cache answers for the server at an address that nobody has asked for. */
function unseen(address: string): string {
  return `${address}?${Math.random().toString(36).slice(2)}`;
}

/** Whether a site is the one that this script is from. */
function isOwn(site: URL): boolean {
  return own === undefined || new URL('embed.js', site).href === own.replace(/[?#].*/, '');
}

/** As of when, in the reader's own time as it is written where they live, and UTC behind it; of another day with its day. */
function asOf({ as_of, as_of_here, built_at }: EmbedFile, language: string): string {
  const home = navigator.languages.find((one) => one.slice(0, 2) === language.slice(0, 2)) ?? language;
  const at = new Date(built_at);
  const isToday = at.toDateString() === new Date().toDateString();
  const own = new Intl.DateTimeFormat(home, {
    ...(isToday ? {} : { day: 'numeric', month: 'short' }),
    hour: 'numeric',
    minute: '2-digit',
    timeZoneName: 'short',
  });
  // A page that kept a file of an older build has it in UTC alone, and so has who lives by UTC.
  if (!as_of_here || /UTC$/.test(own.resolvedOptions().timeZone)) return as_of;
  return as_of_here.replace('{time}', own.format(at));
}

function shownOf({ build, vouched, limits }: EmbedFile): Shown {
  return { build, clear: typeof vouched === 'string', limits };
}

function clocks(): Clocks {
  return { wall: Date.now(), steady: performance.now() };
}

function part(name: string, label: string, text = ''): HTMLElement {
  const element = document.createElement(name);
  element.setAttribute('part', label);
  element.textContent = text;
  return element;
}

function bold(text: string): HTMLElement {
  const element = document.createElement('b');
  element.textContent = text;
  return element;
}

try {
  if (!customElements.get('nightlight-status')) customElements.define('nightlight-status', NightlightStatus);
} catch {
  // A host that cannot have the element keeps what stands inside it.
}
