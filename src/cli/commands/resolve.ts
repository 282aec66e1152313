import { defineCommand } from '../command.ts';
import { BEGAN, WAY, WORDS } from '../writing/flags.ts';
import { EXITS, REPORT } from '../writing/report.ts';
import { write } from '../writing/write.ts';

export const command = defineCommand({
  more: [
    'Without a name it is the one that is open. It asks when it ended, and whether the advice is still needed; announced work is completed.',
  ],
  args: { id: { says: 'The incident, by the name of its file.' } },
  flags: {
    ended: {
      value: 'TIME',
      says: 'When it ended: now, 04:15, --ended=-20m, or unknown where nobody can tell.',
    },
    'last-known': { value: 'TIME', says: 'With --ended unknown, when it was last known to go on.' },
    ...BEGAN,
    ...WORDS,
    advice: { value: 'WORDS', says: 'What people should do now that it is over.' },
    without: {
      value: 'WHAT',
      multiple: true,
      choices: ['advice', 'works'],
      says: 'Takes out what nobody needs any more.',
    },
    cause: { value: 'WORDS', says: 'Why it happened, in a sentence.' },
    certainty: {
      value: 'WORD',
      choices: ['unknown', 'suspected', 'confirmed'],
      says: 'How sure the cause is.',
    },
    data: {
      value: 'WORD',
      choices: ['delayed', 'backfilled', 'lost', 'intact'],
      says: 'What became of the data.',
    },
    ...WAY,
  },
  ofSite: true,
  examples: [
    { when: 'To be asked', call: 'resolve' },
    { when: 'In one line', call: 'resolve --ended 04:15 --data backfilled --without advice --publish' },
  ],
  exits: EXITS,
  json: REPORT,
  run: (call) => write('resolve', call, { id: call.args.id, among: 'any' }),
});
