import type { Context } from 'hono';
import { html } from 'hono/html';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import { prefixOf } from '../domain/addresses.ts';
import type { Language } from '../domain/site.ts';
import { FIELD, type FormKind, markOf, SUBSCRIBE_PATH, WHOSE } from '../domain/subscribe-form.ts';
import { subscriptionWordsOf } from '../i18n/index.ts';
import { checkEmail, checkNumber, checkPush, type Checked } from './addresses.ts';
import { type Choices, readChoices } from './choices.ts';
import { mailField, numberFields } from './address-fields.ts';
import { type Filled, sentenceOf, signUpForm, STAMP, type Wrong } from './form-page.ts';
import { button, form, hidden, type Markup, paragraphs } from './frame.ts';
import { mayAsk } from './requests.ts';
import { readStamp, type Stamp, stampOf } from './tokens.ts';
import { Answers } from './answers.ts';

/** The pages that everybody can open: the form, a link to what one gets, terms. Looking changes nothing. */
export class PublicPages extends Answers {
  /** The form, with whatever was filled in before, here or on the site. */
  async subscribe(
    c: Context,
    fields: URLSearchParams,
    { wrong = [], shownOn }: { wrong?: readonly Wrong[]; shownOn?: string | undefined } = {},
    status: ContentfulStatusCode = 200,
  ): Promise<Response> {
    const { kinds, countries, components, regions, minors, says, keys, now } = this.around;
    const language = this.language(c, fields.get(FIELD.language));
    const w = subscriptionWordsOf(language);
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
      consented: isSame && (wasHere || shownOn !== undefined) && !this.isForAnother(fields),
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
      regions,
      countries,
      minors,
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
    return `${site}${prefixOf(this.around.site, language)}subscribe/`;
  }

  private kinds(c: Context, language: Language): Promise<Response> {
    const f = subscriptionWordsOf(language).form;
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

  private languages(current: Language, path: string): Markup | '' {
    const others = this.around.site.languages.filter((one) => one !== current);
    if (others.length === 0) return '';
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
    const { components = [], regions = [] } = read;
    return { ...read, language, components, regions };
  }

  /** The second step: what it asks for is done, once. */
  async request(c: Context, fields: URLSearchParams): Promise<Response> {
    const { desk, now, stamps, says, kinds, minors, log } = this.around;
    const language = this.language(c, fields.get(FIELD.language));
    const kind = kinds.find((one) => one === fields.get(FIELD.kind));
    if (kind === undefined) return this.kinds(c, language);
    const isMinor = minors && kind === 'sms' && fields.get(FIELD.whose) === 'minor';
    // Whoever fills what nobody sees is answered as everybody is.
    if ((fields.get(FIELD.trap) ?? '') !== '') {
      log('trap filled', { kind });
      return this.sent(c, language, isMinor ? 'guardian' : kind);
    }
    const stamp = this.stampIn(fields);
    const { address, guardian, wrong } = this.readForm(fields, kind, isMinor);
    if (this.isForAnother(fields) || fields.get(FIELD.consent) !== markOf(says.consent(kind, language)))
      wrong.push('consent');
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

  /** A page of before may still offer a minor's phone: what was ticked for that is no consent for one's own. */
  private isForAnother(fields: URLSearchParams): boolean {
    return !this.around.minors && fields.get(FIELD.whose) === 'minor';
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
    const { components, regions } = readChoices(fields, this.known());
    if (components === undefined) wrong.push('component');
    if (regions === undefined) wrong.push('region');
    const whose = WHOSE.find((one) => one === fields.get(FIELD.whose));
    if (this.around.minors && (whose === undefined || (whose === 'minor' && !isMinor))) wrong.push('whose');
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
    const w = subscriptionWordsOf(language).pages.sent;
    return this.answer(c, language, { title: w.title, body: paragraphs(w[what], w.forgotten) });
  }

  /** @param again what was filled in, where it cannot be taken yet, and why not. */
  async access(c: Context, again?: { fields: URLSearchParams; wrong: Wrong }): Promise<Response> {
    const language = this.language(c, again?.fields.get(FIELD.language));
    const { kinds } = this.around;
    const w = subscriptionWordsOf(language).pages.access;
    const body = html`<p>${w.lead}</p>
      ${again?.wrong === 'again' ? this.complaint('again', language) : ''}
      ${(['email', 'sms'] as const)
        .filter((kind) => kinds.includes(kind))
        .map((kind) => this.accessBy(kind, language, again))}`;
    return this.answer(c, language, { title: w.title, body }, again ? 422 : 200);
  }

  private accessBy(
    kind: 'email' | 'sms',
    language: Language,
    again: { fields: URLSearchParams; wrong: Wrong } | undefined,
  ): Markup {
    const { keys, now, countries } = this.around;
    const w = subscriptionWordsOf(language);
    const isOurs = again?.fields.get(FIELD.kind) === kind;
    const isWrong = isOurs && again.wrong !== 'again';
    const written = { language, before: isOurs ? again.fields : new URLSearchParams(), isWrong };
    return form(
      html`<fieldset>
        <legend>${w.form.kind[kind]}</legend>
        ${hidden(FIELD.kind, kind)}${hidden(FIELD.language, language)}${hidden(
          STAMP,
          stampOf(keys, { at: now(), page: 'access' }),
        )}
        <p class="away" aria-hidden="true">
          <label
            >${w.form.trap} <input type="text" name="${FIELD.trap}" tabindex="-1" autocomplete="off"
          /></label>
        </p>
        ${isWrong ? this.complaint(again.wrong, language) : ''}
        ${kind === 'email' ? mailField(written) : numberFields(written, countries)}
        <p>${button(w.pages.access.submit)}</p>
      </fieldset>`,
    );
  }

  private complaint(wrong: Wrong, language: Language): Markup {
    return html`<p class="wrong" role="alert">${sentenceOf(wrong, language, this.around)}</p>`;
  }

  async accessAsked(c: Context, fields: URLSearchParams): Promise<Response> {
    const { desk } = this.around;
    const language = this.language(c, fields.get(FIELD.language));
    const w = subscriptionWordsOf(language).pages.access;
    if (!this.stampIn(fields)) return this.access(c, { fields, wrong: 'again' });
    if (!mayAsk(c, this.around)) return this.problem(c, 429, 'tooMany', 'tooManyText');
    const kind = fields.get(FIELD.kind) === 'sms' ? 'sms' : 'email';
    const checked = this.checked(kind, fields);
    const isTrapped = (fields.get(FIELD.trap) ?? '') !== '';
    if ('address' in checked) {
      if (!isTrapped) await desk.access(kind, checked.address);
    } else if (!isTrapped) return this.access(c, { fields, wrong: checked.refused });
    return this.answer(c, language, { title: w.title, body: paragraphs(w.sent) });
  }

  text(c: Context, what: 'terms' | 'privacy', further: string | undefined): Promise<Response> {
    const language = this.language(c);
    const { [what]: w } = subscriptionWordsOf(language).pages;
    const said = w.paragraphs(this.around.says.named(language));
    if (what === 'terms' && this.around.minors)
      said.splice(-1, 0, subscriptionWordsOf(language).pages.terms.minors);
    const more = further === undefined ? '' : html`<p><a href="${further}">${w.operator}</a></p>`;
    const body = html`${paragraphs(...said)}${more}`;
    return this.answer(c, language, { title: w.title, body });
  }
}
