import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { LANGUAGES } from '../languages.ts';
import { type Beside, parse, SMALL } from './reading.ts';

const PUBLIC = join(import.meta.dirname, '../../public');
const read = (logo: string, beside: Beside) => parse(`${SMALL}look:\n  logo: ${logo}\n`, LANGUAGES, beside);
const logoOf = (logo: string, beside: Beside) => read(logo, beside).config?.look.logo;

describe('a logo', () => {
  test('is a file of public/ whose size is known before a browser has it', () => {
    const png = readFileSync(join(PUBLIC, 'icon-180.png'));
    assert.deepEqual(logoOf('brand/mark.png', { 'public/brand/mark.png': png }), {
      file: 'brand/mark.png',
      width: 180,
      height: 180,
    });
    for (const [svg, width, height] of [
      ['<?xml version="1.0"?><!-- <svg viewBox="0 0 1 1"> --><svg viewBox="0 0 240.5 60">', 240.5, 60],
      ["<svg width='120px' height='30'>", 120, 30],
      ['<svg width="100%" height="100%" viewBox="-5,-5,80,20">', 80, 20],
    ] as const)
      assert.deepEqual(logoOf('logo.svg', { 'public/logo.svg': svg }), { file: 'logo.svg', width, height });
  });

  test('that is not there is told with its place', () => {
    const [problem] = read('logo.svg', { 'public/Logo.svg': '<svg viewBox="0 0 4 1">' }).problems;
    assert.equal(problem?.name, 'look-file-missing');
    assert.deepEqual(problem?.place, { line: 26, column: 9 });
    assert.equal(problem?.found, 'no file public/logo.svg');
  });

  test('is no other kind of file, lies nowhere else, and has a size', () => {
    const said = (logo: string, file = '') =>
      read(logo, { 'public/logo.svg': file, 'public/l.png': file }).problems;
    for (const path of [
      'logo.gif',
      '../logo.svg',
      'a/../../logo.svg',
      'https://example.org/logo.svg',
      '/logo.svg',
    ])
      assert.equal(said(path)[0]?.name, 'value-not-allowed', path);
    assert.match(said('public/logo.svg')[0]?.remedy ?? '', /public\/ on: logo\.svg\.$/);
    assert.match(said('logo.svg', '<svg viewBox="0 0 0 0">')[0]?.remedy ?? '', /viewBox/);
    assert.match(said('logo.svg', '<svg width="100%">')[0]?.remedy ?? '', /viewBox/);
    assert.match(said('l.png', 'GIF89a, and some more of what a GIF has')[0]?.remedy ?? '', /PNG/);
  });
});
