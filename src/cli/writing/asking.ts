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
}

/** Whoever sits at a terminal. The library of questions is loaded when there is one. */
export async function askerAt(terminal: Terminal): Promise<Asker> {
  const { isCancel, multiselect, select, text } = await import('@clack/prompts');
  const answered = <Answer>(answer: Answer | symbol) => (isCancel(answer) ? undefined : (answer as Answer));
  const around = { ...terminal, withGuide: false };
  return {
    text: async ({ message, initial, placeholder, refuses }) => {
      const answer = await text({
        ...around,
        message,
        ...(initial !== undefined && { initialValue: initial }),
        ...(placeholder !== undefined && { placeholder }),
        validate: (value = '') => refuses?.(value.trim()),
      });
      return answered<string>(answer)?.trim();
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
