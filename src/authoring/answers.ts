import { type FieldKind, fieldOf } from '../domain/fields.ts';
import type { Act } from './notice.ts';
import { TYPED_FACTS, type TypedName } from './said.ts';

/** What is known of something that may be typed, whoever asks for it. */
export interface Answer {
  /** What it is called where it stands in a list. */
  label: string;
  /** What is asked for it, as a sentence. */
  question: string;
  /** What is asked instead where nothing can be written without it. */
  needed?: string;
  /** What stands after its flag. */
  value: string;
}

/** What is no field of the file by itself, or is one of several that a person says. */
const OTHERS = {
  id: { label: 'The name of the file', question: 'What is the file called?', value: 'ID' },
  text: { label: 'What it says', question: 'What is there to say?', value: 'WORDS' },
  at: { label: 'When it is said', question: 'When is it said?', value: 'TIME' },
  from: { label: 'From when on', question: 'From when on is the work announced?', value: 'TIME' },
  until: { label: 'Until when', question: 'Until when is the work announced?', value: 'TIME' },
  state: { label: 'What kind of update it is', question: 'What kind of update is it?', value: 'STATE' },
  because: { label: 'Why it is taken back', question: 'Why is it taken back?', value: 'WORDS' },
} as const satisfies Partial<Record<TypedName, Answer>>;

/** What is typed for each kind of field. */
const VALUES: Partial<Record<FieldKind, string>> = {
  time: 'TIME',
  end: 'TIME',
  impact: 'COMPONENT=STATUS',
  components: 'COMPONENTS',
};

/** What is asked first, before it is asked how each is: which components an act is about. */
export const WHICH: Partial<Record<Act, string>> = {
  new: 'What does not work as it should?',
  drill: 'What is it played with?',
  maintenance: 'What is it about?',
};

/** What may be typed and asked: fields of the file, in the words of their table, and what stands beside it. */
export type AnswerName = keyof typeof TYPED_FACTS | keyof typeof OTHERS;

/** How something is asked for, at a terminal and by a mistake that says what is missing. */
export function answerFor(name: AnswerName): Answer {
  if (name in OTHERS) return OTHERS[name as keyof typeof OTHERS];
  const { label, question, needed, kind } = fieldOf(TYPED_FACTS[name as keyof typeof TYPED_FACTS]);
  return { label, question, ...(needed && { needed }), value: VALUES[kind] ?? 'WORDS' };
}

/** What is asked where nothing can be written without it. */
export function neededFor(name: AnswerName): string {
  const { needed, question } = answerFor(name);
  return needed ?? question;
}
