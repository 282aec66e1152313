import { spawnSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const COMPONENTS = [
  'device-readings',
  'device-alarms',
  'share-upload',
  'follow-glucose',
  'follow-alerts',
  'sign-in',
  'reports',
  'partner-apps',
];
const STATUSES = ['major_outage', 'partial_outage', 'degraded_performance'];
const STATES = ['Identified', 'Update', 'Update', 'Monitoring'];
const WORDS =
  'followers receive readings alerts late because the service that carries them has stopped and we are starting it again please keep the own phone of the wearer where you can hear it we speak again within four hours the cause is not known yet'.split(
    ' ',
  );
const FROM = Date.UTC(2020, 0, 1);
const YEARS = 6 * 365.25 * 86_400_000;

/**
 * Writes `count` closed incidents over six years: 2 to 6 updates, 150 to 400 words, and commits them. The
 * same count gives the same files.
 */
export function generate(folder: string, count: number): void {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const random = sequence(20191130);
  const pick = <Item>(items: Item[]) => items[Math.floor(random() * items.length)] as Item;
  const words = (amount: number) => sentence(Array.from({ length: amount }, () => pick(WORDS)));
  for (let number = 0; number < count; number++) {
    const began = FROM + Math.floor((number / count) * YEARS);
    const updates = 2 + Math.floor(random() * 5);
    const amount = Math.floor((150 + random() * 250) / (updates + 1));
    const time = (minutes: number) =>
      new Date(began + minutes * 60_000).toISOString().slice(0, 16).concat('Z');
    const [component, other] = [pick(COMPONENTS), pick(COMPONENTS)];
    const sections = Array.from({ length: updates }, (_, index) => {
      const state =
        index === 0 ? 'Investigating' : index === updates - 1 ? 'Resolved' : STATES[Math.min(index - 1, 3)];
      return `## ${state} - ${time(20 + index * 45)} - status page\n${words(amount)}`;
    });
    const text = `---
title: ${words(7).slice(0, -1)}
began: ${time(0)}
impact:
  ${component}: ${pick(STATUSES)}
${other === component ? '' : `works: [${other}]\n`}advice: ${words(12)}
---
${words(amount)}

${sections.join('\n\n')}
`;
    writeFileSync(join(folder, `${time(0).slice(0, 10)}-${String(number).padStart(5, '0')}.md`), text);
  }
  commit(folder, 'the record');
}

/** Commits what lies in a folder, to a repository of its own. */
export function commit(folder: string, message: string): void {
  const who = ['-c', 'user.name=Bench', '-c', 'user.email=bench@example.org', '-c', 'gc.auto=0'];
  for (const args of [
    ['init', '-q'],
    ['add', '-A'],
    [...who, 'commit', '-q', '-m', message],
  ])
    if (spawnSync('git', args, { cwd: folder }).status !== 0)
      throw new Error(`git ${args.join(' ')} failed in ${folder}`);
}

function sentence(words: string[]): string {
  const text = words.join(' ');
  return `${text[0]?.toUpperCase()}${text.slice(1)}.`;
}

/** Mulberry32: a small sequence of numbers that is the same on every machine. */
function sequence(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let value = Math.imul(state ^ (state >>> 15), 1 | state);
    value = (value + Math.imul(value ^ (value >>> 7), 61 | value)) ^ value;
    return ((value ^ (value >>> 14)) >>> 0) / 4_294_967_296;
  };
}
