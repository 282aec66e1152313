import { href, type Origin, paths } from '../domain/addresses.ts';
import { beginningOf, type Incident, newestUpdate, type Update } from '../domain/incident.ts';
import { historyOfIncident } from '../domain/publication.ts';
import { type Language, ORIGINAL } from '../domain/site.ts';
import type { Snapshot } from '../domain/snapshot.ts';
import { isoSeconds, type Moment } from '../domain/time.ts';
import { type Worded, wordingOf } from '../domain/wording.ts';
import { formatOf, WORDS } from '../i18n/index.ts';
import { pictureLanguage, picturePath } from './picture.ts';

/** What is cited: an incident as it stands, or one update of it. */
export interface Cited {
  incident: Incident;
  update?: Update;
}

interface Facts {
  author: string;
  title: string;
  site: string;
  url: string;
  /** When it was said; between two times where that is not known exactly. */
  issued: Moment;
  key: string;
}

/** All that can be cited of an incident: itself, and each update. */
export function citedOf(incident: Incident): Cited[] {
  return [{ incident }, ...incident.updates.map((update) => ({ incident, update }))];
}

/** One line for a text: who, what, where, when, and the address. */
export function plainCitation(cited: Cited, snapshot: Snapshot, language: Language, origin: Origin): string {
  const { author, title, site, url, issued } = factsOf(cited, snapshot, language, origin);
  return `${author}: ${title}. ${site}, ${formatOf(language).moment(issued)}. ${url}`;
}

/** The address that is cited: of the version that stands here now, for it says the same for ever. */
export function citedUrl(cited: Cited, snapshot: Snapshot, language: Language, origin: Origin): string {
  return factsOf(cited, snapshot, language, origin).url;
}

/** BibTeX, `@online` as biblatex has it; braces and backslashes are kept from meaning anything. */
export function toBibtex(cited: Cited[], snapshot: Snapshot, language: Language, origin: Origin): string {
  return cited.map((one) => bibtexEntry(one, snapshot, language, origin)).join('\n');
}

function bibtexEntry(cited: Cited, snapshot: Snapshot, language: Language, origin: Origin): string {
  const { author, title, site, url, issued, key } = factsOf(cited, snapshot, language, origin);
  const safe = (text: string) => text.replace(/[\\{}]/g, '').replace(/[%$&#_]/g, '\\$&');
  return `@online{${key},
  author = {{${safe(author)}}},
  title = {${safe(title)}},
  organization = {${safe(site)}},
  date = {${daysOf(issued).join('/')}},
  url = {${url}},
  langid = {${language === 'es' ? 'spanish' : 'english'}}
}
`;
}

/** CSL-JSON (https://docs.citationstyles.org/), as reference managers read it. */
export function toCslJson(cited: Cited[], snapshot: Snapshot, language: Language, origin: Origin) {
  return cited.map((one) => {
    const { author, title, site, url, issued, key } = factsOf(one, snapshot, language, origin);
    return {
      id: key,
      type: 'webpage',
      title,
      author: [{ literal: author }],
      'container-title': site,
      issued: { 'date-parts': daysOf(issued).map((day) => day.split('-').map(Number)) },
      URL: url,
      language,
    };
  });
}

/** The UTC day on which something was said, or the first and the last on which it may have been. */
function daysOf({ earliest, latest }: Moment): string[] {
  return [...new Set([earliest, latest].map((instant) => isoSeconds(instant).slice(0, 10)))];
}

/** JSON-LD for an incident page (https://schema.org/Article). */
export function toJsonLd(incident: Incident, snapshot: Snapshot, language: Language, origin: Origin) {
  const { title, site, author } = factsOf({ incident }, snapshot, language, origin);
  const url = new URL(href(origin.base, language, paths.incident(incident.id)), origin.url).href;
  const [first] = incident.updates;
  return {
    '@context': 'https://schema.org',
    '@type': 'Article',
    headline: title.slice(0, 110),
    url,
    inLanguage: language,
    ...(snapshot.site.pictures !== 'none' && { image: pictureUrl(incident, language, origin) }),
    datePublished: isoSeconds(first?.at.latest ?? 0),
    dateModified: isoSeconds(newestUpdate(incident).at.latest),
    ...(snapshot.site.license !== undefined && { license: snapshot.site.license }),
    author: { '@type': 'Organization', name: author },
    publisher: { '@type': 'Organization', name: site },
  };
}

function pictureUrl(incident: Incident, language: Language, { base, url }: Origin): string {
  const path = picturePath('wide', incident.id);
  return new URL(href(base, pictureLanguage(incident, language), path), url).href;
}

/** A paragraph for the press from the same facts: what failed, what kept working, who, how sure, whom to ask. */
export function pressParagraph(incident: Incident, snapshot: Snapshot, language: Language): string {
  const words = WORDS[language].press;
  const format = formatOf(language);
  const { site } = snapshot;
  const nameOf = (id: string) =>
    words.quoted(site.components.find((component) => component.id === id)?.name[language] ?? id);
  const began = beginningOf(incident);
  const { title, cause } = wordingOf(incident, language);
  /** A paragraph is quoted without its markup: what is not translated says so in words. */
  const told = ({ text, language: own }: Worded) =>
    own === language ? text : words.original(text, WORDS[own].language);
  return [
    site.demonstration?.notice[language],
    `${told(title)}.`,
    words.failed(format.list(incident.impact.map(({ component }) => nameOf(component)))),
    began ? words.began(format.inSentence(began)) : words.beganUnknown,
    incident.works.length > 0 ? words.works(format.list(incident.works.map(nameOf))) : words.worksUnknown,
    cause
      ? words.cause(told(cause), WORDS[language].incident.certainty[incident.causeCertainty ?? 'unknown'])
      : words.causeUnknown,
    incident.disputed && words.disputed,
    words.contact(site.operator.name, site.operator.contact.replace(/^mailto:/, '')),
  ]
    .filter(Boolean)
    .join(' ');
}

/** A committed version has an address of its own, which says for ever what it says now; that is what is cited. */
function factsOf(
  { incident, update }: Cited,
  { site, publication }: Snapshot,
  language: Language,
  origin: Origin,
): Facts {
  const revision = historyOfIncident(publication, incident.id)?.revisions.at(-1);
  const page = revision ? paths.revision(incident.id, revision.blob) : paths.incident(incident.id);
  const path = update ? `${page}#${update.id}` : page;
  const title = wordingOf(incident, language).title.text;
  return {
    author: site.operator.name,
    title: update ? `${title} (${WORDS[language].states[update.state]})` : title,
    site: site.name[language],
    url: new URL(href(origin.base, revision ? ORIGINAL : language, path), origin.url).href,
    issued: (update ?? newestUpdate(incident)).at,
    key: `nightlight-${incident.id}${update ? `-${update.id}` : ''}`,
  };
}
