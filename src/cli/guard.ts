import { readCall, run, wrongCall } from './call.ts';
import { missingFlag } from './flags.ts';
import { guard } from '../release/guard.ts';
import { printable } from '../domain/printable.ts';
import { LANGUAGES, ORIGINAL } from '../domain/site.ts';
import { formatOf } from '../i18n/index.ts';
import { currentInstant } from '../site/environment.ts';

const HELP = `Puts "unknown" in the place of the files that other programs read (Statuspage's API, badges, the banner)
once nobody has renewed them. Run it by a timer that is not the builder's.

  npm run guard -- --to DIR              DIR as it was named to npm run deploy
  npm run guard -- --to DIR --in-place   DIR is a copy that is uploaded as a whole afterwards

Exit codes: 0 what stands there may be believed; 3 "unknown" stands there; 1 it could not be done; 2 wrong call.
It prints a line when it puts "unknown" in place, and nothing otherwise. The next deploy takes it away, and nothing else does.`;

const { to, 'in-place': inPlace = false } = readCall(HELP, {
  to: { type: 'string' },
  'in-place': { type: 'boolean' },
});
if (!to)
  wrongCall(
    [
      missingFlag(
        '--to',
        'the folder whose files are looked after',
        'Say where: npm run guard -- --to /srv/www/status',
      ),
    ],
    HELP,
  );

/** As badges write it, in the language of their path. */
function say(file: string, instant: number): string {
  const language = LANGUAGES.find((one) => file.startsWith(`${one}/`)) ?? ORIGINAL;
  return formatOf(language).dateTime(instant);
}

await run(async () => {
  const state = await guard({ to, now: currentInstant(process.env), say, inPlace });
  if (state === 'put') console.log(printable(`Nobody has renewed ${to}: its files say "unknown" now.`));
  if (state !== 'fresh') process.exitCode = 3;
});
