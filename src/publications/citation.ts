import { href, type Origin, paths } from '../domain/addresses.ts';
import { firstUpdate, type Incident, newestUpdate, type Update } from '../domain/incident.ts';
import {
  historyOfIncident,
  incidentChangedAt,
  publishedAt,
  publishedIn,
  standingRevision,
} from '../domain/git-history.ts';
import { inLanguage, type Language } from '../domain/site.ts';
import type { Snapshot } from '../domain/snapshot.ts';
import { dayOf, type Instant, isoSeconds } from '../domain/time.ts';
import { type Wording, wordingOf } from '../domain/wording.ts';
import { formatOf, labelled, languageOf, wordsOf } from '../i18n/index.ts';
import { saidBy } from './place.ts';

/** What is cited: an incident as it stands, or one update of it. */
export interface Cited {
  incident: Incident;
  update?: Update;
}

interface Facts {
  author: string;
  title: string;
  /** The language of the title. */
  language: Language;
  site: string;
  url: string;
  /** When it first stood here; `undefined` where git does not know. When it was said is in title and note. */
  issued: Instant | undefined;
  /** What is told, when it was said, and which version is cited. */
  note: string;
  key: string;
}

/** All that can be cited of an incident: itself, and each update. */
export function citedOf(incident: Incident): Cited[] {
  return [{ incident }, ...incident.updates.map((update) => ({ incident, update }))];
}

/** One line for a text: who, what, where, when, and the address. */
export function plainCitation(cited: Cited, snapshot: Snapshot, language: Language, origin: Origin): string {
  const { author, title, site, url, issued } = factsOf(cited, snapshot, language, origin);
  const date = issued === undefined ? wordsOf(language).cite.undated : formatOf(language).date(issued);
  return `${labelled(author, language)} ${title}. ${site}, ${date}. ${url}`;
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
  const { author, title, site, url, issued, note, key, ...facts } = factsOf(
    cited,
    snapshot,
    language,
    origin,
  );
  const safe = (text: string) => text.replace(/[\\{}]/g, '').replace(/[%$&#_]/g, '\\$&');
  return `@online{${key},
  author = {{${safe(author)}}},
  title = {${safe(title)}},
  organization = {${safe(site)}},
${issued === undefined ? '' : `  date = {${dayOf(issued)}},\n`}  url = {${url}},
  note = {${safe(note)}},
  langid = {${languageOf(facts.language).bibtex}}
}
`;
}

/** CSL-JSON (https://docs.citationstyles.org/), as reference managers read it. */
export function toCslJson(cited: Cited[], snapshot: Snapshot, language: Language, origin: Origin) {
  return cited.map((one) => {
    const { author, title, site, url, issued, note, key, ...facts } = factsOf(
      one,
      snapshot,
      language,
      origin,
    );
    return {
      id: key,
      type: 'webpage',
      title,
      author: [{ literal: author }],
      'container-title': site,
      ...(issued !== undefined && { issued: { 'date-parts': [dayOf(issued).split('-').map(Number)] } }),
      URL: url,
      note,
      language: facts.language,
    };
  });
}

/** When an incident was first published and last changed, in ISO 8601, for machines that find its page. */
export function datesOf(incident: Incident, { git }: Pick<Snapshot, 'git'>) {
  const history = historyOfIncident(git, incident.id);
  return {
    published: isoSeconds(publishedAt(history, firstUpdate(incident))),
    modified: isoSeconds(incidentChangedAt(history, incident)),
  };
}

/**
 * A committed version has an address of its own, which says for ever what it says now; that is what is cited.
 * Where the page says something else, as before a commit, it is the page.
 */
function factsOf(cited: Cited, { site, git }: Snapshot, language: Language, origin: Origin): Facts {
  const { incident, update } = cited;
  const history = historyOfIncident(git, incident.id);
  const revision = standingRevision(git, incident.id);
  const first = history?.revisions.find((one) => one.incident !== undefined);
  const page = revision ? paths.revision(incident.id, revision.blob) : paths.incident(incident.id);
  const path = update ? `${page}#${update.id}` : page;
  const wording = wordingOf(incident, language);
  return {
    author: site.operator.name,
    title: update ? titleOfUpdate(wording, update, language) : wording.title.text,
    language: wording.title.language,
    site: inLanguage(site.name, language),
    url: new URL(href(site, origin.base, revision ? site.languages[0] : language, path), origin.url).href,
    issued: update ? history?.updates.get(update.id)?.entered : first && publishedIn(first),
    note: [
      site.demonstration && inLanguage(site.demonstration.notice, language),
      whenSaid(cited, language),
      revision && wordsOf(language).cite.version(formatOf(language).dateTime(publishedIn(revision))),
    ]
      .filter(Boolean)
      .join(' '),
    key: `nightlight-${incident.id}${update ? `-${update.id}` : ''}`,
  };
}

/** Who said it, where and when stands in the title: this page only quotes it. */
function titleOfUpdate({ title, placeOf }: Wording, update: Update, language: Language): string {
  const { state, at, said } = update;
  const { cite, states, speakers } = wordsOf(language);
  const speaker = said.speaker === 'operator' ? undefined : speakers[said.speaker];
  const who = saidBy(speaker, placeOf(update)?.text, language);
  return cite.update(title.text, states[state], formatOf(language).inSentence(at), who);
}

function whenSaid({ incident, update }: Cited, language: Language): string {
  const words = wordsOf(language).cite;
  const { inSentence } = formatOf(language);
  const [first, newest] = [update ?? firstUpdate(incident), update ?? newestUpdate(incident)];
  return first === newest
    ? words.saidOnce(inSentence(first.at))
    : words.saidFrom(inSentence(first.at), inSentence(newest.at));
}
