import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { TEMPLATE_LANGUAGES, type TemplateWords, templateWordsOf } from '../../i18n/templates.ts';
import { UserError } from '../../problems/errors.ts';
import { type Problem, problemIn } from '../../problems/index.ts';
import type { FolderRecord } from '../../site/record.ts';
import { type Form, formsOf } from './layout.ts';
import { MADE, printForm } from './print.ts';

type Around = Pick<FolderRecord, 'site' | 'writing' | 'now'>;

/** The forms that a site has by its config, in its first language; in English, where there are no words in that. */
export async function formsFor({ site, writing, now }: Around): Promise<Form[]> {
  const [first] = site.languages;
  const proposes = await templateWordsOf(first);
  const language = proposes ? first : 'en';
  const asks = proposes ?? ((await templateWordsOf('en')) as TemplateWords);
  return formsOf({ site, templates: writing.templates, language, asks, proposes, now });
}

/**
 * All by which something may have been sent: those that the site has, and the same in each other language that there
 * are words in. A repository may hold forms of before its first language changed, and somebody may have one open.
 */
export async function formsOfAll(around: Around): Promise<Form[]> {
  const own = await formsFor(around);
  const { site, writing, now } = around;
  const proposes = await templateWordsOf(site.languages[0]);
  const others = await Promise.all(
    TEMPLATE_LANGUAGES.map(async (language) => {
      const asks = await templateWordsOf(language);
      return asks ? formsOf({ site, templates: writing.templates, language, asks, proposes, now }) : [];
    }),
  );
  return [...own, ...others.flat()];
}

/** The folder in which a forge looks for them: that of the repository, in which the site may lie deeper. */
export function repositoryOf(site: string): string {
  for (let folder = site; ; folder = dirname(folder)) {
    if (existsSync(join(folder, '.git'))) return folder;
    if (folder === dirname(folder)) return site;
  }
}

/**
 * Writes each form that is not there or reads otherwise.
 * @returns the paths of those that were written, counted from the folder.
 * @throws UserError where a file of that name was made by somebody else: nothing is written then.
 */
export async function writeForms(folder: string, forms: readonly Form[]): Promise<string[]> {
  const texts = await Promise.all(forms.map(({ path }) => lying(join(folder, path))));
  const foreign = forms.find((_, index) => texts[index] !== undefined && !isOurs(texts[index]));
  if (foreign)
    throw new UserError(
      `${join(folder, foreign.path)} was not made by this command, and is not written over. Give it another name, or take it away. Nothing was written.`,
    );
  const written: string[] = [];
  for (const [index, form] of forms.entries()) {
    const text = printForm(form);
    if (texts[index] === text) continue;
    const path = join(folder, form.path);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, text);
    written.push(form.path);
  }
  return written;
}

/** What is told of forms that lie there and are not as the config makes them by now. */
export async function formProblems(
  site: string,
  record: Pick<FolderRecord, 'site' | 'writing' | 'now'>,
): Promise<Problem[]> {
  const folder = repositoryOf(site);
  const forms = await formsFor(record);
  const texts = await Promise.all(forms.map(({ path }) => lying(join(folder, path))));
  const ours = forms.flatMap((form, index) => {
    const text = texts[index];
    const file = relative(site, join(folder, form.path)).replaceAll('\\', '/');
    return text === undefined || !isOurs(text) ? [] : [{ form, text, file }];
  });
  return [
    ...ours.flatMap(({ form, text, file }) => differing(form, text, file)),
    ...(ours[0] && !(await isTaken(folder)) ? [notTaken(ours[0].file)] : []),
  ];
}

/** Whether a workflow makes notices of what is sent. */
async function isTaken(folder: string): Promise<boolean> {
  const workflows = join(folder, '.github/workflows');
  const names = await readdir(workflows).catch(() => []);
  const texts = await Promise.all(
    names.filter((name) => /\.ya?ml$/.test(name)).map((name) => readFile(join(workflows, name), 'utf8')),
  );
  return texts.some((text) => text.includes('take-form'));
}

function notTaken(file: string): Problem {
  return problemIn(
    { file },
    {
      name: 'form-not-taken',
      found: 'no workflow in .github/workflows that calls "nightlight take-form"',
      expected: 'form.yml, which makes a notice of what somebody sends',
      remedy:
        'Copy it from Nightlight, as docs/forms.md says, or take the forms away: who sends one at night believes that people are told.',
    },
  );
}

function differing(form: Form, text: string, file: string): Problem[] {
  const [lines, wanted] = [text, printForm(form)].map((one) => one.split(/\r\n?|\n/)) as [string[], string[]];
  const at = Math.max(lines.length, wanted.length);
  const line = Array.from({ length: at }, (_, index) => index).find(
    (index) => lines[index] !== wanted[index],
  );
  if (line === undefined) return [];
  return [
    problemIn(
      { file },
      {
        name: 'form-differs',
        place: { line: line + 1, column: 1 },
        found: lines[line]?.trim() ?? 'the end of the file',
        expected: wanted[line]?.trim() || 'the end of the file',
        remedy:
          'Call "nightlight form", and commit what it writes: in this form people choose from what nightlight.yaml had before.',
      },
    ),
  ];
}

function isOurs(text: string): boolean {
  return text.startsWith(MADE);
}

async function lying(path: string): Promise<string | undefined> {
  return readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return undefined;
    throw error;
  });
}
