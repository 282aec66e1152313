import { labelled } from '../../i18n/index.ts';
import type { Sheet } from './sheet.ts';

/** A text kept whole or left out: the longest run of paragraphs from the first that fits, none of them cut. */
export function firstThatFit(paragraphs: readonly string[], limit: number, join = '\n\n'): string[] {
  const kept: string[] = [];
  for (const paragraph of paragraphs) {
    if ([...kept, paragraph].join(join).length > limit) break;
    kept.push(paragraph);
  }
  return kept;
}

/** What stands at the head of a message in a team's room: marks, who speaks, what it is about. */
export function headOf({ marks, source, headline, language }: Sheet): string {
  return [...marks, `${labelled(source, language)} ${headline.text}`].join(' ');
}

/** The first of some texts that is short enough; the last one is ours, and is. */
export function shortEnough(limit: number, ...texts: [string, ...string[]]): string {
  return texts.find((text) => text.length <= limit) ?? '';
}
