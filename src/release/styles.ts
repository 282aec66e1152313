/**
 * Moves a style that stands in the body into the head, where HTML wants it: Astro writes that of its islands
 * beside the first of them. The text of a page cannot hold one, for there `<` is written `&lt;`.
 */
export function stylesInHead(html: string): string {
  const end = html.indexOf('</head>');
  if (end < 0) return html;
  const moved: string[] = [];
  const body = html.slice(end).replace(/<style>[\s\S]*?<\/style>/g, (style) => {
    moved.push(style);
    return '';
  });
  return html.slice(0, end) + moved.join('') + body;
}

/**
 * Leaves in the style sheets of a page only the rules that can apply to something in it: those whose classes,
 * ids, attributes, values and elements are all named somewhere in the page, its scripts and templates among that.
 * A page that is left open and takes parts of another build takes the sheet of that build too
 * (`src/browser/exchange.ts`). A page with a script in a file of its own keeps all: nothing there names what it sets.
 * @param html a page whose sheets were made small by the build: no comments, and each brace is one of CSS.
 */
export function neededStyles(html: string): string {
  if (OTHERS.test(html)) return html;
  let names: Set<string> | undefined;
  return html.replaceAll(SHEET, (_, open: string, css: string) => {
    names ??= namesIn(html.replaceAll(SHEET, ''));
    return open + needed(css, names);
  });
}

/** A sheet may say `width<=34rem`. */
const SHEET = /(<style>)([\s\S]*?)(?=<\/style>)/g;

/** A script that is a file of its own, and sets what cannot be read in the page: the bedside. */
const OTHERS = /<script\b[^>]* src=/;

/** Set by such scripts that a page asks for later. */
const LATER = ['slider'];

function namesIn(text: string): Set<string> {
  return new Set([...(text.match(/[\w-]+/g) ?? []), ...LATER]);
}

function needed(css: string, names: Set<string>): string {
  let left = '';
  for (let at = 0; at < css.length;) {
    const open = css.indexOf('{', at);
    const statement = css.indexOf(';', at);
    if (open < 0) return left + css.slice(at);
    if (statement >= 0 && statement < open) {
      left += css.slice(at, statement + 1);
      at = statement + 1;
      continue;
    }
    const end = endOfBlock(css, open);
    left += ruleLeft(css.slice(at, open).trim(), css.slice(open + 1, end), names);
    at = end + 1;
  }
  return left;
}

/** Where the brace stands that closes the one at `open`. */
function endOfBlock(css: string, open: number): number {
  let depth = 0;
  for (let at = open; at < css.length; at++) {
    if (css[at] === '{') depth++;
    if (css[at] === '}' && --depth === 0) return at;
  }
  return css.length;
}

function ruleLeft(head: string, body: string, names: Set<string>): string {
  if (/^@(?:layer|media|supports|container)\b/.test(head)) {
    const inside = needed(body, names);
    return inside === '' ? '' : `${head}{${inside}}`;
  }
  if (head.startsWith('@')) return `${head}{${body}}`;
  const selectors = listOf(head).filter((selector) => canMatch(selector, names));
  return selectors.length === 0 ? '' : `${selectors.join(',')}{${body}}`;
}

/** The selectors of a list; commas inside of parentheses and brackets belong to one of them. */
function listOf(selectors: string): string[] {
  return selectors.match(/(?:\((?:[^()]|\([^()]*\))*\)|\[[^\]]*\]|[^,([])+/g) ?? [];
}

/**
 * Whether a selector can match something in a page with these names. What it says that it is not needs no name, and
 * a part of a value is none: `href^=http` is meant for `https` too.
 */
function canMatch(selector: string, names: Set<string>): boolean {
  let plain = selector.replaceAll(/[~|^$*]=[^\]]*/g, '');
  for (let before = ''; before !== plain;) {
    before = plain;
    plain = plain.replaceAll(/:(not|is|where|has)\(([^()]*)\)/g, (_, kind: string, inner: string) =>
      kind === 'not' || listOf(inner).some((one) => canMatch(one, names)) ? '' : ' never-named ',
    );
  }
  const parts = plain.replaceAll(/::?[\w-]+(?:\([^)]*\))?/g, ' ').match(/[a-z][\w-]*/gi) ?? [];
  return parts.every((name) => names.has(name) || names.has(inScript(name)));
}

/** The name of a `data-` attribute as a script writes it. */
function inScript(name: string): string {
  return name.replace(/^data-/, '').replaceAll(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
}
