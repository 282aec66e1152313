import { relative } from 'node:path';
import { defineCommand } from '../command.ts';
import { WrongCall, wrongSetting } from '../parse.ts';
import { keepRehearsal, printRehearsal, rehearsalsFile, rehearse } from '../rehearsal.ts';
import { IMPACT, WAY } from '../writing/flags.ts';

export const command = defineCommand({
  more: [
    'It tells a drill the way a first notice goes: written, committed, pushed, on the public page, told by each channel; then it ends the drill the same way. What it measured, and what a cache and a reader may add to it, is printed and kept in public/rehearsals.json, which the page serves once that is committed.',
    'A drill gives no status and enters no sum, and says in every place that it is one. Accounts tell it where they have drills: true, and subscribers where they asked for drills.',
  ],
  flags: {
    impact: {
      ...IMPACT.impact,
      says: 'The component that the drill is about; without it the first that counts for the headline.',
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
  run: async ({ flags: { impact, wait, told }, ...call }) => {
    const rehearsal = await rehearse({ ...call, impact, wait, patience: patienceIn(told) });
    call.tell(printRehearsal(rehearsal));
    const path = rehearsalsFile(call.place());
    await keepRehearsal(path, rehearsal);
    call.tell(`Kept in ${relative(call.io.cwd, path)}.`);
    return { code: rehearsal.passed ? 0 : 3, report: rehearsal };
  },
});

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
