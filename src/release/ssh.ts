import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { UserError } from '../problems/errors.ts';
import { problemIn } from '../problems/index.ts';
import { LIST } from './addresses.ts';
import { HEARTBEAT, type StandingHeartbeat } from './beat.ts';
import { FAR_LOCK, RELEASES_BESIDE } from './shelf.ts';
import { VERSIONS } from './versions.ts';

// A page on another machine, which is reached by `ssh` and filled by `rsync`. It lies there as beside a folder of this
// one (`shelf.ts`): `<path>` is a link to `<path>.releases/<number>-<label>`, a release counts once its mark lies beside.

/** What a place begins with that is reached over SSH. */
export const SSH = 'ssh://';

/** A path on another machine. */
export interface SshPlace {
  user: string | undefined;
  host: string;
  port: string | undefined;
  /** Absolute, without a slash at its end. */
  path: string;
}

/** How it is written, for whoever wrote it otherwise. */
export const SSH_EXPECTED =
  'ssh://HOST/PATH, with USER@ before and :PORT behind the host where they are needed';

/**
 * Reads `ssh://user@host:port/path`.
 * @returns nothing where it is no such place; a path that a program on the other side could take for a pattern is none.
 */
export function readSshPlace(written: string): SshPlace | undefined {
  const [, user, host = '', port, encoded = ''] =
    /^ssh:\/\/(?:(\w[\w.-]*)@)?([a-z\d][\w.-]*|\[[\da-f:.]+\])(?::(\d{1,5}))?(\/.+)$/i.exec(written) ?? [];
  const path = decoded(encoded)?.replace(/\/+$/, '');
  if (!path || /[*?[\]\\\p{Cc}]|\/\.{0,2}(?=\/|$)/u.test(path)) return undefined;
  return { user, host, port, path };
}

function decoded(path: string): string | undefined {
  try {
    return decodeURIComponent(path);
  } catch {
    return undefined;
  }
}

/** The release that a new one is held to. */
export interface FarRelease {
  /** What the live link leads to; empty where there is none. */
  named: string;
  /** The release that is read: the live one, or the newest whole one where that is gone; empty where there is none. */
  from: string;
  /** What of it is needed by each deploy. */
  files: ReadonlyMap<string, Buffer>;
}

/** A release that is to go live there. */
export interface Candidate {
  folder: string;
  /** The file that says that it is whole. */
  mark: string;
  /** What stands behind its number; of this deploy alone. */
  label: string;
  before: FarRelease;
  /** Whether it is held to nothing that is there. */
  anew: boolean;
  /** The heartbeat that is to stand in it, by the one that stands there at that moment. */
  heartbeat: (standing: string) => Promise<string>;
}

/** What can be done on the other side. Each is one call of a program, and throws a UserError where it fails. */
export interface FarSide {
  look(): Promise<FarRelease>;
  /** @returns nothing where the release has no such file. */
  read(release: string, file: string): Promise<Buffer | undefined>;
  /** The heartbeat that is live, to be renewed. */
  heartbeat(): Promise<StandingHeartbeat>;
  /** Puts a file into the release that is live, in one step. Its name is one of ours. */
  write(file: string, text: string): Promise<void>;
  /** Brings a release there, and puts it live in one step. @returns its name. */
  goLive(candidate: Candidate): Promise<string>;
}

/** How long the other side may take for a script unless it is said, and for all files of a site, in ms. */
const PATIENCE = 90_000;
const LOAD = 10 * 60_000;
/** How long one deploy waits there until another has switched the link, in seconds. */
const TURN = 30;
/** How often a beat may come between reading the heartbeat and the switch. */
const TRIES = 5;
const MOST = 1 << 28;

/** Why a script of ours ended, told by its exit code. */
const ENDED = {
  absent: 44,
  noRsync: 71,
  noFlock: 72,
  noFolder: 73,
  notOurs: 74,
  busy: 75,
  otherLive: 76,
  otherWord: 77,
  deployThere: 78,
  notLinux: 79,
} as const;
/** What `ssh` itself ends with. */
const NO_WAY = 255;

const AS_IT_WAS = 'The live site is as it was.';

interface Ended {
  code: number;
  out: Buffer;
  err: string;
}

/**
 * The other side of a place.
 * @param patience how long it may take for a script, in ms.
 */
export function farSide(place: SshPlace, env: NodeJS.ProcessEnv, patience = PATIENCE): FarSide {
  const ssh = sshArguments(place, env);
  const far = place.host.replace(/^\[(.*)\]$/, '$1');
  const run = async (program: string, args: string[], limit: number, input = ''): Promise<Ended> => {
    const ended = await called(program, args, { env, limit, input });
    if (ended === undefined) throw programMissing(program, 'this machine');
    return ended;
  };
  // A script that is cut short must do nothing: all of it stands in a function that its last line calls.
  const script = (text: string) =>
    run('ssh', [...ssh, '--', far, 'exec sh -s'], patience, `main() {\n${prelude(place)}${text}\n}\nmain\n`);
  const ours = async (text: string): Promise<Buffer> => {
    const ended = await script(text);
    if (ended.code === 0) return ended.out;
    throw refusal(ended, place);
  };
  const upload = async (from: string, to: string, more: string[]) => {
    const shell = ['ssh', ...ssh].map(quotedForRsync).join(' ');
    const target = `${place.host}:${place.path}.releases/${to}`;
    const args = ['-rl', '--checksum', '-s', '--chmod=D755,F644', '--timeout=60', ...more, '-e', shell, '--'];
    const ended = await run('rsync', [...args, from, target], LOAD);
    if (ended.code !== 0) throw refusal(ended, place);
  };

  const side: FarSide = {
    look: async () => readLook(await ours(LOOK)),
    read: async (release, file) => {
      const ended = await script(`file="$releases"/${quoted(`${release}/${file}`)}\n${READ}`);
      if (ended.code === ENDED.absent) return undefined;
      if (ended.code !== 0) throw refusal(ended, place);
      return ended.out;
    },
    heartbeat: async () => {
      const ended = await script(STANDING);
      if (ended.code === ENDED.absent)
        throw new UserError(
          `There is no heartbeat at ${place.path} on ${place.host}. Name the place that \`nightlight deploy\` puts live.`,
        );
      if (ended.code !== 0) throw refusal(ended, place, '');
      const [before = '', ...lines] = ended.out.toString().split('\n');
      const standing = lines.join('\n');
      return {
        text: standing,
        guarded: /\.unknown\/[^/]*$/.test(before),
        put: async (heartbeat) => {
          const put = await script(`${assigned({ before, standing, heartbeat })}${RENEW}`);
          if (put.code !== 0 && put.code !== ENDED.otherWord) throw refusal(put, place, '');
          return put.code === 0;
        },
      };
    },
    write: async (file, text) => {
      const put = await script(`${assigned({ file, text })}${WRITE}`);
      if (put.code !== 0) throw refusal(put, place, '');
    },
    goLive: async (candidate) => {
      const incoming = `incoming-${randomUUID()}.made`;
      const { before, label } = candidate;
      try {
        const same = before.from === '' ? [] : [`--link-dest=../${before.from}`];
        await upload(`${candidate.folder}/`, `${incoming}/`, same);
        await upload(candidate.mark, `${incoming}.json`, []);
        return await switched(candidate, incoming);
      } catch (error) {
        await script(`rm -rf "$releases/${incoming}" "$releases/${incoming}.json"`).catch(() => undefined);
        throw error;
      }

      async function switched({ heartbeat, anew }: Candidate, from: string, tries = TRIES): Promise<string> {
        const standing =
          anew || before.from === '' ? '' : ((await side.read(before.from, HEARTBEAT))?.toString() ?? '');
        const said = { from, label, before: before.named, standing, heartbeat: await heartbeat(standing) };
        const held = standing === '' ? '' : before.from;
        const ended = await script(`${assigned({ ...said, held })}${SWITCH}`);
        if (ended.code === 0) return ended.out.toString().trim();
        if (ended.code === ENDED.otherWord && tries > 1) return switched(candidate, from, tries - 1);
        // The connection may have ended after the switch: then it is live, whatever was heard of it.
        if (ended.code === NO_WAY) {
          const { named } = await side.look().catch(() => {
            throw new UserError(
              `The connection to ${place.host} ended while the page went live, and it cannot be reached to look. Look at the page ("nightlight verify URL"), and deploy again.`,
            );
          });
          if (named.endsWith(`-${label}`)) return named;
        }
        throw refusal(ended, place);
      }
    },
  };
  return side;
}

/** Nobody is asked for anything, a key that is not known is not taken, and no wait is without an end. */
function sshArguments({ user, port }: SshPlace, env: NodeJS.ProcessEnv): string[] {
  const options = {
    BatchMode: 'yes',
    StrictHostKeyChecking: 'yes',
    ConnectTimeout: '15',
    ServerAliveInterval: '10',
    ServerAliveCountMax: '3',
    // A connection that outlives the call would keep its output open.
    ControlMaster: 'no',
    ControlPath: 'none',
  };
  return [
    ...(env.NIGHTLIGHT_SSH_CONFIG ? ['-F', env.NIGHTLIGHT_SSH_CONFIG] : []),
    ...['-T', ...Object.entries(options).flatMap(([name, value]) => ['-o', `${name}=${value}`])],
    ...(port === undefined ? [] : ['-p', port]),
    ...(user === undefined ? [] : ['-l', user]),
  ];
}

/** @returns nothing where there is no such program. */
function called(
  program: string,
  args: string[],
  { env, limit, input }: { env: NodeJS.ProcessEnv; limit: number; input: string },
): Promise<Ended | undefined> {
  return new Promise((done) => {
    const child = execFile(
      program,
      args,
      // In English, for its words are looked for here.
      { env: { ...env, LC_ALL: 'C' }, maxBuffer: MOST, timeout: limit, encoding: 'buffer' },
      (error, out, err) => {
        const { code, killed } = (error ?? { code: 0 }) as { code?: unknown; killed?: boolean };
        if (code === 'ENOENT') return done(undefined);
        const late = killed ? `${program} did not end within ${limit / 1000} seconds.\n` : '';
        done({
          code: typeof code === 'number' ? code : NO_WAY,
          out,
          err: `${late}${err.toString()}`.trim(),
        });
      },
    );
    // Where the program ended before it read all of it, its end says why.
    child.stdin?.on('error', () => undefined);
    child.stdin?.end(input);
  });
}

function programMissing(program: string, where: string): UserError {
  return new UserError(
    [
      problemIn(
        { argument: program },
        {
          name: 'program-missing',
          found: `no ${program} on ${where}`,
          expected: `${program}, by which a page goes live over SSH`,
          remedy: `Install it there (Debian: apt-get install ${PACKAGES[program] ?? program}).`,
        },
      ),
    ],
    { ending: AS_IT_WAS },
  );
}

const PACKAGES: Record<string, string> = { ssh: 'openssh-client', flock: 'util-linux' };

/** What a person is told of a program that failed. */
function refusal(
  { code, err }: Ended,
  { user, host, port, path }: SshPlace,
  ending: string = AS_IT_WAS,
): UserError {
  if (code === ENDED.noRsync || /rsync: (?:command )?not found/.test(err))
    return programMissing('rsync', host);
  if (code === ENDED.noFlock) return programMissing('flock', host);
  const words = SAID[code]?.(path) ?? wayBroken(err, { user, host, port });
  // What is to be typed ends with no full stop, and has its line to itself.
  return new UserError(`${words}${/[.!?]$/.test(words) ? ' ' : '\n'}${ending}`.trim());
}

const SAID: Record<number, (path: string) => string> = {
  [ENDED.noFolder]: (path) =>
    `There is no folder on the other side in which ${path} could lie, or this user may not write there. Make it, or name another place.`,
  [ENDED.notOurs]: (path) =>
    `${path} is a folder of its own on the other side, and nothing in it will be overwritten. Move it away, or name another place: it becomes a symbolic link to the newest release.`,
  [ENDED.busy]: (path) =>
    `Another deploy has been putting a page live at ${path} for ${TURN} seconds. Deploy again; "fuser ${path}.releases/${FAR_LOCK}" there names its process.`,
  [ENDED.otherLive]: (path) =>
    `Another deploy went live at ${path} while this one was made, and stays. Deploy again: what it published is held to then.`,
  [ENDED.deployThere]: (path) =>
    `A deploy on that machine itself into ${path} is under way, and nothing was changed. Deploy again when it is done: what it publishes is held to then.`,
  [ENDED.notLinux]: (path) =>
    `The machine on the other side runs no Linux. To switch a page there in one step, and to see whether a deploy of that machine itself is under way, takes what Linux alone has. Deploy on that machine itself: npm run deploy -- --to ${path}`,
  [ENDED.otherWord]: () => 'The heartbeat that is live changes again and again. Deploy again.',
};

/** What `ssh` and `rsync` say of the way there, with what to type. */
function wayBroken(err: string, { user, host, port }: Omit<SshPlace, 'path'>): string {
  const at = host.replace(/^\[(.*)\]$/, '$1');
  const [of, known] = port === undefined ? [at, at] : [`-p ${port} ${at}`, `"[${at}]:${port}"`];
  if (/REMOTE HOST IDENTIFICATION HAS CHANGED/.test(err))
    return `${host} has another host key than the one that is known here: it was set up anew, or somebody else answers in its place. Ask who runs it. If it is right, forget the old one (ssh-keygen -R ${known}) and keep the new one: ssh-keyscan ${of} >> ~/.ssh/known_hosts`;
  if (/Host key verification failed|No \S+ host key is known/.test(err))
    return `The host key of ${host} is not known here. Look at it (ssh-keyscan ${of} | ssh-keygen -lf -), ask who runs it whether it is right, and keep it: ssh-keyscan ${of} >> ~/.ssh/known_hosts`;
  if (/Permission denied \(/.test(err))
    return `${host} lets no key of yours in${user === undefined ? '' : ` as ${user}`}, and nobody is asked for a password. Bring yours there: ssh-copy-id ${port === undefined ? '' : `-p ${port} `}${user === undefined ? '' : `${user}@`}${at}`;
  return `${host} cannot be reached, or did not do what it was asked: ${sentence(err.split('\n').slice(-3).join(' ') || 'it said nothing')}`;
}

/** Somebody else's words, with a full stop where they have none. */
function sentence(words: string): string {
  return /[.!?]$/.test(words) ? words : `${words}.`;
}

/** One word of a shell. */
function quoted(word: string): string {
  return `'${word.replaceAll("'", String.raw`'\''`)}'`;
}

function assigned(words: Record<string, string>): string {
  return Object.entries(words)
    .map(([name, word]) => `${name}=${quoted(word)}\n`)
    .join('');
}

/** One word of what `rsync` is told to reach the other side by: it knows quotes, in which a quote is doubled. */
function quotedForRsync(word: string): string {
  return /^[\w./=:-]+$/.test(word) ? word : `"${word.replaceAll('"', '""')}"`;
}

/** What each script begins with. Read in C, so that bytes are counted. */
function prelude({ path }: SshPlace): string {
  return `export LC_ALL=C
umask 022
to=${quoted(path)}
releases="$to.releases"
target=$(readlink "$to")
named="\${target##*/}"
`;
}

const LOOK = `[ "$(uname -s)" = Linux ] || exit ${ENDED.notLinux}
command -v rsync >/dev/null || exit ${ENDED.noRsync}
command -v flock >/dev/null || exit ${ENDED.noFlock}
[ -L "$to" ] || [ ! -e "$to" ] || exit ${ENDED.notOurs}
[ -d "$releases" ] || mkdir "$releases" || exit ${ENDED.noFolder}
[ -w "$releases" ] || exit ${ENDED.noFolder}
from=$named
if [ -z "$from" ] || [ ! -d "$releases/$from" ]; then
  from=
  for mark in "$releases"/[0-9]*.whole.json; do
    one=\${mark%.whole.json}
    [ -d "$one" ] && from=\${one##*/}
  done
fi
printf '%s\\n' "$named" "$from"
[ -n "$from" ] || exit 0
for file in ${[LIST, VERSIONS].map((file) => quoted(file)).join(' ')}; do
  if [ -f "$releases/$from/$file" ]; then
    wc -c < "$releases/$from/$file"
    cat "$releases/$from/$file"
  else
    echo -1
  fi
done
[ ! -f "$releases/$from/${HEARTBEAT}" ] || cat "$releases/$from/${HEARTBEAT}"`;

const READ = `[ -f "$file" ] || exit ${ENDED.absent}
cat "$file"`;

const STANDING = `[ -f "$to/${HEARTBEAT}" ] || exit ${ENDED.absent}
printf '%s\\n' "$target"
cat "$to/${HEARTBEAT}"`;

/** A deploy that takes the release away meanwhile takes this with it. */
const WRITE = `[ -f "$to/${HEARTBEAT}" ] || exit ${ENDED.noFolder}
into=$(cd "$to" && pwd -P)/$file
printf '%s' "$text" > "$into.next" && mv "$into.next" "$into" || exit ${ENDED.noFolder}`;

/** Where no release lies beside, a heartbeat stands there alone, and nothing is switched. */
const RENEW = `if [ -d "$releases" ]; then
  exec 9> "$releases/${FAR_LOCK}"
  flock -w ${TURN} 9 || exit ${ENDED.busy}
fi
still() {
  [ "$(readlink "$to")" = "$before" ] && [ "$(cat "$into")" = "$1" ]
}
into=$(cd "$to" && pwd -P)/${HEARTBEAT}
still "$standing" || exit ${ENDED.otherWord}
printf '%s' "$heartbeat" > "$into.beat" && mv "$into.beat" "$into" || exit ${ENDED.noFolder}
still "$heartbeat" || exit ${ENDED.otherWord}`;

/**
 * Under a lock that ends with its process: does nobody deploy on that machine itself, whose lock is of another kind and
 * stands in the list of the system (Linux); is what was read still live, and whose word it is; then one rename. */
const SWITCH = `exec 9> "$releases/${FAR_LOCK}"
flock -w ${TURN} 9 || exit ${ENDED.busy}
held_here=$(stat -c %i "$releases/lock" 2>/dev/null || :)
if [ -n "$held_here" ] && grep -q "POSIX.* WRITE .*:$held_here " /proc/locks 2>/dev/null; then
  exit ${ENDED.deployThere}
fi
target=$(readlink "$to")
[ "\${target##*/}" = "$before" ] || exit ${ENDED.otherLive}
[ -z "$held" ] || [ "$(cat "$releases/$held/${HEARTBEAT}")" = "$standing" ] || exit ${ENDED.otherWord}
set -e
printf '%s' "$heartbeat" > "$releases/$from/${HEARTBEAT}.next"
mv "$releases/$from/${HEARTBEAT}.next" "$releases/$from/${HEARTBEAT}"
last=0
for one in "$releases"/[0-9]*-*; do
  number=\${one##*/}
  number=$(expr "\${number%%-*}" + 0 2>/dev/null || :)
  [ "\${number:-0}" -le "$last" ] || last=$number
done
name=$(printf '%08d-%s' "$((last + 1))" "$label")
mv "$releases/$from" "$releases/$name"
mv "$releases/$from.json" "$releases/$name.whole.json"
ln -sfn "\${to##*/}.releases/$name" "$to.next"
mv -T "$to.next" "$to"
printf '%s\\n' "$name"
set +e
rm -rf "$to.unknown"
take() {
  rm -f "$1.whole.json"
  rm -rf "$1" "$1.json"
}
set --
for one in "$releases"/[0-9]*-*/; do
  one=\${one%/}
  case $one in
    *.made | "$releases/$name") ;;
    *) if [ -f "$one.whole.json" ]; then set -- "$@" "$one"; else take "$one"; fi ;;
  esac
done
while [ "$#" -ge ${RELEASES_BESIDE} ]; do
  take "$1"
  shift
done
find "$releases" -maxdepth 1 -name 'incoming-*' -mmin +1440 -exec rm -rf {} +
exit 0`;

function readLook(out: Buffer): FarRelease {
  let at = 0;
  const line = () => {
    const end = out.indexOf('\n', at);
    const text = out.subarray(at, end).toString();
    at = end + 1;
    return text.trim();
  };
  const [named, from] = [line(), line()];
  const files = new Map<string, Buffer>();
  if (from !== '') {
    for (const file of [LIST, VERSIONS]) {
      const length = Number(line());
      if (length < 0) continue;
      files.set(file, out.subarray(at, at + length));
      at += length;
    }
    if (at < out.length) files.set(HEARTBEAT, out.subarray(at));
  }
  return { named, from, files };
}
