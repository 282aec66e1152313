import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../tour/situations.ts';
import { generate } from './generate.ts';
import { SOMEBODY } from './live.ts';
import { measure, type Measured } from './measure.ts';

/** How often each is measured; the middle one is told. */
const TIMES = 5;

/**
 * The machine's part of a first notice in one line: written, checked, shown, committed and pushed to a repository on
 * this disk, in a site with so many incidents.
 * @returns a row of the report.
 */
export async function notice(count: number, work: string): Promise<string> {
  const [site, bare] = [join(work, `notice-${count}`), join(work, `notice-${count}.git`)] as const;
  for (const folder of [site, bare]) rmSync(folder, { recursive: true, force: true });
  mkdirSync(site, { recursive: true });
  cpSync(join(ROOT, 'tests/fixtures/sites/live.yaml'), join(site, 'nightlight.yaml'));
  // A repository of its own.
  const incidents = join(site, 'incidents');
  generate(incidents, count);
  spawnSync('git', ['clone', '-q', '--bare', incidents, bare]);
  spawnSync('git', ['remote', 'add', 'origin', bare], { cwd: incidents });
  const program = join(ROOT, 'src/cli/nightlight.mjs');
  const say = async (...argv: string[]) => {
    const all: Measured[] = [];
    for (let time = 0; time < TIMES; time++) all.push(await measure([program, ...argv], site, SOMEBODY));
    return all.toSorted((one, other) => one.seconds - other.seconds)[Math.floor(TIMES / 2)] as Measured;
  };
  const first = ['new', '--impact', 'follow-alerts', '--began=-20m', '--works', 'device-alarms'];
  const cold = await measure([program, ...first, '--dry-run'], site, SOMEBODY);
  const shown = await say(...first, '--dry-run');
  const published = await say(...first, '--publish', '--wait', '0');
  for (const folder of [site, bare]) rmSync(folder, { recursive: true, force: true });
  const row = [cold, shown, published].flatMap(({ seconds, processor }) => [seconds, processor]);
  return `| ${[count.toLocaleString('en'), ...row.map((one) => `${one.toFixed(2)} s`)].join(' | ')} |`;
}
