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
  const { before, sheets, after } = apart(html);
  if (sheets.length === 0) return html;
  const css = sheetFor(sheets.join(''), [before, ...after].join(''));
  return `${before}<style>${css}</style>${after.join('')}`;
}

const OPENING = '<style>';
const CLOSING = '</style>';

/** A page and its sheets: what stands before the first of them, and after each. A sheet may say `width<=34rem`. */
function apart(html: string): { before: string; sheets: string[]; after: string[] } {
  const texts: string[] = [];
  const sheets: string[] = [];
  let at = 0;
  for (;;) {
    const open = html.indexOf(OPENING, at);
    const close = open < 0 ? -1 : html.indexOf(CLOSING, open);
    if (close < 0) break;
    texts.push(html.slice(at, open));
    sheets.push(html.slice(open + OPENING.length, close));
    at = close + CLOSING.length;
  }
  const [before = '', ...after] = [...texts, html.slice(at)];
  return { before, sheets, after };
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
  if (!later) return html;
  const { before, sheets } = apart(html);
  const [css = ''] = sheets;
  const paper = paperOf(css);
  if (paper === '') return html;
  const link = `<link rel="stylesheet" media="print,(forced-colors:active)" href="${later[1]}print.css">`;
  const rest = html.slice(before.length + OPENING.length + css.length + CLOSING.length);
  return `${before}<style>${css.replace(paper, () => '')}</style>${link}${rest}`;
}

/** Made once for each sheet that pages have in common. */
const papers = new Map<string, string>();

function paperOf(css: string): string {
  const known = papers.get(css);
  if (known !== undefined) return known;
  const paper = printLayer(css);
  if (papers.size < MOST_KEPT) papers.set(css, paper);
  return paper;
}

/** So many sheets are kept, so that a large record needs no more memory than a small one. */
const MOST_KEPT = 500;

/** What the sheets of a page can leave in it, read once: most pages have those of others. */
const read = new Map<string, Sheet>();

interface Sheet {
  words: Word[];
  rules: Rule[];
  /** What stands in a page, by the names there and by the rules that are left: most pages need what others need. */
  made: Map<string, string>;
}

function sheetFor(sheets: string, page: string): string {
  const { words, rules, made } = readOnce(sheets);
  const inPage = namesIn(page);
  const isDrawn = / data-(?:chart|watched)=/.test(page);
  const tokens = new Set(page.match(/--[\w-]+/g));
  const names = new Set<string>();
  const asked = new Set<string>();
  for (const { word, written, isToken } of words) {
    if (inPage.has(word) || inPage.has(written)) names.add(word);
    if (isToken && (tokens.has(word) || (isDrawn && OF_DRAWN.test(word)))) asked.add(word);
  }
  const byNames = [...names, '', ...asked].join('\n');
  const known = made.get(byNames);
  if (known !== undefined) return known;
  const left = needed(rules, names);
  const byRules = [...asked, left].join('\n');
  const css = made.get(byRules) ?? withoutTokens(inLayers(left), asked);
  if (made.size < MOST_KEPT) made.set(byRules, css).set(byNames, css);
  return css;
}

function readOnce(css: string): Sheet {
  const known = read.get(css);
  if (known) return known;
  const sheet: Sheet = { words: wordsOf(css), rules: rulesOf(css), made: new Map() };
  if (read.size < MOST_KEPT) read.set(css, sheet);
  return sheet;
}

/** A word of a sheet. */
interface Word {
  word: string;
  /** As a script writes it, where it is the name of a `data-` attribute. */
  written: string;
  isToken: boolean;
}

/** Each word of a sheet once. */
function wordsOf(css: string): Word[] {
  return Array.from(new Set(css.match(/[\w-]+/g) ?? []), (word) => ({
    word,
    written: inScript(word),
    isToken: word.startsWith('--'),
  }));
}

/** A script that is a file of its own, and sets what cannot be read in the page: the bedside. */
const OTHERS = /<script\b[^>]* src="(?![^"]*\/later\.js")/;

/** Set by such scripts that many pages ask for, and by the browser where somebody opens something. */
const LATER = ['local', 'utc', 'slider', 'cursor', 'open'];

/** A script, and a tag with all that it says; what people read names nothing. */
const NAMING = /<script(?![^>]*json)[^>]*>[\s\S]*?<\/script>|<[a-z][^>]*>/gi;
/** What people read, or where something leads. In a tag that holds `>` it ends there. */
const READ = /( (?:aria-label|content|title|alt|datetime|href|src|d))="[^">]*"/g;
const NAME = /[\w-]+/g;

/** What a script calls its variables since it was made small; what it sets stands in quotation marks or behind a dot. */
const VARIABLE = /(?<![\w.#"'`[<-])\w{1,2}(?![\w"'`\]-])/g;

/** All that a page may be told by in a sheet: names of elements, attributes and values, in its scripts too. */
function namesIn(page: string): Set<string> {
  const [scripts, tags] = [[] as string[], [] as string[]];
  for (const one of page.match(NAMING) ?? []) (one.startsWith('<script') ? scripts : tags).push(one);
  const said = tags.join('\n').replaceAll(READ, '$1').match(NAME) ?? [];
  return new Set([...LATER, ...scripts.flatMap(namedBy), ...said]);
}

/** Scripts are the same on many pages. */
const named = new Map<string, string[]>();

function namedBy(script: string): string[] {
  const known = named.get(script);
  if (known) return known;
  const names = [...new Set(script.replaceAll(VARIABLE, ' ').match(NAME))];
  if (named.size < MOST_KEPT) named.set(script, names);
  return names;
}

/** A part of a sheet, as what is left of it where a page has these names. */
type Rule = (names: ReadonlySet<string>) => string;

function needed(rules: Rule[], names: ReadonlySet<string>): string {
  return rules.map((left) => left(names)).join('');
}

function rulesOf(css: string): Rule[] {
  return statementsOf(css).map(([head, body]) =>
    body === undefined ? () => `${head};` : ruleOf(head, body),
  );
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

function ruleOf(head: string, body: string): Rule {
  if (/^@(?:layer|media|supports|container)\b/.test(head)) {
    const rules = rulesOf(body);
    return (names) => {
      const inside = needed(rules, names);
      return inside === '' ? '' : `${head}{${inside}}`;
    };
  }
  if (head.startsWith('@')) return () => `${head}{${body}}`;
  const selectors = listOf(head).map((text) => ({ canMatch: matcherOf(text), left: choicesOf(text) }));
  return (names) => {
    const left = selectors.filter(({ canMatch }) => canMatch(names)).map((one) => one.left(names));
    return left.length === 0 ? '' : `${left.join(',')}{${body}}`;
  };
}

/**
 * Leaves of the choices of a selector those that are in the page. The weightiest stays, for all of them weigh as
 * much as it does.
 */
function choicesOf(selector: string): Rule {
  // Choices stand at odd places.
  const parts = selector.split(/:is\(([^()]*)\)/).map((part, index): string | Rule => {
    return index % 2 === 0 ? part : choiceOf(part);
  });
  if (parts.length === 1) return () => selector;
  return (names) => parts.map((part) => (typeof part === 'string' ? part : part(names))).join('');
}

function choiceOf(inner: string): Rule {
  const all = listOf(inner).map((text) => ({ text, canMatch: matcherOf(text), weight: weightOf(text) }));
  const most = Math.max(...all.map(({ weight }) => weight));
  return (names) => {
    const left = all.filter(({ canMatch }) => canMatch(names));
    if (!left.some(({ weight }) => weight === most)) return `:is(${inner})`;
    const [only = { text: '' }] = left;
    // A name of an element needs its place before what else is said of it.
    return left.length === 1 && /^[.#[][^\s>+~]*$/.test(only.text)
      ? only.text
      : `:is(${left.map(({ text }) => text).join()})`;
  };
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

/** Whether something can match in a page with these names. */
type Matcher = (names: ReadonlySet<string>) => boolean;

/**
 * Whether a selector can match something in a page with these names. What it says that it is not needs no name, and
 * a part of a value is none: `href^=http` is meant for `https` too.
 */
function matcherOf(selector: string, outer: Matcher[] = []): Matcher {
  const choices = [...outer];
  let plain = selector.replaceAll(/[~|^$*]=[^\]]*/g, '');
  for (let before = ''; before !== plain; ) {
    before = plain;
    // From the innermost on; what has been read leaves its number.
    plain = plain.replaceAll(/:(not|is|where|has)\(([^()]*)\)/g, (_, kind: string, inner: string) => {
      if (kind === 'not') return '';
      const ways = listOf(inner).map((one) => matcherOf(one, choices));
      return `<${choices.push((names) => ways.some((way) => way(names))) - 1}>`;
    });
  }
  // A state that is one of an attribute is that of something only where it is named.
  const stated = plain.replaceAll(/(?<!:):(?=disabled\b)/g, ' ');
  const bare = stated.replaceAll(/::?[\w-]+(?:\([^)]*\))?/g, ' ');
  const parts = bare.match(/[a-z][\w-]*/gi) ?? [];
  const needs = Array.from(bare.matchAll(/<(\d+)>/g), ([, number]) => choices[Number(number)] as Matcher);
  return (names) => parts.every((name) => names.has(name)) && needs.every((can) => can(names));
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
    const uses = usesOf(token, left);
    if (uses > 1 && value.length > token.length) continue;
    const defined = new RegExp(`(?<=[{;])${token}:[^;}]*;?`, 'g');
    const used = new RegExp(`var\\(${token}(?:,[^()]*)?\\)`, 'g');
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

/** How often a sheet asks for a token: it is searched for many. */
function usesOf(token: string, css: string): number {
  let uses = 0;
  const asking = `var(${token}`;
  for (let at = css.indexOf(asking); at >= 0; at = css.indexOf(asking, at + asking.length))
    if (/[,)]/.test(css[at + asking.length] ?? '')) uses++;
  return uses;
}
