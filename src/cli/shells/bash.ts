import type { CommandOffer, Offer } from './words.ts';

/** Completion for bash, from 3.2 on. */
export function forBash(commands: readonly CommandOffer[]): string {
  return `# Completion of nightlight for bash. In ~/.bashrc: source <(nightlight completion bash)
_nightlight() {
  local IFS=$'\\n' word=\${COMP_WORDS[COMP_CWORD]} before=\${COMP_WORDS[COMP_CWORD - 1]}
  # "--to=DIR" is three words to bash.
  if [ "$before" = = ]; then before=\${COMP_WORDS[COMP_CWORD - 2]}; fi
  if [ "$word" = = ]; then word=; fi
  COMPREPLY=()
  if [ "$COMP_CWORD" -eq 1 ]; then
    ${reply({ words: commands.map(({ name }) => name) })}
    return
  fi
  case \${COMP_WORDS[1]} in
${commands.map(caseOf).join('\n')}
  esac
}
complete -F _nightlight nightlight`;
}

function caseOf({ name, flags, places }: CommandOffer): string {
  const values = flags.flatMap(({ flag, value }) => (value ? [`    ${flag}) ${reply(value.offer)} ;;`] : []));
  const here = places.flatMap(({ offer }) => (typeof offer === 'object' ? offer.words : []));
  return `  ${name})
    case $before in
${[...values, `    *) ${reply({ words: [...here, ...flags.map(({ flag }) => flag)] })} ;;`].join('\n')}
    esac
    ;;`;
}

function reply(offer: Offer): string {
  if (offer === 'anything') return ':';
  if (offer === 'folder') return 'COMPREPLY=($(compgen -d -- "$word")); compopt -o filenames 2>/dev/null';
  return `COMPREPLY=($(compgen -W $'${offer.words.join('\\n')}' -- "$word"))`;
}
