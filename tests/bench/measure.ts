import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface Measured {
  /** Wall time in seconds. */
  seconds: number;
  /** How much of a processor it took, in seconds. */
  processor: number;
  /** The largest resident set of the process, in MB. */
  peak: number;
  output: string;
}

/** Runs a Node program and measures its wall time and its peak memory. */
export function measure(args: string[], cwd: string, env: Record<string, string>): Promise<Measured> {
  const folder = mkdtempSync(join(tmpdir(), 'nightlight-bench-'));
  const [probe, result] = [join(folder, 'probe.mjs'), join(folder, 'peak')];
  writeFileSync(
    probe,
    `import fs from 'node:fs'; process.on('exit', () => fs.writeFileSync(${JSON.stringify(result)}, JSON.stringify(process.resourceUsage())));`,
  );
  return new Promise((done, fail) => {
    const started = performance.now();
    const child = spawn(process.execPath, ['--import', probe, ...args], {
      cwd,
      env: { ...process.env, ASTRO_TELEMETRY_DISABLED: '1', ...env },
    });
    let output = '';
    child.stdout.on('data', (data: Buffer) => {
      output += data;
    });
    child.stderr.on('data', (data: Buffer) => {
      output += data;
    });
    child.on('exit', (code) => {
      const seconds = (performance.now() - started) / 1000;
      if (code !== 0) return fail(new Error(output.slice(-4000)));
      const used = JSON.parse(readFileSync(result, 'utf8')) as NodeJS.ResourceUsage;
      const [peak, processor] = [used.maxRSS / 1024, (used.userCPUTime + used.systemCPUTime) / 1e6];
      rmSync(folder, { recursive: true });
      done({ seconds, processor, peak, output });
    });
  });
}

/** How many files lie in a folder, and how many bytes. */
export function weigh(folder: string): { files: number; bytes: number } {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  );
  return {
    files: entries.length,
    bytes: entries.reduce((sum, entry) => sum + statSync(join(entry.parentPath, entry.name)).size, 0),
  };
}
