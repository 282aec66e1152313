import type { CommandOffer, FlagOffer, Offer } from './words.ts';

/** Completion for zsh. */
export function forZsh(commands: readonly CommandOffer[]): string {
  return `#compdef nightlight
# Completion of nightlight for zsh. In ~/.zshrc, behind compinit: source <(nightlight completion zsh)
_nightlight() {
  local -a commands=(
${commands.map(({ name, says }) => `    ${quoted(`${name}:${says}`)}`).join('\n')}
  )
  if (( CURRENT == 2 )); then
    _describe command commands
    return
  fi
  shift words
  (( CURRENT-- ))
  case $words[1] in
${commands.map(caseOf).join('\n')}
  esac
}
if [ "$funcstack[1]" = _nightlight ]; then _nightlight "$@"; else compdef _nightlight nightlight; fi`;
}

function caseOf({ name, flags, places }: CommandOffer): string {
  const words = places.map(({ called, offer }) => quoted(`:${called}:${action(offer)}`));
  return `  ${name})
    _arguments ${[...flags.map(specOf), ...words].join(' \\\n      ')}
    ;;`;
}

function specOf({ flag, says, multiple, value }: FlagOffer): string {
  const name = `${multiple ? '*' : ''}${flag}[${says.replace(/[[\]:\\]/g, '\\$&')}]`;
  return quoted(value ? `${name}:${value.called}:${action(value.offer)}` : name);
}

function action(offer: Offer): string {
  if (offer === 'anything') return ' ';
  return offer === 'folder' ? '_directories' : `(${offer.words.join(' ')})`;
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
