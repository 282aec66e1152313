import type { Notification } from '../../domain/notification.ts';
import { inLanguage, type Language, type Site } from '../../domain/site.ts';
import { MINUTE } from '../../domain/time.ts';
import { langOf } from '../../domain/wording.ts';
import { besideUtc, formatOf, labelled, wordsOf } from '../../i18n/index.ts';
import { escapeHtml } from '../escape.ts';
import { whereOf } from '../sentence.ts';

/**
 * The title of an entry: its state and what it is about, and behind it in which regions, and that it is a demonstration. The news comes
 * first, for lists cut the end. Of a drill the news is that nothing is wrong: that stands first everywhere.
 */
export function titleOf(told: Notification): string {
  const { language, state, title, drill, demonstration } = told;
  const words = wordsOf(language);
  return [
    drill && words.feed.drill,
    `${labelled(words.states[state], language)} ${title.text}`,
    whereOf(told, language),
    demonstration && words.feed.demonstration,
  ]
    .filter(Boolean)
    .join(' · ');
}

/** All that an entry says to a reader who has nothing but it, as HTML. */
export function htmlOf(told: Notification, { demonstration }: Pick<Site, 'demonstration'>): string {
  const { language, title, text, advice } = told;
  const words = wordsOf(language).feed;
  const works = told.works.map((id) => told.names[id]).join(', ');
  const foreign = [title, text, advice].some((one) => langOf(one, language) !== undefined);
  const said = whenSaid(told);
  const where = whereOf(told, language);
  const labels = labelsOf(told);
  const parts = [
    demonstration && `<p>${escapeHtml(inLanguage(demonstration.notice, language))}</p>`,
    foreign && `<p><em>${escapeHtml(words.untranslated)}</em></p>`,
    inItsLanguage('div', langOf(text, language), language, text.text.html),
    said && `<p>${escapeHtml(said)}</p>`,
    where &&
      `<p><strong>${labelled(wordsOf(language).regions.label, language)}</strong> ${escapeHtml(where)}.</p>`,
    works && `<p><strong>${labelled(labels.works, language)}</strong> ${escapeHtml(works)}.</p>`,
    advice &&
      `<p><strong>${escapeHtml(labelled(labels.advice[told.adviceBy], language))}</strong> ${inItsLanguage('span', langOf(advice, language), language, escapeHtml(advice.text))}</p>`,
  ];
  const html = parts.filter(Boolean).join('\n');
  // A reader of feeds sets an entry in a page of its own, which knows nothing of it.
  return wordsOf(language).direction === 'rtl' ? `<div dir="rtl">${html}</div>` : html;
}

/** The words of an update, and when they were said where the entry is dated by another time. */
export function textOf(told: Notification): string {
  const where = whereOf(told, told.language);
  const regions = where && `${labelled(wordsOf(told.language).regions.label, told.language)} ${where}.`;
  return [told.text.text.text, whenSaid(told), regions].filter(Boolean).join('\n\n');
}

/** What heads works and advice. What was brought along of something closed is not news: nothing of it "still" works. */
export function labelsOf({ language, imported, open }: Notification) {
  const { feed, incident: words } = wordsOf(language);
  return imported && !open ? { works: words.works, advice: words.advice.closed } : feed;
}

/**
 * HTML that is marked where it stands among words of another language.
 * @param lang that it is written in, where that is another.
 */
export function inItsLanguage(
  element: 'div' | 'span',
  lang: Language | undefined,
  language: Language,
  html: string,
): string {
  if (!lang) return html;
  const { direction } = wordsOf(lang);
  const dir = direction === wordsOf(language).direction ? '' : ` dir="${direction}"`;
  return `<${element} lang="${lang}"${dir}>${html}</${element}>`;
}

/** When it was said, where an entry is dated by another time. */
function whenSaid({ language, saidAt, published }: Notification): string | undefined {
  if (Math.abs(published - saidAt.latest) < MINUTE) return undefined;
  return wordsOf(language).feed.said(formatOf(language).moment(saidAt) + besideUtc(language, saidAt));
}
