import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { globSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { userInfo } from 'node:os';
import { delimiter, join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { librariesIn, unpackInto } from './debian.ts';
import { isExecutable } from './executable.ts';

const CACHE = resolve(import.meta.dirname, '../.cache/sshd');

/** The programs by which a page goes live over SSH, and what they need of the environment. */
interface Programs {
  sshd: string;
  ssh: string;
  rsync: string;
  env: Record<string, string>;
  /** What gives a server that runs as root the user that it wants for its first words; absent where there is one. */
  users?: string | undefined;
}

/**
 * A server for SSH and `rsync`: those of this machine, or those in Debian's packages.
 * @throws Error with the remedy if none can be had.
 */
export function findOrGetSshd(): Programs {
  const found = find();
  if (found) return found;
  unpackInto(CACHE, ['openssh-server', 'openssh-client', 'rsync', 'libnss-wrapper']);
  const got = find();
  if (got) return got;
  throw new Error(
    'The test of deploys over SSH needs a server for SSH and rsync, and none could be had. Install them (Debian: apt-get install openssh-server rsync; macOS: brew install rsync).',
  );
}

function find(): Programs | undefined {
  const folders = [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin', '/usr/local/sbin'];
  const [sshd, ssh, rsync] = ['sshd', 'ssh', 'rsync'].map((name) =>
    [
      ...folders.map((folder) => join(folder, name)),
      ...['sbin', 'bin'].map((bin) => join(CACHE, 'usr', bin, name)),
    ].find(isExecutable),
  );
  if (!sshd || !ssh || !rsync) return undefined;
  const isRoot = process.getuid?.() === 0;
  const hasUser = /^sshd:/m.test(readFileSync('/etc/passwd', 'utf8'));
  const [users] = globSync('usr/lib/*-linux-*/libnss_wrapper.so', { cwd: CACHE });
  if (isRoot && !hasUser && users === undefined) return undefined;
  const isOurs = [sshd, ssh, rsync].some((program) => program.startsWith(CACHE));
  return {
    ...{ sshd, ssh, rsync },
    env: isOurs ? librariesIn(CACHE) : {},
    users: isRoot && !hasUser && users !== undefined ? join(CACHE, users) : undefined,
  };
}

/** A server for SSH on this machine, for the user that runs the test and one key. */
export interface Sshd {
  user: string;
  port: number;
  /** What `ssh` is to read in the place of the file of whoever runs the test. */
  config: string;
  /** Where the keys of hosts are kept. */
  knownHosts: string;
  /** The line that keeps the key of this one. */
  known: string;
  close(): Promise<void>;
}

/** How long the server may take until it listens, in ms. */
const PATIENCE = 20_000;

/**
 * Begins a server that has its keys and settings in a folder.
 * @param path where a session looks for programs, before those of the system.
 */
export async function startSshd(folder: string, programs: Programs, path: string[]): Promise<Sshd> {
  const at = (name: string) => join(folder, name);
  const [config, knownHosts] = [at('config'), at('known_hosts')];
  mkdirSync(folder, { recursive: true });
  for (const name of ['host', 'key'])
    execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', at(name)]);
  writeFileSync(at('authorized'), readFileSync(at('key.pub')));
  // A shell reads at the beginning of each call what whoever runs the test has in their home, and may begin programs there.
  const session = Object.entries({
    ...programs.env,
    HOME: folder,
    PATH: [...path, '/usr/bin', '/bin'].join(delimiter),
  });
  const { username: user } = userInfo();
  const port = await freePort();
  const helpers = globSync('usr/lib/openssh/sshd-{session,auth}', { cwd: CACHE });
  writeFileSync(
    at('sshd_config'),
    [
      'ListenAddress 127.0.0.1',
      `Port ${port}`,
      `HostKey ${at('host')}`,
      `AuthorizedKeysFile ${at('authorized')}`,
      'PidFile none',
      'StrictModes no',
      'PasswordAuthentication no',
      'KbdInteractiveAuthentication no',
      'PermitRootLogin prohibit-password',
      'MaxStartups 100',
      // What else the two agree on where they can takes a tenth of a second of a processor with each call.
      'KexAlgorithms curve25519-sha256',
      `SetEnv ${session.map(([name, value]) => `"${name}=${value}"`).join(' ')}`,
      // From OpenSSH 9.8 on these are programs of their own.
      ...helpers.map((one) => `Sshd${one.endsWith('auth') ? 'Auth' : 'Session'}Path ${join(CACHE, one)}`),
      '',
    ].join('\n'),
  );
  const [kind, key] = readFileSync(at('host.pub'), 'utf8').split(' ');
  const known = `[127.0.0.1]:${port} ${kind} ${key}\n`;
  writeFileSync(knownHosts, known);
  writeFileSync(
    config,
    [
      `IdentityFile ${at('key')}`,
      'IdentitiesOnly yes',
      `UserKnownHostsFile ${knownHosts}`,
      'GlobalKnownHostsFile /dev/null',
      '',
    ].join('\n'),
  );
  const child = spawn(programs.sshd, ['-D', '-e', '-f', at('sshd_config')], {
    env: { ...process.env, ...programs.env, ...usersFor(programs, folder) },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  await listening(child);
  return {
    ...{ user, port, config, knownHosts, known },
    close: async () => {
      const ended = once(child, 'exit');
      child.kill();
      await ended;
    },
  };
}

/** As root the server wants a user and an empty folder for whom it does not know yet. */
function usersFor({ users }: Programs, folder: string): Record<string, string> {
  if (users === undefined) return {};
  mkdirSync('/run/sshd', { recursive: true, mode: 0o755 });
  const passwd = join(folder, 'passwd');
  writeFileSync(
    passwd,
    `${readFileSync('/etc/passwd', 'utf8')}sshd:x:65533:65534::/run/sshd:/usr/sbin/nologin\n`,
  );
  return { LD_PRELOAD: users, NSS_WRAPPER_PASSWD: passwd, NSS_WRAPPER_GROUP: '/etc/group' };
}

async function listening(child: ChildProcess): Promise<void> {
  const said: string[] = [];
  const ready = Promise.withResolvers<void>();
  createInterface({ input: child.stderr as NodeJS.ReadableStream }).on('line', (line) => {
    said.push(line);
    if (/^Server listening/.test(line)) ready.resolve();
  });
  const failed = (why: string) => ready.reject(new Error(`The server for SSH ${why}:\n${said.join('\n')}`));
  child.once('error', (error) => failed(error.message));
  child.once('exit', () => failed('ended'));
  const late = setTimeout(() => failed('does not listen'), PATIENCE);
  await ready.promise.finally(() => clearTimeout(late));
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
