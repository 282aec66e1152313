import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { delimiter, join, resolve } from 'node:path';
import { chromium } from 'playwright';
import { unpackInto } from './debian.ts';
import { isExecutable } from './executable.ts';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome'];
/** What Debian's package installs. */
const DEBIANS = /^(?:\/usr)?\/bin\/chromium$/;
const PLACES = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
];

/** Where Debian's Chromium has what the shell is run with. */
const DEBIAN = '/usr/lib/chromium';
const CACHE = resolve(import.meta.dirname, '../.cache/chromium');
const UNPACKED = join(CACHE, 'usr/lib/chromium');
const SHELL = join(UNPACKED, 'chromium-headless-shell');

/**
 * The browser for the tests: the shell of Chromium, which draws no windows, keeps no profile and spends a quarter less
 * on the same tests; where none can be had, the whole.
 * @param whole the whole one that is here.
 */
export function findOrGetShell(whole: string): string {
  if (process.env.CHROMIUM) return process.env.CHROMIUM;
  return findInPath(['chromium-headless-shell']) ?? ((DEBIANS.test(whole) && shellBeside()) || whole);
}

/**
 * The whole browser, for what its shell cannot do: `CHROMIUM`, one on this machine, Playwright's download, or Debian's
 * package.
 * @throws Error with the remedy if none can be had.
 */
export function findOrGetChromium(): string {
  const found = find();
  if (found) return found;
  console.log('No Chromium or Chrome is here. Trying the download of Playwright ...');
  run('node_modules/.bin/playwright', ['install', 'chromium']);
  const downloaded = find();
  if (downloaded) return downloaded;
  if (existsSync('/usr/bin/apt-get')) {
    console.log('That could not be reached. Trying the package of Debian ...');
    const sudo = process.getuid?.() === 0 ? [] : ['sudo', '-n'];
    const [command = 'apt-get', ...before] = [...sudo, 'apt-get'];
    run(command, [...before, 'update']);
    run(command, [...before, 'install', '-y', '--no-install-recommends', 'chromium']);
    const installed = find();
    if (installed) return installed;
  }
  throw new Error(
    'The browser tests need Chromium or Chrome, and none could be had. Install one (Debian: apt-get install chromium; others: npx playwright install chromium), or set CHROMIUM to the path of one.',
  );
}

function find(): string | undefined {
  if (process.env.CHROMIUM) return process.env.CHROMIUM;
  return findInPath(NAMES) ?? [...PLACES, chromium.executablePath()].find(isExecutable);
}

function findInPath(names: string[]): string | undefined {
  const folders = (process.env.PATH ?? '').split(delimiter);
  return folders.flatMap((folder) => names.map((name) => join(folder, name))).find(isExecutable);
}

/**
 * The shell that belongs to the Chromium of Debian on this machine, unpacked into a folder of ours, so that
 * nothing changes on the machine. Where it cannot be had it is not asked for a second time.
 */
function shellBeside(): string | undefined {
  if (!existsSync(DEBIAN)) return undefined;
  // One that was unpacked for an older Chromium does not go with the files of a newer one.
  const runs = () => isExecutable(SHELL) && opensPages(SHELL);
  if (runs()) return SHELL;
  const missing = join(CACHE, 'not-to-be-had');
  if (existsSync(missing)) return undefined;
  rmSync(CACHE, { recursive: true, force: true });
  unpackInto(CACHE, ['chromium-headless-shell']);
  mkdirSync(UNPACKED, { recursive: true });
  const there = readdirSync(UNPACKED);
  for (const name of readdirSync(DEBIAN))
    if (!there.includes(name)) symlinkSync(join(DEBIAN, name), join(UNPACKED, name));
  if (runs()) return SHELL;
  writeFileSync(missing, '');
  return undefined;
}

function opensPages(path: string): boolean {
  const args = ['--no-sandbox', '--disable-dev-shm-usage', '--dump-dom', 'data:text/html,<p>here'];
  const { stdout } = spawnSync(path, args, { encoding: 'utf8', timeout: 60_000 });
  return stdout.includes('here');
}

function run(command: string, args: string[]): void {
  spawnSync(command, args, { stdio: 'inherit', timeout: 600_000 });
}
