import { type Document, isCollection, type Node, visit, type YAMLParseError } from 'yaml';
import type { Place, Report } from '../problems/index.ts';

/** A text that the library could not read, and what it says of it. */
export interface Broken {
  yaml: string;
  doc: Document.Parsed;
  /** Where an offset in the text stands in the file. */
  placeAt(offset: number): Place;
}

/** One slip in plain words, at an offset; with the line as it was meant where that is plain. */
interface Slip {
  name?: 'value-colon';
  at: number;
  found?: string;
  expected: string;
  remedy: string;
  meant?: string;
}

/**
 * Tells what keeps a text from being YAML, each slip once: the library stumbles over some several times.
 * @returns the text as it was meant, so that the rest can be read and all mistakes be told at once; nothing where
 * nobody can tell how it was meant.
 */
export function tellSlips({ yaml, doc, placeAt }: Broken, report: Report): string | undefined {
  const lines = yaml.split('\n');
  const first = placeAt(0).line;
  const told = new Set<number | string>();
  let isMended = true;
  const opened = openedIn(doc);
  for (const error of firstsOf(doc.errors)) {
    const at = Math.min(error.pos[0], yaml.length);
    const slip = slipOf(error, lines[placeAt(at).line - first] ?? '', at, opened);
    const place = placeAt(slip.at);
    const number = place.line - first;
    if (told.has(number) || told.has(slip.remedy)) continue;
    if (slip.meant === undefined) isMended = false;
    told.add(number);
    if (slip.remedy === LAYOUT) told.add(LAYOUT);
    const { name = 'yaml-syntax', expected, remedy } = slip;
    report.add({ name, place, found: slip.found ?? (lines[number] || 'nothing'), expected, remedy });
    if (slip.meant !== undefined) lines[number] = slip.meant;
  }
  const meant = lines.join('\n');
  return isMended && meant !== yaml ? meant : undefined;
}

/** Without what follows from a tab: a line that is not indented as it was meant confuses those around it. */
function firstsOf(errors: readonly YAMLParseError[]): readonly YAMLParseError[] {
  const tabs = errors.filter(({ code }) => code === 'TAB_AS_INDENT');
  return tabs.length > 0 ? tabs : errors;
}

/** A line such as `title: Alerts: none`: the key, and the text that needs quotes. */
const COLON = /^(\s*(?:- )?[\w-]+: +(?=\S))([^'"[{].*: .*|[^'"[{].*:)$/;
/** A line such as `title: @home`. */
const SPECIAL = /^(\s*(?:- )?[\w-]+: +)([@`%][^#]*)$/;

const ONE_A_LINE = 'one "key: value" a line';
const LAYOUT =
  'Keys that belong together begin in the same column, and what belongs to a key stands two spaces further in. Look at the spaces before this line and the next.';
const LAYOUT_CODES = ['BAD_INDENT', 'BLOCK_AS_IMPLICIT_KEY', 'MULTILINE_IMPLICIT_KEY', 'MISSING_CHAR'];

function slipOf(
  { code, message }: YAMLParseError,
  line: string,
  at: number,
  opened: readonly Opened[],
): Slip {
  if (code === 'TAB_AS_INDENT')
    return {
      at,
      found: 'a tab',
      expected: 'spaces at the beginning of a line',
      remedy: 'Write two spaces in its place: YAML does not read tabs there.',
      meant: line.replace(/^\s*/, (indent) => indent.replaceAll('\t', '  ')),
    };
  if (code === 'MULTIPLE_DOCS')
    return {
      at,
      expected: 'one config',
      remedy: 'Take the line out, and "..." too: what stands below it is not read.',
    };
  const colon = COLON.exec(line.trimEnd());
  if (colon)
    return {
      name: 'value-colon',
      at,
      expected: 'quotes around a text that has a colon in it',
      ...inQuotes(colon),
    };
  const special = SPECIAL.exec(line.trimEnd());
  if (code === 'BAD_SCALAR_START' && special)
    return { at, expected: `quotes around a text that begins with ${special[2]?.[0]}`, ...inQuotes(special) };
  return openOf(message, at, opened) ?? { at, expected: ONE_A_LINE, remedy: remedyOf(code, message, line) };
}

function inQuotes([, key = '', text = '']: RegExpExecArray): { remedy: string; meant: string } {
  const meant = `${key}'${text.replaceAll("'", "''")}'`;
  return { remedy: `Write it as: ${meant.trimStart()}`, meant };
}

function remedyOf(code: string, message: string, line: string): string {
  if (code === 'BAD_DQ_ESCAPE') return 'Use single quotes: "\\" begins a special letter between double ones.';
  if (code !== 'BAD_INDENT' && line.includes("'"))
    return 'Quotes do not match here: a single quote inside single quotes is written twice.';
  if (LAYOUT_CODES.includes(code) && code !== 'BAD_INDENT' && !/:(?: |$)|^\s*-/.test(line))
    return 'Put a colon and a space behind the key.';
  if (LAYOUT_CODES.includes(code)) return LAYOUT;
  const reason = message.split('\n')[0]?.replace(/ at line \d+, column \d+:?$/, '');
  return `${reason}. A text that begins with a special character needs single quotes around it.`;
}

/** What begins with a bracket or a quote, and where it ends or the text does. */
interface Opened {
  by: 'bracket' | 'quote';
  start: number;
  end: number;
}

/** All of it, looked for once: a text of a few lines can have hundreds of mistakes, and as many levels. */
function openedIn(doc: Document.Parsed): Opened[] {
  const opened: Opened[] = [];
  visit(doc, {
    Node: (_, node: Node) => {
      if (!node.range) return;
      const [start, end] = node.range;
      if (isCollection(node) && node.flow) opened.push({ by: 'bracket', start, end });
      else if ('type' in node && /QUOTE/.test(String(node.type))) opened.push({ by: 'quote', start, end });
    },
  });
  return opened;
}

/** What was opened and never closed: told where it begins, for the library notices it at its end alone. */
function openOf(message: string, at: number, opened: readonly Opened[]): Slip | undefined {
  const quote = /Missing closing (['"])quote/.exec(message)?.[1];
  const bracket = /^Flow .* end with a ([\]}])/.exec(message)?.[1];
  const isOpen = ({ by, start, end }: Opened) =>
    by === (quote ? 'quote' : 'bracket') && start < at && at <= end;
  const from = opened.findLast(isOpen)?.start ?? at;
  if (quote)
    return {
      at: from,
      expected: 'quotes that are closed',
      remedy: `Put ${quote} at the end of the text, or take it away at its beginning.`,
    };
  return bracket
    ? { at: from, expected: 'a bracket that is closed', remedy: `Put "${bracket}" at its end.` }
    : undefined;
}
