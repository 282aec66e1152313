import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../tour/situations.ts';
import { measure } from './measure.ts';

const SEVERITIES = ['down', 'disrupted', 'notice'];

/** How long it takes to bring along so many issues of cState, as a row of the report. */
export async function importing(count: number, work: string): Promise<string> {
  const folder = join(work, `import-${count}`);
  rmSync(folder, { recursive: true, force: true });
  const issues = join(folder, 'old/content/issues');
  const site = join(folder, 'site');
  mkdirSync(issues, { recursive: true });
  mkdirSync(join(site, 'incidents'), { recursive: true });
  const config = readFileSync(join(ROOT, 'tests/fixtures/sites/live.yaml'), 'utf8');
  writeFileSync(join(site, 'nightlight.yaml'), config.replace(/since: \d{4}/g, 'since: 2010'));
  for (let index = 0; index < count; index++) {
    const two = (value: number) => String(value).padStart(2, '0');
    const day = `${2015 + (index % 10)}-${two(1 + (index % 12))}-${two(1 + (index % 28))}`;
    const said = (state: string, hour: number) =>
      `*${state}* - We look into reports of **late** alerts. {{< track "${day} ${hour}:00:00" >}}\n`;
    writeFileSync(
      join(issues, `${day}-issue-${index}.md`),
      `---\ntitle: Issue ${index}\ndate: ${day} 10:00:00\nresolved: true\nresolvedWhen: ${day} 12:00:00\nseverity: ${SEVERITIES[index % 3]}\naffected:\n  - follow-alerts\nsection: issue\n---\n\n${said('Resolved', 12)}\n${said('Monitoring', 11)}\n${said('Investigating', 10)}`,
    );
  }
  const args = ['src/cli/nightlight.mjs', 'import', 'cstate', join(folder, 'old'), '--zone', 'Europe/Berlin'];
  const { seconds } = await measure([...args, '--site', site], ROOT, {});
  const written = readdirSync(join(site, 'incidents')).length;
  if (written !== count) throw new Error(`${written} of ${count} issues were imported`);
  rmSync(folder, { recursive: true });
  return `| ${count.toLocaleString('en')} | ${seconds.toFixed(1)} s |`;
}
