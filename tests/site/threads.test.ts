import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import type { RouteData } from 'astro';
import { crewOf, type PagePrinted } from '../../src/release/crew.ts';
import { loadProgram, printAll } from '../../src/release/program.ts';
import { leaveModel } from '../../src/site/handover.ts';
import type { Model } from '../../src/site/model.ts';
import { beginThreads, threadsFor } from '../../src/site/threads.ts';
import { workshop, write } from '../release/workshop.ts';

const fresh = workshop();
const IDS = Array.from({ length: 60 }, (_, index) => `p${index}`);

/**
 * Prints pages of a route that makes many and of one that makes one, by a program made up for it.
 * @param page what each of many says, or how it fails: code that knows `id`, `isHere` and `fail`.
 * @param begun what the program does first.
 */
async function print(
  page: string,
  threads: number,
  begun = '',
): Promise<{ said: string; out: string; warned: string[]; folder: string }> {
  const [folder, out] = [join(fresh(), 'program'), fresh()];
  const warned: string[] = [];
  write(folder, {
    'code/prerender-entry.x.mjs': `
import { isMainThread as isHere } from 'node:worker_threads';
${begun}
const route = (route, more) => ({ routeData: { route, component: route, type: 'endpoint', prerender: true, fallbackRoutes: [], params: [], segments: [[{ content: 'a', dynamic: false }]], ...more }, styles: [] });
const fail = (error) => { throw error; };
const pageOf = async (id) => ${page};
export const app = {
  manifest: { routes: [route('/one', { pathname: '/one' }), route('/[id]', { params: ['id'], segments: [[{ content: 'id', dynamic: true, spread: false }]] })] },
  routeCache: { clearAll() {}, get() {}, set() {} },
  setInternals() {},
  setOptions() {},
  getComponentByRoute: async () => ({ getStaticPaths: () => ${JSON.stringify(IDS.map((id) => ({ params: { id } })))} }),
  render: async ({ url }) => new Response(url.endsWith('/one') ? String(isHere) : await pageOf(url.split('/').at(-1))),
};`,
  });
  const program = await loadProgram(folder, Date.now());
  assert.ok(program);
  leaveModel(Promise.resolve({} as Model));
  const said = await printAll(program, {
    out: join(out, '/'),
    isOwn: () => false,
    warn: (words) => warned.push(words),
    beginThreads: (pages) => {
      assert.equal(pages, IDS.length);
      return beginThreads({ said: [], threads }, folder, pages);
    },
  });
  return { said, out, warned, folder };
}

describe('pages that several threads print', () => {
  test('are the same, and what there is one of is printed by the thread that builds', async () => {
    const { said, out, warned } = await print('id + " as ever"', 2);
    assert.deepEqual(warned, []);
    assert.match(said, /^61 pages and files printed, (?:[1-5]\d|60) of them by other threads$/);
    for (const id of IDS) assert.equal(readFileSync(join(out, id), 'utf8'), `${id} as ever`);
    assert.equal(readFileSync(join(out, 'one'), 'utf8'), 'true');
  });

  test('are told of by one thread alone where nobody helped', async () => {
    assert.equal((await print('id', 0)).said, '61 pages and files printed');
  });

  test('fail with the error of the thread that builds, which tried too: its class and its place are lost between two', async () => {
    const page = `id === 'p7' ? fail(Object.assign(new Error(isHere ? 'p7 is wrong' : 'elsewhere'), { name: 'UserError', place: 'p7.md:3' })) : id`;
    await assert.rejects(print(page, 1), { name: 'UserError', message: 'p7 is wrong', place: 'p7.md:3' });
  });

  test('that another thread could not print are printed here', async () => {
    const { out } = await print('isHere ? id : fail(new Error("not here"))', 1);
    for (const id of IDS) assert.equal(readFileSync(join(out, id), 'utf8'), id);
  });

  test('are printed here where a thread ends before they are, and that is said once', async () => {
    const { out, warned } = await print('isHere ? id : process.exit()', 2);
    for (const id of IDS) assert.equal(readFileSync(join(out, id), 'utf8'), id);
    assert.deepEqual(warned, [
      'A thread that prints pages has ended, so others print in its place: The thread that prints pages has ended before all was done. NIGHTLIGHT_THREADS=0 lets one print all of them.',
    ]);
  });

  test('are printed here where a thread cannot read the program, which stays for this one', async () => {
    const { out, warned, folder } = await print('id', 1, 'if (!isHere) throw new Error("Not read.");');
    for (const id of IDS) assert.equal(readFileSync(join(out, id), 'utf8'), id);
    assert.match(warned.join('\n'), /^A thread that prints pages has ended[^\n]*: Not read\. [^\n]*$/);
    assert.ok(existsSync(folder));
  });

  test('are printed by nobody any more once the build has ended', async () => {
    const asked = Promise.withResolvers<PagePrinted>();
    const thread = {
      ask: () => asked.promise,
      end: async () => asked.reject(new Error('It has ended.')),
    };
    const crew = crewOf([thread], assert.fail);
    const route = { route: '/[id]', component: '/[id]' } as RouteData;
    const own = async () => assert.fail('It is printed here.');
    const printing = assert.rejects(crew.print(new Request('http://localhost/p1'), route, own), {
      message: 'It has ended.',
    });
    await crew.end();
    await printing;
  });

  test('are printed by one where the program is gone by then', async () => {
    leaveModel(Promise.resolve({} as Model));
    assert.deepEqual(await beginThreads({ said: [], threads: 2 }, join(fresh(), 'gone'), 5000), []);
  });
});

describe('how many threads print beside the one that builds', () => {
  const machine = { processors: 8, free: 16e9, taken: 1e9 };

  test('is none for few pages, and three at most', () => {
    assert.equal(threadsFor(2999, undefined, machine), 0);
    assert.equal(threadsFor(3000, undefined, machine), 3);
  });

  test('is one for each further processor', () => {
    assert.equal(threadsFor(5000, undefined, { ...machine, processors: 1 }), 0);
    assert.equal(threadsFor(5000, undefined, { ...machine, processors: 2 }), 1);
  });

  test('is as many as the memory has room for, and for one more process of that size', () => {
    assert.equal(threadsFor(5000, undefined, { ...machine, free: 1.9e9 }), 0);
    assert.equal(threadsFor(5000, undefined, { ...machine, free: 2e9 }), 1);
    assert.equal(threadsFor(5000, undefined, { ...machine, free: 0.2e9 }), 0);
  });

  test('is what somebody asks for, whatever there is to print', () => {
    assert.equal(threadsFor(1, 1, { ...machine, free: 0 }), 1);
    assert.equal(threadsFor(5000, 0, machine), 0);
  });
});
