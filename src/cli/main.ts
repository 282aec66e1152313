import { resolve } from 'node:path';
import { printable } from '../domain/printable.ts';
import { explain, UserError } from '../problems/errors.ts';
import { asObjects, summary } from '../problems/reporters.ts';
import { placeOf, withIncidents } from '../site/place.ts';
import type { Call, Commands, Environment, Io } from './command.ts';
import { COMMANDS } from './commands.ts';
import { readCall } from './find.ts';
import { overview, wrap } from './help.ts';
import { packageFacts } from './package.ts';
import { WrongCall } from './parse.ts';

/**
 * Does what a call of `nightlight` asks for. It never ends the process, and reads nothing of it.
 * @param argv what stands behind `nightlight`.
 * @returns the exit code: 0 done; 1 not done; 2 the call is wrong; what else a command answers, its help says.
 */
export async function main(
  argv: readonly string[],
  env: Environment,
  io: Io,
  commands: Commands = COMMANDS,
): Promise<number> {
  const [first, ...rest] = argv;
  if (first === undefined) {
    io.stderr.write(`Say what is to be done.\n\n${wrap(overview(commands), io.columns)}\n`);
    return 2;
  }
  const name = first === '--help' || first === '-h' ? 'help' : first;
  try {
    return await answer(name, rest, env, io, commands);
  } catch (error) {
    const isWrong = error instanceof WrongCall;
    const words = explained(error);
    io.stderr.write(`${words}\n${isWrong ? `\n${whereHelpIs(name, commands)}\n` : ''}`);
    const code = isWrong ? 2 : 1;
    if (rest.includes('--json')) print(io, name, code, told(error, words));
    return code;
  }
}

async function answer(
  name: string,
  rest: readonly string[],
  env: Environment,
  io: Io,
  commands: Commands,
): Promise<number> {
  if (name === '--version' || name === '-V') {
    io.stdout.write(`nightlight ${packageFacts().version}\n`);
    return 0;
  }
  if (name !== 'help' && rest.some((one) => one === '--help' || one === '-h'))
    return answer('help', [name], env, io, commands);
  const { command, flags, args } = await readCall([name, ...rest], commands);
  const named = flags.site as string | undefined;
  const line = (to: Io['stdout']) => (words: string) => void to.write(`${words}\n`);
  const call = {
    flags,
    args,
    env,
    io,
    commands,
    place: () =>
      withIncidents(placeOf(named ? { ...env, NIGHTLIGHT_SITE: resolve(io.cwd, named) } : env, io.cwd)),
    tell: line(flags.json ? io.stderr : io.stdout),
    warn: line(io.stderr),
  };
  const { code, report } = await command.run(call as Call<Record<never, never>, Record<never, never>>);
  if (flags.json) print(io, name, code, report);
  return code;
}

/** The one thing that a program reads: an object on one line, or a list with a line for each thing that it tells. */
function print(io: Io, command: string, exit_code: number, report: unknown): void {
  const text = Array.isArray(report)
    ? JSON.stringify(report, null, 2)
    : JSON.stringify({ command, exit_code, ...(report as object) });
  io.stdout.write(`${text}\n`);
}

/** What a person is told of an error, in lines of which none can write over another. */
export function explained(error: unknown): string {
  return explain(error, packageFacts().bugs.email).split('\n').map(printable).join('\n');
}

/** What a program is told of an error. */
function told(error: unknown, words: string): { error: string; problems?: object[] } {
  const { problems = [] } = error instanceof UserError ? error : {};
  return problems.length === 0
    ? { error: words }
    : { error: summary(problems), problems: asObjects(problems) };
}

function whereHelpIs(name: string, commands: Commands): string {
  const isKnown = Object.hasOwn(commands, name) && name !== 'help';
  return isKnown ? 'For help, add --help to it.' : 'For help: nightlight help';
}
