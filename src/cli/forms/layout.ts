import { INCIDENT_STATES, MAINTENANCE_STATES, type State } from '../../domain/incident.ts';
import type { FactName } from '../../domain/fields.ts';
import type { NoticeKind, NoticeTemplate } from '../../domain/notice.ts';
import { type Component, inLanguage, type Site } from '../../domain/site.ts';
import { HURT, STATUSES, type Status } from '../../domain/status.ts';
import type { Instant } from '../../domain/time.ts';
import { wordsOf } from '../../i18n/index.ts';
import type { TemplateWords } from '../../i18n/templates.ts';
import { type FormField, formOf } from '../../incidents/form.ts';
import type { Typed, TypedName } from '../../authoring/said.ts';

/** The forms that there are: a first notice, a later word, and work that is announced. */
export type FormName = 'notice' | 'update' | 'maintenance';

/** One of what there is to choose from: what it stands for, and what people read. */
export interface Choice {
  value: string;
  label: string;
}

/** One thing that a form asks. */
export interface Section {
  id: string;
  /** Under it the answer stands in the issue. No two of a form have the same. */
  label: string;
  description: string;
  type: 'input' | 'textarea' | 'dropdown' | 'checkboxes';
  /** What the answer is to whoever writes: the same as a flag says. Two things only a form knows. */
  says: TypedName | 'incident' | 'drill';
  /** How a component is doing that is chosen here. */
  status?: Status;
  choices?: readonly Choice[];
  multiple?: true;
  required?: true;
  placeholder?: string;
}

/** A form as it is printed and read: both by the same table. */
export interface Form {
  name: FormName;
  /** The path of its file in a repository. */
  path: string;
  called: string;
  description: string;
  /** How the title of each such issue begins. */
  prefix: string;
  intro: string;
  sections: readonly Section[];
}

/** What forms are made from. */
export interface FormSource {
  site: Site;
  templates: readonly NoticeTemplate[];
  /** The words of the first language; `undefined` where there are none in it. */
  words: TemplateWords | undefined;
  now: Instant;
}

/** The label by which an issue is known to be one of these, where the repository has it. */
export const LABEL = 'notice';

const FOLDER = '.github/ISSUE_TEMPLATE';

const KINDS = [
  'major_outage',
  'partial_outage',
  'degraded_performance',
  'not_known',
] as const satisfies Status[];

/** All forms of a site. */
export function formsOf(source: FormSource): Form[] {
  return [noticeForm(source), updateForm(source), maintenanceForm(source)];
}

function noticeForm(source: FormSource): Form {
  const { fact, impact, works, states } = partsOf(source, 'incident');
  return {
    ...head('notice', 'Notice', 'Something does not work: the first notice of an incident.'),
    intro: [
      'Choose what does not work, and send it: the rest is proposed where you leave it empty. What stands behind “[Notice]” in the title above becomes the title of the notice; without it the sentence of what is lost. Times are in UTC.',
      wordsProposed(source),
    ].join('\n\n'),
    sections: [
      ...impact(HURT.filter((status) => status !== 'under_maintenance')),
      fact('began', { says: 'began', placeholder: '02:10, or -20m' }),
      works('Tick only what somebody has just checked.'),
      text('Leave it empty for the words above, with what is lost, what works and when you speak next.'),
      fact('advice', { says: 'advice', more: `${LEAVE} ${NONE}` }),
      states(
        ['investigating', 'identified', 'monitoring'],
        'Where the work stands; the first of them if you choose none.',
      ),
      fact('nextUpdate', {
        says: 'next-update',
        placeholder: '04:30, or +2h',
        more: `Left empty it is the latest that the pledge allows. ${NONE}`,
      }),
      fact('scope', { says: 'scope' }),
      {
        ...{ id: 'drill', says: 'drill', type: 'checkboxes', label: 'Drill' },
        description: 'An exercise is told as such, and counts for nothing.',
        choices: [{ value: 'drill', label: 'This is an exercise: nothing is wrong' }],
      },
    ],
  };
}

function updateForm(source: FormSource): Form {
  const { fact, impact, works, states } = partsOf(source, 'incident');
  const all = [...new Set<State>([...INCIDENT_STATES, ...MAINTENANCE_STATES])];
  return {
    ...head('update', 'Update', 'What is new of an incident or of announced work, or that it is over.'),
    intro:
      'The title above stays in this issue; the page does not show it. Times are in UTC. What you leave empty stays as it is.',
    sections: [
      {
        ...{ id: 'incident', says: 'incident', type: 'input', label: 'Which one' },
        description: 'The last part of its address. Left empty it is the only one that is open.',
        placeholder: '2026-03-01-followers-get-no-alerts',
      },
      {
        ...states(
          ['update', ...all.filter((state) => state !== 'update' && state !== 'scheduled')],
          'Where the work stands by now. The one for “over” needs no more words.',
        ),
        required: true,
      },
      text('What is new. Some states have words of their own where you leave it empty.'),
      ...impact(STATUSES.filter((status) => status !== 'under_maintenance')),
      works('Tick what somebody has checked anew: what is not ticked is no longer said to work.'),
      fact('advice', { says: 'advice', more: NONE }),
      fact('nextUpdate', { says: 'next-update', placeholder: '04:30, or +2h' }),
      fact('began', { says: 'began', placeholder: '02:10, or -20m' }),
      fact('ended', {
        says: 'ended',
        placeholder: '04:15, or -5m',
        more: 'Left empty, what is over ended when you send this.',
      }),
      fact('cause', { says: 'cause' }),
      fact('causeCertainty', { says: 'certainty' }),
      fact('data', { says: 'data' }),
    ],
  };
}

function maintenanceForm(source: FormSource): Form {
  const { fact, components } = partsOf(source, 'maintenance');
  return {
    ...head('maintenance', 'Maintenance', 'Work that is announced.'),
    intro:
      'What stands behind “[Maintenance]” in the title above becomes the title of the notice. Times are in UTC.',
    sections: [
      {
        ...{ id: 'impact', says: 'impact', type: 'dropdown', multiple: true, required: true },
        label: 'What it is about',
        description: 'All that people cannot count on in that time.',
        status: 'under_maintenance',
        choices: components,
      },
      window('from', 'From when on', '2026-03-02T02:00Z'),
      window('until', 'Until when', '2026-03-02T03:00Z'),
      text('Left empty it says when the work is done.'),
      fact('advice', { says: 'advice', more: `${LEAVE} ${NONE}` }),
      fact('scope', { says: 'scope' }),
    ],
  };
}

const LEAVE = 'Left empty it is what the templates say.';
const NONE = 'Write “none” to leave it out.';

function head(name: FormName, called: string, description: string) {
  return { name, path: `${FOLDER}/${name}.yml`, called, description, prefix: `[${called}] ` };
}

function text(description: string): Section {
  return { id: 'text', says: 'text', type: 'textarea', label: 'What it says', description };
}

function window(says: 'from' | 'until', label: string, placeholder: string): Section {
  return {
    ...{ id: says, says, type: 'input', label, placeholder, required: true },
    description: 'Day, hour and minute in UTC.',
  };
}

interface Asked {
  says: TypedName;
  placeholder?: string;
  /** What is said behind the meaning of the field. */
  more?: string;
}

/** What forms are put together from: the table of fields, the components, and the words for how they are doing. */
function partsOf({ site, now }: FormSource, kind: 'incident' | 'maintenance') {
  const [language] = site.languages;
  const { statuses, states: stateWords } = wordsOf(language);
  const table = new Map<FactName, FormField>(formOf(kind, site).map((field) => [field.name, field]));
  const field = (name: FactName) => table.get(name) as FormField;
  const inService = site.components.filter(({ since, until }) => since <= now && now < until);
  const components = choicesOf(inService, (component) => inLanguage(component.name, language));
  return {
    components,
    fact: (name: FactName, { says, placeholder, more = '' }: Asked): Section => {
      const { label, question, example, options } = field(name);
      const about = { id: says, says, label, description: [question, more].filter(Boolean).join(' ') };
      if (!options) return { ...about, type: 'input', placeholder: placeholder ?? example };
      return {
        ...{ ...about, type: 'dropdown' },
        choices: options.map((value) => ({ value, label: asWords(value) })),
      };
    },
    impact: (all: readonly Status[]): Section[] =>
      all.map((status) => ({
        ...{ id: `impact-${status}`, says: 'impact', type: 'dropdown', multiple: true, status },
        label: statuses[status],
        description: 'All that are so; none where none is.',
        choices: components,
      })),
    works: (description: string): Section => ({
      ...{ id: 'works', says: 'works', type: 'checkboxes', label: field('works').label, description },
      choices: components,
    }),
    states: (all: readonly State[], description: string): Section => ({
      ...{ id: 'state', says: 'state', type: 'dropdown', label: 'State', description },
      choices: all.map((value) => ({ value, label: stateWords[value] })),
    }),
  };
}

function asWords(value: string): string {
  return value[0]?.toUpperCase() + value.slice(1).replaceAll('_', ' ');
}

/** Choices by their names, with the id where a name alone could be taken for another, or for what GitHub says itself. */
function choicesOf(components: readonly Component[], nameOf: (one: Component) => string): Choice[] {
  const names = components.map((one) => nameOf(one).replace(/\s+/g, ' ').trim());
  return components.map(({ id }, index) => {
    const name = names[index] ?? id;
    const isOne = names.filter((one) => one.toLowerCase() === name.toLowerCase()).length === 1;
    return {
      value: id,
      label: isOne && !name.includes(',') && !/^none$/i.test(name) ? name : `${name} (${id})`,
    };
  });
}

/** What is said of each kind of failure where nobody says more. */
function wordsProposed({ site, templates, words }: FormSource): string {
  const [language] = site.languages;
  const { statuses } = wordsOf(language);
  const own = (key: 'text' | 'advice', kind: NoticeKind) => {
    const found = templates.find((one) => one.component === undefined && one.kind === kind && one[key]);
    return found?.[key] && inLanguage(found[key], language);
  };
  const lines = KINDS.map((status) => {
    const kind = status === 'not_known' ? 'unknown' : status;
    const said = own('text', kind) ?? words?.text(kind, '') ?? '';
    const advice = own('advice', kind) ?? words?.advice(kind) ?? '';
    return (
      [said, advice].some(Boolean) && `- ${statuses[status]}: ${[said, advice].filter(Boolean).join(' ')}`
    );
  }).filter(Boolean);
  return lines.length === 0 ? '' : ['It says, where you leave that empty:', '', ...lines].join('\n');
}

/** The keys of `Typed` that hold a time. */
export const TIMES: ReadonlyMap<keyof Typed, 'past' | 'future'> = new Map([
  ['began', 'past'],
  ['ended', 'past'],
  ['next-update', 'future'],
  ['from', 'future'],
  ['until', 'future'],
] as const);
