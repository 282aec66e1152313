import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { test } from 'node:test';

const PAGES = join(import.meta.dirname, '../../src/pages');

/** Every Astro file that a page is made of. */
function partsOf(file: string, found = new Set<string>()): Set<string> {
  if (found.has(file)) return found;
  found.add(file);
  for (const [, path] of readFileSync(file, 'utf8').matchAll(/from '(\.[^']+\.astro)'/g))
    partsOf(resolve(file, '..', path as string), found);
  return found;
}

/** A name of an update begins with a letter and holds letters, digits, "-" and "_": see `src/incidents/heading.ts`. */
const CAN_BE_A_NAME = /^[A-Za-z][A-Za-z0-9_-]*$/;

for (const page of ['[...lang]/incidents/[id].astro', 'incidents/[id]/revisions/[blob].astro'])
  test(`no id of ${page} can be taken by the name of an update`, () => {
    const ids = [...partsOf(join(PAGES, page))].flatMap((file) =>
      [...readFileSync(file, 'utf8').matchAll(/\sid=(?:"([^"]+)"|\{`([^`]+)`\})/g)].map(
        ([, plain, made]) => plain ?? (made as string).replace(/\$\{[^}]+\}/g, 'x'),
      ),
    );
    assert.ok(ids.length > 3);
    assert.deepEqual(
      ids.filter((id) => CAN_BE_A_NAME.test(id)),
      [],
      'begin the id with "_"',
    );
  });
