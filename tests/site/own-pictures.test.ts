import assert from 'node:assert/strict';
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, beforeEach, describe, test } from 'node:test';
import { fileOf } from '../../src/problems/index.ts';
import { loadConfig } from '../../src/site/config.ts';
import { brokenPictures } from '../../src/site/own-pictures.ts';

const ROOT = join(import.meta.dirname, '../..');
const OURS = ['favicon.ico', 'icon-180.png', 'icon-512.png', 'icon.svg', 'share.png'];
const site = mkdtempSync(join(tmpdir(), 'nightlight-pictures-'));
after(() => rmSync(site, { recursive: true }));
beforeEach(() => {
  rmSync(join(site, 'public'), { recursive: true, force: true });
  mkdirSync(join(site, 'public'));
});

const write = (name: string, bytes: string | Uint8Array) => writeFileSync(join(site, 'public', name), bytes);
const told = () => brokenPictures({ site }).map((one) => `${fileOf(one)}: ${one.found}`);

describe('A picture of the site’s own', () => {
  test('is right where it is what its name says, and need not be there', () => {
    assert.deepEqual(told(), []);
    for (const name of OURS) copyFileSync(join(ROOT, 'public', name), join(site, 'public', name));
    copyFileSync(join(ROOT, 'public/icon-180.png'), join(site, 'public/favicon.ico'));
    write('icon.svg', '\uFEFF<?xml version="1.0"?><!DOCTYPE svg><!-- <b> --><svg viewBox="0 0 1 1"/>');
    write('notes.png', 'whatever');
    assert.deepEqual(told(), []);
  });

  test('is told of where it is empty, or something else', () => {
    for (const name of OURS) write(name, '');
    assert.deepEqual(
      told().toSorted(),
      OURS.map((name) => `public/${name}: an empty file`),
    );
    for (const name of OURS) write(name, '<html><svg/></html>');
    assert.deepEqual(
      told().toSorted(),
      OURS.map((name) => `public/${name}: 19 bytes of something else`),
    );
  });

  test('is told of where it was cut short', () => {
    const whole = readFileSync(join(ROOT, 'public/icon-180.png'));
    write('icon-180.png', whole.subarray(0, whole.length - 20));
    assert.equal(told().length, 1);
  });

  test('keeps a site from being printed', async () => {
    write('share.png', 'GIF89a');
    const { site: printed, problems } = await loadConfig({
      site,
      env: { NIGHTLIGHT_CONFIG: join(ROOT, 'nightlight.yaml') },
    });
    assert.equal(printed, undefined);
    assert.deepEqual(
      problems.map(({ name }) => name),
      ['picture-broken'],
    );
  });
});
