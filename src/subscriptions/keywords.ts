import type { Language } from '../domain/site.ts';
import { languageOf, type Keywords, spokenLanguages } from '../i18n/index.ts';

/** What somebody says by a text. */
export type Said = 'stop' | 'start' | 'yes' | 'help' | 'else';

/** What means no in most languages. */
const ANYBODYS: Keywords = {
  stop: [],
  stopAlone: ['NO'],
  stopAnywhere: [],
  start: [],
  yes: [],
  help: [],
  polite: [],
};

/** A language, or nobody's, with its keywords. */
type Speaker = readonly [language: Language | undefined, keywords: Keywords];

/**
 * What a text means (47 CFR 64.1200(a)(10): by any reasonable means), whichever of the languages it is in. Case,
 * accents, marks and politeness do not count. In doubt it is a wish to stop, which one word undoes.
 * @returns the language too, where the words tell it.
 */
export function meaningOf(text: string): { said: Said; language?: Language | undefined } {
  const speakers = speakersOf();
  const plain = normalised(text);
  const polite = phrases(
    speakers.flatMap(([, { polite }]) => polite),
    'whole',
  );
  const bare = plain.replace(polite, ' ').replace(/\s+/g, ' ').trim();
  const first = bare.split(' ')[0] ?? '';
  const having = (key: 'stop' | 'stopAlone' | 'start' | 'yes' | 'help', said: string) =>
    speakers.find(([, keywords]) => keywords[key].includes(said));
  // "Any reasonable means" is more than a list of words.
  const stopping =
    having('stop', first) ??
    having('stopAlone', bare) ??
    speakers.find(([, { stopAnywhere }]) => phrases(stopAnywhere, 'beginning').test(plain));
  if (stopping) return { said: 'stop', language: stopping[0] };
  for (const said of ['start', 'yes', 'help'] as const) {
    const speaker = having(said, bare);
    if (speaker) return { said, language: speaker[0] };
  }
  return { said: 'else' };
}

function speakersOf(): Speaker[] {
  const spoken = spokenLanguages().flatMap((language): Speaker[] => {
    const { keywords } = languageOf(language);
    return keywords ? [[language as Language, keywords]] : [];
  });
  return [...spoken, [undefined, ANYBODYS]];
}

/** Matches any of some phrases (see `Keywords`), the longest first: all of their last word, or as far as it goes. */
function phrases(all: readonly string[], end: 'whole' | 'beginning'): RegExp {
  const known = [...all].toSorted((one, other) => other.length - one.length).map(phrase);
  // A list without phrases matches nothing.
  return new RegExp(
    known.length > 0 ? `\\b(?:${known.join('|')})${end === 'whole' ? '\\b' : ''}` : '(?!)',
    'g',
  );
}

function phrase(written: string): string {
  const words = written.split(' ').map((word) => {
    const any = word.replace(/\?$/, '').replaceAll('*', '\\w*');
    return word.endsWith('?') ? `(?:(?:${any}) )?` : `(?:${any}) `;
  });
  return words.join('').trimEnd();
}

/** Capital letters and digits with one space between them; longer texts than anybody writes are cut. */
function normalised(text: string): string {
  return text
    .slice(0, 1600)
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toUpperCase()
    .replace(/[^A-Z0-9]+/g, ' ')
    .trim();
}
