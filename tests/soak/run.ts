import { randomInt } from 'node:crypto';
import { playDays } from './commands.ts';

/** `npm run soak -- 10`: plays random days for so many minutes, 5 by default. */
const minutes = Number(process.argv[2] ?? 5);
if (!(minutes > 0)) throw new Error(`How many minutes? A number above 0, not "${process.argv[2]}".`);
const end = Date.now() + minutes * 60_000;
let runs = 0;
while (Date.now() < end) {
  // Other days each time; where one breaks the promise, its seed and its path stand in what is printed.
  playDays({ numRuns: 2000, seed: randomInt(2 ** 31) });
  runs += 2000;
}
console.log(`${runs} random days in ${minutes} minutes: the page was never green for too long.`);
