import type { NotificationFile } from '../../domain/notification-file.ts';
import type { Language } from '../../domain/site.ts';
import { isHurt } from '../../domain/status.ts';
import { labelled, messageWordsOf, wordsOf } from '../../i18n/index.ts';
import { oneLine, paragraphs, sentence } from './plain.ts';
import { headline } from './push.ts';
import { saidAt, timesOf } from './times.ts';

/** How a message is coloured where a channel has colours. The words say the same. */
export type SheetTone = 'trouble' | 'degraded' | 'watched' | 'over' | 'planned' | 'apart';

/** A fact with what it is, if it does not say so by itself, and the language it is in where that is not the message's. */
export interface Section {
  label?: string;
  text: string;
  lang?: Language | undefined;
}

/** All that there is to say of an update, for channels with room: each prints it in its own form. */
export interface Sheet {
  language: Language;
  tone: SheetTone;
  /** What must be read first: a drill, a demonstration. */
  marks: string[];
  /** Who speaks. */
  source: string;
  headline: Worded;
  /** Where the work stands, in words of ours: they are short. */
  state: string;
  /** When it was said, UTC. */
  at: string;
  /** What to do, what is lost, what works, where, since when, when more is said: in this order. */
  sections: Section[];
  /** What was said, a paragraph each. */
  said: { label: string; paragraphs: string[]; lang?: Language | undefined };
  /** That some of it is in the original language, where it is. */
  foreign: string | undefined;
  link: { label: string; url: string };
  /** When it was said, and where. */
  foot: string;
}

interface Worded {
  text: string;
  lang?: Language | undefined;
}

/** Everything that an update says, in the order in which it is needed. */
export function sheetOf(told: NotificationFile): Sheet {
  const { language, languages } = told;
  const words = messageWordsOf(language);
  const pages = wordsOf(language);
  const other = (own: Language | null) => (own === null || own === language ? undefined : own);
  const { marks } = words;
  const lang = other(languages.text);
  const isForeign = [languages.title, languages.text, languages.advice, languages.scope].some(
    (one) => other(one) !== undefined,
  );
  return {
    language,
    tone: toneOf(told),
    marks: [told.drill && marks.drill[0], told.demonstration && marks.demonstration[0]].flatMap(
      (mark) => mark || [],
    ),
    source: oneLine(told.site.name),
    headline: { text: headline(told), lang: other(languages.title) },
    state: told.state_name,
    at: told.said_at.latest,
    sections: [
      ...section(adviceLabel(told), told.advice, other(languages.advice)),
      ...impactOf(told),
      ...section(words.works, told.works.map((id) => oneLine(told.names[id] ?? id)).join(', ')),
      ...section(pages.incident.scope, told.scope, other(languages.scope)),
      ...timeSections(told),
      ...section(pages.incident.data, told.all_clear && told.data && pages.incident.dataFates[told.data]),
    ],
    said: { label: words.said, paragraphs: paragraphs(told.text), lang },
    foreign: isForeign ? words.original : undefined,
    link: { label: words.read, url: told.url },
    foot: `${labelled(words.saidAt, language)} ${[saidAt(told), placeOf(told)].filter(Boolean).join(' - ')}`,
  };
}

function section(label: string, text: string | null | undefined | false, lang?: Language): Section[] {
  return text ? [{ label, text: sentence(oneLine(text)), lang }] : [];
}

/** What was advised with something that is over is not news: it is told as what people were told. */
function adviceLabel({ language, imported, open, advice_by }: NotificationFile): string {
  const { feed, incident } = wordsOf(language);
  const labels = imported && !open ? incident.advice.closed : feed.advice;
  return labels[advice_by ?? 'operator'];
}

function impactOf({ impact, names, kind, language, state }: NotificationFile): Section[] {
  if (state === 'withdrawn' || state === 'cancelled') return [];
  const words = messageWordsOf(language);
  const list = (some: NotificationFile['impact']) =>
    some
      .map(({ component, where }) => oneLine(`${names[component] ?? component}${where ? ` (${where})` : ''}`))
      .join(', ');
  const wasHurt = impact.filter(({ worst }) => isHurt(worst));
  if (kind === 'maintenance' && wasHurt.length === 0) return section(words.planned, list(impact));
  // Work that goes on as announced is named; trouble is said.
  const groups = Map.groupBy(wasHurt, ({ status, sentence: said }) => {
    if (!isHurt(status)) return words.worksAgain;
    return said && status !== 'under_maintenance'
      ? wordsOf(language).incident.lostNow
      : words.statuses[status];
  });
  return [...groups].flatMap(([label, hurt]) =>
    section(
      label,
      label === wordsOf(language).incident.lostNow
        ? hurt.map(({ sentence: said }) => sentence(oneLine(said ?? ''))).join(' ')
        : list(hurt),
    ),
  );
}

function timeSections(told: NotificationFile): Section[] {
  const { when, window, next } = timesOf(told, 'long');
  return [
    ...section(messageWordsOf(told.language).window, window),
    ...[when, next].flatMap((text) => (text ? [{ text: sentence(text) }] : [])),
  ];
}

/** Where it was said, and that it was not the operator who did. */
function placeOf({ language, said_by, said_in }: NotificationFile): string | undefined {
  const place = said_in === null ? undefined : oneLine(said_in);
  return said_by === 'operator' ? place : messageWordsOf(language).speakers[said_by](place);
}

function toneOf({ drill, state, kind, impact, all_clear }: NotificationFile): SheetTone {
  if (drill || state === 'withdrawn') return 'apart';
  if (all_clear || state === 'postmortem') return 'over';
  if (kind === 'maintenance') return 'planned';
  if (state === 'monitoring') return 'watched';
  const worst = impact[0]?.status;
  return worst === 'major_outage' || worst === 'partial_outage' ? 'trouble' : 'degraded';
}
