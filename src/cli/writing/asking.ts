import { styleText } from 'node:util';
import type { TextPrompt } from '@clack/core';
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
  several(message: string, options: readonly Option[], needed: boolean): Promise<string[] | undefined>;
}

export interface TextQuestion {
  message: string;
  initial?: string | undefined;
  placeholder?: string | undefined;
  /** What is wrong with an answer; nothing where it is one. */
  refuses?(answer: string): string | undefined;
  /** Hears what stands there with each key, so that it is kept whatever becomes of the question. */
  heard?(text: string): void;
}

/** Whoever sits at a terminal. The library of questions is loaded when there is one. */
export async function askerAt(terminal: Terminal): Promise<Asker> {
  const [{ TextPrompt }, { isCancel, multiselect, select, symbol }] = await Promise.all([
    import('@clack/core'),
    import('@clack/prompts'),
  ]);
  const answered = <Answer>(answer: Answer | symbol | undefined) =>
    isCancel(answer) ? undefined : (answer as Answer);
  const around = { ...terminal, withGuide: false };
  return {
    text: async ({ message, initial, placeholder = '', refuses, heard }) => {
      // The ready-made question of that library hands out only what was answered.
      const prompt = new TextPrompt({
        ...terminal,
        ...(initial !== undefined && { initialValue: initial }),
        validate: (value = '') => refuses?.(value.trim()),
        render() {
          return textFrame(this, `${symbol(this.state)}  ${message}`, placeholder);
        },
      });
      prompt.on('userInput', (text) => heard?.(text));
      return answered<string>(await prompt.prompt())?.trim();
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
    several: async (message, options, required) =>
      answered<string[]>(
        await multiselect<string>({ ...around, message, options: [...options], required, maxItems: 12 }),
      ),
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
