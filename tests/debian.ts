import { spawnSync } from 'node:child_process';
import { existsSync, globSync, mkdirSync, readdirSync } from 'node:fs';
import { delimiter } from 'node:path';

const APT = '/usr/bin/apt-get';

/**
 * Unpacks packages of Debian into a folder, with all that they need and this machine lacks, and installs nothing: an
 * installed server would begin to serve. Where there is no apt-get, or the packages cannot be had, the folder holds
 * nothing of them.
 */
export function unpackInto(folder: string, packages: readonly string[]): void {
  if (!existsSync(APT)) return;
  console.log(`Trying ${packages.join(' and ')} of Debian ...`);
  mkdirSync(folder, { recursive: true });
  const run = (command: string, args: readonly string[]) =>
    spawnSync(command, args, { cwd: folder, stdio: 'inherit', timeout: 300_000 }).status === 0;
  const download = () => {
    const all = withNeeds(packages);
    return all !== undefined && run(APT, ['download', ...all]);
  };
  const sudo = process.getuid?.() === 0 ? [] : ['sudo', '-n'];
  const [command = APT, ...rest] = [...sudo, APT, 'update'];
  if (!download() && !(run(command, rest) && download())) return;
  for (const name of readdirSync(folder)) if (name.endsWith('.deb')) run('dpkg', ['-x', name, '.']);
}

/** The packages and what would be installed with them; `undefined` where apt knows them not. */
function withNeeds(packages: readonly string[]): string[] | undefined {
  const asked = ['--simulate', '--no-install-recommends', 'install', ...packages];
  const { status, stdout } = spawnSync(APT, asked, { encoding: 'utf8' });
  if (status !== 0) return undefined;
  const needed = [...stdout.matchAll(/^Inst (\S+)/gm)].map(([, name = '']) => name);
  return [...new Set([...packages, ...needed])];
}

/** What programs that were unpacked into a folder find their libraries by. */
export function librariesIn(folder: string): Record<string, string> {
  const folders = globSync(['usr/lib/*-linux-*', 'lib/*-linux-*'], { cwd: folder });
  return folders.length > 0
    ? { LD_LIBRARY_PATH: folders.map((one) => `${folder}/${one}`).join(delimiter) }
    : {};
}
