import { resolve } from 'node:path';
import { serverTime } from '../../domain/freshness.ts';
import { printable } from '../../domain/printable.ts';
import type { Language } from '../../domain/site.ts';
import type { Instant } from '../../domain/time.ts';
import { formatOf, speakAlso, spokenLanguages } from '../../i18n/index.ts';
import { UserError } from '../../problems/errors.ts';
import { type Guarded, guard } from '../../release/guard.ts';
import { currentInstant } from '../../site/environment.ts';
import type { Place } from '../../site/place.ts';
import { loadWords } from '../../site/words.ts';
import { SSH, readSshPlace } from '../../release/ssh.ts';
import { defineCommand } from '../command.ts';
import { isFar } from '../far.ts';
import { WrongCall, wrongSetting } from '../parse.ts';

interface Report {
  state: Guarded;
}

export const command = defineCommand({
  more: [
    'Run it by a timer that is not the builder\'s. It says a line when it puts "unknown" in place, and nothing otherwise.',
    'The next deploy takes "unknown" away, and nothing else does.',
    'Where the site has words of its own, call it in its folder or name that with --site: badges say since when in them.',
  ],
  flags: {
    to: {
      value: 'DIR',
      needed: true,
      says: 'The folder that is live, as it was named to nightlight deploy.',
    },
    'in-place': { says: 'DIR is a copy, which is uploaded as a whole afterwards.' },
  },
  ofSite: true,
  examples: [
    { when: 'Each minute, beside a web server', call: 'guard --to /srv/www/status' },
    { when: 'Before a copy is uploaded', call: 'guard --to copy --in-place' },
  ],
  exits: {
    0: 'What stands there may be believed.',
    3: '"unknown" stands there.',
    1: 'It could not be done.',
  },
  json: {
    state:
      'A word: "fresh", what stands there may be believed; "put", "unknown" was put in its place just now; "standing", it stood there already.',
  } satisfies Record<keyof Report, string>,
  run: async ({ flags: { to, 'in-place': inPlace }, env, io, place, tell }) => {
    mustBeHere(to);
    await speakAsSiteAt(place);
    const now = currentInstant(env, io.now);
    const listen = (address: string) => heartbeatAt(address, io.fetch);
    const state = await guard({ to: resolve(io.cwd, to), now, listen, say, inPlace });
    if (state === 'put') tell(printable(`Nobody has renewed ${to}: its files say "unknown" now.`));
    return { code: state === 'fresh' ? 0 : 3, report: { state } };
  },
});

/**
 * A guard stands where the files lie: it is to act when the way there, or the machine that publishes, is gone.
 * @throws WrongCall for a place that is on no disk of this machine, with what to call instead.
 */
function mustBeHere(to: string): void {
  if (!isFar(to)) return;
  const there = to.startsWith(SSH) ? readSshPlace(to) : undefined;
  const path = there && (/\s/.test(there.path) ? JSON.stringify(there.path) : there.path);
  throw new WrongCall(
    wrongSetting(
      { flag: '--to' },
      {
        found: to,
        expected: 'a folder of this machine, for a guard has to act where nobody can reach it any more',
        remedy: there
          ? `Call it on ${there.host}, by a timer there: nightlight guard --to ${path}`
          : 'Keep a copy of what was published on a machine, call there each minute "nightlight guard --to COPY --in-place", and upload the copy where it ends with 3.',
      },
    ),
  );
}

/** What stands at an address, past every cache, and the time of the server that answers. */
async function heartbeatAt(
  address: string,
  ask: typeof fetch,
): Promise<{ body: unknown; now: Instant } | undefined> {
  try {
    const unseen = `${address}?${Math.random().toString(36).slice(2)}`;
    const answer = await ask(unseen, { signal: AbortSignal.timeout(10_000) });
    const { headers } = answer;
    const time = serverTime(headers.get('date'), headers.get('age'), undefined, { wall: 0, steady: 0 });
    if (!answer.ok || !time) return undefined;
    return { body: await answer.json(), now: time.said };
  } catch {
    return undefined;
  }
}

/** A guard may stand where only what is live lies. Beside a site it says times in the words that the site has of its own. */
async function speakAsSiteAt(place: () => Place): Promise<void> {
  try {
    speakAlso((await loadWords(place())).own);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
  }
}

/** As badges write it. */
function say(language: Language, instant: Instant): string | undefined {
  return spokenLanguages().includes(language) ? formatOf(language).dateTime(instant) : undefined;
}
