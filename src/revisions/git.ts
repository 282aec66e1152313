import { execFile, spawn } from 'node:child_process';
import { promisify } from 'node:util';
import { type FileLog, LOG_ARGUMENTS, parseLog } from './log.ts';

export type LogReading = { kind: 'git'; log: FileLog } | { kind: 'shallow' } | { kind: 'none' };

const run = promisify(execFile);
/** Room for the log of some hundred thousand commits. */
const MOST = 1 << 29;

/** One `git log` for a whole folder. Without git, or in a shallow clone, it says so and guesses nothing. */
export async function readLog(folder: string): Promise<LogReading> {
  const git = async (...args: string[]) =>
    (await run('git', ['-C', folder, ...args], { maxBuffer: MOST })).stdout;
  try {
    if ((await git('rev-parse', '--is-shallow-repository')).trim() === 'true') return { kind: 'shallow' };
    return { kind: 'git', log: parseLog(await git('-c', 'core.quotePath=false', ...LOG_ARGUMENTS)) };
  } catch {
    return { kind: 'none' };
  }
}

/** The bytes of some blobs, by one `git cat-file`. Blobs that are not there are left out. */
export function readBlobs(folder: string, blobs: Iterable<string>): Promise<Map<string, Buffer>> {
  const wanted = [...new Set(blobs)];
  if (wanted.length === 0) return Promise.resolve(new Map());
  return new Promise((done, fail) => {
    const child = spawn('git', ['-C', folder, 'cat-file', '--batch'], { stdio: ['pipe', 'pipe', 'ignore'] });
    const chunks: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
    child.on('error', fail);
    child.on('close', () => done(parseBatch(Buffer.concat(chunks))));
    child.stdin.end(`${wanted.join('\n')}\n`);
  });
}

/** `<blob> blob <size>`, a line feed, the bytes, a line feed; or `<blob> missing`. */
function parseBatch(output: Buffer): Map<string, Buffer> {
  const result = new Map<string, Buffer>();
  for (let at = 0; at < output.length;) {
    const end = output.indexOf(10, at);
    const [blob = '', kind, size] = output.toString('utf8', at, end).split(' ');
    at = end + 1;
    if (kind !== 'blob') continue;
    result.set(blob, output.subarray(at, at + Number(size)));
    at += Number(size) + 1;
  }
  return result;
}
