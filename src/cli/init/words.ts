/** What a new page says of itself until its operator says it better, in a language. */
interface FirstWords {
  /** What to do when nothing is reported and it does not work all the same. */
  advice: string;
  /** What a person can do with a component while it works. */
  works: string;
  /** The heading above the components. */
  group: string;
}

const ENGLISH: FirstWords = {
  advice: 'Check your own connection, then tell us.',
  works: 'It can be reached and used.',
  group: 'Services',
};

const WORDS: Readonly<Record<string, FirstWords>> = {
  en: ENGLISH,
  es: {
    advice: 'Compruebe su conexión y después avísenos.',
    works: 'Se puede acceder y usar.',
    group: 'Servicios',
  },
  de: {
    advice: 'Prüfen Sie Ihre eigene Verbindung und sagen Sie uns dann Bescheid.',
    works: 'Erreichbar und nutzbar.',
    group: 'Dienste',
  },
  fr: {
    advice: 'Vérifiez votre connexion, puis prévenez-nous.',
    works: 'Accessible et utilisable.',
    group: 'Services',
  },
  it: {
    advice: 'Controlli la Sua connessione, poi ci avvisi.',
    works: 'Raggiungibile e utilizzabile.',
    group: 'Servizi',
  },
  nl: {
    advice: 'Controleer uw eigen verbinding en laat het ons dan weten.',
    works: 'Bereikbaar en te gebruiken.',
    group: 'Diensten',
  },
  pt: {
    advice: 'Verifique a sua ligação e depois avise-nos.',
    works: 'Acessível e utilizável.',
    group: 'Serviços',
  },
};

/** The first words of a page in a language; English where there are none. */
export function firstWordsIn(language: string): FirstWords {
  return WORDS[language] ?? WORDS[language.split('-', 1)[0] as string] ?? ENGLISH;
}
