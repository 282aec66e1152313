import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { WrongCall } from '../../src/cli/parse.ts';
import { wordForBuild } from '../../src/cli/word.ts';

const NOW = Date.parse('2026-03-01T03:10:00Z');

/** What a build is told of whose word it prints, and what its caller reads. */
async function given(
  flags: { vouch?: string; probe?: string },
  env: Record<string, string> = {},
  answer: () => Response | Promise<Response> = () => assert.fail('nobody is asked'),
) {
  let said = '';
  const asked: string[] = [];
  const fetch = async (address: string | URL | Request) => {
    asked.push(String(address));
    return answer();
  };
  const word = await wordForBuild({
    flags,
    env,
    io: { now: () => NOW, fetch } as unknown as Parameters<typeof wordForBuild>[0]['io'],
    tell: (words) => {
      said += words;
    },
  });
  return { word: word.NIGHTLIGHT_VOUCH, said, asked };
}

describe('whose word a build prints', () => {
  test('is what a flag says, or else a variable; a word without a time is of now', async () => {
    assert.equal((await given({ vouch: 'person' })).word, 'person@2026-03-01T03:10:00Z');
    assert.equal((await given({ vouch: 'watch@2026-03-01T02:00Z' })).word, 'watch@2026-03-01T02:00:00Z');
    assert.equal((await given({ vouch: 'nobody' }, { NIGHTLIGHT_VOUCH: 'watch' })).word, 'nobody');
    assert.equal((await given({}, { NIGHTLIGHT_VOUCH: 'watch' })).word, 'watch@2026-03-01T03:10:00Z');
  });

  test('is left as it is where nothing is said: a forge sets what has no value', async () => {
    assert.equal((await given({}, { NIGHTLIGHT_VOUCH: '', NIGHTLIGHT_PROBE: '' })).word, undefined);
  });

  test('is the service’s own where it answers well', async () => {
    const { word, said, asked } = await given(
      {},
      { NIGHTLIGHT_PROBE: 'https://www.example.org/health' },
      () => new Response('fine'),
    );
    assert.deepEqual(
      [word, said, asked],
      ['watch@2026-03-01T03:10:00Z', '', ['https://www.example.org/health']],
    );
  });

  test('is as old as the answer of a cache', async () => {
    const cached = () => new Response('', { headers: { age: '600' } });
    assert.equal(
      (await given({ probe: 'https://a.example/' }, {}, cached)).word,
      'watch@2026-03-01T03:00:00Z',
    );
  });

  test('is not given by a service that answers badly or not at all, and nothing is taken back', async () => {
    const probe = 'https://a.example/';
    const bad = await given({ probe }, {}, () => new Response('', { status: 503 }));
    assert.equal(bad.word, undefined);
    assert.match(
      bad.said,
      /a\.example\/ does not vouch .* \(it answers 503\)\. The word of what is live stays/,
    );
    const silent = await given({ probe }, {}, () =>
      Promise.reject(new TypeError('fetch failed', { cause: new Error('connect ECONNREFUSED') })),
    );
    assert.equal(silent.word, undefined);
    assert.match(silent.said, /\(connect ECONNREFUSED\)/);
  });

  test('is what was said, where both were: nobody is asked', async () => {
    assert.equal((await given({ vouch: 'nobody', probe: 'https://a.example/' })).word, 'nobody');
  });

  test('is refused with the way out', async () => {
    for (const [flags, env] of [
      [{ vouch: 'me' }, {}],
      [{}, { NIGHTLIGHT_VOUCH: 'watch@yesterday' }],
      [{ probe: 'www.example.org' }, {}],
      [{}, { NIGHTLIGHT_PROBE: 'ftp://example.org/' }],
    ] as const)
      await assert.rejects(given(flags, env), WrongCall);
  });
});
