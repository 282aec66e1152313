import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What stands on a page, without its texts and addresses: all that a style sheet or a rule about markup can tell apart. */
export interface Outline {
  language: string;
  /** It is written from right to left. */
  isMirrored: boolean;
  /** How many elements it has. */
  elements: number;
  /** By the line of elements from the body down. */
  places: Map<string, Place>;
}

/** All elements of a page that stand alike. What is drawn stands alike wherever the drawing does. */
export interface Place {
  /** The element with its classes, states and roles. */
  own: string;
  /** The one that it stands in. */
  parent: string;
  /** How many characters the longest word in it has. */
  word: number;
  /** How many the longest text in it has. */
  text: number;
  /** How many of them stand in one element, at most. */
  most: number;
}

/** The longest text that a style may keep on one line: what is longer goes over several wherever it stands. */
export const LINE = 40;

/** Reads the outline of a page as it is delivered: valid HTML, in which some elements end by themselves. */
export function outlineOf(html: string): Outline {
  const places = new Map<string, Place>();
  const open: Open[] = [];
  let elements = 0;
  const bodyOf = html.slice(html.indexOf('<body')).replace(UNSEEN, '');
  for (const [, slash = '', tag = '', attributes = '', text = ''] of bodyOf.matchAll(TAG)) {
    // What ended by itself is in the way of what begins behind it, and of the end of what is around it.
    while (open.length > 0 && isOver(open.at(-1)?.tag ?? '', slash, tag)) open.pop();
    if (slash !== '') open.pop();
    else {
      elements++;
      const around = open.at(-1);
      const own = ownOf(tag, attributes);
      const isDrawn = around?.isDrawn || tag === 'svg';
      // A picture that is no part of what is read looks the same in every place, and so does what a drawing is made of.
      const parent = around?.isDrawn || ORNAMENT.test(own) ? undefined : around;
      const line = `${parent?.line ?? ''}>${own}`;
      const most = (parent?.kinds.get(own) ?? 0) + 1;
      parent?.kinds.set(own, most);
      const place = places.get(line) ?? { own, parent: parent?.own ?? '', word: 0, text: 0, most: 0 };
      place.most = Math.max(place.most, most);
      places.set(line, place);
      open.push({ tag, own, line, place, kinds: new Map(), isDrawn });
      if (EMPTY.has(tag) || attributes.endsWith('/')) open.pop();
    }
    const at = open.at(-1);
    if (at && !at.isDrawn) measure(at.place, text.trim());
  }
  const [tag = '', language = ''] = /<html[^>]* lang="([\w-]+)"[^>]*/.exec(html) ?? [];
  return { language, isMirrored: tag.includes('rtl'), elements, places };
}

/** Whether an element that is open has ended by itself where another begins or ends. */
function isOver(open: string, slash: string, tag: string): boolean {
  if (slash !== '') return /^(?:li|dt|dd|p)$/.test(open) && tag !== open;
  if (open === 'p') return /^(?:blockquote|details|div|dl|figure|h[1-6]|ol|p|section|ul|li|dt|dd)$/.test(tag);
  return open === 'li' ? tag === 'li' : /^d[td]$/.test(open) && /^d[td]$/.test(tag);
}

/** An element that is not closed yet. */
interface Open {
  tag: string;
  own: string;
  line: string;
  place: Place;
  kinds: Map<string, number>;
  /** It is a drawing or a part of one. */
  isDrawn: boolean;
}

/** What is no part of what is seen, or not yet. */
const UNSEEN = /<(script|style|template)\b[^>]*>[\s\S]*?<\/\1>|<!--[\s\S]*?-->/g;
const TAG = /<(\/?)([a-zA-Z][\w-]*)((?:[^>"']|"[^"]*"|'[^']*')*)>([^<]*)/g;
const EMPTY = new Set(['br', 'col', 'hr', 'img', 'input', 'link', 'meta', 'source', 'track', 'wbr']);

/** Attributes that say where something leads, what it is called or where it is drawn. */
const TEXTS =
  /^(?:href|src|d|[xy][12]?|d[xy]|c[xy]|width|height|points|viewBox|transform|preserveAspectRatio|text-anchor|datetime|content|title|alt|value|id|for|name|uid|opts|props|component-.*|renderer-url)$/;

/** Begins a picture beside words that say the same. */
const ORNAMENT = /^svg\b.*\[aria-hidden=true\]/;

const SRC = join(import.meta.dirname, '../../src');
/** The attributes with data that a style sheet speaks of; all others are for scripts alone. */
const STYLED = new Set(
  globSync('**/*.{css,astro}', { cwd: SRC }).flatMap(
    (path) => readFileSync(join(SRC, path), 'utf8').match(/(?<=\[)data-[\w-]+/g) ?? [],
  ),
);

function ownOf(tag: string, attributes: string): string {
  const parts = [tag];
  for (const [, name = '', quoted = '', value = quoted] of attributes.matchAll(
    /([\w:-]+)(?:="([^"]*)"|=([^\s"]+))?/g,
  )) {
    if (TEXTS.test(name) || (name.startsWith('data-') && !STYLED.has(name))) continue;
    if (name === 'class')
      parts.push(
        ...value
          .split(/\s+/)
          .toSorted()
          .map((one) => `.${one}`),
      );
    else parts.push(/^[a-z_-]*$/.test(value) ? `[${name}=${value}]` : `[${name}]`);
  }
  return parts.join('');
}

function measure(place: Place, text: string): void {
  place.word = Math.max(place.word, ...text.split(/\s+/).map(({ length }) => length));
  place.text = Math.max(place.text, text.length);
}
