import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync } from 'node:fs';

/**
 * Unpacks packages of Debian into a folder, and installs nothing: an installed server would begin to serve.
 * Where there is no apt-get, or the packages cannot be had, the folder holds nothing of them.
 */
export function unpackInto(folder: string, packages: readonly string[]): void {
  if (!existsSync('/usr/bin/apt-get')) return;
  console.log(`Trying ${packages.join(' and ')} of Debian ...`);
  mkdirSync(folder, { recursive: true });
  const run = (command: string, args: readonly string[]) =>
    spawnSync(command, args, { cwd: folder, stdio: 'inherit', timeout: 300_000 }).status === 0;
  const download = () => run('apt-get', ['download', ...packages]);
  const sudo = process.getuid?.() === 0 ? [] : ['sudo', '-n'];
  const [command = 'apt-get', ...rest] = [...sudo, 'apt-get', 'update'];
  if (!download() && !(run(command, rest) && download())) return;
  for (const name of readdirSync(folder)) if (name.endsWith('.deb')) run('dpkg', ['-x', name, '.']);
}
