import { href, type Origin, paths } from '../domain/addresses.ts';
import { isOpen, type Maintenance, newestUpdate, stateOf } from '../domain/incident.ts';
import type { Language } from '../domain/site.ts';
import type { Snapshot } from '../domain/snapshot.ts';
import { compact, type Instant } from '../domain/time.ts';
import { langOf, wordingOf } from '../domain/wording.ts';
import { WORDS } from '../i18n/index.ts';

/**
 * `/calendar.ics`: maintenance windows (RFC 5545). Times are UTC, so that a change of daylight saving time
 * moves nothing; the UID never changes, SEQUENCE grows with every update, cancelled windows say so.
 */
export function toCalendar(snapshot: Snapshot, language: Language, origin: Origin): string {
  const { site, incidents } = snapshot;
  const windows = incidents.filter(
    (incident): incident is Maintenance => incident.kind === 'maintenance' && !incident.drill,
  );
  const lines = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    `PRODID:-//Nightlight//Status page//${language.toUpperCase()}`,
    'CALSCALE:GREGORIAN',
    'METHOD:PUBLISH',
    `X-WR-CALNAME:${text(`${site.name[language]}: ${WORDS[language].home.maintenance}`)}`,
    'REFRESH-INTERVAL;VALUE=DURATION:PT1H',
    ...windows.flatMap((incident) => event(incident, snapshot, language, origin)),
    'END:VCALENDAR',
  ];
  return lines.map(fold).join('');
}

function event(incident: Maintenance, { site }: Snapshot, language: Language, origin: Origin): string[] {
  const newest = newestUpdate(incident);
  const state = stateOf(incident);
  const words = WORDS[language];
  const nameOf = (id: string) =>
    site.components.find((component) => component.id === id)?.name[language] ?? id;
  const { title, advice, proseOf } = wordingOf(incident, language);
  const prose = proseOf(newest);
  const foreign = [title, advice, prose].some((one) => langOf(one, language) !== undefined);
  const titleLanguage = langOf(title, language);
  const description = [
    site.demonstration?.notice[language],
    `${words.states[state]}: ${incident.impact.map(({ component }) => nameOf(component)).join(', ')}.`,
    prose.text.text,
    advice && isOpen(incident) && `${words.feed.advice[incident.adviceBy]}: ${advice.text}`,
    foreign && words.feed.untranslated,
  ];
  return [
    'BEGIN:VEVENT',
    `UID:${incident.id}@${site.tag.authority}`,
    `SEQUENCE:${incident.updates.length - 1}`,
    `DTSTAMP:${utc(newest.at.latest)}`,
    `LAST-MODIFIED:${utc(newest.at.latest)}`,
    `DTSTART:${utc(incident.scheduled.from)}`,
    `DTEND:${utc(incident.scheduled.until)}`,
    `SUMMARY${titleLanguage ? `;LANGUAGE=${titleLanguage}` : ''}:${text(title.text)}`,
    `DESCRIPTION:${text(description.filter(Boolean).join('\n'))}`,
    `URL:${new URL(href(origin.base, language, paths.incident(incident.id)), origin.url).href}`,
    `STATUS:${state === 'cancelled' || state === 'withdrawn' ? 'CANCELLED' : 'CONFIRMED'}`,
    'TRANSP:TRANSPARENT',
    'END:VEVENT',
  ];
}

function utc(instant: Instant): string {
  return compact(instant);
}

/** Escapes a text value (RFC 5545, 3.3.11); control characters may not stand in one. */
function text(value: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what it is for
  const clean = value.toWellFormed().replace(/[\u0000-\u0009\u000b-\u001f\u007f]/g, ' ');
  return clean.replaceAll('\\', '\\\\').replaceAll(';', '\\;').replaceAll(',', '\\,').replaceAll('\n', '\\n');
}

/** A line of at most 75 octets, continued on lines that begin with a space (3.1); never cut inside a letter. */
function fold(line: string): string {
  const encoder = new TextEncoder();
  let octets = 0;
  let result = '';
  for (const letter of line) {
    const size = encoder.encode(letter).length;
    if (octets + size > 75) {
      result += '\r\n ';
      octets = 1;
    }
    result += letter;
    octets += size;
  }
  return `${result}\r\n`;
}
