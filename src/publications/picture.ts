import { createHash } from 'node:crypto';
import type { Origin } from '../domain/addresses.ts';
import { worstOf } from '../domain/impact.ts';
import { worst } from '../domain/status.ts';
import {
  beginningOf,
  countedEnd,
  courseOf,
  endOf,
  firstUpdate,
  type Incident,
  isOpen,
  isWithdrawn,
  newestUpdate,
  type State,
  type Update,
} from '../domain/incident.ts';
import { historyOfIncident } from '../domain/git-history.ts';
import type { Notification } from '../domain/notification.ts';
import { componentName, type Language, type Site, type Spoken } from '../domain/site.ts';
import type { Snapshot } from '../domain/snapshot.ts';
import { wordingOf } from '../domain/wording.ts';
import { formatOf, wordsOf } from '../i18n/index.ts';
import { saidBy } from './place.ts';
import { labelsOf } from './feeds/content.ts';
import { notificationIn } from './notification.ts';
import { rowOf } from './rows.ts';
import { nameOf, sentenceOf } from './sentence.ts';
import { drawingOf } from './drawing/index.ts';
import { type Form, formsOf } from './picture-files.ts';
import { type DrawnPart, drawnPart } from './picture-drawing.ts';
import { headedTitle, headOf } from './title.ts';

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
  /** On which days it was, once it is over: a drawing bears no year. */
  days?: string;
  title: string;
  /** The text, sentence by sentence with the space after each: what has no room is left out by whole sentences. */
  sentences: string[];
  facts: { label: string; text: string }[];
  site: string;
  /** The colour in which that is written, where the site has one of its own. */
  accent?: string;
  /** Where all of it stands, without the scheme. */
  address: string;
  /** Before the address, where sentences were left out. */
  more: string;
  /** What happened and what was said, over time; where it has room, by the shape of the picture. */
  drawings?: Partial<Record<Form, DrawnPart>>;
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
  const words = wordsOf(language);
  const w = words.incident;
  const format = formatOf(language);
  const told = notificationIn(snapshot, incident, newestUpdate(incident), language, origin);
  const { open, incidentState: state, scheduled } = told;
  const [began, end] = [beginningOf(incident), endOf(incident)];
  const before = `${w.beganUnknown} ${format.before(firstUpdate(incident).at)}`;
  const counted = countedEnd(incident);
  /** What nobody knows to be over is no trouble of today: it may lie years back. */
  const isUnknown = courseOf(incident, snapshot.now) === 'unknown';
  const lastKnown = counted && `${w.endedUnknown} ${format.inSentence(counted)}`;
  // What matters most stands first: what has no room is left out from the end.
  const facts: [string, string | undefined][] = [
    [w.scheduled, scheduled && format.window({ earliest: scheduled.from, latest: scheduled.until })],
    // What is over is told in the past tense.
    [open || scheduled ? words.answer.affected : w.lost, affectedIn(incident, told)],
    [
      open ? w.worksNow : w.works,
      format.list(incident.works.map((id) => componentName(snapshot.site, id, language))),
    ],
    [w.advice.open[incident.adviceBy], open ? wordingOf(incident, language).advice?.text : undefined],
    [w.began, scheduled ? undefined : began ? format.moment(began) : before],
    [w.ended, scheduled || open ? undefined : end ? format.moment(end) : lastKnown],
  ];
  return {
    ...framed(told, told.links.incident, snapshot.site),
    title: headedTitle(incident, language),
    tone: isUnknown ? 'apart' : toneOf(told, state),
    state: [kindOf(told), !headOf(incident) && words.states[state]].filter(Boolean).join(' · '),
    time: open
      ? words.badge.asOf(format.dateTime(told.saidAt.latest))
      : isUnknown
        ? w[incident.drill ? 'courseOfDrill' : 'course'].unknown
        : '',
    ...(!open && !isWithdrawn(incident) && { days: rowOf(incident, language).days }),
    sentences: isWithdrawn(incident) ? [words.withdrawn] : [],
    facts: present(isWithdrawn(incident) ? [] : facts),
    drawings: isWithdrawn(incident) ? {} : drawingsOf(incident, snapshot, language),
  };
}

/** As its newest update left it: a picture may be looked at for years. */
function drawingsOf(
  incident: Incident,
  { site, git }: Snapshot,
  language: Language,
): NonNullable<Picture['drawings']> {
  const now = newestUpdate(incident).at.latest;
  const history = historyOfIncident(git, incident.id);
  const drawing = drawingOf(incident, site, language, now, history);
  return Object.fromEntries(
    formsOf(site).flatMap((form) => {
      const slim = form === 'wide' && isOpen(incident);
      // Of announced work the words say all: when it is to be.
      if (slim && incident.kind === 'maintenance') return [];
      // While it is open, what to do needs the room of the wide one.
      const part = drawnPart(drawing, form, slim);
      return part ? [[form, part]] : [];
    }),
  );
}

/** The picture of one update: what was said, when, and what was told with it. */
export function pictureOfUpdate(
  incident: Incident,
  update: Update,
  snapshot: Snapshot,
  language: Language,
  origin: Origin,
): Picture {
  const words = wordsOf(language);
  const format = formatOf(language);
  const told = notificationIn(snapshot, incident, update, language, origin);
  const { state, place, advice } = told;
  const labels = labelsOf(told);
  return {
    ...framed(told, told.links.update, snapshot.site),
    title: headedTitle(incident, language, state),
    tone: toneOf(told, state),
    state: headOf(incident, state) ? kindOf(told) : words.states[state],
    time: [format.moment(told.saidAt), place && saidBy(words.speakers[told.speaker], place.text, language)]
      .filter(Boolean)
      .join(' · '),
    sentences: sentencesIn(told.text.text.words, language),
    facts: present([
      [labels.works, format.list(told.works.map((id) => told.names[id] as string))],
      [labels.advice[told.adviceBy], advice?.text],
    ]),
  };
}

/** What it is a picture of, for those who do not see it; the page it leads to has all its words. */
export function pictureText({ language, mark, state, time, title }: Picture): string {
  const news = [state, time, title];
  // The news stands before the label, but of a drill: there it is that nothing is wrong.
  const isDrill = mark?.endsWith(wordsOf(language).drill);
  return (isDrill ? [mark, ...news] : [...news, mark]).filter(Boolean).join(' · ');
}

function framed(
  { language, drill, demonstration, site }: Notification,
  address: string,
  { accent }: Pick<Site, 'accent'>,
): Pick<Picture, 'language' | 'mark' | 'site' | 'accent' | 'address' | 'more'> {
  const words = wordsOf(language);
  const { host, pathname } = new URL(address);
  const marks = [demonstration && words.feed.demonstration, drill && words.drill];
  return {
    language,
    mark: marks.filter(Boolean).join(' · ') || undefined,
    site: site.name,
    ...(accent && { accent: accent.night }),
    address: `${host}${pathname}`,
    more: words.picture.more,
  };
}

/** What it is that the words speak of; its state stands beside it, or heads the title. */
function kindOf({ kind, language }: Notification): string {
  const { maintenance, incident } = wordsOf(language).incident;
  return kind === 'maintenance' ? maintenance : incident;
}

/** What is affected: as of the newest update while it is open, each in a sentence; by name at its worst afterwards. */
function affectedIn(
  { kind, impact }: Incident,
  { spoken, besides, language, ...newest }: Notification,
): string {
  const { is } = wordsOf(language).drawing;
  const affected =
    newest.open && kind === 'incident'
      ? newest.impact
      : [...Map.groupBy(impact, ({ component }) => component)].map(([component, list]) => ({
          component,
          status: worst(list.map(worstOf)),
        }));
  const hurt = affected.flatMap(({ component, status }) =>
    status === 'operational'
      ? []
      : [{ status, spoken: spoken[component] as Spoken }, ...(newest.open ? (besides[component] ?? []) : [])],
  );
  if (newest.open) return hurt.map((one) => `${sentenceOf(one.spoken, one.status, language)}.`).join(' ');
  return formatOf(language).list(
    hurt.map(({ spoken: one, status }) => `${nameOf(one, language)} (${is[status]})`),
  );
}

function present(facts: [label: string, text: string | undefined][]): Picture['facts'] {
  return facts.flatMap(([label, text]) => (text ? [{ label, text }] : []));
}

function sentencesIn(text: string, language: Language): string[] {
  const segmenter = new Intl.Segmenter(language, { granularity: 'sentence' });
  return Array.from(segmenter.segment(text.trim()), ({ segment }) => segment);
}

function toneOf({ kind, drill }: Notification, state: State): PictureTone {
  if (drill || state === 'withdrawn') return 'apart';
  if (['resolved', 'completed', 'cancelled', 'postmortem'].includes(state)) return 'over';
  if (kind === 'maintenance') return 'planned';
  return state === 'monitoring' ? 'watched' : 'trouble';
}
