import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import { delimiter, join, resolve } from 'node:path';
import { isExecutable } from './executable.ts';

const CACHE = resolve(import.meta.dirname, '../.cache/nginx');

/**
 * The web server for the test of its guide: `NGINX`, one on this machine, or the one in Debian's package, which is
 * unpacked and not installed: an installed one would begin to serve.
 * @throws Error with the remedy if none can be had.
 */
export function findOrGetNginx(): string {
  const found = find();
  if (found) return found;
  if (existsSync('/usr/bin/apt-get')) {
    console.log('No nginx is here. Trying the package of Debian ...');
    mkdirSync(CACHE, { recursive: true });
    if (!unpacked()) {
      const sudo = process.getuid?.() === 0 ? [] : ['sudo', '-n'];
      const [command = 'apt-get', ...rest] = [...sudo, 'apt-get', 'update'];
      run(command, rest);
      unpacked();
    }
    const got = find();
    if (got) return got;
  }
  throw new Error(
    'The test of the nginx guide needs nginx, and none could be had. Install it (Debian: apt-get install nginx-light; macOS: brew install nginx), or set NGINX to the path of one.',
  );
}

function unpacked(): boolean {
  run('apt-get', ['download', 'nginx']);
  const package_ = readdirSync(CACHE).find((name) => name.endsWith('.deb'));
  return package_ !== undefined && run('dpkg', ['-x', package_, '.']);
}

function find(): string | undefined {
  if (process.env.NGINX) return process.env.NGINX;
  const folders = [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin', '/usr/local/sbin'];
  return [...folders.map((folder) => join(folder, 'nginx')), join(CACHE, 'usr/sbin/nginx')].find(
    isExecutable,
  );
}

function run(command: string, args: string[]): boolean {
  return spawnSync(command, args, { cwd: CACHE, stdio: 'inherit', timeout: 300_000 }).status === 0;
}
