import type { LeaseLimits } from './freshness.ts';
import type { Status } from './status.ts';
import { DAY, type Instant, readTimeRange } from './time.ts';

/** The languages the site is printed in; the first is the one without a prefix in its addresses. */
export const LANGUAGES = ['en', 'es'] as const;
export type Language = (typeof LANGUAGES)[number];
export const ORIGINAL: Language = 'en';

/** A short text in every language of the site. */
export type Localised = Record<Language, string>;

/** One capability that people know, such as "Followers get alerts". Not a server. */
export interface ComponentConfig {
  /** Letters of its address, `[a-z0-9-]+`. It never changes; see `formerly`. */
  id: string;
  name: Localised;
  /** One sentence: what a person can do while it works. */
  description: Localised;
  /** The `id` of a group in `groups`. */
  group: string;
  /** Whether it counts for the one answer at the top. */
  headline: boolean;
  /** The UTC day from which the record speaks of it, `YYYY-MM-DD`. */
  since: string;
  /** The UTC day on which it was retired. */
  until?: string;
  /** Ids it had before: old files stay as written, old addresses lead here. */
  formerly?: string[];
}

export interface GroupConfig {
  id: string;
  name: Localised;
}

/** The one file an operator edits; `src/site.config.ts` exports it. */
export interface SiteConfig {
  /** The name of this status page. */
  name: Localised;
  /** What people call the service, as it stands in a sentence: "glucose sharing". */
  service: Localised;
  /** The public address, with `https://` and without the sub-path. */
  url: string;
  /** The authority and year of the ids in feeds (RFC 4151). They outlive a move: never change them. */
  tag: { authority: string; year: number };
  /** Who runs the page, and how a person reaches them. */
  operator: { name: string; contact: string };
  /** Where somebody tells us of a weakness, for `/.well-known/security.txt`: https, mailto or tel. Default: the operator's contact. */
  security?: string;
  /** Where a reader tells us of a problem that this page does not show: http(s), mailto, tel or sms. */
  report: string;
  /**
   * A demonstration shows a record and vouches for nothing: it is never green and says so everywhere.
   * Remove it when this page speaks for a service.
   */
  demonstration?: { notice: Localised };
  /** What is promised about telling, in minutes. */
  pledge: { firstNotice: number; updateEvery: number };
  /**
   * The part of a minute that counts as outage, by status. Default: Statuspage's convention, and what is
   * not known is left out of the time in service: neither outage nor health.
   */
  weights?: Partial<Weights>;
  /** How often the site is built again when nothing changes, in minutes. */
  rebuildEvery: number;
  /** The longest time for which the host lets an old answer stand, in minutes. */
  cacheAge: number;
  /**
   * For how long a watcher's or a person's word that all is well holds, in minutes: at least `rebuildEvery` and
   * `cacheAge` together, for it is heard again only then.
   */
  vouchFor: number;
  groups: GroupConfig[];
  components: ComponentConfig[];
  /**
   * Which pictures to share are drawn: of every incident and every update, of the incidents alone, or none.
   * An update takes some 130 kB and a twentieth of a second, once. Default: `all`.
   */
  pictures?: 'all' | 'incidents' | 'none';
  /** Whether browsers keep the last pages for the time without a network. `false` removes what they kept. Default: true. */
  offline?: boolean;
  /**
   * The UTC day on which this page went public, `YYYY-MM-DD`. What was committed before, such as the record
   * that ships with the project, may be deleted; nothing that was published since may.
   */
  publishedSince?: string;
  /** The address of the licence under which the record may be quoted and copied. */
  license?: string;
  /** What to do when nothing is reported and you see no data all the same. */
  advice: Localised;
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

/** A component as the rest of the house sees it: with instants instead of days. */
export interface Component extends Omit<ComponentConfig, 'since' | 'until' | 'formerly'> {
  since: Instant;
  /** `Infinity` while it is in service. */
  until: Instant;
  formerly: string[];
}

export interface Site extends Omit<SiteConfig, 'components' | 'weights' | 'publishedSince' | 'pictures'> {
  pictures: 'all' | 'incidents' | 'none';
  publishedSince?: Instant;
  components: Component[];
  weights: Weights;
}

/**
 * The config, checked and made ready.
 * @throws Error that names every mistake in the config, each with its remedy.
 */
export function defineSite(config: SiteConfig): Site {
  const mistakes = mistakesIn(config);
  if (mistakes.length > 0) {
    throw new Error(`src/site.config.ts:\n${mistakes.map((mistake) => `  - ${mistake}`).join('\n')}`);
  }
  return {
    ...config,
    weights: { ...DEFAULT_WEIGHTS, ...config.weights },
    pictures: config.pictures ?? 'all',
    publishedSince: config.publishedSince === undefined ? undefined : dayStart(config.publishedSince),
    components: config.components.map((component) => ({
      ...component,
      since: dayStart(component.since) as Instant,
      until:
        component.until === undefined ? Number.POSITIVE_INFINITY : (dayStart(component.until) as Instant),
      formerly: component.formerly ?? [],
    })),
  };
}

/** The component that carries this id now or carried it before. */
export function findComponent(site: Site, id: string): Component | undefined {
  return site.components.find((component) => component.id === id || component.formerly.includes(id));
}

/** How long a build may be believed, in ms: three rebuilds and the host's cache, so that one late timer is not an alarm. */
export function leaseLength(site: Pick<Site, 'rebuildEvery' | 'cacheAge'>): number {
  return (3 * site.rebuildEvery + site.cacheAge) * 60_000;
}

/** Until when a heartbeat and a word may be believed, in ms: what this config can have written. */
export function leaseLimitsOf(site: Pick<Site, 'rebuildEvery' | 'cacheAge' | 'vouchFor'>): LeaseLimits {
  return { validFor: leaseLength(site), vouchFor: site.vouchFor * 60_000 };
}

/**
 * Whether a word can hold until the next one is heard: it is renewed by the next build, and a cache may hold
 * back that build for its age.
 * @returns the arithmetic and the way out where it cannot; nothing where it can.
 */
export function brokenPromise({
  rebuildEvery,
  cacheAge,
  vouchFor,
}: Pick<Site, 'rebuildEvery' | 'cacheAge' | 'vouchFor'>): string | undefined {
  const needed = rebuildEvery + cacheAge;
  if (vouchFor >= needed) return undefined;
  const shortest = vouchFor - cacheAge;
  const other = shortest > 0 ? `, or rebuildEvery to ${shortest} or less (and rebuild that often)` : '';
  return `vouchFor is ${vouchFor}, but the next word comes after rebuildEvery + cacheAge = ${rebuildEvery} + ${cacheAge} = ${needed} minutes: the page would say "unknown" for up to ${needed - vouchFor} minutes before each. Set vouchFor to ${needed} or more${other}.`;
}

/** What a config must say, and each of its components. */
const REQUIRED: (keyof SiteConfig)[] = [
  ...(['name', 'service', 'url', 'tag', 'operator', 'report', 'pledge'] as const),
  ...(['rebuildEvery', 'cacheAge', 'vouchFor', 'groups', 'components', 'advice'] as const),
];
const REQUIRED_OF_COMPONENT: (keyof ComponentConfig)[] = ['id', 'name', 'description', 'group', 'since'];

/** What is not there at all. A program that runs without its types being checked meets such a config. */
function missingIn(config: SiteConfig): string[] {
  const missing = REQUIRED.filter((key) => config[key] === undefined).map((key) => `${key} is missing.`);
  if (missing.length > 0) return missing;
  const texts: [string, Partial<Localised> | undefined][] = [
    ...(['name', 'service', 'advice'] as const).map((key) => [key, config[key]] as [string, Localised]),
    ...config.groups.map(({ id, name }) => [`group "${id}": name`, name] as [string, Localised]),
  ];
  for (const component of config.components) {
    const at = `component "${component.id ?? '?'}":`;
    for (const key of REQUIRED_OF_COMPONENT)
      if (component[key] === undefined) missing.push(`${at} ${key} is missing.`);
    texts.push([`${at} name`, component.name], [`${at} description`, component.description]);
  }
  for (const [where, text] of texts)
    for (const language of LANGUAGES)
      if (text !== undefined && !text[language]) missing.push(`${where} has no words in "${language}".`);
  return missing;
}

function mistakesIn(config: SiteConfig): string[] {
  const mistakes = missingIn(config);
  if (mistakes.length > 0) return mistakes;
  const groups = new Set(config.groups.map((group) => group.id));
  const taken = new Set<string>();
  for (const component of config.components) {
    const at = `component "${component.id}"`;
    for (const id of [component.id, ...(component.formerly ?? [])]) {
      if (!/^[a-z0-9-]+$/.test(id)) mistakes.push(`${at}: "${id}" may hold only a-z, 0-9 and "-".`);
      if (taken.has(id)) mistakes.push(`${at}: the id "${id}" is taken; ids are never used twice.`);
      taken.add(id);
    }
    if (!groups.has(component.group)) mistakes.push(`${at}: there is no group "${component.group}".`);
    const since = dayStart(component.since);
    const until = component.until === undefined ? Number.POSITIVE_INFINITY : dayStart(component.until);
    if (since === undefined) mistakes.push(`${at}: "since" is a day such as 2018-01-01.`);
    if (until === undefined) mistakes.push(`${at}: "until" is a day such as 2024-06-30.`);
    if (since !== undefined && until !== undefined && until < since + DAY)
      mistakes.push(`${at}: "until" lies before "since".`);
  }
  if (!config.components.some((component) => component.headline))
    mistakes.push('Mark at least one component with headline: true; the answer is made from those.');
  for (const [name, minutes] of Object.entries({
    'pledge.firstNotice': config.pledge.firstNotice,
    'pledge.updateEvery': config.pledge.updateEvery,
    rebuildEvery: config.rebuildEvery,
    vouchFor: config.vouchFor,
  }))
    if (!(minutes > 0 && Number.isFinite(minutes))) mistakes.push(`${name} is a number of minutes above 0.`);
  if (!(config.cacheAge >= 0 && Number.isFinite(config.cacheAge)))
    mistakes.push('cacheAge is a number of minutes, 0 or more.');
  const broken = brokenPromise(config);
  if (broken) mistakes.push(broken);
  for (const [status, weight] of Object.entries(config.weights ?? {}))
    if (!(status === 'not_known' && weight === 'left out') && !(Number(weight) >= 0 && Number(weight) <= 1))
      mistakes.push(
        `weights.${status} lies between 0 and 1${status === 'not_known' ? ", or is 'left out'" : ''}.`,
      );
  if (config.publishedSince !== undefined && dayStart(config.publishedSince) === undefined)
    mistakes.push('publishedSince is a day such as 2026-03-01.');
  if (config.license !== undefined && !/^https?:\/\/\S+$/.test(config.license))
    mistakes.push(
      'license is the address of a licence, such as https://creativecommons.org/licenses/by/4.0/.',
    );
  for (const [name, address] of [
    ['operator.contact', config.operator.contact],
    ['report', config.report],
  ] as const)
    if (!/^(?:https?:\/\/|mailto:|tel:|sms:)\S+$/i.test(address))
      mistakes.push(`${name} is an address that begins with https:, http:, mailto:, tel: or sms:.`);
  if (!/^https?:\/\/[^/]+\/?$/.test(config.url))
    mistakes.push(
      'url is the host alone, such as https://status.example.org; a sub-path goes into BASE_PATH.',
    );
  return mistakes;
}

function dayStart(day: string): Instant | undefined {
  const reading = readTimeRange(day);
  return reading.ok && reading.range.wholeDay ? reading.range.earliest : undefined;
}

/** What a component is called in a language; its id where the config no longer knows it. */
export function componentName(site: Pick<Site, 'components'>, id: string, language: Language): string {
  return site.components.find((component) => component.id === id)?.name[language] ?? id;
}
