import { test } from 'node:test';
import { playDays } from '../soak/commands.ts';

test('in any sequence of what may happen, the page is never green for longer than it may, and recovers', () => {
  playDays({ numRuns: 1500 });
});
