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
