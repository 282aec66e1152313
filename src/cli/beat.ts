import { readCall, run, wrongCall } from './call.ts';
import { missingFlag, wrongFlag } from './flags.ts';
import { readFileSync } from 'node:fs';
import { readAttestation } from '../domain/attestation.ts';
import { printable } from '../domain/printable.ts';
import { isIncidentPath } from '../incidents/names.ts';
import { type Lying, readLying } from '../incidents/lying.ts';
import { beat } from '../release/beat.ts';
import { sourceName } from '../release/source.ts';
import { isBlobOf } from '../revisions/blobs.ts';
import { readHead } from '../revisions/git.ts';
import { configFile, currentInstant, incidentsFolder } from '../site/environment.ts';
import { type Place, placeOf } from '../site/place.ts';

const HELP = `Renews the heartbeat of the live site without a build, if what is live is still what the repository says.

  npm run beat -- --to DIR                      DIR as it was named to npm run deploy, or a folder with a copy of
                                                the heartbeat.json of the live build
  npm run beat -- --to DIR --vouch watch        a program has just checked the service
  npm run beat -- --to DIR --vouch watch@TIME   it did so at that time, such as 2026-03-01T08:04Z
  npm run beat -- --to DIR --vouch person       a person has; person@TIME at that time
  npm run beat -- --to DIR --vouch nobody       takes a word back: from now on nobody can say whether it works

Without --vouch it reads NIGHTLIGHT_VOUCH, and without that the word that stands there stays until it lapses.
Exit codes: 0 it is renewed; 3 it was left as it was, with the reason: a deploy mends that; 1 it could not be done;
2 wrong call. It prints nothing when it has renewed.`;

const { to, vouch = process.env.NIGHTLIGHT_VOUCH } = readCall(HELP, {
  to: { type: 'string' },
  vouch: { type: 'string' },
});
if (!to)
  wrongCall(
    [
      missingFlag(
        '--to',
        'the folder with the live heartbeat',
        'Say where: npm run beat -- --to /srv/www/status',
      ),
    ],
    HELP,
  );

await run(async () => {
  const now = currentInstant(process.env);
  const word = vouch ? wordOf(vouch, now) : undefined;
  const beaten = await beat(to, {
    now,
    word,
    source: () => currentSource(placeOf(process.env, process.cwd())),
  });
  if ('until' in beaten) return;
  console.log(printable(`The heartbeat is as it was. ${beaten.why}`));
  process.exitCode = 3;
});

/** A word without a time is of now. */
function wordOf(written: string, now: number) {
  const timed = /^(?:watch|person)$/.test(written) ? `${written}@${new Date(now).toISOString()}` : written;
  const read = readAttestation(timed.replace(/\.\d+Z$/, 'Z'), now);
  return read.ok
    ? read.attestation
    : wrongCall([wrongFlag('--vouch', written, 'who says so, and when', `The word ${read.mistake}`)], HELP);
}

/** What a build would be made from now, if it is what is committed. */
async function currentSource(place: Place): Promise<{ name: string } | { why: string }> {
  const folder = incidentsFolder(place);
  const head = readHead(folder);
  const { files, refused } = readLying(folder);
  const name = sourceName(files, readFileSync(configFile(place)));
  const committed = await head;
  const loose = committed ? notAsCommitted(files, committed) : [];
  if (refused.length > 0)
    return { why: `${some(refused)} in ${folder}: no build takes that. See npm run check.` };
  if (loose.length > 0) return { why: `${some(loose)} in ${folder}: not as committed. Commit, then deploy.` };
  return { name };
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
