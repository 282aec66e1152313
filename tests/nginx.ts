import { delimiter, join, resolve } from 'node:path';
import { unpackInto } from './debian.ts';
import { isExecutable } from './executable.ts';

const CACHE = resolve(import.meta.dirname, '../.cache/nginx');

/**
 * The web server for the test of its guide: `NGINX`, one on this machine, or the one in Debian's package.
 * @throws Error with the remedy if none can be had.
 */
export function findOrGetNginx(): string {
  const found = find();
  if (found) return found;
  unpackInto(CACHE, ['nginx']);
  const got = find();
  if (got) return got;
  throw new Error(
    'The test of the nginx guide needs nginx, and none could be had. Install it (Debian: apt-get install nginx-light; macOS: brew install nginx), or set NGINX to the path of one.',
  );
}

function find(): string | undefined {
  if (process.env.NGINX) return process.env.NGINX;
  const folders = [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin', '/usr/local/sbin'];
  return [...folders.map((folder) => join(folder, 'nginx')), join(CACHE, 'usr/sbin/nginx')].find(
    isExecutable,
  );
}
