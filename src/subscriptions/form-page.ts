import { html } from 'hono/html';
import { type Component, inLanguage, type Language, type Localised, type Region } from '../domain/site.ts';
import { FIELD, type FormKind, LEAST, markOf, SOUND, WHOSE } from '../domain/subscribe-form.ts';
import { subscriptionWordsOf, type SubscriptionWords } from '../i18n/index.ts';
import { mailField, numberFields } from './address-fields.ts';
import { button, form, hidden, type Markup } from './frame.ts';
import type { Choices } from './choices.ts';

/** The field that carries the page's stamp. Only pages of the service have one. */
export const STAMP = 'stamp';

/** What can be wrong with a form: the sentence for it, and the field beside which it stands. */
export type Wrong = Exclude<keyof SubscriptionWords['wrong'], 'title'>;

const BESIDE: Record<Wrong, string> = {
  address: FIELD.address,
  number: FIELD.number,
  country: FIELD.number,
  mobile: FIELD.number,
  push: FIELD.push,
  component: FIELD.about,
  region: FIELD.where,
  whose: FIELD.whose,
  guardian: FIELD.guardian,
  consent: FIELD.consent,
  again: STAMP,
};

/** A form as it is printed anew: what was filled in, what is wrong with it. */
export interface Filled {
  kind: FormKind;
  language: Language;
  form: URLSearchParams;
  choices: Choices;
  wrong: readonly Wrong[];
  /** Ticked by the person before, beside the very words that are shown again. */
  consented: boolean;
  stamp: string;
}

export interface FormSite {
  /** Where it is posted. */
  action: string;
  components: readonly Component[];
  regions: readonly Region[];
  countries: readonly string[];
  /** Whether it is asked whose it is. */
  minors: boolean;
  /** The words of consent. */
  words: string;
  terms: string;
  privacy: string;
}

/** The whole form for one kind, every field with what was chosen. */
export function signUpForm(filled: Filled, site: FormSite): Markup {
  const { kind, language } = filled;
  const w = subscriptionWordsOf(language);
  const f = w.form;
  return form(
    html`
      ${filled.wrong.length > 0 ? whatIsWrong(filled, site) : ''} ${complaint(filled, STAMP, site)}
      ${hidden(FIELD.kind, kind)}${hidden(FIELD.language, language)}${hidden(STAMP, filled.stamp)}
      <p class="away" aria-hidden="true">
        <label>${f.trap} <input type="text" name="${FIELD.trap}" tabindex="-1" autocomplete="off" /></label>
      </p>
      ${reachedAt(filled, site)}
      ${choiceFields(filled.choices, site, language, {
        about: complaint(filled, FIELD.about, site),
        where: complaint(filled, FIELD.where, site),
      })}
      ${site.minors ? whoseIsIt(filled, site) : ''}
      <fieldset>
        <legend>${f.consent.legend}</legend>
        ${complaint(filled, FIELD.consent, site)}
        <label class="tick"
          ><input
            type="checkbox"
            name="${FIELD.consent}"
            value="${markOf(site.words)}"
            ${checked(filled.consented)}
          />
          <span>${site.words}</span></label
        >
        <p class="hint">
          <a href="${site.terms}">${f.terms}</a> · <a href="${site.privacy}">${f.privacy}</a>
        </p>
      </fieldset>
      <p>${button(w.pages.check.submit[kind])}</p>
    `,
    site.action,
  );
}

/** What somebody wants to be told: the same in the form and among preferences. */
export function choiceFields(
  { components, regions, least, loud, drills }: Choices,
  known: Pick<FormSite, 'components' | 'regions'>,
  language: Language,
  complaints: { about?: Markup | ''; where?: Markup | '' } = {},
): Markup {
  const f = subscriptionWordsOf(language).form;
  const sound = loud ? 'loud' : 'quiet';
  const some = (
    { all, one }: { all: string; one: string },
    words: { legend: string; all: string; some: string; gone?: string },
    offered: readonly { id: string; name: Localised }[],
    wanted: readonly string[] | null,
    complaint: Markup | '' = '',
  ) => {
    // Whoever wants only what there is no more is told of all (`recipients.ts`).
    const isGone = wanted !== null && wanted.length > 0 && !offered.some(({ id }) => wanted.includes(id));
    const gone = isGone ? words.gone : undefined;
    const chosen = gone === undefined ? wanted : null;
    return html`<fieldset>
      <legend>${words.legend}</legend>
      ${complaint} ${gone === undefined ? '' : html`<p class="hint">${gone}</p>`}
      ${radio(all, 'all', words.all, chosen === null)}
      ${radio(all, 'some', words.some, chosen !== null)}
      <div class="some">
        ${offered.map(({ id, name }) => tick(one, id, inLanguage(name, language), chosen?.includes(id) ?? false))}
      </div>
    </fieldset>`;
  };
  const about = { all: FIELD.about, one: FIELD.component };
  const where = { all: FIELD.where, one: FIELD.region };
  return html`${some(about, f.about, known.components, components, complaints.about)}
    ${known.regions.length > 0 ? some(where, f.where, known.regions, regions, complaints.where) : ''}
    <fieldset>
      <legend>${f.least.legend}</legend>
      ${LEAST.map((one) => radio(FIELD.least, one, f.least[one], one === least))}
      <p class="hint">${f.allClear}</p>
    </fieldset>
    <fieldset>
      <legend>${f.sound.legend}</legend>
      ${SOUND.map((one) => radio(FIELD.sound, one, f.sound[one], one === sound))}
      ${tick(FIELD.drills, 'yes', f.drills, drills)}
    </fieldset>`;
}

function reachedAt(filled: Filled, site: FormSite): Markup {
  const { kind, language, form } = filled;
  const f = subscriptionWordsOf(language).form;
  if (kind === 'web-push')
    return html`${complaint(filled, FIELD.push, site)}${hidden(FIELD.push, form.get(FIELD.push) ?? '')}`;
  const wrong = complaint(filled, kind === 'email' ? FIELD.address : FIELD.number, site);
  const written = { language, before: form, isWrong: wrong !== '' };
  return html`<fieldset>
    <legend>${f.kind[kind]}</legend>
    ${wrong} ${kind === 'email' ? mailField(written) : numberFields(written, site.countries)}
  </fieldset>`;
}

function whoseIsIt(filled: Filled, site: FormSite): Markup {
  const { kind, language, form } = filled;
  const f = subscriptionWordsOf(language).form;
  const chosen = form.get(FIELD.whose);
  if (kind !== 'sms')
    return html`<fieldset>
      <legend>${f.whose.legend}</legend>
      ${complaint(filled, FIELD.whose, site)} ${tick(FIELD.whose, 'own', f.whose.own, chosen === 'own')}
    </fieldset>`;
  return html`<fieldset>
    <legend>${f.whose.legend}</legend>
    ${complaint(filled, FIELD.whose, site)}
    ${WHOSE.map((one) => radio(FIELD.whose, one, f.whose[one], one === chosen))}
    <div class="minor">
      ${complaint(filled, FIELD.guardian, site)} ${mailField({ language, before: form }, 'guardian')}
      <p class="hint">${f.guardianHint}</p>
    </div>
  </fieldset>`;
}

/** On a small screen the field is far below the top: each sentence leads to it. */
function whatIsWrong({ wrong, language }: Filled, site: FormSite): Markup {
  const below = wrong.filter((one) => BESIDE[one] !== STAMP);
  return html`<div role="alert">
    <p class="wrong">${subscriptionWordsOf(language).wrong.title}</p>
    <ul>
      ${below.map((one) => html`<li><a href="#wrong-${one}">${sentenceOf(one, language, site)}</a></li>`)}
    </ul>
  </div>`;
}

function complaint({ wrong, language }: Filled, field: string, site: FormSite): Markup | '' {
  const found = wrong.find((one) => BESIDE[one] === field);
  if (found === undefined) return '';
  return html`<p class="wrong" id="wrong-${found}">${sentenceOf(found, language, site)}</p>`;
}

/** What is said of a mistake. */
export function sentenceOf(
  wrong: Wrong,
  language: Language,
  { countries }: Pick<FormSite, 'countries'>,
): string {
  const words = subscriptionWordsOf(language).wrong[wrong];
  const names = new Intl.DisplayNames(language, { type: 'region' });
  const list = () =>
    new Intl.ListFormat(language).format(countries.map((country) => names.of(country) ?? country));
  return typeof words === 'string' ? words : words(list());
}

function radio(name: string, value: string, text: string, isChosen: boolean): Markup {
  return html`<label class="tick"
    ><input type="radio" name="${name}" value="${value}" ${checked(isChosen)} /> <span>${text}</span></label
  > `;
}

function tick(name: string, value: string, text: string, isChosen: boolean): Markup {
  return html`<label class="tick"
    ><input type="checkbox" name="${name}" value="${value}" ${checked(isChosen)} />
    <span>${text}</span></label
  > `;
}

function checked(isChosen: boolean): string {
  return isChosen ? 'checked' : '';
}
