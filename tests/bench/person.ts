import { spawn, spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ROOT } from '../tour/situations.ts';
import { generate } from './generate.ts';
import { SOMEBODY } from './live.ts';

/**
 * `npm run bench:person`: a first notice as somebody types it, from the first letter of `nightlight new` until it is
 * committed and pushed. The terminal is a real one, of `script` (util-linux). Whoever sits there presses five keys a
 * second, looks at each question for a second before the first key of its answer, and at what readers will see for
 * three; whoever reads that word by word takes longer.
 */
const KEY = 200;
const LOOK = 1_000;
const LOOK_LONG = 3_000;
/** After how long nobody sits there any more, in ms. */
const PATIENCE = 120_000;

const [ENTER, SPACE, DOWN] = ['\r', ' ', '\u001b[B'];
const COMMAND = 'nightlight new --wait 0';
const ANSWERS: readonly [asked: string, keys: readonly string[], look: number][] = [
  ['What does not work', [DOWN, DOWN, DOWN, DOWN, SPACE, ENTER], LOOK],
  ['How is it?', [ENTER], LOOK],
  ['When did it begin', [...'-20m', ENTER], LOOK],
  ['confirmed to work', [ENTER], LOOK],
  ['shall people be told now?', [ENTER], LOOK_LONG],
];

console.log(
  '| incidents | keys | typing | looking | the machine | in all |\n|---:|---:|---:|---:|---:|---:|',
);
for (const count of [10, 1_000]) console.log(await told(count));

async function told(count: number): Promise<string> {
  const work = mkdtempSync(join(tmpdir(), 'nightlight-person-'));
  const [site, bare] = [join(work, 'site'), join(work, 'bare.git')] as const;
  mkdirSync(site);
  cpSync(join(ROOT, 'tests/fixtures/sites/live.yaml'), join(site, 'nightlight.yaml'));
  const incidents = join(site, 'incidents');
  generate(incidents, count);
  spawnSync('git', ['clone', '-q', '--bare', incidents, bare]);
  spawnSync('git', ['remote', 'add', 'origin', bare], { cwd: incidents });
  // What somebody looked at before spares the first notice reading it.
  spawnSync(process.execPath, [join(ROOT, 'src/cli/nightlight.mjs'), 'list'], { cwd: site });
  const begun = performance.now();
  const typed = COMMAND.length + 1;
  await pause(typed * KEY);
  const { keys, looked } = await answered(site);
  const seconds = (performance.now() - begun) / 1000;
  const commits = spawnSync('git', ['log', '-1', '--format=%s', 'HEAD'], { cwd: bare, encoding: 'utf8' });
  rmSync(work, { recursive: true });
  if (!commits.stdout.startsWith('New notice:')) throw new Error('It was not pushed.');
  const [typing, looking] = [((typed + keys) * KEY) / 1000, looked / 1000];
  const row = [typing, looking, seconds - typing - looking, seconds].map((one) => `${one.toFixed(1)} s`);
  return `| ${[count.toLocaleString('en'), typed + keys, ...row].join(' | ')} |`;
}

/** Answers what is asked, key by key. @returns how many keys, and how long was looked, in ms. */
async function answered(site: string): Promise<{ keys: number; looked: number }> {
  const program = `${process.execPath} ${join(ROOT, 'src/cli/nightlight.mjs')}`;
  const shell = `stty rows 40 cols 100; exec ${COMMAND.replace('nightlight', program)}`;
  const child = spawn('script', ['--quiet', '--flush', '--return', '--command', shell, '/dev/null'], {
    cwd: site,
    env: { ...process.env, ...SOMEBODY, NIGHTLIGHT_SITE: site },
    timeout: PATIENCE,
  });
  const left = [...ANSWERS];
  let [said, keys, looked] = ['', 0, 0];
  let isBusy = false;
  child.stdout.on('data', async (part: Buffer) => {
    said += part;
    const [next] = left;
    if (isBusy || !next || !said.includes(next[0])) return;
    isBusy = true;
    left.shift();
    said = '';
    await pause(next[2]);
    looked += next[2];
    for (const key of next[1]) {
      await pause(KEY);
      keys += 1;
      child.stdin.write(key);
    }
    isBusy = false;
    // What came while the last key was pressed may hold the next question already.
    if (said !== '') child.stdout.emit('data', Buffer.from(''));
  });
  const code = await new Promise((done) => child.on('close', done));
  if (code !== 0 || left.length > 0) throw new Error(`Exit ${code}, ${left.length} questions left: ${said}`);
  return { keys, looked };
}

function pause(ms: number): Promise<void> {
  return new Promise((done) => setTimeout(done, ms));
}
