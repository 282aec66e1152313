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

function loaded(): ReturnType<typeof loadDrawing> {
  drawing ??= loadDrawing();
  return drawing;
}

/**
 * The file of a picture that says this in the folder where drawn ones are kept; drawn now if it is not there,
 * or if it was drawn by other code. The folder may be deleted at any time; that costs only the time to draw.
 */
export async function cachedPicture(picture: Picture, form: Form, folder: string): Promise<string> {
  const path = await keptAt(picture, form, folder);
  if (await exists(path)) return path;
  const { draw } = await loaded();
  const { bytes } = await draw(picture, form);
  await mkdir(dirname(path), { recursive: true });
  // Two builds at once may draw the same: a rename is one step.
  const own = `${path}.${randomUUID()}`;
  await writeFile(own, bytes);
  await rename(own, path);
  return path;
}

/** Whether a picture was drawn before. */
export async function isKept({ picture, form }: Placed, folder: string): Promise<boolean> {
  return exists(await keptAt(picture, form, folder));
}

async function keptAt(picture: Picture, form: Form, folder: string): Promise<string> {
  const { how } = await loaded();
  const key = createHash('sha256').update(how).update(form).update(JSON.stringify(picture)).digest('hex');
  return join(folder, key.slice(0, 2), `${key.slice(2, 34)}.${FORMS[form].ending}`);
}

/** Puts a picture into a built site. It is linked from where it is kept, for a large record's pictures weigh more than all of its pages. */
export async function placePicture(
  { picture, form, path }: Placed,
  kept: string,
  out: string,
): Promise<void> {
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
}

function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
