import type { EmbedFile } from '../domain/embed.ts';
import { type Clocks, holds, type Proof, prove, serverTime } from '../domain/freshness.ts';

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
      // Between two questions it may become too old to be believed.
      clearTimeout(this.lapse);
      if (this.proof.left > 0) this.lapse = setTimeout(() => this.show(), this.proof.left + 50);
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
    const wanted = (this.lang || document.documentElement.lang || 'en').slice(0, 2);
    return new URL(wanted === 'es' ? 'es/embed.json' : 'embed.json', site).href;
  }

  private show(): void {
    const { file, proof } = this;
    const fresh = proof !== undefined && holds(proof, clocks());
    const banner = part('div', 'banner');
    banner.setAttribute('role', 'status');
    banner.dataset.tone = file && fresh ? file.tone : 'unknown';
    const headline = part('p', 'headline');
    headline.append(bold(file ? (fresh ? file.headline : file.unknown) : this.textContent?.trim() || '…'));
    banner.append(headline);
    if (file && fresh && file.advice) banner.append(part('p', 'advice', file.advice));
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
