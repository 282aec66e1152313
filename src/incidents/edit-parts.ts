import { FACT_NAMES, fieldOf } from '../domain/fields.ts';
import type { Prose } from '../domain/incident.ts';
import { isolated } from '../domain/printable.ts';
import type { TimeRange } from '../domain/time.ts';
import type { Report } from '../problems/index.ts';
import { editMapping, type EntryChange } from '../yaml/edit.ts';
import type { Splice } from '../yaml/splices.ts';
import type { Body, Section } from './body.ts';
import type { FrontMatter } from './front-matter.ts';
import { section } from './print.ts';

/** An update where it stands in the file, with its id. */
export interface Placed extends Pick<Section, 'headAt' | 'wordsAt'> {
  id: string;
  at: TimeRange;
}

/** Markdown as it can stand in a file: no line end of another system, no empty lines around it. */
export function wordsOf(markdown: string): string {
  return markdown
    .replace(/\r\n?/g, '\n')
    .replaceAll('\0', '\uFFFD')
    .replace(/^(?:[^\S\n]*\n)+/, '')
    .trimEnd();
}

/** Where something was said, as a heading can have it. */
export function placeOf(place: string | undefined): string | undefined {
  return (place && isolated(place.replace(/\s+/g, ' ').trim())) || undefined;
}

/** Whether two texts were written with the same words. */
export function sayTheSame(one: Prose | undefined, other: Prose | undefined): boolean {
  return one?.markdown.trim() === other?.markdown.trim();
}

/** Reports what reads otherwise than was asked for, if anything does. */
export function reportInexact(wrong: readonly string[], report: Report): void {
  if (wrong.length > 0)
    report.add({
      name: 'edit-not-exact',
      found: `another change of ${[...new Set(wrong)].join(', ')}`,
      expected: 'the change that was asked for, and no other',
      remedy: 'Nothing was written. Make the change in the file by hand, and look at what it says there.',
    });
}

/** How the front matter of a file changes. */
export function editMatter(
  text: string,
  { yamlAt }: Pick<FrontMatter, 'yamlAt'>,
  changes: readonly EntryChange[],
): Splice[] {
  if (changes.length === 0) return [];
  const order = FACT_NAMES.map((name) => fieldOf(name).key);
  return editMapping(text.slice(yamlAt.start, yamlAt.end), changes, order).map(({ start, end, text }) => ({
    start: start + yamlAt.start,
    end: end + yamlAt.start,
    text,
  }));
}

/** Other words for an update, or another heading; `undefined` leaves either as it is. */
export function rewordSection(
  { headAt, wordsAt }: Placed,
  head: string | undefined,
  markdown: string | undefined,
): Splice[] {
  const isEmpty = wordsAt.start === wordsAt.end;
  return [
    ...(head === undefined ? [] : [{ ...headAt, text: head }]),
    ...(markdown === undefined ? [] : [{ ...wordsAt, text: isEmpty ? `\n${markdown}` : markdown }]),
  ];
}

/** Another summary, or none. */
export function editSummary(
  text: string,
  { summaryAt, sections }: Body,
  markdown: string | undefined,
): Splice[] {
  const firstHead = startOfLine(text, sections[0]?.headAt.start ?? text.length);
  if (!summaryAt) return markdown === undefined ? [] : [at(firstHead, `${markdown}\n\n`)];
  return markdown === undefined
    ? [{ start: summaryAt.start, end: firstHead, text: '' }]
    : [{ ...summaryAt, text: markdown }];
}

/** An update put where its time belongs: behind what was said before it, above that where the newest stands first. */
export function addSection(
  text: string,
  placed: readonly Placed[],
  { at: time, head, markdown }: { at: TimeRange; head: string; markdown: string },
  newestFirst: boolean,
): Splice {
  const said = placed.map(({ at }) => at.earliest <= time.earliest);
  return newestFirst
    ? putBefore(text, placed, said.indexOf(true), head, markdown)
    : putBehind(text, placed, said.lastIndexOf(true), head, markdown);
}

/** @param index of the update that comes next; -1 if none does. */
function putBefore(
  text: string,
  placed: readonly Placed[],
  index: number,
  head: string,
  markdown: string,
): Splice {
  const next = placed[index];
  if (!next) return putAt(text, text.length, section(head, spaced(text, placed.at(-1), markdown)));
  const start = startOfLine(text, next.headAt.start);
  return at(start, `${section(head, spaced(text, next, markdown))}\n\n`);
}

/** @param index of the update that comes before; -1 if none does. */
function putBehind(
  text: string,
  placed: readonly Placed[],
  index: number,
  head: string,
  markdown: string,
): Splice {
  if (index < 0) return putBefore(text, placed, 0, head, markdown);
  const next = placed[index + 1];
  const end = next ? startOfLine(text, next.headAt.start) : text.length;
  return putAt(text, end, section(head, spaced(text, placed[index], markdown)));
}

/** Behind the last line with something in it before `end`; what follows that line stays behind. */
function putAt(text: string, end: number, written: string): Splice {
  const last = text.slice(0, end).trimEnd().length;
  const lineEnd = text.indexOf('\n', last);
  return at(lineEnd < 0 ? text.length : lineEnd, `\n\n${written}`);
}

/** An empty line under the heading if the update beside it has one. */
function spaced(text: string, beside: Placed | undefined, markdown: string): string {
  const between = beside ? text.slice(beside.headAt.end, beside.wordsAt.start) : '';
  return between.split('\n').length > 2 ? `\n${markdown}` : markdown;
}

function startOfLine(text: string, offset: number): number {
  return text.lastIndexOf('\n', offset - 1) + 1;
}

function at(offset: number, text: string): Splice {
  return { start: offset, end: offset, text };
}
