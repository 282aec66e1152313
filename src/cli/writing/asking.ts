import { styleText } from 'node:util';
import type { MultiSelectPrompt, TextPrompt } from '@clack/core';
import type * as Prompts from '@clack/prompts';
import type { Terminal } from '../command.ts';

export interface Option {
  value: string;
  label: string;
  hint?: string;
}

/** Somebody at a terminal who answers. Each answers nothing where they would rather not go on. */
export interface Asker {
  text(question: TextQuestion): Promise<string | undefined>;
  choose(message: string, options: readonly Option[], initial?: string): Promise<string | undefined>;
  several(question: MarksQuestion): Promise<string[] | undefined>;
}

export interface TextQuestion {
  message: string;
  initial?: string | undefined;
  placeholder?: string | undefined;
  /** Whether an answer may have several lines. */
  lines?: boolean | undefined;
  /** What is wrong with an answer; nothing where it is one. */
  refuses?(answer: string): string | undefined;
  /** Hears what stands there with each key, so that it is kept whatever becomes of the question. */
  heard?(text: string): void;
}

export interface MarksQuestion {
  message: string;
  options: readonly Option[];
  /** Whether one has to be marked. */
  needed: boolean;
  /** What is marked when it is asked. */
  initial?: readonly string[] | undefined;
  /** Hears what is marked with each key, so that it is kept whatever becomes of the question. */
  heard?(marked: readonly string[]): void;
}

/** Whoever sits at a terminal. The library of questions is loaded when there is one. */
export async function askerAt(terminal: Terminal): Promise<Asker> {
  const [{ MultiSelectPrompt }, ready, { LINE_END, PASTING, WordsPrompt }] = await Promise.all([
    import('@clack/core'),
    import('@clack/prompts'),
    import('./words-prompt.ts'),
  ]);
  const { isCancel, select, symbol } = ready;
  const answered = <Answer>(answer: Answer | symbol | undefined) =>
    isCancel(answer) ? undefined : (answer as Answer);
  const around = { ...terminal, withGuide: false };
  return {
    text: async ({ message, initial, placeholder = '', lines, refuses, heard }) => {
      const mark = lines ? LINE_END : ' ';
      const inLines = (text: string) => (lines ? text.replaceAll(LINE_END, '\n') : text);
      // The ready-made question of that library hands out only what was answered.
      const prompt = new WordsPrompt(
        {
          ...terminal,
          ...(initial !== undefined && { initialValue: initial.replaceAll('\n', mark) }),
          validate: (value = '') => refuses?.(inLines(value).trim()),
          render() {
            return textFrame(this, `${symbol(this.state)}  ${message}`, placeholder);
          },
        },
        mark,
      );
      prompt.on('userInput', (text) => heard?.(inLines(text)));
      terminal.output.write(PASTING.on);
      try {
        const answer = answered<string>(await prompt.prompt());
        return answer === undefined ? undefined : inLines(answer).trim();
      } finally {
        terminal.output.write(PASTING.off);
      }
    },
    choose: async (message, options, initial) =>
      answered<string>(
        await select<string>({
          ...around,
          message,
          options: [...options],
          ...(initial !== undefined && { initialValue: initial }),
        }),
      ),
    several: async ({ message, options, needed, initial = [], heard }) => {
      // As with words, the ready-made question hands out only what was answered.
      const prompt = new MultiSelectPrompt({
        ...terminal,
        options: [...options],
        initialValues: [...initial],
        validate: (marked: readonly string[] = []) =>
          needed && marked.length === 0 ? 'Mark at least one: Space marks it.' : undefined,
        render() {
          return marksFrame(this, `${symbol(this.state)}  ${message}`, terminal, ready);
        },
      });
      const tell = () => heard?.(prompt.value ?? []);
      prompt.on('key', tell);
      prompt.on('cursor', tell);
      return answered<string[]>(await prompt.prompt());
    },
  };
}

type Typing = Pick<TextPrompt, 'state' | 'error' | 'userInput' | 'userInputWithCursor'>;

/** A question for words as it stands at the terminal: what is asked, and what was typed so far below it. */
function textFrame(
  { state, error, userInput, userInputWithCursor }: Typing,
  asked: string,
  placeholder: string,
): string {
  if (state === 'submit') return `${asked}\n${styleText('dim', userInput)}`;
  if (state === 'cancel') return `${asked}\n${styleText(['strikethrough', 'dim'], userInput)}`;
  const [first = ' ', ...others] = placeholder;
  const empty = styleText('inverse', first) + styleText('dim', others.join(''));
  const below = state === 'error' ? styleText('yellow', error) : '';
  return `${asked}\n${userInput === '' ? empty : userInputWithCursor}\n${below}\n`;
}

type Marking = Pick<MultiSelectPrompt<Option>, 'state' | 'error' | 'value' | 'cursor' | 'options'>;

/** A question for several of a list: what is asked, and below it the list with its marks, as much of it as there is room for. */
function marksFrame(
  { state, error, value = [], cursor, options }: Marking,
  asked: string,
  terminal: Terminal,
  { limitOptions, S_CHECKBOX_INACTIVE, S_CHECKBOX_SELECTED }: typeof Prompts,
): string {
  const marked = options.filter((one) => value.includes(one.value)).map(({ label }) => label);
  if (state === 'submit') return `${asked}\n${styleText('dim', marked.join(', '))}`;
  if (state === 'cancel') return `${asked}\n${styleText(['strikethrough', 'dim'], marked.join(', '))}`;
  const lines = limitOptions({
    output: terminal.output,
    options,
    cursor,
    maxItems: 12,
    style: ({ value: own, label }, isAt) => {
      const box = value.includes(own) ? styleText('green', S_CHECKBOX_SELECTED) : S_CHECKBOX_INACTIVE;
      return `${isAt ? styleText('cyan', '>') : ' '} ${box} ${isAt ? label : styleText('dim', label)}`;
    },
  });
  const below = state === 'error' ? styleText('yellow', error) : '';
  return `${asked}\n${lines.join('\n')}\n${below}\n`;
}
