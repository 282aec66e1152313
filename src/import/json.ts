import type { Report } from '../problems/index.ts';
import { decode, type SourceText } from '../yaml/source.ts';
import type { Word } from './brought.ts';

/** An object as JSON has it. */
export type JsonObject = Readonly<Record<string, unknown>>;

export function isObject(value: unknown): value is JsonObject {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}

/** The objects of a list; none where there is no list. */
export function objectsIn(value: unknown): JsonObject[] {
  return Array.isArray(value) ? value.filter(isObject) : [];
}

/**
 * The objects of a list of which each says something to readers, those of lists in it too, as pages that were put
 * together are; what else lies in it is told.
 */
export function allIn(value: unknown, called: string, report: Report): JsonObject[] {
  const all = Array.isArray(value) ? value.flat() : [];
  const others = all.filter((one) => !isObject(one));
  if (others.length > 0)
    report.add({
      name: 'import-left-out',
      found: `${others.length} of ${called} that are no objects, such as ${JSON.stringify(others[0])?.slice(0, 60)}`,
      expected: 'objects, each with what was told',
      remedy: 'Nothing is taken from them. If they have what was told, look what wrote them.',
    });
  return all.filter(isObject);
}

/** A text that says something. */
export function stringIn(value: unknown): string | undefined {
  return typeof value === 'string' && value.trim() !== '' ? value : undefined;
}

/** Reads a file of JSON, and tells why where it is none. */
export function readJson(
  bytes: Uint8Array,
  report: Report,
): { value: unknown; source: SourceText } | undefined {
  const source = decode(bytes, report);
  if (!source) return undefined;
  try {
    return { value: JSON.parse(source.text), source };
  } catch (error) {
    const at = Number(/position (\d+)/.exec((error as Error).message)?.[1] ?? 0);
    const place = source.placeAt(Math.min(at, source.text.length));
    report.add({
      name: 'yaml-syntax',
      place,
      found: source.text.split('\n')[place.line - 1]?.slice(0, 60) || 'nothing',
      expected: 'JSON',
      remedy: 'Save it again from where it comes: it was changed, or cut short.',
    });
    return undefined;
  }
}

/** Finds where an object stands, by something that only it has in it. */
export function placesBy({ text, placeAt }: SourceText): (mark: string) => Word['place'] {
  return (mark) => {
    const at = text.indexOf(JSON.stringify(mark));
    return at < 0 ? undefined : placeAt(at);
  };
}
