import { isMap, isScalar, isSeq } from 'yaml';
import { isolated } from '../domain/printable.ts';
import { type TimeRange, readTimeRange, type TimeFault } from '../domain/time.ts';
import { entriesOf, type Mapping, type PlaceOf, type Value, written } from './document.ts';
import type { Place, ProblemName, Report } from '../problems/index.ts';
import { didYouMean } from '../problems/suggest.ts';

/** What a file is called where a person is told of its keys, and the page that explains them. */
export interface FileKind {
  /** As in "a key that incident files have". */
  plural: string;
  documentation: string;
}

/** Reads the values of a mapping, one kind a method. A method answers `undefined` and reports where it cannot. */
export class ValueReader {
  private readonly mapping: Mapping;
  private readonly placeOf: PlaceOf;
  private readonly report: Report;
  private readonly kind: FileKind;

  constructor(mapping: Mapping, report: Report, kind: FileKind) {
    this.mapping = mapping;
    this.placeOf = mapping.placeOf;
    this.report = report;
    this.kind = kind;
  }

  has(key: string): boolean {
    return this.mapping.values.has(key);
  }

  place(key: string): Place {
    return this.mapping.values.get(key)?.place ?? this.mapping.place;
  }

  /** Reports keys that the format does not have, and keys that belong to the other kind of file. */
  checkKeys(allowed: readonly string[], elsewhere: readonly string[], kind: string): void {
    for (const [key, value] of this.mapping.values) {
      if (allowed.includes(key)) continue;
      if (elsewhere.includes(key))
        this.report.add({
          name: 'key-not-for-kind',
          place: value.keyPlace ?? value.place,
          found: key,
          expected: `a key of ${kind}`,
          remedy: `Take "${key}" out: ${kind} does not have it.`,
        });
      else
        this.report.add({
          name: 'key-unknown',
          place: value.keyPlace ?? value.place,
          found: key,
          expected: `a key that ${this.kind.plural} have`,
          remedy: () => `Take it out, or see ${this.kind.documentation}.${didYouMean(key, allowed)}`,
        });
    }
  }

  missing(key: string, expected: string, remedy: string): void {
    this.report.add({
      name: 'key-missing',
      place: this.mapping.place,
      found: `no "${key}"`,
      expected,
      remedy,
    });
  }

  /** A sentence for people: a string, not cut short by a comment. */
  text(key: string): string | undefined {
    return this.value(key, (value) => readText(value, this.report));
  }

  oneOf<Word extends string>(key: string, words: readonly Word[]): Word | undefined {
    return this.value(key, (value) => {
      const found = written(value.node);
      if ((words as readonly string[]).includes(found)) return found as Word;
      this.report.add({
        name: 'value-not-allowed',
        place: value.place,
        found,
        expected: `one of ${words.join(', ')}`,
        remedy: () => `Write one of those.${didYouMean(found, words)}`,
      });
      return undefined;
    });
  }

  flag(key: string): boolean {
    return this.oneOf(key, ['true', 'false']) === 'true';
  }

  timeRange(key: string): TimeRange | undefined {
    return this.value(key, (value) => readTime(written(value.node), value.place, this.report));
  }

  /** The items of a list. */
  list(key: string): Value[] {
    return this.value(key, (value) => this.items(value, key)) ?? [];
  }

  /** The entries of a mapping. */
  map(key: string, meant?: (found: string) => string | undefined): Map<string, Value> {
    return (
      this.value(key, (value) => {
        if (isMap(value.node)) return entriesOf(value.node, this.placeOf, this.report);
        this.report.add({
          name: 'value-shape',
          place: value.place,
          found: written(value.node),
          expected: 'one line for each, "name: value", indented',
          remedy:
            meant?.(written(value.node)) ??
            `Write ${key} as a mapping; ${this.kind.documentation} has an example.`,
        });
        return undefined;
      }) ?? new Map()
    );
  }

  items(value: Value, what: string): Value[] {
    if (isSeq(value.node))
      return value.node.items.map((item) => ({ node: item as Value['node'], place: this.placeOf(item) }));
    this.report.add({
      name: 'value-shape',
      place: value.place,
      found: written(value.node),
      expected: 'a list',
      remedy: `Write ${what} as [one, two], or one "- item" a line.`,
    });
    return [];
  }

  /**
   * The entries of one item, `{ from: ..., status: ... }`. Every key in `keys` must be there, and of `others` those
   * may be.
   */
  record<Key extends string, Other extends string = never>(
    value: Value,
    keys: readonly Key[],
    others: readonly Other[] = [],
  ): (Record<Key, Value> & Partial<Record<Other, Value>>) | undefined {
    if (!isMap(value.node)) {
      this.report.add({
        name: 'value-shape',
        place: value.place,
        found: written(value.node),
        expected: `{ ${keys.map((key) => `${key}: ...`).join(', ')} }`,
        remedy: 'Write it in braces, with those keys.',
      });
      return undefined;
    }
    const entries = entriesOf(value.node, this.placeOf, this.report, [...keys, ...others]);
    for (const key of keys)
      if (!entries.has(key))
        this.report.add({
          name: 'key-missing',
          place: value.place,
          found: `no "${key}"`,
          expected: `{ ${keys.map((one) => `${one}: ...`).join(', ')} }`,
          remedy: `Add "${key}".`,
        });
    return keys.every((key) => entries.has(key))
      ? (Object.fromEntries(entries) as Record<Key, Value> & Partial<Record<Other, Value>>)
      : undefined;
  }

  /** The keys of a mapping, without a word about what is wrong with it. */
  keysOf(key: string): string[] {
    const node = this.mapping.values.get(key)?.node;
    return isMap(node) ? node.items.map((pair) => String(isScalar(pair.key) ? pair.key.value : '')) : [];
  }

  /** Where what lies below a key stands, by keys and by places in lists; the key's own place if there is no such thing. */
  placeWithin(key: string, ...path: (string | number)[]): Place {
    let node: unknown = this.mapping.values.get(key)?.node;
    for (const step of path)
      node = isMap(node) ? node.get(step, true) : isSeq(node) ? node.items[Number(step)] : undefined;
    return node ? this.placeOf(node) : this.place(key);
  }

  /** Whether the value is just this word. */
  is(key: string, word: string): boolean {
    const value = this.mapping.values.get(key);
    return value !== undefined && written(value.node) === word;
  }

  /** The entries of a key that is itself a record, such as `scheduled`. */
  recordAt<Key extends string>(key: string, keys: readonly Key[]): Record<Key, Value> | undefined {
    return this.value(key, (value) => this.record(value, keys));
  }

  private value<Read>(key: string, read: (value: Value) => Read): Read | undefined {
    const value = this.mapping.values.get(key);
    return value === undefined ? undefined : read(value);
  }
}

/** A string that a `#` did not cut short, as it cannot where quotes end it, and that YAML did not turn into something else. */
export function readText(value: Value, report: Report): string | undefined {
  const { node, place } = value;
  const isOpen = isScalar(node) && node.type === 'PLAIN';
  if (isOpen && typeof node.value === 'string' && typeof node.comment === 'string') {
    report.add({
      name: 'value-comment',
      place,
      found: `${node.value} #${node.comment}`,
      expected: 'the whole sentence',
      remedy: `What follows # would be lost. Put single quotes around it: '${node.value} #${node.comment}'`,
    });
    return undefined;
  }
  return readWord(value, report);
}

/** A string that is no sentence, such as an address: a comment may stand after it. */
export function readWord({ node, place }: Value, report: Report): string | undefined {
  if (!isScalar(node) || typeof node.value !== 'string') {
    const found = written(node);
    report.add({
      name: 'value-not-text',
      place,
      found,
      expected: 'a text',
      remedy:
        isMap(node) || isSeq(node)
          ? 'Write one text in the place of all that.'
          : `Put single quotes around it: '${found || '...'}'`,
    });
    return undefined;
  }
  const text = isolated(node.value.trim());
  if (text !== '') return text;
  report.add({
    name: 'value-not-text',
    place,
    found: 'an empty text',
    expected: 'a text',
    remedy: 'Write something, or take the key out.',
  });
  return undefined;
}

const FAULTS: Record<TimeFault, { name: ProblemName; expected: string; remedy: string }> = {
  malformed: {
    name: 'time-malformed',
    expected: 'a time such as 2026-03-01T08:04Z',
    remedy: 'Write year-month-dayThour:minute and Z for UTC, or an offset such as -05:00.',
  },
  'without-offset': {
    name: 'time-without-offset',
    expected: 'a time with its offset from UTC',
    remedy: 'Add Z if it is UTC, or the offset of your clock, such as -05:00.',
  },
  impossible: {
    name: 'time-impossible',
    expected: 'a time that exists',
    remedy: 'Look at the month, the day, the hour (00 to 23) and the offset (-12:00 to +14:00).',
  },
  'interval-backwards': {
    name: 'time-interval-backwards',
    expected: 'earliest/latest',
    remedy: 'Swap the two times.',
  },
};

const LEFT_OPEN = 'Put the time in its place at which you say it, in UTC: year-month-dayThour:minute and Z.';

export function readTime(found: string, place: Place, report: Report): TimeRange | undefined {
  const reading = readTimeRange(found);
  if (reading.ok) return reading.range;
  const { name, expected, remedy } = FAULTS[reading.fault];
  const hint = reading.suggestion === undefined ? '' : ` Did you mean "${reading.suggestion}"?`;
  // As a link leaves it that opens an editor: it cannot know when it is followed.
  const isLeft = /yyyy-mm-dd/i.test(found);
  report.add({
    ...{ name, place, found, expected },
    remedy: isLeft ? LEFT_OPEN : `${remedy}${hint}`,
  });
  return undefined;
}
