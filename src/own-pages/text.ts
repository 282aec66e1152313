import type { Nodes } from 'mdast';
import type { Prose } from '../domain/incident.ts';
import { definitionsIn } from '../incidents/body.ts';
import type { Missing } from '../incidents/front-matter.ts';
import { parseBody } from '../incidents/parse.ts';
import { toProse } from '../incidents/prose.ts';
import type { Report } from '../problems/index.ts';
import { type Places, tellDeadLink } from '../problems/dead-link.ts';
import { proposedId } from '../problems/suggest.ts';
import type { SourceText } from '../yaml/source.ts';

/** A file in a folder of the operator's own: its path below it, and its bytes. */
export interface OwnFile {
  name: string;
  bytes: Uint8Array;
}

/** Where a mistake stands that is one of the whole file. */
export const TOP = { line: 1, column: 1 };

/**
 * The name of a file that is `<name>.md` or `<name>.<language>.md`, and the language if it has one.
 * @param what what its name is the address of, as it is called in a sentence.
 * @returns nothing where it is named otherwise; the report then says how it may be.
 */
export function namedIn(
  path: string,
  what: string,
  report: Report,
): { name: string; language: string | undefined } | undefined {
  const [, name, language] = /^([a-z0-9-]+)(?:\.([^./]+))?\.md$/.exec(path) ?? [];
  if (name !== undefined) return { name, language };
  const proposal = proposedId((path.split('/').at(-1) as string).replace(/\.[^.]*$/, ''));
  report.add({
    name: 'file-name',
    place: TOP,
    found: path,
    expected: 'a-z, 0-9 and "-", then ".md", in no subfolder',
    remedy: `The name is the address of ${what}. Rename it to ${proposal}.md, or put it elsewhere: nobody would see what it says.`,
  });
  return undefined;
}

/** What stands behind the front matter, made safe as an incident is; nothing where the report says why not. */
export function proseOf(
  source: SourceText,
  bodyAt: number,
  report: Report,
  { expected, remedy }: Missing,
  places?: Places,
): Prose | undefined {
  const root = parseBody(source.text.slice(bodyAt), bodyAt, [], source, report);
  if (!root) return undefined;
  if (root.children.length === 0) {
    report.add({
      name: 'file-empty',
      place: TOP,
      found: `${expected} without a text`,
      expected: 'Markdown behind the second line "---"',
      remedy,
    });
    return undefined;
  }
  for (const heading of firstHeadingsIn(root))
    report.add({
      name: 'page-heading',
      place: source.placeAt(bodyAt + heading),
      found: source.text.slice(bodyAt + heading).split('\n', 1)[0] as string,
      expected: 'a heading that begins with "##"',
      remedy:
        'The one heading of the first level is the key "title". Write "##" for the next, "###" below it.',
    });
  for (const { url, at } of places ? linksIn(root) : [])
    if (places) tellDeadLink(url, source.placeAt(bodyAt + at), places, report);
  const body = source.text.slice(bodyAt);
  return toProse(
    { nodes: root.children, body, bodyAt, source, definitions: definitionsIn(root), isPage: true },
    report,
  );
}

/** Where headings of the first level stand in a body, whatever they lie in. */
function firstHeadingsIn(root: Nodes): number[] {
  return nodesIn(root).flatMap((node) =>
    node.type === 'heading' && node.depth === 1 ? [node.position?.start.offset ?? 0] : [],
  );
}

function linksIn(root: Nodes): { url: string; at: number }[] {
  return nodesIn(root).flatMap((node) =>
    node.type === 'link' || node.type === 'image' || node.type === 'definition'
      ? [{ url: node.url, at: node.position?.start.offset ?? 0 }]
      : [],
  );
}

function nodesIn(root: Nodes): Nodes[] {
  const found: Nodes[] = [];
  const rest: Nodes[] = [root];
  while (rest.length > 0) {
    const node = rest.pop() as Nodes;
    found.push(node);
    if ('children' in node) rest.push(...(node.children as Nodes[]));
  }
  return found;
}
