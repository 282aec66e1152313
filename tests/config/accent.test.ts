import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { wcagContrast } from 'culori';
import { LEAST, MEANT } from '../../src/config/accent.ts';
import { GROUNDS, LOOKS } from '../../src/domain/look.ts';
import fc from '../chance.ts';
import { parse, said, SMALL } from './reading.ts';
import { often } from '../thorough.ts';

const STYLES = join(import.meta.dirname, '../../src/styles');
const withAccent = (accent: string) => `${SMALL}look:\n  accent: ${accent}\n`;
const accentOf = (accent: string) => parse(withAccent(accent)).config?.look.accent;

describe('an accent', () => {
  test('is by day what is written, and at night the same hue, lighter', () => {
    assert.deepEqual(accentOf("'#27509b'"), { day: '#27509b', night: '#88b7ff' });
    assert.equal(accentOf("'#03C'")?.day, '#0033cc');
    assert.equal(accentOf('navy')?.day, '#000080');
  });

  test('holds AA on every ground in both themes, whichever is taken', () => {
    const channel = fc.integer({ min: 0, max: 255 });
    let taken = 0;
    fc.assert(
      fc.property(channel, channel, channel, (r, g, b) => {
        const hex = `#${[r, g, b].map((one) => one.toString(16).padStart(2, '0')).join('')}`;
        const [problem] = parse(withAccent(`'${hex}'`)).problems.filter(
          ({ severity }) => severity === 'error',
        );
        // What is refused comes with one that is taken.
        const read = accentOf(problem ? (/'#\w+'/.exec(problem.remedy)?.[0] ?? '') : `'${hex}'`);
        assert.ok(read, hex);
        if (!problem) assert.equal(read.day, hex);
        if (!problem) taken++;
        for (const ground of Object.values(GROUNDS)) {
          assert.ok(wcagContrast(read.day, ground.day) >= LEAST, `${read.day} on ${ground.day}`);
          assert.ok(wcagContrast(read.night, ground.night) >= LEAST, `${read.night} on ${ground.night}`);
        }
      }),
      { numRuns: often(20, 60) },
    );
    assert.ok(taken > 0);
  });

  test('that is too light is told with the number, the ground, and the same hue made darker', () => {
    assert.deepEqual(said(withAccent("'#ff9900'")), [
      "26:11 accent-unreadable: #ff9900, 1.81:1 on a grey ground (#e9ecf3) | at least 4.5:1 on every ground that links stand on | Write '#a25600': the same hue, as dark as it must be. At night it is made lighter by itself.",
    ]);
  });

  test('that may be taken for health or an outage is a warning, and holds', () => {
    for (const [color, meaning] of [
      ['#216e2a', 'the green of proved health'],
      ['#b3261e', 'the red of an outage'],
    ] as const) {
      const [one] = parse(withAccent(`'${color}'`)).problems;
      assert.equal(one?.severity, 'warning');
      assert.equal(one?.name, 'accent-like-status');
      assert.match(one?.expected ?? '', new RegExp(meaning));
      assert.equal(accentOf(`'${color}'`)?.day, color);
    }
    for (const color of ["'#006a6a'", "'#7b1fa2'", "'#444a44'", "'#27509b'"])
      assert.deepEqual(parse(withAccent(color)).problems, [], color);
  });

  test('that is no colour, lets the ground through or has no quotes is told so', () => {
    const remedies = (accent: string) => parse(withAccent(accent)).problems.map(({ remedy }) => remedy);
    const css = (example: string) => `Write it as CSS does, in quotes and without transparency${example}.`;
    assert.deepEqual(remedies('#27509b'), [
      "Put it in quotes, such as '#27509b': what stands behind a bare # is a comment.",
    ]);
    assert.equal(accentOf('27509b')?.day, '#27509b');
    assert.deepEqual(remedies('275099'), [css(": '#275099'")]);
    for (const none of ["'#27509b80'", 'blueish', '[blue]', 'url(x)'])
      assert.deepEqual(remedies(none), [css(", such as '#27509b' or 'teal'")], none);
  });
});

describe('the sheets', () => {
  const site = readFileSync(join(STYLES, 'site.css'), 'utf8');

  test('have the grounds and the hues that an accent is held to', () => {
    for (const [token, { day, night }] of Object.entries(GROUNDS))
      assert.ok(site.includes(`${token}: light-dark(${day}, ${night});`), token);
    for (const { color } of MEANT) assert.ok(site.includes(`light-dark(${color}, `), color);
  });

  test('let no color of a status depend on the accent', () => {
    const statuses = new Set(Object.values(LOOKS).map(({ token }) => token));
    for (const token of [...statuses, '--calm', '--glow', ...Object.keys(GROUNDS)])
      assert.match(
        new RegExp(`${token}: ([^;]*);`).exec(site)?.[1] ?? '',
        /^light-dark\(#\w+, #\w+\)$/,
        token,
      );
    for (const name of readdirSync(STYLES)) {
      const css = readFileSync(join(STYLES, name), 'utf8');
      for (const [, token] of css.matchAll(/(--[\w-]+):[^;]*var\(--accent\)/g))
        assert.fail(`${name}: ${token} is made of the accent`);
    }
  });
});
