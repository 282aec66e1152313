import { printable } from '../../domain/printable.ts';
import { isoSeconds } from '../../domain/time.ts';
import { currentInstant } from '../../site/environment.ts';
import { beatNow, heartbeatAt } from '../beating.ts';
import { defineCommand } from '../command.ts';
import { FAR_VARIABLES } from '../far.ts';
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
      says: 'The folder that is live, as it was named to nightlight deploy, or one with a copy of the heartbeat.json of the live build; or ssh://HOST/PATH or s3://BUCKET/PREFIX, as for nightlight deploy.',
    },
    vouch: {
      value: 'WORD',
      says: 'Who vouches for the service: watch, a program has just checked it; person, somebody has; either with a time behind it, such as watch@2026-03-01T08:04Z; nobody takes a word back. Without it the word that stands there stays until it lapses.',
    },
  },
  ofSite: true,
  variables: {
    NIGHTLIGHT_VOUCH: 'The word, where --vouch does not say it.',
    ...FAR_VARIABLES,
  },
  examples: [
    { when: 'To say that the builder lives', call: 'beat --to /srv/www/status' },
    { when: 'On another machine', call: 'beat --to ssh://www@example.org/srv/www/status --vouch watch' },
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
    const beaten = await beatNow(await heartbeatAt(to, { env, io }), { now, word, place });
    const renewed = 'until' in beaten;
    if (!renewed) tell(printable(`The heartbeat is as it was. ${beaten.why}`));
    const until = renewed ? isoSeconds(beaten.until) : null;
    return { code: renewed ? 0 : 3, report: { renewed, until, why: renewed ? null : beaten.why } };
  },
});
