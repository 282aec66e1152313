import { toHtml } from 'hast-util-to-html';
import type { Nodes, PhrasingContent, RootContent } from 'mdast';
import { toHast } from 'mdast-util-to-hast';
import { isOfTheSite } from '../domain/addresses.ts';
import type { Prose } from '../domain/incident.ts';
import { isolated } from '../domain/printable.ts';
import type { Report } from '../problems/index.ts';
import type { SourceText } from '../yaml/source.ts';

/** Markdown nodes with what they need to become text: where they stand, and what `[a][b]` leads to. */
export interface Passage {
  nodes: RootContent[];
  /** The body they were parsed from and where it begins in the file. */
  body: string;
  bodyAt: number;
  source: SourceText;
  definitions: Map<string, string>;
  /** Whether it is a page of its own: then its headings stay as they are, and it may link to the site that it is part of. */
  isPage?: boolean;
}

const PROTOCOLS = ['http:', 'https:', 'mailto:', 'tel:', 'sms:'];

/** Nesting beyond this is a problem: the tools below it follow the tree by calling themselves. */
export const DEEPEST = 40;

/**
 * One text of an incident file, made safe: raw HTML becomes text, an image becomes a link, a link keeps
 * only protocols that call nobody by themselves. The HTML is printed from this tree and nothing else.
 */
export function toProse(passage: Passage, report: Report): Prose {
  const { nodes, body } = passage;
  const { start, end } = rangeOf(nodes, body);
  const tame = nodes
    .filter((node) => node.type !== 'definition')
    .map((node) => sanitised(node, passage, report, true) as RootContent);
  const root = { type: 'root' as const, children: tame };
  return {
    markdown: withoutEnd(body.slice(start, end), nodes.at(-1)),
    html: toHtml(toHast(root), { characterReferences: { useNamedReferences: false } }).trim(),
    text: isolated(plain(root, true).trim()),
    words: isolated(plain(root, false).trim()),
  };
}

/**
 * Where nodes stand in the body. Where spaces before the first of them are part of what it is, they belong to it:
 * code may be written with four, and the items of a list may stand as far in as the first does.
 */
export function rangeOf(nodes: RootContent[], body: string): { start: number; end: number } {
  const [first] = nodes;
  const offset = first?.position?.start.offset ?? 0;
  const isIndented = first?.type === 'list' || first?.type === 'code' || first?.type === 'html';
  return {
    start: isIndented ? body.lastIndexOf('\n', offset - 1) + 1 : offset,
    end: Math.min(body.length, nodes.at(-1)?.position?.end.offset ?? 0),
  };
}

/** Empty lines at the end say nothing, but in code that does not end. */
function withoutEnd(written: string, last: RootContent | undefined): string {
  return last?.type === 'code' ? written.replace(/\n$/, '') : written.trimEnd();
}

type Parent = Nodes & { children: Nodes[] };

/** @param isBlock whether the node stands among paragraphs rather than inside a sentence. */
function sanitised(node: Nodes, passage: Passage, report: Report, isBlock: boolean): Nodes {
  switch (node.type) {
    case 'html':
      warn(
        'html-not-rendered',
        node,
        node.value,
        'Markdown',
        'HTML is shown as it is written. Use Markdown, or put it between backticks.',
        passage,
        report,
      );
      return isBlock ? { type: 'paragraph', children: [text(node.value)] } : text(node.value);
    case 'image':
      return link(node, node.url, [text(node.alt || node.url)], passage, report);
    case 'imageReference': {
      const url = passage.definitions.get(node.identifier) as string;
      return link(node, url, [text(node.alt || url)], passage, report);
    }
    case 'linkReference': {
      const url = passage.definitions.get(node.identifier) as string;
      return link(node, url, node.children as Nodes[], passage, report);
    }
    case 'link':
      return link(node, node.url, node.children as Nodes[], passage, report);
    case 'heading':
      return {
        type: 'heading',
        depth: passage.isPage ? node.depth : (Math.min(6, Math.max(4, node.depth + 1)) as 4 | 5 | 6),
        children: children(node, passage, report) as PhrasingContent[],
      };
    case 'listItem':
      return { ...within(node, passage, report), checked: null } as Nodes;
    case 'table':
      return { ...within(node, passage, report), align: null } as Nodes;
    case 'code':
      return { type: 'code', value: node.value };
    case 'text':
    case 'inlineCode':
    case 'break':
    case 'thematicBreak':
      return node;
    case 'paragraph':
    case 'blockquote':
    case 'list':
    case 'tableRow':
    case 'tableCell':
    case 'emphasis':
    case 'strong':
    case 'delete':
      return within(node, passage, report);
    default:
      return text('value' in node ? String(node.value) : '');
  }
}

function within(node: Nodes, passage: Passage, report: Report): Nodes {
  return { ...node, children: children(node, passage, report) } as Nodes;
}

function children(node: Nodes, passage: Passage, report: Report): Nodes[] {
  const holdsBlocks = node.type === 'blockquote' || node.type === 'listItem';
  return (node as Parent).children.map((child) => sanitised(child, passage, report, holdsBlocks));
}

/** A link that a reader may follow; without an allowed address only its words stay. */
function link(node: Nodes, url: string, words: Nodes[], passage: Passage, report: Report): Nodes {
  const shown = words.map((child) => sanitised(child, passage, report, false));
  const leadsHere = passage.isPage === true && isOfTheSite(url);
  if (leadsHere || (URL.canParse(url) && PROTOCOLS.includes(new URL(url).protocol)))
    return { type: 'link', url, children: shown as PhrasingContent[] };
  warn(
    'link-not-allowed',
    node,
    url,
    passage.isPage
      ? 'an address that begins with https:, http:, mailto:, tel: or sms:, or with / for one of this site'
      : 'an address that begins with https:, http:, mailto:, tel: or sms:',
    'The words stay, the link is left out. Write the whole address.',
    passage,
    report,
  );
  return { type: 'emphasis', children: shown as PhrasingContent[] };
}

function warn(
  name: 'html-not-rendered' | 'link-not-allowed',
  node: Nodes,
  found: string,
  expected: string,
  remedy: string,
  { source, bodyAt }: Passage,
  report: Report,
): void {
  report.add({
    name,
    place: source.placeAt(bodyAt + (node.position?.start.offset ?? 0)),
    found,
    expected,
    remedy,
  });
}

function text(value: string): Nodes & { type: 'text' } {
  return { type: 'text', value };
}

/** The words alone: blocks apart, links `withAddresses` with theirs where it says more. */
function plain(node: Nodes, withAddresses: boolean): string {
  const joined = (between: string) =>
    'children' in node
      ? (node as Parent).children.map((child) => plain(child, withAddresses)).join(between)
      : '';
  switch (node.type) {
    case 'text':
    case 'inlineCode':
    case 'code':
      return node.value;
    case 'break':
      return '\n';
    case 'thematicBreak':
      return '* * *';
    case 'link': {
      const words = joined('');
      const address = node.url.replace(/^(mailto|tel|sms):/, '');
      const saysMore = words !== node.url && bare(words) !== bare(address);
      return withAddresses && saysMore ? `${words} (${address})` : words;
    }
    case 'listItem':
    case 'table':
      return joined('\n');
    case 'list':
      return node.children
        .map((item, index) => {
          const mark = node.ordered ? `${(node.start ?? 1) + index}.` : '-';
          return `${mark} ${plain(item, withAddresses)}`;
        })
        .join('\n');
    case 'tableRow':
      return joined(' | ');
    case 'root':
    case 'blockquote':
      return joined('\n\n');
    default:
      return joined('');
  }
}

/** An address or a number without what people put in to make it readable. */
function bare(address: string): string {
  return address.replace(/[\s().-]/g, '');
}
