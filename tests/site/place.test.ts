import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import { UserError } from '../../src/problems/errors.ts';
import { incidentsFolder, outputFolder } from '../../src/site/environment.ts';
import { placeOf } from '../../src/site/place.ts';

const folder = mkdtempSync(join(tmpdir(), 'nightlight-'));
after(() => rmSync(folder, { recursive: true, force: true }));
const [outer, inner, empty] = ['outer', 'outer/sites/inner', 'empty'].map((name) => join(folder, name)) as [
  string,
  string,
  string,
];
for (const path of [join(outer, 'incidents'), join(inner, 'incidents/deeper'), empty])
  mkdirSync(path, { recursive: true });
for (const site of [outer, inner]) writeFileSync(join(site, 'nightlight.yaml'), '');

describe('the site of a command', () => {
  test('is the nearest one above the folder in which it is called', () => {
    assert.equal(placeOf({}, outer).site, outer);
    assert.equal(placeOf({}, join(outer, 'incidents')).site, outer);
    assert.equal(placeOf({}, join(inner, 'incidents/deeper')).site, inner);
  });

  test('is the one that is named, by a path that counts from there', () => {
    assert.equal(placeOf({ NIGHTLIGHT_SITE: outer }, inner).site, outer);
    assert.equal(placeOf({ NIGHTLIGHT_SITE: '../outer' }, empty).site, outer);
    assert.equal(placeOf({ NIGHTLIGHT_SITE: '' }, inner).site, inner);
  });

  test('is nowhere else: what is missing is said, and how to name it', () => {
    assert.throws(
      () => placeOf({}, empty),
      (error: unknown) =>
        error instanceof UserError &&
        error.message ===
          `There is no nightlight.yaml in ${empty} or in a folder above it. Go into the folder of your site, or name it: --site DIR, or NIGHTLIGHT_SITE=DIR.`,
    );
    assert.throws(
      () => placeOf({ NIGHTLIGHT_SITE: empty }, outer),
      (error: unknown) =>
        error instanceof UserError && error.message.includes(`no nightlight.yaml in ${empty},`),
    );
  });
});

test('paths in variables count from the site', () => {
  const env = { NIGHTLIGHT_INCIDENTS: 'notices', NIGHTLIGHT_OUT: '/srv/out' };
  assert.equal(incidentsFolder({ site: outer, env }), join(outer, 'notices'));
  assert.equal(outputFolder({ site: outer, env }), '/srv/out');
  assert.equal(outputFolder({ site: outer, env: {} }), join(outer, 'dist'));
});
