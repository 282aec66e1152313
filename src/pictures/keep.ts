import { createHash, randomUUID } from 'node:crypto';
import { access, copyFile, link, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { moduleFile } from '../release/engine.ts';
import type { Picture } from '../publications/picture.ts';
import { type Form, FORMS } from '../publications/picture-files.ts';

/** A picture and where it stands in a built site: a path below its folder. */
export interface Placed {
  picture: Picture;
  form: Form;
  path: string;
}

/** The library that draws is loaded for the first picture: a site without pictures does without it. */
async function loadDrawing() {
  const [{ draw }, { default: sharp }] = await Promise.all([import('./draw.ts'), import('sharp')]);
  const how = createHash('sha256')
    .update(await readFile(moduleFile('src/pictures/draw.ts')))
    .update(await readFile(moduleFile('src/pictures/png.ts')))
    .update(JSON.stringify(sharp.versions))
    .digest('hex');
  return { draw, how };
}

let drawing: ReturnType<typeof loadDrawing> | undefined;

/**
 * The file of a picture that says this in the folder where drawn ones are kept; drawn now if it is not there,
 * or if it was drawn by other code. The folder may be deleted at any time; that costs only the time to draw.
 */
export async function cachedPicture(picture: Picture, form: Form, folder: string): Promise<string> {
  drawing ??= loadDrawing();
  const { draw, how } = await drawing;
  const key = createHash('sha256').update(how).update(form).update(JSON.stringify(picture)).digest('hex');
  const path = join(folder, key.slice(0, 2), `${key.slice(2, 34)}.${FORMS[form].ending}`);
  if (await exists(path)) return path;
  const { bytes } = await draw(picture, form);
  await mkdir(dirname(path), { recursive: true });
  // Two builds at once may draw the same: a rename is one step.
  const own = `${path}.${randomUUID()}`;
  await writeFile(own, bytes);
  await rename(own, path);
  return path;
}

/** At once; drawing waits for a processor, placing for the disk. */
const WORKERS = 4;

/**
 * Puts pictures into a built site. They are linked from where they are kept, for a large record's pictures
 * weigh more than all of its pages.
 * @returns the paths of the files, as they were given.
 */
export async function placePictures(wanted: Iterable<Placed>, kept: string, out: string): Promise<string[]> {
  const rest = wanted[Symbol.iterator]();
  const paths: string[] = [];
  const worker = async () => {
    for (let next = rest.next(); !next.done; next = rest.next()) {
      const { picture, form, path } = next.value;
      const from = await cachedPicture(picture, form, kept).catch((error: unknown) => {
        throw new Error(
          `The picture ${path} could not be drawn: ${error instanceof Error ? error.message : error}. To go on without pictures, write "pictures: none" below "look:" in nightlight.yaml.`,
        );
      });
      const to = join(out, path);
      await mkdir(dirname(to), { recursive: true });
      await rm(to, { force: true });
      // Another disk, or one without links.
      await link(from, to).catch(() => copyFile(from, to));
      paths.push(path);
    }
  };
  await Promise.all(Array.from({ length: WORKERS }, worker));
  return paths;
}

function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
