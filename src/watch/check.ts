import type { Config } from '../config/index.ts';

/** One thing that is looked at, as the config has it. */
export type Check = Config['watch']['checks'][number];

/** How something is asked. */
export type Request = NonNullable<Check['roundTrip']>['write'];

/** A look, as far as it is of one kind: how it went. */
export type Looked = { ok: true } | { ok: false; why: string };

/** What a look has of the world. */
export interface Around {
  /** The network, as a browser has it. */
  fetch: typeof fetch;
  env: NodeJS.ProcessEnv;
  /** Ends the look, for its time is over or the watcher ends. */
  signal: AbortSignal;
  /** The wall clock, in ms. */
  now(): number;
  /** Waits so many ms, or rejects once the signal comes. */
  wait(ms: number, signal?: AbortSignal): Promise<void>;
}

/** Went well. */
export const WELL: Looked = { ok: true };

/** Failed, and what was found instead, as part of a sentence: "answered 502". */
export function failed(why: string): Looked {
  return { ok: false, why };
}
