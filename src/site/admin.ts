import { cp, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, extname, join } from 'node:path';
import { adminConfig } from '../admin/config.ts';
import { adminPage } from '../admin/page.ts';
import { ADMIN, type Origin } from '../domain/addresses.ts';
import type { Site } from '../domain/site.ts';
import { seal } from '../domain/whole.ts';
import { UserError } from '../problems/errors.ts';
import { problemIn } from '../problems/index.ts';
import { bundle } from '../release/bundle.ts';

/**
 * Writes the form into a built site, where the config wants one, and takes it out where it does not. It is no page
 * of the record: nothing of it is an address that stays, and no page is printed anew because of it.
 * @param out the folder of the built site.
 * @param find where the program of the CMS lies.
 * @throws UserError where it is not installed.
 */
export async function addAdmin(
  out: string,
  site: Site,
  origin: Origin,
  find: () => string = () => createRequire(import.meta.url).resolve(CMS),
): Promise<void> {
  const folder = join(out, ADMIN);
  const { forge } = site;
  if (!forge?.admin) return rm(folder, { recursive: true, force: true });
  const program = programOf(find);
  await mkdir(folder, { recursive: true });
  await cp(dirname(program), join(folder, 'cms'), {
    recursive: true,
    // What only debuggers read is three times the rest.
    filter: (path) => extname(path) !== '.map',
  });
  await keepFonts(join(folder, 'cms'));
  await writeFile(join(folder, 'admin.js'), await bundle('../admin/browser.ts'));
  await writeFile(
    join(folder, 'config.json'),
    `${JSON.stringify(adminConfig(site, forge, origin), null, 1)}\n`,
  );
  await writeFile(join(folder, 'index.html'), seal(adminPage(site, forge, origin)));
}

const CMS = '@sveltia/cms';

function programOf(find: () => string): string {
  try {
    return find();
  } catch {
    throw new UserError([
      problemIn(
        { argument: CMS },
        {
          name: 'program-missing',
          found: `no ${CMS} among the packages that are installed`,
          expected: `${CMS}, of which the form at /admin/ is made`,
          remedy:
            'Install what this is made of (npm ci), or take "admin: true" out of "forge" in nightlight.yaml.',
        },
      ),
    ]);
  }
}

/** The fonts lie beside the CMS, whose styles name them at another host all the same: they are to name ours. */
async function keepFonts(cms: string): Promise<void> {
  const program = join(cms, 'index.js');
  const fonts = (await readdir(join(cms, 'assets'))).filter((name) => name.endsWith('.woff2'));
  const text = await readFile(program, 'utf8');
  const own = text.replace(
    /https:\/\/cdn\.jsdelivr\.net\/fontsource\/fonts\/([\w-]+?)(?::vf)?@[\w./-]+?\.woff2/g,
    (address, family: string) => {
      const file = fonts.find((name) => name.startsWith(`${family}-`));
      return file === undefined ? address : `cms/assets/${file}`;
    },
  );
  await writeFile(program, own);
}
