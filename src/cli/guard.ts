import { parseArgs } from 'node:util';
import { guard } from '../build/guard.ts';
import { currentInstant } from '../edge.ts';

const HELP = `Puts "unknown" in the place of the files that other programs read (Statuspage's API, badges, the banner)
once nobody has renewed them. Run it by a timer that is not the builder's.

  npm run guard -- --to DIR              DIR as it was named to npm run deploy
  npm run guard -- --to DIR --in-place   DIR is a copy that is uploaded as a whole afterwards

Exit codes: 0 what stands there may be believed; 3 "unknown" stands there; 1 it could not be done; 2 wrong call.
It prints a line when it puts "unknown" in place, and nothing otherwise. The next deploy takes it away.`;

process.exitCode = await run();

async function run(): Promise<number> {
  const call = parsed();
  if (call === undefined) return 2;
  if (call.help) {
    console.log(HELP);
    return 0;
  }
  if (!call.to) {
    console.error(`Say where: npm run guard -- --to /srv/www/status\n\n${HELP}`);
    return 2;
  }
  try {
    const state = await guard({
      to: call.to,
      now: currentInstant(process.env),
      inPlace: call['in-place'] ?? false,
    });
    if (state === 'put') console.log(`Nobody has renewed ${call.to}: its files say "unknown" now.`);
    return state === 'fresh' ? 0 : 3;
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    return 1;
  }
}

function parsed() {
  const options = {
    to: { type: 'string' },
    'in-place': { type: 'boolean' },
    help: { type: 'boolean', short: 'h' },
  } as const;
  try {
    return parseArgs({ options }).values;
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : error}\n\n${HELP}`);
    return undefined;
  }
}
