import type { Around } from '../../src/delivery/channel.ts';

/** The night of `told.ts`: twelve minutes after it was said. */
export const NOW = Date.parse('2026-03-01T02:12:00Z');

/** What a channel is made with, with what a test changes. Nothing of the process is in it, and no network. */
export function around(changed: Partial<Around> = {}): Around {
  return {
    env: {},
    fetch: async () => {
      throw new Error('this test has no network');
    },
    now: () => NOW,
    site: { name: 'Sharing status', url: 'https://status.example.org' },
    ...changed,
  };
}

/** What every account of a config has. */
export function account<Name extends string>(name: Name) {
  return { name, language: 'en' as const, drills: false, address: undefined };
}
