import type { Channel, Outcome, Outgoing } from '../channel.ts';
import { plainWords } from './words.ts';

/** A channel that keeps what it is given, and ends as it is told to: for tests, and to look at what would be sent. */
export interface MemoryChannel extends Channel {
  readonly arrived: Outgoing[];
}

/**
 * @param options.end how an attempt ends; `sent` where it is not said. What ended `sent` has arrived.
 */
export function memoryChannel(
  name: string,
  reaches: Channel['reaches'],
  { end = async () => ({ kind: 'sent' }), ...around }: MemoryOptions = {},
): MemoryChannel {
  const arrived: Outgoing[] = [];
  return {
    kind: 'memory',
    name,
    reaches,
    concurrency: 100,
    idempotent: false,
    arrived,
    print: ({ content }) => plainWords(content),
    send: async (outgoing, signal) => {
      const outcome = await end(outgoing, signal);
      if (outcome.kind === 'sent') arrived.push(outgoing);
      return outcome;
    },
    check: async () => [],
    ...around,
  };
}

interface MemoryOptions extends Partial<Omit<Channel, 'name' | 'reaches' | 'send'>> {
  end?(outgoing: Outgoing, signal: AbortSignal): Promise<Outcome>;
}
