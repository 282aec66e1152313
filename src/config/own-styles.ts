import { createRequire } from 'node:module';
import type * as Esbuild from 'esbuild';
import { GROUNDS, LOOKS } from '../domain/look.ts';
import type { Place } from '../problems/index.ts';
import { readWord } from '../yaml/values.ts';
import type { Kind, ReadContext } from './fields.ts';

/** Custom properties that say how a status looks: they are ours, or nobody could rely on them. */
const OURS = new Set([
  ...Object.values(LOOKS).map(({ token }) => token),
  ...Object.keys(GROUNDS).filter((token) => token.endsWith('-fill')),
  '--calm',
  '--glow',
]);

/** The site's own sheet, made small and safe to stand in a page. What it shows lies in `public/`. */
export const ownStyles: Kind<string> = {
  called: 'a file beside the config, such as look.css',
  schema: { type: 'string', pattern: '^[\\w-]+\\.css$' },
  read: (value, reading) => {
    const { report, files } = reading;
    const { place } = value;
    const name = readWord(value, report);
    if (name === undefined) return undefined;
    if (!/^[\w-]+\.css$/.test(name)) {
      report.add({
        name: 'value-not-allowed',
        place,
        found: name,
        expected: ownStyles.called,
        remedy: 'Write its name, in letters, digits, "-" and "_", and put it beside the config.',
      });
      return undefined;
    }
    const bytes = files(name);
    if (bytes === undefined) {
      report.add({
        name: 'look-file-missing',
        place,
        found: `no file ${name}`,
        expected: 'a file that lies beside this config',
        remedy: 'Put it there, or correct the name. Capital letters matter.',
      });
      return undefined;
    }
    return readSheet(name, new TextDecoder().decode(bytes), place, reading);
  },
};

function readSheet(
  name: string,
  text: string,
  place: Place,
  { report, files }: ReadContext,
): string | undefined {
  let failed = false;
  const refuse = (found: string, expected: string, remedy: string) => {
    failed = true;
    report.add({ name: 'styles-not-allowed', place, found: `${name}${found}`, expected, remedy });
  };
  const { css, mistakes } = made(text);
  for (const { line, column, said } of mistakes)
    refuse(
      `:${line}:${column}: ${said}`,
      'CSS',
      'Mend it there: a browser would leave out the rule, or all that follows.',
    );
  if (failed) return undefined;
  const lineOf = (words: string) => {
    const at = text.indexOf(words);
    return at < 0 ? '' : `:${text.slice(0, at).split('\n').length}`;
  };
  if (/@import\b/.test(css))
    refuse(
      `${lineOf('@import')}: @import`,
      'one sheet',
      'Copy what it brings into this file: each page carries its styles itself.',
    );
  for (const [, token = ''] of css.matchAll(/(?<=[{;])(--[\w-]+)\s*:/g))
    if (OURS.has(token))
      refuse(
        `${lineOf(token)}: ${token}`,
        'no color of a status',
        'Take it out. What a status looks like is the same on every page; "accent" and all else are yours.',
      );
  if (/image-set\(\s*["']/.test(css))
    refuse(`${lineOf('image-set')}: image-set`, 'url() in it', 'Write image-set(url(logo.png) 1x, ...).');
  const placed = css.replaceAll(/url\(\s*(?:"([^"]*)"|'([^']*)'|([^)"']*?))\s*\)/g, (all, a, b, c) => {
    const address: string = a ?? b ?? c;
    if (address.startsWith('#')) return all;
    const path = address.replace(/^\.?\//, '');
    const isElsewhere = /^[a-z][a-z+.-]*:|^\/\//i.test(address) || /(?:^|\/)\.\.(?:\/|$)|[\\?#]/.test(path);
    if (isElsewhere)
      refuse(
        `${lineOf(address)}: url(${address.slice(0, 60)})`,
        'a file of public/',
        'Put it into public/ and write its path there, such as url(fonts/own.woff2): readers are sent nowhere else.',
      );
    else if (files(`public/${path}`) === undefined)
      refuse(
        `${lineOf(address)}: url(${address})`,
        `a file public/${path}`,
        'Put it there, or correct the path.',
      );
    return `url("/${path}")`;
  });
  return failed ? undefined : safeInPage(placed);
}

interface Mistake {
  line: number;
  column: number;
  said: string;
}

/** A sheet without comments and needless spaces, and what is no CSS in it. */
function made(text: string): { css: string; mistakes: Mistake[] } {
  const toMistake = (one: { text: string; location: { line: number; column: number } | null }) => ({
    line: one.location?.line ?? 1,
    column: (one.location?.column ?? 0) + 1,
    said: one.text,
  });
  try {
    // Only a config with a sheet pays for it: a beat each minute reads the config too.
    const { transformSync } = createRequire(import.meta.url)('esbuild') as typeof Esbuild;
    const { code, warnings } = transformSync(text, {
      loader: 'css',
      minify: true,
      logLevel: 'silent',
      target: 'esnext',
      legalComments: 'none',
    });
    return { css: code.trim(), mistakes: warnings.map(toMistake) };
  } catch (error) {
    return { css: '', mistakes: ((error as { errors?: never[] }).errors ?? []).map(toMistake) };
  }
}

/** Braces, semicolons and `<` in strings become escapes: a page's sheets are taken apart by them, and end with `</`. */
function safeInPage(css: string): string {
  return css.replaceAll(/"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'/gs, (string) =>
    string.replaceAll(/[{};<]/g, (letter) => `\\${letter.codePointAt(0)?.toString(16)} `),
  );
}
