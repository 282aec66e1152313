import type { Impact, Incident, Kind, Redaction, Source, Translation } from './incident.ts';
import type { Language } from './site.ts';
import type { Instant, TimeRange } from './time.ts';

/** What a field holds, by its kind. */
export interface FieldValues {
  text: string | undefined;
  word: string | undefined;
  /** One of the site's. */
  language: Language;
  flag: boolean;
  time: TimeRange | undefined;
  /** A time, or the word that nobody recorded it. */
  end: TimeRange | 'unknown' | undefined;
  window: { from: Instant; until: Instant };
  impact: Impact[];
  components: string[];
  sources: Source[];
  redactions: Redaction[];
}

export type FieldKind = keyof FieldValues;

type Keys<One> = One extends unknown ? keyof One : never;

/** What an incident says in its front matter, by its name in the code. The rest is the file's name and its body. */
export type FactName = Exclude<Keys<Incident>, 'id' | 'summary' | 'updates' | 'translations'>;

/** What a translation may say in other words. */
export type TranslatedName = Exclude<keyof Translation, 'summary' | 'updates' | 'places'>;

export type Fact<Name extends FactName> = Extract<Incident, Record<Name, unknown>>[Name];

/** What is written in the front matter. */
export type Facts = { [Name in FactName]: Fact<Name> };

type KindFor<Name extends FactName> = {
  [Kind in FieldKind]: Fact<Name> extends FieldValues[Kind] ? Kind : never;
}[FieldKind];

/** One key of an incident file: everything that is known of it but how it is read and printed, which its kind says. */
export interface Field<Name extends FactName = FactName> {
  /** What it is called in the file. */
  key: string;
  kind: KindFor<Name>;
  /** The words it may be, if it is one of a few. */
  words?: readonly NonNullable<Fact<Name>>[];
  /** Absent if every kind of incident has it. */
  for?: Kind;
  /** What is said where it is missing. */
  required?: { expected: string; remedy: string };
  /** The key without which it says nothing. */
  needs?: string;
  /** Whether it says what happened, so that it cannot lie ahead. */
  past?: true;
  /** Whether a translation may have it. */
  translated?: true;
  /** What forms call it, in English; pages call it the same (`versions.fields` of the words). */
  label: string;
  /** What it says, in Markdown, as the reference has it. */
  meaning: string;
  /** What a command line asks, and an answer as `readAnswer` takes it. */
  question: string;
  /** What it asks instead where nothing can be written without an answer. */
  needed?: string;
  example: string;
  /**
   * When a change of it changes what a reader should do, so that it must be told with an update. What
   * concerns the sums and the record alone is never told; it is shown as a difference all the same. `once
   * published`: that it is known at last needs no word, that it reads otherwise than before does.
   */
  told: 'always' | 'once published' | 'while open' | 'never';
  /** Which entries of the incident say it beside their own words, so that a feed must call them changed. */
  entries?: 'all' | 'newest';
}

/**
 * The one table of the keys of an incident file, in the order in which a new file has them. The reader, the
 * printer, the published schema, forms, questions, differences and the reference in the docs come from it.
 */
export const FIELDS = {
  kind: {
    key: 'kind',
    kind: 'word',
    words: ['incident', 'maintenance'],
    label: 'Kind',
    meaning: '`maintenance` for [announced work](#maintenance). Without it, an incident.',
    question: 'Is it an incident, or maintenance that is announced?',
    example: 'incident',
    told: 'always',
  },
  language: {
    key: 'language',
    kind: 'language',
    label: 'Language',
    meaning:
      'In which of the site’s languages the file is written, such as `es`. Without it, in the first of them. [Translations](#translations) are the others.',
    question: 'In which language do you write it?',
    example: 'en',
    // What readers hear and see is the same words, only marked as what they are.
    told: 'never',
  },
  title: {
    key: 'title',
    kind: 'text',
    required: {
      expected: 'title: what people notice, in plain words',
      remedy: 'Add a line such as "title: Websites cannot be reached".',
    },
    translated: true,
    label: 'Title',
    meaning: 'What people notice, in plain words.',
    question: 'What do people notice, in plain words?',
    example: 'Websites cannot be reached',
    told: 'always',
    entries: 'all',
  },
  draft: {
    key: 'draft',
    kind: 'flag',
    label: 'Draft',
    meaning: 'Not told to anybody: [only a preview](#drafts) shows it.',
    question: 'Is it a draft, that nobody is told of yet?',
    example: 'false',
    told: 'never',
  },
  publish: {
    key: 'publish',
    kind: 'time',
    label: 'Told from',
    meaning:
      'The moment at which it is told, [and not before](#publish). Without it as soon as it is committed.',
    question: 'From when on is it told, if not at once?',
    example: '2026-03-01T08:00Z',
    told: 'never',
  },
  drill: {
    key: 'drill',
    kind: 'flag',
    label: 'Drill',
    meaning: 'An exercise: no status, no sum, a banner of its own.',
    question: 'Is it an exercise?',
    example: 'false',
    told: 'always',
    entries: 'all',
  },
  began: {
    key: 'began',
    kind: 'time',
    for: 'incident',
    past: true,
    label: 'Began',
    meaning: 'When it began. It may wait until the incident is resolved.',
    question: 'When did it begin, if that is known?',
    needed: 'When did it begin?',
    example: '2026-03-01T02:10Z',
    // A beginning that moves can turn a missed promise into one that was kept.
    told: 'once published',
  },
  ended: {
    key: 'ended',
    kind: 'end',
    for: 'incident',
    past: true,
    label: 'Ended',
    meaning:
      'When it ended; the last Resolved unless it is written. `unknown` if nobody recorded it: then `last_known` says how far it is counted.',
    question: 'When did it end, if not with the last Resolved?',
    needed: 'When did it end? Say "now", a time, or "unknown".',
    example: '2026-03-01T04:15Z',
    told: 'while open',
  },
  lastKnown: {
    key: 'last_known',
    kind: 'time',
    for: 'incident',
    past: true,
    label: 'Last known to go on',
    meaning:
      'With `ended: unknown`, the last time at which somebody said that it was so; the sums count to it. A thread that stands open says nothing of the kind.',
    question: 'When was it last known to go on?',
    example: '2026-03-01T09:00Z',
    told: 'never',
  },
  scheduled: {
    key: 'scheduled',
    kind: 'window',
    for: 'maintenance',
    required: {
      expected: 'scheduled: { from: 2026-03-01T02:00Z, until: 2026-03-01T04:00Z }',
      remedy: 'Say from when until when the work is announced.',
    },
    label: 'Announced for',
    meaning: 'From when until when [the work](#maintenance) is announced.',
    question: 'From when until when is the work announced?',
    example: '2026-03-02T02:00Z/2026-03-02T03:00Z',
    // That a window was moved is an error by itself (`scheduled-moved`).
    told: 'never',
  },
  impact: {
    key: 'impact',
    kind: 'impact',
    required: {
      expected: 'impact: a component and its status',
      remedy: 'Add "impact:" and under it, indented, a line such as "websites: major_outage".',
    },
    label: 'Affected',
    meaning: 'What each component suffers: [a status, or the list of its changes](#impact).',
    question: 'Which components does it hurt, and how?',
    example: 'websites: major_outage',
    told: 'always',
    entries: 'newest',
  },
  works: {
    key: 'works',
    kind: 'components',
    label: 'Confirmed to work',
    meaning: 'Components that somebody *confirmed* to work, as of the newest update.',
    question: 'Which components did somebody confirm to work?',
    needed: 'Which of them did somebody confirm to work by now? Say "none" where nobody did.',
    example: 'e-mail, control-panel',
    told: 'always',
    entries: 'newest',
  },
  advice: {
    key: 'advice',
    kind: 'text',
    translated: true,
    label: 'What to do',
    meaning: 'What a reader should do now.',
    question: 'What should people do now?',
    example: 'Call us on 0800 555 0100 instead.',
    told: 'always',
    entries: 'newest',
  },
  adviceBy: {
    key: 'advice_by',
    kind: 'word',
    words: ['operator', 'editors'],
    needs: 'advice',
    label: 'Whose advice it is',
    meaning:
      'Whose advice it is: `operator`, which told people so, or `editors`, who write it beside the record. Without it the operator’s; in a demonstration the editors’. It needs `advice`.',
    question: 'Whose advice is it?',
    example: 'operator',
    told: 'always',
    entries: 'newest',
  },
  scope: {
    key: 'scope',
    kind: 'text',
    translated: true,
    label: 'Where',
    meaning: 'Where, or for whom.',
    question: 'Where is it so, or for whom?',
    example: 'United States',
    told: 'while open',
  },
  nextUpdate: {
    key: 'next_update',
    kind: 'time',
    label: 'Next update promised for',
    meaning:
      'When you will speak next, if not after the pledge’s interval. Write it whenever your words name a time: a reader holds you to the earlier of the two, and `npm run check` [warns](problems/promise-not-in-next-update.md) where they differ.',
    question: 'When will you speak next?',
    example: '2026-03-01T04:30Z',
    told: 'while open',
  },
  data: {
    key: 'data',
    kind: 'word',
    words: ['delayed', 'backfilled', 'lost', 'intact'],
    label: 'What became of the data',
    meaning: 'What became of the data.',
    question: 'What became of the data?',
    example: 'backfilled',
    told: 'while open',
  },
  cause: {
    key: 'cause',
    kind: 'text',
    translated: true,
    label: 'Cause',
    meaning: 'Why it happened, in a sentence.',
    question: 'Why did it happen, if that is known?',
    example: 'A certificate ran out.',
    told: 'never',
  },
  causeCertainty: {
    key: 'cause_certainty',
    kind: 'word',
    words: ['unknown', 'suspected', 'confirmed'],
    label: 'How sure the cause is',
    meaning: 'How sure the cause is.',
    question: 'How sure is the cause?',
    example: 'suspected',
    told: 'never',
  },
  disputed: {
    key: 'disputed',
    kind: 'text',
    translated: true,
    label: 'Where sources disagree',
    meaning: 'What sources do not agree on.',
    question: 'What do sources not agree on?',
    example: 'One source has the end an hour earlier.',
    told: 'never',
  },
  reportedBy: {
    key: 'reported_by',
    kind: 'word',
    words: ['vendor', 'community', 'press'],
    label: 'First told to the public by',
    meaning: 'Who first told the public. It changes no sum.',
    question: 'Who first told the public?',
    example: 'vendor',
    told: 'never',
  },
  sources: {
    key: 'sources',
    kind: 'sources',
    label: 'Sources',
    meaning: 'Who tells of it. In the text, `[A source][]` links to it.',
    question: 'Which sources tell of it?',
    example: 'A source https://example.org/',
    told: 'never',
  },
  importedFrom: {
    key: 'imported',
    kind: 'text',
    label: 'Imported from',
    meaning:
      'From where the record of it was brought along, such as another status page. It is [never measured](config.md#a-promise-that-changed) against the pledge, and what the file said when it was first committed keeps the times at which it was said: nobody is told of it as news.',
    question: 'Was it brought along from another page, and from which?',
    example: 'status.example.com',
    told: 'never',
  },
  redactions: {
    key: 'redactions',
    kind: 'redactions',
    label: 'Removed words',
    meaning:
      'Words that were [taken out after they were published](#redactions), such as a name: of one update, or of a whole version.',
    question: 'Were words taken out after they were published?',
    example: 'earlier 2026-03-02 it named a patient',
    told: 'never',
  },
  pinned: {
    key: 'pinned',
    kind: 'flag',
    label: 'Kept at the top',
    meaning: 'Marks an incident worth keeping in view.',
    question: 'Is it worth keeping in view?',
    example: 'false',
    told: 'never',
  },
  replay: {
    key: 'replay',
    kind: 'flag',
    for: 'incident',
    label: 'Can be replayed',
    meaning:
      'Gives it a page that [plays it again](#replay): what was happening, and what had been said by then.',
    question: 'Shall a page play it again, instant by instant?',
    example: 'false',
    told: 'never',
  },
} as const satisfies {
  [Name in FactName]: Field<Name> &
    (Name extends TranslatedName ? { translated: true } : { translated?: never });
};

/** The fields with their names in the code, in the order of the table. */
export const FACT_NAMES = Object.keys(FIELDS) as FactName[];

export function fieldOf(name: FactName): Field {
  return FIELDS[name] as Field;
}

/** The names of the fields that a kind of incident has. */
export function factsOf(kind: Kind): FactName[] {
  return FACT_NAMES.filter((name) => (fieldOf(name).for ?? kind) === kind);
}

export const TRANSLATED = FACT_NAMES.filter(
  (name): name is TranslatedName => fieldOf(name).translated === true,
);

/** The meaning of a field where no Markdown is shown. */
export function plainMeaning({ meaning }: Pick<Field, 'meaning'>): string {
  return meaning.replace(/\[([^\]]+)\]\([^)]+\)/g, '$1').replace(/[`*]/g, '');
}
