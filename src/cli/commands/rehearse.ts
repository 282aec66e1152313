import { relative } from 'node:path';
import { defineCommand } from '../command.ts';
import { WrongCall, wrongSetting } from '../parse.ts';
import { loadConfig } from '../../site/config.ts';
import { type FolderRecord, loadRecord } from '../../site/record.ts';
import { isOpen } from '../../domain/incident.ts';
import { UserError } from '../../problems/errors.ts';
import type { Call } from '../command.ts';
import { rehearsalsFile } from '../../site/environment.ts';
import { keepRehearsal, printRehearsal, rehearse } from '../rehearsal.ts';
import { type Failure, rehearseWatched } from '../watched-rehearsal.ts';
import { IMPACT, WAY } from '../writing/flags.ts';

export const command = defineCommand({
  more: [
    'It tells a drill the way a first notice goes: written, committed, pushed, on the public page, told by each channel; then it ends the drill the same way. What it measured, and what a cache and a reader may add to it, is printed and kept in public/rehearsals.json, which the page serves once that is committed.',
    'Where checks are configured it goes the way of the watcher: a check is taken to fail, by looks that nobody makes; it is judged as the config says, the drill is written by what speaks for a watcher, the check goes well again, Monitoring is said. The watcher that really looks knows nothing of it and tells what really fails meanwhile.',
    'A drill gives no status and enters no sum, and says in every place that it is one. Accounts tell it where they have drills: true, and subscribers where they asked for drills.',
  ],
  flags: {
    impact: {
      ...IMPACT.impact,
      says: 'The component that the drill is about, told as a person tells it; without it the first that counts for the headline, or the way of the watcher.',
    },
    check: {
      value: 'CHECK',
      says: 'The check in the config that is taken to fail; the first without it.',
    },
    wait: WAY.wait,
    told: {
      value: 'SECONDS',
      says: 'For how long the numbers of delivery are waited for; 120 without it, 0 to look once.',
    },
  },
  ofSite: true,
  variables: {
    SITE_URL: 'The host that the site is served from, if it is not the one in the config.',
    BASE_PATH: 'The path that it is served below, if it is not /.',
    NIGHTLIGHT_PROOF: 'The file with the numbers of delivery, if it is not public/proof.json of the site.',
  },
  examples: [
    { when: 'Once a week, on a quiet afternoon', call: 'rehearse' },
    { when: 'Where nobody is told yet', call: 'rehearse --told 0' },
  ],
  exits: {
    0: 'The public page said the drill, and its end.',
    1: 'It could not be begun.',
    3: 'It did not go all the way; the steps say how far.',
  },
  json: {
    at: 'When it began, ISO 8601 in UTC.',
    incident: 'The drill that was told; null where none could be written.',
    passed: 'Whether the public page said the drill and its end, true or false.',
    steps:
      'A list of steps: step, seconds (null where it was not reached), known (measured or stated) and says.',
  },
  run: async ({ flags: { impact, check, wait, told }, ...call }) => {
    const around = { ...call, impact, wait, patience: patienceIn(told) };
    const record = await loadRecord(call.place());
    const failure = await failureFor(call, record, impact, check);
    const rehearsal = await (failure ? rehearseWatched(around, failure) : rehearse(around, record));
    call.tell(printRehearsal(rehearsal));
    const path = rehearsalsFile(call.place());
    await keepRehearsal(path, rehearsal);
    call.tell(`Kept in ${relative(call.io.cwd, path)}.`);
    return { code: rehearsal.passed ? 0 : 3, report: rehearsal };
  },
});

/**
 * The check that is taken to fail; nothing where a person's way is rehearsed.
 * @throws UserError where something is really wrong: a drill beside it would be in its way.
 */
async function failureFor(
  { place }: Pick<Call, 'place'>,
  { site, incidents }: FolderRecord,
  impact: readonly string[],
  named: string | undefined,
): Promise<Failure | undefined> {
  const real = incidents.find((one) => one.kind === 'incident' && !one.drill && isOpen(one));
  if (real)
    throw new UserError(`"${real.title}" is open. Rehearse when it is over: a drill would be in its way.`);
  const { config } = await loadConfig(place());
  const watch = config?.watch;
  const check = named === undefined ? watch?.checks[0] : watch?.checks.find(({ id }) => id === named);
  if (named !== undefined && (!check || impact.length > 0))
    throw new WrongCall(
      wrongSetting(
        { flag: '--check' },
        {
          found: check ? `--check ${named} beside --impact` : named,
          expected: check ? 'one of the two' : `a check of the config: ${ids(watch?.checks)}`,
          remedy: check ? 'Leave one of them out.' : 'Write the id of one of them.',
        },
      ),
    );
  return watch && check && impact.length === 0 ? { check, watch, site } : undefined;
}

function ids(checks: readonly { id: string }[] = []): string {
  return checks.map(({ id }) => id).join(', ') || 'it has none';
}

/** For how long the numbers of delivery are waited for, in ms. */
function patienceIn(seconds = '120'): number {
  if (/^\d{1,5}$/.test(seconds)) return Number(seconds) * 1000;
  throw new WrongCall(
    wrongSetting(
      { flag: '--told' },
      { found: seconds, expected: 'a number of seconds, or 0', remedy: 'Write one, such as 120.' },
    ),
  );
}
