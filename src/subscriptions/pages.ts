import type { Context } from 'hono';
import { html } from 'hono/html';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import type { Database } from '../delivery/store/database.ts';
import { type Component, type Language, LANGUAGES, ORIGINAL } from '../domain/site.ts';
import { FIELD, type FormKind, markOf, SUBSCRIBE_PATH, WHOSE } from '../domain/subscribe-form.ts';
import type { Instant } from '../domain/time.ts';
import { SUBSCRIPTION_WORDS } from '../i18n/subscriptions/index.ts';
import { checkEmail, checkNumber, checkPush, type Checked, masked } from './addresses.ts';
import { type Choices, languageIn, readChoices } from './choices.ts';
import type { Desk, Log } from './desk.ts';
import { choiceFields, type Filled, signUpForm, STAMP, type Wrong } from './form-page.ts';
import { button, form, type Markup, page, paragraphs } from './frame.ts';
import type { KeyRing } from './keys.ts';
import type { Counter, Limits } from './limits.ts';
import type { Links } from './links.ts';
import type { Proxies } from './network.ts';
import type { People, Request, Subscriber } from './people.ts';
import { mayAsk } from './requests.ts';
import type { Says } from './says.ts';
import { readStamp, type Stamp, stampOf } from './tokens.ts';

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
  /** The public site: its name, and its address with a slash at the end. */
  site: { name: Record<Language, string>; address: string };
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

type Problem = keyof (typeof SUBSCRIPTION_WORDS)[Language]['pages']['problem'];

/** One method for each thing that can be seen. Nothing that is only looked at changes anything. */
export class Pages {
  private readonly around: ServiceAround;
  private readonly base: string;

  constructor(around: ServiceAround, base: string) {
    this.around = around;
    this.base = base;
  }

  /** What the form or the address says, or else what the browser prefers. */
  language(c: Context, said?: string | null): Language {
    const asked = languageIn(said) ?? languageIn(c.req.query('language'));
    if (asked) return asked;
    const preferred = (c.req.header('accept-language') ?? '')
      .split(',')
      .map((one) => one.trim().slice(0, 2).toLowerCase());
    return preferred.map(languageIn).find((one) => one !== undefined) ?? ORIGINAL;
  }

  async problem(
    c: Context,
    status: ContentfulStatusCode,
    title: Problem,
    text?: Problem,
    more?: Markup,
  ): Promise<Response> {
    const language = this.language(c);
    const words = SUBSCRIPTION_WORDS[language].pages.problem;
    return this.answer(
      c,
      language,
      { title: words[title], body: html`${paragraphs(text && words[text])}${more ?? ''}` },
      status,
    );
  }

  private async answer(
    c: Context,
    language: Language,
    { title, body }: { title: string; body: Markup },
    status: ContentfulStatusCode = 200,
  ): Promise<Response> {
    const { site } = this.around;
    const w = SUBSCRIPTION_WORDS[language];
    const foot = html`<p>${w.form.notEmergency}</p>
      <p>
        <a href="${this.home(language)}">${w.pages.back(site.name[language])}</a> ·
        <a href="${this.path('/access', language)}">${w.pages.access.title}</a> ·
        <a href="${this.path('/terms', language)}">${w.form.terms}</a> ·
        <a href="${this.path('/privacy', language)}">${w.form.privacy}</a>
      </p>`;
    c.header('Content-Language', language);
    return c.html(page(language, { title, body, foot }), status);
  }

  private path(path: string, language: Language): string {
    return `${this.base}${path}?language=${language}`;
  }

  private home(language: Language): string {
    return `${this.around.site.address}${language === ORIGINAL ? '' : `${language}/`}`;
  }

  /** The form, with whatever was filled in before, here or on the site. */
  async subscribe(
    c: Context,
    fields: URLSearchParams,
    { wrong = [], shownOn }: { wrong?: readonly Wrong[]; shownOn?: string | undefined } = {},
    status: ContentfulStatusCode = 200,
  ): Promise<Response> {
    const { kinds, countries, components, says, keys, now } = this.around;
    const language = this.language(c, fields.get(FIELD.language));
    const w = SUBSCRIPTION_WORDS[language];
    // A notification can only be asked for by the browser itself.
    const kind = kinds.find((one) => one === fields.get(FIELD.kind));
    if (kind === undefined || (kind === 'web-push' && !fields.has(FIELD.push)))
      return this.kinds(c, language);
    const words = says.consent(kind, language);
    const isSame = fields.get(FIELD.consent) === markOf(words);
    const wasHere = fields.has(STAMP);
    const filled: Filled = {
      kind,
      language,
      form: fields,
      choices: this.choicesIn(fields, language),
      wrong,
      consented: isSame && (wasHere || shownOn !== undefined),
      stamp: stampOf(keys, {
        at: now(),
        page: shownOn && isSame ? this.pageOf(shownOn, language) : this.around.links.to(SUBSCRIBE_PATH),
      }),
    };
    const isNew = c.req.method !== 'POST';
    const body = html`${isNew ? '' : paragraphs(w.pages.check.lead)}
    ${signUpForm(filled, {
      action: `${this.base}${SUBSCRIBE_PATH}`,
      components,
      countries,
      words,
      terms: this.path('/terms', language),
      privacy: this.path('/privacy', language),
    })}${this.languages(language, `${SUBSCRIBE_PATH}?kind=${kind}`)}`;
    return this.answer(
      c,
      language,
      { title: isNew ? w.form.title : wrong.length > 0 ? w.wrong.title : w.pages.check.title, body },
      status,
    );
  }

  private pageOf(site: string, language: Language): string {
    return `${site}${language === ORIGINAL ? '' : `${language}/`}subscribe/`;
  }

  private kinds(c: Context, language: Language): Promise<Response> {
    const f = SUBSCRIPTION_WORDS[language].form;
    const offered = this.around.kinds.filter((kind) => kind !== 'web-push');
    const body = html`<p>${f.kind.legend}</p>
      <p class="row">
        ${offered.map(
          (kind) =>
            html`<a class="button" href="${this.path(SUBSCRIBE_PATH, language)}&amp;kind=${kind}"
              >${f.kind[kind]}</a
            >`,
        )}
      </p>
      ${this.languages(language, `${SUBSCRIBE_PATH}?`)}`;
    return this.answer(c, language, { title: f.title, body });
  }

  private languages(current: Language, path: string): Markup {
    const others = LANGUAGES.filter((one) => one !== current);
    return html`<p class="hint">
      ${others.map((one) => {
        const name = new Intl.DisplayNames(one, { type: 'language' }).of(one) ?? one;
        return html`<a
          lang="${one}"
          hreflang="${one}"
          href="${this.base}${path}${path.endsWith('?') ? '' : '&'}language=${one}"
          >${name}</a
        >`;
      })}
    </p>`;
  }

  private choicesIn(fields: URLSearchParams, language: Language): Choices {
    const read = readChoices(fields, this.known());
    return { ...read, language, components: read.components === undefined ? [] : read.components };
  }

  private known(): string[] {
    return this.around.components.map(({ id }) => id);
  }

  /** The second step: what it asks for is done, once. */
  async request(c: Context, fields: URLSearchParams): Promise<Response> {
    const { desk, now, stamps, says, kinds, log } = this.around;
    const language = this.language(c, fields.get(FIELD.language));
    const kind = kinds.find((one) => one === fields.get(FIELD.kind));
    if (kind === undefined) return this.kinds(c, language);
    const isMinor = kind === 'sms' && fields.get(FIELD.whose) === 'minor';
    // Whoever fills what nobody sees is answered as everybody is.
    if ((fields.get(FIELD.trap) ?? '') !== '') {
      log('trap filled', { kind });
      return this.sent(c, language, isMinor ? 'guardian' : kind);
    }
    const stamp = this.stampIn(fields);
    const { address, guardian, wrong } = this.readForm(fields, kind, isMinor);
    if (fields.get(FIELD.consent) !== markOf(says.consent(kind, language))) wrong.push('consent');
    if (!stamp) wrong.unshift('again');
    if (wrong.length > 0 || !stamp) return this.subscribe(c, fields, { wrong }, 422);
    if (!mayAsk(c, this.around)) return this.problem(c, 429, 'tooMany', 'tooManyText');
    if (!stamps.take(fields.get(STAMP) ?? '', now()))
      return this.subscribe(c, fields, { wrong: ['again'] }, 422);
    const asked = {
      ...this.choicesIn(fields, language),
      kind,
      address,
      guardian,
      minor: isMinor,
      page: stamp.page,
    };
    if (await desk.ask(asked)) return this.sent(c, language, isMinor ? 'guardian' : kind);
    return this.problem(c, 503, 'noTexts', 'noTextsText');
  }

  private stampIn(fields: URLSearchParams): Stamp | undefined {
    return readStamp(this.around.keys, fields.get(STAMP) ?? '', this.around.now());
  }

  private readForm(fields: URLSearchParams, kind: FormKind, isMinor: boolean) {
    const wrong: Wrong[] = [];
    const value = (checked: Checked): string => {
      if ('address' in checked) return checked.address;
      wrong.push(checked.refused);
      return '';
    };
    const address = value(this.checked(kind, fields));
    if (readChoices(fields, this.known()).components === undefined) wrong.push('component');
    const whose = WHOSE.find((one) => one === fields.get(FIELD.whose));
    if (whose === undefined || (whose === 'minor' && !isMinor)) wrong.push('whose');
    const asked = isMinor ? checkEmail(fields.get(FIELD.guardian) ?? '') : undefined;
    if (asked && !('address' in asked)) wrong.push('guardian');
    return { address, guardian: asked && 'address' in asked ? asked.address : undefined, wrong };
  }

  private checked(kind: FormKind, fields: URLSearchParams): Checked {
    if (kind === 'email') return checkEmail(fields.get(FIELD.address) ?? '');
    if (kind === 'web-push') return checkPush(fields.get(FIELD.push) ?? '', this.around.pushServices);
    return checkNumber(
      fields.get(FIELD.number) ?? '',
      fields.get(FIELD.country) ?? '',
      this.around.countries,
    );
  }

  private sent(c: Context, language: Language, what: FormKind | 'guardian'): Promise<Response> {
    const w = SUBSCRIPTION_WORDS[language].pages.sent;
    return this.answer(c, language, { title: w.title, body: paragraphs(w[what], w.forgotten) });
  }

  async confirm(c: Context): Promise<Response> {
    const request = await this.around.desk.waiting(c.req.param('token') ?? '');
    if (request?.stage !== 'person' || request.kind === 'sms') return this.gone(c);
    const { language } = request;
    const w = SUBSCRIPTION_WORDS[language].pages.confirm;
    const lead = w.lead(this.around.says.named(language).programme);
    return this.answer(c, language, {
      title: w.title,
      body: html`${paragraphs(lead)}${this.asked(request)}${form(button(w.submit))}`,
    });
  }

  /** What somebody is about to agree to: it may be another who filled in the form. */
  private asked({ kind, address, language, components, least, loud, drills }: Request): Markup {
    const w = SUBSCRIPTION_WORDS[language];
    const f = w.form;
    const named = this.around.components.filter(({ id }) => components?.includes(id));
    const about = components === null ? f.about.all : named.map(({ name }) => name[language]).join(', ');
    const lines: [string, string][] = [
      [f.about.legend, about],
      [f.least.legend, f.least[least]],
      [f.sound.legend, f.sound[loud ? 'loud' : 'quiet']],
    ];
    return html`<p>${w.pages.preferences.for(masked(kind, address))}</p>
      <ul>
        ${lines.map(([legend, chosen]) => html`<li>${legend} <b>${chosen}</b></li>`)}
        ${drills ? html`<li>${f.drills}</li>` : ''}
      </ul>`;
  }

  async confirmed(c: Context): Promise<Response> {
    const subscriber = await this.around.desk.confirm(c.req.param('token') ?? '');
    if (!subscriber) return this.gone(c);
    const { language } = subscriber;
    const w = SUBSCRIPTION_WORDS[language].pages;
    const link = this.around.links.of(subscriber).preferences;
    const body = html`${paragraphs(w.confirm.doneText)}
      <p><a href="${link}">${w.preferences.title}</a></p>`;
    return this.answer(c, language, { title: w.confirm.done, body });
  }

  async guardian(c: Context): Promise<Response> {
    const request = await this.around.desk.waiting(c.req.param('token') ?? '');
    if (request?.stage !== 'guardian') return this.gone(c);
    const { language } = request;
    const w = SUBSCRIPTION_WORDS[language];
    const body = html`${paragraphs(w.pages.preferences.for(masked(request.kind, request.address)))}
      ${paragraphs(this.around.says.guardian(language))}
      <p class="hint">
        <a href="${this.path('/terms', language)}">${w.form.terms}</a> ·
        <a href="${this.path('/privacy', language)}">${w.form.privacy}</a>
      </p>
      ${form(button(w.pages.guardian.submit))}`;
    return this.answer(c, language, { title: w.pages.guardian.title, body });
  }

  async agreed(c: Context): Promise<Response> {
    const { desk, links } = this.around;
    const token = c.req.param('token') ?? '';
    const language = (await desk.waiting(token))?.language ?? this.language(c);
    const done = await desk.agree(token, links.to('/guardian'));
    if (done === 'busy') return this.problem(c, 503, 'noTexts', 'noTextsText');
    if (done === undefined) return this.gone(c);
    const w = SUBSCRIPTION_WORDS[language].pages.guardian;
    return this.answer(c, language, { title: w.done, body: paragraphs(w.doneText) });
  }

  async leave(c: Context): Promise<Response> {
    const found = await this.around.desk.leaver(c.req.param('token') ?? '');
    if (found === undefined) return this.gone(c);
    if (found === 'left') return this.hasLeft(c, this.language(c));
    const { language, kind, address = '' } = found;
    const w = SUBSCRIPTION_WORDS[language].pages.leave;
    const body = html`${paragraphs(w.lead(masked(kind, address)))}${form(button(w.submit))}`;
    return this.answer(c, language, { title: w.title, body });
  }

  async left(c: Context, how: 'one-click' | 'link'): Promise<Response> {
    const found = await this.around.desk.leaver(c.req.param('token') ?? '');
    if (found === undefined) return this.gone(c);
    if (found === 'left') return this.hasLeft(c, this.language(c));
    await this.around.desk.leave(found, how);
    return this.hasLeft(c, found.language);
  }

  private hasLeft(c: Context, language: Language): Promise<Response> {
    const w = SUBSCRIPTION_WORDS[language].pages.leave;
    return this.answer(c, language, { title: w.done, body: paragraphs(w.doneText) });
  }

  async preferences(c: Context, said?: string): Promise<Response> {
    const owner = await this.owner(c);
    return owner ? this.preferencesOf(c, owner, said) : this.gone(c);
  }

  private owner(c: Context): Promise<Subscriber | undefined> {
    return this.around.desk.owner(c.req.param('token') ?? '');
  }

  private preferencesOf(c: Context, owner: Subscriber, said?: string, sure = false): Promise<Response> {
    const { language, kind, address = '' } = owner;
    const w = SUBSCRIPTION_WORDS[language];
    const p = w.pages.preferences;
    const names = (one: Language) => new Intl.DisplayNames(one, { type: 'language' }).of(one) ?? one;
    const body = html`${said === undefined ? '' : html`<p role="status"><b>${said}</b></p>`}
      <p>${p.for(masked(kind, address))}</p>
      ${form(
        html`<fieldset>
            <legend>${w.form.language}</legend>
            <select name="${FIELD.language}" aria-label="${w.form.language}">
              ${LANGUAGES.map(
                (one) =>
                  html`<option value="${one}" lang="${one}" ${one === language ? 'selected' : ''}>
                    ${names(one)}
                  </option>`,
              )}
            </select>
          </fieldset>
          ${choiceFields(owner, this.around.components, language)}
          <p>${button(p.save, { name: 'save' })}</p>`,
      )}
      ${form(html`<p class="row">${button(p.test, { name: 'test', look: 'quiet' })}${button(p.leave, { name: 'leave', look: 'quiet' })}</p>`)}
      <h2>${p.data}</h2>
      <p>${p.dataText}</p>
      ${form(
        html`<p class="row">
          ${button(p.export, { name: 'export', look: 'quiet' })}${
            sure
              ? button(p.eraseSure, { name: 'erase-sure', look: 'wrong' })
              : button(p.erase, { name: 'erase', look: 'wrong' })
          }
        </p>`,
      )}`;
    return this.answer(c, language, { title: p.title, body });
  }

  async decided(c: Context, fields: URLSearchParams): Promise<Response> {
    const { desk } = this.around;
    const owner = await this.owner(c);
    if (!owner) return this.gone(c);
    const p = SUBSCRIPTION_WORDS[owner.language].pages.preferences;
    switch (fields.get('do')) {
      case 'save':
        return this.save(c, owner, fields);
      case 'test':
        return this.preferencesOf(c, owner, (await desk.test(owner)) ? p.tested : p.testsUsed);
      case 'leave':
        await desk.leave(owner, 'link');
        return this.hasLeft(c, owner.language);
      case 'export':
        return c.body(`${JSON.stringify(await desk.exported(owner), null, 2)}\n`, 200, {
          'Content-Type': 'application/json; charset=utf-8',
          'Content-Disposition': 'attachment; filename="nightlight-my-data.json"',
        });
      case 'erase':
        return this.preferencesOf(c, owner, undefined, true);
      case 'erase-sure':
        await desk.erase(owner);
        return this.answer(c, owner.language, { title: p.erased, body: paragraphs(p.erasedText) });
      default:
        return this.preferencesOf(c, owner);
    }
  }

  private async save(c: Context, owner: Subscriber, fields: URLSearchParams): Promise<Response> {
    const language = languageIn(fields.get(FIELD.language)) ?? owner.language;
    const choices = readChoices(fields, this.known());
    const w = SUBSCRIPTION_WORDS[language];
    if (choices.components === undefined) return this.preferencesOf(c, owner, w.wrong.component);
    await this.around.desk.choose(owner, { ...choices, components: choices.components, language });
    const saved = await this.owner(c);
    return saved ? this.preferencesOf(c, saved, w.pages.preferences.saved) : this.gone(c);
  }

  /** @param again what was filled in, where it cannot be taken yet. */
  async access(c: Context, again?: URLSearchParams): Promise<Response> {
    const language = this.language(c, again?.get(FIELD.language));
    const before = (field: string) => again?.get(field) ?? '';
    const w = SUBSCRIPTION_WORDS[language];
    const { kinds, keys, now, countries } = this.around;
    const stamp = stampOf(keys, { at: now(), page: 'access' });
    const names = new Intl.DisplayNames(language, { type: 'region' });
    const fieldFor = {
      email: html`<label
        >${w.form.address}
        <input
          type="email"
          name="${FIELD.address}"
          autocomplete="email"
          required
          maxlength="254"
          value="${before(FIELD.address)}"
      /></label>`,
      sms: html`<label
          >${w.form.number}
          <input
            type="tel"
            name="${FIELD.number}"
            autocomplete="tel"
            required
            maxlength="40"
            value="${before(FIELD.number)}"
        /></label>
        <label
          >${w.form.country}
          <select name="${FIELD.country}">
            ${countries.map((one) => html`<option value="${one}">${names.of(one)}</option>`)}
          </select></label
        >`,
    };
    const body = html`<p>${w.pages.access.lead}</p>
      ${again ? html`<p class="wrong" role="alert">${w.wrong.again}</p>` : ''}
      ${(['email', 'sms'] as const)
        .filter((kind) => kinds.includes(kind))
        .map(
          (kind) =>
            html`${form(
              html`<fieldset>
                <legend>${w.form.kind[kind]}</legend>
                <input type="hidden" name="${FIELD.kind}" value="${kind}" /><input
                  type="hidden"
                  name="${FIELD.language}"
                  value="${language}"
                /><input type="hidden" name="${STAMP}" value="${stamp}" />
                <p class="away" aria-hidden="true">
                  <label
                    >${w.form.trap} <input type="text" name="${FIELD.trap}" tabindex="-1" autocomplete="off"
                  /></label>
                </p>
                ${fieldFor[kind]}
                <p>${button(w.pages.access.submit)}</p>
              </fieldset>`,
            )}`,
        )}`;
    return this.answer(c, language, { title: w.pages.access.title, body }, again ? 422 : 200);
  }

  async accessAsked(c: Context, fields: URLSearchParams): Promise<Response> {
    const { desk } = this.around;
    const language = this.language(c, fields.get(FIELD.language));
    const w = SUBSCRIPTION_WORDS[language].pages.access;
    if (!this.stampIn(fields)) return this.access(c, fields);
    if (!mayAsk(c, this.around)) return this.problem(c, 429, 'tooMany', 'tooManyText');
    const kind = fields.get(FIELD.kind) === 'sms' ? 'sms' : 'email';
    const checked = this.checked(kind, fields);
    const isTrapped = (fields.get(FIELD.trap) ?? '') !== '';
    if ('address' in checked && !isTrapped) await desk.access(kind, checked.address);
    return this.answer(c, language, { title: w.title, body: paragraphs(w.sent) });
  }

  text(c: Context, what: 'terms' | 'privacy', further: string | undefined): Promise<Response> {
    const language = this.language(c);
    const w = SUBSCRIPTION_WORDS[language].pages[what];
    const more = further === undefined ? '' : html`<p><a href="${further}">${w.operator}</a></p>`;
    const body = html`${paragraphs(...w.paragraphs(this.around.says.named(language)))}${more}`;
    return this.answer(c, language, { title: w.title, body });
  }

  private gone(c: Context): Promise<Response> {
    const language = this.language(c);
    const more = html`<p>
      <a href="${this.path('/access', language)}">${SUBSCRIPTION_WORDS[language].pages.access.title}</a>
    </p>`;
    return this.problem(c, 410, 'gone', 'goneText', more);
  }
}
