import type { Command, Commands, Entry, Flag, Flags } from './command.ts';
import { alternatives } from '../problems/suggest.ts';

const SITE_FLAG = {
  site: {
    value: 'DIR',
    says: 'The folder of your site. Without it the one that NIGHTLIGHT_SITE names, or the one that you are in or below.',
  },
} as const satisfies Flags;

const JSON_FLAG = {
  json: { says: 'Prints JSON on standard output, for a program; words go to standard error.' },
} as const satisfies Flags;

const HELP_FLAG = { help: { says: 'Says what stands here.' } } as const satisfies Flags;

/** All flags of a command, in the order of its help. */
export function flagsOf({ flags, ofSite, json }: Command): Flags {
  return { ...flags, ...(ofSite && SITE_FLAG), ...(json && JSON_FLAG), ...HELP_FLAG };
}

const SITE_VARIABLES = {
  NIGHTLIGHT_SITE: 'The folder of your site, where --site does not say it.',
  NIGHTLIGHT_CONFIG: 'The config, if it is not nightlight.yaml in that folder.',
  NIGHTLIGHT_INCIDENTS: 'The folder of incident files, if it is not incidents/ in that folder.',
} as const;

/** The variables that a command reads, with what each means. */
export function variablesOf({ variables, ofSite }: Command): Readonly<Record<string, string>> {
  return { ...variables, ...(ofSite && SITE_VARIABLES) };
}

/** How a flag is written: `--to DIR`. */
export function written(name: string, { value }: Flag): string {
  return value === undefined ? `--${name}` : `--${name} ${value}`;
}

/** What a flag means, with what may stand behind it. */
export function meaning({ says, choices, needed, multiple }: Flag): string {
  return [
    says,
    choices && `One of ${alternatives(choices)}.`,
    multiple && 'It may stand several times.',
    needed && 'The command needs it.',
  ]
    .filter(Boolean)
    .join(' ');
}

/** How a command is called: `nightlight completion SHELL`. */
export function usage(name: string, { args = {} }: Command): string {
  return ['nightlight', name, ...Object.keys(args).map((one) => one.toUpperCase())].join(' ');
}

/** Help for one command: sentences in the order in which one needs them, each thing on a line of its own. */
export function helpFor(name: string, entry: Entry, command: Command): string {
  const { more = [], args = {}, examples, exits, json } = command;
  return paragraphs([
    [`${usage(name, command)}: ${entry.says}`],
    ...more.map((paragraph) => [paragraph]),
    titled(
      'Arguments',
      Object.entries(args).map(([one, argument]) => [one.toUpperCase(), meaning(argument)]),
    ),
    titled(
      'Flags',
      Object.entries(flagsOf(command)).map(([one, flag]) => [written(one, flag), meaning(flag)]),
    ),
    titled('Variables of the environment', Object.entries(variablesOf(command))),
    titled(
      'Examples',
      examples.map(({ when, call }) => [when, `nightlight ${call}`]),
    ),
    titled('Exit codes', Object.entries(allExits(exits))),
    typeof json === 'string'
      ? [`JSON: ${json}`]
      : titled('JSON', json ? Object.entries(jsonFields(json)) : []),
  ]);
}

/** What each exit code means. */
export function allExits(exits: Command['exits']): Record<string, string> {
  return { ...exits, 2: 'The call is wrong; nothing was done.' };
}

/** Every key of the object that a program is told, with what it means. */
export function jsonFields(json: Readonly<Record<string, string>>): Record<string, string> {
  return {
    command: 'The name of the command.',
    exit_code: 'The exit code, a number.',
    ...json,
    error: 'Why it could not be done, in words; only then.',
    problems: 'What is wrong, as nightlight check --json lists it; only where it is a list.',
  };
}

/** Help for all: what there is, and where to ask on. */
export function overview(commands: Commands): string {
  return paragraphs([
    ['Nightlight makes a status page from incident files.'],
    titled(
      'Commands',
      Object.entries(commands).map(([name, { says }]) => [`nightlight ${name}`, says]),
    ),
    ['For more of one: nightlight help COMMAND, such as nightlight help check.'],
    ['For the version: nightlight --version'],
    [
      'In the folder of a status page, npx nightlight COMMAND does the same; npm run COMMAND -- FLAGS does for those that its package.json names.',
    ],
  ]);
}

function titled(title: string, pairs: readonly (readonly [string, string])[]): string[] {
  return pairs.length === 0 ? [] : [`${title}:`, ...pairs.map(([one, says]) => `${one}: ${says}`)];
}

function paragraphs(all: readonly (readonly string[])[]): string {
  return all
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n');
}

/** A text whose lines break between words. Without a number of columns it stays as it is. */
export function wrap(text: string, columns: number | undefined): string {
  if (columns === undefined) return text;
  return text
    .split('\n')
    .flatMap((line) => broken(line, Math.max(40, columns)))
    .join('\n');
}

function broken(line: string, columns: number): string[] {
  const lines: string[] = [];
  for (const word of line.split(' ')) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= columns)
      lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}
