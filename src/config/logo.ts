import type { Logo } from '../domain/site.ts';
import { readWord } from '../yaml/values.ts';
import type { Kind } from './fields.ts';

/** A picture of `public/` that stands in the place of the name, with its size, so that nothing moves when it comes. */
export const logo: Kind<Logo> = {
  called: 'a file of public/, SVG or PNG, such as logo.svg',
  schema: { type: 'string', pattern: '^[\\w-][\\w./-]*\\.(svg|png)$' },
  read: (value, { report, files }) => {
    const found = readWord(value, report);
    if (found === undefined) return undefined;
    const { place } = value;
    if (!/^[\w-](?:[\w/-]|\.(?!\.))*\.(?:svg|png)$/.test(found)) {
      report.add({
        name: 'value-not-allowed',
        place,
        found,
        expected: logo.called,
        remedy: `Write its path below public/, in letters, digits, "-", "_" and "/".`,
      });
      return undefined;
    }
    const bytes = files(`public/${found}`);
    if (bytes === undefined) {
      report.add({
        name: 'look-file-missing',
        place,
        found: `no file public/${found}`,
        expected: 'a file that lies beside this config',
        remedy: found.startsWith('public/')
          ? `Write it from public/ on: ${found.slice('public/'.length)}.`
          : 'Put it there, or correct the name. Capital letters matter.',
      });
      return undefined;
    }
    const size = found.endsWith('.png') ? sizeOfPng(bytes) : sizeOfSvg(new TextDecoder().decode(bytes));
    if (size) return { file: found, ...size };
    report.add({
      name: 'value-not-allowed',
      place,
      found: `${found}, of which nobody can tell how large it is`,
      expected: 'an SVG whose first element is <svg> with a viewBox, or a PNG',
      remedy: found.endsWith('.png')
        ? 'Save it again as PNG.'
        : 'Add the four numbers to its first element: <svg viewBox="0 0 240 60" ...>. Without them the page would move when it comes.',
    });
    return undefined;
  },
};

type Size = Pick<Logo, 'width' | 'height'>;

/** The first chunk of a PNG has its size (https://www.w3.org/TR/png-3/#11IHDR). */
function sizeOfPng(bytes: Uint8Array): Size | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < 24 || view.getUint32(0) !== 0x89504e47 || view.getUint32(12) !== 0x49484452)
    return undefined;
  return sized(view.getUint32(16), view.getUint32(20));
}

/** The proportions of an SVG: those of its viewBox, or of its width and height. */
function sizeOfSvg(text: string): Size | undefined {
  const [root] = /<svg\b[^>]*>/.exec(text.replace(/<!--[\s\S]*?-->/g, '')) ?? [];
  if (root === undefined) return undefined;
  const said = (name: string) => new RegExp(`\\s${name}\\s*=\\s*["']([^"']*)["']`).exec(root)?.[1]?.trim();
  const [, , width, height] =
    said('viewBox')
      ?.split(/[\s,]+/)
      .map(Number) ?? [];
  const measure = (name: string) => Number(said(name)?.replace(/px$/, ''));
  return sized(width, height) ?? sized(measure('width'), measure('height'));
}

function sized(width = 0, height = 0): Size | undefined {
  return width > 0 && height > 0 && Number.isFinite(width / height) ? { width, height } : undefined;
}
