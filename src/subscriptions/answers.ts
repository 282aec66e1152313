import type { Context } from 'hono';
import { html } from 'hono/html';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import type { Database } from '../delivery/store/database.ts';
import { prefixOf } from '../domain/addresses.ts';
import {
  type Component,
  inLanguage,
  type Language,
  type Languages,
  type Localised,
  nearestOf,
  type Region,
} from '../domain/site.ts';
import type { FormKind } from '../domain/subscribe-form.ts';
import type { Instant } from '../domain/time.ts';
import { type SubscriptionWords, subscriptionWordsOf } from '../i18n/index.ts';
import type { Log } from './around.ts';
import { type Choosable, languageIn } from './choices.ts';
import type { Desk } from './desk.ts';
import { type Markup, page, paragraphs } from './frame.ts';
import type { KeyRing } from './keys.ts';
import type { Counter, Limits } from './limits.ts';
import type { Links } from './links.ts';
import type { Proxies } from './network.ts';
import type { People } from './people.ts';
import type { Says } from './says.ts';

/** What pages and hooks of the service are made with. */
export interface ServiceAround {
  desk: Desk;
  people: People;
  database: Database;
  keys: KeyRing;
  says: Says;
  links: Links;
  /** How many requests came from each network. */
  networks: Counter;
  /** The same for the wider ones around them. */
  sites: Counter;
  limits: Pick<Limits, 'address'>;
  /** Stamps that were used: each is good for one request. */
  stamps: Counter;
  proxies: Proxies;
  /** The kinds that can be asked for, and the countries of numbers. */
  kinds: readonly FormKind[];
  countries: readonly string[];
  components: readonly Component[];
  regions: readonly Region[];
  /** Whether a minor's phone may be signed up. */
  minors: boolean;
  /** The public site: its languages, its name, and its address with a slash at the end. */
  site: { languages: Languages; name: Localised; address: string };
  /** Links of the operator's own, as at the foot of every page of the site. */
  footer(language: Language): readonly FooterLink[];
  /** Pages of the operator's own, to which ours lead on. */
  terms: string | undefined;
  privacy: string | undefined;
  pushServices: RegExp;
  /** Where letters that could not be delivered come back to, if each comes to an address of its own. */
  bounceAddress: string | undefined;
  secrets: { twilio?: string | undefined; mail?: string | undefined };
  now(): Instant;
  log: Log;
}

/** A link of the operator's own. */
export interface FooterLink {
  /** With its host. */
  address: string;
  text: string;
  /** The language of its words, where that is not the reader's. */
  original?: Language | undefined;
}

type Problem = keyof SubscriptionWords['pages']['problem'];

/** What stands around whatever is seen of the service: the frame, the language, what cannot be done. */
export class Answers {
  protected readonly around: ServiceAround;
  protected readonly base: string;

  constructor(around: ServiceAround, base: string) {
    this.around = around;
    this.base = base;
  }

  /** What the form or the address says, or else what the browser prefers. */
  language(c: Context, said?: string | null): Language {
    const { languages } = this.around.site;
    const asked = languageIn(languages, said) ?? languageIn(languages, c.req.query('language'));
    if (asked) return asked;
    const preferred = (c.req.header('accept-language') ?? '')
      .split(',')
      .map((one) => one.split(';', 1)[0] ?? '');
    return preferred.map((one) => nearestOf(languages, one)).find((one) => one !== undefined) ?? languages[0];
  }

  async problem(
    c: Context,
    status: ContentfulStatusCode,
    title: Problem,
    text?: Problem,
    more?: Markup,
  ): Promise<Response> {
    const language = this.language(c);
    const words = subscriptionWordsOf(language).pages.problem;
    return this.answer(
      c,
      language,
      { title: words[title], body: html`${paragraphs(text && words[text])}${more ?? ''}` },
      status,
    );
  }

  protected async answer(
    c: Context,
    language: Language,
    { title, body }: { title: string; body: Markup },
    status: ContentfulStatusCode = 200,
  ): Promise<Response> {
    const { site } = this.around;
    const w = subscriptionWordsOf(language);
    const foot = html`<p>${w.form.notEmergency}</p>
      <p>
        <a href="${this.home(language)}">${w.pages.back(inLanguage(site.name, language))}</a> ·
        <a href="${this.path('/access', language)}">${w.pages.access.title}</a> ·
        <a href="${this.path('/terms', language)}">${w.form.terms}</a> ·
        <a href="${this.path('/privacy', language)}">${w.form.privacy}</a>${this.around.footer(language).map(
          ({ address, text, original }) =>
            html` ·
              <a href="${address}" ${original === undefined ? '' : html`lang="${original}"`}>${text}</a>`,
        )}
      </p>`;
    c.header('Content-Language', language);
    return c.html(page(language, { title, body, foot }), status);
  }

  protected path(path: string, language: Language): string {
    return `${this.base}${path}?language=${language}`;
  }

  protected home(language: Language): string {
    return `${this.around.site.address}${prefixOf(this.around.site, language)}`;
  }

  protected known(): Choosable {
    const { components, regions } = this.around;
    return { components: components.map(({ id }) => id), regions: regions.map(({ id }) => id) };
  }

  protected gone(c: Context): Promise<Response> {
    const language = this.language(c);
    const more = html`<p>
      <a href="${this.path('/access', language)}">${subscriptionWordsOf(language).pages.access.title}</a>
    </p>`;
    return this.problem(c, 410, 'gone', 'goneText', more);
  }
}
