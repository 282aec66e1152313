import { spawnSync } from 'node:child_process';
import { globSync } from 'node:fs';
import { parseArgs } from 'node:util';

/** Tests that start other programs or build whole sites: too slow to run once for each broken rule. */
const SLOW =
  /incidents\/(hostile|size)|release\/(reuse|config|program|code)\.test|publications\/(built|statuspage-clients)|revisions\/moods/;

/** Tests that look at hundreds of made-up cases, ask git itself or write release after release: they come last, for most is noticed sooner. */
const BROAD = /\.model|laws|simulation|publications\/agree|revisions\/history|release\/release\.test/;

/** The rooms whose rules are broken one at a time, and the folders of the tests that must notice it. */
const ROOMS: Record<string, string[]> = {
  domain: ['domain', 'incidents', 'publications'],
  incidents: ['incidents'],
  revisions: ['revisions'],
  publications: ['publications', 'domain'],
  release: ['release'],
  browser: ['browser'],
  authoring: ['authoring', 'cli'],
  config: ['config'],
  import: ['import'],
  'own-pages': ['own-pages'],
  watch: ['watch'],
};

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    only: { type: 'string' },
    quick: { type: 'boolean' },
    static: { type: 'boolean' },
    help: { type: 'boolean', short: 'h' },
  },
});
const strangers = positionals.filter((room) => !Object.hasOwn(ROOMS, room));
if (values.help || strangers.length > 0) {
  console.log(
    `npm run mutants -- [ROOM ...] [--only PATH] [--quick] [--static]\n\nBreaks the rules of a room (${Object.keys(ROOMS).join(', ')}) one at a time and tells which of the\nunit tests noticed. --only takes a file or a glob of it, such as src/domain/time.ts or src/domain/time.ts:80-120.\n--quick leaves out the tests that take long: what survives may still be noticed by them.\n--static also breaks what is read once, when a file is loaded: each such rule needs a process and every test.`,
  );
  process.exit(strangers.length > 0 ? 2 : 0);
}

let failed = false;
for (const room of positionals.length > 0 ? positionals : Object.keys(ROOMS)) {
  console.log(`\n── ${room}`);
  const { status } = spawnSync('stryker', ['run', 'tests/mutants/stryker.config.mjs'], {
    stdio: 'inherit',
    env: {
      ...process.env,
      MUTANTS_ROOM: room,
      ...(values.static ? { MUTANTS_STATIC: 'yes' } : {}),
      MUTANTS_BROKEN: values.only ?? `src/${room}/**/*.ts`,
      MUTANTS_TESTS: testsOf(ROOMS[room] as string[]).join(' '),
    },
  });
  failed ||= status !== 0;
}
process.exitCode = failed ? 1 : 0;

/** The nearest tests first: whoever notices ends the run. */
function testsOf(folders: string[]): string[] {
  return folders
    .flatMap((folder) => globSync(`tests/${folder}/**/*.test.ts`).toSorted())
    .filter((path) => !SLOW.test(path) && !(values.quick && BROAD.test(path)))
    .toSorted((one, other) => Number(BROAD.test(one)) - Number(BROAD.test(other)));
}
