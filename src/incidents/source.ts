import type { Site } from '../domain/site.ts';
import type { Report } from '../problems/index.ts';
import { decode, type SourceText } from '../yaml/source.ts';
import type { FileKind } from '../yaml/values.ts';
import { isTooDense, isTooLarge } from './limits.ts';
import { slipsIn, withoutSlips } from './slips.ts';

/** The text of an incident file, if it is UTF-8 and neither too long nor too dense to be read. */
export function readSource(bytes: Uint8Array, report: Report): SourceText | undefined {
  if (isTooLarge(bytes, report)) return undefined;
  const source = decode(bytes, report);
  return source && !isTooDense(source, report) ? source : undefined;
}

/** What an incident file is called where its keys are told of. */
export const INCIDENT_FILE: FileKind = { plural: 'incident files', documentation: 'docs/incident-file.md' };

/**
 * The text of an incident file as it is meant: what the keyboard of a phone made of it is put right, with a note for
 * each line. Places are those of the file as it lies there.
 */
export function readMeant(
  bytes: Uint8Array,
  report: Report,
  site?: Pick<Site, 'components'>,
): SourceText | undefined {
  const source = readSource(bytes, report);
  const slips = source ? slipsIn(source.text, site) : [];
  if (!source || slips.length === 0) return source;
  const { text, offsetIn } = withoutSlips(source.text, slips);
  const lines = new Set(slips.map(({ start }) => source.placeAt(start).line));
  const [written, right] = [source.text.split('\n'), text.split('\n')];
  const shift = written.length - right.length;
  for (const { start } of slips) {
    const place = source.placeAt(start);
    if (!lines.delete(place.line)) continue;
    report.add({
      name: 'keyboard-slip',
      place,
      found: (written[place.line - 1] ?? '').trim(),
      expected: (right[place.line - 1 - shift] ?? '').trim(),
      remedy: 'It is read as that, and nothing needs to be done. "nightlight mend" writes it so.',
    });
  }
  return { text, placeAt: (offset) => source.placeAt(offsetIn(offset)) };
}
