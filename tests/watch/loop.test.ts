import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, describe, test } from 'node:test';
import type { Attestation } from '../../src/domain/freshness.ts';
import type { ResponseFile } from '../../src/domain/response-file.ts';
import { readConfig } from '../../src/config/index.ts';
import type { Check } from '../../src/watch/check.ts';
import type { Finding } from '../../src/watch/finding.ts';
import type { Verdict } from '../../src/watch/judge.ts';
import { type Judged, type Parts, type Renewed, Watcher } from '../../src/watch/loop.ts';
import { BLANK, type Memory } from '../../src/watch/memory.ts';
import { look } from '../../src/watch/probes/look.ts';
import { configWith } from './config.ts';
import { VirtualTime } from './virtual.ts';

const NIGHT = Date.parse('2026-03-01T00:00:00Z');
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

describe('a watcher', () => {
  /** How the service does: it answers 200, 502, or not at all. */
  let service: 'well' | 'ill' | 'silent' = 'well';
  const server = createServer((_, answer) => {
    if (service === 'silent') return;
    answer.writeHead(service === 'well' ? 200 : 502).end('{"ok":true}');
  });
  let url = '';
  before(async () => {
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/health`;
  });
  after(() => {
    server.closeAllConnections();
    server.close();
  });

  interface Kept {
    memory: Memory<Verdict>;
    responses?: ResponseFile;
  }

  /** A watcher of a service, and what came of it. */
  function watcherOf(
    time: VirtualTime,
    { place = 'home', ids = ['share'], over = {}, kept = { memory: BLANK } as Kept, quorum = 1 } = {} as {
      place?: string;
      ids?: string[];
      over?: Partial<Parts>;
      kept?: Kept;
      quorum?: number;
    },
  ) {
    const words: { at: number; word: Attestation | undefined }[] = [];
    const log: string[] = [];
    const looks: { check: string; from: number; to: number }[] = [];
    const told: Verdict[][] = [];
    const checks = ids.map((id) => checkOf(id, url));
    const say = (what: string, facts = {}) => void log.push(`${what} ${JSON.stringify(facts)}`);
    const parts: Parts = {
      checks: checks.map((one) => judgedBy(one, quorum)),
      ...{ now: time.now, steady: time.steady, wait: time.wait },
      look: async (id, signal) => {
        const entry = { check: id, from: time.steady(), to: Number.NaN };
        looks.push(entry);
        const check = checks.find((one) => one.id === id) as Check;
        const { now, wait, steady } = time;
        return time
          .hold(() => look(check, { place, now, wait, signal, fetch: time.fetch, env: {}, clock: steady }))
          .finally(() => (entry.to = time.steady()));
      },
      tell: async (verdicts, memory) => {
        told.push([...verdicts]);
        return memory;
      },
      beat: async (word) => {
        words.push({ at: time.now(), word });
        return { until: time.now() + HOUR };
      },
      memory: kept.memory,
      keep: async (memory) => {
        kept.memory = memory;
      },
      responses: kept.responses,
      publish: async (responses) => {
        kept.responses = responses;
      },
      log: { info: say, error: say },
      ...over,
    };
    const stopping = new AbortController();
    const watcher = new Watcher(parts);
    const begin = () => {
      const ended = watcher.run(stopping.signal);
      return { stop: () => stopping.abort(), ended };
    };
    return { watcher, begin, words, log, looks, told, kept, stopping };
  }

  const stateOf = ({ watcher }: { watcher: Watcher }) => watcher.verdicts.map(({ state }) => state).join();

  test('looks at each check at its times all night, at nothing twice at once, and spreads them', async () => {
    const time = new VirtualTime(NIGHT);
    const one = watcherOf(time, { ids: ['a', 'b', 'c', 'd'] });
    const { stop, ended } = one.begin();
    await time.pass(HOUR - 1);
    stop();
    await ended;
    for (const id of ['a', 'b', 'c', 'd']) {
      const looks = one.looks.filter(({ check }) => check === id);
      assert.ok(looks.length >= 120 && looks.length <= 120 + 3, `${looks.length} looks at ${id}`);
      for (const [index, { from }] of looks.entries()) assert.ok(from >= (looks[index - 1]?.to ?? 0));
    }
    const first = one.looks.slice(0, 4).map(({ from }) => from);
    assert.deepEqual(first, [0, 2500, 5000, 7500]);
    assert.equal(one.kept.responses?.checks[0]?.minutes.length, 12);
    assert.equal(one.kept.responses?.checks[0]?.days[0]?.failures, 0);
  });

  test('says each ten seconds that it goes on, and not while what it tells hangs', async () => {
    const time = new VirtualTime(NIGHT);
    const said: number[] = [];
    let why: string | undefined;
    const hanging = Promise.withResolvers<unknown>();
    let hangs = false;
    const one = watcherOf(time, {
      over: {
        tell: async (_, memory) => (hangs ? hanging.promise : memory),
        alive: async () => {
          said.push(time.steady());
          return why;
        },
      },
    });
    const { stop, ended } = one.begin();
    await time.pass(MINUTE);
    assert.deepEqual(said, [10_000, 20_000, 30_000, 40_000, 50_000, 60_000]);
    why = 'no such socket';
    await time.pass(MINUTE);
    assert.equal(one.log.filter((line) => line.includes(why ?? '')).length, 1, 'it is in the log once');
    hangs = true;
    await time.pass(HOUR);
    assert.equal(said.length, 12);
    hanging.resolve(undefined);
    stop();
    await ended;
  });

  test('vouches only once all is known to go well, as of the oldest look, and goes on each half minute', async () => {
    const time = new VirtualTime(NIGHT);
    const one = watcherOf(time, { ids: ['a', 'b'] });
    const { stop, ended } = one.begin();
    await time.pass(20_000);
    assert.ok(
      one.words.every(({ word }) => word === undefined),
      'two looks of three say nothing yet',
    );
    await time.pass(10 * MINUTE);
    stop();
    await ended;
    const given = one.words.filter(({ word }) => word?.by === 'watch');
    assert.ok(given.length >= 19, `${given.length} words in ten minutes`);
    for (const { at, word } of given) assert.ok(word?.at && word.at <= at && word.at > at - 41_000);
  });

  describe('with something that only alerts speak of', () => {
    const heard = (id: string): Judged => ({
      ...{ id, every: 0, limit: 0, failures: 3, isHeard: true },
      rule: { check: id, failures: 3, of: 3, quorum: 1, heardWithin: 0 },
    });
    const alert = (time: VirtualTime, ok: boolean): Finding => ({
      ...{ check: 'heard', place: 'prometheus', at: time.now(), ok, key: 'a', holds: time.now() + HOUR },
    });

    test('vouches for what it looks at, says what fires, and is kept from vouching only by that', async () => {
      service = 'well';
      const time = new VirtualTime(NIGHT);
      const looked = judgedBy(checkOf('share', url), 1);
      const one = watcherOf(time, { over: { checks: [looked, heard('heard')] } });
      const { stop, ended } = one.begin();
      await time.pass(5 * MINUTE);
      assert.equal(stateOf(one), 'up,unknown');
      assert.ok(one.words.some(({ word }) => word?.by === 'watch'));
      one.watcher.hear(alert(time, false));
      await time.pass(MINUTE);
      assert.equal(stateOf(one), 'up,down');
      assert.equal(one.words.at(-1)?.word, undefined);
      assert.equal(one.words.filter(({ word }) => word?.by === 'nobody').length, 1);
      one.watcher.hear(alert(time, true));
      const over = time.now();
      await time.pass(2 * MINUTE);
      stop();
      await ended;
      assert.equal(stateOf(one), 'up,up');
      assert.ok(one.words.some(({ at, word }) => at > over && word?.by === 'watch'));
      assert.ok(one.looks.every(({ check }) => check === 'share'));
    });

    test('vouches for nothing where nobody looks: no alert is no health', async () => {
      const time = new VirtualTime(NIGHT);
      const one = watcherOf(time, { over: { checks: [heard('heard')] } });
      const { stop, ended } = one.begin();
      await time.pass(5 * MINUTE);
      one.watcher.hear(alert(time, false));
      await time.pass(MINUTE);
      one.watcher.hear(alert(time, true));
      await time.pass(5 * MINUTE);
      stop();
      await ended;
      assert.equal(stateOf(one), 'up');
      assert.deepEqual(
        one.words.filter(({ word }) => word?.by === 'watch'),
        [],
      );
    });
  });

  test('looks twice as often once one failed, says it within 75 seconds, and takes its word back', async () => {
    service = 'well';
    const time = new VirtualTime(NIGHT);
    const one = watcherOf(time);
    const { stop, ended } = one.begin();
    await time.pass(10 * MINUTE);
    assert.equal(stateOf(one), 'up');
    service = 'ill';
    const failed = time.now();
    await time.pass(5 * MINUTE, () => one.told.at(-1)?.[0]?.state === 'down');
    assert.ok(time.now() - failed <= 75_000, `${time.now() - failed} ms`);
    const [verdict] = one.told.at(-1) ?? [];
    assert.equal(verdict?.why, 'answered 502');
    assert.ok(verdict.lastGood && verdict.lastGood <= failed && verdict.since > failed);
    await time.pass(10 * MINUTE);
    const since = one.words.filter(({ at, word }) => at > failed + 75_000 && word?.by === 'watch');
    assert.deepEqual(since, [], 'no health is vouched for that is not there');
    assert.equal(one.words.filter(({ word }) => word?.by === 'nobody').length, 1, 'it is taken back once');
    service = 'well';
    const mended = time.now();
    await time.pass(5 * MINUTE, () => stateOf(one) === 'up');
    assert.ok(time.now() - mended <= 75_000);
    await time.pass(MINUTE);
    assert.ok(one.words.some(({ at, word }) => at > mended && word?.by === 'watch'));
    stop();
    await ended;
  });

  test('holds what flaps for no news', async () => {
    service = 'well';
    const time = new VirtualTime(NIGHT);
    const one = watcherOf(time);
    const { stop, ended } = one.begin();
    await time.pass(5 * MINUTE);
    for (let turns = 0; turns < 40; turns++) {
      service = turns % 2 === 0 ? 'ill' : 'well';
      await time.pass(20_000);
    }
    service = 'well';
    stop();
    await ended;
    assert.ok(one.told.flat().every(({ state }) => state !== 'down'));
  });

  test('needs another place to hear it: where one is cut off nobody vouches, and nothing is said', async () => {
    service = 'well';
    const time = new VirtualTime(NIGHT);
    const speaking = watcherOf(time, { quorum: 2 });
    const other = watcherOf(time, { place: 'far', over: { beat: undefined } });
    let isCut = false;
    const passOn = (finding: Finding) => void (isCut || speaking.watcher.hear(finding));
    const hear = other.watcher.hear.bind(other.watcher);
    other.watcher.hear = (finding) => {
      hear(finding);
      passOn(finding);
    };
    const running = [speaking.begin(), other.begin()];
    await time.pass(5 * MINUTE);
    assert.equal(stateOf(speaking), 'up', 'both see it work');
    isCut = true;
    await time.pass(5 * MINUTE);
    assert.equal(stateOf(speaking), 'unknown');
    const cut = time.now();
    service = 'ill';
    await time.pass(HOUR);
    assert.equal(stateOf(speaking), 'unknown', 'a place that is alone knows neither');
    assert.ok(speaking.words.every(({ at, word }) => at <= cut || word === undefined));
    isCut = false;
    await time.pass(3 * MINUTE);
    assert.equal(stateOf(speaking), 'down');
    service = 'well';
    for (const { stop } of running) stop();
    await Promise.all(running.map(({ ended }) => ended));
  });

  test('notices that the clock was set, says so, and keeps its times and what it knows', async () => {
    service = 'well';
    const time = new VirtualTime(NIGHT);
    const one = watcherOf(time);
    const { stop, ended } = one.begin();
    await time.pass(5 * MINUTE);
    const before = one.looks.length;
    time.set(-2 * HOUR);
    await time.pass(10 * MINUTE);
    assert.ok(one.log.some((line) => /clock jumped.*-7200/.test(line)));
    assert.ok(
      one.looks.length - before >= 20 && one.looks.length - before <= 24,
      'no look is left out or hurried',
    );
    assert.equal(stateOf(one), 'up');
    assert.ok(
      one.kept.memory.findings.every(({ at }) => at <= time.now()),
      'nothing was found in time to come',
    );
    time.set(3 * HOUR);
    await time.pass(10 * MINUTE);
    assert.ok(one.log.some((line) => /clock jumped.*10800/.test(line)));
    assert.equal(stateOf(one), 'up');
    stop();
    await ended;
  });

  describe('with a heartbeat', () => {
    /** A watcher of what is as `isWell` says, at `time`, whose steps are told in their order. */
    function around(time: VirtualTime, beat: (word: Attestation | undefined) => Promise<Renewed>) {
      const is = { well: true };
      const steps: string[] = [];
      const one = watcherOf(time, {
        over: {
          look: async (check) => ({ check, place: 'home', at: time.now(), ok: is.well, ms: 5 }),
          tell: async ([verdict], memory) => {
            steps.push(`told ${verdict?.state}`);
            return memory;
          },
          beat: async (word) => {
            steps.push(`gave ${word?.by ?? 'no word'}`);
            return beat(word);
          },
        },
      });
      const logged = (what: string) => one.log.filter((line) => line.startsWith(what));
      return { ...one, is, steps, logged };
    }
    const renewed = async () => ({ until: NIGHT + HOUR });

    test('takes its word back before it tells what fails, for no heartbeat can be written behind a new notice', async () => {
      const time = new VirtualTime(NIGHT);
      const { begin, is, steps } = around(time, renewed);
      const { stop, ended } = begin();
      await time.pass(5 * MINUTE);
      is.well = false;
      const before = steps.length;
      await time.pass(2 * MINUTE);
      stop();
      await ended;
      const since = steps.slice(before);
      assert.ok(since.indexOf('gave nobody') >= 0);
      assert.equal(since.indexOf('gave nobody') + 1, since.indexOf('told down'), since.join());
    });

    test('takes its word back until that stands there, however often it is refused', async () => {
      const time = new VirtualTime(NIGHT);
      let isLocked = true;
      const { begin, is, steps, logged } = around(time, async (word) =>
        word?.by === 'nobody' && isLocked ? { why: 'a deploy goes live' } : { until: NIGHT + HOUR },
      );
      const { stop, ended } = begin();
      is.well = false;
      await time.pass(10 * MINUTE);
      const refused = steps.filter((step) => step === 'gave nobody').length;
      assert.ok(refused >= 10, `${refused} times in ten minutes`);
      assert.equal(logged('the heartbeat is as it was {"why":"a deploy goes live"}').length, 1);
      isLocked = false;
      await time.pass(MINUTE);
      assert.equal(logged('that is over {"about":"beat"}').length, 1);
      const taken = steps.filter((step) => step === 'gave nobody').length;
      await time.pass(10 * MINUTE);
      assert.equal(steps.filter((step) => step === 'gave nobody').length, taken, 'once it is taken back');
      stop();
      await ended;
    });

    test('renews without a word where the newer word of somebody else stands there', async () => {
      const time = new VirtualTime(NIGHT);
      const { begin, steps, logged, kept } = around(time, async (word) =>
        word ? { why: 'a newer word stands there' } : { until: NIGHT + HOUR },
      );
      const { stop, ended } = begin();
      await time.pass(5 * MINUTE);
      stop();
      await ended;
      const at = steps.indexOf('gave watch');
      assert.equal(steps[at + 1], 'gave no word');
      assert.deepEqual(logged('the heartbeat is as it was'), []);
      assert.equal(kept.memory.renewed, undefined, 'the word that stands there is not its own');
    });

    test('knows when it was renewed last, goes on where it cannot be, and says why once', async () => {
      const time = new VirtualTime(NIGHT);
      let broken: string | undefined;
      const {
        begin,
        words: _,
        steps,
        logged,
        kept,
      } = around(time, async () => {
        if (broken !== undefined) throw new Error(broken);
        return { until: NIGHT + HOUR };
      });
      const { stop, ended } = begin();
      await time.pass(5 * MINUTE);
      assert.ok(kept.memory.renewed && time.now() - kept.memory.renewed <= 40_000);
      const last = kept.memory.renewed;
      for (broken of ['no space left', 'read-only file system']) await time.pass(5 * MINUTE);
      assert.equal(kept.memory.renewed, last);
      assert.deepEqual(logged('the heartbeat could not be renewed'), [
        'the heartbeat could not be renewed {"why":"no space left"}',
        'the heartbeat could not be renewed {"why":"read-only file system"}',
      ]);
      broken = undefined;
      const before = steps.length;
      await time.pass(5 * MINUTE);
      assert.equal(logged('that is over {"about":"beat"}').length, 1);
      const given = steps.slice(before).filter((step) => step === 'gave watch').length;
      assert.ok(given >= 7 && given <= 11, `each half minute: ${given} times in five minutes`);
      stop();
      await ended;
    });
  });

  test('ends with what it is just telling and not before, so that whoever is begun next does not say it too', async () => {
    const time = new VirtualTime(NIGHT);
    const told = Promise.withResolvers<string>();
    const one = watcherOf(time, {
      over: {
        look: async (check) => ({ check, place: 'home', at: time.now(), ok: true, ms: 5 }),
        tell: () => told.promise,
      },
    });
    const { stop, ended } = one.begin();
    await time.pass(5000);
    let isOver = false;
    void ended.then(() => (isOver = true));
    stop();
    await time.pass(MINUTE, () => isOver);
    assert.equal(isOver, false);
    told.resolve('what was said');
    await time.pass(1, () => isOver);
    assert.equal(isOver, true);
    assert.equal(one.kept.memory.teller, 'what was said');
  });

  test('calls a clock that goes its own way by less than two seconds no jump, and hears places that are a minute ahead', async () => {
    const time = new VirtualTime(NIGHT);
    const one = watcherOf(time);
    const errors = () => one.log.filter((line) => !line.startsWith('judged'));
    for (let turn = 0; turn < 10; turn++) {
      time.set(1900);
      one.watcher.hear({ check: 'share', place: 'far', at: time.now() + MINUTE, ok: true });
    }
    assert.deepEqual(errors(), []);
    await one.watcher.kept();
    assert.equal(one.kept.memory.findings.length, 10);
    one.watcher.hear({ check: 'share', place: 'far', at: time.now() + MINUTE + 1, ok: true });
    assert.match(errors().join('\n'), /^a finding of the future was left [^\n]*$/);
    time.set(2100);
    one.watcher.hear({ check: 'share', place: 'far', at: time.now(), ok: true });
    assert.match(errors().at(-1) ?? '', /^the clock jumped, or this machine slept \{"seconds":2\}$/);
    await one.watcher.kept();
    assert.deepEqual(
      one.kept.memory.findings.map(({ at }) => at),
      [time.now()],
      'what was found in a time that is yet to come is forgotten behind a jump alone',
    );
  });

  test('calls two whole seconds a jump, in either direction', async () => {
    for (const [by, seconds] of [
      [2_000, [2]],
      [-2_000, [-2]],
      [1_999, []],
      [-1_999, []],
    ] as const) {
      const time = new VirtualTime(NIGHT);
      const one = watcherOf(time);
      time.set(by);
      one.watcher.hear({ check: 'share', place: 'far', at: time.now(), ok: true });
      await one.watcher.kept();
      assert.deepEqual(
        one.log.filter((line) => line.startsWith('the clock jumped')),
        seconds.map((many) => `the clock jumped, or this machine slept {"seconds":${many}}`),
      );
    }
  });

  test('tells the operator once of what goes well and will fail soon, vouches all the same, and says when it is mended', async () => {
    const time = new VirtualTime(NIGHT);
    let soon: string | undefined = 'has a certificate that is valid until 2026-03-05 only';
    const one = watcherOf(time, {
      over: {
        look: async (check) => ({
          ...{ check, place: 'home', at: time.now(), ok: true, ms: 5 },
          ...(soon !== undefined && { soon }),
        }),
      },
    });
    const { stop, ended } = one.begin();
    await time.pass(10 * MINUTE);
    assert.equal(stateOf(one), 'up');
    assert.ok(one.words.some(({ word }) => word?.by === 'watch'));
    soon = undefined;
    await time.pass(MINUTE);
    stop();
    await ended;
    assert.deepEqual(
      one.log.filter((line) => !line.startsWith('judged')),
      [
        'this goes well, and will fail unless somebody mends it {"check":"share","place":"home","why":"has a certificate that is valid until 2026-03-05 only"}',
        'that is over {"about":"soon share home"}',
      ],
    );
  });

  test('asks a person once a day about what will fail soon, also when begun again, and after an hour where nobody could be asked', async () => {
    const time = new VirtualTime(NIGHT);
    const asked: string[] = [];
    const kept: Kept = { memory: BLANK };
    let [soon, isDeaf]: [string | undefined, boolean] = ['ends on Friday', false];
    const passes = async (ms: number, place = 'home') => {
      const over: Partial<Parts> = {
        look: async (check) => ({
          ...{ check, place, at: time.now(), ok: true, ms: 5 },
          ...(soon !== undefined && { soon }),
        }),
        ask: async (all) => {
          asked.push(`${new Date(time.now()).toISOString().slice(0, 13)} ${JSON.stringify(all)}`);
          return isDeaf ? 'answered 503' : undefined;
        },
      };
      const one = watcherOf(time, { over, kept });
      const { stop, ended } = one.begin();
      await time.pass(ms);
      stop();
      await ended;
      return one;
    };
    const words = '[{"check":"share","why":"ends on Friday"}]';
    await passes(2 * MINUTE);
    time.set(23 * HOUR);
    await passes(2 * MINUTE);
    assert.deepEqual(asked, [`2026-03-01T00 ${words}`]);
    isDeaf = true;
    time.set(HOUR);
    const deaf = await passes(MINUTE);
    time.set(30 * MINUTE);
    await passes(MINUTE);
    time.set(30 * MINUTE);
    await passes(MINUTE);
    assert.deepEqual(asked.slice(1), [`2026-03-02T00 ${words}`, `2026-03-02T01 ${words}`]);
    assert.ok(
      deaf.log.includes('nobody could be asked to mend what will fail soon {"why":"answered 503"}'),
      deaf.log.join('\n'),
    );
    soon = undefined;
    await passes(MINUTE);
    assert.deepEqual([asked.length, kept.memory.askAgain], [3, {}], 'what is mended is nobody’s work');
    [soon, isDeaf] = ['ends on Friday', false];
    await passes(MINUTE);
    assert.equal(asked.length, 4, 'what comes back is asked about at once');
    time.set(-48 * HOUR);
    await passes(MINUTE);
    assert.equal(asked.length, 5, 'a clock that was set back puts nothing off');
  });

  test('asks again at the very moment in which that is due, and puts nothing off for longer than a day', async () => {
    for (const [left, often] of [
      [0, 1],
      [1, 0],
      [24 * HOUR, 0],
      [24 * HOUR + 1, 1],
    ] as const) {
      const time = new VirtualTime(NIGHT);
      let asked = 0;
      const ask = async () => void asked++;
      const kept: Kept = { memory: { ...BLANK, askAgain: { share: NIGHT + left } } };
      const one = watcherOf(time, { kept, over: { ask: ask as () => Promise<undefined> } });
      one.watcher.hear({ check: 'share', place: 'far', at: NIGHT, ok: true, soon: 'ends on Friday' });
      await time.pass(0);
      assert.equal(asked, often, `${left} ms before it is due`);
    }
  });

  test('goes on where asking fails as nobody thought of, and asks again after an hour', async () => {
    const time = new VirtualTime(NIGHT);
    let asked = 0;
    const over: Partial<Parts> = {
      look: async (check) => ({
        ...{ check, place: 'home', at: time.now(), ok: true, ms: 5 },
        soon: 'ends on Friday',
      }),
      ask: async () => {
        asked++;
        throw new Error('the folder is away');
      },
    };
    const one = watcherOf(time, { over });
    const { stop, ended } = one.begin();
    await time.pass(61 * MINUTE);
    stop();
    await ended;
    assert.equal(asked, 2);
    assert.ok(
      one.log.includes('nobody could be asked to mend what will fail soon {"why":"the folder is away"}'),
      one.log.join('\n'),
    );
  });

  test('ends within a second in the middle of a look, and goes on from what it knew', async () => {
    service = 'ill';
    const time = new VirtualTime(NIGHT);
    const kept: Kept = { memory: BLANK };
    const one = watcherOf(time, { kept });
    const first = one.begin();
    await time.pass(2 * MINUTE);
    assert.equal(kept.memory.verdicts.share?.state, 'down');
    const second = watcherOf(time, {
      kept,
      over: {
        look: (_, signal) =>
          new Promise((_, fail) => signal.addEventListener('abort', () => fail(signal.reason as Error))),
      },
    });
    first.stop();
    await first.ended;
    const since = kept.memory.verdicts.share?.since;
    const again = second.begin();
    await time.pass(15_000);
    again.stop();
    const before = time.steady();
    await again.ended;
    assert.ok(time.steady() - before <= 1000);
    assert.equal(kept.memory.verdicts.share?.since, since, 'it is the same failure');
    assert.deepEqual(
      second.words.filter(({ word }) => word?.by === 'watch'),
      [],
    );
    service = 'well';
  });

  test('gives a look up that does not end, without a word about the service, and turns unknown by that', async () => {
    const time = new VirtualTime(NIGHT);
    const one = watcherOf(time, { over: { look: () => new Promise(() => undefined) } });
    const { stop, ended } = one.begin();
    await time.pass(10 * MINUTE);
    assert.equal(stateOf(one), 'unknown');
    assert.ok(one.log.some((line) => /a look broke.*did not end/.test(line)));
    assert.ok(one.words.every(({ word }) => word === undefined));
    stop();
    await ended;
  });

  test('goes on where it cannot tell or keep anything, says so once, and tells as soon as it can', async () => {
    service = 'ill';
    const time = new VirtualTime(NIGHT);
    let isFull = true;
    const done: string[] = [];
    const one = watcherOf(time, {
      over: {
        tell: async ([verdict], memory) => {
          if (isFull) throw new Error('no space left');
          done.push(verdict?.state ?? '');
          return memory;
        },
        keep: async () => {
          if (isFull) throw new Error('no space left');
        },
      },
    });
    const { stop, ended } = one.begin();
    await time.pass(10 * MINUTE);
    isFull = false;
    await time.pass(15_000);
    assert.equal(done[0], 'down');
    assert.equal(one.log.filter((line) => line.startsWith('it could not be told')).length, 1);
    assert.equal(one.log.filter((line) => line.startsWith('what is known could not be kept')).length, 1);
    stop();
    await ended;
    service = 'well';
  });

  test('counts no alert as a look, and says whether what it heard is kept', async () => {
    const time = new VirtualTime(NIGHT);
    const one = watcherOf(time);
    const alert = {
      check: 'share',
      place: 'prometheus',
      at: NIGHT,
      ok: false,
      key: 'a',
      holds: NIGHT + HOUR,
    };
    one.watcher.hear(alert);
    assert.equal(await one.watcher.kept(), true);
    assert.deepEqual(one.kept.memory.findings, [alert]);
    one.watcher.hear({ check: 'share', place: 'home', at: NIGHT + 1, ok: true, ms: 20 });
    await one.watcher.kept();
    assert.deepEqual(
      one.kept.responses?.checks[0]?.minutes.map(({ looks, failures }) => [looks, failures]),
      [[1, 0]],
    );
    const full = watcherOf(time, { over: { keep: async () => Promise.reject(new Error('no space left')) } });
    full.watcher.hear(alert);
    assert.equal(await full.watcher.kept(), false);
  });

  test('looks as often as it takes to know, once, for a timer', async () => {
    service = 'ill';
    const time = new VirtualTime(NIGHT);
    const one = watcherOf(time);
    let verdicts: Verdict[] | undefined;
    void one.watcher.once(one.stopping.signal).then((known) => (verdicts = known));
    await time.pass(HOUR, () => verdicts !== undefined);
    assert.deepEqual(
      [one.looks.length, verdicts?.[0]?.state, one.told.map(([verdict]) => verdict?.state)],
      [3, 'down', ['down']],
      'it is judged and told when all is known, so that what works can be said with what fails',
    );
    assert.equal(time.steady(), 30_000);
    service = 'well';
  });

  test('forgets what it is not to watch any more, and leaves findings of it and of the future', async () => {
    const time = new VirtualTime(NIGHT);
    const old: Memory<Verdict> = { ...BLANK, verdicts: { old: { check: 'old', state: 'down', since: 1 } } };
    const one = watcherOf(time, { kept: { memory: old } });
    one.watcher.hear({ check: 'old', place: 'far', at: NIGHT, ok: false });
    one.watcher.hear({ check: 'share', place: 'far', at: NIGHT + HOUR, ok: false });
    await time.pass(1);
    assert.deepEqual(one.watcher.verdicts, []);
    assert.equal(one.log.length, 2);
  });
});

function checkOf(id: string, url: string): Check {
  const bytes = configWith(`{ id: ${id}, http: { url: '${url}' }, fails: [follow-glucose] }`);
  const { config, problems } = readConfig(bytes, 'nightlight.yaml', NIGHT, ['en', 'es']);
  assert.deepEqual(problems, []);
  return config?.watch.checks[0] as Check;
}

function judgedBy({ id, every, timeout }: Check, quorum: number): Judged {
  const failures = 3;
  return {
    ...{ id, failures, every: every * 1000, limit: timeout * 1000 + 5_000 },
    rule: { check: id, failures, of: failures, quorum, heardWithin: (failures + 2) * every * 1000 },
  };
}
