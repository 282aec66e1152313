import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { type Problem, problemIn } from '../problems/index.ts';
import type { Place } from './place.ts';

/** What browsers, phones and networks show of a site, by its name in `public/`: what it must be for them to show it. */
const PICTURES: Readonly<Record<string, { expected: string; isOne: (bytes: Buffer) => boolean }>> = {
  'icon.svg': { expected: 'an SVG: text whose first element is <svg>', isOne: isSvg },
  'icon-180.png': { expected: 'a whole PNG', isOne: isPng },
  'icon-512.png': { expected: 'a whole PNG', isOne: isPng },
  'share.png': { expected: 'a whole PNG', isOne: isPng },
  'favicon.ico': {
    expected: 'an icon file, or a whole PNG',
    isOne: (bytes) => bytes.subarray(0, 4).equals(ICO) || isPng(bytes),
  },
};

/** The pictures of the site's own that are none: nobody would see them, and ours do not take their place. */
export function brokenPictures({ site }: Pick<Place, 'site'>): Problem[] {
  return Object.entries(PICTURES).flatMap(([name, { expected, isOne }]) => {
    const path = join(site, 'public', name);
    const stat = statSync(path, { throwIfNoEntry: false });
    if (!stat?.isFile()) return [];
    const bytes = readFileSync(path);
    if (isOne(bytes)) return [];
    return problemIn(
      { file: `public/${name}` },
      {
        name: 'picture-broken',
        found: bytes.length === 0 ? 'an empty file' : `${bytes.length} bytes of something else`,
        expected,
        remedy: 'Save the picture there again, or take the file out: then one is drawn.',
      },
    );
  });
}

// What each begins with (https://www.w3.org/TR/png-3/#5PNG-file-signature), and the chunk that ends a PNG.
const PNG = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
const PNG_END = Buffer.from('IEND');
const ICO = Buffer.from([0, 0, 1, 0]);

function isPng(bytes: Buffer): boolean {
  return bytes.subarray(0, PNG.length).equals(PNG) && bytes.includes(PNG_END);
}

function isSvg(bytes: Buffer): boolean {
  const [first] = /<[a-z][\w:-]*/i.exec(bytes.toString().replace(/<!--[\s\S]*?-->/g, '')) ?? [];
  return first === '<svg' || first === '<svg:svg';
}
