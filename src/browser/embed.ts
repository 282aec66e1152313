import type { EmbedFile, EmbedReading } from '../domain/embed.ts';
import { type Clocks, holds, type Proof, prove, serverNow, serverTime } from '../domain/freshness.ts';
import { ORIGINAL } from '../domain/site.ts';

/** The word for "unknown" in each language, put in when this is bundled. */
declare const UNKNOWN: Record<string, string>;

/** Between two questions, in ms; after a failure twice as long, up to `SLOWEST`. */
const EVERY = 60_000;
const SLOWEST = 600_000;

const STYLE = `:host{display:block;font:var(--nightlight-font,inherit)}
:host([hidden]){display:none}
div{color:var(--nightlight-ink,#1b1f2a);background:var(--nightlight-paper,#e9ecf3);border-inline-start:5px solid var(--nightlight-edge,#555d6e);border-radius:6px;padding:.6em .9em}
p{margin:.1em 0}
a{color:inherit}
small{opacity:.8}
[data-tone=trouble]{--nightlight-edge:#a8201a;background:var(--nightlight-trouble,#fbe9e7)}
[data-tone=degraded]{--nightlight-edge:#7a5b00;background:var(--nightlight-degraded,#faf2d9)}
[data-tone=maintenance]{--nightlight-edge:#3d4f9f;background:var(--nightlight-maintenance,#e9ecfa)}
[data-tone=calm]{--nightlight-edge:#1c6b41;background:var(--nightlight-calm,#e3f3e9)}`;

const own = (document.currentScript as HTMLScriptElement | null)?.src;

/**
 * `<nightlight-status src="https://status.example.org/" lang="en">`: the one answer inside any page. It asks
 * politely, says "unknown" when it cannot hear, and never throws into its host. Themed by `--nightlight-*`
 * and `::part(banner|headline|advice|time|link)`.
 */
class NightlightStatus extends HTMLElement {
  private file: EmbedFile | undefined;
  private proof: Proof | undefined;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private lapse: ReturnType<typeof setTimeout> | undefined;
  private pause = EVERY;
  private readonly onSeen = () => document.visibilityState === 'visible' && void this.ask();

  connectedCallback(): void {
    const root = this.shadowRoot ?? this.attachShadow({ mode: 'open' });
    if (root.adoptedStyleSheets.length === 0) {
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(STYLE);
      root.adoptedStyleSheets = [sheet];
    }
    document.addEventListener('visibilitychange', this.onSeen);
    void this.ask();
  }

  disconnectedCallback(): void {
    document.removeEventListener('visibilitychange', this.onSeen);
    clearTimeout(this.timer);
    clearTimeout(this.lapse);
  }

  private async ask(): Promise<void> {
    clearTimeout(this.timer);
    this.show();
    try {
      const answer = await fetch(`${this.address}?${Math.random().toString(36).slice(2)}`, {
        cache: 'no-store',
        signal: AbortSignal.timeout(15_000),
      });
      if (!answer.ok) throw new Error(String(answer.status));
      const file = (await answer.json()) as EmbedFile;
      const at = clocks();
      // A foreign host sees the date only where the server exposes it; else the device's clock must do.
      const time = serverTime(answer.headers.get('date'), answer.headers.get('age'), this.proof, at) ?? {
        said: at.wall,
        now: at.wall,
      };
      this.file = file;
      this.proof = prove({ build: '', valid_until: file.valid_until }, time, at);
      this.pause = EVERY;
      // Between two questions it may say something else, or become too old to be believed.
      clearTimeout(this.lapse);
      const change = file.next ? Date.parse(file.next.at) - time.now : 0;
      const soonest = change > 0 ? Math.min(change, this.proof.left) : this.proof.left;
      if (soonest > 0) this.lapse = setTimeout(() => this.show(), soonest + 50);
    } catch {
      this.pause = Math.min(SLOWEST, this.pause * 2);
    }
    this.show();
    const jitter = 0.8 + Math.random() * 0.4;
    if (this.isConnected && document.visibilityState === 'visible')
      this.timer = setTimeout(() => void this.ask(), this.pause * jitter);
  }

  /** The address of the file in the wanted language: the element's, else the page's. */
  private get address(): string {
    const site = new URL(
      this.getAttribute('src') ?? '.',
      this.getAttribute('src') ? location.href : (own ?? location.href),
    );
    const translated = this.wanted !== ORIGINAL && this.wanted in UNKNOWN;
    return new URL(translated ? `${this.wanted}/embed.json` : 'embed.json', site).href;
  }

  /** What the last file says at this moment; nothing once it is too old to be believed. */
  private get reading(): EmbedReading | undefined {
    const { file, proof } = this;
    if (!file || !proof || !holds(proof, clocks())) return undefined;
    return file.next && serverNow(proof, clocks()) >= Date.parse(file.next.at) ? file.next : file;
  }

  /** Before the first answer: what stands in the element, and after a question that failed "unknown". */
  private get opening(): string {
    if (this.pause > EVERY) return UNKNOWN[this.wanted] ?? (UNKNOWN[ORIGINAL] as string);
    return this.textContent?.trim() || '…';
  }

  private get wanted(): string {
    return (this.lang || document.documentElement.lang || ORIGINAL).slice(0, 2);
  }

  private show(): void {
    const { file } = this;
    const reading = this.reading;
    const banner = part('div', 'banner');
    banner.setAttribute('role', 'status');
    banner.dataset.tone = reading?.tone ?? 'unknown';
    const headline = part('p', 'headline');
    headline.append(bold(reading?.headline ?? file?.unknown ?? this.opening));
    banner.append(headline);
    if (reading?.advice) {
      const advice = part('p', 'advice', reading.advice);
      if (reading.advice_lang) advice.lang = reading.advice_lang;
      banner.append(advice);
    }
    if (file) {
      const line = document.createElement('p');
      const link = part('a', 'link', file.more);
      link.setAttribute('href', file.url);
      line.append(part('small', 'time', file.as_of), ' · ', link);
      banner.append(line);
    }
    this.shadowRoot?.replaceChildren(banner);
  }
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
