import assert from 'node:assert/strict';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import type { UserError } from '../../src/problems/errors.ts';
import { release, type ReleaseOptions } from '../../src/release/release.ts';
import { mustHave } from '../../src/release/verify.ts';
import { seal } from '../../src/domain/whole.ts';
import { workshop, write } from './workshop.ts';
import { SPOKEN } from '../languages.ts';

const fresh = workshop();

/** A release of a site with everything that must be there, and more. */
const deploy = (to: string, more: Record<string, string> = {}, options: Partial<ReleaseOptions> = {}) =>
  release({
    clock: Date.now,
    to,
    site: SPOKEN,
    base: '/',
    label: 'r',
    build: async (out) => {
      const files = {
        ...Object.fromEntries(mustHave(SPOKEN).map((file) => [file, '<html></html>'])),
        ...more,
      };
      const ended = Object.entries(files).map(([file, text]) => [
        file,
        file.endsWith('.html') ? seal(text) : text,
      ]);
      write(out, Object.fromEntries(ended) as Record<string, string>);
      return { history: true, mayGo: () => false };
    },
    ...options,
  });

const links = (count: number) =>
  Array.from({ length: count }, (_, index) => `<a href="/x${index}/">x</a>`).join('');

test('a folder of somebody else’s is never taken for the live link, and nothing in it is touched', async () => {
  const to = join(fresh(), 'live');
  write(to, { 'own.txt': 'own' });
  await assert.rejects(deploy(to), ({ message }: Error) =>
    message.startsWith(`${to} is a folder of its own, and nothing in it will be overwritten. Move it away`),
  );
  assert.equal(readFileSync(join(to, 'own.txt'), 'utf8'), 'own');
});

test('a file is never taken for the live link, is called a file, and stays as it is', async () => {
  const to = join(fresh(), 'nightlight.yaml');
  writeFileSync(to, 'site: mine');
  await assert.rejects(deploy(to), ({ message }: Error) =>
    message.startsWith(`${to} is a file, and stays as it is. Name a folder that is not there yet`),
  );
  assert.equal(readFileSync(to, 'utf8'), 'site: mine');
});

test('what keeps a site from going live is told as problems, the first hundred of each kind and how many more', async () => {
  const about = (count: number) =>
    deploy(join(fresh(), 'live'), { 'about/index.html': `<html>${links(count)}</html>` });
  await assert.rejects(about(1), (error: UserError) => {
    assert.equal(error.problems.length, 1);
    assert.deepEqual(error.message.split('\n'), [
      'The site was built, but it may not go live:',
      '',
      'about/index.html  error  link-to-nothing',
      '  found:    /x0/',
      '  expected: an address of this site',
      '  mend:     Mend the link in the file that has it. If no file of yours has it, it is a mistake of ours: the page named below says where to tell it.',
      '  more:     docs/problems/link-to-nothing.md',
      '',
      '1 error, 0 warnings',
      '',
      'The live site is as it was.',
    ]);
    return true;
  });
  await assert.rejects(
    about(103),
    /\n\nAnd 3 more of link-to-nothing: .*\n\n103 errors, 0 warnings\n\nThe live site is as it was\.$/,
  );
});

test('what is kept as it was published is told of by five names and the number of the rest, or not at all', async () => {
  const years = (count: number) =>
    Array.from({ length: count }, (_, index) => `history/${2001 + index}.atom`);
  for (const [count, said] of [
    [0, []],
    [5, [`Kept as they were published before: ${years(5).join(', ')}.`]],
    [7, [`Kept as they were published before: ${years(5).join(', ')} and 2 more.`]],
  ] as const) {
    const to = join(fresh(), 'live');
    const told: string[] = [];
    await deploy(to, Object.fromEntries(years(count).map((file) => [file, 'feed'])));
    await deploy(to, {}, { tell: (words) => told.push(words) });
    assert.deepEqual(told, said);
  }
});

test('a live release that lost its mark is held to all the same: its files are its addresses', async () => {
  const to = join(fresh(), 'live');
  const incident = {
    'incidents/a/index.html': '<html></html>',
    'incidents/a.json': '{"updates":[{"id":"u-1"}]}',
  };
  await deploy(to, incident);
  rmSync(`${to}.releases/00000001-r.whole.json`);
  await assert.rejects(deploy(to), /incidents\/a\/index\.html {2}error {2}published-address-vanished/);
  await assert.rejects(
    deploy(to, { ...incident, 'incidents/a.json': '{}' }),
    /incidents\/a\/#u-1 {2}error {2}published-update-vanished/,
  );
  await deploy(to, incident);
});

test('the updates of an incident whose pages are kept stay addresses, from release to release', async () => {
  const to = join(fresh(), 'live');
  const a = {
    'incidents/a/index.html': seal('<html></html>'),
    'incidents/a.json': '{"updates":[{"id":"u-1"}]}',
  };
  const other = {
    'incidents/b/index.html': seal('<html></html>'),
    'incidents/b.json': '{"updates":[{"id":"u-2"}]}',
  };
  const must = Object.fromEntries(mustHave(SPOKEN).map((file) => [file, seal('<html></html>')]));
  const told: string[] = [];
  for (const files of [a, {}, {}])
    await deploy(
      to,
      {},
      {
        tell: (words) => told.push(words),
        build: async (out, { manifest }) => {
          write(out, { ...must, ...other, ...files });
          writeFileSync(manifest, JSON.stringify({ code: 'c', groups: { 'incidents/a': '1' } }));
          return { history: true, mayGo: () => false };
        },
      },
    );
  const list = readFileSync(join(to, 'addresses.txt'), 'utf8').split('\n');
  assert.deepEqual(
    list.filter((line) => line.includes('#u-')),
    ['/incidents/a/#u-1', '/incidents/b/#u-2'],
  );
  assert.deepEqual(told, []);
});
