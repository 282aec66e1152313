import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import { COLORS } from '../../src/browser/embed-colors.ts';
import { LOOKS } from '../../src/domain/look.ts';
import { HURT, STATUSES } from '../../src/domain/status.ts';

const sheets = readdirSync('src/styles').map((name) => readFileSync(`src/styles/${name}`, 'utf8'));

describe('how a status is drawn', () => {
  test('differs from every other without colour, as a day and along a lane', () => {
    const lanes = HURT.map((status) => `${LOOKS[status].run} ${LOOKS[status].level}`);
    assert.equal(new Set(lanes).size, HURT.length);
    assert.equal(new Set(STATUSES.map((status) => LOOKS[status].day)).size, STATUSES.length);
  });

  test('stays within its cell, so that no day lies upon another', () => {
    for (const status of STATUSES) {
      let [x, y] = [0, 0];
      let [startX, startY] = [0, 0];
      for (const [, command, numbers = ''] of LOOKS[status].day.matchAll(/([a-z])([^a-z]*)/g)) {
        const steps = [...numbers.matchAll(/-?\d*\.?\d+/g)].map(([number]) => Number(number));
        if (command === 'h' || command === 'v')
          for (const step of steps) [x, y] = command === 'h' ? [x + step, y] : [x, y + step];
        else if (command === 'z') [x, y] = [startX, startY];
        else
          for (let at = 0; at < steps.length; at += 2)
            [x, y] = [x + (steps[at] as number), y + (steps[at + 1] as number)];
        if (command === 'm') [startX, startY] = [x, y];
        assert.ok(x >= 0 && x <= 1 && y >= 0 && y <= 1, `${status}: ${x} ${y}`);
      }
    }
  });

  test('has one colour in every sheet, and in pictures the one of the night', () => {
    const site = readFileSync('src/styles/site.css', 'utf8');
    let found = 0;
    for (const status of HURT) {
      const { token, night } = LOOKS[status];
      assert.match(site, new RegExp(`${token}: light-dark\\(#\\w+, ${night}\\)`), status);
      for (const sheet of sheets)
        for (const [rule, color] of sheet.matchAll(
          new RegExp(
            `\\[data-(?:status|state)='${status}'\\][^{}]*\\{[^}]*?(?:color|stroke|fill): var\\((--[\\w-]+)\\)`,
            'g',
          ),
        )) {
          assert.equal(color, token, rule);
          found++;
        }
    }
    assert.ok(found >= 2 * HURT.length, `${found} rules`);
  });
});

test('the banner for other pages has the colours of the page', () => {
  const site = readFileSync('src/styles/site.css', 'utf8');
  const tokens: Partial<Record<string, string>> = { paper: 'neutral', edge: 'ink-quiet' };
  for (const [name, [day, night]] of Object.entries(COLORS)) {
    const token = name === 'ink' ? name : name.endsWith('Edge') ? name.slice(0, -4) : `${name}-fill`;
    assert.match(site, new RegExp(`--${tokens[name] ?? token}: light-dark\\(${day}, ${night}\\)`), name);
  }
});
