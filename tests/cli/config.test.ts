import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { after, describe, test } from 'node:test';
import { remove, set } from '../../src/config/edit.ts';
import { call, STACK } from './io.ts';

const ENGINE = resolve(import.meta.dirname, '../..');

describe('a config with mistakes', () => {
  const site = mkdtempSync(join(tmpdir(), 'nightlight-'));
  after(() => rmSync(site, { recursive: true }));
  const around = { cwd: site, env: { NIGHTLIGHT_SITE: site } };
  mkdirSync(join(site, 'incidents'));
  const shipped = readFileSync(join(ENGINE, 'nightlight.yaml'), 'utf8');
  writeFileSync(
    join(site, 'nightlight.yaml'),
    remove(set(shipped, ['watch', 'vouch_for'], 4), ['site', 'advice', 'es']),
  );
  writeFileSync(
    join(site, 'incidents/2026-03-01-alerts.md'),
    '---\ntitle: No alerts\nimpact:\n  follow-alerts: mayor_outage\n---\n## Investigating - 2026-03-01T02:30Z\nx\n',
  );

  test('is told in one list with the incident files', async () => {
    const { code, out } = await call(['check', '--format', 'json'], around);
    assert.equal(code, 1);
    assert.deepEqual(
      (JSON.parse(out) as { name: string; file: string }[]).map(({ file, name }) => `${file}: ${name}`),
      [
        'nightlight.yaml: language-missing',
        'nightlight.yaml: vouch-too-short',
        'incidents/2026-03-01-alerts.md: status-unknown',
      ],
    );
  });

  for (const argv of [['build'], ['deploy', '--to', join(site, 'live')], ['start']])
    test(`ends a ${argv[0]} before it begins, with each line and the way out`, async () => {
      const { code, err } = await call(argv, around);
      assert.equal(code, 1);
      assert.match(err, /^nightlight\.yaml:\d+:\d+ {2}error {2}vouch-too-short\n.*\| {3}vouch_for: 4$/m);
      assert.match(err, /language-missing[\s\S]*mend: {5}Add a line "es: \.\.\."/);
      assert.doesNotMatch(err, STACK);
    });
});
