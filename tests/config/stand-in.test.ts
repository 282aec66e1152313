import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { standIn } from '../../src/config/stand-in.ts';
import { always } from '../../src/domain/promise.ts';
import { parse, SMALL, withLine } from './reading.ts';

const standInFor = (text: string) => standIn(parse(text).draft);

describe('a config with mistakes', () => {
  test('still says which components there are, since when and until when, and what is promised', () => {
    const site = standInFor(
      withLine('description:', '      description: { en: Alerts arrive. }').replace(
        'since: 2018-01-01',
        'since: 2018\n      until: 2026-01-31\n      formerly: [alarms, OLD]',
      ),
    );
    assert.deepEqual(site?.pledge, always({ firstNotice: 15, updateEvery: 60 }));
    assert.deepEqual(
      site?.components.map(({ id, since, until, formerly }) => [id, since, until, formerly]),
      [['alerts', Number.NEGATIVE_INFINITY, Date.UTC(2026, 0, 31), ['alarms']]],
    );
    assert.equal(site?.demonstration, undefined);
    assert.ok(
      standInFor(SMALL.replace('  pledge:', '  demonstration: { notice: { en: A show. } }\n  pledge:'))
        ?.demonstration,
    );
  });

  test('holds no incident file to what it does not say itself', () => {
    for (const broken of [
      withLine('- id: alerts', '    - id: Alerts'),
      withLine('pledge:', '  pledge: { first_notice: soon, update_every: 60 }'),
      withLine('pledge:', '  pledge: [{ first_notice: 15, update_every: 60 }]'),
      SMALL.replace(/ {2}components:[\s\S]*?(?=watch:)/, ''),
      'site: [',
    ])
      assert.equal(standInFor(broken), undefined);
  });
});
