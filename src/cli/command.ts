import type { ChildProcess, SpawnOptions } from 'node:child_process';
import type { Readable, Writable } from 'node:stream';
import type { Instant } from '../domain/time.ts';
import type { Place } from '../site/place.ts';

/** What a command has of the world: everything that it writes to, asks and waits for. */
export interface Io {
  stdout: Stream;
  stderr: Stream;
  /** The folder it was called in; a path that its caller wrote counts from there. */
  cwd: string;
  /** How many letters stand in a line of the terminal; `undefined` where nothing breaks lines. */
  columns?: number | undefined;
  /** Whoever sits there and can be asked; absent where nobody does. */
  terminal?: Terminal | undefined;
  now(): Instant;
  /** A clock that nobody sets, in ms from any beginning; the one of the process where it is absent. */
  steady?(): number;
  fetch: typeof fetch;
  /** Waits so many ms, or until the signal comes, and then rejects. */
  wait(ms: number, signal?: AbortSignal): Promise<void>;
  /** Raised when whoever began this asks it to end; absent where it just ends. */
  stopped?(): AbortSignal;
  /** The number of this process, and whether another one of this machine runs; absent where nobody needs to know. */
  processes?: { own: number; runs(id: number): boolean } | undefined;
  /** Begins another process of the Node that this one runs in. */
  begin(args: readonly string[], options: SpawnOptions): ChildProcess;
}

/** A terminal, as who asks there needs it. */
export interface Terminal {
  input: Readable;
  output: Writable;
}

export interface Stream {
  write(text: string): unknown;
}

export type Environment = NodeJS.ProcessEnv;

/** A command as the table of all of them has it. What it does is loaded when it is called. */
export interface Entry {
  /** What it is for, as the first sentence of its help. */
  says: string;
  load(): Promise<{ command: Command }>;
}

export type Commands = Readonly<Record<string, Entry>>;

/** A flag. With `value` something stands after it; without, it is said or not. */
export interface Flag {
  /** What stands after it, as help shows it: `DIR`. */
  value?: string;
  /** The only words that may stand there. */
  choices?: readonly string[];
  /** Whether it may stand several times. */
  multiple?: true;
  /** Whether the command cannot do without. */
  needed?: true;
  /** What it means, as a sentence. */
  says: string;
}

export type Flags = Readonly<Record<string, Flag>>;

/** A word without dashes, told by its place. Help shows its name in capitals. */
export interface Argument {
  choices?: readonly string[];
  needed?: true;
  says: string;
}

export type Arguments = Readonly<Record<string, Argument>>;

type Word<Of> = Of extends { choices: readonly (infer Choice extends string)[] } ? Choice : string;
type Maybe<Of, Value> = Of extends { needed: true } ? Value : Value | undefined;

/** What was called, as its types are told by the table of flags. */
export type FlagValues<F extends Flags> = {
  readonly [Name in keyof F]: F[Name] extends { value: string }
    ? F[Name] extends { multiple: true }
      ? readonly Word<F[Name]>[]
      : Maybe<F[Name], Word<F[Name]>>
    : boolean;
};

export type ArgumentValues<A extends Arguments> = {
  readonly [Name in keyof A]: Maybe<A[Name], Word<A[Name]>>;
};

/** One call of a command. */
export interface Call<F extends Flags = Record<never, never>, A extends Arguments = Record<never, never>> {
  flags: FlagValues<F>;
  args: ArgumentValues<A>;
  env: Environment;
  io: Io;
  /**
   * The site that `--site` names, or `NIGHTLIGHT_SITE`, or the folder it was called in.
   * @throws UserError where there is none.
   */
  place(): Place;
  /** All commands, for one that speaks of the others. */
  commands: Commands;
  /** Says a line to whoever called: on standard output, or on standard error where a program reads that. */
  tell(words: string): void;
  /** Says a line on standard error. */
  warn(words: string): void;
}

/** How a command ended. */
export interface Outcome<Report> {
  code: number;
  /** What a program is told that called with `--json`. */
  report?: Report;
}

/** What a command says of itself, and what it does. */
export interface Definition<F extends Flags, A extends Arguments, Report> {
  /** What help says after the first sentence, a paragraph each. */
  more?: readonly string[];
  flags: F;
  args?: A;
  /** Whether it is about a site, which `--site` may name. */
  ofSite?: true;
  /** The variables of the environment that it reads, each with what it means. */
  variables?: Readonly<Record<string, string>>;
  examples: readonly Example[];
  /** What each exit code means. That a call was wrong, which is 2, is said of every command. */
  exits: Readonly<Record<number, string>>;
  /** Whether it answers a program, and with what: what each key of the object means; a sentence if it is no object. */
  json?: NoInfer<Report extends readonly unknown[] ? string : Readonly<Record<keyof Report, string>>>;
  run(call: Call<F, A>): Promise<Outcome<Report>>;
}

export interface Example {
  /** When one calls it so, as the beginning of a sentence. */
  when: string;
  /** What stands behind `nightlight`. */
  call: string;
}

/** A command of any flags. */
export interface Command extends Omit<Definition<Flags, Arguments, unknown>, 'json' | 'run'> {
  json?: string | Readonly<Record<string, string>> | undefined;
  run(call: Call<Flags, Arguments>): Promise<Outcome<unknown>>;
}

/** A command whose flags have the types that its own table gives them. */
export function defineCommand<
  const F extends Flags,
  const A extends Arguments = Record<never, never>,
  Report = undefined,
>(definition: Definition<F, A, Report>): Command {
  const { run, ...rest } = definition;
  // The table that gave the types is the one that the call was read by.
  return { ...rest, run: (call) => run(call as unknown as Call<F, A>) };
}
