import { html } from 'hono/html';
import type { Language } from '../domain/site.ts';
import { FIELD } from '../domain/subscribe-form.ts';
import { subscriptionWordsOf } from '../i18n/index.ts';
import type { Markup } from './frame.ts';

/** Where somebody writes at what they can be reached, with what they wrote before. */
export interface Written {
  language: Language;
  before: URLSearchParams;
  /** What was written is no address. */
  isWrong?: boolean;
}

/** The field for an address of e-mail: one's own, or that of a guardian, which may stay empty. */
export function mailField(
  { language, before, isWrong = false }: Written,
  field: 'address' | 'guardian' = 'address',
): Markup {
  return html`<label
    >${subscriptionWordsOf(language).form[field]}
    <input
      type="email"
      name="${FIELD[field]}"
      autocomplete="email"
      maxlength="254"
      value="${before.get(FIELD[field]) ?? ''}"
      ${field === 'address' ? 'required' : ''}
      ${flag(isWrong)}
  /></label>`;
}

/** The fields for a number: the number, and the country that it is of where it does not say so. */
export function numberFields(
  { language, before, isWrong = false }: Written,
  countries: readonly string[],
): Markup {
  const f = subscriptionWordsOf(language).form;
  const names = new Intl.DisplayNames(language, { type: 'region' });
  const chosen = before.get(FIELD.country) ?? countries[0];
  return html`<label
      >${f.number}
      <input
        type="tel"
        name="${FIELD.number}"
        autocomplete="tel"
        required
        maxlength="40"
        value="${before.get(FIELD.number) ?? ''}"
        ${flag(isWrong)}
    /></label>
    <p class="hint">${f.numberHint}</p>
    <label
      >${f.country}
      <select name="${FIELD.country}">
        ${countries.map(
          (country) =>
            html`<option value="${country}" ${country === chosen ? 'selected' : ''}>
              ${names.of(country)}
            </option>`,
        )}
      </select></label
    >`;
}

function flag(isWrong: boolean): Markup | '' {
  return isWrong ? html`aria-invalid="true"` : '';
}
