import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { goingLive, printVersions, readVersions, type Versions } from '../../src/release/versions.ts';
import { MINUTE } from '../../src/domain/time.ts';

const AT = Date.parse('2026-03-01T03:00:00Z');
const FILE = '2026-03-01-alerts.md';
const nothingGoes = () => false;

/** One deploy after another; each goes on from the list that the one before served. */
function deploys() {
  let served: string | undefined;
  return (
    now: number,
    versions: [blob: string, at: number][],
    { file = FILE, lead = 0, mayGo = nothingGoes as (address: string) => boolean } = {},
  ) => {
    const live = goingLive(served === undefined ? undefined : readVersions(served), now, lead);
    const times = live.of(
      file,
      versions.map(([blob, at]) => ({ blob, at })),
    );
    served = printVersions(live.list(mayGo));
    return { times, served, news: live.news() };
  };
}

describe('when a version went live', () => {
  test('is the switch of the deploy that first had it, and stays so in every later one, byte for byte', () => {
    const deploy = deploys();
    deploy(AT, []);
    const committed = AT + MINUTE;
    const first = deploy(AT + 3 * MINUTE, [['b1', committed]], { lead: 2500 });
    assert.deepEqual(first.times, [AT + 3 * MINUTE + 3000]);
    assert.equal(first.news, AT + 3 * MINUTE + 3000);
    const second = deploy(AT + 9 * MINUTE, [['b1', committed]], { lead: 9000 });
    assert.deepEqual(second, { times: first.times, served: first.served, news: undefined });
    const third = deploy(AT + 20 * MINUTE, [
      ['b1', committed],
      ['b2', AT + 19 * MINUTE],
    ]);
    assert.deepEqual(third.times, [...first.times, AT + 20 * MINUTE]);
  });

  test('stays so for a translation into a language whose tag has capital letters', () => {
    const deploy = deploys();
    deploy(AT, []);
    const file = '2026-03-01-alerts.zh-Hant-TW.md';
    const { times, served } = deploy(AT + 3 * MINUTE, [['b1', AT + MINUTE]], { file });
    assert.deepEqual(deploy(AT + 9 * MINUTE, [['b1', AT + MINUTE]], { file }), {
      ...{ times, served, news: undefined },
    });
  });

  test('is when it was committed, where no list says what is new', () => {
    const { times, news, served } = deploys()(AT, [['b1', AT - 90 * MINUTE]]);
    assert.deepEqual([times, news], [[AT - 90 * MINUTE], undefined]);
    assert.equal(
      served,
      [
        '# When each version of an incident file could first be read here: time, file, git blob.',
        '# since 2026-03-01T03:00:00Z',
        `2026-03-01T01:30:00Z ${FILE} b1`,
        '# versions 1',
        '',
      ].join('\n'),
    );
  });

  test('is never before it was committed, by whatever clock', () => {
    const deploy = deploys();
    deploy(AT, []);
    assert.deepEqual(deploy(AT + MINUTE, [['b1', AT + 4 * MINUTE]]).times, [AT + 4 * MINUTE]);
  });

  test('is told anew where a file is put back to what it had been', () => {
    const deploy = deploys();
    deploy(AT, [['b1', AT - MINUTE]]);
    const changed = deploy(AT + MINUTE, [
      ['b1', AT - MINUTE],
      ['b2', AT + 1000],
    ]);
    const back: [string, number][] = [
      ['b1', AT - MINUTE],
      ['b2', AT + 1000],
      ['b1', AT + 2 * MINUTE],
    ];
    assert.deepEqual(deploy(AT + 3 * MINUTE, back).times, [...changed.times, AT + 3 * MINUTE]);
    assert.deepEqual(deploy(AT + 4 * MINUTE, back).times, [...changed.times, AT + 3 * MINUTE]);
  });

  test('stays where commits are made anew or the file is renamed, and where it comes back', () => {
    const deploy = deploys();
    deploy(AT, []);
    const { times } = deploy(AT + MINUTE, [['b1', AT + 1000]]);
    assert.deepEqual(deploy(AT + 5 * MINUTE, [['b1', AT + 4 * MINUTE]]).times, times, 'after a rebase');
    assert.deepEqual(deploy(AT + 6 * MINUTE, [['b1', AT + 1000]], { file: 'other.md' }).times, times);
    deploy(AT + 7 * MINUTE, []);
    assert.deepEqual(deploy(AT + 8 * MINUTE, [['b1', AT + 1000]]).times, times);
  });

  test('is not now for what was committed before the list began and is in no list: it was brought along', () => {
    const deploy = deploys();
    deploy(AT, []);
    assert.deepEqual(deploy(AT + MINUTE, [['b1', AT - MINUTE]]).times, [AT - MINUTE]);
  });

  test('is told of no incident that was let go', () => {
    const deploy = deploys();
    deploy(AT, [['b1', AT - MINUTE]], { file: 'gone.md' });
    const mayGo = (address: string) => address === 'incidents/gone/';
    assert.doesNotMatch(deploy(AT + MINUTE, [], { mayGo }).served, /gone\.md/);
  });

  test('stays of an incident that may go, as long as it is here', () => {
    const deploy = deploys();
    const mayGo = () => true;
    assert.match(deploy(AT, [['b1', AT - MINUTE]], { mayGo }).served, /2026-03-01-alerts\.md b1/);
    assert.doesNotMatch(deploy(AT + MINUTE, [], { file: 'other.md', mayGo }).served, /alerts/);
  });

  test('is believed up to five minutes ahead of a clock, and not a moment longer', () => {
    const noted = (at: number, since = AT - MINUTE): Versions => ({
      since,
      times: new Map([[`${FILE} b1`, [at]]]),
    });
    const timesOf = (earlier: Versions) =>
      goingLive(earlier, AT, 0).of(FILE, [{ blob: 'b1', at: AT - 1000 }]);
    assert.deepEqual(timesOf(noted(AT + 5 * MINUTE)), [AT + 5 * MINUTE]);
    assert.deepEqual(timesOf(noted(AT + 5 * MINUTE + 1000)), [AT]);
    const late = goingLive(noted(AT, AT + 5 * MINUTE), AT, 0);
    assert.equal(late.list(nothingGoes).since, AT + 5 * MINUTE);
    assert.equal(goingLive(noted(AT, AT + 5 * MINUTE + 1000), AT, 0).list(nothingGoes).since, AT);
  });

  test('lies at most five minutes ahead, and a time from a clock that was wrong is not believed', () => {
    const deploy = deploys();
    deploy(AT, []);
    assert.deepEqual(deploy(AT, [['b1', AT]], { lead: 60 * MINUTE }).times, [AT + 5 * MINUTE]);
    const wrong = deploys();
    wrong(AT, []);
    wrong(AT + 600 * MINUTE, [['b1', AT]]);
    assert.deepEqual(wrong(AT + MINUTE, [['b1', AT]]).times, [AT + MINUTE]);
    const ahead = deploys();
    ahead(AT + 600 * MINUTE, []);
    ahead(AT, []);
    assert.deepEqual(ahead(AT + 2 * MINUTE, [['b1', AT + MINUTE]]).times, [AT + 2 * MINUTE]);
  });
});

describe('the list of when versions went live', () => {
  const versions: Versions = {
    since: AT,
    times: new Map([
      [`${FILE} b2`, [AT + MINUTE]],
      ['2026-03-01-alerts.es.md b1', [AT, AT + 2 * MINUTE]],
    ]),
  };

  test('is read as it was printed, in the order of the times', () => {
    const text = printVersions(versions);
    assert.deepEqual(
      text
        .split('\n')
        .slice(2, -2)
        .map((line) => line.slice(14, 16)),
      ['00', '01', '02'],
    );
    const read = readVersions(text);
    assert.equal(read && printVersions(read), text);
  });

  test('is none where it was cut short, or is something else', () => {
    const text = printVersions(versions);
    for (let end = 0; end < text.length - 1; end++)
      assert.equal(readVersions(text.slice(0, end)), undefined, text.slice(0, end));
    for (const other of [
      '<!doctype html>',
      text.replace('# versions 3', '# versions 4'),
      text.replace('# versions 3', '# versions 3 or so'),
      text.replace('# versions 3', 'x# versions 3'),
      text.replace('# versions 3', 'no versions'),
      text.replace('# since ', 'x# since '),
      text.replace('# since ', '# since yesterday, '),
      text.replace(/# since \S+/, '# since 1'.replace('1', 'never')),
      text.replace(`${FILE} b2`, `${FILE} b2 x`),
      text.replace(`${FILE} b2`, `${FILE} B2`),
      text.replace(/(2026\S+ 2026-03-01-alerts\.md)/, 'x $1'),
      text.replace(/2026\S+ 2026-03-01-alerts\.md/, `2026-99-99T00:00:00Z ${FILE}`),
    ])
      assert.equal(readVersions(other), undefined, other);
  });

  test('of ten thousand has a line for each, and no more', () => {
    const many = new Map(Array.from({ length: 10_000 }, (_, index) => [`i-${index}.md b${index}`, [AT]]));
    const text = printVersions({ since: AT, times: many });
    assert.equal(readVersions(text)?.times.size, 10_000);
    assert.ok(text.length < 10_000 * 40);
  });
});
