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
 * Puts a sheet of the site behind ours, on each page that has our frame around it: not on the one for the night table,
 * nor on what stands in the pages of others.
 */
export function withOwnSheet(html: string, css: string): string {
  if (css === '' || !html.includes(' class="skip"')) return html;
  return html.replace('</head>', () => `<style>${css}</style></head>`);
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
  const page = html.replaceAll(SHEET, '');
  const sheets = [...html.matchAll(SHEET)].map(([, css = '']) => css);
  if (sheets.length === 0) return html;
  const css = sheetFor(sheets.join(''), page);
  let isFirst = true;
  return html.replaceAll(SHEET, () => {
    const sheet = isFirst ? `<style>${css}</style>` : '';
    isFirst = false;
    return sheet;
  });
}

/** What paper needs, and a drawing in forced colours, in a sheet: what stands in the layer for it. */
export function printLayer(css: string): string {
  return statementsOf(css)
    .filter(([head]) => head === '@layer print')
    .map(([head, body]) => `${head}{${body}}`)
    .join('');
}

/**
 * Lets a page that is left as it is read ask for what paper and forced colours need by a sheet of its own (`src/pages/print.css.ts`), for
 * which nothing that is seen on a screen waits. A page that speaks of now asks for nothing before its answer.
 */
export function printApart(html: string): string {
  const later = /<script defer src="([^"]*)later\.js"/.exec(html);
  const [all = '', css = ''] = /<style>([\s\S]*?)<\/style>/.exec(html) ?? [];
  const paper = printLayer(css);
  if (!later || paper === '') return html;
  const link = `<link rel="stylesheet" media="print,(forced-colors:active)" href="${later[1]}print.css">`;
  return html.replace(all, () => `<style>${css.replace(paper, () => '')}</style>${link}`);
}

/** Most pages need what others need: a sheet is made once for each set of names of it that a page has. */
const made = new Map<string, Map<string, string>>();

function sheetFor(sheets: string, page: string): string {
  const inPage = namesIn(page);
  const isDrawn = / data-(?:chart|watched)=/.test(page);
  const tokens = new Set(page.match(/--[\w-]+/g));
  const names = new Set<string>();
  const asked = new Set<string>();
  for (const { word, written, isToken } of wordsOf(sheets)) {
    if (inPage.has(word) || inPage.has(written)) names.add(word);
    if (isToken && (tokens.has(word) || (isDrawn && OF_DRAWN.test(word)))) asked.add(word);
  }
  const key = [...names, '', ...asked].join('\n');
  const known = made.get(sheets) ?? new Map<string, string>();
  made.set(sheets, known);
  const before = known.get(key);
  if (before !== undefined) return before;
  const css = withoutTokens(inLayers(needed(sheets, names)), asked);
  if (known.size < 200) known.set(key, css);
  return css;
}

/** A word of a sheet. */
interface Word {
  word: string;
  /** As a script writes it, where it is the name of a `data-` attribute. */
  written: string;
  isToken: boolean;
}

let last: { css: string; words: Word[] } | undefined;

/** Each word of a sheet once. */
function wordsOf(css: string): Word[] {
  if (last?.css === css) return last.words;
  const words = Array.from(new Set(css.match(/[\w-]+/g) ?? []), (word) => ({
    word,
    written: inScript(word),
    isToken: word.startsWith('--'),
  }));
  last = { css, words };
  return words;
}

/** A sheet may say `width<=34rem`. */
const SHEET = /<style>([\s\S]*?)<\/style>/g;

/** A script that is a file of its own, and sets what cannot be read in the page: the bedside. */
const OTHERS = /<script\b[^>]* src="(?![^"]*\/later\.js")/;

/** Set by such scripts that many pages ask for, and by the browser where somebody opens something. */
const LATER = ['local', 'utc', 'slider', 'cursor', 'open'];

/** A script, and a tag with all that it says; what people read names nothing. */
const NAMING = /<script(?![^>]*json)[^>]*>[\s\S]*?<\/script>|<[a-z][^>]*>/gi;
/** What people read, or where something leads. */
const READ = / (?:aria-label|content|title|alt|datetime|href|src|d)="[^"]*"/g;

/** What a script calls its variables since it was made small; what it sets stands in quotation marks or behind a dot. */
const VARIABLE = /(?<![\w.#"'`[<-])\w{1,2}(?![\w"'`\]-])/g;

/** All that a page may be told by in a sheet: names of elements, attributes and values, in its scripts too. */
function namesIn(page: string): Set<string> {
  const text = (page.match(NAMING) ?? []).map((one) =>
    one.startsWith('<script')
      ? one.replaceAll(VARIABLE, ' ')
      : one.replaceAll(READ, (said) => said.slice(0, said.indexOf('='))),
  );
  return new Set([...(text.join('\n').match(/[\w-]+/g) ?? []), ...LATER]);
}

function needed(css: string, names: Set<string>): string {
  return statementsOf(css)
    .map(([head, body]) => (body === undefined ? `${head};` : ruleLeft(head, body, names)))
    .join('');
}

/** What a sheet or a block consists of: rules and conditions with what stands in their braces, and lines without. */
function statementsOf(css: string): [head: string, body?: string][] {
  const statements: [string, string?][] = [];
  for (let at = 0; at < css.length; ) {
    const open = css.indexOf('{', at);
    const line = css.indexOf(';', at);
    if (open < 0 && line < 0) break;
    if (line >= 0 && (open < 0 || line < open)) {
      statements.push([css.slice(at, line).trim()]);
      at = line + 1;
      continue;
    }
    const end = endOfBlock(css, open);
    statements.push([css.slice(at, open).trim(), css.slice(open + 1, end)]);
    at = end + 1;
  }
  return statements;
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
  const left = selectors.map((one) => choicesLeft(one, names)).join(',');
  return left === '' ? '' : `${left}{${body}}`;
}

/**
 * Leaves of the choices of a selector those that are in the page. The weightiest stays, for all of them weigh as
 * much as it does.
 */
function choicesLeft(selector: string, names: Set<string>): string {
  return selector.replaceAll(/:is\(([^()]*)\)/g, (whole, inner: string) => {
    const all = listOf(inner);
    const left = all.filter((one) => canMatch(one, names));
    const weight = Math.max(...all.map(weightOf));
    if (!left.some((one) => weightOf(one) === weight)) return whole;
    // A name of an element needs its place before what else is said of it.
    return left.length === 1 && /^[.#[][^\s>+~]*$/.test(left[0] as string)
      ? (left[0] as string)
      : `:is(${left.join()})`;
  });
}

/** How much a selector without others in it weighs: ids, then classes, attributes and states, then elements. */
function weightOf(selector: string): number {
  const count = (pattern: RegExp) => selector.match(pattern)?.length ?? 0;
  return count(/#/g) * 10_000 + count(/[.[]|(?<!:):(?!:)/g) * 100 + count(/(?:^|[ >+~])[a-z]/gi);
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
  for (let before = ''; before !== plain; ) {
    before = plain;
    plain = plain.replaceAll(/:(not|is|where|has)\(([^()]*)\)/g, (_, kind: string, inner: string) =>
      kind === 'not' || listOf(inner).some((one) => canMatch(one, names)) ? '' : ' never-named ',
    );
  }
  // A state that is one of an attribute is that of something only where it is named.
  const stated = plain.replaceAll(/(?<!:):(?=disabled\b)/g, ' ');
  const parts = stated.replaceAll(/::?[\w-]+(?:\([^)]*\))?/g, ' ').match(/[a-z][\w-]*/gi) ?? [];
  return parts.every((name) => names.has(name));
}

/** The name of a `data-` attribute as a script writes it. */
function inScript(name: string): string {
  return name.replace(/^data-/, '').replaceAll(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
}

/** Tokens of what is drawn by scripts that are fetched later, each with a sheet of its own: the chart (`src/islands/colors.ts`), and what is watched. */
const OF_DRAWN = /^--(?:trouble|partial|degraded|maintenance|ink|ink-quiet|paper|card|line|neutral|accent)$/;

/** Brings together what each layer has in several sheets: the order of layers is theirs, and that within one stays. */
function inLayers(css: string): string {
  const layers = new Map<string, string>();
  let rest = '';
  for (const [head, body] of statementsOf(css)) {
    const [, name] = /^@layer ([\w-]+)$/.exec(head) ?? [];
    if (name && body !== undefined) layers.set(name, (layers.get(name) ?? '') + body);
    else if (head.startsWith('@layer ') && body === undefined)
      for (const one of head.slice(7).split(/,\s*/)) layers.set(one, layers.get(one) ?? '');
    else rest += body === undefined ? `${head};` : `${head}{${body}}`;
  }
  // They are made in the order in which they come, as long as what paper needs, which may come apart, is last.
  const names = [...layers.keys()];
  const order = names.includes('print') && names.at(-1) !== 'print' ? `@layer ${names.join()};` : '';
  const tokens = layers.get('tokens');
  if (tokens !== undefined) layers.set('tokens', inOneRoot(tokens));
  const filled = [...layers].filter(([, body]) => body !== '');
  return order + filled.map(([name, body]) => `@layer ${name}{${body}}`).join('') + rest;
}

/** Makes one list of what several sheets say of tokens, where the last word on each holds. */
function inOneRoot(css: string): string {
  const rules = statementsOf(css);
  if (rules.length < 2 || rules.some(([head]) => head !== ':root')) return css;
  const tokens = new Map<string, string>();
  for (const [, body = ''] of rules)
    for (const [, token = '', value = ''] of body.matchAll(/(--[\w-]+|color-scheme):([^;]*)/g))
      tokens.set(token, value);
  return `:root{${Array.from(tokens, ([token, value]) => `${token}:${value}`).join(';')}}`;
}

/**
 * Puts in the place of a token what it stands for, where that is the same everywhere in the sheet and no longer than
 * its name, or is asked for once; and leaves out tokens that nothing asks for.
 * @param asked tokens that something else than the sheet asks for.
 */
function withoutTokens(css: string, asked: ReadonlySet<string>): string {
  const root = [...css.matchAll(/:root\{([^{}]*)\}/g)].map(([, body]) => body).join(';');
  let left = css;
  for (const [, token = '', value = ''] of root.matchAll(/(--[\w-]+):([^;]*)/g)) {
    if (asked.has(token)) continue;
    const defined = new RegExp(`(?<=[{;])${token}:[^;}]*;?`, 'g');
    const used = new RegExp(`var\\(${token}(?:,[^()]*)?\\)`, 'g');
    const uses = left.match(used)?.length ?? 0;
    const isConstant = left.match(defined)?.length === 1;
    if (uses > 0 && !(isConstant && (uses === 1 || value.length <= token.length))) continue;
    left = left.replace(defined, '').replace(used, () => value);
  }
  for (let before = ''; before !== left; ) {
    before = left;
    left = left.replaceAll(/[^{};]*\{\}/g, '');
  }
  return left.replaceAll(';}', '}');
}
