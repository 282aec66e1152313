import type { Origin } from '../domain/addresses.ts';
import { type Maintenance, newestUpdate } from '../domain/incident.ts';
import { inLanguage, type Language, type Spoken } from '../domain/site.ts';
import type { Snapshot } from '../domain/snapshot.ts';
import { compact, type Instant } from '../domain/time.ts';
import { langOf } from '../domain/wording.ts';
import { labelled, wordsOf } from '../i18n/index.ts';
import { notificationIn } from './notification.ts';
import { nameOf } from './sentence.ts';

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
    `X-WR-CALNAME:${text(`${labelled(inLanguage(site.name, language), language)} ${wordsOf(language).home.maintenance}`)}`,
    'REFRESH-INTERVAL;VALUE=DURATION:PT1H',
    ...windows.flatMap((incident) => event(incident, snapshot, language, origin)),
    'END:VCALENDAR',
  ];
  return lines.map(fold).join('');
}

function event(incident: Maintenance, snapshot: Snapshot, language: Language, origin: Origin): string[] {
  const { site } = snapshot;
  const words = wordsOf(language);
  const told = notificationIn(snapshot, incident, newestUpdate(incident), language, origin);
  const { title, incidentState: state } = told;
  const advice = told.open ? told.advice : undefined;
  const foreign = [title, advice, told.text].some((one) => langOf(one, language) !== undefined);
  const titleLanguage = langOf(title, language);
  const description = [
    `${labelled(words.states[state], language)} ${told.impact.map(({ component }) => nameOf(told.spoken[component] as Spoken, language)).join(', ')}.`,
    told.text.text.text,
    advice && `${labelled(words.feed.advice[told.adviceBy], language)} ${advice.text}`,
    foreign && words.feed.untranslated,
    site.demonstration?.notice[language],
  ];
  return [
    'BEGIN:VEVENT',
    `UID:${incident.id}@${site.tag.authority}`,
    `SEQUENCE:${incident.updates.length - 1}`,
    `DTSTAMP:${utc(told.saidAt.latest)}`,
    `LAST-MODIFIED:${utc(told.saidAt.latest)}`,
    `DTSTART:${utc(incident.scheduled.from)}`,
    `DTEND:${utc(incident.scheduled.until)}`,
    `SUMMARY${titleLanguage ? `;LANGUAGE=${titleLanguage}` : ''}:${text([title.text, site.demonstration && words.feed.demonstration].filter(Boolean).join(' · '))}`,
    `DESCRIPTION:${text(description.filter(Boolean).join('\n'))}`,
    `URL:${told.links.incident}`,
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
