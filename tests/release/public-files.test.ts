import assert from 'node:assert/strict';
import { lstatSync, mkdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { copyPublic, ifThere, publicPaths } from '../../src/release/public-files.ts';
import { workshop, write } from './workshop.ts';

const fresh = workshop();

/** A `public/` with files, and with links by the places they lie at. */
const publicOf = (files: Record<string, string>, links: Record<string, string>) => {
  const root = join(fresh(), 'public');
  mkdirSync(root);
  write(root, files);
  for (const [place, to] of Object.entries(links)) symlinkSync(to, join(root, place));
  return root;
};

test('files of public/ are found by whichever link they lie there, and a link that leads nowhere is passed over', () => {
  const root = publicOf(
    { 'b.txt': 'b', 'a/c.txt': 'c', '.well-known/x': 'x', '../shared/in/d.txt': 'd' },
    {
      shared: '../shared',
      'one.txt': 'b.txt',
      '.#b.txt': 'somebody@machine.1',
      round: 'round',
      'a/above': '..',
      '../shared/back': '../public',
    },
  );
  assert.deepEqual(publicPaths(root), ['.well-known/x', 'a/c.txt', 'b.txt', 'one.txt', 'shared/in/d.txt']);
});

test('a site may have no public/, or something else in its place: that has no files', () => {
  const folder = fresh();
  write(folder, { file: '' });
  symlinkSync('round', join(folder, 'round'));
  for (const name of ['nothing', 'file', 'round']) assert.deepEqual(publicPaths(join(folder, name)), []);
});

test('folders that link to each other are told, and not gone through without end', () => {
  const names = Array.from({ length: 12 }, (_, index) => `folder-${index}`);
  const files = Object.fromEntries(names.map((name) => [`${name}/a.txt`, name]));
  const links = names.flatMap((name) => names.map((to) => [`${name}/${to}`, `../${to}`] as const));
  assert.throws(() => publicPaths(publicOf(files, Object.fromEntries(links))), {
    name: 'UserError',
    message:
      /folder-\d+ would be published at more than 100 places, .* Take out those that nobody needs, such as public\/folder-/,
  });
});

test('what is published stands by itself: links are followed, and no link is left in it', () => {
  const root = publicOf(
    { '../shared/a.txt': 'a', '../rules.txt': 'rules' },
    { shared: '../shared', 'rules.txt': '../rules.txt', gone: 'nowhere' },
  );
  const out = fresh();
  copyPublic(root, out);
  assert.deepEqual(
    ['shared/a.txt', 'rules.txt'].map((path) => readFileSync(join(out, path), 'utf8')),
    ['a', 'rules'],
  );
  assert.equal(
    ['shared', 'rules.txt'].some((path) => lstatSync(join(out, path)).isSymbolicLink()),
    false,
  );
  assert.throws(() => lstatSync(join(out, 'gone')), /ENOENT/);
});

test('what went while a folder was read is nothing, and what may not be read is told', () => {
  const root = publicOf({ 'a.txt': 'a' }, {});
  const path = join(root, 'a.txt');
  rmSync(path);
  assert.equal(
    ifThere(() => readFileSync(path)),
    undefined,
  );
  assert.throws(() => ifThere(() => readFileSync(root)), /EISDIR/);
});
