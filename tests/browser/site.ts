import { seal } from '../../src/domain/whole.ts';
import { wordsOf } from '../../src/i18n/index.ts';
import { type Answer, NOW, openPage } from './page.ts';

export const MINUTE = 60_000;
export const LIMITS = { validFor: 40 * MINUTE, vouchFor: 20 * MINUTE };
export const iso = (instant: number) => `${new Date(instant).toISOString().slice(0, 19)}Z`;

const { unknownBecause, unknownPage } = wordsOf('en').answer;
const SCRIPT_WORDS = {
  locale: 'en-GB',
  local: wordsOf('en').local,
  ages: wordsOf('en').ages,
  freshness: {
    ...unknownBecause,
    unknown: unknownPage,
    checkedBy: wordsOf('en').answer.checkedBy,
  },
};
export const UNKNOWN = unknownPage;
/** What a page fetches to take another build. */
export const EXCHANGE = '/exchange.js';

/** What stands in a page that speaks of now, with the marks of `Page.astro`, `Answer.astro` and `index.astro`. */
export interface Said {
  build: string;
  tone: string;
  headline: string;
  /** The parts below the answer, by their ids. */
  parts: Record<string, string>;
  /** The reading that is announced. */
  next: { at: number; html: string } | undefined;
  title: string;
  /** For how long a heartbeat may vouch for the page, in ms. */
  validFor: number;
}

export const SAID: Said = {
  build: 'b1',
  tone: 'neutral',
  headline: 'No problem is reported.',
  parts: { recent: '<a href="/history/">All history</a>' },
  next: undefined,
  title: 'Status · Follow',
  validFor: LIMITS.validFor,
};

/** What the headline of a neutral answer says while somebody's word for it holds. */
export const VOUCHED = 'Followers get glucose and alerts.';

export function answerPart({ tone, headline }: Pick<Said, 'tone' | 'headline'>): string {
  const when = `<time class="when" datetime="${iso(NOW)}" data-from="${iso(NOW)}">1 March 2026, 03:00 UTC</time><span class="age" data-age=""></span>`;
  const isClear = tone === 'neutral';
  const said = `<span data-headline${isClear ? ` data-vouched="${VOUCHED}"` : ''}>${headline}</span>`;
  return `<section id="answer" tabindex="-1" data-part data-tone="${tone}"${isClear ? ' data-clear' : ''} data-unknown-title="Unknown">
    <p data-when="known">As of ${when}</p>
    <h1 data-when="known">${said}</h1>
    <div data-when="unknown" hidden><h1><span>${UNKNOWN}</span></h1><p data-why></p>
      <p data-time>Confirmed ${when}</p></div>
    <p data-who>As reported.</p>
  </section>`;
}

/** A page as the server sends it. */
export function htmlOf(said: Said, kept = false): string {
  const parts = Object.entries(said.parts).map(
    ([id, html]) => `<section id="${id}" data-part>${html}</section>`,
  );
  const next = said.next && `<template data-changes-at="${said.next.at}">${said.next.html}</template>`;
  return seal(`<html ${kept ? 'data-kept ' : ''}lang="en"><head><title>${said.title}</title><link rel="icon" href="/icon.svg">
    <meta name="nightlight-build" content="${said.build}">
    <meta name="nightlight-heartbeat" content="/heartbeat.json" data-valid-for="${said.validFor}" data-vouch-for="${LIMITS.vouchFor}">
    </head><body><main id="_content">${answerPart(said)}
    <div id="next" data-part hidden>${next ?? ''}</div>${parts.join('')}</main>
    <b id="loose">As it was</b><p data-who>As reported, too.</p>
    <p id="_built" data-part>Built ${said.build}</p><div id="_announce" role="status"></div>
    <script type="application/json" id="_words">${JSON.stringify(SCRIPT_WORDS)}</script></body></html>`);
}

interface Opened {
  /** Whether the page was kept on the device and came without the network. */
  kept?: boolean;
  /** The server's time as it was known before a reload. */
  remembered?: number;
  said?: Said;
  /** What else the browser has. */
  has?: Record<string, unknown>;
  /** The `Date` of every heartbeat, from a cache that repeats itself. */
  date?: number;
  /** What the first question is answered with, and those after it. */
  first?: Answer | undefined;
}

/** A site whose server a test changes, and a page of it. */
export async function openSite(given: Opened = {}) {
  const { kept = false, remembered, said = SAID } = given;
  const site = {
    said: { ...said },
    /** The heartbeat; a test may change any of it. */
    beat: { vouched: { by: 'watch', at: iso(NOW), until: iso(NOW + LIMITS.vouchFor) } } as object,
    /** Answers that stand in the place of the right one, by path. */
    instead: ('first' in given ? { '/heartbeat.json': given.first } : {}) as Record<
      string,
      Answer | undefined
    >,
  };
  const page = openPage(htmlOf(site.said, kept), {
    has: given.has ?? {},
    server: (path): Answer | undefined => {
      if (path in site.instead) return site.instead[path];
      if (path === '/') return { body: htmlOf(site.said) };
      const validUntil = iso(page.clock.wall + LIMITS.validFor);
      const built = { built_at: iso(NOW), valid_until: validUntil, build: site.said.build };
      const headers: Record<string, string> =
        given.date === undefined ? {} : { date: new Date(given.date).toUTCString() };
      return { body: { ...built, ...site.beat }, headers };
    },
  });
  if (remembered !== undefined) page.storage.setItem('nightlight-time', String(remembered));
  // A script that a page fetches runs once it has come; where the network is broken, none comes.
  const { head } = page.document;
  const append = head.append.bind(head);
  const exchange = await page.later('exchange.ts');
  head.append = (script) => {
    if (!(script as HTMLScriptElement).src.endsWith(EXCHANGE)) return append(script);
    const { onload, onerror } = script as HTMLScriptElement;
    const tell = (told: GlobalEventHandlers['onload'] | OnErrorEventHandler) =>
      (told as (() => void) | null)?.();
    page.asked.push(EXCHANGE);
    const isThere = !(EXCHANGE in site.instead);
    queueMicrotask(() => {
      if (isThere) exchange();
      tell(isThere ? onload : onerror);
    });
  };
  await page.load('live.ts');
  const { dataset } = page.document.documentElement;
  return {
    ...page,
    site,
    /** What the mark says: waiting, proved or unknown. */
    mark: () => dataset.freshness,
    /** The network goes, and comes back. */
    breaks: (paths = ['/heartbeat.json', '/', EXCHANGE]) => {
      for (const path of paths) site.instead[path] = undefined;
    },
    mends: () => {
      site.instead = {};
    },
  };
}
