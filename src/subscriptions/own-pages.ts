import type { Context } from 'hono';
import { html } from 'hono/html';
import { inLanguage, type Language, type Localised } from '../domain/site.ts';
import { FIELD } from '../domain/subscribe-form.ts';
import { subscriptionWordsOf } from '../i18n/index.ts';
import { masked } from './addresses.ts';
import { languageIn, readChoices } from './choices.ts';
import { choiceFields } from './form-page.ts';
import { button, form, type Markup, paragraphs } from './frame.ts';
import type { Request, Subscriber } from './people.ts';
import { Answers } from './answers.ts';

/** The pages that are somebody's own: each is reached by a link with a token. Looking changes nothing. */
export class OwnPages extends Answers {
  async confirm(c: Context): Promise<Response> {
    const request = await this.around.desk.waiting(c.req.param('token') ?? '');
    if (request?.stage !== 'person' || request.kind === 'sms') return this.gone(c);
    const { language } = request;
    const w = subscriptionWordsOf(language).pages.confirm;
    const lead = w.lead(this.around.says.named(language).programme);
    return this.answer(c, language, {
      title: w.title,
      body: html`${paragraphs(lead)}${this.asked(request)}${form(button(w.submit))}`,
    });
  }

  /** What somebody is about to agree to: it may be another who filled in the form. */
  private asked(request: Request): Markup {
    const { kind, address, language, components, regions, least, loud, drills } = request;
    const w = subscriptionWordsOf(language);
    const f = w.form;
    const { around } = this;
    const chosen = (ids: string[] | null, known: readonly { id: string; name: Localised }[], all: string) =>
      ids === null
        ? all
        : known.flatMap(({ id, name }) => (ids.includes(id) ? [inLanguage(name, language)] : [])).join(', ');
    const lines: [string, string][] = [
      [f.about.legend, chosen(components, around.components, f.about.all)],
      ...(around.regions.length > 0
        ? [[f.where.legend, chosen(regions, around.regions, f.where.all)] satisfies [string, string]]
        : []),
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
    const w = subscriptionWordsOf(language).pages;
    const link = this.around.links.of(subscriber).preferences;
    const body = html`${paragraphs(w.confirm.doneText)}
      <p><a href="${link}">${w.preferences.title}</a></p>`;
    return this.answer(c, language, { title: w.confirm.done, body });
  }

  async guardian(c: Context): Promise<Response> {
    const request = await this.around.desk.waiting(c.req.param('token') ?? '');
    if (request?.stage !== 'guardian') return this.gone(c);
    const { language } = request;
    const w = subscriptionWordsOf(language);
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
    const w = subscriptionWordsOf(language).pages.guardian;
    return this.answer(c, language, { title: w.done, body: paragraphs(w.doneText) });
  }

  async leave(c: Context): Promise<Response> {
    const found = await this.around.desk.leaver(c.req.param('token') ?? '');
    if (found === undefined) return this.gone(c);
    if (found === 'left') return this.hasLeft(c, this.language(c));
    const { language, kind, address = '' } = found;
    const w = subscriptionWordsOf(language).pages.leave;
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
    const w = subscriptionWordsOf(language).pages.leave;
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
    const w = subscriptionWordsOf(language);
    const p = w.pages.preferences;
    const { languages } = this.around.site;
    const names = (one: Language) => new Intl.DisplayNames(one, { type: 'language' }).of(one) ?? one;
    const body = html`${said === undefined ? '' : html`<p role="status"><b>${said}</b></p>`}
      <p>${p.for(masked(kind, address))}</p>
      ${form(
        html`${
          languages.length === 1
            ? ''
            : html`<fieldset>
                  <legend>${w.form.language}</legend>
                  <select name="${FIELD.language}" aria-label="${w.form.language}">
                    ${languages.map(
                      (one) =>
                        html`<option value="${one}" lang="${one}" ${one === language ? 'selected' : ''}>
                          ${names(one)}
                        </option>`,
                    )}
                  </select>
                </fieldset>`
        }
          ${choiceFields(owner, this.around, language)}
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
    const p = subscriptionWordsOf(owner.language).pages.preferences;
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
    const language = languageIn(this.around.site.languages, fields.get(FIELD.language)) ?? owner.language;
    const { components, regions, ...choices } = readChoices(fields, this.known());
    const w = subscriptionWordsOf(language);
    if (components === undefined) return this.preferencesOf(c, owner, w.wrong.component);
    if (regions === undefined) return this.preferencesOf(c, owner, w.wrong.region);
    await this.around.desk.choose(owner, { ...choices, components, regions, language });
    const saved = await this.owner(c);
    return saved ? this.preferencesOf(c, saved, w.pages.preferences.saved) : this.gone(c);
  }
}
