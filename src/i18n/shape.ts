/**
 * What stands behind a word that is more than text. A table of them has the keys of the original's words; whatever
 * it does not name is text as it stands. Below a key that it names, all texts are of that kind.
 */
export type Kind = Call | Template | Counted | Row;

/** A message with values: a function of its parameters in this order. */
export class Call<const P extends readonly string[] = readonly string[]> {
  readonly parameters: P;
  /** Its values say the same in different ways, and a language needs one of them. */
  readonly anyOf: boolean;
  constructor(parameters: P, anyOf = false) {
    this.parameters = parameters;
    this.anyOf = anyOf;
  }
}

/** A text that a page or a script fills: these may stand in it as `{name}`. */
export class Template<const N extends readonly string[] = readonly string[]> {
  readonly names: N;
  constructor(names: N) {
    this.names = names;
  }
}

/** A counted thing in all forms of its language: one plural by `count`. */
export class Counted {
  readonly counts = 'count';
}

/** Templates in a fixed order, as scripts take them. */
export class Row<const K extends readonly string[] = readonly string[]> {
  readonly keys: K;
  readonly names: readonly string[];
  constructor(keys: K, names: readonly string[]) {
    this.keys = keys;
    this.names = names;
  }
}
