import assert from 'node:assert/strict';
import {
  cpSync,
  existsSync,
  lstatSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, test } from 'node:test';
import { dropGuarded, guard, releaseBehind } from '../../src/release/guard.ts';
import { workshop, write } from './workshop.ts';

const fresh = workshop();

const UNTIL = Date.UTC(2026, 2, 1, 3, 30);
const iso = (at: number) => new Date(at).toISOString();
const beat = (until: number, vouched: number | null = null) =>
  JSON.stringify({
    valid_until: iso(until),
    vouched: { until: vouched === null ? null : iso(vouched) },
  });

/** Nobody has words for `xx`. */
const say = (language: string, at: number) => {
  const before = { en: 'at', es: 'a las' }[language];
  return before && `${before} ${iso(at).slice(11, 16)}`;
};

const listen = async () => undefined;
const read = (...path: string[]) => readFileSync(join(...path), 'utf8');

/** A live link to a release that holds until `UNTIL`, and what a guard does there. */
function live(heartbeat = beat(UNTIL)) {
  const to = join(fresh(), 'live');
  const release = `${to}.releases/00000001-r`;
  write(release, {
    'index.html': '<!doctype html><html lang="en" dir="ltr">',
    'es/index.html': '<!doctype html><html lang="es" dir="ltr">',
    'xx/index.html': '<!doctype html><html lang="xx" dir="ltr">',
    'badge.svg': 'all well',
    'api/v2/status.json': 'all well',
    'heartbeat.json': heartbeat,
    'stale/badge.svg': 'unknown',
    'stale/api/v2/status.json': 'unknown',
    'stale/components/c/badge.svg': 'unknown',
  });
  symlinkSync('live.releases/00000001-r', to);
  return { to, release, look: (now = UNTIL, inPlace = false) => guard({ to, now, listen, say, inPlace }) };
}

/** The same as a folder that is no link. */
function copy() {
  const { release } = live();
  const to = join(fresh(), 'copy');
  cpSync(release, to, { recursive: true });
  return { to, look: (inPlace: boolean) => guard({ to, now: UNTIL, listen, say, inPlace }) };
}

describe('the word of a live site', () => {
  for (const [what, heartbeat, until] of [
    ['what it says itself', beat(UNTIL), UNTIL],
    ['the service’s own, where that is sooner', beat(UNTIL, UNTIL - 5000), UNTIL - 5000],
    ['its own, where the service’s holds longer', beat(UNTIL, UNTIL + 5000), UNTIL],
  ] as const)
    test(`holds until ${what}, and not a moment longer`, async () => {
      const { to, look } = live(heartbeat);
      assert.equal(await look(until - 1), 'fresh');
      assert.equal(read(to, 'badge.svg'), 'all well');
      assert.equal(await look(until), 'put');
      assert.equal(read(to, 'badge.svg'), 'unknown');
    });

  for (const [what, heartbeat] of [
    ['cut short', '{"valid_until":'],
    ['without a time', '{"valid_until":"soon","vouched":{"until":null}}'],
    ['of another kind', '{}'],
  ] as const)
    test(`does not hold where its heartbeat is ${what}`, async () => {
      assert.equal(await live(heartbeat).look(0), 'put');
    });

  test('does not hold where there is no heartbeat', async () => {
    const { release, look } = live();
    rmSync(join(release, 'heartbeat.json'));
    assert.equal(await look(0), 'put');
  });
});

describe('a live link whose word has lapsed', () => {
  test('says "unknown" wherever a build has printed that, and every other file is as it was', async () => {
    const { to, release, look } = live();
    assert.equal(await look(), 'put');
    for (const file of ['badge.svg', 'api/v2/status.json', 'components/c/badge.svg'])
      assert.equal(read(to, file), 'unknown', file);
    for (const file of ['index.html', 'heartbeat.json', 'stale/badge.svg'])
      assert.equal(statSync(join(to, file)).ino, statSync(join(release, file)).ino, file);
    assert.equal(read(release, 'badge.svg'), 'all well', 'the release itself is not written over');
    assert.equal(existsSync(join(release, 'components')), false);
    assert.deepEqual(readdirSync(to).toSorted(), [
      'api',
      'badge.svg',
      'components',
      'es',
      'heartbeat.json',
      'index.html',
      'stale',
      'xx',
    ]);
    assert.deepEqual(readdirSync(dirname(to)).toSorted(), ['live', 'live.releases', 'live.unknown']);
  });

  test('leads to what the guard made by a path that holds wherever the folder is moved', async () => {
    const { to, look } = live();
    await look();
    assert.equal(readlinkSync(to), 'live.unknown/00000001-r');
    renameSync(dirname(to), `${dirname(to)}-moved`);
    assert.equal(read(`${dirname(to)}-moved`, 'live/badge.svg'), 'unknown');
  });

  test('is changed once, however often the guard looks', async () => {
    const { to, look } = live();
    await look();
    const { ino } = statSync(join(to, 'badge.svg'));
    assert.equal(await look(), 'standing');
    assert.equal(await look(UNTIL + 60_000), 'standing');
    assert.equal(statSync(join(to, 'badge.svg')).ino, ino);
  });

  test('is changed also where a guard before was cut off', async () => {
    const { to, look } = live();
    write(dirname(to), { 'live.unknown/00000001-r/badge.svg': 'half', 'live.guard': 'half' });
    assert.equal(await look(), 'put');
    assert.equal(read(to, 'badge.svg'), 'unknown');
    assert.equal(existsSync(join(dirname(to), 'live.guard')), false);
  });

  test('stays with the release that a deploy put live meanwhile', async () => {
    const { to, look } = live();
    const looking = look();
    while (!existsSync(`${to}.unknown`)) await new Promise((done) => setImmediate(done));
    write(`${to}.releases/00000002-r`, { 'badge.svg': 'fresh' });
    rmSync(to);
    symlinkSync('live.releases/00000002-r', to);
    assert.equal(await looking, 'fresh');
    assert.equal(read(to, 'badge.svg'), 'fresh');
    assert.deepEqual(readdirSync(dirname(to)).toSorted(), ['live', 'live.releases']);
  });

  test('stays as it is where a beat has renewed it meanwhile', async () => {
    const { to, release, look } = live();
    const looking = look();
    while (!existsSync(`${to}.unknown`)) await new Promise((done) => setImmediate(done));
    rmSync(join(release, 'heartbeat.json'));
    write(release, { 'heartbeat.json': beat(UNTIL + 60_000) });
    assert.equal(await looking, 'fresh');
    assert.equal(read(to, 'badge.svg'), 'all well');
    assert.deepEqual(readdirSync(dirname(to)).toSorted(), ['live', 'live.releases']);
  });

  test('leaves nothing of what the guard made once something else is live', async () => {
    const { to, look } = live();
    await look();
    await dropGuarded(to);
    assert.equal(existsSync(`${to}.unknown`), false);
    await dropGuarded(to);
  });
});

describe('what a beat has renewed since it was built', () => {
  const PRINTED = UNTIL - 20 * 60_000;
  const seconds = (at: number) => iso(at).replace('.000Z', 'Z');
  const stale = (at: number) => ({
    'badge.svg': `Unknown (at ${iso(at).slice(11, 16)})`,
    'es/badge.svg': `Desconocido (a las ${iso(at).slice(11, 16)})`,
    // Nobody knows how it writes a time: it stays as it was printed.
    'xx/badge.svg': `??? (${iso(PRINTED).slice(11, 16)})`,
    'api/v2/status.json': `{"page":{"updated_at":"${seconds(at)}"},"scheduled_for":"${seconds(PRINTED)}"}`,
  });
  const renewed = (inPlace: boolean) => {
    const { to, release, look } = inPlace ? { ...copy(), release: '' } : live();
    const files = Object.entries(stale(PRINTED)).map(([file, text]) => [`stale/${file}`, text] as const);
    write(release || to, Object.fromEntries(files));
    return { to, look: () => (inPlace ? copyLook(to) : (look as () => Promise<unknown>)()) };
  };
  const copyLook = (to: string) => guard({ to, now: UNTIL, listen, say, inPlace: true });

  for (const inPlace of [false, true])
    test(`is "unknown" as of when its heartbeat ran out, and not of when its build’s would have${inPlace ? ', in place too' : ''}`, async () => {
      const { to, look } = renewed(inPlace);
      assert.equal(await look(), 'put');
      for (const [file, text] of Object.entries(stale(UNTIL))) assert.equal(read(to, file), text, file);
      assert.equal(await look(), 'standing');
    });
});

describe('a heartbeat that is renewed at another address', () => {
  const ADDRESS = 'https://beat.example.org/heartbeat.json';
  const own = (build: string) =>
    JSON.stringify({ ...(JSON.parse(beat(UNTIL)) as object), build, moved_to: ADDRESS });
  const there = (until: number, build = 'b1', vouched: number | null = null) => ({
    ...(JSON.parse(beat(until, vouched)) as object),
    build,
  });
  const HOUR = 3_600_000;
  const moved = () => {
    const { to, release } = live(own('b1'));
    const asked: string[] = [];
    const look = (now: number, heard?: { body: unknown; now: number }) =>
      guard({
        to,
        now,
        say,
        inPlace: false,
        listen: async (address) => {
          asked.push(address);
          return heard;
        },
      });
    return { to, release, asked, look };
  };

  test('decides, and not the one that was built', async () => {
    const { to, asked, look } = moved();
    const now = UNTIL + HOUR;
    assert.equal(await look(now, { body: there(now + 1), now }), 'fresh');
    assert.deepEqual(asked, [ADDRESS]);
    assert.equal(await look(UNTIL - 2, { body: there(UNTIL - 2), now: UNTIL - 2 }), 'put');
    assert.equal(read(to, 'badge.svg'), 'unknown');
  });

  test('is believed for as long as the word in it holds, by the clock of its own server', async () => {
    const { look } = moved();
    const now = UNTIL + 9 * HOUR;
    assert.equal(await look(now, { body: there(UNTIL + HOUR, 'b1', UNTIL + 60_000), now: UNTIL }), 'fresh');
    assert.equal(await look(now, { body: there(UNTIL + HOUR, 'b1', UNTIL), now: UNTIL }), 'put');
  });

  test('that cannot be heard holds for as long as was heard last, and else as long as what was built', async () => {
    const first = moved();
    assert.equal(await first.look(UNTIL - 1), 'fresh');
    assert.equal(await first.look(UNTIL), 'put');
    const { look } = moved();
    const heard = { body: there(UNTIL + HOUR), now: UNTIL };
    assert.equal(await look(UNTIL + 5000, heard), 'fresh');
    assert.equal(await look(UNTIL + HOUR + 4999), 'fresh', 'that server is five seconds behind');
    assert.equal(await look(UNTIL + HOUR + 5000), 'put');
  });

  for (const [what, body] of [
    ['of another build', there(UNTIL + HOUR, 'b2')],
    ['of nobody', '<html>'],
    ['nothing', null],
  ] as const)
    test(`says nothing of this build where what stands there is ${what}`, async () => {
      const { look } = moved();
      assert.equal(await look(UNTIL - 1, { body, now: UNTIL - 1 }), 'fresh');
      assert.equal(await look(UNTIL, { body, now: UNTIL }), 'put');
    });

  test('of the build before is forgotten with it', async () => {
    const { release, look } = moved();
    await look(UNTIL, { body: there(UNTIL + HOUR), now: UNTIL });
    write(release, { 'heartbeat.json': own('b2') });
    assert.equal(await look(UNTIL + 1), 'put');
  });
});

describe('a folder that is no link', () => {
  test('is not touched while somebody may be reading it', async () => {
    const { to, look } = copy();
    await assert.rejects(look(false), /is a folder and not a link: .* say --in-place /);
    assert.equal(read(to, 'badge.svg'), 'all well');
  });

  test('is exchanged file by file where that is asked for, and told of once', async () => {
    const { to, look } = copy();
    assert.equal(await look(true), 'put');
    for (const file of ['badge.svg', 'api/v2/status.json', 'components/c/badge.svg'])
      assert.equal(read(to, file), 'unknown', file);
    assert.match(read(to, 'index.html'), /lang="en"/);
    assert.equal(lstatSync(to).isSymbolicLink(), false);
    const { ino } = statSync(join(to, 'badge.svg'));
    assert.equal(await look(true), 'standing');
    assert.equal(statSync(join(to, 'badge.svg')).ino, ino, 'what says it already is not written again');
  });

  test('is told of where a single file does not say "unknown" yet', async () => {
    const { to, look } = copy();
    await look(true);
    rmSync(join(to, 'components/c/badge.svg'));
    assert.equal(await look(true), 'put');
    assert.equal(read(to, 'components/c/badge.svg'), 'unknown');
  });
});

describe('a guard', () => {
  test('says so where there is nothing to guard', async () => {
    const nowhere = join(fresh(), 'nowhere');
    await assert.rejects(guard({ to: nowhere, now: UNTIL, listen, say, inPlace: false }), (error: Error) =>
      error.message.startsWith(`There is nothing at ${nowhere}. Name the folder`),
    );
  });

  test('says so where a site has nothing to put in the place of what lapsed', async () => {
    const { to, release, look } = live();
    rmSync(join(release, 'stale'), { recursive: true });
    await assert.rejects(look(), /no folder "stale" to take "unknown" from\. Deploy once/);
    assert.equal(await look(UNTIL - 1), 'fresh', 'while its word holds nothing is missing');
    assert.equal(readlinkSync(to), 'live.releases/00000001-r');
  });
});

test('behind what a guard made is the release of the same name', () => {
  for (const [target, release] of [
    ['/srv/live.unknown/00000007-r', '/srv/live.releases/00000007-r'],
    ['/srv/live.releases/00000007-r', '/srv/live.releases/00000007-r'],
    ['/srv/other.unknown/00000007-r', '/srv/other.unknown/00000007-r'],
  ] as const)
    assert.equal(releaseBehind('/srv/live', target), release);
});
