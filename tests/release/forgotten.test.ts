import assert from 'node:assert/strict';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { NO_HOLD } from '../../src/domain/hold.ts';
import {
  addForgotten,
  canonical,
  mayBeForgotten,
  readForgotten,
  refusalOfForgetting,
} from '../../src/release/forgotten.ts';
import type { UserError } from '../../src/problems/errors.ts';
import { told, workshop } from './workshop.ts';
import { SPOKEN } from '../languages.ts';

const fresh = workshop();

const letGo = (address: string) => [{ address, why: 'a test', at: '2026-03-01T03:10:00Z' }];

test('an address may be written as people write it', () => {
  for (const written of [
    'incidents/a',
    '/incidents/a/',
    'https://status.example/incidents/a/index.html',
    'es/incidents/a/',
    ' /es/incidents/a ',
  ])
    assert.equal(canonical(written), 'incidents/a/', written);
  for (const [written, address] of [
    ['http://status.example', ''],
    ['see https://status.example/x', 'see https://status.example/x'],
    ['index.html', ''],
    ['xindex.html', 'xindex.html'],
    ['a/index.html.gz', 'a/index.html.gz'],
    ['incidents/a/index.html#u-1', 'incidents/a/#u-1'],
    ['//incidents/a', 'incidents/a/'],
    ['incidents/a/b', 'incidents/a/b'],
    ['old/incidents/a', 'old/incidents/a'],
    ['essay/x', 'essay/x'],
    ['en/incidents/a', 'incidents/a/'],
    ['pt-BR/incidents/a', 'incidents/a/'],
    ['es/', 'es/'],
    ['es/index.html', 'es/'],
    ['es/logo.png', 'es/logo.png'],
    ['about', 'about'],
  ] as const)
    assert.equal(canonical(written), address, written);
  assert.equal(canonical('/repo/components/c', '/repo/'), 'components/c/');
  assert.equal(canonical('/repository/x', '/repo/'), 'repository/x');
  assert.equal(canonical('x/repo/', '/repo/'), 'x/repo/');
  assert.equal(canonical('incidents/a#u-1'), 'incidents/a/#u-1');
  assert.equal(canonical('incidents/a.json'), 'incidents/a.json');
});

test('with an incident goes all that is of it, and nothing of one whose name begins like it', () => {
  for (const address of ['incidents/a/', 'incidents/a/#u-1', 'incidents/a.json', 'es/incidents/a/index.html'])
    assert.ok(mayBeForgotten(letGo('incidents/a'), address), address);
  for (const address of ['incidents/ab/', 'incidents/ab.json', 'history/2026/', 'index.html'])
    assert.equal(mayBeForgotten(letGo('incidents/a'), address), false, address);
});

test('letting one file or one update go lets nothing else go', () => {
  assert.ok(mayBeForgotten(letGo('incidents/a/#u-1'), 'es/incidents/a/#u-1'));
  for (const address of ['incidents/a/', 'incidents/a/#u-10', 'incidents/a.json'])
    assert.equal(mayBeForgotten(letGo('incidents/a/#u-1'), address), false, address);
  for (const address of ['feed.json.gz', 'feed.json/x', 'feed'])
    assert.equal(mayBeForgotten(letGo('feed.json'), address), false, address);
  assert.equal(mayBeForgotten([], 'incidents/a/'), false);
});

test('a page of one’s own may go, in every language', () => {
  assert.equal(refusalOfForgetting('imprint/', SPOKEN), undefined);
  for (const address of ['imprint/index.html', 'es/imprint/index.html', 'es/imprint/'])
    assert.ok(mayBeForgotten(letGo('imprint/'), address), address);
  for (const address of ['imprint-2/index.html', 'incidents/imprint/index.html'])
    assert.equal(mayBeForgotten(letGo('imprint/'), address), false, address);
});

test('an announcement may go, and their list with the last of them', () => {
  const some = [
    { id: 'b', from: 0, until: 1, ...NO_HOLD, withdrawn: false, components: [], texts: new Map() },
  ];
  assert.equal(refusalOfForgetting('announcements/a/', { ...SPOKEN, announcements: some }), undefined);
  assert.match(
    refusalOfForgetting('announcements/', { ...SPOKEN, announcements: some }) ?? '',
    /a whole part of the site/,
  );
  assert.equal(refusalOfForgetting('announcements/', { ...SPOKEN, announcements: [] }), undefined);
  for (const address of ['announcements/a/index.html', 'es/announcements/a/index.html'])
    assert.ok(mayBeForgotten(letGo('announcements/a/'), address), address);
  assert.equal(mayBeForgotten(letGo('announcements/a/'), 'announcements/b/index.html'), false);
  for (const address of ['announcements/index.html', 'es/announcements.atom', 'announcements/a/index.html'])
    assert.ok(mayBeForgotten(letGo('announcements/'), address), address);
});

test('a part that is switched off may go, with all that is of it, and no other', () => {
  const off = { ...SPOKEN, parts: { bedside: false, pledge: true, citation: true } };
  assert.equal(refusalOfForgetting('bedside/', off), undefined);
  for (const address of ['bedside/', 'pledge/'])
    assert.match(refusalOfForgetting(address, SPOKEN) ?? '', /a whole part of the site/);
  assert.match(refusalOfForgetting('pledge/', off) ?? '', /a whole part of the site/);
  const ofIt = ['bedside/index.html', 'es/bedside/index.html', 'bedside.js', 'bedside.json'];
  for (const address of [...ofIt, 'schema/bedside.json'])
    assert.ok(mayBeForgotten(letGo('bedside/'), address), address);
  for (const address of ['pledge/index.html', 'schema/feed.json', 'index.html'])
    assert.equal(mayBeForgotten(letGo('bedside/'), address), false, address);
});

test('a language that the site has no more may go, with all that is in it', () => {
  assert.equal(refusalOfForgetting('fr/', SPOKEN), undefined);
  assert.match(refusalOfForgetting('es/', SPOKEN) ?? '', /a whole part of the site/);
  for (const address of ['fr/index.html', 'fr/incidents/a/index.html', 'fr/feed.json', 'fr/own.pdf'])
    assert.ok(mayBeForgotten(letGo('fr/'), address), address);
  for (const address of ['incidents/a/index.html', 'es/feed.json', 'fr.txt', 'index.html'])
    assert.equal(mayBeForgotten(letGo('fr/'), address), false, address);
});

test('neither the whole site nor a whole part of it can be let go, and nothing outside of it', () => {
  for (const [address, refusal] of [
    ['', /^"\/" is the whole site\. Name what may go, such as incidents/],
    ['about/', /^"\/about\/" is a whole part of the site\./],
    ['incidents', /^"\/incidents" is a whole part of the site\./],
    ['incidents/', /^"\/incidents\/" is a whole part of the site\./],
    ['../x', /^"\.\.\/x" leads out of the site\.$/],
    ['a/..', /leads out/],
    ['a/./b', /leads out/],
  ] as const)
    assert.match(refusalOfForgetting(address, SPOKEN) ?? '', refusal);
  for (const address of ['incidents/a/', 'feed.json', 'incidents/a/#u-1', 'x..y/z', 'about/#top'])
    assert.equal(refusalOfForgetting(address, SPOKEN), undefined, address);
});

describe('the list of what was let go', () => {
  const [one, other] = [letGo('incidents/a/'), letGo('incidents/b/')];

  test('is empty where there is none', async () => {
    assert.deepEqual(await readForgotten(join(fresh(), 'forgotten.json')), []);
  });

  test('grows by what is not in it yet, and is written for people to read', async () => {
    const folder = fresh();
    const path = join(folder, 'forgotten.json');
    await addForgotten(path, one);
    await addForgotten(path, [...one, ...other]);
    assert.deepEqual(await readForgotten(path), [...one, ...other]);
    assert.match(readFileSync(path, 'utf8'), /^\[\n {2}\{\n {4}"address": "incidents\/a\/",\n[\s\S]*\]\n$/);
    assert.deepEqual(readdirSync(folder), ['forgotten.json']);
  });

  test('is not touched where there is nothing to add', async () => {
    const path = join(fresh(), 'forgotten.json');
    const text = JSON.stringify(one);
    writeFileSync(path, text);
    await addForgotten(path, one);
    assert.equal(readFileSync(path, 'utf8'), text);
  });

  test('stops everything where it is broken, and says how to mend it', async () => {
    const path = join(fresh(), 'forgotten.json');
    for (const text of [
      '',
      '[',
      '{}',
      'null',
      '[null]',
      '["incidents/a/"]',
      '[{"address":"incidents/a/","why":"x"}]',
      '[{"address":"incidents/a/","why":"","at":"2026-03-01"}]',
      '[{"address":1,"why":"x","at":"2026-03-01"}]',
    ]) {
      writeFileSync(path, text);
      await assert.rejects(readForgotten(path), ({ problems }: UserError) => {
        assert.match(
          told(problems).join(),
          /forgotten\.json forgotten-list-broken: .*; a list of \{ "address", "why", "at" \}\. Mend it,/,
        );
        return true;
      });
      await assert.rejects(addForgotten(path, other));
      assert.equal(readFileSync(path, 'utf8'), text, 'what a person wrote stays');
    }
  });

  test('is not taken for empty where it cannot be read', async () => {
    const folder = fresh();
    await assert.rejects(readForgotten(folder), ({ message }: Error) =>
      message.startsWith(`${folder} cannot be read: EISDIR`),
    );
  });
});
