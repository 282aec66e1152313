/**
 * Stands in for `node:test` while rules are broken: it keeps the tests of a file instead of running them, so that
 * one process can run the same tests again and again, each time with another rule broken.
 */
type Work = (context: object) => unknown;

/** A file or a `describe`: the hooks around what stands in it. */
export interface Suite {
  name: string;
  parent: Suite | undefined;
  before: Work[];
  after: Work[];
  beforeEach: Work[];
  afterEach: Work[];
}

export interface Collected {
  /** File and titles, as Stryker reports it. */
  id: string;
  file: string;
  suite: Suite;
  run: Work;
}

export const collected: Collected[] = [];

let suite = suiteOf('', undefined);
let file = '';

/** Says whose tests come next. */
export function collectFrom(path: string): void {
  file = path;
  suite = suiteOf(path, undefined);
}

export function describe(name: string, ...rest: unknown[]): void {
  const inside = suiteOf(`${suite.name} > ${name}`, suite);
  const around = suite;
  suite = inside;
  try {
    workOf(rest)({});
  } finally {
    suite = around;
  }
}

export function test(name: string, ...rest: unknown[]): void {
  const title = `${suite.name} > ${name}`;
  const same = collected.filter(({ id }) => id === title || id.startsWith(`${title} #`)).length;
  collected.push({ id: same > 0 ? `${title} #${same + 1}` : title, file, suite, run: workOf(rest) });
}

export const before = (work: Work): unknown => suite.before.push(work);
export const after = (work: Work): unknown => suite.after.push(work);
export const beforeEach = (work: Work): unknown => suite.beforeEach.push(work);
export const afterEach = (work: Work): unknown => suite.afterEach.push(work);

function suiteOf(name: string, parent: Suite | undefined): Suite {
  return { name, parent, before: [], after: [], beforeEach: [], afterEach: [] };
}

function workOf(rest: unknown[]): Work {
  return rest.findLast((part) => typeof part === 'function') as Work;
}
