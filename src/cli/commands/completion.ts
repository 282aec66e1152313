import { defineCommand } from '../command.ts';
import { forBash } from '../shells/bash.ts';
import { forFish } from '../shells/fish.ts';
import { forZsh } from '../shells/zsh.ts';
import { offersOf } from '../shells/words.ts';

const SHELLS = { bash: forBash, zsh: forZsh, fish: forFish };
type Shell = keyof typeof SHELLS;

export const command = defineCommand({
  more: [
    'The lines offer commands, flags and their values when you press the tab key. Make them anew after an update.',
  ],
  args: {
    shell: { choices: Object.keys(SHELLS) as Shell[], needed: true, says: 'The shell that you write in.' },
  },
  flags: {},
  examples: [
    { when: 'For bash, with source <(...) around it in ~/.bashrc', call: 'completion bash' },
    { when: 'For zsh, with source <(...) around it in ~/.zshrc, behind compinit', call: 'completion zsh' },
    { when: 'For fish, written to ~/.config/fish/completions/nightlight.fish', call: 'completion fish' },
  ],
  exits: { 0: 'They are printed.' },
  run: async ({ args, commands, io }) => {
    io.stdout.write(`${SHELLS[args.shell](await offersOf(commands))}\n`);
    return { code: 0 };
  },
});
