import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import type { Forge } from '../../src/domain/site.ts';
import { UserError } from '../../src/problems/errors.ts';
import { addAdmin } from '../../src/site/admin.ts';
import { live } from '../sites.ts';

test('a form whose CMS is not installed is told by its name, with the way out, and leaves no half of it', async () => {
  const out = mkdtempSync(join(tmpdir(), 'nightlight-admin-'));
  const forge: Forge = {
    kind: 'github',
    repository: 'https://github.com/example/status',
    branch: 'main',
    folder: '',
    admin: true,
  };
  const nowhere = () => {
    throw Object.assign(new Error('Cannot find module'), { code: 'MODULE_NOT_FOUND' });
  };
  await assert.rejects(addAdmin(out, { ...live, forge }, { url: live.url, base: '/' }, nowhere), (error) => {
    assert.ok(error instanceof UserError);
    const [problem] = error.problems;
    assert.deepEqual([problem?.name, problem?.severity], ['program-missing', 'error']);
    assert.match(problem?.remedy ?? '', /npm ci.*"admin: true" out of "forge"/);
    return true;
  });
  assert.ok(!existsSync(join(out, 'admin')));
  rmSync(out, { recursive: true });
});
