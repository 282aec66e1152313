import { INCIDENT_STATES, MAINTENANCE_STATES } from '../../domain/incident.ts';
import { defineCommand } from '../command.ts';
import { BEGAN, FACTS, IMPACT, WAY, WORDS } from '../writing/flags.ts';
import { EXITS, REPORT } from '../writing/report.ts';
import { write } from '../writing/write.ts';

export const command = defineCommand({
  more: [
    'Without a name it is the one that is open; of several it asks which, or names them. What components confirmed to work has to be confirmed anew with each update, or taken out: --works none.',
    'The file keeps its comments, its order and every other byte.',
  ],
  args: { id: { says: 'The incident, by the name of its file.' } },
  flags: {
    state: {
      value: 'STATE',
      choices: [...new Set([...INCIDENT_STATES, ...MAINTENANCE_STATES])].filter(
        (state) => state !== 'withdrawn',
      ),
      says: 'Where the work stands; update without it, which keeps the state.',
    },
    ...WORDS,
    impact: {
      ...IMPACT.impact,
      says: 'A component and how it is doing from this update on.',
    },
    since: {
      value: 'TIME',
      says: 'Since when what --impact says is so, where that was before this update, such as 02:30 or --since=-20m.',
    },
    ...BEGAN,
    ended: { value: 'TIME', says: 'When it ended, such as with --state monitoring.' },
    ...FACTS,
    title: { value: 'WORDS', says: 'Another title.' },
    cause: { value: 'WORDS', says: 'Why it happened, in a sentence.' },
    certainty: {
      value: 'WORD',
      choices: ['unknown', 'suspected', 'confirmed'],
      says: 'How sure the cause is.',
    },
    ...WAY,
  },
  ofSite: true,
  examples: [
    { when: 'To be asked', call: 'update' },
    {
      when: 'When there is nothing new, and a word is due',
      call: 'update --text "We are still working on it." --works none --publish',
    },
    {
      when: 'When the cause is known',
      call: 'update 2026-03-01-alerts --state identified --works device-alarms --cause "A certificate ran out." --certainty confirmed',
    },
  ],
  exits: EXITS,
  json: REPORT,
  run: (call) => write('update', call, { id: call.args.id, among: 'any' }),
});
