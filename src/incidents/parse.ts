import type { Nodes, Root } from 'mdast';
import { markdownToMdast } from 'satteri';
import type { Source } from '../domain/incident.ts';
import { MOST_PIECES, tooManyPieces } from './limits.ts';
import type { Report } from '../problems/index.ts';
import { DEEPEST } from './prose.ts';
import type { SourceText } from '../yaml/source.ts';

/** Parses a body, with the incident's sources as references; a body that nests too deep is a problem. */
export function parseBody(
  body: string,
  bodyAt: number,
  sources: Source[],
  source: SourceText,
  report: Report,
): Root | undefined {
  const deep = findDeepLine(body);
  if (deep !== undefined) return tooDeep(deep, bodyAt, source, report);
  const references = sources
    .map(({ title, url }) => `\n\n[${title.replace(/\s+/g, ' ').replace(/[[\]\\]/g, '\\$&')}]: <${url}>`)
    .join('');
  try {
    let root = mdast(body + references);
    if (
      (root.children.at(-1)?.position?.end.offset ?? 0) > body.length &&
      root.children.at(-1)?.type !== 'definition'
    )
      root = mdast(body);
    const { deep: deepNode, count } = measure(root);
    if (count > MOST_PIECES + sources.length) return void tooManyPieces(source.placeAt(bodyAt), report);
    return deepNode === undefined ? root : tooDeep(deepNode, bodyAt, source, report);
  } catch (error) {
    if (error instanceof RangeError) return tooDeep(0, bodyAt, source, report);
    throw error;
  }
}

function mdast(text: string): Root {
  return markdownToMdast(text, { features: { frontmatter: false, gfm: { footnotes: false } } }) as Root;
}

function tooDeep(offset: number, bodyAt: number, source: SourceText, report: Report): undefined {
  report.add({
    name: 'nesting-too-deep',
    place: source.placeAt(bodyAt + offset),
    found: 'quotes, lists or emphasis within each other',
    expected: `at most ${DEEPEST} levels`,
    remedy: 'Write it with fewer levels.',
  });
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

/** Where a node lies too deep, if one does, and how many nodes there are, as far as it matters. */
function measure(root: Root): { deep: number | undefined; count: number } {
  const rest: { node: Nodes; depth: number }[] = [{ node: root, depth: 0 }];
  let count = 0;
  while (rest.length > 0) {
    const { node, depth } = rest.pop() as (typeof rest)[number];
    count++;
    if (depth > DEEPEST * 2) return { deep: node.position?.start.offset ?? 0, count };
    if ('children' in node)
      for (const child of node.children) rest.push({ node: child as Nodes, depth: depth + 1 });
  }
  return { deep: undefined, count };
}
