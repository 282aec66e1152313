import assert from 'node:assert/strict';
import { test } from 'node:test';
import { placeOf } from '../../src/publications/place.ts';

for (const [address, said] of [
  ['https://www.example.org/', 'example.org'],
  ['https://app.example.org:8443/sign-in/', 'app.example.org:8443/sign-in'],
  ['https://example.org/times?from=today#now', 'example.org/times'],
  ['https://[', 'https://['],
] as const)
  test(`${address} is said as ${said}`, () => assert.equal(placeOf(address), said));
