import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Channel, Outgoing } from '../../../src/delivery/channel.ts';
import { update } from '../told.ts';

/** What a test of one channel brings: its service, which can be made to fail, and what arrived there. */
export interface Bench {
  channel: Channel;
  /** Somebody it may write to; absent where it speaks to everybody. */
  to?: Outgoing['to'];
  /** How many messages lie at the service now. */
  arrived(): Promise<number>;
  /**
   * Makes the service answer so from now on: too many, with or without saying when to come back; broken; refusing for
   * good; taking the message and never answering; not there at all. What it cannot do is missing.
   */
  fail: Partial<Record<Failure, () => void | Promise<void>>>;
  /** Ends once the silent service has the message: patience begins there, however slow the machine is until then. */
  held?(): Promise<void>;
  /** Makes it answer as it should. */
  heal(): void | Promise<void>;
  close?(): Promise<void>;
}

export type Failure = 'too many' | 'broken' | 'refusing' | 'silent' | 'away';

/** What each failure may be told as, so that nobody is told twice and nobody is forgotten. */
const ALLOWED: Record<Failure, readonly string[]> = {
  'too many': ['later'],
  broken: ['later', 'unknown'],
  refusing: ['refused'],
  silent: ['unknown'],
  away: ['later'],
};

/** How long a silent service is waited for in a test, in ms: once it is known to have the message, and where it is not. */
const PATIENCE = { held: 50, unknown: 1_500 };

/** What ends an attempt at a service that never answers. */
function patienceWith({ held }: Pick<Bench, 'held'>): AbortSignal {
  if (!held) return AbortSignal.timeout(PATIENCE.unknown);
  const ending = new AbortController();
  void held().then(() => setTimeout(() => ending.abort(), PATIENCE.held));
  return ending.signal;
}

/** The contract of every channel: one test for all, and each failure that its service can show. */
export function contract(name: string, open: () => Promise<Bench>): void {
  describe(`the channel ${name}`, () => {
    const bench = async (work: (bench: Bench, outgoing: Outgoing) => Promise<void>) => {
      const opened = await open();
      const outgoing = { key: 'a1b2-1', content: update(), to: opened.to };
      await work(opened, outgoing).finally(() => opened.close?.());
    };

    test('tells once what it is given, and says so', () =>
      bench(async ({ channel, arrived }, outgoing) => {
        assert.equal((await channel.send(outgoing, AbortSignal.timeout(10_000))).kind, 'sent');
        assert.equal(await arrived(), 1);
      }));

    test('prints what a person would see, with the link', () =>
      bench(async ({ channel }, outgoing) => {
        assert.match(channel.print(outgoing), /https:\/\/status\.example\.org\//);
      }));

    test('tells drills, all-clears, stale pages and each language without failing', () =>
      bench(async ({ channel, to }) => {
        const site = {
          name: 'Sharing status',
          service: 'sharing',
          operator: 'Us',
          url: 'https://status.example.org/',
        };
        const contents = [
          update({ drill: true }),
          update({
            state: 'resolved',
            closes: true,
            all_clear: true,
            first: false,
            open: false,
            advice: null,
          }),
          update({ language: 'es', site: { ...site, name: 'Estado' } }),
          { kind: 'stale', site, since: Date.parse('2026-03-01T02:00:00Z'), language: 'en' } as const,
          { kind: 'fresh', site, since: Date.parse('2026-03-01T02:00:00Z'), language: 'es' } as const,
        ];
        for (const [index, content] of contents.entries()) {
          const outcome = await channel.send({ key: `c-${index}`, content, to }, AbortSignal.timeout(10_000));
          assert.equal(outcome.kind, 'sent', JSON.stringify(outcome));
        }
      }));

    for (const failure of Object.keys(ALLOWED) as Failure[])
      test(`never says it told where its service is "${failure}", and knows what that means`, () =>
        bench(async ({ channel, fail, held }, outgoing) => {
          if (!fail[failure]) return;
          await fail[failure]();
          const signal = failure === 'silent' ? patienceWith({ held }) : AbortSignal.timeout(10_000);
          const outcome = await channel.send(outgoing, signal);
          assert.ok(ALLOWED[failure].includes(outcome.kind), `${failure}: ${JSON.stringify(outcome)}`);
        }));

    test('makes no second message of a key that it is given twice, if it says so', () =>
      bench(async ({ channel, arrived }, outgoing) => {
        if (!channel.idempotent) return;
        await channel.send(outgoing, AbortSignal.timeout(10_000));
        assert.equal((await channel.send(outgoing, AbortSignal.timeout(10_000))).kind, 'sent');
        assert.ok((await arrived()) <= 1);
      }));

    test('finds out whether what ended unknown has arrived, if it can look', () =>
      bench(async ({ channel, fail, heal, held, arrived }, outgoing) => {
        if (!channel.reconcile || !fail.silent) return;
        const began = Date.now();
        await fail.silent();
        assert.equal((await channel.send(outgoing, patienceWith({ held }))).kind, 'unknown');
        await heal();
        const attempt = { ...outgoing, began, ended: Date.now() };
        const found = await channel.reconcile(attempt, AbortSignal.timeout(10_000));
        assert.equal(found.kind, (await arrived()) === 1 ? 'sent' : 'later');
        const other = await channel.reconcile(
          {
            ...attempt,
            key: 'never-sent',
            content: update({
              title: 'Something else',
              url: 'https://status.example.org/incidents/other/#u',
              incident_url: 'https://status.example.org/incidents/other/',
            }),
          },
          AbortSignal.timeout(10_000),
        );
        assert.notEqual(other.kind, 'sent', 'and is not misled by another message');
      }));

    test('names in one sentence what is wrong when it is asked to check a service that refuses it', () =>
      bench(async ({ channel, fail }) => {
        assert.deepEqual(
          await channel.check(AbortSignal.timeout(10_000)),
          [],
          'nothing is wrong to begin with',
        );
        if (!fail.refusing) return;
        await fail.refusing();
        const problems = await channel.check(AbortSignal.timeout(10_000));
        for (const { found, remedy } of problems) {
          assert.ok(found !== '' && remedy !== '');
        }
      }));
  });
}
