import { defineCommand } from '../command.ts';
import { FACTS, IMPACT, NEW, WAY, WORDS } from '../writing/flags.ts';
import { EXITS, REPORT } from '../writing/report.ts';
import { write } from '../writing/write.ts';

export const command = defineCommand({
  more: [
    'It is told as an incident is, marked as a drill everywhere; it gives no status and enters no sum. nightlight update and resolve go on with it.',
  ],
  flags: { ...IMPACT, ...NEW, ...WORDS, ...FACTS, ...WAY },
  ofSite: true,
  examples: [
    { when: 'To be asked', call: 'drill' },
    { when: 'In one line', call: 'drill --impact follow-alerts --publish' },
  ],
  exits: EXITS,
  json: REPORT,
  run: (call) => write('drill', call),
});
