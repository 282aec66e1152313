import assert from 'node:assert/strict';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { nameOf } from '../../src/problems/index.ts';
import { type Addresses, carryOver, printList, readList, sortLost } from '../../src/release/addresses.ts';
import fc from '../chance.ts';
import { told, workshop, write } from './workshop.ts';

const fresh = workshop();

const some = (files: string[], updates: Addresses['updates'] = {}): Addresses => ({ files, updates });
const letGo = (address: string) => [{ address, why: 'a test', at: '2026-03-01T03:10:00Z' }];

describe('an address that was published and is not printed any more', () => {
  for (const file of [
    'incidents/a/revisions/b1/index.html',
    'incidents/a.json',
    'es/incidents/a/picture.png',
    'history/2025/index.html',
    'es/history/2025.atom',
    'api/v2/incidents-2025.json',
    'api/v2/incidents-12345.json',
  ])
    test(`is carried over where it says the same for ever: ${file}`, () => {
      assert.deepEqual(sortLost(some([file]), some([]), []), { carried: [file], mistakes: [] });
      assert.deepEqual(sortLost(some([file]), some([file]), []), { carried: [], mistakes: [] });
      assert.deepEqual(sortLost(some([file]), some([]), letGo(file)), { carried: [], mistakes: [] });
      const mayGo = (address: string) => address === file;
      assert.deepEqual(sortLost(some([file]), some([]), [], mayGo), { carried: [], mistakes: [] });
    });

  for (const [file, who] of [
    ['proof.json', 'delivery'],
    ['watch.json', 'a watcher'],
    ['rehearsals.json', 'rehearsals'],
    ['admin/index.html', 'the config'],
    ['admin/cms/index.js', 'the config'],
  ] as const)
    test(`is nobody’s loss where ${who} says whether it is there: ${file} comes and goes`, () => {
      assert.deepEqual(sortLost(some([file]), some([]), []), { carried: [], mistakes: [] });
      assert.ok(!printList(some([file, 'feed.json']), []).includes(file));
    });

  test('is told once where a whole language is printed no more, with both ways out', () => {
    const spanish = [
      'index.html',
      'feed.json',
      'history/2025.atom',
      'incidents/a/index.html',
      'incidents/a.png',
    ];
    const before = some([...spanish, ...spanish.map((file) => `es/${file}`)]);
    const { carried, mistakes } = sortLost(before, some(spanish), []);
    assert.deepEqual(carried, []);
    assert.equal(mistakes.length, 1);
    assert.match(
      told(mistakes)[0] ?? '',
      /^es\/ published-address-vanished: nothing; every page in that language, .* Name "es" in "languages" of nightlight\.yaml, and not as the first .* --forget es\/ --why/,
    );
    assert.deepEqual(sortLost(before, some(spanish), letGo('es/')), { carried: [], mistakes: [] });
  });

  for (const [file, sentence] of [
    [
      'bedside/index.html',
      /^bedside\/ published-address-vanished: nothing; the part that was published .* Take "bedside: false" out of "parts" .* --forget bedside\/ --why/,
    ],
    [
      'imprint/index.html',
      /^imprint\/index\.html published-address-vanished: nothing; the page that was published .* Put pages\/imprint\.md back, .* --forget imprint\/ --why/,
    ],
    [
      'announcements/a/index.html',
      /^announcements\/a\/index\.html published-address-vanished: nothing; what was announced there .* Put announcements\/a\.md back, without .* --forget announcements\/a\/ --why/,
    ],
    [
      'announcements/index.html',
      /^announcements\/ published-address-vanished: nothing; what was announced .* Put announcements\/ back: .* --forget announcements\/ --why/,
    ],
    [
      'announcements.atom',
      /^announcements\/ published-address-vanished: nothing; .* --forget announcements\/ --why/,
    ],
    [
      'incidents/a/index.html',
      /^incidents\/a\/index\.html published-address-vanished: nothing; what was published there before: an address never breaks\. .* --forget incidents\/a\/ --why/,
    ],
    ['about/index.html', /^about\/index\.html published-address-vanished: .* --forget about\/ --why/],
    ['index.html', /^index\.html published-address-vanished: .* --forget index\.html --why/],
    ['feed.json', /^feed\.json published-address-vanished: .* --forget feed\.json --why/],
    ['es/feed.json', /^es\/feed\.json published-address-vanished: .* --forget feed\.json --why/],
    ['api/v2/incidents.json', /^api\/v2\/incidents\.json published-address-vanished: /],
    ['api/v2/incidents-2025.json.txt', /^api\/v2\/incidents-2025\.json\.txt published-address-vanished: /],
    ['old/api/v2/incidents-2025.json', /^old\/api\/v2\/incidents-2025\.json published-address-vanished: /],
    ['history.atom', /^history\.atom published-address-vanished: /],
    [
      'components/chat/badge.svg',
      /^components\/chat\/ published-address-vanished: nothing; .* It says how things are now, .*"formerly".*"until"/,
    ],
    [
      'old/components/chat/badge.svg',
      /^old\/components\/chat\/badge\.svg published-address-vanished: .* a line of public\/_redirects\. /,
    ],
    [
      'issues/a/index.html',
      /^issues\/a\/index\.html .* a page of your Astro project, or a line of public\/_redirects\. .*--forget issues\/a\/ --why/,
    ],
  ] as const)
    test(`is a mistake where it may neither go nor stay: ${file}`, () => {
      const { carried, mistakes } = sortLost(some([file]), some([]), []);
      assert.deepEqual(carried, []);
      assert.equal(mistakes.length, 1);
      assert.match(told(mistakes)[0] ?? '', sentence);
      assert.deepEqual(sortLost(some([file]), some([]), letGo(file)).mistakes, []);
    });

  test('is none where it names what it holds, is a list, or waits for something to lapse', () => {
    const files = ['_astro/x.js', 'stale/badge.svg', 'addresses.txt', 'versions.txt'];
    assert.deepEqual(sortLost(some(files), some([]), []), { carried: [], mistakes: [] });
    for (const file of ['x/_astro/x.js', 'x/stale/badge.svg', 'x/versions.txt'])
      assert.equal(sortLost(some([file]), some([]), []).mistakes.length, 1, file);
  });

  test('is told of once, and not for each language, feed and badge again', () => {
    const component = ['index.html', 'badge.svg', 'feed.atom'].flatMap((name) => [
      `components/chat/${name}`,
      `es/components/chat/${name}`,
    ]);
    const before = some([...component, 'incidents/a/index.html', 'es/incidents/a/index.html']);
    const { mistakes } = sortLost(before, some([]), []);
    assert.deepEqual(
      mistakes.map(({ source }) => nameOf(source)),
      ['components/chat/', 'incidents/a/index.html'],
    );
    const onlySpanish = sortLost(before, some(['incidents/a/index.html']), letGo('components/chat/'));
    assert.deepEqual(
      onlySpanish.mistakes.map(({ source }) => nameOf(source)),
      ['es/incidents/a/index.html'],
    );
  });

  test('of a region is told of once, with the way out', () => {
    const before = some(['regions/eu/index.html', 'es/regions/eu/index.html', 'regions/eu/history.atom']);
    const { carried, mistakes } = sortLost(before, some([]), []);
    assert.deepEqual(carried, []);
    assert.deepEqual(
      mistakes.map(({ source, remedy }) => [nameOf(source), /put the region back/.test(String(remedy))]),
      [['regions/eu/', true]],
    );
    assert.deepEqual(sortLost(before, some([]), letGo('regions/eu/')).mistakes, []);
  });

  test('is not carried over without the incident that it belongs to, and others’ are', () => {
    const before = some([
      'incidents/a/index.html',
      'incidents/a/revisions/b1/index.html',
      'incidents/a.json',
      'es/incidents/a/revisions/b1/index.html',
      'incidents/b/revisions/b1/index.html',
      'history/2025/index.html',
    ]);
    const { carried, mistakes } = sortLost(before, some([]), []);
    assert.deepEqual(carried, ['incidents/b/revisions/b1/index.html', 'history/2025/index.html']);
    assert.equal(mistakes.length, 1);
  });
});

describe('an update that is gone from the page of its incident', () => {
  const page = 'incidents/a/index.html';
  const before = some([page], { a: ['u-1', 'u-2'] });

  test('is a mistake that says how to put it right', () => {
    const { mistakes } = sortLost(before, some([page], { a: ['u-1'] }), []);
    assert.equal(mistakes.length, 1);
    assert.match(
      told(mistakes)[0] ?? '',
      /^incidents\/a\/#u-2 published-update-vanished: no such update on its page; .*heading: \{#u-2\}\. .*--forget incidents\/a\/#u-2 --why/,
    );
    assert.equal(sortLost(before, some([page]), []).mistakes.length, 2);
  });

  test('may go where somebody said why, or what goes is known to', () => {
    const now = some([page], { a: ['u-1'] });
    assert.deepEqual(sortLost(before, now, letGo('incidents/a/#u-2')).mistakes, []);
    assert.deepEqual(sortLost(before, now, [], (address) => address === 'incidents/a/#u-2').mistakes, []);
    assert.equal(sortLost(before, now, letGo('incidents/a/#u-1')).mistakes.length, 1);
  });

  test('is not told of besides the incident, where all of that is gone', () => {
    assert.deepEqual(
      sortLost(before, some([]), []).mistakes.map(({ source }) => nameOf(source)),
      [page],
    );
  });
});

describe('what is carried over', () => {
  const OLD = {
    'a/index.html': '<link href="/repo/_astro/s.css"><script src="/_astro/x.js"></script><img src="/p.png">',
    '_astro/x.js': 'import "./y.js"; import("./zz.js"); import "../_astro/no.js"; "./w.css"',
    '_astro/y.js': 'import "./x.js"',
    '_astro/zz.js': '',
    '_astro/s.css': 'p{}',
    'a.json': '{"href":"/_astro/none.js"}',
  };
  const old = () => {
    const from = fresh();
    write(from, OLD);
    return from;
  };
  const onDisk = (from: string) => async (file: string) =>
    existsSync(join(from, file)) ? join(from, file) : undefined;
  const marked = (html: string, file: string) => `${html}<!-- ${file} -->`;
  const read = (to: string, file: string) => readFileSync(join(to, file), 'utf8');

  test('brings the scripts and styles with it that it needs, and theirs', async () => {
    const to = fresh();
    const { carried, missing } = await carryOver(['a/index.html', 'a.json'], onDisk(old()), to, marked);
    assert.deepEqual([...carried].toSorted(), Object.keys(OLD).toSorted());
    assert.deepEqual(missing, []);
    for (const [file, text] of Object.entries(OLD).filter(([name]) => !name.endsWith('.html')))
      assert.equal(read(to, file), text, file);
    assert.equal(read(to, 'a/index.html'), `${OLD['a/index.html']}<!-- a/index.html -->`);
  });

  test('shares its file with the release before where nothing in it changes', async () => {
    const [from, to] = [old(), fresh()];
    await carryOver(['a.json', '_astro/s.css'], onDisk(from), to, marked);
    for (const file of ['a.json', '_astro/s.css'])
      assert.equal(statSync(join(to, file)).ino, statSync(join(from, file)).ino);
  });

  test('may come as bytes, from where the site is served', async () => {
    const to = fresh();
    const from = async (file: string) => Buffer.from(OLD[file as keyof typeof OLD]);
    const { carried } = await carryOver(['a/index.html', 'a.json'], from, to, marked);
    assert.deepEqual([...carried].toSorted(), Object.keys(OLD).toSorted());
    assert.equal(read(to, 'a.json'), OLD['a.json']);
    assert.match(read(to, 'a/index.html'), /<!-- a\/index\.html -->$/);
  });

  test('does not write over what the new site prints itself', async () => {
    const to = fresh();
    write(to, { 'a/index.html': 'new' });
    const { carried, missing } = await carryOver(
      ['a/index.html', 'a.json', 'a.json'],
      onDisk(old()),
      to,
      marked,
    );
    assert.equal(read(to, 'a/index.html'), 'new');
    assert.deepEqual([[...carried], missing], [['a.json'], []]);
  });

  test('is told of where it is nowhere to be found, and the rest is carried all the same', async () => {
    const from = fresh();
    write(from, { 'a/index.html': OLD['a/index.html'] });
    const { carried, missing } = await carryOver(
      ['gone.json', 'a/index.html'],
      onDisk(from),
      fresh(),
      marked,
    );
    assert.deepEqual([...carried], ['a/index.html']);
    assert.deepEqual(missing, ['gone.json', '_astro/s.css', '_astro/x.js']);
  });
});

describe('the list of all addresses', () => {
  const addresses = some(
    ['index.html', 'incidents/a/index.html', 'feed.json', '_astro/x.js', 'versions.txt', 'xindex.html'],
    { a: ['u-1', 'u-2'] },
  );

  test('names each as people write it, and what was let go with the reason in one line', () => {
    const forgotten = [{ address: 'incidents/b/', why: 'said\n  twice', at: '2026-03-01T03:10:00Z' }];
    assert.equal(
      printList(addresses, forgotten),
      [
        '# Every address of this site. None of them goes.',
        '# forgotten 2026-03-01: /incidents/b/ - said twice',
        '/',
        '/feed.json',
        '/incidents/a/',
        '/incidents/a/#u-1',
        '/incidents/a/#u-2',
        '/xindex.html',
        '# addresses 6',
        '',
      ].join('\n'),
    );
  });

  test('is read as it was printed', () => {
    const word = fc.stringMatching(/^[a-z0-9-]{1,8}$/);
    const file = fc.tuple(
      fc.array(word, { minLength: 1, maxLength: 3 }),
      fc.constantFrom('/index.html', '.json'),
    );
    fc.assert(
      fc.property(
        fc.uniqueArray(file.map(([parts, end]) => `x/${parts.join('/')}${end}`)),
        fc.dictionary(word, fc.uniqueArray(word, { minLength: 1 })),
        (files, updates) => {
          const read = readList(printList({ files, updates }, letGo('x/')));
          assert.deepEqual([...(read?.files ?? [])].toSorted(), files.toSorted());
          assert.deepEqual(
            Object.entries(read?.updates ?? {}).toSorted(),
            Object.entries(updates)
              .map(([id, ids]) => [id, ids.toSorted()])
              .toSorted(),
          );
        },
      ),
      { numRuns: 50 },
    );
  });

  test('is none where it was cut short, counts wrong, or is something else', () => {
    const whole = printList(addresses, []);
    for (let end = 0; end < whole.length; end++)
      assert.equal(readList(whole.slice(0, end)), undefined, whole.slice(0, end));
    for (const text of [whole.replace('addresses 6', 'addresses 5'), `x${whole}`, `${whole}more`, '<html>'])
      assert.equal(readList(text), undefined, text);
  });

  test('names nothing that leads out of the site', () => {
    const outside = ['/../x', '/a/../x', '/a/..', '/./x', '/a/.', '//x', '/a//x', '/a\\x', '/%2e%2e/x'];
    const inside = ['/.well-known/security.txt', '/a..b/', '/a/...', '/incidents/a/#u-1', '/incidents/#u-1'];
    const list = [
      '# Every address of this site. None of them goes.',
      ...outside,
      ...inside,
      `# addresses ${outside.length + inside.length}`,
      '',
    ].join('\n');
    const { files, updates } = readList(list) ?? {};
    assert.deepEqual(files, ['.well-known/security.txt', 'a..b/index.html', 'a/...', 'incidents/#u-1']);
    assert.deepEqual({ ...updates }, { a: ['u-1'] });
  });
});
