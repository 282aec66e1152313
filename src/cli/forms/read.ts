import { readMoment } from '../../authoring/moment.ts';
import type { Typed, TypedName } from '../../authoring/said.ts';
import { type Instant, printTimeRange } from '../../domain/time.ts';
import { unmarked } from '../../incidents/slips.ts';
import { type Mistake, type Problem, type ProblemName, problemIn } from '../../problems/index.ts';
import { alternatives, didYouMean } from '../../problems/suggest.ts';
import { type Choice, type Form, type FormName, type Section, TIMES } from './layout.ts';

/** What an issue says that somebody made by a form. */
export interface Sent {
  title: string;
  body: string;
  /** When it was sent: from then times are counted that say no more than an hour. */
  at: Instant;
}

/** What was said by a form, as flags would say it. */
export interface Taken {
  form: FormName;
  typed: Typed;
  /** The incident that is meant, where somebody names one. */
  incident: string | undefined;
  isDrill: boolean;
}

/** The most letters of an answer in a line, and of one in several. */
const LONGEST = { input: 500, textarea: 10_000 };

const CHANGE = 'Edit the issue; it is read again as soon as you save it.';

/**
 * The form by which an issue was made; nothing where it was made by none of these. Of those that begin alike, as in two
 * languages, it is the one that has most of the headings.
 */
export function formOfBody(body: string, forms: readonly Form[]): Form | undefined {
  const lines = new Set(linesOf(body).map((line) => line.trimEnd()));
  const [first] = [...lines].filter((line) => line !== '');
  const begun = forms.filter(({ sections: [section] }) => section && first === headingOf(section));
  const asked = ({ sections }: Form) => sections.filter((section) => lines.has(headingOf(section))).length;
  return begun.reduce<Form | undefined>(
    (best, form) => (best && asked(best) >= asked(form) ? best : form),
    undefined,
  );
}

/** Reads what stands below each heading of a form, and tells of all that is wrong with it, each by its heading. */
export function readForm(form: Form, sent: Sent): { taken: Taken; problems: Problem[]; notes: string[] } {
  const problems: Problem[] = [];
  const notes: string[] = [];
  const answers = answersIn(form, sent.body, problems, notes);
  // Without a heading the answer above it has the words of another.
  if (problems.length > 0) answers.clear();
  const typed: Record<string, unknown> = {};
  for (const section of form.sections) {
    const answer = answers.get(section);
    if (answer === undefined) continue;
    const said = saidIn(section, answer, sent.at, problems);
    if (Array.isArray(said)) typed[section.says] = [...((typed[section.says] as string[]) ?? []), ...said];
    else if (said !== undefined) typed[section.says] = said;
  }
  twice(form, typed.impact as string[] | undefined, problems);
  const { incident, drill, ...rest } = typed as { incident?: string; drill?: string[] };
  return {
    taken: {
      form: form.name,
      typed: withoutNone({ ...rest, ...titleOf(form, sent, problems) }),
      incident: incident && lastPart(incident),
      isDrill: (drill?.length ?? 0) > 0,
    },
    problems,
    notes,
  };
}

function linesOf(body: string): string[] {
  return body.replace(/\r\n?/g, '\n').split('\n');
}

function headingOf({ label }: Section): string {
  return `### ${label}`;
}

/**
 * What stands below each heading; each stands once, or it is told. What may be left empty is empty where the form is older
 * than the heading.
 */
function answersIn(
  { sections }: Form,
  body: string,
  problems: Problem[],
  notes: string[],
): Map<Section, string> {
  const lines = linesOf(body);
  const places = sections.map((section) =>
    lines.flatMap((line, at) => (line.trimEnd() === headingOf(section) ? [at] : [])),
  );
  const answers = new Map<Section, string>();
  const absent: Section[] = [];
  for (const [index, section] of sections.entries()) {
    const [at, ...more] = places[index] ?? [];
    if (at === undefined) {
      absent.push(section);
      continue;
    }
    if (more.length > 0) {
      problems.push(
        wrong(section, 'form-not-read', {
          found: `the heading "${headingOf(section)}" more than once`,
          expected: `the heading "${headingOf(section)}" once, with the answer below it`,
          remedy: `Take it out of the words of another answer. ${CHANGE}`,
        }),
      );
      continue;
    }
    const next = Math.min(lines.length, ...places.flat().filter((place) => place > at));
    const answer = lines
      .slice(at + 1, next)
      .join('\n')
      .trim();
    // Both are GitHub's words for an answer that is left open.
    if (answer !== '' && answer !== '_No response_' && !(section.choices && answer === 'None'))
      answers.set(section, answer);
  }
  ofBefore(absent, sections, lines, problems, notes);
  return answers;
}

/** Headings that are not there: those of a form that is older than they are, or that somebody took out or wrote otherwise. */
function ofBefore(
  absent: readonly Section[],
  sections: readonly Section[],
  lines: readonly string[],
  problems: Problem[],
  notes: string[],
): void {
  const known = new Set(sections.map(headingOf));
  const strange = lines.find((line) => /^### /.test(line) && !known.has(line.trimEnd()));
  const lost = absent.filter(
    (section) =>
      section.required || strange !== undefined || lines.some((line) => hasWords(line, section.label)),
  );
  for (const section of strange === undefined ? lost : lost.slice(0, 1))
    problems.push(
      wrong(section, 'form-not-read', {
        found: strange === undefined ? 'no such heading' : `"${strange.trimEnd()}", and no such heading`,
        expected: `the heading "${headingOf(section)}" once, with the answer below it`,
        remedy:
          strange === undefined
            ? `Write "${headingOf(section)}" as a line of its own, and the answer below it. ${CHANGE}`
            : `Where "${strange.trimEnd()}" is what is called ${alternatives(absent.map(headingOf))} today, write that in its place; else take it out, with its answer. ${CHANGE}`,
      }),
    );
  if (absent.length > 0 && lost.length === 0)
    notes.push(
      `This form does not ask for ${absent.map(({ label }) => `"${label}"`).join(', ')}, as today’s does; that is taken as left empty.`,
    );
}

/** Whether a line is a heading in all but its marks. */
function hasWords(line: string, label: string): boolean {
  return line.replace(/^[#*\s]+|[*:\s]+$/g, '') === label;
}

function saidIn(
  section: Section,
  answer: string,
  at: Instant,
  problems: Problem[],
): string | string[] | undefined {
  const { type, choices = [], multiple, status } = section;
  if (type === 'checkboxes') return tickedIn(section, answer, problems);
  if (type === 'dropdown') {
    const chosen = chosenIn(answer, choices);
    if (!chosen || (!multiple && chosen.length > 1)) {
      const labels = choices.map(({ label }) => label);
      problems.push(
        wrong(section, 'form-not-read', {
          found: answer,
          expected: multiple ? `some of ${labels.join(', ')}, with commas between` : alternatives(labels),
          remedy: `Write it as it stands there.${didYouMean(answer, labels)} ${CHANGE}`,
        }),
      );
      return undefined;
    }
    if (status) return chosen.map(({ value }) => `${value}=${status}`);
    return multiple ? chosen.map(({ value }) => value) : chosen[0]?.value;
  }
  const most = LONGEST[type];
  if (answer.length > most) {
    problems.push(
      wrong(section, 'text-too-long', {
        found: `${answer.length} letters`,
        expected: `${most} at most`,
        remedy: `Say it in fewer words. ${CHANGE}`,
      }),
    );
    return undefined;
  }
  if (type === 'input' && answer.includes('\n')) {
    problems.push(
      wrong(section, 'form-not-read', {
        found: answer,
        expected: 'one line',
        remedy: `Say it in one line. ${CHANGE}`,
      }),
    );
    return undefined;
  }
  if (type === 'textarea') return isPlain(section, answer, problems) ? answer : undefined;
  return momentIn(section, answer, at, problems);
}

/** Boxes as GitHub writes them: `- [X] Sign-in`. */
function tickedIn(section: Section, answer: string, problems: Problem[]): string[] {
  const { choices = [] } = section;
  return answer.split('\n').flatMap((line) => {
    if (line.trim() === '') return [];
    const [, mark, label = ''] = /^\s*[-*] \[([ xX])\] (.*)$/.exec(line) ?? [];
    const choice = choices.find((one) => one.label === label.trim());
    if (mark !== undefined && choice) return mark === ' ' ? [] : [choice.value];
    const labels = choices.map((one) => one.label);
    problems.push(
      wrong(section, 'form-not-read', {
        found: line,
        expected: `"- [x] " or "- [ ] " and one of ${labels.join(', ')}`,
        remedy: `Write it as it stands there.${didYouMean(label.trim(), labels)} ${CHANGE}`,
      }),
    );
    return [];
  });
}

/** What was chosen, as GitHub writes it, with commas between; nothing where there is more than choices. */
function chosenIn(answer: string, choices: readonly Choice[]): Choice[] | undefined {
  const longestFirst = choices.toSorted((one, other) => other.label.length - one.label.length);
  const chosen: Choice[] = [];
  for (let rest = answer; rest !== ''; ) {
    const next = longestFirst.find(
      ({ label }) => rest === label || rest.startsWith(`${label}, `) || rest.startsWith(`${label},\n`),
    );
    if (!next) return undefined;
    chosen.push(next);
    rest = rest.slice(next.label.length).replace(/^,\s+/, '');
  }
  return chosen;
}

/**
 * What the file would take for the beginning of another update or of its front matter never gets there: neither the
 * headings of it, nor a line that makes one of the line above.
 */
function isPlain(section: Section, answer: string, problems: Problem[]): boolean {
  const lines = answer.split('\n');
  const underline = lines.find((line) => /^[\s>]*(?:-\s*){2,}$|^[\s>]*={1,}\s*$|^[\s>]*-\s*$/.test(line));
  const heading = lines.find(
    (line) =>
      /^[\s>*+-]*#{1,2}(?:\s|$)/.test(line) || (underline === undefined && unmarked(line) !== undefined),
  );
  if (heading !== undefined)
    problems.push(
      wrong(section, 'heading-not-an-update', {
        found: heading,
        expected: 'no line that is a heading by # or ##, or reads as one of an update',
        remedy: `A notice has one update, and the form says its state and time: take the marks away, or use ###. ${CHANGE}`,
      }),
    );
  if (underline !== undefined)
    problems.push(
      wrong(section, 'heading-by-underline', {
        found: underline,
        expected: 'no line of dashes or equals signs alone',
        remedy: `It would turn the line above it into a heading, or end the head of the file: take it out. ${CHANGE}`,
      }),
    );
  return heading === undefined && underline === undefined;
}

/** A time as it is meant when the form was sent, whenever it is read. */
function momentIn(section: Section, answer: string, at: Instant, problems: Problem[]): string | undefined {
  const towards = TIMES.get(section.says as TypedName);
  if (!towards || /^(?:unknown|none)$/i.test(answer)) return answer;
  const read = readMoment(answer, at, towards);
  if ('range' in read) return printTimeRange(read.range);
  problems.push(
    wrong(section, 'flag-value', {
      found: answer,
      expected: read.expected,
      remedy: `${read.remedy} ${CHANGE}`,
    }),
  );
  return undefined;
}

/** One component can be chosen below several headings, and only one can be so. */
function twice({ sections }: Form, impact: readonly string[] | undefined, problems: Problem[]): void {
  const pairs = (impact ?? []).map((one) => one.split('='));
  const [again, status] = pairs.find(([id], index) => pairs.findIndex(([one]) => one === id) !== index) ?? [];
  const section = sections.find((one) => one.says === 'impact' && one.status === status);
  if (again === undefined || !section) return;
  const label = section.choices?.find(({ value }) => value === again)?.label ?? again;
  problems.push(
    wrong(section, 'form-not-read', {
      found: `"${label}" more than once`,
      expected: 'each below one heading',
      remedy: `Leave it where it is true now. ${CHANGE}`,
    }),
  );
}

/** The title of the notice stands in that of the issue, behind what every such issue begins with. */
function titleOf(form: Form, { title }: Sent, problems: Problem[]): Pick<Typed, 'title'> {
  if (form.name === 'update') return {};
  const said = title.replace(/\s+/g, ' ').trim();
  const own = said.startsWith(form.prefix.trim()) ? said.slice(form.prefix.trim().length).trim() : said;
  if (own.length > LONGEST.input)
    problems.push(
      problemIn(
        { field: 'the title of the issue' },
        {
          name: 'text-too-long',
          found: `${own.length} letters`,
          expected: `${LONGEST.input} at most`,
          remedy: CHANGE,
        },
      ),
    );
  return own === '' ? {} : { title: own };
}

/** "none" leaves out what would be proposed, or takes it out. */
function withoutNone(typed: Typed): Typed {
  const names = (['advice', 'next-update'] as const).filter((name) => /^none$/i.test(typed[name] ?? ''));
  if (names.length === 0) return typed;
  return { ...typed, ...Object.fromEntries(names.map((name) => [name, undefined])), without: names };
}

/** An id, out of the address or the path that somebody copied. */
function lastPart(written: string): string {
  const [address = ''] = written.split(/[#?]/);
  return address.replace(/\/+$/, '').split('/').at(-1) ?? '';
}

function wrong({ label }: Section, name: ProblemName, mistake: Omit<Mistake, 'name'>): Problem {
  return problemIn({ field: label }, { name, ...mistake });
}

/** Problems that a flag would have, by the heading under which it was said. */
export function byHeading(problems: readonly Problem[], { sections }: Form): Problem[] {
  return problems.map((problem) => {
    const { source } = problem;
    const flag = 'flag' in source ? source.flag.slice(2) : 'argument' in source ? 'incident' : undefined;
    // Why something is taken back is said where all else is said.
    const name = flag === 'because' ? 'text' : flag;
    const section = sections.find(({ says }) => says === name);
    if (!section) return problem;
    if (problem.name !== 'flag-missing') return { ...problem, source: { field: section.label } };
    const headings = sections.filter(({ says }) => says === name).map(({ label }) => `"${label}"`);
    return {
      ...problem,
      source: { field: section.label },
      found: headings.length > 1 ? 'nothing below any of them' : 'nothing',
      expected:
        headings.length > 1 ? `a choice below ${alternatives(headings)}` : 'an answer below that heading',
      remedy: `${problem.remedy.replace(/^Add it\. /, '')} ${CHANGE}`,
    };
  });
}
