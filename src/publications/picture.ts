import { createHash } from 'node:crypto';
import { href, type Origin, paths } from '../domain/addresses.ts';
import {
  beginningOf,
  countedEnd,
  endOf,
  firstUpdate,
  type Incident,
  isOpen,
  isWithdrawn,
  newestUpdate,
  type State,
  stateOf,
  type Update,
} from '../domain/incident.ts';
import { type Language, ORIGINAL, type Site } from '../domain/site.ts';
import type { Snapshot } from '../domain/snapshot.ts';
import { worst } from '../domain/status.ts';
import { intervalsOf, statusAt } from '../domain/timeline.ts';
import { type Worded, wordingOf } from '../domain/wording.ts';
import { formatOf, WORDS } from '../i18n/index.ts';
import { labelsOf, namesOf, toldWith } from './feeds/entries.ts';
import { headedTitle, headOf } from './title.ts';

/** The two shapes: what a shared link shows, and what a picture channel takes (pixels). */
export const FORMS = {
  wide: { width: 1200, height: 630, ending: 'png' },
  tall: { width: 1080, height: 1350, ending: 'jpg' },
} as const;
export type Form = keyof typeof FORMS;

export type PictureTone = 'trouble' | 'watched' | 'over' | 'planned' | 'apart';

/** What a picture of an incident or of one update says. A picture is kept for long: it holds nothing that depends on now. */
export interface Picture {
  language: Language;
  /** The colour of its edge. The words say the same. */
  tone: PictureTone;
  /** What must be read first: a demonstration, a drill. */
  mark: string | undefined;
  state: string;
  /** When it was said, or as of when it holds. */
  time: string;
  title: string;
  /** The text, sentence by sentence with the space after each: what has no room is left out by whole sentences. */
  sentences: string[];
  facts: { label: string; text: string }[];
  site: string;
  /** Where all of it stands, without the scheme. */
  address: string;
  /** Before the address, where sentences were left out. */
  more: string;
}

/** Where a picture lies below the language's root. */
export function picturePath(form: Form, incident: string, update?: string): string {
  return `${paths.incident(incident).slice(0, -1)}${update ? `/${update}` : ''}.${FORMS[form].ending}`;
}

/** Whether an address below the site is that of a picture which a config does not draw (any more). */
export function isPictureNotDrawn(address: string, { pictures }: Pick<Site, 'pictures'>): boolean {
  const found = /^(?:\w+\/)?incidents\/[^/]+(?<update>\/[^/]+)?\.(?:png|jpg)$/.exec(address);
  if (!found) return false;
  return pictures === 'none' || (pictures === 'incidents' && found.groups?.update !== undefined);
}

/** The language in which there is a picture: it is in one, so where a part is not translated the original's is shown. */
export function pictureLanguage(incident: Incident, language: Language, update?: Update): Language {
  const { title, advice, proseOf } = wordingOf(incident, language);
  const shown: (Worded<unknown> | undefined)[] = [title, advice, update && proseOf(update)];
  return shown.every((one) => one === undefined || one.language === language) ? language : ORIGINAL;
}

/** Changes when the picture does; it stands in the address that a social network remembers. */
export function pictureVersion(picture: Picture): string {
  return createHash('sha256').update(JSON.stringify(picture)).digest('hex').slice(0, 8);
}

/** The picture of an incident as its newest update left it. */
export function pictureOfIncident(
  incident: Incident,
  snapshot: Snapshot,
  language: Language,
  origin: Origin,
): Picture {
  const words = WORDS[language];
  const w = words.incident;
  const format = formatOf(language);
  const open = isOpen(incident);
  const newest = newestUpdate(incident);
  const state = words.states[stateOf(incident)];
  const [began, end] = [beginningOf(incident), endOf(incident)];
  const before = `${w.beganUnknown} ${format.before(firstUpdate(incident).at)}`;
  const counted = countedEnd(incident);
  const lastKnown = counted && `${w.endedUnknown} ${format.inSentence(counted)}`;
  const names = (ids: string[]) => format.list(namesOf(ids, snapshot, language));
  const scheduled = incident.kind === 'maintenance' ? incident.scheduled : undefined;
  // What matters most stands first: what has no room is left out from the end.
  const facts: [string, string | undefined][] = [
    [w.scheduled, scheduled && format.window({ earliest: scheduled.from, latest: scheduled.until })],
    [words.answer.affected, format.list(affectedIn(incident, snapshot, language))],
    [open ? w.worksNow : w.works, names(incident.works)],
    [w.advice.open[incident.adviceBy], open ? wordingOf(incident, language).advice?.text : undefined],
    [w.began, scheduled ? undefined : began ? format.moment(began) : before],
    [w.ended, scheduled || open ? undefined : end ? format.moment(end) : lastKnown],
  ];
  return {
    ...framed(incident, snapshot, language, origin, paths.incident(incident.id)),
    title: headedTitle(incident, language),
    tone: toneOf(incident, stateOf(incident)),
    state: [kindOf(incident, language), !headOf(incident) && state].filter(Boolean).join(' · '),
    time: open ? words.badge.asOf(format.dateTime(newest.at.latest)) : '',
    sentences: isWithdrawn(incident) ? [words.withdrawn] : [],
    facts: present(isWithdrawn(incident) ? [] : facts),
  };
}

/** The picture of one update: what was said, when, and what was told with it. */
export function pictureOfUpdate(
  incident: Incident,
  update: Update,
  snapshot: Snapshot,
  language: Language,
  origin: Origin,
): Picture {
  const words = WORDS[language];
  const format = formatOf(language);
  const told = toldWith(snapshot, incident, update);
  const labels = labelsOf(snapshot, incident, update, language);
  const { proseOf, placeOf, adviceTold } = wordingOf(incident, language);
  const place = placeOf(update);
  return {
    ...framed(incident, snapshot, language, origin, paths.update(incident.id, update.id)),
    title: headedTitle(incident, language, update.state),
    tone: toneOf(incident, update.state),
    state: headOf(incident, update.state) ? kindOf(incident, language) : words.states[update.state],
    time: [format.moment(update.at), place && `${words.speakers[update.said.speaker]}: ${place.text}`]
      .filter(Boolean)
      .join(' · '),
    sentences: sentencesIn(proseOf(update).text.words, language),
    facts: present([
      [labels.works, told?.works.length ? format.list(namesOf(told.works, snapshot, language)) : undefined],
      [labels.advice[incident.adviceBy], adviceTold(told?.advice)?.text],
    ]),
  };
}

/** What it is a picture of, for those who do not see it; the page it leads to has all its words. */
export function pictureText({ mark, state, time, title }: Picture): string {
  return [mark, state, time, title].filter(Boolean).join(' · ');
}

function framed(
  incident: Incident,
  { site }: Snapshot,
  language: Language,
  origin: Origin,
  path: string,
): Pick<Picture, 'language' | 'mark' | 'site' | 'address' | 'more'> {
  const words = WORDS[language];
  const url = new URL(href(origin.base, language, path), origin.url);
  const marks = [site.demonstration && words.feed.demonstration, incident.drill && words.drill];
  return {
    language,
    mark: marks.filter(Boolean).join(' · ') || undefined,
    site: site.name[language],
    address: `${url.host}${url.pathname}`,
    more: words.picture.more,
  };
}

/** What it is that the words speak of; its state stands beside it, or heads the title. */
function kindOf({ kind }: Incident, language: Language): string {
  const { maintenance, incident } = WORDS[language].incident;
  return kind === 'maintenance' ? maintenance : incident;
}

/** What is affected, each with its status: as of the newest update while it is open, at its worst afterwards. */
function affectedIn(incident: Incident, snapshot: Snapshot, language: Language): string[] {
  const { statuses } = WORDS[language];
  const at = newestUpdate(incident).at.latest;
  const intervals = intervalsOf(incident);
  return incident.impact.flatMap((impact) => {
    const all = 'status' in impact ? [impact.status] : impact.changes.map(({ status }) => status);
    const now = statusAt(intervals.get(impact.component) ?? [], at);
    const status = isOpen(incident) && incident.kind === 'incident' && !incident.drill ? now : worst(all);
    if (status === 'operational') return [];
    const [name] = namesOf([impact.component], snapshot, language);
    return `${name} (${statuses[status].toLowerCase()})`;
  });
}

function present(facts: [label: string, text: string | undefined][]): Picture['facts'] {
  return facts.flatMap(([label, text]) => (text ? [{ label, text }] : []));
}

function sentencesIn(text: string, language: Language): string[] {
  const segmenter = new Intl.Segmenter(language, { granularity: 'sentence' });
  return Array.from(segmenter.segment(text.trim()), ({ segment }) => segment);
}

function toneOf(incident: Incident, state: State): PictureTone {
  if (incident.drill || state === 'withdrawn') return 'apart';
  if (['resolved', 'completed', 'cancelled', 'postmortem'].includes(state)) return 'over';
  if (incident.kind === 'maintenance') return 'planned';
  return state === 'monitoring' ? 'watched' : 'trouble';
}
