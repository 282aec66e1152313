import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, test } from 'node:test';
import { loadConfig } from '../../src/site/config.ts';
import { SMALL } from '../config/reading.ts';

const folder = mkdtempSync(join(tmpdir(), 'nightlight-links-'));
after(() => rmSync(folder, { recursive: true }));

function write(name: string, text: string): void {
  mkdirSync(dirname(join(folder, name)), { recursive: true });
  writeFileSync(join(folder, name), text);
}

const BILINGUAL = SMALL.replace(/^( +)url: /m, '$1parts: { pledge: false }\n$&');

test('links of the config are held to components, regions and parts of the same file, each in its place', async () => {
  const footer = ['/components/alerts/', '/components/c/', '/regions/us/', '/pledge/', '/about/'];
  const text = 'text: { en: A, es: A }';
  const links = footer.map((address) => `{ ${text}, address: ${address} }`).join(',\n    ');
  write('nightlight.yaml', BILINGUAL.replace(/^( +)url: /m, `$1links: { footer: [\n    ${links}] }\n$&`));
  const { problems } = await loadConfig({ site: folder, env: {} });
  const told = problems.filter(({ name }) => name === 'link-to-nothing');
  assert.deepEqual(
    told.map(({ found, place }) => [found, (place?.line ?? 0) - (told[0]?.place?.line ?? 0)]),
    [
      ['/components/c/', 0],
      ['/regions/us/', 1],
      ['/pledge/', 2],
    ],
  );
});

test('what a site has beside our pages is known with the languages in which it is there', async () => {
  const links = 'links: { footer: [{ text: { en: Plans, es: Planes }, address: /plans/ }] }';
  write('nightlight.yaml', BILINGUAL.replace(/^( +)url: /m, `$1${links}\n$&`));
  write('public/papers/index.html', '');
  write('public/es/papers/index.html', '');
  write('public/reports/index.html', '');
  write('public/logo.svg', '');
  write('src/pages/team.astro', '');
  write('src/pages/es/team.astro', '');
  write('src/pages/shop/index.astro', '');
  write('src/pages/[...lang]/plans.astro', '');
  // Files of a report and of an imprint: the pages of these names are there in each language.
  write('public/incidents/2026-03-01-mail/report.pdf', '');
  write('public/imprint/stamp.png', '');
  write('pages/imprint.md', '---\ntitle: Imprint\n---\nUs.\n');
  const { site, problems } = await loadConfig({ site: folder, env: {} });
  assert.deepEqual(problems, []);
  assert.partialDeepStrictEqual(site?.beside, {
    papers: ['es'],
    reports: [],
    team: ['es'],
    shop: [],
    plans: ['es'],
  });
  for (const name of ['logo', 'incidents', 'imprint'])
    assert.ok(!Object.hasOwn(site?.beside ?? {}, name), name);
  for (const one of ['public', 'src', 'pages']) rmSync(join(folder, one), { recursive: true });
});

test('links of own pages and announcements are held to the incidents, components and parts of the site', async () => {
  write('nightlight.yaml', SMALL.replace(/^( +)url: /m, '$1parts: { pledge: false, citation: false }\n$&'));
  write('incidents/2026-03-01-mail.md', '');
  const links = '[a](/incidents/2026-03-01-mail/) [b](/incidents/b/) [c](/components/c/) [d](/pledge/)';
  write(
    'pages/plan.md',
    `---\ntitle: Plan\n---\n${links} [e](/announcements/new/) [f](/announcements/old/)\n`,
  );
  const times = 'from: 2026-03-01\nuntil: 2026-03-02';
  write(
    'announcements/new.md',
    `---\ntitle: New\n${times}\n---\n[a](/components/alerts/) [b](/regions/us/)\n`,
  );
  const { problems } = await loadConfig({ site: folder, env: {} });
  const told = problems.filter(({ name }) => name === 'link-to-nothing').map(({ found }) => found);
  assert.deepEqual(told, [
    '/incidents/b/',
    '/components/c/',
    '/pledge/',
    '/announcements/old/',
    '/regions/us/',
  ]);
});
