import type { Channel } from '../channel.ts';
import { plainWords } from './words.ts';

/** A channel that tells nobody and says it did: to rehearse with, and to switch an account off without forgetting it. */
export function nullChannel(name: string, reaches: Channel['reaches']): Channel {
  return {
    kind: 'null',
    name,
    reaches,
    concurrency: 100,
    idempotent: true,
    print: ({ content }) => plainWords(content),
    send: async () => ({ kind: 'sent' }),
    check: async () => [],
  };
}
