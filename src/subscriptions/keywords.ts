import { type Language, ORIGINAL } from '../domain/site.ts';

/** What somebody says by a text. */
export type Said = 'stop' | 'start' | 'yes' | 'help' | 'else';

/** What a word means, and the language of whoever writes it, if it is one of ours. */
type Words = Record<string, Language | undefined>;

function words(language: Language | undefined, list: string): Words {
  return Object.fromEntries(list.split(' ').map((word) => [word, language]));
}

/** These begin a wish to stop, whatever follows them. */
const STOPS: Words = {
  ...words('en', 'STOP STOPALL UNSUBSCRIBE OPTOUT REVOKE'),
  ...words('es', 'ALTO PARAR DETENER DESUSCRIBIR'),
  ...words(undefined, 'ARRET'),
};
/** These do where they stand alone, or with nothing but politeness around them. */
const STOPS_ALONE: Words = {
  ...words('en', 'CANCEL END QUIT REMOVE LEAVE NEVER'),
  ...words('es', 'BAJA CANCELAR TERMINAR FIN SALIR PARE BASTA'),
  ...words(undefined, 'ARRETER ARRETEZ NO'),
  'LEAVE ALONE': 'en',
};
/** These do wherever they stand: "any reasonable means" is more than a list of words. */
const STOPS_ANYWHERE =
  /\b(?:OPT(?:ED|ING)? (?:ME )?OUT|UNSUBSCRIBE|(?:STOP|QUIT) (?:ALL |THE |THESE )?(?:TEXT|MESSAG|SEND|CONTACT)\w*|(?:DO NOT|DON ?T|NO MORE) (?:TEXT|MESSAG|SEND|CONTACT)\w*|REMOVE (?:ME|MY NUMBER)|TAKE ME OFF|WRONG (?:NUMBER|PERSON)|REVOKE MY CONSENT|(?:DARME|DARSE|DEME|DAR) DE BAJA|NO MAS (?:MENSAJES|SMS)|NO ME (?:ESCRIB|ENVI|MAND)\w*|DEJEN? DE (?:ESCRIB|ENVI|MAND)\w*|NUMERO EQUIVOCADO)/;
const SPANISH_ANYWHERE = /\b(?:DE BAJA|NO MAS|NO ME|DEJEN? DE|NUMERO EQUIVOCADO)/;

const STARTS: Words = {
  ...words('en', 'START UNSTOP RESUME SUBSCRIBE'),
  ...words('es', 'INICIAR EMPEZAR COMENZAR ALTA'),
};
const YESES: Words = { ...words('en', 'YES Y'), ...words('es', 'SI') };
const HELPS: Words = { ...words('en', 'HELP INFO'), ...words('es', 'AYUDA INFORMACION') };

const POLITE =
  /\b(?:PLEASE|PLS|THANKS?|THANK YOU|NOW|ALL|POR FAVOR|GRACIAS|YA|TODO|TODOS|ME|IT|SVP|S IL VOUS PLAIT)\b/g;

/**
 * What a text means (47 CFR 64.1200(a)(10): by any reasonable means). Case, accents, marks and politeness do not
 * count. In doubt it is a wish to stop, which one word undoes.
 */
export function meaningOf(text: string): { said: Said; language?: Language | undefined } {
  const plain = normalised(text);
  const bare = plain.replace(POLITE, ' ').replace(/\s+/g, ' ').trim();
  const first = bare.split(' ')[0] ?? '';
  if (Object.hasOwn(STOPS, first)) return { said: 'stop', language: STOPS[first] };
  if (Object.hasOwn(STOPS_ALONE, bare)) return { said: 'stop', language: STOPS_ALONE[bare] };
  if (STOPS_ANYWHERE.test(plain))
    return { said: 'stop', language: SPANISH_ANYWHERE.test(plain) ? 'es' : ORIGINAL };
  const others: [Said, Words][] = [
    ['start', STARTS],
    ['yes', YESES],
    ['help', HELPS],
  ];
  for (const [said, list] of others) if (Object.hasOwn(list, bare)) return { said, language: list[bare] };
  return { said: 'else' };
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
