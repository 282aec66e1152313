import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, test } from 'node:test';
import type { Attestation, Heartbeat } from '../../src/domain/freshness.ts';
import { MINUTE } from '../../src/domain/time.ts';
import { type Beat, beat, type Beaten, carryWord } from '../../src/release/beat.ts';
import { guard } from '../../src/release/guard.ts';
import { workshop, write } from './workshop.ts';

const fresh = workshop();
const BUILT = Date.UTC(2026, 2, 1, 3, 10);
const iso = (at: number) => `${new Date(at).toISOString().slice(0, 19)}Z`;
const after = (minutes: number) => BUILT + minutes * MINUTE;
const watch = (minutes: number): Attestation => ({ by: 'watch', at: after(minutes) });
const NOBODY: Attestation = { by: 'nobody', at: null };
const said = (by: Heartbeat['vouched']['by'], minutes = 0) =>
  by === 'nobody'
    ? { by, at: null, until: null }
    : { by, at: iso(after(minutes)), until: iso(after(minutes + 20)) };

/** A heartbeat as a build printed it, which a watcher vouched for. */
const HEARTBEAT: Heartbeat = {
  built_at: iso(BUILT),
  valid_until: iso(after(40)),
  build: 'b1',
  vouched: said('watch'),
  changes_at: null,
  source: 's1',
  limits: { validFor: 40 * MINUTE, vouchFor: 20 * MINUTE },
  moved_to: null,
};

/** A live link to a release with a heartbeat, and what a beat does there. */
function live(change: Partial<Heartbeat> = {}, text = JSON.stringify({ ...HEARTBEAT, ...change })) {
  const to = join(fresh(), 'live');
  const release = `${to}.releases/00000001-r`;
  write(release, {
    'index.html': 'the page',
    'api/v2/status.json': 'all well',
    'heartbeat.json': text,
    'stale/api/v2/status.json': 'unknown',
  });
  symlinkSync('live.releases/00000001-r', to);
  return {
    to,
    release,
    heartbeat: () => JSON.parse(readFileSync(join(to, 'heartbeat.json'), 'utf8')) as Heartbeat,
    text: () => readFileSync(join(to, 'heartbeat.json'), 'utf8'),
    beats: (minutes: number, given: Partial<Beat> = {}) =>
      beat(to, { now: after(minutes), word: undefined, source: async () => ({ name: 's1' }), ...given }),
  };
}

/** Deploys another release while something else goes on. */
function deploy(to: string, heartbeat: Partial<Heartbeat>) {
  write(`${to}.releases/00000002-r`, { 'heartbeat.json': JSON.stringify({ ...HEARTBEAT, ...heartbeat }) });
  rmSync(to);
  symlinkSync('live.releases/00000002-r', to);
}

const why = (beaten: Beaten) => ('why' in beaten ? beaten.why : assert.fail('it was renewed'));

describe('a beat renews', () => {
  test('until when the build may be believed, and nothing else of what it says', async () => {
    const { beats, heartbeat } = live();
    assert.deepEqual(await beats(10), { until: after(50) });
    assert.deepEqual(heartbeat(), { ...HEARTBEAT, valid_until: iso(after(50)) });
  });

  test('the word of whoever checks, where there is a newer one', async () => {
    const { beats, heartbeat } = live();
    await beats(10, { word: watch(9) });
    assert.deepEqual(heartbeat().vouched, said('watch', 9));
    await beats(11, { word: { by: 'person', at: after(11) } });
    assert.deepEqual(heartbeat().vouched, said('person', 11));
  });

  test('what was built on nobody’s word with that of somebody', async () => {
    const { beats, heartbeat } = live({ vouched: said('nobody') });
    await beats(10, { word: NOBODY });
    assert.deepEqual(heartbeat().vouched, said('nobody'));
    await beats(11, { word: watch(11) });
    assert.deepEqual(heartbeat().vouched, said('watch', 11));
  });

  test('what has lapsed, where no guard has said so yet', async () => {
    const { beats, heartbeat } = live();
    await beats(300, { word: watch(299) });
    assert.equal(heartbeat().valid_until, iso(after(340)));
    assert.deepEqual(heartbeat().vouched, said('watch', 299));
  });

  test('a demonstration, whose files say the same before and after nobody has renewed them', async () => {
    const { release, beats } = live();
    const status = (minutes: number) =>
      `{"page":{"updated_at":"${iso(after(minutes))}"},"status":"demonstration"}`;
    write(release, { 'api/v2/status.json': status(0), 'stale/api/v2/status.json': status(40) });
    assert.deepEqual(await beats(10), { until: after(50) });
    write(release, { 'api/v2/status.json': status(45) });
    assert.match(why(await beats(46)), /"unknown" was put in place/);
  });

  test('in one step: the file is another one, and nothing is left beside it', async () => {
    const { to, release, beats } = live();
    const before = statSync(join(to, 'heartbeat.json')).ino;
    await beats(10);
    assert.notEqual(statSync(join(to, 'heartbeat.json')).ino, before);
    assert.deepEqual(readdirSync(release).toSorted(), ['api', 'heartbeat.json', 'index.html', 'stale']);
  });

  test('a copy of the heartbeat that stands alone in a folder', async () => {
    const to = fresh();
    write(to, { 'heartbeat.json': JSON.stringify(HEARTBEAT) });
    const options = { now: after(5), word: undefined, source: async () => ({ name: 's1' }) };
    assert.deepEqual(await beat(to, options), { until: after(45) });
    assert.deepEqual(readdirSync(to), ['heartbeat.json']);
  });

  test('no word by itself: without one that which stands there stays, and lapses', async () => {
    const { beats, heartbeat } = live();
    await beats(19);
    await beats(25);
    assert.deepEqual(heartbeat().vouched, said('watch'));
  });

  test('and takes a word back at once, for good: only a newer one stands again', async () => {
    const { beats, heartbeat } = live();
    await beats(5, { word: NOBODY });
    const taken = { ...said('watch'), until: iso(after(5)), taken_back: iso(after(5)) };
    assert.deepEqual(heartbeat().vouched, taken);
    for (const word of [undefined, watch(0)]) {
      await beats(6, { word });
      assert.deepEqual(heartbeat().vouched, taken);
    }
    await beats(7, { word: NOBODY });
    assert.deepEqual(heartbeat().vouched, { ...taken, taken_back: iso(after(7)) });
    await beats(8, { word: watch(7) });
    assert.deepEqual(heartbeat().vouched, said('watch', 7));
  });
});

describe('a beat leaves the heartbeat as it is, and says why,', () => {
  const left = async (
    { beats, text }: ReturnType<typeof live>,
    minutes: number,
    given: Partial<Beat>,
    expected: RegExp,
  ) => {
    const before = text();
    assert.match(why(await beats(minutes, given)), expected);
    assert.equal(text(), before);
  };

  test('where the repository has moved on', async () => {
    await left(
      live(),
      10,
      { source: async () => ({ name: 's2' }) },
      /words\/, pages\/, announcements\/.* not those that the live build was made from/,
    );
    await left(
      live(),
      10,
      { source: async () => ({ why: 'a.md: not as committed.' }) },
      /^a\.md: not as committed\.$/,
    );
  });

  test('from the very instant on for which something was announced', async () => {
    const ahead = { changes_at: iso(after(15)) };
    assert.deepEqual(await live(ahead).beats(14), { until: after(54) });
    await left(live(ahead), 15, {}, /announced for 2026-03-01T03:25:00Z has come/);
  });

  test('where the clock runs behind the build, or behind the beat before', async () => {
    await left(
      live(),
      -1,
      {},
      /renewed at 2026-03-01T03:10:00Z, and this machine says that it is 2026-03-01T03:09/,
    );
    const site = live();
    await site.beats(10);
    await left(site, 9, {}, /renewed at 2026-03-01T03:20:00Z/);
    assert.deepEqual(await site.beats(10), { until: after(50) });
  });

  test('where the word is from the future, older than the one that stands there, or has lapsed', async () => {
    await left(live(), 10, { word: watch(16) }, /nobody can have seen that yet/);
    await left(
      live(),
      10,
      { word: watch(-1) },
      /of 2026-03-01T03:10:00Z stands there already; .*03:09:00Z, is older/,
    );
    await left(live(), 30, { word: watch(10) }, /holds for 20 minutes: nobody vouches any more/);
    assert.deepEqual(await live().beats(30, { word: watch(10.1) }), { until: after(70) });
  });

  test('where a check of before the word was taken back comes after it', async () => {
    const site = live();
    await site.beats(2, { word: NOBODY });
    await left(site, 10, { word: watch(1) }, /taken back at 2026-03-01T03:12:00Z; .*03:11:00Z, is older/);
  });

  test('where a check of before somebody said that nobody vouches comes after it, though the word had lapsed by then', async () => {
    const site = live();
    await site.beats(25, { word: NOBODY });
    assert.deepEqual(site.heartbeat().vouched, { ...said('watch'), taken_back: iso(after(25)) });
    await left(site, 26, { word: watch(16) }, /taken back at 2026-03-01T03:35:00Z; .*03:26:00Z, is older/);
  });

  test('where a guard has put "unknown" in place, by a link or file by file', async () => {
    const site = live();
    await guard({ to: site.to, now: after(60), listen: async () => undefined, say: String, inPlace: false });
    await left(site, 60, { word: watch(60) }, /only the next deploy takes it away/);
    const copy = live();
    rmSync(copy.to);
    mkdirSync(copy.to);
    write(copy.to, {
      'heartbeat.json': JSON.stringify(HEARTBEAT),
      'api/v2/status.json': '{"page":{"updated_at":"2026-03-01T04:00:00Z"},"status":"unknown"}',
      'stale/api/v2/status.json': '{"page":{"updated_at":"2026-03-01T03:30:00Z"},"status":"unknown"}',
    });
    await left(copy, 60, {}, /only the next deploy takes it away/);
  });

  for (const [what, text] of [
    ['cut short', '{"build":'],
    ['of an older version', JSON.stringify({ ...HEARTBEAT, source: undefined })],
    ['without limits', JSON.stringify({ ...HEARTBEAT, limits: { validFor: 'long' } })],
    ['without times', JSON.stringify({ ...HEARTBEAT, valid_until: 'soon' })],
    ['without a word', JSON.stringify({ ...HEARTBEAT, vouched: undefined })],
    ['with a wrong announcement', JSON.stringify({ ...HEARTBEAT, changes_at: 'soon' })],
  ] as const)
    test(`where what stands there is ${what}`, async () => {
      await left(live({}, text), 10, {}, /does not say from what it was built\. Deploy once/);
    });
});

describe('a beat that meets a deploy', () => {
  test('writes into the release that was looked at, or nowhere, and then looks at the new one', async () => {
    const { to, release, beats } = live();
    let looks = 0;
    const source = async () => {
      if (looks++ === 0) deploy(to, { build: 'b2', built_at: iso(after(9)), valid_until: iso(after(49)) });
      return { name: 's1' };
    };
    assert.deepEqual(await beats(10, { source, word: watch(10) }), { until: after(50) });
    assert.equal(readFileSync(join(release, 'heartbeat.json'), 'utf8'), JSON.stringify(HEARTBEAT));
    const heartbeat = JSON.parse(readFileSync(join(to, 'heartbeat.json'), 'utf8')) as Heartbeat;
    assert.deepEqual([heartbeat.build, heartbeat.vouched], ['b2', said('watch', 10)]);
  });

  test('leaves a new release alone that is made from something else', async () => {
    const { to, beats } = live();
    const source = async () => {
      if (!existsSync(`${to}.releases/00000002-r`)) deploy(to, { build: 'b2', source: 's2' });
      return { name: 's1' };
    };
    assert.match(why(await beats(10, { source })), /not those that the live build was made from/);
  });

  test('is not troubled by a release that was taken away, and gives up where there is a new one each time', async () => {
    const { to, release, beats } = live();
    const gone = async () => {
      if (existsSync(release)) {
        deploy(to, { build: 'b2' });
        rmSync(release, { recursive: true });
      }
      return { name: 's1' };
    };
    assert.deepEqual(await beats(10, { source: gone }), { until: after(50) });
    let count = 0;
    const again = async () => {
      deploy(to, { build: `b${count++}` });
      return { name: 's1' };
    };
    assert.match(why(await beats(10, { source: again })), /changes again and again/);
  });

  test('does not write over what another beat has renewed meanwhile', async () => {
    const { beats, heartbeat } = live();
    let isFirst = true;
    const source = async () => {
      if (isFirst) {
        isFirst = false;
        await beats(12, { word: watch(12) });
      }
      return { name: 's1' };
    };
    assert.match(why(await beats(11, { source, word: watch(11) })), /renewed at 2026-03-01T03:22:00Z/);
    assert.deepEqual(heartbeat().vouched, said('watch', 12));
  });
});

describe('a word that was given while the next release was built', () => {
  const carried = (before: Heartbeat['vouched'], after: Heartbeat['vouched']) => {
    const [from, to] = [fresh(), fresh()];
    write(from, { 'heartbeat.json': JSON.stringify({ ...HEARTBEAT, vouched: before }) });
    write(to, { 'heartbeat.json': JSON.stringify({ ...HEARTBEAT, build: 'b2', vouched: after }) });
    carryWord(from, to);
    const { build, vouched } = JSON.parse(readFileSync(join(to, 'heartbeat.json'), 'utf8')) as Heartbeat;
    assert.equal(build, 'b2');
    assert.deepEqual(readdirSync(to), ['heartbeat.json']);
    return vouched;
  };
  const taken = { ...said('watch', 5), until: iso(after(7)), taken_back: iso(after(7)) };

  test('goes over to it if it is newer, and so does one that was taken back', () => {
    assert.deepEqual(carried(said('person', 6), said('watch', 5)), said('person', 6));
    assert.deepEqual(carried(taken, said('watch', 5)), taken);
  });

  test('stays taken back where the build has a check of before that', () => {
    assert.deepEqual(carried(taken, said('watch', 6)), taken);
    assert.deepEqual(carried(taken, said('watch', 7)), said('watch', 7));
    const early = { ...said('watch', 9), until: iso(after(7)), taken_back: iso(after(7)) };
    assert.deepEqual(carried(early, said('watch', 9)), early);
  });

  test('gives way to a newer one, and to a build that says that nobody checks', () => {
    assert.deepEqual(carried(taken, said('watch', 8)), said('watch', 8));
    assert.deepEqual(carried(said('watch', 5), said('watch', 5)), said('watch', 5));
    assert.deepEqual(carried(said('watch', 5), said('nobody')), said('nobody'));
    assert.deepEqual(carried(said('nobody'), said('watch', 5)), said('watch', 5));
  });

  test('is none where nothing can be read', () => {
    const [from, to] = [fresh(), fresh()];
    carryWord(from, to);
    write(from, { 'heartbeat.json': JSON.stringify(HEARTBEAT) });
    carryWord(from, to);
    assert.deepEqual(readdirSync(to), []);
  });
});

test('a beat says so where there is no heartbeat at all', async () => {
  const { to, release, beats } = live();
  rmSync(join(release, 'heartbeat.json'));
  await assert.rejects(beats(1), {
    name: 'UserError',
    message: /^There is no heartbeat at .*Name the folder/,
  });
  rmSync(dirname(to), { recursive: true });
  await assert.rejects(beats(1), { name: 'UserError', message: /^There is no heartbeat at / });
});
