import type { NotificationFile } from '../../domain/notification-file.ts';
import type { Language } from '../../domain/site.ts';
import { labelled, messageWordsOf } from '../../i18n/index.ts';
import { escapeHtml } from '../escape.ts';
import { type Sheet, sheetOf } from './sheet.ts';
import { oneLine } from './plain.ts';
import { directionOf } from './times.ts';
import type { Email, EmailAround } from './types.ts';

/** What an e-mail of ours is made of. */
export interface Letter extends Sheet {
  /** Of whom and what the reader asked to be told. */
  site: Pick<NotificationFile['site'], 'name' | 'service'>;
  threadId: string;
  id: string;
}

/** An update as an e-mail: text, and simple HTML that loads nothing, tells nobody that it was read, and reads in the dark. */
export function emailOf(told: NotificationFile, around: EmailAround): Email {
  const { incident, update, site } = told;
  return letterOf({ ...sheetOf(told), site, threadId: incident, id: `${incident}.${update}` }, around);
}

/** Prints a letter. */
export function letterOf(letter: Letter, around: EmailAround): Email {
  return {
    subject: subjectOf(letter),
    text: textOf(letter, around),
    html: htmlOf(letter, around),
    language: letter.language,
    threadId: letter.threadId,
    id: letter.id,
  };
}

/** A subject is one line: a line break in it would begin a header. */
function subjectOf({ marks, source, headline, language }: Letter): string {
  return oneLine([...marks, `${labelled(source, language)} ${headline.text}`].join(' '));
}

function textOf(letter: Letter, around: EmailAround): string {
  const { language, marks, headline, sections, said, foreign, link, foot } = letter;
  const label = (text: string) => labelled(text, language);
  return `${[
    ...marks,
    headline.text,
    ...sections.map(({ label: of, text }) => (of ? `${label(of)} ${text}` : text)),
    ...(said.paragraphs.length > 0 ? [label(said.label), ...said.paragraphs] : []),
    ...(foreign ? [foreign] : []),
    `${label(link.label)} ${link.url}`,
    foot,
    `-- \n${footer(letter, around)
      .map(({ text, url }) => (url ? `${label(text)} ${url}` : text))
      .join('\n')}`,
  ].join('\n\n')}\n`;
}

function footer({ language, site }: Letter, around: EmailAround): { text: string; url?: string }[] {
  const words = messageWordsOf(language).footer;
  return [
    { text: words[around.why](oneLine(site.name), oneLine(site.service)) },
    { text: words.preferences, url: around.preferencesUrl },
    { text: words.unsubscribe, url: around.unsubscribeUrl },
    { text: oneLine(around.postalAddress) },
  ];
}

/** Colours are left to the reader's program, light or dark; only widths and spaces are set. */
function htmlOf(letter: Letter, around: EmailAround): string {
  const { language, marks, source, headline, sections, said, foreign, link, foot } = letter;
  const p = (text: string, lang?: Language) => `<p${langOf(lang)}>${text}</p>`;
  const a = (url: string, text: string) => `<a href="${escapeHtml(url)}">${escapeHtml(text)}</a>`;
  const strong = (text: string) => `<strong>${escapeHtml(text)}</strong>`;
  const body = [
    ...marks.map((mark) => p(strong(mark))),
    `<h1 style="font-size:1.25em;line-height:1.3"${langOf(headline.lang)}>${escapeHtml(headline.text)}</h1>`,
    ...sections.map(({ label, text, lang }) =>
      p(
        `${label ? `${strong(labelled(label, language))} ` : ''}<span${langOf(lang)}>${escapeHtml(text)}</span>`,
      ),
    ),
    ...(said.paragraphs.length > 0 ? [`<h2 style="font-size:1em">${escapeHtml(said.label)}</h2>`] : []),
    ...said.paragraphs.map((text) => p(escapeHtml(text).replaceAll('\n', '<br>'), said.lang)),
    ...(foreign ? [p(`<em>${escapeHtml(foreign)}</em>`)] : []),
    p(a(link.url, link.label)),
    p(`<small>${escapeHtml(foot)}</small>`),
    '<hr>',
    ...footer(letter, around).map(({ text, url }) =>
      p(`<small>${url ? a(url, text) : escapeHtml(text)}</small>`),
    ),
  ];
  return [
    '<!doctype html>',
    `<html lang="${language}" dir="${directionOf(language)}">`,
    '<head>',
    '<meta charset="utf-8">',
    '<meta name="viewport" content="width=device-width">',
    '<meta name="color-scheme" content="light dark">',
    '<meta name="supported-color-schemes" content="light dark">',
    `<title>${escapeHtml(`${labelled(source, language)} ${headline.text}`)}</title>`,
    '<style>:root{color-scheme:light dark;supported-color-schemes:light dark}</style>',
    '</head>',
    '<body style="margin:0;padding:1em;font-family:sans-serif;font-size:1em;line-height:1.5">',
    // Some readers drop what stands at html and body: language and direction are said again.
    `<div lang="${language}" dir="${directionOf(language)}" style="max-width:36em">`,
    ...body,
    '</div>',
    '</body>',
    '</html>',
    '',
  ].join('\n');
}

function langOf(lang: Language | undefined): string {
  return lang ? ` lang="${lang}" dir="${directionOf(lang)}"` : '';
}
