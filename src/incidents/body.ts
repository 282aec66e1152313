import type { Heading, Nodes, Root, RootContent } from 'mdast';
import { markdownToMdast } from 'satteri';
import type { Prose, Saying, Source, State } from '../domain/incident.ts';
import type { Moment } from '../domain/time.ts';
import { readTime } from './fields.ts';
import type { Place, Report } from './problems.ts';
import { DEEPEST, type Passage, toProse } from './prose.ts';
import type { SourceText } from './source.ts';
import { didYouMean } from './suggest.ts';

/** What a heading of an update says, before it is known whether it may say so. */
export interface Head {
  state: State;
  at: Moment;
  said: Saying;
  /** The `{#name}`, if there is one. */
  name: string | undefined;
  place: Place;
}

export interface Section {
  head: Head;
  prose: Prose;
}

export interface Body {
  summary: Prose | undefined;
  /** In the order of the file. */
  sections: Section[];
}

/** State words as a person writes them. */
export const STATE_WORDS: Record<string, State> = {
  investigating: 'investigating',
  identified: 'identified',
  update: 'update',
  correction: 'correction',
  monitoring: 'monitoring',
  resolved: 'resolved',
  postmortem: 'postmortem',
  'post-mortem': 'postmortem',
  withdrawn: 'withdrawn',
  scheduled: 'scheduled',
  'in progress': 'in_progress',
  verifying: 'verifying',
  completed: 'completed',
  cancelled: 'cancelled',
  canceled: 'cancelled',
};

/** Reads a heading that is not an update's usual one; a translation may name an update by its id alone. */
export type ReadHead = (heading: string, place: Place, report: Report) => Head | undefined;

/** Parses the body once and cuts it into the summary and the updates. */
export function readBody(
  source: SourceText,
  bodyAt: number,
  sources: Source[],
  report: Report,
  headOf: ReadHead = readHead,
): Body | undefined {
  const body = source.text.slice(bodyAt);
  const root = parse(body, bodyAt, sources, source, report);
  if (!root) return undefined;
  const passage = { body, bodyAt, source, definitions: definitionsIn(root) };
  const prose = (nodes: RootContent[]) =>
    nodes.length > 0 ? toProse({ ...passage, nodes }, report) : undefined;
  const { opening, parts } = cut(root, body.length);
  lookForSwallowed(root, passage, report);
  const sections: Section[] = [];
  for (const { heading, nodes } of parts) {
    const head = headOfNode(heading, passage, report, headOf);
    const text = prose(nodes);
    if (!head) continue;
    if (!text?.text)
      report.add(
        'update-empty',
        head.place,
        'an update without words',
        'a sentence under the heading',
        'Say what is known, what is done about it and when you will speak next.',
      );
    sections.push({ head, prose: text ?? { markdown: '', html: '', text: '', words: '' } });
  }
  return { summary: prose(opening), sections };
}

const SEPARATOR = /\s+[-–—·]\s+/;
const NAME = /\s*\{#([^{}]*)\}\s*$/;

/** `State - time`, optionally ` - where it was said` and `{#name}`. */
export function readHead(heading: string, place: Place, report: Report): Head | undefined {
  const name = NAME.exec(heading)?.[1];
  const words = heading.replace(NAME, '');
  const [first = '', ...rest] = words.split(SEPARATOR);
  const time = rest.shift();
  const state =
    STATE_WORDS[
      first
        .trim()
        .toLowerCase()
        .replace(/[\s_]+/g, ' ')
    ];
  if (!state) {
    const hint = didYouMean(first, Object.keys(STATE_WORDS));
    const looksLikeOne = time !== undefined || hint !== '';
    report.add(
      looksLikeOne ? 'state-unknown' : 'heading-not-an-update',
      place,
      heading,
      looksLikeOne
        ? 'a state: Investigating, Identified, Update, Correction, Monitoring, Resolved, Postmortem or Withdrawn'
        : '"## State - time"',
      looksLikeOne
        ? `Begin the heading with a state.${hint}`
        : 'A heading of level 2 is an update. Inside an update use ###.',
    );
    return undefined;
  }
  if (time === undefined) {
    report.add(
      'heading-not-an-update',
      place,
      heading,
      `"## ${first.trim()} - 2026-03-01T08:04Z"`,
      'Write a dash with a space on both sides, then the time at which it was said.',
    );
    return undefined;
  }
  const at = readTime(time.trim(), place, report);
  if (!at) return undefined;
  if (name !== undefined && !/^[A-Za-z][A-Za-z0-9_-]*$/.test(name)) {
    report.add(
      'value-not-allowed',
      place,
      `{#${name}}`,
      'letters, digits and "-", beginning with a letter',
      'Choose a short name such as {#near-normal}.',
    );
    return undefined;
  }
  return { state, at, said: saidWhere(rest.join(' - ')), name, place };
}

function saidWhere(where: string): Saying {
  const match = /^(community|press):\s*(.*)$/i.exec(where.trim());
  if (match)
    return { speaker: match[1]?.toLowerCase() as 'community' | 'press', place: match[2] || undefined };
  return { speaker: 'operator', place: where.trim() || undefined };
}

function parse(body: string, bodyAt: number, sources: Source[], source: SourceText, report: Report) {
  const deep = findDeepLine(body);
  if (deep !== undefined) return tooDeep(deep, bodyAt, source, report);
  const references = sources
    .map(({ title, url }) => `\n\n[${title.replace(/[[\]\\]/g, '\\$&')}]: <${url}>`)
    .join('');
  try {
    let root = mdast(body + references);
    if (
      (root.children.at(-1)?.position?.end.offset ?? 0) > body.length &&
      root.children.at(-1)?.type !== 'definition'
    )
      root = mdast(body);
    const tooFar = findDeepNode(root);
    return tooFar === undefined ? root : tooDeep(tooFar, bodyAt, source, report);
  } catch (error) {
    if (error instanceof RangeError) return tooDeep(0, bodyAt, source, report);
    throw error;
  }
}

function mdast(text: string): Root {
  return markdownToMdast(text, { features: { frontmatter: false, gfm: { footnotes: false } } }) as Root;
}

function tooDeep(offset: number, bodyAt: number, source: SourceText, report: Report): undefined {
  report.add(
    'nesting-too-deep',
    source.placeAt(bodyAt + offset),
    'quotes, lists or emphasis within each other',
    `at most ${DEEPEST} levels`,
    'Write it with fewer levels.',
  );
  return undefined;
}

/** A line that opens more containers than are read: parsing it would take seconds. */
function findDeepLine(body: string): number | undefined {
  const line = new RegExp(
    `^(?:[ \\t]*(?:>|[-+*](?=[ \\t])|\\d{1,9}[.)](?=[ \\t]))){${DEEPEST + 1}}`,
    'm',
  ).exec(body);
  const run = /[[*_!~]{400}/.exec(body);
  const first = Math.min(line?.index ?? Number.POSITIVE_INFINITY, run?.index ?? Number.POSITIVE_INFINITY);
  return Number.isFinite(first) ? first : undefined;
}

function findDeepNode(root: Root): number | undefined {
  const rest: { node: Nodes; depth: number }[] = [{ node: root, depth: 0 }];
  while (rest.length > 0) {
    const { node, depth } = rest.pop() as (typeof rest)[number];
    if (depth > DEEPEST * 2) return node.position?.start.offset ?? 0;
    if ('children' in node)
      for (const child of node.children) rest.push({ node: child as Nodes, depth: depth + 1 });
  }
  return undefined;
}

/** The nodes before the first heading of level 1 or 2, and each such heading with what follows it. */
function cut(root: Root, length: number) {
  const opening: RootContent[] = [];
  const parts: { heading: Heading; nodes: RootContent[] }[] = [];
  for (const node of root.children) {
    if ((node.position?.start.offset ?? 0) >= length && node.type === 'definition') continue;
    if (node.type === 'heading' && node.depth <= 2) parts.push({ heading: node, nodes: [] });
    else (parts.at(-1)?.nodes ?? opening).push(node);
  }
  return { opening, parts };
}

function definitionsIn(root: Root): Map<string, string> {
  const result = new Map<string, string>();
  for (const node of root.children)
    if (node.type === 'definition' && !result.has(node.identifier)) result.set(node.identifier, node.url);
  return result;
}

type Around = Omit<Passage, 'nodes'>;

function headOfNode(heading: Heading, around: Around, report: Report, headOf: ReadHead): Head | undefined {
  const start = heading.position?.start.offset ?? 0;
  const place = around.source.placeAt(around.bodyAt + start);
  const written = around.body.slice(start, heading.position?.end.offset);
  if (!written.trimStart().startsWith('#')) {
    report.add(
      'heading-by-underline',
      place,
      written,
      'a sentence, or a heading that begins with "##"',
      'A line of --- or === under a sentence turns it into a heading. Put an empty line between them.',
    );
    return undefined;
  }
  const words = written
    .replace(/^\s*#+\s*/, '')
    .replace(/\s+#+\s*$/, '')
    .trim();
  if (heading.depth === 1) {
    report.add(
      'heading-not-an-update',
      place,
      written,
      '"## State - time", or "###" inside an update',
      'Use two # for an update, three inside one. The title of the page is the key "title".',
    );
    return undefined;
  }
  return headOf(words, place, report);
}

/** A heading that nobody would see: inside a quote or list, an unclosed fence, an unclosed comment, an HTML block. */
function lookForSwallowed(root: Root, around: Around, report: Report): void {
  const rest: { node: Nodes; top: boolean }[] = root.children.map((node) => ({ node, top: true }));
  while (rest.length > 0) {
    const { node, top } = rest.pop() as (typeof rest)[number];
    const start = node.position?.start.offset ?? 0;
    const written = around.body.slice(start, node.position?.end.offset);
    if (node.type === 'heading' && !top && node.depth <= 2)
      reportSwallowed(start, written, 'a quote or a list', around, report);
    if (
      (node.type === 'code' && isUnclosedFence(written)) ||
      (node.type === 'html' && !isClosedComment(node.value))
    ) {
      const line = /^[ \t]{0,3}##[ \t].*$/m.exec(written);
      const block =
        node.type === 'code' ? 'a code block that does not end' : 'a comment or HTML that does not end';
      if (line) reportSwallowed(start + line.index, line[0], block, around, report);
    }
    if ('children' in node)
      for (const child of node.children) rest.push({ node: child as Nodes, top: false });
  }
}

function reportSwallowed(offset: number, line: string, block: string, around: Around, report: Report): void {
  report.add(
    'heading-inside-block',
    around.source.placeAt(around.bodyAt + offset),
    line,
    'an update that readers can see',
    `It stands inside ${block}. Close that before it.`,
  );
}

function isUnclosedFence(written: string): boolean {
  const fence = /^\s*(`{3,}|~{3,})/.exec(written)?.[1];
  const last = written.trimEnd().split('\n').at(-1)?.trim() ?? '';
  return fence !== undefined && !(written.includes('\n') && last.startsWith(fence) && /^(`+|~+)$/.test(last));
}

function isClosedComment(html: string): boolean {
  return html.trimStart().startsWith('<!--') && html.includes('-->');
}
