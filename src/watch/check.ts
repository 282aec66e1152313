import type { Config } from '../config/index.ts';

/** One thing that is looked at, as the config has it. */
export type Check = Config['watch']['checks'][number];

/** What can fail: what is looked at, or what only alerts speak of. */
export type Failing = Pick<Check, 'id' | 'fails' | 'status' | 'confirms'> & {
  /** Nobody looks: that no alert fires says nothing of how it is. */
  isHeard?: true;
};

type AlertRule = Config['watch']['alerts'][number]['rules'][number];

/** The check that a rule for alerts speaks of: one of the config, or one that stands for what the rule says itself. */
export function checkOf({ check, fails = [], status }: AlertRule): string {
  // No check of the config can have such a name, and the same said by two sources is one thing.
  return check ?? `alerts:${fails.toSorted().join('+')}:${status}`;
}

/** What can fail by itself without a check that looks at it, as the rules for alerts say it; each once. */
export function heardOf({ alerts }: Pick<Config['watch'], 'alerts'>): Failing[] {
  const rules = alerts.flatMap((source) => source.rules).filter(({ check }) => check === undefined);
  return [...Map.groupBy(rules, checkOf)].map(([id, [rule]]) => ({
    ...{ id, isHeard: true, confirms: [] },
    ...{ fails: rule?.fails ?? [], status: rule?.status ?? 'major_outage' },
  }));
}

/** How something is asked. */
export type Request = NonNullable<Check['roundTrip']>['write'];

/** A look, as far as it is of one kind: how it went. */
export type Looked = { ok: true; soon?: string } | { ok: false; why: string };

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
