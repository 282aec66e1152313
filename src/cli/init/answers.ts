import { spokenLanguages } from '../../i18n/index.ts';
import type { Problem } from '../../problems/index.ts';
import { didYouMean } from '../../problems/suggest.ts';
import type { Terminal } from '../command.ts';
import { missingSetting, wrongSetting } from '../parse.ts';

/** What somebody says of a page that they begin. */
export interface Answers {
  name: string;
  /** What people call the service, as it stands in a sentence. */
  service: string;
  /** The host that it will be read at. */
  url: string;
  /** The capabilities that people know, as they would say them. */
  components: readonly string[];
  /** The first is the main one. */
  languages: readonly string[];
}

/** One of the questions, asked by a person's terminal or answered by a flag. */
interface Question {
  flag: string;
  asks: string;
  /** What could be answered. */
  example: string;
  /** What is taken where nothing is said. */
  otherwise?: string;
  /** What is wrong with an answer, and the way out; nothing where it is one. */
  refuses(answer: string): { expected: string; remedy: string } | undefined;
}

const spoken = spokenLanguages();

/** In the order in which they are asked. */
export const QUESTIONS: Readonly<Record<keyof Answers, Question>> = {
  name: {
    flag: 'name',
    asks: 'What is the page called?',
    example: 'Example Status',
    refuses: (answer) => unlessSaid(answer, 'a name', 'Say what stands at the head of each page.'),
  },
  service: {
    flag: 'service',
    asks: 'What do people call the service, as it stands in a sentence?',
    example: 'web hosting',
    refuses: (answer) => unlessSaid(answer, 'a word or two', 'Say it as people do: web hosting.'),
  },
  url: {
    flag: 'url',
    asks: 'At which address will the page be read?',
    example: 'https://status.example.org',
    refuses: (answer) =>
      /^https?:\/\/[^/\s]+\/?$/.test(answer) && URL.canParse(answer)
        ? undefined
        : {
            expected: 'the host alone, such as https://status.example.org',
            remedy: 'Write https:// and the host. A sub-path goes into BASE_PATH.',
          },
  },
  components: {
    flag: 'component',
    asks: 'What do people use? Say each as they would, with commas between.',
    example: 'Websites, E-mail, Control panel',
    refuses: (answer) =>
      unlessSaid(answer.replaceAll(',', ''), 'at least one', 'Name what people use, not servers: Websites.'),
  },
  languages: {
    flag: 'language',
    asks: `In which languages, of ${spoken.join(', ')}? The first is the main one.`,
    example: spoken.join(', '),
    otherwise: spoken[0] as string,
    refuses: (answer) => {
      const unknown = tagsIn(answer).find((one) => !spoken.includes(one));
      if (unknown === undefined)
        return unlessSaid(answer.replaceAll(',', ''), 'at least one', `Write one of ${spoken.join(', ')}.`);
      return {
        expected: `languages of ${spoken.join(', ')}`,
        remedy: `Nightlight has no words in "${unknown}": write one of ${spoken.join(', ')}.${didYouMean(unknown, spoken)} A language of your own can be added later.`,
      };
    },
  },
};

/** The flags that answer; what stands several times is a list. */
export interface Said {
  name?: string | undefined;
  service?: string | undefined;
  url?: string | undefined;
  component: readonly string[];
  language: readonly string[];
}

type Written = Readonly<Record<keyof Answers, string | undefined>>;

const names = Object.keys(QUESTIONS) as (keyof Answers)[];

/** The answers of flags alone, or all that is wrong with them. */
export function answersOf(said: Said): { answers: Answers } | { problems: Problem[] } {
  const written = writtenIn(said);
  const problems = [...mistakesIn(said), ...names.flatMap((name) => missingIn(name, written[name]))];
  return problems.length > 0 ? { problems } : { answers: read(written) };
}

/** What is wrong with the answers that were given, whatever is still to be asked. */
export function mistakesIn(said: Said): Problem[] {
  const written = writtenIn(said);
  return names.flatMap((name) => {
    const answer = written[name];
    const wrong = answer === undefined ? undefined : QUESTIONS[name].refuses(answer);
    return wrong
      ? [wrongSetting({ flag: `--${QUESTIONS[name].flag}` }, { found: answer ?? '', ...wrong })]
      : [];
  });
}

/**
 * Asks on a terminal for what no flag says.
 * @returns nothing where somebody would rather not go on.
 */
export async function ask(said: Said, terminal: Terminal): Promise<Answers | undefined> {
  // Loaded only by whoever asks.
  const { isCancel, text } = await import('@clack/prompts');
  const written: Record<string, string | undefined> = { ...writtenIn(said) };
  for (const name of names) {
    const { asks, example, otherwise, refuses } = QUESTIONS[name];
    if (written[name] !== undefined) continue;
    const answer = await text({
      ...terminal,
      message: asks,
      // What Enter alone says stands there in grey, and nothing has to be taken out before another answer.
      placeholder: otherwise ?? example,
      withGuide: false,
      validate: (value = '') => refuses(value.trim() || (otherwise ?? ''))?.remedy,
    });
    if (isCancel(answer)) return undefined;
    written[name] = answer.trim() || otherwise;
  }
  return read(written as Written);
}

function missingIn(name: keyof Answers, answer: string | undefined): Problem[] {
  const { flag, example, otherwise, asks } = QUESTIONS[name];
  if (answer !== undefined || otherwise !== undefined) return [];
  const expected = `--${flag} ${/[ ,]/.test(example) ? `"${example.split(', ')[0]}"` : example}`;
  return [missingSetting({ flag: `--${flag}` }, { expected, remedy: `Add it. ${asks}` })];
}

function writtenIn({ name, service, url, component, language }: Said): Written {
  const joined = (list: readonly string[]) => (list.length > 0 ? list.join(',') : undefined);
  return { name, service, url, components: joined(component), languages: joined(language) };
}

function read(written: Written): Answers {
  const said = (name: keyof Answers) => written[name] ?? QUESTIONS[name].otherwise ?? '';
  return {
    name: said('name').trim(),
    service: said('service').trim().replace(/\.$/, ''),
    url: new URL(said('url')).origin,
    components: [...new Set(listed(said('components')))],
    languages: [...new Set(tagsIn(said('languages')))],
  };
}

function listed(answer: string): string[] {
  return answer
    .split(',')
    .map((one) => one.trim())
    .filter(Boolean);
}

/** Tags have no spaces inside: some type those between them. */
function tagsIn(answer: string): string[] {
  return listed(answer.replaceAll(/\s+/g, ','));
}

function unlessSaid(answer: string, expected: string, remedy: string) {
  return answer.trim() === '' ? { expected, remedy } : undefined;
}
