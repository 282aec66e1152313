import type { Report } from '../problems/index.ts';
import { decode, type SourceText } from '../yaml/source.ts';
import type { FileKind } from '../yaml/values.ts';
import { isTooDense, isTooLarge } from './limits.ts';

/** The text of an incident file, if it is UTF-8 and neither too long nor too dense to be read. */
export function readSource(bytes: Uint8Array, report: Report): SourceText | undefined {
  if (isTooLarge(bytes, report)) return undefined;
  const source = decode(bytes, report);
  return source && !isTooDense(source, report) ? source : undefined;
}

/** What an incident file is called where its keys are told of. */
export const INCIDENT_FILE: FileKind = { plural: 'incident files', documentation: 'docs/incident-file.md' };
