import { snapshotIn, spokenNow } from '../domain/region.ts';
import { inLanguage, type Language, type Region, type Spoken } from '../domain/site.ts';
import { type ComponentStatus, isUnconfirmed, type Snapshot } from '../domain/snapshot.ts';
import { labelled, wordsOf } from '../i18n/index.ts';
import { answerOf, namedIn, type Tone } from './answer.ts';
import { escapeHtml } from './escape.ts';
import { lampIn } from './lamp.ts';
import { briefly, whereOf } from './sentence.ts';

/** A badge in words: what it is about, what it says, and the colour that goes with it. */
export interface Badge {
  label: string;
  message: string;
  tone: Tone;
}

/**
 * A picture in a foreign page cannot turn stale by itself: calm is never green, and time stands beside it. What is
 * planned has a colour of its own.
 */
const COLORS: Record<Tone, string> = {
  calm: '#555d6e',
  neutral: '#555d6e',
  trouble: '#a8201a',
  degraded: '#7a5b00',
  maintenance: '#3d4f9f',
  unknown: '#555d6e',
};

/** The badge of the whole page. A demonstration and a silent watcher say so. */
export function pageBadge(snapshot: Snapshot, language: Language): Badge {
  const words = wordsOf(language).badge;
  const { tone } = answerOf(snapshot, language);
  const { situation } = snapshot;
  const message = {
    demonstration: () => words.demonstration,
    unknown: () => words.unknown,
    clear: () => wordsOf(language).statuses.operational,
    incident: () => troubleIn(snapshot, language),
    reported: () => words.problem,
    watched: () => words.watched,
    maintenance: () => wordsOf(language).statuses.under_maintenance,
    overrun: () => troubleIn(snapshot, language),
  }[situation.kind]();
  return { label: inLanguage(snapshot.site.service, language), message, tone };
}

/** What is wrong, as short as it can be said: the worst of it, and how many more things are affected. */
function troubleIn(snapshot: Snapshot, language: Language): string {
  const { situation } = snapshot;
  const words = wordsOf(language);
  const { named, status, all, others } = namedIn('affected' in situation ? situation.affected : [], snapshot);
  const [first] = named;
  if (!first) return words.badge.problem;
  if (all || status === 'under_maintenance') return withPlace(words.statuses[status], first, language);
  const more = named.length - 1 + others;
  const said = briefly(first, status, language);
  return more > 0 ? words.badge.more(said, more) : said;
}

/** The badge of one region: what its page says, and nothing of what is elsewhere alone. */
export function regionBadge(snapshot: Snapshot, region: Region, language: Language): Badge {
  const badge = pageBadge(snapshotIn(snapshot, region.id), language);
  return { ...badge, label: `${badge.label} (${inLanguage(region.name, language)})` };
}

export function componentBadge(snapshot: Snapshot, entry: ComponentStatus, language: Language): Badge {
  const words = wordsOf(language);
  const label = inLanguage(entry.component.short, language);
  if (snapshot.site.demonstration) return { label, message: words.badge.demonstration, tone: 'neutral' };
  if (entry.status === 'operational' && isUnconfirmed(snapshot))
    return { label, message: words.badge.unknown, tone: 'unknown' };
  const tones: Record<ComponentStatus['status'], Tone> = {
    major_outage: 'trouble',
    partial_outage: 'trouble',
    degraded_performance: 'degraded',
    not_known: 'unknown',
    under_maintenance: 'maintenance',
    operational: 'neutral',
  };
  const message = withPlace(words.statuses[entry.status], spokenNow(snapshot.site, entry), language);
  return { label, message, tone: tones[entry.status] };
}

/** A status with the regions in which it is so behind it, where those are not all. */
function withPlace(status: string, spoken: Spoken, language: Language): string {
  const where = whereOf(spoken, language);
  return where === undefined ? status : `${status} (${where})`;
}

/** The room that the lamp takes before the label. */
const LAMP_WIDTH = 16;

/** The badge as SVG, with its words as title; about 6.6 units a letter keeps them inside without a font. */
export function toSvg({ label, message, tone }: Badge, time: string, language: Language): string {
  const said = `${message} (${time})`;
  const [left, right] = [width(label) + LAMP_WIDTH, width(said)];
  const total = left + right;
  const title = escapeHtml(`${labelled(label, language)} ${said}`);
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${total}" height="22" viewBox="0 0 ${total} 22" role="img" aria-label="${title}"><title>${title}</title><rect width="${total}" height="22" rx="4" fill="${COLORS[tone]}"/><path d="M4 0h${left - 4}v22H4a4 4 0 0 1-4-4V4a4 4 0 0 1 4-4z" fill="#2b3040"/>${lampIn('#fff', 'translate(6 3.4) scale(.62)')}<g fill="#fff" font-family="Verdana,DejaVu Sans,sans-serif" font-size="11"><text x="${LAMP_WIDTH + 8}" y="15" textLength="${left - LAMP_WIDTH - 16}" lengthAdjust="spacingAndGlyphs">${escapeHtml(label)}</text><text x="${left + 8}" y="15" textLength="${right - 16}" lengthAdjust="spacingAndGlyphs">${escapeHtml(said)}</text></g></svg>\n`;
}

/** For shields.io (https://shields.io/badges/endpoint-badge). Its picture cannot turn stale either: the time stands in it. */
export function toShields({ label, message, tone }: Badge, time: string) {
  return {
    schemaVersion: 1,
    label,
    message: `${message} (${time})`,
    color: COLORS[tone].slice(1),
    isError: tone === 'unknown',
    cacheSeconds: 300,
  };
}

/** The badge as a file: a picture, or JSON for shields.io. */
export function badgeText(badge: Badge, format: string, time: string, language: Language): string {
  return format === 'json' ? JSON.stringify(toShields(badge, time)) : toSvg(badge, time, language);
}

function width(text: string): number {
  return Math.ceil(Array.from(text).length * 6.6) + 16;
}
