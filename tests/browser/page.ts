import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { BrowserErrorCaptureEnum, Window } from 'happy-dom';
import { FakeClock, settled } from './clock.ts';

export const NOW = Date.UTC(2026, 2, 1, 3);

/** What answers a question of the page, after so many ms; an error, or nothing at all, for a network that does not. */
type Server = (path: string) => Answer | undefined;
export type Answer =
  | { body: string | object; status?: number; headers?: Record<string, string>; after?: number }
  | 'never';

interface Given {
  /** What the server answers. */
  server?: Server;
  /** The reader's time zone, and the languages of the browser. */
  zone?: string;
  languages?: string[];
  url?: string;
  /** What else the browser has, by the names that scripts know it by; `undefined` takes something away. */
  has?: Record<string, unknown>;
  /** What else stands in `navigator`. */
  navigator?: Record<string, unknown>;
}

/**
 * Opens a page from its HTML, in a browser of its own: document, clocks, network and storage that a test moves. Nothing of this process changes: a script that is loaded finds what the page has
 * under the names it knows.
 */
export function openPage(html: string, given: Given = {}) {
  const { url = 'https://status.example.org/', zone = 'UTC', languages = ['en-GB'], server } = given;
  // An error in a listener is an error of the test.
  const errorCapture = BrowserErrorCaptureEnum.disabled;
  const window = new Window({ url, settings: { errorCapture, handleDisabledFileLoadingAsSuccess: true } });
  window.document.write(html);
  const clock = new FakeClock(NOW);
  const document = window.document as unknown as Document;
  const asked: string[] = [];
  let seen = true;
  let chances = 0;
  /** The first chance is in the middle; no two are the same. */
  const chance = () => (0.5 + 0.001 * chances++) % 1;
  Object.defineProperty(document, 'visibilityState', { get: () => (seen ? 'visible' : 'hidden') });

  const fetch = (address: string | Request, options: { cache?: string; signal?: AbortSignal } = {}) => {
    const path = new URL(typeof address === 'string' ? address : address.url, url);
    asked.push(path.pathname);
    page.fetched.push({ address: path.href, ...(options.cache ? { cache: options.cache } : {}) });
    const answer = page.server?.(path.pathname);
    if (answer === 'never')
      return new Promise((_, fail) => {
        options.signal?.addEventListener('abort', () => fail(options.signal?.reason));
      });
    if (!answer) return Promise.reject(new TypeError('no network'));
    const { body, status = 200, headers } = answer;
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    const date = new Date(clock.wall).toUTCString();
    const response = new Response(text, { status, headers: { date, ...headers } });
    return answer.after
      ? new Promise((done) => clock.setTimeout(() => done(response), answer.after))
      : Promise.resolve(response);
  };

  const names: Record<string, unknown> = {
    window,
    document,
    location: window.location,
    localStorage: window.localStorage,
    addEventListener: window.addEventListener.bind(window),
    removeEventListener: window.removeEventListener.bind(window),
    dispatchEvent: window.dispatchEvent.bind(window),
    CustomEvent: window.CustomEvent,
    DOMParser: window.DOMParser,
    HTMLElement: window.HTMLElement,
    CSS: window.CSS,
    CSSStyleSheet: window.CSSStyleSheet,
    customElements: window.customElements,
    FormData: window.FormData,
    navigator: { languages, ...given.navigator },
    Intl: intlIn(zone),
    Math: Object.create(Math, { random: { value: chance } }),
    IntersectionObserver: Nowhere,
    Date: dateIn(zone, clock.Date),
    performance: clock.performance,
    setTimeout: clock.setTimeout,
    clearTimeout: clock.clearTimeout,
    setInterval: clock.setInterval,
    clearInterval: clock.clearInterval,
    AbortSignal: clock.AbortSignal,
    fetch,
    ...given.has,
  };

  const run = (code: string): unknown => {
    const module = { exports: {} };
    new Function('module', 'exports', ...Object.keys(names), code)(
      module,
      module.exports,
      ...Object.values(names),
    );
    return module.exports;
  };

  const page = {
    window,
    document,
    clock,
    server,
    /** The paths that were asked for, in their order. */
    asked,
    fetched: [] as { address: string; cache?: string }[],
    find: (selector: string) => document.querySelector(selector) as HTMLElement,
    count: (selector: string) => document.querySelectorAll(selector).length,
    text: (selector: string) => document.querySelector(selector)?.textContent ?? undefined,
    storage: window.localStorage,
    /** Loads a script of `src/browser/` as a browser does, anew in each page, and answers with what it exports. */
    async load<Exports = unknown>(script: string, constants: Record<string, unknown> = {}): Promise<Exports> {
      const exports = run(await bundled(script, constants));
      await settled();
      return exports as Exports;
    },
    /** Prepares a script that the page itself may fetch later; what is answered runs it then. */
    async later(script: string): Promise<() => void> {
      const code = await bundled(script, {});
      return () => void run(code);
    },
    /** Something happens to the window, or to an element of the page. */
    async happens(name: string, place?: string, more: Record<string, unknown> = {}): Promise<Event> {
      const event = new window.Event(name, { bubbles: true, cancelable: true });
      Object.assign(event, more);
      (place ? page.find(place) : (window as unknown as EventTarget)).dispatchEvent(
        event as unknown as Event,
      );
      await settled();
      return event as unknown as Event;
    },
    /** The page is looked at, or is hidden. */
    async isSeen(now: boolean): Promise<void> {
      seen = now;
      document.dispatchEvent(new window.Event('visibilitychange') as unknown as Event);
      await settled();
    },
  };
  return page;
}

/** Nothing comes near, unless a test has another. */
class Nowhere {
  observe() {}
  disconnect() {}
}

const bundles = new Map<string, Promise<string>>();

/** One script with all it imports; made once, and run anew in each page. */
function bundled(script: string, constants: Record<string, unknown>): Promise<string> {
  const define = Object.fromEntries(
    Object.entries(constants).map(([name, value]) => [name, JSON.stringify(value)]),
  );
  const key = JSON.stringify([script, define]);
  const made =
    bundles.get(key) ??
    build({
      entryPoints: [fileURLToPath(new URL(`../../src/browser/${script}`, import.meta.url))],
      bundle: true,
      write: false,
      format: 'cjs',
      target: 'es2024',
      define,
    }).then(({ outputFiles }) => outputFiles[0]?.text ?? '');
  bundles.set(key, made);
  return made;
}

/** Instants, in a device that stands in a zone. */
function dateIn(zone: string, Base: DateConstructor): DateConstructor {
  const day = new Intl.DateTimeFormat('en', { timeZone: zone, day: 'numeric' });
  return class extends Base {
    override getDate(): number {
      return Number(day.format(this));
    }
  } as unknown as DateConstructor;
}

/** What writes times, in a device that stands in a zone. */
function intlIn(zone: string): typeof Intl {
  const format = (locale?: string, options?: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat(locale, { timeZone: zone, ...options });
  // A function, as it is called with `new` and without.
  return Object.create(Intl, {
    DateTimeFormat: {
      value: function DateTimeFormat(...given: Parameters<typeof format>) {
        return format(...given);
      },
    },
  }) as typeof Intl;
}
