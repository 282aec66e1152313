import { defineCommand } from '../command.ts';
import { WAY, WORDS } from '../writing/flags.ts';
import { EXITS, REPORT } from '../writing/report.ts';
import { write } from '../writing/write.ts';

export const command = defineCommand({
  more: [
    'What was published never vanishes: the notice and its address stay, with the reason why it was wrong. It gives no status any more, and people are told so.',
  ],
  args: { id: { says: 'The notice, by the name of its file; the one that is open without it.' } },
  flags: {
    because: { value: 'WORDS', says: 'Why it is taken back, in a sentence. It has to be said.' },
    ...WORDS,
    ...WAY,
  },
  ofSite: true,
  examples: [
    { when: 'To be asked', call: 'withdraw' },
    {
      when: 'In one line',
      call: 'withdraw 2026-03-01-alerts --because "Our probe was wrong: alerts came all the time." --publish',
    },
  ],
  exits: EXITS,
  json: REPORT,
  run: (call) => write('withdraw', call, { id: call.args.id, among: 'any' }),
});
