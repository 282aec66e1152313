import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { seal } from '../domain/whole.ts';

/** An old address that leads on: a file of the site, and where whoever asks for it is sent. */
export interface OldPage {
  file: string;
  to: string;
}

/** Where old addresses lead now, in the form that Netlify, Cloudflare Pages and others read. */
export const REDIRECTS = '_redirects';

/**
 * The lines of a list of redirects that a page can stand for: what is taken apart by the host (`*`, `:name`, a query, a
 * condition), what is rewritten without a word, and what programs read, such as feeds, needs a host that reads the list.
 * @param base the path that the site stands below, with slashes at both ends.
 */
export function oldPagesIn(list: string, base: string): OldPage[] {
  return list.split(/\r\n?|\n/).flatMap((line) => {
    const [from = '', to = '', status = '301', ...more] = (line.split(/\s#|^#/)[0] ?? '').trim().split(/\s+/);
    const isPlain =
      /^\/(?:[\w.~-]+\/)*(?:[\w~-]+(?:\.html?)?)?$/.test(from) && !/\/\.{1,2}(?:\/|$)/.test(from);
    const isOnward = /^(?:https?:\/\/|\/(?![/\\]))[^\s"'<>*]+$/.test(to) && !/\/:\w/.test(to);
    if (!isPlain || !isOnward || !isAddress(to) || !/^30[1278]!?$/.test(status) || more.length > 0) return [];
    const path = below(base, from);
    const file = /\.html?$/.test(path) ? path : `${path.replace(/\/$/, '')}/index.html`;
    return file === '/index.html' ? [] : [{ file, to: to.startsWith('/') ? base + below(base, to) : to }];
  });
}

/** What a line of a list leads to, where that is no address whoever reads the list; nothing where it may be one. */
export function nowhereIn(line: string): string | undefined {
  const [from = '', to = ''] = (line.split(/\s#|^#/)[0] ?? '').trim().split(/\s+/);
  const isWritten = /^(?:https?:\/\/|\/(?!\/))/.test(to) && !/\/:\w|\*/.test(to);
  return from.startsWith('/') && isWritten && !isAddress(to) ? to : undefined;
}

/** Whether it can be read; in an address of the site each "%" begins a letter that is written as two digits. */
function isAddress(written: string): boolean {
  const url = URL.parse(written, 'https://site.invalid');
  try {
    return url !== null && (!written.startsWith('/') || decodeURIComponent(url.pathname) !== '');
  } catch {
    return false;
  }
}

/** The line of a list that each page was made of, by its file: what is to be put back where it is missing. */
export function linesOfPages(list: string, base: string): Map<string, string> {
  return new Map(
    list
      .split(/\r\n?|\n/)
      .flatMap((line) => oldPagesIn(line, base).map(({ file }) => [file, line.trim()] as const))
      .toReversed(),
  );
}

/** A path from the root of the site on: the list may name it from the root of the host. */
function below(base: string, path: string): string {
  return path.startsWith(base) ? path.slice(base.length) : path.slice(1);
}

/** The page at an old address: it sends on without a script, and is found by nobody who searches. */
export function redirectPage(to: string, url: string): string {
  const address = to.replaceAll('&', '&amp;');
  const whole = new URL(to, url).href.replaceAll('&', '&amp;');
  return seal(
    `<!doctype html><html><head><meta charset="utf-8"><title>${whole}</title>${REFRESH}0; url=${address}"><link rel="canonical" href="${whole}"><meta name="robots" content="noindex"><meta name="viewport" content="width=device-width"><meta http-equiv="content-security-policy" content="default-src 'none'"></head><body><p><a href="${address}">${whole}</a></p></body></html>\n`,
  );
}

const REFRESH = '<meta http-equiv="refresh" content="';

/** Whether a page may be written there, in whose folder it then lies: not where something else lies, or in its way. */
async function isFree(path: string): Promise<boolean> {
  try {
    await mkdir(dirname(path), { recursive: true });
    return !existsSync(path) || (await readFile(path, 'utf8')).includes(REFRESH);
  } catch (error) {
    if (['EEXIST', 'ENOTDIR', 'EISDIR'].includes((error as NodeJS.ErrnoException).code ?? '')) return false;
    throw error;
  }
}

/**
 * Writes a page at each old address that the site's list of redirects names, for hosts that do not read it. Where a
 * page of the site stands, that one stays.
 * @param out the folder of the built site, in which the list lies.
 * @returns the files that were written.
 */
export async function addRedirects(
  out: string,
  { url, base }: { url: string; base: string },
): Promise<string[]> {
  const list = await readFile(join(out, REDIRECTS), 'utf8').catch(() => '');
  const written: string[] = [];
  for (const { file, to } of oldPagesIn(list, base)) {
    const path = join(out, file);
    if (written.includes(file) || !(await isFree(path))) continue;
    await writeFile(path, redirectPage(to, url));
    written.push(file);
  }
  return written;
}
