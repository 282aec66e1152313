import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, openSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import { readFolder } from '../../src/incidents/folder.ts';
import { LARGEST } from '../../src/incidents/limits.ts';
import { nameOf } from '../../src/problems/index.ts';

const folders: string[] = [];
after(() => {
  for (const folder of folders) rmSync(folder, { recursive: true });
});

/** A folder with empty files of these names. */
function folderOf(...names: string[]): string {
  const folder = mkdtempSync(join(tmpdir(), 'nightlight-folder-'));
  folders.push(folder);
  for (const name of names) {
    if (name.includes('/')) mkdirSync(join(folder, name, '..'), { recursive: true });
    writeFileSync(join(folder, name), '');
  }
  return folder;
}

async function namesIn(folder: string) {
  const { files, problems } = await readFolder(folder);
  return {
    files: files.map(({ name }) => name),
    problems: problems.map(({ name, source }) => `${name} ${nameOf(source)}`),
  };
}

describe('a folder of incidents', () => {
  test('gives every Markdown file, a misplaced or misnamed one too, for the reader to judge', async () => {
    const folder = folderOf('b.md', 'a.es.md', 'UPPER.MD', 'c.markdown', 'below/d.md', 'README.md');
    assert.deepEqual(await namesIn(folder), {
      files: ['UPPER.MD', 'a.es.md', 'b.md', 'below/d.md', 'c.markdown'],
      problems: [],
    });
  });

  test('drops nothing in silence: what does not belong there is a problem with a way out', async () => {
    const folder = folderOf('2026-03-01-alerts.md.txt', 'notes', 'photo.png', 'below/list.csv');
    symlinkSync('/nowhere', join(folder, '2026-03-02-linked.md'));
    assert.deepEqual((await namesIn(folder)).problems, [
      'file-not-read 2026-03-01-alerts.md.txt',
      'file-not-read 2026-03-02-linked.md',
      'file-not-read below/list.csv',
      'file-not-read notes',
      'file-not-read photo.png',
    ]);
    const { problems } = await readFolder(folder);
    assert.match(problems[0]?.remedy ?? '', /a file named 2026-03-01-alerts\.md/);
    assert.equal(problems[1]?.found, 'a symbolic link');
  });

  test('passes over records of kept copies, hidden files and what editors and systems leave behind', async () => {
    const folder = folderOf(
      '2026-03-01-alerts.archive.json',
      'forgotten.json',
      'desktop.ini',
      'Icon\r',
      '.DS_Store',
      '.2026-03-01-alerts.md.swp',
      '.git/config',
      '2026-03-01-alerts.md~',
      '#2026-03-01-alerts.md#',
      'Thumbs.db',
    );
    symlinkSync('someone@host.1', join(folder, '.#2026-03-01-alerts.md'));
    assert.deepEqual(await namesIn(folder), { files: [], problems: [] });
  });

  test('knows records by their whole name, and proposes a name that an incident can have', async () => {
    const folder = folderOf(
      'X-a.archive.json',
      'forgotten.json.bak',
      'a.archive.jsonl',
      '警報.txt',
      'Two  Words.docx',
    );
    mkdirSync(join(folder, 'below'));
    writeFileSync(join(folder, 'below', 'forgotten.json'), '');
    const { problems } = await readFolder(folder);
    assert.deepEqual(
      problems.map(({ source, remedy }) => [nameOf(source), /named (\S+); if not/.exec(remedy)?.[1]]),
      [
        ['Two  Words.docx', 'two-words.md'],
        ['X-a.archive.json', 'x-a.md'],
        ['a.archive.jsonl', 'a.md'],
        ['below/forgotten.json', 'forgotten.md'],
        ['forgotten.json.bak', 'forgotten.md'],
        ['警報.txt', 'incident.md'],
      ],
    );
  });

  test('says of what is no file that it is none', async () => {
    const folder = folderOf();
    const server = createServer().listen(join(folder, '2026-03-01-alerts.md'));
    await once(server, 'listening');
    const { files, problems } = await readFolder(folder);
    server.close();
    assert.deepEqual(files, []);
    assert.deepEqual(
      problems.map(({ found }) => found),
      ['something that is not a file'],
    );
  });

  test('says of a file that cannot be read why not', async () => {
    const folder = folderOf('2026-03-01-alerts.md', '2026-03-02-sign-in.md');
    const cannot = Object.assign(new Error(), { code: 'EACCES' });
    const { files, problems } = await readFolder(folder, (path) => {
      if (path.endsWith('sign-in.md')) return openSync(path, 'r');
      throw cannot;
    });
    assert.deepEqual(
      files.map(({ name }) => name),
      ['2026-03-02-sign-in.md'],
    );
    assert.deepEqual(
      problems.map(({ found }) => found),
      ['a file that cannot be read (EACCES)'],
    );
  });

  test('that is not there is an error', () =>
    assert.rejects(readFolder('/nowhere/at/all'), { code: 'ENOENT' }));

  test('reads a file of the largest size whole, and one byte more of a larger one', async () => {
    const folder = folderOf();
    writeFileSync(join(folder, 'a.md'), Buffer.alloc(LARGEST, 'a'));
    writeFileSync(join(folder, 'b.md'), Buffer.alloc(LARGEST + 2, 'a'));
    const { files } = await readFolder(folder);
    assert.deepEqual(
      files.map(({ bytes }) => bytes.length),
      [LARGEST, LARGEST + 1],
    );
  });

  test('does not read a file that is larger than any incident to its end', async () => {
    const folder = folderOf();
    writeFileSync(join(folder, 'a.md'), Buffer.alloc(9_000_000, 'a'));
    const { files } = await readFolder(folder);
    assert.ok((files[0]?.bytes.length ?? 0) < 7_000_000);
  });
});
