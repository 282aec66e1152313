import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { kindOf, proposedAdvice, proposedTitle, type Proposing } from '../authoring/proposal.ts';
import { save } from '../authoring/save.ts';
import type { Incident, Prose, Translation } from '../domain/incident.ts';
import type { Language } from '../domain/site.ts';
import type { Instant } from '../domain/time.ts';
import { templateWordsOf } from '../i18n/templates.ts';
import { editTranslation } from '../incidents/edit-translation.ts';
import { printTranslation } from '../incidents/print.ts';
import type { FolderRecord } from '../site/record.ts';
import type { Act } from '../watch/teller.ts';
import { anewFor, wordsFor } from '../watch/words.ts';

/** What a translation is written with. */
interface Translating {
  record: FolderRecord;
  now: Instant;
  /** Whether somebody is asked to take over, and whether it is only played. */
  asks: boolean;
  isDrill: boolean;
  log: { error(what: string, facts?: object): void };
}

/**
 * Writes what a watcher said in each other language of the site in which there are words, beside the original. What
 * stands there already stays, so that it may be asked again.
 * @param update the id of what was said, in the original.
 * @returns the names of the files, from the folder of incidents.
 */
export async function translate(act: Act, update: string, around: Translating): Promise<string[]> {
  const { record, log } = around;
  const original = [...record.incidents, ...record.held].find(({ id }) => id === act.id);
  if (!original) return [];
  const names: string[] = [];
  for (const language of record.site.languages.filter((one) => one !== original.language)) {
    const words = await templateWordsOf(language);
    if (!words) continue;
    const name = `${act.id}.${language}.md`;
    try {
      const proposing = { site: record.site, templates: record.writing.templates, words, language };
      const text = await wordsFor(act, { ...proposing, asks: around.asks, isDrill: around.isDrill });
      if (await write(name, { act, update, text, original, proposing }, around)) names.push(name);
    } catch (error) {
      // In the first language it is said, and must not wait for this.
      log.error('it could not be said in another language', { language, why: (error as Error).message });
    }
  }
  return names;
}

interface Translated {
  act: Act;
  update: string;
  text: string;
  original: Incident;
  proposing: Proposing & { language: Language };
}

/** @returns whether it stands there. */
async function write(
  name: string,
  { act, update, text, original, proposing }: Translated,
  { record, now }: Translating,
): Promise<boolean> {
  const path = join(record.folder, name);
  const before = await readFile(path, 'utf8').catch(() => undefined);
  if (before === undefined) {
    await save(path, printTranslation(begun(act, update, text, original, proposing), original), undefined);
    return true;
  }
  const { language, site } = proposing;
  if (original.translations[language]?.updates[update]) return true;
  const changes = { texts: anewFor(act, proposing), updates: { [update]: { markdown: text } } };
  const edited = editTranslation(before, language, original, changes, { site, now });
  if (edited.text === undefined) throw new Error(edited.problems[0]?.found ?? 'it cannot be changed');
  await save(path, edited.text, before);
  return true;
}

function begun(
  act: Act,
  update: string,
  text: string,
  original: Incident,
  proposing: Proposing,
): Translation {
  const { impact } = act;
  const isFirst = act.kind === 'open';
  const kind = kindOf(impact);
  const prose: Prose = { markdown: text, html: '', text: '', words: '' };
  return {
    title: isFirst ? proposedTitle({ impact, kind }, proposing) : undefined,
    advice: isFirst && original.advice !== undefined ? proposedAdvice(impact, kind, proposing) : undefined,
    ...{ scope: undefined, cause: undefined, disputed: undefined, summary: undefined },
    updates: { [update]: prose },
    places: {},
  };
}
