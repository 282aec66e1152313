import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { isAskable, isOutside, LEADS_INSIDE, lookupOutside } from '../../src/delivery/outside.ts';

describe('an address that a stranger gave', () => {
  test('is asked where it lies in the internet alone', () => {
    for (const address of ['8.8.8.8', '142.250.1.1', '172.32.0.1', '2a00:1450:4001::5', '2606:4700::1111'])
      assert.equal(isOutside(address), true, address);
    for (const address of [
      '0.0.0.0',
      '10.1.2.3',
      '100.64.0.1',
      '127.0.0.1',
      '169.254.169.254',
      '172.16.0.1',
      '172.31.255.255',
      '192.168.1.1',
      '198.18.0.1',
      '224.0.0.1',
      '255.255.255.255',
      '::',
      '::1',
      'fe80::1',
      'fd00::1',
      'ff02::1',
      '::ffff:127.0.0.1',
      '64:ff9b::7f00:1',
      '2001:db8::1',
      '2002:7f00:1::',
      'localhost',
      '',
    ])
      assert.equal(isOutside(address), false, address);
  });

  test('is https, with nobody’s name in it, and no IP of the inside however it is written', () => {
    for (const address of ['https://push.example/x', 'https://8.8.8.8/x', 'https://[2a00:1450::5]:8443/x'])
      assert.equal(isAskable(address), true, address);
    for (const address of [
      'http://push.example/x',
      'ftp://push.example/',
      'https://me@push.example/',
      'https://127.0.0.1/',
      'https://2130706433/',
      'https://0x7f.1/',
      'https://[::1]/',
      'https://[::ffff:10.0.0.1]/',
      'https://169.254.169.254/latest/',
      'nothing',
    ])
      assert.equal(isAskable(address), false, address);
  });

  test('is refused where its name leads inside, before anybody connects', async () => {
    for (const all of [true, false]) {
      const error = await new Promise<unknown>((resolve) => lookupOutside('localhost', { all }, resolve));
      assert.equal(error instanceof Error && Reflect.get(error, 'code'), LEADS_INSIDE);
    }
  });
});
