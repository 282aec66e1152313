import { plainNotes } from '../../authoring/plain.ts';
import type { Incident } from '../../domain/incident.ts';
import { templateWordsOf } from '../../i18n/templates.ts';
import { inFolder, type Problem } from '../../problems/index.ts';
import type { FolderRecord } from '../../site/record.ts';

/** What makes the newest words of incidents hard to read, as notes. */
export async function plainNotesOf(
  { name, lying }: Pick<FolderRecord, 'name' | 'lying'>,
  incidents: readonly Incident[],
): Promise<Problem[]> {
  const notes: Problem[] = [];
  for (const incident of incidents) {
    const file = lying.find((one) => one.name === `${incident.id}.md`);
    const text = file ? new TextDecoder().decode(file.bytes) : '';
    notes.push(...plainNotes(incident, text, await templateWordsOf(incident.language)));
  }
  return inFolder(name, notes);
}
