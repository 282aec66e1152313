import assert from 'node:assert/strict';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, describe, test } from 'node:test';
import { siteAt } from '../../src/release/published.ts';
import { type Earlier, release } from '../../src/release/release.ts';
import { printVersions } from '../../src/release/versions.ts';
import { mustHave } from '../../src/release/verify.ts';
import { seal } from '../../src/domain/whole.ts';
import { SPOKEN } from '../languages.ts';

const folder = mkdtempSync(join(tmpdir(), 'nightlight-'));
after(() => rmSync(folder, { recursive: true, force: true }));

const OLD = '/incidents/a/revisions/b1/';
/** A site that is served below a path, as a fetch that knows its files. */
const served = (files: Record<string, string>) =>
  siteAt('https://status.example/repo', async (address) => {
    const { pathname } = new URL(String(address));
    const text = files[pathname.slice('/repo'.length)];
    return text === undefined ? new Response('', { status: 404 }) : new Response(text);
  });

function site(
  to: string,
  files: Record<string, string>,
  published: ReturnType<typeof siteAt>,
  told: string[] = [],
  onBuild: (earlier: Earlier) => void = () => undefined,
) {
  return release({
    clock: Date.now,
    to,
    site: SPOKEN,
    base: '/',
    label: 'x',
    published,
    tell: (words) => told.push(words),
    build: async (out, earlier) => {
      onBuild(earlier);
      const all = {
        ...Object.fromEntries(mustHave(SPOKEN).map((file) => [file, '<html></html>'])),
        ...files,
      };
      for (const [file, text] of Object.entries(all)) {
        mkdirSync(dirname(join(out, file)), { recursive: true });
        writeFileSync(join(out, file), file.endsWith('.html') ? seal(text) : text);
      }
      return { history: true, mayGo: () => false };
    },
  });
}

/** The list as a site serves it. */
const listOf = (...addresses: string[]) =>
  [
    '# Every address of this site. None of them goes.',
    ...addresses,
    `# addresses ${addresses.length}`,
    '',
  ].join('\n');

describe('where no earlier release lies beside', () => {
  const incident = {
    'incidents/a/index.html': '<html></html>',
    'incidents/a.json': '{"updates":[{"id":"u-1"}]}',
  };

  test('versions are carried over from the site that is served', async () => {
    const to = join(folder, 'carried');
    const list = listOf('/', '/incidents/a/', '/incidents/a/#u-1', OLD);
    const old = seal('<html>old</html>');
    await site(to, incident, served({ '/addresses.txt': list, [OLD]: old }));
    assert.equal(readFileSync(join(to, `${OLD}index.html`), 'utf8'), old);
    assert.ok(readFileSync(join(to, 'addresses.txt'), 'utf8').split('\n').includes(OLD));
  });

  test('an incident or an update that is served there may not go', async () => {
    const published = served({
      '/addresses.txt': listOf('/incidents/a/', '/incidents/a/#u-2', '/incidents/b/'),
    });
    await assert.rejects(
      site(join(folder, 'lost'), incident, published),
      /incidents\/b\/index\.html {2}error {2}published-address-vanished[\s\S]*incidents\/a\/#u-2 {2}error {2}published-update-vanished/,
    );
  });

  test('a build goes on from the list of when versions went live that is served, and knows of none where it is broken', async () => {
    const list = printVersions({ since: 0, times: new Map([['a.md b1', [1000]]]) });
    const heard: (string | undefined)[] = [];
    const told: string[] = [];
    for (const [name, text] of [
      ['whole', list],
      ['cut', list.slice(0, -20)],
    ] as const)
      await site(
        join(folder, `versions-${name}`),
        incident,
        served({ '/versions.txt': text }),
        told,
        ({ versions }) => heard.push(versions && readFileSync(versions, 'utf8')),
      );
    assert.deepEqual(heard, [list, undefined]);
    assert.equal(told.filter((words) => words.startsWith('versions.txt cannot be read')).length, 1);
  });

  describe('the heartbeat that is served', () => {
    const own = { vouched: { by: 'watch' } };
    const moved = { ...own, moved_to: 'https://beat.example/heartbeat.json' };
    const elsewhere = { vouched: { by: 'person' } };
    /** What a build goes on from where these answers are given, in turn, at each address; and what is told. */
    async function standing(answers: Record<string, (object | string | number)[]>) {
      const told: string[] = [];
      let heard: string | undefined;
      const published = siteAt('https://status.example/repo', async (address) => {
        const { host, pathname } = new URL(String(address));
        const next = answers[`${host}${pathname}`]?.shift();
        if (next === undefined || typeof next === 'number') return new Response('', { status: next ?? 404 });
        return new Response(typeof next === 'string' ? next : JSON.stringify(next));
      });
      const to = join(mkdtempSync(join(folder, 'heartbeat-')), 'to');
      await site(to, incident, published, told, ({ standing: path }) => {
        heard = path && readFileSync(path, 'utf8');
      });
      return {
        heard: heard && (JSON.parse(heard) as object),
        told: told.filter((one) => /heartbeat/.test(one)),
      };
    }
    const [HERE, THERE] = ['status.example/repo/heartbeat.json', 'beat.example/heartbeat.json'];

    test('is what a build goes on from, asked for twice where the way there broke', async () => {
      assert.deepEqual(await standing({ [HERE]: [own] }), { heard: own, told: [] });
      assert.deepEqual(await standing({ [HERE]: [502, own] }), { heard: own, told: [] });
    });

    test('is read where it is renewed', async () => {
      assert.deepEqual(await standing({ [HERE]: [moved], [THERE]: [elsewhere] }), {
        heard: elsewhere,
        told: [],
      });
    });

    test('is told to be missing where it cannot be heard, and where no page is yet nothing is told', async () => {
      const broken = await standing({ [HERE]: ['<html>', '<html>'] });
      assert.equal(broken.heard, undefined);
      assert.match(
        broken.told.join(),
        /heartbeat of https:\/\/status\.example\/repo\/ cannot be read .*no word is carried over/,
      );
      const down = await standing({ [HERE]: [moved], [THERE]: [503, 503] });
      assert.deepEqual(down.heard, moved);
      assert.match(down.told.join(), /\(answer 503\)/);
      assert.deepEqual(await standing({}), { heard: undefined, told: [] });
    });
  });

  test('no cache answers for the site: each question has an address that was never asked for', async () => {
    const asked: string[] = [];
    const published = siteAt('https://status.example/repo/', async (address) => {
      asked.push(String(address));
      return new Response('');
    });
    for (let time = 0; time < 2; time++) await published.read('versions.txt');
    for (const address of asked) assert.equal(new URL(address).pathname, '/repo/versions.txt');
    assert.equal(new Set(asked).size, 2);
  });

  test('is asked without a cache and not for ever, for addresses as people write them', async () => {
    const asked: [path: string, options: RequestInit | undefined][] = [];
    const published = siteAt('https://status.example/repo', async (address, options) => {
      const { pathname, searchParams } = new URL(String(address));
      assert.ok(searchParams.get('fresh'));
      asked.push([pathname, options]);
      return new Response('', { status: 404 });
    });
    for (const file of ['index.html', 'a/index.html', 'a/xindex.html', 'a/index.html.gz', 'a.json'])
      assert.equal(await published.read(file), undefined);
    assert.deepEqual(
      asked.map(([path]) => path),
      ['/repo/', '/repo/a/', '/repo/a/xindex.html', '/repo/a/index.html.gz', '/repo/a.json'],
    );
    for (const [, options] of asked) {
      assert.equal(options?.cache, 'no-store');
      assert.ok(options.signal instanceof AbortSignal);
    }
  });

  test('a page that did not arrive whole is not carried over, and is asked for again by the next build', async () => {
    const to = join(folder, 'half');
    const told: string[] = [];
    for (const [name, page] of [
      ['half', '<html>ol'],
      ['portal', '<html><body>Hotel login please</body></html>'],
    ] as const) {
      const published = served({ '/addresses.txt': listOf(OLD), [OLD]: page });
      await site(join(folder, name), incident, published, told);
      assert.equal(existsSync(join(folder, name, `${OLD}index.html`)), false);
      assert.match(told.join(), /nowhere to be found any more: incidents\/a\/revisions\/b1\/index\.html/);
    }
    assert.ok(readFileSync(join(to, 'addresses.txt'), 'utf8').split('\n').includes(OLD));
  });

  test('nothing is written outside of the site, whatever a list names', async () => {
    const outside = '/incidents/../../../outside/';
    const published = siteAt('https://status.example/', async (address) =>
      String(address).includes('/addresses.txt')
        ? new Response(
            listOf(outside, '/incidents/a/%2e%2e/%2e%2e/x.json', '/incidents/a/\\..\\x.json', '//x'),
          )
        : new Response(seal('<html></html>')),
    );
    const to = join(folder, 'deep/er/outside-of');
    mkdirSync(dirname(to), { recursive: true });
    await site(to, incident, published);
    assert.equal(existsSync(join(folder, 'deep/er/outside')), false);
    assert.doesNotMatch(readFileSync(join(to, 'addresses.txt'), 'utf8'), /\.\.|%2e|^\/\/x/m);
  });

  test('a list that was cut short, or is something else, is told of and is no list', async () => {
    const whole = listOf('/incidents/b/', '/incidents/c/');
    for (const [name, text] of Object.entries({
      short: whole.slice(0, whole.indexOf('/incidents/c/')),
      shorter: whole.replace('/incidents/c/\n', ''),
      page: '<!doctype html>\n<title>Not found</title>',
    })) {
      const told: string[] = [];
      await site(join(folder, name), incident, served({ '/addresses.txt': text }), told);
      assert.match(told.join(), /addresses\.txt cannot be read \(it is no whole list of addresses\)/, name);
    }
  });

  test('a connection that breaks within an answer keeps nothing from going live', async () => {
    const told: string[] = [];
    const broken = () =>
      new ReadableStream({ pull: (controller) => controller.error(new Error('the line went dead')) });
    const published = siteAt('https://status.example/', async () => new Response(broken()));
    await site(join(folder, 'broken'), incident, published, told);
    assert.match(told.join(), /addresses\.txt cannot be read \(the line went dead\)/);
    assert.equal(await published.read('x'), undefined);
  });

  test('a file that could not be had is asked for once more', async () => {
    let asked = 0;
    const published = siteAt('https://status.example/', async () => {
      asked++;
      return asked === 1 ? Promise.reject(new Error('reset')) : new Response('{}');
    });
    assert.equal((await published.read('incidents/a.json'))?.toString(), '{}');
  });

  test('a site that does not answer is told of, and keeps nothing from going live', async () => {
    for (const [name, published] of [
      ['none', served({})],
      ['down', siteAt('https://status.example/', () => Promise.reject(new Error('no way there')))],
    ] as const) {
      const told: string[] = [];
      await site(join(folder, name), incident, published, told);
      assert.ok(existsSync(join(folder, name, 'index.html')));
      assert.match(told.join(), /addresses\.txt cannot be read \((answer 404|no way there)\)/);
    }
  });
});
