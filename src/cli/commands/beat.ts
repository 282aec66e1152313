import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { printable } from '../../domain/printable.ts';
import { type Instant, isoSeconds } from '../../domain/time.ts';
import { isIncidentPath } from '../../incidents/names.ts';
import { mayHold } from '../../incidents/may-hold.ts';
import { type Lying, readLying } from '../../incidents/lying.ts';
import { beat } from '../../release/beat.ts';
import { sourceName } from '../../release/source.ts';
import { isBlobOf } from '../../revisions/blobs.ts';
import { readHead } from '../../revisions/git.ts';
import { filesBeside } from '../../site/beside.ts';
import { configFile, currentInstant, incidentsFolder } from '../../site/environment.ts';
import type { Place } from '../../site/place.ts';
import { defineCommand } from '../command.ts';
import { readWord } from '../word.ts';

export const command = defineCommand({
  more: [
    'It takes a tenth of a second, so that a timer or whoever watches the service can call it each minute. It says nothing when it has renewed.',
    'Where what is live is not what is committed any more, it leaves all as it was and says why: a deploy mends that.',
  ],
  flags: {
    to: {
      value: 'DIR',
      needed: true,
      says: 'The folder that is live, as it was named to nightlight deploy, or one with a copy of the heartbeat.json of the live build.',
    },
    vouch: {
      value: 'WORD',
      says: 'Who vouches for the service: watch, a program has just checked it; person, somebody has; either with a time behind it, such as watch@2026-03-01T08:04Z; nobody takes a word back. Without it the word that stands there stays until it lapses.',
    },
  },
  ofSite: true,
  variables: { NIGHTLIGHT_VOUCH: 'The word, where --vouch does not say it.' },
  examples: [
    { when: 'To say that the builder lives', call: 'beat --to /srv/www/status' },
    { when: 'After a check of the service that went well', call: 'beat --to /srv/www/status --vouch watch' },
    {
      when: 'When nobody can say any more whether it works',
      call: 'beat --to /srv/www/status --vouch nobody',
    },
  ],
  exits: { 0: 'It is renewed.', 1: 'It could not be done.', 3: 'It was left as it was; the reason is said.' },
  json: {
    renewed: 'Whether it was renewed, true or false.',
    until: 'Until when the live build may be believed now, ISO 8601 in UTC; null if it was left as it was.',
    why: 'Why it was left as it was; null if it was renewed.',
  },
  run: async ({ flags: { to, vouch }, env, io, place, tell }) => {
    const now = currentInstant(env, io.now);
    const word = readWord(vouch, env.NIGHTLIGHT_VOUCH, now);
    const beaten = await beat(resolve(io.cwd, to), {
      now,
      word,
      source: async () => currentSource(place(), now),
    });
    const renewed = 'until' in beaten;
    if (!renewed) tell(printable(`The heartbeat is as it was. ${beaten.why}`));
    const until = renewed ? isoSeconds(beaten.until) : null;
    return { code: renewed ? 0 : 3, report: { renewed, until, why: renewed ? null : beaten.why } };
  },
});

/** What a build would be made from now, if it is what is committed. */
async function currentSource(place: Place, now: Instant): Promise<{ name: string } | { why: string }> {
  const folder = incidentsFolder(place);
  const head = readHead(folder);
  const { files, refused } = readLying(folder);
  const name = sourceName(await toldOf(files, now), readFileSync(configFile(place)), filesBeside(place.site));
  const committed = await head;
  const loose = committed ? notAsCommitted(files, committed) : [];
  if (refused.length > 0)
    return { why: `${some(refused)} in ${folder}: no build takes that. See nightlight check.` };
  if (loose.length > 0) return { why: `${some(loose)} in ${folder}: not as committed. Commit, then deploy.` };
  return { name };
}

/** The files that a build would tell now: one whose time has come is new, and a deploy tells it. */
async function toldOf(files: Lying['files'], now: Instant): Promise<Lying['files']> {
  if (!files.some(({ bytes }) => mayHold(bytes))) return files;
  const { incidentOf, untoldIn } = await import('../../incidents/hold.ts');
  const untold = untoldIn(files, now);
  return files.filter(({ name }) => !untold.has(incidentOf(name)));
}

function notAsCommitted(files: Lying['files'], committed: Map<string, string>): string[] {
  const here = new Set(files.map(({ name }) => name));
  return [
    ...files.filter(({ name, bytes }) => !isBlobOf(committed.get(name), bytes)).map(({ name }) => name),
    ...[...committed.keys()].filter((path) => isIncidentPath(path) && !here.has(path)),
  ];
}

function some(names: string[]): string {
  const more = names.length > 3 ? ` and ${names.length - 3} more` : '';
  return `${names.slice(0, 3).join(', ')}${more}`;
}
