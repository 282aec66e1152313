import type { Problem } from './problem.ts';
import { type LineOf, REPORTERS } from './reporters.ts';

/**
 * Something that went wrong and that whoever called can mend: a sentence that says what is wrong and the way out,
 * or a list of problems. Every other error is taken for a mistake of this program.
 */
export class UserError extends Error {
  override readonly name = 'UserError';
  /** What is wrong, each with its place; empty where the sentence says all there is to say. */
  readonly problems: readonly Problem[];

  /** The lines the problems are about, for whoever prints them in another way. */
  readonly lineOf: LineOf;

  constructor(
    told: string | readonly Problem[],
    { lineOf = () => undefined, ...around }: UserErrorOptions = {},
  ) {
    super(typeof told === 'string' ? told : listed(told, lineOf, around), around);
    this.problems = typeof told === 'string' ? [] : told;
    this.lineOf = lineOf;
  }
}

interface UserErrorOptions extends ErrorOptions {
  lineOf?: LineOf;
  /** What is said above a list of problems. */
  heading?: string;
  /** What is said below it. */
  ending?: string;
}

function listed(
  problems: readonly Problem[],
  lineOf: LineOf,
  { heading, ending }: Pick<UserErrorOptions, 'heading' | 'ending'>,
): string {
  const parts = [heading, REPORTERS.terminal(problems, lineOf), ending];
  return parts.filter((part) => part !== undefined).join('\n\n');
}

/**
 * What a person is told of an error: the words of a `UserError`; what the machine refused, with the way out;
 * and of anything else that it is our mistake, where to tell it, and the way through the code that led to it.
 * @param bugs where a mistake of this program is told.
 */
export function explain(error: unknown, bugs: string): string {
  if (error instanceof UserError) return error.message;
  const refused = remedyForMachine(error);
  if (refused !== undefined) return `${(error as Error).message}. ${refused}`;
  return [
    `This is our mistake, not yours: ${error instanceof Error ? error.message : String(error)}`,
    `Please send us what stands below: ${bugs}`,
    '',
    trace(error),
  ].join('\n');
}

/** Why something on the network did not answer: what began it says more than `fetch failed`. */
export function whyOf(error: unknown): string {
  const { message, cause } = error as Error;
  return cause instanceof Error && cause.message !== '' ? cause.message : message;
}

/** What the system refuses for a reason that lies outside of this program, and the way out. */
const REFUSED: Record<string, string> = {
  EACCES: 'Give the user that runs this the right to it.',
  EPERM: 'Give the user that runs this the right to it.',
  EROFS: 'Name a place that can be written to.',
  ENOTDIR: 'A file lies where a folder is to be: move it, or name another place.',
  EISDIR: 'A folder lies where a file is to be: name a file.',
  ENOSPC: 'The disk is full: make room.',
  EDQUOT: 'The quota of this user is used up: make room.',
  EMFILE: 'Too many files are open: raise the limit ("ulimit -n").',
  ENFILE: 'Too many files are open on this machine: end what holds them.',
  ENOMEM: 'There is not enough memory: end what takes it, or use a larger machine.',
  EADDRINUSE: 'Another program listens there: end it, or name another port.',
  EADDRNOTAVAIL: 'This machine has no such address: name another.',
};

function remedyForMachine(error: unknown): string | undefined {
  const { code, syscall } = (error ?? {}) as NodeJS.ErrnoException;
  if (!(error instanceof Error) || syscall === undefined || code === undefined) return undefined;
  if (code === 'EEXIST' && syscall === 'mkdir') return REFUSED.ENOTDIR;
  return Object.hasOwn(REFUSED, code) ? REFUSED[code] : undefined;
}

/** The stack of an error and of what caused it. Nothing else that hangs on it, for that may be secret. */
function trace(error: unknown): string {
  if (!(error instanceof Error)) return new Error(`thrown was no error but: ${String(error)}`).stack ?? '';
  const { stack = String(error), cause } = error;
  return cause === undefined ? stack : `${stack}\ncaused by ${trace(cause)}`;
}
