import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { chromium } from 'playwright';
import { isExecutable } from './executable.ts';

/** The shell comes first: it draws no windows and keeps no profile, and spends a quarter less on the same tests. */
const NAMES = [
  'chromium-headless-shell',
  'chromium',
  'chromium-browser',
  'google-chrome',
  'google-chrome-stable',
  'chrome',
];
const PLACES = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
];

/**
 * The browser for the tests: `CHROMIUM`, one on this machine, Playwright's download, or Debian's package.
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
    run(command, [...before, 'install', '-y', '--no-install-recommends', 'chromium-headless-shell']);
    const installed = find();
    if (installed) return installed;
  }
  throw new Error(
    'The browser tests need Chromium or Chrome, and none could be had. Install one (Debian: apt-get install chromium-headless-shell; others: npx playwright install chromium), or set CHROMIUM to the path of one.',
  );
}

function find(): string | undefined {
  if (process.env.CHROMIUM) return process.env.CHROMIUM;
  const folders = (process.env.PATH ?? '').split(delimiter);
  const candidates = [
    ...folders.flatMap((folder) => NAMES.map((name) => join(folder, name))),
    ...PLACES,
    chromium.executablePath(),
  ];
  return candidates.find(isExecutable);
}

function run(command: string, args: string[]): void {
  spawnSync(command, args, { stdio: 'inherit', timeout: 600_000 });
}
