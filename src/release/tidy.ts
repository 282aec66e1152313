/** What is left as it is: each letter of it counts. */
const WHOLE = /<(?:script|style|pre|textarea)\b/g;
const END_OF_WHOLE = /<\/(?:script|style|pre|textarea)>/g;
/** A tag with its values, which may hold anything but their quotation mark. */
const TAG = /<[^">]*(?:"[^"]*"[^">]*)*>/g;
const INLINE = /^<\/?(?:a|b|em|small|span|strong|time)\b/;
const BLOCK =
  /^<\/?(?:article|aside|blockquote|body|caption|dd|details|div|dl|dt|figcaption|figure|footer|h[1-6]|head|header|html|li|main|nav|ol|p|section|summary|td|th|ul)\b/;
/** What no sheet sets in a line with its neighbours, as it does headings and tags. */
const APART =
  /^<\/?(?:article|aside|blockquote|body|dd|details|div|dl|dt|figcaption|figure|footer|head|header|html|li|link|main|meta|nav|ol|p|section|summary|title|ul)\b(?![^>]*\bclass="tag)/;
/** A shape of a drawing that may hold nothing. */
const SHAPE = /^<(circle|line|path|rect|stop)\b/;
/** Between these and what they hold white space is none. */
const DRAWING = /^<(?:svg|circle|line|path|rect|stop)\b/;

/** The end of what ends by itself where another begins, or where its parent ends (https://html.spec.whatwg.org/multipage/syntax.html#optional-tags). */
const ENDS = new Map(
  Object.entries({
    '</li>': /^<(?:li\b|\/[ou]l>)/,
    '</dt>': /^<d[td]\b/,
    '</dd>': /^<(?:d[td]\b|\/d(?:iv|l)>)/,
    '</p>':
      /^<(?:(?:blockquote|details|div|dl|figure|h[1-6]|ol|p|section|ul)\b|\/(?:article|blockquote|dd|details|div|footer|header|li|main|section)>)/,
  }),
);
/** A value in a drawing, which needs no quotation marks: nothing in it ends it, nor does the tag end right behind it. */
const PLAIN = /="([^\s"'=<>`/]+)"(?=[\s>])/g;
const OF_DRAWING = /^<(?:svg|a|circle|defs|g|line|linearGradient|path|pattern|rect|stop|text|tspan)\b/;

/**
 * Takes from a page what says nothing to anybody: white space at the edges of blocks and between them, all but one of
 * many spaces, ends of shapes that hold nothing and of what ends by itself, and in drawings quotation marks.
 */
export function tidy(html: string): string {
  let tidied = '';
  for (let at = 0; ; ) {
    const from = indexOf(WHOLE, html, at);
    const to = from < 0 ? -1 : indexOf(END_OF_WHOLE, html, from);
    if (to < 0) return tidied + tidyPart(html.slice(at));
    const end = html.indexOf('>', to) + 1;
    tidied += tidyPart(html.slice(at, from)) + html.slice(from, end);
    at = end;
  }
}

/** Where a pattern is next. */
function indexOf(pattern: RegExp, html: string, from: number): number {
  pattern.lastIndex = from;
  return pattern.exec(html)?.index ?? -1;
}

function tidyPart(html: string): string {
  const parts = partsOf(html);
  for (let at = 0; at < parts.length; at += 2) {
    if (parts[at] !== '') parts[at] = tidyText(parts, at);
    if (parts[at + 2] !== '') continue;
    const [, shape] = SHAPE.exec(parts[at + 1] as string) ?? [];
    if (shape && parts[at + 3] === `</${shape}>`)
      parts.splice(at + 1, 3, (parts[at + 1] as string).replace(/>$/, '/>'));
  }
  return shorten(parts).join('');
}

/** Texts at even places and tags at odd ones. */
function partsOf(html: string): string[] {
  const parts: string[] = [];
  let at = 0;
  for (const tag of html.match(TAG) ?? []) {
    const from = html.indexOf(tag, at);
    parts.push(html.slice(at, from), tag);
    at = from + tag.length;
  }
  parts.push(html.slice(at));
  return parts;
}

function tidyText(parts: readonly string[], at: number): string {
  let text = (parts[at] as string).replace(/ {2,}/g, ' ');
  if (/^\s/.test(text) && (isEdge(parts, at, -1) || isSecond(parts, at, -1))) text = text.trimStart();
  if (/\s$/.test(text) && (isEdge(parts, at, 1) || isSecond(parts, at, 1))) text = text.trimEnd();
  if (text.trim() !== '') return text;
  const [before, after] = [parts[at - 1] ?? '', parts[at + 1] ?? ''];
  return isBesideBlock(before, after) || DRAWING.test(before) || after === '</svg>' ? '' : text;
}

/** Takes ends that need not be said, and quotation marks in drawings. */
function shorten(parts: string[]): string[] {
  let isDrawn = false;
  for (let at = 1; at < parts.length; at += 2) {
    const tag = parts[at] as string;
    if (tag.startsWith('<svg')) isDrawn = true;
    if (tag === '</svg>') isDrawn = false;
    if (isDrawn && OF_DRAWING.test(tag)) parts[at] = tag.replace(PLAIN, '=$1');
    if (parts[at + 1] === '' && tag.startsWith('</') && ENDS.get(tag)?.test(parts[at + 2] ?? ''))
      parts[at] = '';
  }
  return parts;
}

/** Whether a line ends or begins between two tags: there white space is none. What an ended paragraph was is not known, it may stand in a line as a tag does. */
function isBesideBlock(before: string, after: string): boolean {
  return APART.test(after) || (APART.test(before) && before !== '</p>');
}

/** Whether white space stands on the other side of the tag before a text, or after it, that holds it: two are seen as one. */
function isSecond(parts: readonly string[], at: number, step: -1 | 1): boolean {
  const tag = parts[at + step] ?? '';
  const beyond = parts[at + 2 * step] ?? '';
  return (
    INLINE.test(tag) && tag.startsWith('</') === (step === 1) && (step === 1 ? /^\s/ : /\s$/).test(beyond)
  );
}

/** Whether a block begins before a text, or ends after it, with nothing to be seen between: there white space is none. */
function isEdge(parts: readonly string[], at: number, step: -1 | 1): boolean {
  const isEnd = step === 1;
  for (let near = at + step; ; near += 2 * step) {
    const tag = parts[near];
    if (tag === undefined || tag.startsWith('</') !== isEnd) return false;
    if (BLOCK.test(tag)) return true;
    if (!INLINE.test(tag) || parts[near + step] !== '') return false;
  }
}
