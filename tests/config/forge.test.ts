import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { siteOf } from '../../src/config/index.ts';
import { parse, said, SMALL } from './reading.ts';

function forging(...lines: string[]): string {
  return `${SMALL}forge:\n${lines.map((line) => `  ${line}\n`).join('')}`;
}

function forgeOf(text: string) {
  const { config, problems } = parse(text);
  assert.deepEqual(problems, []);
  assert.ok(config);
  return siteOf(config).forge;
}

describe('where the repository lies', () => {
  test('is nothing that a site must say', () => {
    assert.equal(forgeOf(SMALL), undefined);
  });

  test('is said by its address alone where everybody knows what the host runs', () => {
    const rest = { branch: 'main', folder: '', admin: false };
    const known = {
      'https://github.com/example/status': 'github',
      'https://gitlab.com/example/pages/status': 'gitlab',
      'https://codeberg.org/example/status': 'gitea',
    };
    for (const [repository, kind] of Object.entries(known))
      assert.deepEqual(forgeOf(forging(`repository: ${repository}`)), { kind, repository, ...rest });
  });

  test('is said with what a host of one’s own runs, the branch, the folder and whether there is a form', () => {
    assert.deepEqual(
      forgeOf(
        forging(
          'repository: https://git.example.org/ops/status',
          'kind: gitea',
          'branch: live',
          'folder: status/site',
          'admin: true',
        ),
      ),
      {
        kind: 'gitea',
        repository: 'https://git.example.org/ops/status',
        branch: 'live',
        folder: 'status/site',
        admin: true,
      },
    );
  });

  test('says too that pages link to its editor', () => {
    const lines = ['repository: https://github.com/example/status', 'links: true'];
    assert.equal(forgeOf(forging(...lines))?.links, true);
    assert.ok(!('links' in (forgeOf(forging(lines[0] as string)) ?? {})));
  });

  test('names an application to sign in by, where the forge lets a browser do that', () => {
    const id = 'application: 0123456789abcdef';
    assert.equal(
      forgeOf(forging('repository: https://gitlab.com/example/status', id))?.application,
      '0123456789abcdef',
    );
    assert.match(
      said(forging('repository: https://github.com/example/status', id)).join(),
      /value-not-allowed: an application on GitHub/,
    );
    assert.match(
      said(forging('repository: https://gitlab.com/example/status', 'application: a b')).join(),
      /value-not-allowed.*never its secret/,
    );
  });

  test('is asked for where a host does not say what it runs', () => {
    assert.deepEqual(said(forging('repository: https://git.example.org/ops/status')), [
      '26:15 key-missing: no "kind" for git.example.org | one of github, gitlab, gitea | Add a line such as "kind: gitlab" below it: the name of the host does not say what it runs.',
    ]);
  });

  test('is asked for where there is to be a form', () => {
    assert.deepEqual(said(forging('admin: true')), [
      '26:10 key-missing: no "repository" | repository: https://github.com/example/status | Say where the repository lies: what is written with the form is committed there.',
    ]);
  });

  for (const wrong of [
    'repository: git@github.com:example/status.git',
    'repository: https://github.com/example/status.git',
    'repository: https://github.com/example/status/',
    'repository: https://github.com/example',
    'repository: http://github.com/example/status',
    'folder: ../status',
    'folder: /status',
    'branch: -f',
  ])
    test(`is refused as "${wrong}"`, () => {
      assert.equal(said(forging(wrong)).length, 1);
    });
});
