import { defineCommand } from '../command.ts';
import { helpFor, overview, wrap } from '../help.ts';
import { entryOf } from '../find.ts';

export const command = defineCommand({
  args: { command: { says: 'The command to speak of. Without it, all are named.' } },
  flags: {},
  examples: [
    { when: 'To see what there is', call: 'help' },
    { when: 'To see how a site goes live', call: 'help deploy' },
  ],
  exits: { 0: 'It is said.' },
  run: async ({ args, commands, io, tell }) => {
    const text = args.command === undefined ? overview(commands) : await about(args.command);
    tell(wrap(text, io.columns));
    return { code: 0 };

    async function about(name: string): Promise<string> {
      const entry = entryOf(name, commands);
      return helpFor(name, entry, (await entry.load()).command);
    }
  },
});
