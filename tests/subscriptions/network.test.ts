import assert from 'node:assert/strict';
import { test } from 'node:test';
import { networkOf, proxiesOf, widerThan } from '../../src/subscriptions/network.ts';

const NONE = proxiesOf([]);

test('a network is an address of IPv4, or the /64 of a household', () => {
  assert.equal(networkOf('198.51.100.7', undefined, NONE), '198.51.100.7');
  assert.equal(networkOf('::ffff:198.51.100.7', undefined, NONE), '198.51.100.7');
  assert.equal(networkOf('2001:db8:1:2:3:4:5:6', undefined, NONE), '2001:db8:1:2::/64');
  assert.equal(networkOf('2001:0db8:0001:0002::9', undefined, NONE), '2001:db8:1:2::/64');
  assert.equal(networkOf('2001:db8::1', undefined, NONE), '2001:db8:0:0::/64');
  assert.equal(networkOf('fe80::1%eth0', undefined, NONE), 'fe80:0:0:0::/64');
});

test('around the network of a household lies a /48, which a stranger can have whole', () => {
  assert.equal(widerThan('2001:db8:1:2::/64'), '2001:db8:1::/48');
  assert.equal(widerThan('2001:db8:0:0::/64'), '2001:db8:0::/48');
  assert.equal(widerThan('198.51.100.7'), undefined);
});

test('what a header claims counts only as far as our own proxies wrote it', () => {
  const proxies = proxiesOf(['127.0.0.1', '10.0.0.0/8', 'fd00::/8']);
  assert.equal(networkOf('198.51.100.7', '203.0.113.1', proxies), '198.51.100.7');
  assert.equal(networkOf('127.0.0.1', '203.0.113.1', proxies), '203.0.113.1');
  assert.equal(networkOf('127.0.0.1', '192.0.2.1, 203.0.113.1', proxies), '203.0.113.1');
  assert.equal(networkOf('127.0.0.1', '203.0.113.1, 10.1.2.3', proxies), '203.0.113.1');
  assert.equal(networkOf('fd00::1', '2001:db8:1:2::3', proxies), '2001:db8:1:2::/64');
  assert.equal(networkOf('127.0.0.1', 'nonsense', proxies), '127.0.0.1');
  assert.equal(networkOf('127.0.0.1', undefined, proxies), '127.0.0.1');
});

test('a proxy that cannot be read is told', () => {
  assert.throws(() => proxiesOf(['localhost']), /"localhost" is no address/);
  assert.throws(() => proxiesOf(['10.0.0.0/99']), /10\.0\.0\.0\/8/);
});
