import { readFile, rename, writeFile } from 'node:fs/promises';
import { LANGUAGES, ORIGINAL } from '../domain/site.ts';
import { UserError } from '../problems/errors.ts';
import { problemIn } from '../problems/index.ts';

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

/**
 * An address as the list has it, from whatever a person or a file system calls it: without host, language
 * and `index.html`.
 */
export function canonical(written: string, base = '/'): string {
  let path = written.trim().replace(/^https?:\/\/[^/]*/, '');
  if (base !== '/' && path.startsWith(base)) path = path.slice(base.length);
  path = path.replace(/^\/+/, '');
  for (const language of LANGUAGES)
    if (language !== ORIGINAL && path.startsWith(`${language}/`)) path = path.slice(language.length + 1);
  path = path.replace(/(^|\/)index\.html(?=#|$)/, '$1');
  return path.replace(/^((?:incidents|components)\/[^/#.]+)(?=#|$)/, '$1/');
}

/**
 * Why an address is none that can be let go: a whole part of the site would go with it.
 * @param address as `canonical` has it.
 */
export function refusalOfForgetting(address: string): string | undefined {
  if (/(^|\/)\.\.?(\/|$)/.test(address)) return `"${address}" leads out of the site.`;
  if (address === '' || /^[^/#.]+\/?$/.test(address))
    return `"/${address}" is ${address === '' ? 'the whole site' : 'a whole part of the site'}. Name what may go, such as incidents/<id>/`;
  return undefined;
}

function isForgotten(value: unknown): value is Forgotten {
  const { address, why, at } = (value ?? {}) as Partial<Forgotten>;
  return [address, why, at].every((one) => typeof one === 'string' && one !== '');
}

/** Whether a list lets an address go; `incidents/<id>/` takes its pages, places and files in every language with it. */
export function mayBeForgotten(list: readonly Forgotten[], address: string): boolean {
  const path = canonical(address);
  return list.some(({ address: gone }) => {
    const whole = canonical(gone);
    if (path === whole) return true;
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
