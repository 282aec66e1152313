import { UserError } from '../../problems/errors.ts';
import type { Around, Request } from '../check.ts';

/** What was answered, no more of it than a check needs. */
export interface Answer {
  status: number;
  text: string;
}

/** The most that is read of an answer, in bytes: a service that answers without end must not fill the memory. */
const MOST = 1_048_576;

/**
 * Asks once: no redirect is followed, for a check that was sent elsewhere has not seen what it looks at, and no
 * connection is kept.
 * @param token what stands for `{token}`.
 * @throws UserError where a variable is not set; any other error is what the network said.
 */
export async function ask(request: Request, around: Around, token = ''): Promise<Answer> {
  const { url, method, headers, body } = request;
  const filled = (text: string, code = (word: string) => word) =>
    withVariables(text, around.env).replaceAll('{token}', code(token));
  const answer = await around.fetch(filled(url, encodeURIComponent), {
    method,
    headers: [['Connection', 'close'], ...headers.map((line) => headerIn(filled(line)))],
    ...(body !== undefined && { body: filled(body) }),
    redirect: 'manual',
    cache: 'no-store',
    signal: around.signal,
  });
  return { status: answer.status, text: await textOf(answer) };
}

function headerIn(line: string): [string, string] {
  const colon = line.indexOf(':');
  if (colon < 1)
    throw new UserError(`A header of a check is "${line.slice(0, 20)}". Write it as 'Name: value'.`);
  return [line.slice(0, colon).trim(), line.slice(colon + 1).trim()];
}

/**
 * Puts variables of the environment where `${NAME}` stands.
 * @throws UserError where one is not set; it names the variable and nothing of its neighbours.
 */
export function withVariables(text: string, env: NodeJS.ProcessEnv): string {
  return text.replace(/\$\{([A-Za-z_][A-Za-z0-9_]*)\}/g, (_, name: string) => {
    const value = env[name];
    if (value === undefined || value === '')
      throw new UserError(
        `The variable ${name} is not set, and a check needs it. Set it where the watcher runs.`,
      );
    return value;
  });
}

async function textOf(answer: Response): Promise<string> {
  const reader = answer.body?.getReader();
  if (!reader) return '';
  const parts: Uint8Array[] = [];
  let bytes = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    bytes += value.length;
    if (bytes > MOST) {
      await reader.cancel();
      throw new TooLong();
    }
    parts.push(value);
  }
  return Buffer.concat(parts).toString('utf8');
}

/** An answer that does not end in time to be read. */
export class TooLong extends Error {
  constructor() {
    super(`answered more than ${MOST / 1024} kB`);
  }
}
