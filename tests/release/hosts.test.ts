import assert from 'node:assert/strict';
import { test } from 'node:test';
import { publishingHost, refusalOfShallow, servedByHost } from '../../src/release/hosts.ts';

/** What each host sets where it builds for publication. */
const FOR_PUBLICATION: [host: string, env: Record<string, string>][] = [
  ['Cloudflare Pages', { CF_PAGES: '1' }],
  ['Cloudflare Workers', { WORKERS_CI: '1' }],
  ['Netlify', { NETLIFY: 'true', CONTEXT: 'production' }],
  ['Vercel', { VERCEL: '1', VERCEL_ENV: 'production' }],
  ['GitHub Pages', { GITHUB_ACTIONS: 'true', NIGHTLIGHT_PUBLISH: 'github-pages' }],
  ['GitLab Pages', { GITLAB_CI: 'true', CI_JOB_NAME: 'pages' }],
  ['Render', { RENDER: 'true', IS_PULL_REQUEST: 'false' }],
];

test('a host is known by what it sets where it builds for publication, and by all of it', () => {
  for (const [host, env] of FOR_PUBLICATION) {
    assert.equal(publishingHost(env), host);
    for (const name of Object.keys(env)) {
      const { [name]: _, ...rest } = env;
      assert.equal(publishingHost(rest), undefined, `${host} without ${name}`);
      assert.equal(publishingHost({ ...env, [name]: 'other' }), undefined, `${host} with another ${name}`);
    }
  }
  assert.equal(publishingHost({}), undefined);
});

test('a shallow clone is refused where a host publishes what it builds, and accepted where that is asked for', () => {
  for (const [host, env] of FOR_PUBLICATION) {
    const refusal = refusalOfShallow(env) ?? '';
    assert.match(refusal, /^This is a shallow clone, and .* Fetch .*: git fetch --unshallow\. /);
    assert.ok(refusal.includes(`and ${host} publishes`), refusal);
    assert.match(refusal, /set NIGHTLIGHT_SHALLOW=accept\.$/);
    assert.equal(refusalOfShallow({ ...env, NIGHTLIGHT_SHALLOW: 'accept' }), undefined);
    assert.ok(refusalOfShallow({ ...env, NIGHTLIGHT_SHALLOW: 'no' }));
  }
  assert.equal(refusalOfShallow({ NETLIFY: 'true', CONTEXT: 'deploy-preview' }), undefined);
  assert.equal(refusalOfShallow({ GITHUB_ACTIONS: 'true' }), undefined);
});

test('a shallow clone is refused by a deploy by hand, in the words that one calls it with', () => {
  assert.match(
    refusalOfShallow({ NIGHTLIGHT_FORGOTTEN: 'x' }) ?? '',
    /and npm run deploy publishes .* say --without-history\.$/,
  );
  assert.match(
    refusalOfShallow({ NIGHTLIGHT_FORGOTTEN: 'x', CF_PAGES: '1' }) ?? '',
    /Cloudflare Pages publishes .* set NIGHTLIGHT_SHALLOW=accept\.$/,
  );
});

test('GitHub Pages serves a repository below its name, and the one that is named so at the host itself', () => {
  const [, github = {}] = FOR_PUBLICATION.find(([host]) => host === 'GitHub Pages') ?? [];
  const at = (repository: string, env = {}) =>
    servedByHost({ ...github, GITHUB_REPOSITORY: repository, SITE_URL: '', BASE_PATH: '', ...env });
  const host = 'https://ours.github.io';
  assert.deepEqual(at('Ours/status'), { SITE_URL: host, BASE_PATH: '/status/' });
  assert.deepEqual(at('Ours/ours.github.io'), { SITE_URL: host, BASE_PATH: '/' });
  assert.deepEqual(at('Ours/status', { BASE_PATH: '/x/' }), { SITE_URL: host, BASE_PATH: '/x/' });
  assert.equal(at('Ours/status', { SITE_URL: 'https://status.example.org' }), undefined);
  assert.equal(at('Ours/status', { NIGHTLIGHT_PUBLISH: '' }), undefined);
  assert.equal(at(''), undefined);
});
