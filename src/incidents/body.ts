import type { Heading, Nodes, Root, RootContent } from 'mdast';
import { type Prose, type Source, updateId } from '../domain/incident.ts';
import { type Head, type ReadHead, readHead } from './heading.ts';
import { parseBody } from './parse.ts';
import type { Report } from '../problems/index.ts';
import { type Passage, rangeOf, toProse } from './prose.ts';
import type { SourceText } from '../yaml/source.ts';

export interface Section {
  head: Head;
  prose: Prose;
  /** Where its heading stands in the file, and its words; none, behind the heading. */
  headAt: Range;
  wordsAt: Range;
}

/** Offsets in the text of a file. */
export interface Range {
  start: number;
  end: number;
}

export interface Body {
  summary: Prose | undefined;
  /** Where it stands in the file, if it is there. */
  summaryAt: Range | undefined;
  /** In the order of the file. */
  sections: Section[];
}

/**
 * Parses the body once and cuts it into the summary and the updates.
 * @param emptied the ids of updates that may have no words any more.
 */
export function readBody(
  source: SourceText,
  bodyAt: number,
  sources: Source[],
  report: Report,
  headOf: ReadHead = readHead,
  emptied: Pick<ReadonlySet<string | undefined>, 'has'> = new Set(),
): Body | undefined {
  const body = source.text.slice(bodyAt);
  const root = parseBody(body, bodyAt, sources, source, report);
  if (!root) return undefined;
  const passage = { body, bodyAt, source, definitions: definitionsIn(root) };
  const prose = (nodes: RootContent[]) =>
    nodes.length > 0 ? toProse({ ...passage, nodes }, report) : undefined;
  const wordsAt = (nodes: RootContent[]) =>
    nodes.length > 0 ? shifted(rangeOf(nodes, body), bodyAt) : undefined;
  const { opening, parts } = cut(root, body.length);
  lookForSwallowed(root, passage, report);
  const sections: Section[] = [];
  for (const { heading, nodes } of parts) {
    const head = headOfNode(heading, passage, report, headOf);
    const text = prose(nodes);
    if (!head) continue;
    if (!text?.text && !emptied.has(idOf(head)))
      report.add({
        name: 'update-empty',
        place: head.place,
        found: 'an update without words',
        expected: 'a sentence under the heading',
        remedy: 'Say what is known, what is done about it and when you will speak next.',
      });
    const headAt = shifted(rangeOf([heading], body), bodyAt);
    sections.push({
      head,
      prose: text ?? { markdown: '', html: '', text: '', words: '' },
      headAt,
      wordsAt: wordsAt(nodes) ?? { start: headAt.end, end: headAt.end },
    });
  }
  return { summary: prose(opening), summaryAt: wordsAt(opening), sections };
}

/** The id of an update: its name, or that of its time. */
export function idOf({ name, at }: Head): string {
  return name ?? updateId(at);
}

function shifted({ start, end }: Range, by: number): Range {
  return { start: start + by, end: end + by };
}

/** The nodes before the first heading of level 1 or 2, and each such heading with what follows it. */
function cut(root: Root, length: number) {
  const opening: RootContent[] = [];
  const parts: { heading: Heading; nodes: RootContent[] }[] = [];
  for (const node of root.children) {
    // The references to the sources stand behind the body.
    if ((node.position?.start.offset ?? 0) >= length) continue;
    if (node.type === 'heading' && node.depth <= 2) parts.push({ heading: node, nodes: [] });
    else (parts.at(-1)?.nodes ?? opening).push(node);
  }
  return { opening, parts };
}

/** What each reference leads to, wherever that is said; the first counts. */
export function definitionsIn(root: Root): Map<string, string> {
  const result = new Map<string, string>();
  const rest: Nodes[] = [root];
  while (rest.length > 0) {
    const node = rest.pop() as Nodes;
    if (node.type === 'definition' && !result.has(node.identifier)) result.set(node.identifier, node.url);
    if ('children' in node) rest.push(...(node.children as Nodes[]).toReversed());
  }
  return result;
}

type Around = Omit<Passage, 'nodes'>;

function headOfNode(heading: Heading, around: Around, report: Report, headOf: ReadHead): Head | undefined {
  const start = heading.position?.start.offset ?? 0;
  const place = around.source.placeAt(around.bodyAt + start);
  const written = around.body.slice(start, heading.position?.end.offset);
  if (!written.trimStart().startsWith('#')) {
    report.add({
      name: 'heading-by-underline',
      place,
      found: written,
      expected: 'a sentence, or a heading that begins with "##"',
      remedy:
        'A line of --- or === under a sentence turns it into a heading. Put an empty line between them.',
    });
    return undefined;
  }
  const words = withoutHashes(written);
  if (heading.depth === 1) {
    report.add({
      name: 'heading-not-an-update',
      place,
      found: written,
      expected: '"## State - time", or "###" inside an update',
      remedy: 'Use two # for an update, three inside one. The title of the page is the key "title".',
    });
    return undefined;
  }
  return headOf(words, place, report);
}

/** The words of a heading: `## Resolved ##` may close with hashes too. Looks at each letter once. */
function withoutHashes(written: string): string {
  const words = written.replace(/^\s*#+/, '').trim();
  let end = words.length;
  while (words[end - 1] === '#') end--;
  const isClosing = end < words.length && (end === 0 || /\s/.test(words[end - 1] as string));
  return isClosing ? words.slice(0, end).trim() : words;
}

/** A heading that nobody would see: inside a quote or list, an unclosed fence, an unclosed comment, an HTML block. */
function lookForSwallowed(root: Root, around: Around, report: Report): void {
  const rest: { node: Nodes; top: boolean }[] = root.children
    .filter((node) => (node.position?.start.offset ?? 0) < around.body.length)
    .map((node) => ({ node, top: true }));
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
  report.add({
    name: 'heading-inside-block',
    place: around.source.placeAt(around.bodyAt + offset),
    found: line,
    expected: 'an update that readers can see',
    remedy: `It stands inside ${block}. Close that before it.`,
  });
}

function isUnclosedFence(written: string): boolean {
  const fence = /^\s*(`{3,}|~{3,})/.exec(written)?.[1];
  const last = written.trimEnd().split('\n').at(-1)?.trim() ?? '';
  return fence !== undefined && !(written.includes('\n') && last.startsWith(fence) && /^(`+|~+)$/.test(last));
}

function isClosedComment(html: string): boolean {
  return html.trimStart().startsWith('<!--') && html.includes('-->');
}
