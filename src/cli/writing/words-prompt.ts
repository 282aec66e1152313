import { TextPrompt } from '@clack/core';

/** What stands for the end of a line where words are typed in one: a line that is pasted would else be sent by its end. */
export const LINE_END = '↵';

/** What a terminal is told so that it says where something pasted begins and ends. */
export const PASTING = { on: '\u001b[?2004h', off: '\u001b[?2004l' };

/**
 * A question for words that takes what is pasted whole: an end of a line in it is no answer, and none that is typed
 * takes away what stands there.
 * @param mark what an end of a line becomes.
 */
export class WordsPrompt extends TextPrompt {
  readonly #mark: string;
  #isPasting = false;
  /** Whether the last key was a return: a line feed behind it ends the same line. */
  #isReturned = false;
  /** What stood there before the last key, and where it was typed. */
  #before = { text: '', cursor: 0 };

  constructor(options: ConstructorParameters<typeof TextPrompt>[0], mark: string) {
    super(options);
    this.#mark = mark;
    this.on('key', (_, { name }) => {
      if (name === 'paste-start') this.#isPasting = true;
      else if (name === 'paste-end') this.#isPasting = false;
      // A line feed alone empties the line of the terminal, and is no answer to this library.
      else if (name === 'enter' && this.userInput === '' && this.#before.text !== '')
        this.#break(this.#isReturned ? '' : this.#mark);
      if (name === 'return') return;
      this.#isReturned = false;
      this.#before = { text: this.userInput, cursor: this._cursor };
    });
  }

  protected override _shouldSubmit(): boolean {
    if (!this.#isPasting) return true;
    this.#before = { text: this.userInput, cursor: this._cursor };
    this.#break(this.#mark);
    this.#isReturned = true;
    return false;
  }

  /** Puts the mark where the end of a line was typed, and goes on behind it. */
  #break(mark: string): void {
    const { text, cursor } = this.#before;
    const behind = text.slice(cursor);
    this._setUserInput(`${text.slice(0, cursor)}${mark}${behind}`, true);
    for (let left = behind.length; left > 0; left--) this.input.emit('keypress', undefined, { name: 'left' });
    this.#before = { text: this.userInput, cursor: this._cursor };
  }
}
