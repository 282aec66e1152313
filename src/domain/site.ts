import type { Announcement } from './announcement.ts';
import type { LeaseLimits } from './freshness.ts';
import type { OwnPageEntry } from './own-page.ts';
import type { Parts } from './parts.ts';
import type { Pledge } from './promise.ts';
import type { Status } from './status.ts';
import type { Instant } from './time.ts';

/** A language by its tag (BCP 47), as addresses and names of files have it: `en`, `pt-BR`. */
export type Language = string;

/** The languages of a site, in its order: the first is the one without a prefix in its addresses. */
export type Languages = readonly [Language, ...Language[]];

/** A short text in every language of the site, in the order of them. */
export type Localised = Record<Language, string>;

/** A text in a language; in the first that it has, where it has none in that: a reader may ask for one that is gone. */
export function inLanguage(text: Localised, language: Language): string {
  return text[language] ?? Object.values(text)[0] ?? '';
}

/** The language that comes nearest to a tag: itself, or one that begins as it does (`pt-BR` for `pt`, `es` for `es-MX`). */
export function nearestOf(languages: readonly Language[], tag: string): Language | undefined {
  const wanted = tag.trim().toLowerCase();
  const begin = (one: string) => one.toLowerCase().split('-', 1)[0];
  return (
    languages.find((one) => one.toLowerCase() === wanted) ??
    languages.find((one) => begin(one) === begin(wanted))
  );
}

/** What every language of a site has: the same made for each. */
export function inEach<Text>(
  { languages }: Pick<Site, 'languages'>,
  make: (language: Language) => Text,
): Record<Language, Text> {
  return Object.fromEntries(languages.map((language) => [language, make(language)]));
}

/**
 * How a component is doing, each as it stands inside of a sentence: no capital at its beginning but that of a name, no
 * stop at its end. What is missing is said with the name: "Sign-in: not working".
 */
export interface Sentences {
  /** While it works: "followers get alerts". */
  works?: Localised | undefined;
  /** While it does not: "followers get no alerts". */
  fails?: Localised | undefined;
  /** While it works only in part, or only for some. */
  partly?: Localised | undefined;
  /** While it works, but slowly or with errors. */
  slowly?: Localised | undefined;
}

/** One capability that people know, such as "Followers get alerts". Not a server. */
export interface Component {
  /** Letters of its address, `[a-z0-9-]+`. It never changes; see `formerly`. */
  id: string;
  name: Localised;
  /** Its name where there is little room, as on a badge. */
  short: Localised;
  /** One sentence: what a person can do while it works. */
  description: Localised;
  sentences: Sentences;
  /** The `id` of a group in `groups`. */
  group: string;
  /** Where people use it, or read of it: an address of its own. */
  link?: string | undefined;
  /** The ids of the regions in which it is; none where it is everywhere alike. */
  regions: string[];
  /** Whether it counts for the one answer at the top. */
  headline: boolean;
  /** From when the record speaks of it. */
  since: Instant;
  /** When it was retired; `Infinity` while it is in service. */
  until: Instant;
  /** Ids it had before: old files stay as written, old addresses lead here. */
  formerly: string[];
}

/** A heading under which components stand. */
export interface Group {
  id: string;
  name: Localised;
  /** A sentence under the name. */
  description?: Localised | undefined;
  /** Where a reader finds more of it. */
  links: { name: Localised; url: string }[];
  /** Whether its components stand behind its name until something is wrong with one. */
  fold: boolean;
}

/** A link of the operator's own on every page. */
export interface SiteLink {
  text: Localised;
  /** A whole address, or one of the site itself from its root on: `/imprint/`. */
  address: string;
}

/** A part of the world in which the service can be otherwise than elsewhere. */
export interface Region {
  /** Letters of its address and of incident files, `[a-z0-9-]+`. It never changes. */
  id: string;
  /** As it stands alone: "Europe". */
  name: Localised;
}

/** What an operator decides, as pages, feeds and files are printed from it. `docs/config.md` explains each part. */
export interface Site {
  languages: Languages;
  name: Localised;
  /** What people call the service, as it stands in a sentence: "web hosting". */
  service: Localised;
  /** The public address, with `https://` and without the sub-path. */
  url: string;
  /** The authority and year of the ids in feeds (RFC 4151). */
  tag: { authority: string; year: number };
  operator: { name: string; contact: string };
  /** Where somebody tells of a weakness, if not at the operator's contact. */
  security?: string | undefined;
  /** Where a reader tells of a problem that this page does not show. */
  report: string;
  /** A demonstration shows a record and vouches for nothing: it is never green and says so everywhere. */
  demonstration?: { notice: Localised; pledge?: Localised | undefined } | undefined;
  /** What readers should rely on before they rely on this page. */
  relyOn?: { first: Localised; atNight?: Localised | undefined; unseen?: Localised | undefined } | undefined;
  /** What this page is not for: at the foot of each page, and under "About". */
  emergency?: { footer: Localised; about: Localised } | undefined;
  /** What is promised about telling, the oldest promise first; at least one. */
  pledge: Pledge;
  weights: Weights;
  /** How often the site is built again when nothing changes, in minutes. */
  rebuildEvery: number;
  /** The longest time for which the host lets an old answer stand, in minutes. */
  cacheAge: number;
  /** For how long a watcher's or a person's word that all is well holds, in minutes. */
  vouchFor: number;
  /** Components of which a check finds by itself whether they work. */
  watched: readonly string[];
  /** Where the heartbeat is renewed, if that is not this site's own `/heartbeat.json`. */
  heartbeat?: string | undefined;
  groups: Group[];
  /** In their order; none where the service is everywhere alike. */
  regions: Region[];
  components: Component[];
  /** Which pictures to share are drawn: of incidents and of updates while they are new, of all updates, of incidents alone, or none. */
  pictures: 'recent' | 'all' | 'incidents' | 'none';
  /** Whether upright ones are drawn too: a channel that is told of updates takes no other. */
  upright: boolean;
  /** Whether browsers keep the last pages for the time without a network. */
  offline: boolean;
  /** The colour of links and edges; ours where there is none. */
  accent?: Accent | undefined;
  /** In the place of the name at the head of each page. */
  logo?: Logo | undefined;
  /** The same for dark grounds. */
  logoDark?: Logo | undefined;
  /** The text of the site's own sheet; addresses in it count from `public/`. */
  styles?: string | undefined;
  /** When this page went public: what was committed before may go. */
  publishedSince?: Instant | undefined;
  /** The zone in which times are said besides UTC, by its name in the IANA database. */
  timeZone?: string | undefined;
  /** Of how many hours the clock of that zone is. */
  clock?: 12 | 24 | undefined;
  /** The address of the licence under which the record may be quoted and copied. */
  license?: string | undefined;
  /** What to do when nothing is reported and it does not work all the same. */
  advice: Localised;
  /** What stands on the site and could be switched off. */
  parts: Parts;
  /** Links of the operator's own on every page. */
  links: { header: SiteLink[]; footer: SiteLink[] };
  /** Pages of the operator's own, in their order. They lie in `pages/`, not in the config. */
  ownPages: OwnPageEntry[];
  /**
   * What an operator has at the root besides: folders of `public/` and pages of an Astro project, by name, with the
   * languages but the first in which it has an address of its own.
   */
  beside?: Readonly<Record<string, readonly Language[]>> | undefined;
  /** What is to be said that is no incident. It lies in `announcements/`, not in the config. */
  announcements: Announcement[];
  /** How people are told besides, as far as pages speak of it; absent where nobody is. */
  telling?: Telling | undefined;
  /** What is looked at, as far as pages speak of it; absent where nobody looks. */
  checks?: Watched[] | undefined;
  /** The forge that keeps the repository; absent where the config does not name it. */
  forge?: Forge | undefined;
}

/** The kinds of forges whose editors and interfaces we know. */
export const FORGES = ['github', 'gitlab', 'gitea'] as const;

/** Where the repository of the site lies, so that somebody can write in a browser. */
export interface Forge {
  kind: (typeof FORGES)[number];
  /** Its address as a browser has it, without a slash at its end. */
  repository: string;
  branch: string;
  /** The folder of the site in it: `status/site`, and nothing where it is the root. */
  folder: string;
  /** Whether the site has a form to write incidents with, at `/admin/`. */
  admin?: boolean;
  /** The public id of an application by which a browser signs in there; without it by a token alone. */
  application?: string | undefined;
  /** That `/about/` has links to its editor. */
  links?: true | undefined;
}

/** A check of the service: which components do not work while it fails, and every how many seconds it looks. */
export interface Watched {
  check: string;
  components: string[];
  every: number;
  /** In how many seconds at most a failure that lasts is known, while the watcher runs. */
  knownWithin: number;
  /** How many places must find the same. */
  places: number;
}

/** One colour of the operator's, as the two themes have it: `#rrggbb`. Both can be read on every ground. */
export interface Accent {
  day: string;
  night: string;
}

/** A picture in the place of the name: a path below `public/`, and its size in units of its own. */
export interface Logo {
  file: string;
  width: number;
  height: number;
}

/** How people are told who asked for it, and where everybody can follow. */
export interface Telling {
  /** Where people sign up. */
  signUp?: SignUp | undefined;
  /** Accounts at which all is told to everybody, and that have an address to follow them at. */
  accounts: { kind: string; name: string; address: string; language: Language }[];
  /** Where the newest numbers of delivery can be read. */
  proof?: string | undefined;
}

/** The service that takes sign-ups, and for what. */
export interface SignUp {
  /** Its address, without a slash at its end. */
  service: string;
  email: boolean;
  /** The countries whose numbers it takes (ISO 3166-1), and what the texts are called. */
  sms?: { countries: string[]; programme: Localised } | undefined;
  /** The public key by which a browser knows who may send. */
  push?: { key: string } | undefined;
  /** Whether a minor's phone may be signed up, a parent agreeing first: only then is asked whose it is. */
  minors?: boolean | undefined;
  terms?: string | undefined;
  privacy?: string | undefined;
}

/** The part of a minute that counts as outage, 0 to 1. Time that nobody knows of can be left out of the sum. */
export type Weights = Record<Exclude<Status, 'not_known'>, number> & { not_known: number | 'left out' };

/** Major 1, partial 0.3, the rest 0: https://instatus.com/help/status-page/uptime-colors */
export const DEFAULT_WEIGHTS: Weights = {
  major_outage: 1,
  partial_outage: 0.3,
  degraded_performance: 0,
  not_known: 'left out',
  under_maintenance: 0,
  operational: 0,
};

/** The component that carries this id now or carried it before. */
export function findComponent(site: Pick<Site, 'components'>, id: string): Component | undefined {
  return site.components.find((component) => component.id === id || component.formerly.includes(id));
}

/** Where pages ask for the heartbeat. */
export function heartbeatAddress({ heartbeat }: Pick<Site, 'heartbeat'>, base: string): string {
  return heartbeat ?? `${base}heartbeat.json`;
}

/** How long a build may be believed, in ms: three rebuilds and the host's cache, so that one late timer is not an alarm. */
export function leaseLength(site: Pick<Site, 'rebuildEvery' | 'cacheAge'>): number {
  return (3 * site.rebuildEvery + site.cacheAge) * 60_000;
}

/** Until when a heartbeat and a word may be believed, in ms: what this config can have written. */
export function leaseLimitsOf(site: Pick<Site, 'rebuildEvery' | 'cacheAge' | 'vouchFor'>): LeaseLimits {
  return { validFor: leaseLength(site), vouchFor: site.vouchFor * 60_000 };
}

/** What sentences about a component are made from, and the regions that they are about where those are not all. */
export type Spoken = Pick<Component, 'name' | 'short' | 'sentences'> & {
  where?: readonly Region[] | undefined;
};

/** What sentences about a component are made from; its id where the config no longer knows it. */
export function spokenOf(site: Pick<Site, 'components' | 'languages'>, id: string): Spoken {
  const name = inEach(site, () => id);
  return site.components.find((component) => component.id === id) ?? { name, short: name, sentences: {} };
}

/** What a component is called in a language, or in short; its id where the config no longer knows it. */
export function componentName(
  site: Pick<Site, 'components'>,
  id: string,
  language: Language,
  form: 'name' | 'short' = 'name',
): string {
  const component = site.components.find((one) => one.id === id);
  return component ? inLanguage(component[form], language) : id;
}
