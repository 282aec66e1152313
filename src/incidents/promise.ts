import { isOpen, type Outage } from '../domain/incident.ts';
import { nextUpdateDue } from '../domain/pledge.ts';
import type { Pledge } from '../domain/promise.ts';
import { DAY, HOUR, type Instant, iso, MINUTE, startOfDay } from '../domain/time.ts';
import type { ValueReader } from '../yaml/values.ts';
import type { Report } from '../problems/index.ts';
import type { PlacedUpdate } from './updates.ts';

/** A time at which the operator says that they will speak, and the sentence that says so. */
interface SpokenPromise {
  at: Instant;
  sentence: string;
  /** How far the field may be from it, in ms: "in two hours" is said less exactly than a clock time. */
  slack: number;
}

/** Words by which people say that they will speak again, in English and Spanish. */
const SPEAKING =
  /(?<!\p{L})(?:speak|updates?|write|report|tell|post|inform|hear from us|next word|more (?:by|at|before|within|in)|news|informar|informamos|informaremos|informará|actualización|actualizamos|actualizaremos|avisamos|avisaremos|escribimos|escribiremos|contaremos|decimos|diremos|noticias|novedades)(?!\p{L})/iu;
/** A clock time that names UTC, alone or behind a date: `04:30 UTC`, `2026-03-01T04:30Z`. */
const CLOCK =
  /(?:\b(\d{4})-(\d{2})-(\d{2})[T ]|\b)([01]?\d|2[0-3]):([0-5]\d)(?::[0-5]\d)?\s?(?:h\s)?(?:UTC|GMT|Z)\b/g;
/** `within two hours`, `en 30 minutos`. */
const DELAY =
  /(?<!\p{L})(?:within|in|dentro de|en)\s(?:the next\s|menos de\s|las pr[oó]ximas\s|los pr[oó]ximos\s)?(\d{1,3}|an?|half an|one|two|three|four|six|media|un|una|dos|tres|cuatro|seis)\s(minutes?|minutos?|hours?|horas?)(?!\p{L})/giu;
const COUNTS: Record<string, number> = {
  'half an': 0.5,
  media: 0.5,
  a: 1,
  an: 1,
  one: 1,
  un: 1,
  una: 1,
  two: 2,
  dos: 2,
  three: 3,
  tres: 3,
  four: 4,
  cuatro: 4,
  six: 6,
  seis: 6,
};

/**
 * Warns where the operator's newest words promise to speak at one time and the page would print another:
 * a reader at night believes the earlier one, and is let down.
 */
export function checkPromise(
  incident: Outage,
  fields: ValueReader,
  placed: PlacedUpdate[],
  pledge: Pledge,
  report: Report,
): void {
  const newest = placed.findLast(({ said }) => said.speaker === 'operator');
  const due = nextUpdateDue(incident, pledge, undefined);
  if (!newest || !isOpen(incident) || due === undefined) return;
  const promises = promisesIn(newest.prose.words, newest.at.latest);
  const [first] = promises;
  if (!first || promises.some(({ at, slack }) => Math.abs(at - due) <= slack)) return;
  const line = `next_update: ${iso(first.at)}`;
  report.add({
    name: 'promise-not-in-next-update',
    place: fields.has('next_update') ? fields.place('next_update') : newest.place,
    found: first.sentence,
    expected: line,
    remedy: fields.has('next_update')
      ? `The page says ${iso(due)}. Change the line to "${line}".`
      : `The page says "next update due by ${iso(due)}". Add the line "${line}" at the top.`,
  });
}

function promisesIn(text: string, said: Instant): SpokenPromise[] {
  const found: SpokenPromise[] = [];
  for (const match of text.matchAll(CLOCK)) {
    const sentence = sentenceAround(text, match.index, match[0].length);
    const at = clockTime(match, said);
    if (at !== undefined && SPEAKING.test(sentence)) found.push({ at, sentence, slack: MINUTE });
  }
  for (const match of text.matchAll(DELAY)) {
    const sentence = sentenceAround(text, match.index, match[0].length);
    if (!SPEAKING.test(sentence)) continue;
    const count = match[1]?.toLowerCase() as string;
    const many = Object.hasOwn(COUNTS, count) ? (COUNTS[count] as number) : Number(count);
    const unit = /^h/i.test(match[2] as string) ? HOUR : MINUTE;
    found.push({ at: said + many * unit, sentence, slack: 10 * MINUTE });
  }
  return found;
}

/** The instant a clock time means: the next one after it was said. What has passed, or lies half a day off, is no promise. */
function clockTime(match: RegExpExecArray, said: Instant): Instant | undefined {
  const [year, month, day, hour, minute] = match.slice(1, 6).map(Number) as [
    number,
    number,
    number,
    number,
    number,
  ];
  const time = hour * HOUR + minute * MINUTE;
  if (match[1] !== undefined) {
    const at = Date.UTC(year, month - 1, day) + time;
    return at > said ? at : undefined;
  }
  const today = startOfDay(said) + time;
  const at = today > said ? today : today + DAY;
  return at - said <= 12 * HOUR ? at : undefined;
}

/** The sentence around a place in a text, as far as a report shows it: no further than a hundred letters each way. */
function sentenceAround(text: string, index: number, length: number): string {
  const before = text.slice(Math.max(0, index - 100), index);
  const after = text.slice(index + length, index + length + 100);
  const start = Math.max(before.lastIndexOf('. '), before.lastIndexOf('! '), before.lastIndexOf('\n')) + 1;
  const end = after.search(/[.!?\n]/);
  return `${before.slice(start)}${text.slice(index, index + length)}${end < 0 ? after : after.slice(0, end + 1)}`.trim();
}
