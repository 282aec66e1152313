import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { describe, test } from 'node:test';
import { Ajv } from 'ajv';
import { adminConfig } from '../../src/admin/config.ts';
import { FIRST, MORE } from '../../src/admin/format.ts';
import { adminPage, adminPolicy } from '../../src/admin/page.ts';
import { fieldOf } from '../../src/domain/fields.ts';
import type { Forge, Site } from '../../src/domain/site.ts';
import { live, regional } from '../sites.ts';

const ORIGIN = { url: 'https://status.example.org', base: '/page/' };
const GITHUB: Forge = {
  kind: 'github',
  repository: 'https://github.com/example/status',
  branch: 'main',
  folder: '',
  admin: true,
};
const OWN_GITLAB: Forge = {
  ...GITHUB,
  kind: 'gitlab',
  repository: 'https://git.example.org/ops/pages/status',
  folder: 'status/site',
};

interface Field {
  name: string;
  label?: string;
  hint?: string;
  fields?: Field[];
  options?: { value: string; label: string }[];
}

interface Collection {
  name: string;
  label: string;
  folder: string;
  fields: Field[];
}

function configOf(site: Site, forge: Forge = GITHUB) {
  return adminConfig(site, forge, ORIGIN) as unknown as {
    backend: Record<string, unknown>;
    collections: [incident: Collection, maintenance: Collection, announcement: Collection];
  };
}

function fieldIn({ fields = [] }: { fields?: Field[] }, ...names: string[]): Field {
  const [name, ...rest] = names;
  const found = fields.find((field) => field.name === name);
  if (!found) throw new Error(`no field ${name}`);
  return rest.length > 0 ? fieldIn(found, ...rest) : found;
}

describe('the config of the form', () => {
  const schema = join(
    dirname(createRequire(import.meta.url).resolve('@sveltia/cms')),
    '../schema/sveltia-cms.json',
  );
  const isAllowed = new Ajv({ strict: false, validateFormats: false }).compile(
    JSON.parse(readFileSync(schema, 'utf8')) as object,
  );
  for (const forge of [GITHUB, OWN_GITLAB, { ...OWN_GITLAB, kind: 'gitea' } as const])
    test(`is one that the CMS takes, of a repository on ${forge.kind}`, () => {
      for (const site of [live, regional])
        assert.ok(isAllowed(configOf(site, forge)), JSON.stringify(isAllowed.errors?.slice(-3), null, 1));
    });

  for (const kind of ['gitlab', 'gitea'] as const)
    test(`lets whoever writes sign in by an account of ${kind} where an application is named, and by a token besides`, () => {
      const config = configOf(live, { ...OWN_GITLAB, kind, application: 'a1b2c3d4e5' });
      assert.ok(isAllowed(config), JSON.stringify(isAllowed.errors?.slice(-3), null, 1));
      const { auth_methods: methods, base_url: root, app_id: id, auth_type: type } = config.backend;
      assert.deepEqual([methods, root, id], [['oauth', 'token'], 'https://git.example.org', 'a1b2c3d4e5']);
      assert.equal(type, kind === 'gitlab' ? 'pkce' : undefined);
      // Where it asks for the token is within the policy of the page.
      assert.match(adminPolicy({ ...OWN_GITLAB, kind }), /connect-src [^;]*https:\/\/git\.example\.org/);
    });

  test('knows no way but a token on GitHub, and where no application is named', () => {
    for (const forge of [{ ...GITHUB, application: 'a1b2c3d4e5' }, OWN_GITLAB]) {
      const { backend } = configOf(live, forge);
      assert.deepEqual([backend.auth_methods, backend.app_id], [['token'], undefined]);
    }
  });

  test('asks every field of the table that is not left to the file, each once', () => {
    const [incident, maintenance] = configOf(live).collections;
    const names = [...FIRST, ...MORE].filter((name) => fieldOf(name).for !== 'maintenance');
    const asked = [...incident.fields, ...(fieldIn(incident, 'more').fields ?? [])].map(({ name }) => name);
    for (const name of names) assert.ok(asked.includes(fieldOf(name).key), name);
    assert.equal(new Set(asked).size, asked.length);
    assert.ok(fieldIn(maintenance, 'scheduled', 'until'));
    assert.throws(() => fieldIn(incident, 'scheduled'));
    assert.throws(() => fieldIn(maintenance, 'more', 'began'));
  });

  test('has components by their names, and statuses and states by the words of the page', () => {
    const [incident] = configOf(live).collections;
    const named = (...path: string[]) =>
      fieldIn(incident, ...path).options?.map(({ value, label }) => `${value}: ${label}`);
    assert.ok(named('impact', 'component')?.includes('follow-alerts: Followers get alerts'));
    assert.ok(named('works')?.includes('follow-alerts: Followers get alerts'));
    assert.ok(named('impact', 'status')?.includes('major_outage: Not working'));
    // What stands in the file is the word that the reader knows.
    assert.ok(named('updates', 'state')?.includes('Monitoring: Watching the fix'));
    assert.throws(() => fieldIn(incident, 'impact', 'regions'));
    const [elsewhere] = configOf(regional).collections;
    assert.ok((fieldIn(elsewhere, 'impact', 'regions').options ?? []).length > 1);
  });

  test('speaks the first language of the site', () => {
    const [incident, , announcement] = configOf({ ...live, languages: ['es', 'en'] }).collections;
    assert.equal(incident.label, 'Incidentes');
    assert.equal(announcement.label, 'Avisos');
    assert.equal(fieldIn(incident, 'title').label, 'Título');
    assert.equal(fieldIn(incident, 'more', 'cause').hint, undefined);
    assert.ok(
      fieldIn(incident, 'impact', 'component').options?.some(({ label }) => label === 'Inicio de sesión'),
    );
  });

  test('commits to the repository, branch and folder that the config names, and takes no other way in', () => {
    const { backend, collections } = configOf(live, { ...OWN_GITLAB, branch: 'live' });
    assert.deepEqual(
      { ...backend, commit_messages: undefined },
      {
        name: 'gitlab',
        repo: 'ops/pages/status',
        branch: 'live',
        api_root: 'https://git.example.org/api/v4',
        graphql_api_root: 'https://git.example.org/api/graphql',
        auth_methods: ['token'],
        commit_messages: undefined,
      },
    );
    assert.deepEqual(
      collections.map(({ folder }) => folder),
      ['status/site/incidents', 'status/site/incidents', 'status/site/announcements'],
    );
  });
});

describe('the page of the form', () => {
  test('runs our own files, and asks the forge alone besides', () => {
    assert.equal(
      adminPolicy(GITHUB),
      "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; font-src 'self'; img-src 'self' blob: data: https://avatars.githubusercontent.com; connect-src 'self' blob: data: https://api.github.com; base-uri 'none'; form-action 'none'",
    );
    assert.match(adminPolicy(OWN_GITLAB), /connect-src 'self' blob: data: https:\/\/git\.example\.org;/);
  });

  test('is found by no search, says what it needs, and hides what a name holds', () => {
    const name = { en: 'A "<b>" & C', es: '' };
    const html = adminPage({ ...live, name }, GITHUB, ORIGIN);
    assert.match(html, /<meta name="robots" content="noindex">/);
    assert.match(
      html,
      /<title>Write: A &quot;&lt;b> &amp; C<\/title>|<title>Write: A &quot;&lt;b>&quot; &amp; C<\/title>/,
    );
    assert.match(html, /<noscript><p>This form needs scripts/);
    assert.match(html, /src="\/page\/admin\/admin\.js"/);
  });
});
