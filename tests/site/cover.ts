import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { BUILT, record, type Situation, situations, stampOf } from '../tour/situations.ts';
import { LINE, type Outline, outlineOf, type Place } from './outline.ts';

/** A page of the tour: the name of its site, and its path below the base of it. */
export type TourPage = [name: string, path: string];

/** The fewest pages of the tour, about, that show all there is to be looked at; each list holds the one before. */
export interface Covers {
  /** Every element, with its classes, states and roles, in each that it stands in; in each language what has words. */
  elements: TourPage[];
  /** Every element below every line of elements that it stands in. */
  lines: TourPage[];
  /** In every such place also the longest word, the longest text of one line and the most of one kind side by side. */
  layouts: TourPage[];
}

/** Chooses them, or reads what was chosen from the very same pages. */
export function covers(): Covers {
  const kept = join(BUILT, 'covers.json');
  const digest = digestOf();
  if (existsSync(kept)) {
    const { of, ...found } = JSON.parse(readFileSync(kept, 'utf8')) as Covers & { of: string };
    if (of === digest) return found;
  }
  const found = choose(pagesOfTour());
  writeFileSync(kept, JSON.stringify({ of: digest, ...found }));
  return found;
}

/** A page as it is weighed against others. */
export interface Weighed<Name> {
  page: Name;
  outline: Outline;
}

/**
 * Chooses pages that have between them every trait that any page has: always the one that brings most that is new
 * for its size. What is left out has no element in any place, no longer word and no longer row than one that is chosen.
 */
export function choose<Name>(all: Weighed<Name>[]): Record<keyof Covers, Name[]> {
  const largest = largestOf(all.map(({ outline }) => outline));
  const elements = cover(all, [], elementsOf);
  const lines = cover(all, elements, ({ places }) => places.keys());
  const layouts = cover(all, lines, function* ({ places }) {
    for (const [line, place] of places)
      for (const size of SIZES) {
        const most = largest.get(line)?.[size];
        if (place[size] === most && !(size === 'text' && most > LINE)) yield `${size} of ${line}`;
      }
  });
  const named = (chosen: Weighed<Name>[]) => chosen.map(({ page }) => page);
  return { elements: named(elements), lines: named(lines), layouts: named(layouts) };
}

const SIZES = ['word', 'text', 'most'] as const;

/** Elements whose attributes are words, or say in which language they are: one language may have them, and another not. */
const WORDED = /\[(?:aria-label|lang|role)\b/;

/** What it costs to open a page, in elements. */
const OPENING = 600;

function* elementsOf({ language, places }: Outline): Iterable<string> {
  for (const { own, parent } of places.values()) {
    yield `${parent} > ${own}`;
    if (WORDED.test(own)) yield `${language}: ${own}`;
  }
}

function cover<Name>(
  all: Weighed<Name>[],
  chosen: Weighed<Name>[],
  traits: (outline: Outline) => Iterable<string>,
): Weighed<Name>[] {
  const rest = all.map((one) => ({ one, traits: new Set(traits(one.outline)) }));
  const wanted = new Set(rest.flatMap((one) => [...one.traits]));
  const take = (found: (typeof rest)[number]) => {
    for (const trait of found.traits) wanted.delete(trait);
    return found.one;
  };
  for (const found of rest) if (chosen.includes(found.one)) take(found);
  const added: Weighed<Name>[] = [];
  while (wanted.size > 0) {
    let best: { found: (typeof rest)[number]; worth: number } | undefined;
    for (const found of rest) {
      const gain = countOf(found.traits, wanted);
      const worth = gain / (OPENING + found.one.outline.elements);
      if (worth > (best?.worth ?? 0)) best = { found, worth };
    }
    if (!best) throw new Error(`no page has ${[...wanted].join(', ')}`);
    added.push(take(best.found));
  }
  return [...chosen, ...added];
}

function countOf(traits: Set<string>, wanted: Set<string>): number {
  let count = 0;
  for (const trait of traits) if (wanted.has(trait)) count++;
  return count;
}

/** The largest of each kind in each place, wherever it stands. */
function largestOf(outlines: Outline[]): Map<string, Place> {
  const largest = new Map<string, Place>();
  for (const { places } of outlines)
    for (const [line, place] of places) {
      const before = largest.get(line) ?? place;
      const sizes = SIZES.map((size) => [size, Math.max(before[size], place[size])]);
      largest.set(line, { ...place, ...Object.fromEntries(sizes) });
    }
  return largest;
}

function pagesOfTour(): Weighed<TourPage>[] {
  return [record, ...situations].flatMap((site) =>
    pagesIn(site.folder).map((path) => ({
      page: [site.name, path] satisfies TourPage,
      outline: outlineOf(readPage(site, path)),
    })),
  );
}

/** Every page of a folder, as the path below its base. */
export function pagesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.html'))
    .map((file) => file.replaceAll('\\', '/').replace(/index\.html$/, ''))
    .toSorted();
}

function readPage({ folder }: Situation, path: string): string {
  return readFileSync(join(folder, path.replace(/(?<=^|\/)$/, 'index.html')), 'utf8');
}

/** Of what was built, and of how it is looked at here. */
function digestOf(): string {
  const hash = createHash('sha256');
  for (const name of ['cover.ts', 'outline.ts']) hash.update(readFileSync(join(import.meta.dirname, name)));
  for (const site of [record, ...situations]) hash.update(readFileSync(stampOf(site)));
  return hash.digest('hex');
}
