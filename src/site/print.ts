import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { ENGINE } from '../release/engine.ts';
import { forgetProgram, loadProgram, printAll } from '../release/program.ts';
import { copyPublic } from '../release/public-files.ts';
import { addDefaults } from '../release/public.ts';
import { addRedirects } from '../release/redirects.ts';
import { addAdmin } from './admin.ts';
import { easeMemory, originOf, reuseFor, toldBy } from './build.ts';
import { outputFolder, programFolder } from './environment.ts';
import { handOver } from './handover.ts';
import { drawnFor } from './identity.ts';
import { placeOf } from './place.ts';
import { beginThreads } from './threads.ts';

/**
 * Builds a site by the program that an earlier build has kept, without Astro.
 * @param from the folder that the build was begun in.
 * @returns false where none is kept that was made of this very code, and nothing is written: Astro is to build.
 * @throws UserError for what its operator can mend.
 */
export async function printKept(
  env: NodeJS.ProcessEnv,
  from: string,
  tell: (words: string) => void,
): Promise<boolean> {
  // A build that is to wait does so where Astro has bundled.
  if (env.NIGHTLIGHT_STANDBY) return false;
  env.NODE_ENV ||= 'production';
  const place = placeOf(env, from);
  const told = await toldBy(place);
  const origin = originOf(place, told.site);
  const [out, files] = [join(outputFolder(place), '/'), join(place.site, 'public')];
  const reusing = reuseFor(place, told, origin);
  await reusing.steps.look(out);
  const folder = programFolder(place, reusing.program());
  const program = await loadProgram(folder, Date.now());
  if (!program) return false;
  easeMemory(place);
  handOver({ place, origin, reuse: reusing.reuse });
  await reusing.steps.begin();
  await mkdir(out, { recursive: true });
  copyPublic(files, out);
  const isOwn = (path: string) => existsSync(join(files, path));
  const printing = {
    ...{ out, isOwn, warn: console.error },
    beginThreads: (pages: number) => beginThreads(told, folder, pages),
  };
  const said = await printAll(program, printing).catch(async (error: Error) => {
    // What its operator can mend is in none of our files; for anything else, the kept ones may be to blame.
    if (error.name !== 'UserError') await forgetProgram(folder);
    throw error;
  });
  tell(said);
  await addDefaults(join(ENGINE, 'public'), files, out, drawnFor(place, told.site, origin));
  await addAdmin(out, told.site, origin);
  await addRedirects(out, origin);
  await reusing.steps.end({ info: tell });
  return true;
}
