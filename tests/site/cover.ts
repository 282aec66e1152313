import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { BUILT, record, type Situation, situations, stampOf } from '../tour/situations.ts';
import { LINE, type Outline, outlineOf, type Place } from './outline.ts';

/** A page of the tour: the name of its site, and its path below the base of it. */
export type TourPage = [name: string, path: string];

/** The fewest pages of the tour, about, that show all there is to be looked at. */
export interface Covers {
  /**
   * Every element with its classes, states and roles, and each kind of element in each kind that it stands in, from
   * right to left too; `elements` has it in each state of what it stands in, and in each language.
   */
  kinds: TourPage[];
  /** Those, and each kind with the longest word and line that it has; `layouts` has it in every place. */
  fits: TourPage[];
  /**
   * Every element, with its classes, states and roles, in each that it stands in; in each language what has words, and
   * all of it from right to left too, as far as any page is.
   */
  elements: TourPage[];
  /** Those, and every element below every line of elements that it stands in. */
  lines: TourPage[];
  /** Those with every element; and in every such place, whatever its state, what may not fit: long words, long texts of one line, many side by side. */
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
 * for its size. What is left out has no element in any place, no word and no row that is much longer than in one that
 * is chosen.
 */
export function choose<Name>(all: Weighed<Name>[]): Record<keyof Covers, Name[]> {
  const kinds = cover(all, [], kindsOf);
  const fits = cover(
    all,
    kinds,
    fittedIn(all, (line) => line.split('>').at(-1) ?? '', ['word', 'text']),
  );
  const elements = cover(all, [], elementsOf);
  const lines = cover(all, elements, ({ places }) => places.keys());
  const layouts = cover(
    all,
    elements,
    fittedIn(all, (line) => line, SIZES),
  );
  const named = (chosen: Weighed<Name>[]) => chosen.map(({ page }) => page);
  return {
    kinds: named(kinds),
    fits: named(fits),
    elements: named(elements),
    lines: named(lines),
    layouts: named(layouts),
  };
}

/** Every room of a page, and in which of them something is about the largest that any page has there. */
function fittedIn<Name>(
  all: Weighed<Name>[],
  roomOf: (line: string) => string,
  sizesOf: readonly (keyof Sizes)[],
): (outline: Outline) => Iterable<string> {
  const rooms = new Map(all.map((one) => [one.outline, roomsOf(one.outline, roomOf)]));
  const largest = largestOf([...rooms.values()]);
  return function* (outline) {
    for (const [room, sizes] of rooms.get(outline) ?? []) {
      yield room;
      for (const size of sizesOf) {
        const most = largest.get(room)?.[size] ?? 0;
        if (most >= LEAST[size] && sizes[size] >= most * NEARLY && !(size === 'text' && most > LINE))
          yield `${size} of ${room}`;
      }
    }
  };
}

const SIZES = ['word', 'text', 'most'] as const;

/** From which size on something may not fit: a shorter word has room at twice its size wherever there is room for any. */
const LEAST = { word: 12, text: 12, most: 3 };

/** One that is nearly as long as the longest stands for it. */
const NEARLY = 0.85;

/** Elements whose attributes are words, or say in which language they are: one language may have them, and another not. */
const WORDED = /\[(?:aria-label|lang|role)\b/;

/** What it costs to open a page, in elements. */
const OPENING = 600;

/**
 * Attributes that mean the same wherever they stand: one that is wrong is wrong on any element, so each is looked at
 * once, and not on each kind of element.
 */
const ALIKE = /\[(?:aria-describedby|aria-labelledby|dir|disabled|hidden|lang|selected|tabindex)\b[^\]]*\]/g;

/** What a drawing is made of. Its state is a colour that no text has, and from right to left it is drawn like any other. */
const DRAWN =
  /^(?:circle|clipPath|defs|g|line|linearGradient|path|pattern|polygon|polyline|rect|stop|text|tspan|use)(?![\w-])/;

function* kindsOf({ isMirrored, places }: Outline): Iterable<string> {
  for (const { own, parent } of places.values()) {
    const isDrawn = DRAWN.test(own);
    yield own.replace(isDrawn ? /\[(?!aria-|role)[^\]]*\]/g : ALIKE, '');
    yield* own.match(ALIKE) ?? [];
    yield `${kindOf(parent)} > ${kindOf(own)}`;
    if (isMirrored && !isDrawn) yield `mirrored: ${kindOf(own)}`;
  }
}

/** An element with its classes, whatever its state. */
function kindOf(own: string): string {
  return own.replace(/\[[^\]]*\]/g, '');
}

function* elementsOf({ language, isMirrored, places }: Outline): Iterable<string> {
  for (const { own, parent } of places.values()) {
    yield `${parent} > ${own}`;
    if (isMirrored) yield `mirrored: ${parent} > ${own}`;
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

/** How much stands in each place of a page that is laid out alike: no state and no language gives it more room. */
function roomsOf({ places }: Outline, roomOf: (line: string) => string): Map<string, Sizes> {
  const drawn = [...places].filter(([line]) => line.startsWith('>body'));
  return largestOf(drawn.map(([line, place]) => new Map([[roomOf(kindOf(line)), place]])));
}

type Sizes = Pick<Place, (typeof SIZES)[number]>;

/** The largest of each kind in each place, wherever it stands. */
function largestOf(all: Map<string, Sizes>[]): Map<string, Sizes> {
  const largest = new Map<string, Sizes>();
  for (const one of all)
    for (const [room, { word, text, most }] of one) {
      const before = largest.get(room) ?? { word, text, most };
      largest.set(room, {
        word: Math.max(before.word, word),
        text: Math.max(before.text, text),
        most: Math.max(before.most, most),
      });
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
