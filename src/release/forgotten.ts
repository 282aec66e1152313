import { readFile, rename, writeFile } from 'node:fs/promises';
import { OURS, paths } from '../domain/addresses.ts';
import { partAt } from '../domain/parts.ts';
import type { Site } from '../domain/site.ts';
import { UserError } from '../problems/errors.ts';
import { problemIn } from '../problems/index.ts';
import { languageFolderOf } from './page-groups.ts';

/** An address that may go, who runs the page having said why. */
export interface Forgotten {
  /** `incidents/<id>/` with all below it, `incidents/<id>/#<update>`, or one file. */
  address: string;
  why: string;
  /** When that was said, ISO 8601. */
  at: string;
}

/** The list in a folder of incident files; it is committed with them. */
export const FORGOTTEN = 'forgotten.json';

/**
 * Reads a list of addresses that may go; empty where there is none.
 * @param called what the file is called to people.
 * @throws UserError that names the file and the way out if it is broken.
 */
export async function readForgotten(path: string, called = path): Promise<Forgotten[]> {
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return '[]';
    throw new UserError(`${path} cannot be read: ${error.message}.`);
  });
  const list = parsed(text);
  if (Array.isArray(list) && list.every(isForgotten)) return list;
  throw new UserError([
    problemIn(
      { file: called },
      {
        name: 'forgotten-list-broken',
        found: list === undefined ? 'a file that is not JSON' : 'JSON of another shape',
        expected: 'a list of { "address", "why", "at" }',
        remedy:
          'Mend it, or bring it back from git; "npm run deploy -- --forget ADDRESS --why REASON" writes into it.',
      },
    ),
  ]);
}

/** Adds to a list what is not in it yet, in one step. */
export async function addForgotten(path: string, more: Forgotten[]): Promise<void> {
  const list = await readForgotten(path);
  const fresh = more.filter(({ address }) => list.every((one) => one.address !== address));
  if (fresh.length === 0) return;
  await writeFile(`${path}.next`, `${JSON.stringify([...list, ...fresh], null, 2)}\n`);
  await rename(`${path}.next`, path);
}

/** What every language has below its folder; one folder alone is a page of the operator's own. */
const IN_EACH =
  /^[a-z0-9-]+\/(?:index\.html)?(?:#|$)|^(?:incidents|announcements|history|replay|components|regions|uptime|pledge|subscribe|about|bedside|embed)(?:\/|$)|^(?:embed|feed|badge|history|announcements|calendar|manifest)\./;

/**
 * An address as the list has it, from whatever a person or a file system calls it: without host, language
 * and `index.html`.
 */
export function canonical(written: string, base = '/'): string {
  let path = written.trim().replace(/^https?:\/\/[^/]*/, '');
  if (base !== '/' && path.startsWith(base)) path = path.slice(base.length);
  path = path.replace(/^\/+/, '');
  const inLanguage = path.slice(languageFolderOf(path).length);
  if (IN_EACH.test(inLanguage)) path = inLanguage;
  path = path.replace(/(^|\/)index\.html(?=#|$)/, '$1');
  return path.replace(/^((?:incidents|announcements|components|regions)\/[^/#.]+)(?=#|$)/, '$1/');
}

/**
 * Why an address is none that can be let go: a whole part of the site would go with it. A language may go that the
 * site does not have any more, a part that is switched off, and the list of announcements where there is none any more.
 * @param address as `canonical` has it.
 */
export function refusalOfForgetting(
  address: string,
  {
    languages,
    parts,
    announcements,
  }: Pick<Site, 'languages'> & Partial<Pick<Site, 'parts' | 'announcements'>>,
): string | undefined {
  if (isLanguageFolder(address) && !languages.includes(address.replace(/\/$/, ''))) return undefined;
  if (/(^|\/)\.\.?(\/|$)/.test(address)) return `"${address}" leads out of the site.`;
  const part = partAt(address);
  if (part !== undefined && parts?.[part] === false) return undefined;
  if (address === paths.announcements && announcements?.length === 0) return undefined;
  if (address === '' || OURS.includes(address.replace(/\/$/, '')) || isLanguageFolder(address))
    return `"/${address}" is ${address === '' ? 'the whole site' : 'a whole part of the site'}. Name what may go, such as incidents/<id>/`;
  return undefined;
}

function isForgotten(value: unknown): value is Forgotten {
  const { address, why, at } = (value ?? {}) as Partial<Forgotten>;
  return [address, why, at].every((one) => typeof one === 'string' && one !== '');
}

function isLanguageFolder(address: string): boolean {
  const folder = address.replace(/\/?$/, '/');
  return languageFolderOf(folder) === folder;
}

/** Whether a list lets an address go; `incidents/<id>/` takes its pages, places and files in every language with it, and `es/` a language. */
export function mayBeForgotten(list: readonly Forgotten[], address: string): boolean {
  const path = canonical(address);
  const part = partAt(path);
  return list.some(({ address: gone }) => {
    const whole = canonical(gone);
    if (path === whole || (part !== undefined && whole === `${part}/`)) return true;
    if (isLanguageFolder(whole)) return address.startsWith(whole.replace(/\/?$/, '/'));
    return whole.endsWith('/') && (path.startsWith(whole) || path.startsWith(`${whole.slice(0, -1)}.`));
  });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
