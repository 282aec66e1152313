import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import sharp from 'sharp';
import { type Form, FORMS, type Picture } from '../publications/picture.ts';
import { draw } from './draw.ts';

let drawing: string | undefined;

/** How pictures are drawn: this code and the library. When it changes, everything is drawn again. */
function howItIsDrawn(): string {
  drawing ??= createHash('sha256')
    .update(readFileSync(join(process.cwd(), 'src/pictures/draw.ts')))
    .update(JSON.stringify(sharp.versions))
    .digest('hex');
  return drawing;
}

/**
 * A picture that says this, from the folder where drawn ones are kept, or drawn now and kept. The folder
 * may be deleted at any time; that costs only the time to draw again.
 */
export async function pictureBytes(picture: Picture, form: Form, folder: string): Promise<Buffer> {
  const key = createHash('sha256')
    .update(howItIsDrawn())
    .update(form)
    .update(JSON.stringify(picture))
    .digest('hex');
  const path = join(folder, key.slice(0, 2), `${key.slice(2, 34)}.${FORMS[form].ending}`);
  const kept = await readFile(path).catch(() => undefined);
  if (kept) return kept;
  const { bytes } = await draw(picture, form);
  await mkdir(dirname(path), { recursive: true });
  // Two builds at once may draw the same: a rename is one step.
  const own = `${path}.${process.pid}`;
  await writeFile(own, bytes);
  await rename(own, path);
  return bytes;
}
