import type { Config } from '../config/index.ts';
import type { Rehearsal, RehearsedStep } from '../domain/rehearsals-file.ts';
import type { Site } from '../domain/site.ts';
import { type Instant, isoSeconds } from '../domain/time.ts';
import type { Check } from '../watch/check.ts';
import type { Finding } from '../watch/finding.ts';
import type { Verdict } from '../watch/judge.ts';
import { type Judged, Watcher } from '../watch/loop.ts';
import { BLANK } from '../watch/memory.ts';
import { judgedAs } from '../watch/rules.ts';
import type { Act } from '../watch/teller.ts';
import {
  callingAs,
  hostSteps,
  measured,
  publishDrill,
  type Rehearsing,
  stated,
  stepsOf,
  stillOpen,
  toldSteps,
} from './rehearsal.ts';
import { speakerFor } from './speaking.ts';
import type { Written } from './writing/report.ts';

/** Which check is taken to fail, and how the site judges it. */
export interface Failure {
  check: Check;
  watch: Config['watch'];
  site: Site;
}

/** For how long a word is waited for beyond what the checks take, in ms: a push may be tried again. */
const PATIENCE = 180_000;

/** A word of the watcher, and what became of it. */
interface Said {
  act: Act;
  report: Written;
}

/**
 * Goes the whole way by the watcher's own path: looks that are made to fail are judged as the site judges, the drill is
 * written by what speaks for a watcher, and told; then the looks go well, Monitoring is said, and the drill is ended.
 * It has a memory of its own and renews no heartbeat: the watcher that really looks knows nothing of it.
 */
export async function rehearseWatched(around: Rehearsing, failure: Failure): Promise<Rehearsal> {
  const { io, tell } = around;
  const { check, watch, site } = failure;
  const begun = io.now();
  const steps: RehearsedStep[] = [
    stated(
      'interval',
      check.every,
      `A failure waits at most so long for the first look at it ("every" of ${check.id}).`,
    ),
  ];
  const night = playedNight(around, failure);
  let [first, isCalm, isOver]: [Said | undefined, boolean, boolean] = [undefined, false, false];
  try {
    tell(`${check.id} is taken to fail. Nothing real is touched.`);
    first = await night.until('open');
    steps.push(night.judged('down', first), ...told(first, 'notice', night));
    if (first?.report.pushed) {
      steps.push(...hostSteps(site));
      if (first.report.live_after !== null)
        steps.push(...(await toldSteps(around, `${first.act.id}/${first.report.update}`, site)));
      tell(`${check.id} is taken to go well again.`);
      night.goWell();
      const calm = await night.until('calm');
      steps.push(
        night.judged('up', calm),
        stated(
          'calm',
          watch.calm * 60,
          'A watcher waits so long before it says that all goes well ("calm"); a rehearsal does not.',
        ),
        ...told(calm, 'monitoring', night),
      );
      isCalm = calm !== undefined && calm.report.live_after !== null;
    }
  } finally {
    await night.end();
  }
  const id = first?.report.incident ?? undefined;
  if (id !== undefined) {
    tell('The drill is ended.');
    const end = await publishDrill('resolve', callingAs(around), { ended: 'now' }, id);
    steps.push(...stepsOf(end, 'all-clear'));
    isOver = end.live_after !== null;
    if (!isOver) around.warn(stillOpen(end, id));
  }
  const wasSeen = first !== undefined && first.report.live_after !== null;
  return { at: isoSeconds(begun), incident: id ?? null, passed: wasSeen && isCalm && isOver, steps };
}

interface Night {
  /** Waits for a word; nothing where patience ended first. */
  until(kind: 'open' | 'calm'): Promise<Said | undefined>;
  /** How long it took from the first look until it was judged so. */
  judged(state: 'down' | 'up', said: Said | undefined): RehearsedStep;
  goWell(): void;
  end(): Promise<void>;
  /** What went wrong last. */
  why(): string | undefined;
}

/** A watcher whose one check fails until it is said to go well, from as many places as must agree. */
function playedNight(around: Rehearsing, { check, watch }: Failure): Night {
  const { io, env, place, wait } = around;
  const judged: Judged = judgedAs(check, watch);
  const places = Array.from({ length: watch.quorum }, (_, index) => `rehearsal ${index + 1}`);
  const over = new AbortController();
  const stop = AbortSignal.any([over.signal, ...(io.stopped ? [io.stopped()] : [])]);
  let isFailing = true;
  const lookedAt: { [State in Verdict['state']]?: Instant } = {};
  const judgedAt: { [State in Verdict['state']]?: Instant } = {};
  let wrong: string | undefined;
  const log = {
    info: () => undefined,
    error: (what: string, facts: { why?: string } = {}) => {
      wrong = facts.why === undefined ? what : `${what} (${facts.why})`;
    },
  };
  const words = { open: Promise.withResolvers<Said>(), calm: Promise.withResolvers<Said>() };
  const speak = speakerFor({
    ...{ io, env, place, log, isDry: false },
    watch: { ...watch, checks: [check], alerts: [] },
    drill: {
      wait,
      written: (act, report) => {
        if (act.kind === 'open' || act.kind === 'calm') words[act.kind].resolve({ act, report });
      },
    },
  });
  const watcher: Watcher = new Watcher({
    checks: [judged],
    now: io.now,
    steady: () => io.steady?.() ?? performance.now(),
    wait: (ms, signal) => io.wait(ms, signal),
    look: async (id) => {
      const at = io.now();
      lookedAt[isFailing ? 'down' : 'up'] ??= at;
      const findings = places.map(
        (from): Finding => ({
          ...{ check: id, place: from, at, ok: !isFailing },
          ...(isFailing && { why: 'it is rehearsed' }),
        }),
      );
      const [own, ...others] = findings as [Finding, ...Finding[]];
      for (const one of others) watcher.hear(one);
      return own;
    },
    tell: async (verdicts, memory, keep) => {
      for (const { state } of verdicts) judgedAt[state] ??= io.now();
      return speak(verdicts, memory, keep);
    },
    ...{ memory: BLANK, keep: async () => undefined },
    ...{ responses: undefined, publish: async () => undefined },
    log,
  });
  const running = watcher.run(stop);
  const patience = judged.every * (judged.rule.failures + 1) + PATIENCE + waitIn(wait);
  return {
    until: (kind) =>
      Promise.race([
        words[kind].promise,
        io.wait(patience, stop).then(
          () => undefined,
          () => undefined,
        ),
      ]),
    judged: (state, said) => {
      const [from, to] = [lookedAt[state], judgedAt[state]];
      const isKnown = from !== undefined && to !== undefined;
      const what = state === 'down' ? 'fails' : 'goes well again';
      return measured(
        state === 'down' ? 'judged' : 'judged well',
        isKnown ? (to - from) / 1000 : null,
        isKnown || said
          ? `From the first look that found it until ${watch.failures} looks in a row from ${places.length === 1 ? 'one place' : `each of ${places.length} places`} agreed that it ${what}.`
          : `It was never judged that it ${what}.`,
      );
    },
    goWell: () => {
      isFailing = false;
    },
    end: async () => {
      over.abort();
      await running;
    },
    why: () => wrong,
  };
}

/** A page is looked for as long as somebody says, or five minutes. */
function waitIn(wait: string | undefined): number {
  return 1000 * (wait === undefined ? 300 : Number(wait) || 0);
}

/** How long a word took from when it began to be written. */
function told(said: Said | undefined, what: string, night: Night): RehearsedStep[] {
  if (said) return stepsOf(said.report, what);
  const why = night.why();
  return [measured(`${what} pushed`, null, `It was not written${why === undefined ? '' : `: ${why}`}.`)];
}
