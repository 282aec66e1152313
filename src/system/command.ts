import { spawn } from 'node:child_process';

/** What a command is begun with. */
interface Around {
  env: NodeJS.ProcessEnv;
  cwd: string;
  /** Ends it. */
  over: AbortSignal;
}

/** The longest words of a command that failed, which the log says. */
const LONGEST = 300;

/**
 * Begins a command without a shell and gives it facts as JSON on its standard input. Whatever it began itself is ended
 * with it when its time is over. It has the environment of the watcher, but none of our secrets.
 * @returns why nobody was asked; nothing where it ended well.
 */
export function askByCommand(
  [program = '', ...args]: readonly string[],
  facts: string,
  { env, cwd, over }: Around,
): Promise<string | undefined> {
  const { promise, resolve } = Promise.withResolvers<string | undefined>();
  const own = Object.fromEntries(Object.entries(env).filter(([name]) => !name.startsWith('NIGHTLIGHT_')));
  const child = spawn(program, args, { cwd, env: own, detached: true, stdio: ['pipe', 'ignore', 'pipe'] });
  let words = '';
  const end = () => {
    resolve('it did not end in time');
    endGroup(child.pid, 'SIGKILL');
  };
  over.addEventListener('abort', end, { once: true });
  child.on('error', ({ message }) => resolve(`it could not be started: ${message}`));
  child.stderr.on('data', (part) => {
    words = `${words}${part}`.slice(0, LONGEST);
  });
  // Not when its pipes close: what it leaves behind may hold them.
  child.on('exit', (code, signal) =>
    resolve(
      code === 0 ? undefined : [`it ended with ${code ?? signal}`, words.trim()].filter(Boolean).join(': '),
    ),
  );
  // It may end without reading.
  child.stdin.on('error', () => undefined);
  child.stdin.end(facts);
  return promise.finally(() => {
    over.removeEventListener('abort', end);
    child.stderr.destroy();
    child.unref();
  });
}

/**
 * Ends a program that was begun in a group of its own, and all that it began itself.
 * @param pid of the program; nothing where it could not be begun.
 */
export function endGroup(pid: number | undefined, how: NodeJS.Signals): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, how);
  } catch {
    // All of it has ended by itself.
  }
}
