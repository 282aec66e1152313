import { UserError } from '../../problems/errors.ts';
import { problemIn } from '../../problems/index.ts';
import { ALL_WELL } from '../../problems/markdown.ts';

/** By this its comment is found again. Whoever reads it on the forge does not see it. */
export const MARK = '<!-- nightlight check -->';

/** The most letters of a report: GitHub takes 65,536, GitLab more. */
const LONGEST = 60_000;

/** So many pages of a hundred comments are looked through. */
export const MOST_PAGES = 10;

/** What became of a comment. */
export interface Answered {
  pull: number | null;
  outcome: 'written' | 'written anew' | 'as before' | 'none needed';
}

const NO_REPORT =
  'The check could not look at this: it ended before it came to the incident files. What kept it from that stands in its log, under “Checks”.';

/** Where a comment stands or will stand, as each forge has it. */
export interface Place {
  /** What was written there before, by us; nothing where there is none. */
  before: { id: number; body: string } | undefined;
  write(body: string): Promise<unknown>;
  change(id: number, body: string): Promise<unknown>;
}

/**
 * Says what a check said, in one comment that is written anew where it says something else.
 * @param text of the report; `undefined` where the check left none. It may be anybody's words.
 */
export async function sayOnce(
  { pull, text, commit }: { pull: number; text: string | undefined; commit: string },
  { before, write, change }: Place,
): Promise<Answered> {
  if (text?.trim() === ALL_WELL && before === undefined) return { pull, outcome: 'none needed' };
  const body = `${MARK}\n${(text ?? NO_REPORT).slice(0, LONGEST)}\n\nOf commit ${commit.slice(0, 10)}.`;
  if (before === undefined) {
    await write(body);
    return { pull, outcome: 'written' };
  }
  if (before.body === body) return { pull, outcome: 'as before' };
  await change(before.id, body);
  return { pull, outcome: 'written anew' };
}

/** How long an answer is waited for, in ms. */
const PATIENCE = 30_000;

/** Asks the interface of a forge, and answers what it says. */
export type Ask = (method: string, path: string, body?: object) => Promise<unknown>;

/**
 * The interface of a forge by a token.
 * @param called the name of the forge; `remedy` is what to do where it refuses.
 */
export function interfaceAt({
  api,
  headers,
  called,
  remedy,
  fetch,
}: {
  api: string;
  headers: Record<string, string>;
  called: string;
  remedy: string;
  fetch: typeof globalThis.fetch;
}): Ask {
  return async (method, path, body) => {
    const service = `${api}/${path}`;
    const answer = await fetch(service, {
      method,
      headers: {
        ...headers,
        'User-Agent': 'nightlight',
        ...(body && { 'Content-Type': 'application/json' }),
      },
      ...(body && { body: JSON.stringify(body) }),
      redirect: 'error',
      signal: AbortSignal.timeout(PATIENCE),
    }).catch((error: Error) => {
      throw new UserError([
        problemIn(
          { service },
          {
            name: 'service-unreachable',
            found: error.message,
            expected: `an answer of ${called}`,
            remedy: 'Run the job again.',
          },
        ),
      ]);
    });
    if (answer.ok) return answer.json();
    throw new UserError([
      problemIn(
        { service },
        {
          name: 'service-refuses',
          found: String(answer.status),
          expected: `that ${method} is allowed`,
          remedy,
        },
      ),
    ]);
  };
}
