import { defineCommand } from '../command.ts';
import { IMPACT, NEW, WAY, WORDS } from '../writing/flags.ts';
import { EXITS, REPORT } from '../writing/report.ts';
import { write } from '../writing/write.ts';

export const command = defineCommand({
  more: [
    'Without a name it announces new work. With one it moves what is announced, which needs an update: words are proposed. That it begins, is checked, is done or does not take place, nightlight update says; nightlight resolve completes it.',
  ],
  args: { id: { says: 'The announced work that is moved, by the name of its file.' } },
  flags: {
    from: { value: 'TIME', says: 'From when on: 2026-03-02T02:00Z, 02:00 (the next in UTC), or +24h.' },
    until: { value: 'TIME', says: 'Until when.' },
    impact: {
      ...IMPACT.impact,
      says: 'A component, and how it is doing in that time if not under_maintenance.',
    },
    ...NEW,
    ...WORDS,
    advice: { value: 'WORDS', says: 'What people should do for that time.' },
    scope: { value: 'WORDS', says: 'Where it is so, or for whom.' },
    without: {
      value: 'WHAT',
      multiple: true,
      choices: ['advice'],
      says: 'Leaves out what would be proposed.',
    },
    ...WAY,
  },
  ofSite: true,
  examples: [
    { when: 'To be asked', call: 'maintenance' },
    {
      when: 'In one line',
      call: 'maintenance --impact sign-in --from 2026-03-02T02:00Z --until 2026-03-02T03:00Z --publish',
    },
    { when: 'To move it', call: 'maintenance 2026-03-02-planned-work-sign-in --until 2026-03-02T04:00Z' },
  ],
  exits: EXITS,
  json: REPORT,
  run: (call) =>
    call.args.id === undefined
      ? write('maintenance', call)
      : write('move', call, { id: call.args.id, among: 'maintenance' }),
});
