import { spawnSync } from 'node:child_process';
import { parseArgs } from 'node:util';

/** The rooms whose rules are broken one at a time, and the tests that must notice it. */
const ROOMS: Record<string, string[]> = {
  domain: ['domain'],
  incidents: ['incidents'],
  revisions: ['revisions'],
  publications: ['publications'],
  build: ['build'],
  browser: ['browser'],
};

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { only: { type: 'string' }, help: { type: 'boolean', short: 'h' } },
});
const strangers = positionals.filter((room) => !Object.hasOwn(ROOMS, room));
if (values.help || strangers.length > 0) {
  console.log(
    `npm run mutants -- [ROOM ...] [--only PATH]\n\nBreaks the rules of a room (${Object.keys(ROOMS).join(', ')}) one at a time and tells which of the\nunit tests noticed. --only takes a file or a glob of it, such as src/domain/time.ts or src/domain/time.ts:80-120.`,
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
      MUTANTS_BROKEN: values.only ?? `src/${room}/**/*.ts`,
      MUTANTS_TESTS: (ROOMS[room] as string[]).map((folder) => `tests/${folder}/**/*.test.ts`).join(' '),
    },
  });
  failed ||= status !== 0;
}
process.exitCode = failed ? 1 : 0;
