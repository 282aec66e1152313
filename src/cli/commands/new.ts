import { defineCommand } from '../command.ts';
import { BEGAN, FACTS, IMPACT, KIND, NEW, WAY, WORDS } from '../writing/flags.ts';
import { EXITS, REPORT } from '../writing/report.ts';
import { write } from '../writing/write.ts';

export const command = defineCommand({
  more: [
    'At a terminal it asks what does not work, since when and what was confirmed to work, and proposes the rest: title, words, advice and when you speak next. It shows what readers will see on the page, in feeds and as a text message, and asks once. Where no terminal is, flags say what cannot be proposed.',
    'It never writes over a file, and what you typed is kept until it is written. docs/writing.md goes through a night.',
  ],
  flags: {
    ...IMPACT,
    ...KIND,
    ...NEW,
    ...WORDS,
    state: { value: 'STATE', says: 'Investigating without it; identified, or monitoring.' },
    ...BEGAN,
    ...FACTS,
    ...WAY,
  },
  ofSite: true,
  variables: {
    SITE_URL: 'The host that the site is served from, if it is not the one in the config.',
    BASE_PATH: 'The path that it is served below, if it is not /.',
    NIGHTLIGHT_NOW: 'The time that it is taken to be.',
  },
  examples: [
    { when: 'To be asked', call: 'new' },
    {
      when: 'In one line, and out',
      call: 'new --impact follow-alerts=major_outage --began=-20m --works device-readings,device-alarms --publish',
    },
    { when: 'To look only', call: 'new --impact sign-in=partial_outage --dry-run' },
  ],
  exits: EXITS,
  json: REPORT,
  run: (call) => write('new', call),
});
