import assert from 'node:assert/strict';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { basePath, currentAttestation, servedFrom, threadsAsked } from '../../src/site/environment.ts';

const NOW = Date.UTC(2026, 2, 1, 8, 4);
const attestation = (written: string) => currentAttestation({ NIGHTLIGHT_VOUCH: written }, NOW);

describe('who vouches for the service', () => {
  test('says who and when, to the minute', () => {
    assert.deepEqual(attestation('watch@2026-03-01T08:03Z'), { by: 'watch', at: NOW - 60_000 });
    assert.deepEqual(attestation('person@2026-03-01T03:04-05:00'), { by: 'person', at: NOW });
    assert.deepEqual(attestation(''), { by: 'nobody', at: null });
  });

  test('stays who it was where a deploy says nothing of it, as far as the live heartbeat can be believed', () => {
    const standing = (vouched: object | string, NIGHTLIGHT_VOUCH = '') => {
      const path = join(mkdtempSync(join(tmpdir(), 'nightlight-')), 'heartbeat.json');
      writeFileSync(path, typeof vouched === 'string' ? vouched : JSON.stringify({ vouched }));
      return currentAttestation({ NIGHTLIGHT_STANDING: path, NIGHTLIGHT_VOUCH }, NOW);
    };
    const [at, until] = ['2026-03-01T08:00:00Z', '2026-03-01T08:02:00Z'];
    const kept = { by: 'watch', at: NOW - 4 * 60_000, until: NOW - 2 * 60_000 };
    assert.deepEqual(standing({ by: 'watch', at, until }), kept);
    assert.deepEqual(standing({ by: 'watch', at, until: null }), { ...kept, until: kept.at });
    const taken = standing({ by: 'watch', at, until, taken_back: until });
    assert.deepEqual(taken, { ...kept, takenBack: kept.until });
    const nobody = { by: 'nobody', at: null };
    assert.deepEqual(standing({ by: 'watch', at, until }, 'nobody'), nobody);
    assert.deepEqual(standing({ by: 'watch', at: '2026-03-01T09:00:00Z', until }), nobody);
    for (const wrong of [{ by: 'me', at, until }, { by: 'watch', at: 'soon', until }, '{"vouched":', 'null'])
      assert.deepEqual(standing(wrong), nobody);
    assert.deepEqual(currentAttestation({ NIGHTLIGHT_STANDING: '/nowhere' }, NOW), nobody);
  });

  test('cannot have seen what is to come; five minutes are a clock that runs ahead', () => {
    assert.deepEqual(attestation('watch@2026-03-01T08:09Z'), { by: 'watch', at: NOW + 5 * 60_000 });
    for (const ahead of ['2026-03-01T08:10Z', '2030-01-01T00:00Z'])
      assert.throws(
        () => attestation(`watch@${ahead}`),
        /now it is 2026-03-01T08:04:00Z: nobody can have seen that yet/,
      );
  });

  test('says neither a day nor a span of time, which would hold to its end', () => {
    for (const span of ['2026-03-01', '2026-03-01T07:00Z/2026-03-01T08:00Z', '2030-01-01'])
      assert.throws(
        () => attestation(`watch@${span}`),
        /is a span of time. Write one such as watch@2026-03-01T08:04:00Z/,
      );
  });

  test('is nobody else, and does not speak without a time', () => {
    for (const written of ['watch', 'watch@', 'me@2026-03-01T08:03Z', 'watch@soon', 'watch@2026-03-01T08:03'])
      assert.throws(() => attestation(written), /NIGHTLIGHT_VOUCH is watch@<time> or person@<time>/);
  });
});

test('the host that a variable names takes the place of the one in the config, and must be an address', () => {
  const configured = 'https://status.example.org';
  assert.equal(servedFrom({}, configured), configured);
  assert.equal(servedFrom({ SITE_URL: '' }, configured), configured);
  assert.equal(servedFrom({ SITE_URL: 'https://else.example' }, configured), 'https://else.example');
  for (const SITE_URL of ['status.example.org', 'ftp://status.example.org', 'https://'])
    assert.throws(() => servedFrom({ SITE_URL }, configured), /SITE_URL {2}error {2}variable-value/);
});

test('the path that a variable names has its slashes, and must be a path', () => {
  const read = (BASE_PATH?: string) => basePath({ BASE_PATH });
  assert.deepEqual([read(), read(''), read('/')], ['/', '/', '/']);
  for (const written of ['status', '/status', 'status/', '/status/']) assert.equal(read(written), '/status/');
  assert.equal(read('/a/b.c'), '/a/b.c/');
  for (const written of [
    'https://status.example.org/',
    '//else.example/',
    '/a b/',
    '/../',
    '/a/./',
    '/a?b',
    '\\a',
  ])
    assert.throws(() => read(written), /BASE_PATH {2}error {2}variable-value/, written);
});

test('how many threads help is a number, or the build decides', () => {
  assert.equal(threadsAsked({}), undefined);
  assert.equal(threadsAsked({ NIGHTLIGHT_THREADS: '' }), undefined);
  assert.equal(threadsAsked({ NIGHTLIGHT_THREADS: '0' }), 0);
  assert.throws(() => threadsAsked({ NIGHTLIGHT_THREADS: 'two' }), {
    name: 'UserError',
    message: /NIGHTLIGHT_THREADS.*two.*a number from 0 to 9/s,
  });
});
