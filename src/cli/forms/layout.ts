import { INCIDENT_STATES, MAINTENANCE_STATES, type State } from '../../domain/incident.ts';
import type { FactName } from '../../domain/fields.ts';
import type { NoticeKind, NoticeTemplate } from '../../domain/notice.ts';
import { type Component, inLanguage, type Site } from '../../domain/site.ts';
import { HURT, STATUSES, type Status } from '../../domain/status.ts';
import type { Instant } from '../../domain/time.ts';
import { wordsOf } from '../../i18n/index.ts';
import type { FormWord, TemplateWords } from '../../i18n/templates.ts';
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
  /** In which language they ask: the first of the site, where there are words in it. */
  language: string;
  /** The words of that language, and those that are proposed in the first of the site, where there are any. */
  asks: TemplateWords;
  proposes: TemplateWords | undefined;
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
  const { form } = source.asks;
  const { fact, impact, works, states, text } = partsOf(source, 'incident');
  return {
    ...head('notice', form('notice'), form('aboutNotice')),
    intro: [form('introNotice', form('notice')), wordsProposed(source)].join('\n\n'),
    sections: [
      ...impact(HURT.filter((status) => status !== 'under_maintenance')),
      fact('began', { says: 'began', placeholder: PAST }),
      works('worksHint'),
      text('textHint'),
      fact('advice', { says: 'advice', more: ['leave', 'none'] }),
      states(['investigating', 'identified', 'monitoring'], 'stateHint'),
      fact('nextUpdate', { says: 'next-update', placeholder: AHEAD, more: ['latest', 'none'] }),
      fact('scope', { says: 'scope', placeholder: form('scopeExample') }),
      {
        ...{ id: 'drill', says: 'drill', type: 'checkboxes', label: form('drill') },
        description: form('drillHint'),
        choices: [{ value: 'drill', label: form('drillBox') }],
      },
    ],
  };
}

function updateForm(source: FormSource): Form {
  const { form } = source.asks;
  const { fact, impact, works, states, text } = partsOf(source, 'incident');
  const all = [...new Set<State>([...INCIDENT_STATES, ...MAINTENANCE_STATES])];
  return {
    ...head('update', form('update'), form('aboutUpdate')),
    intro: form('introUpdate'),
    sections: [
      {
        ...{ id: 'incident', says: 'incident', type: 'input', label: form('which') },
        description: form('whichHint'),
        placeholder: '2026-03-01-followers-get-no-alerts',
      },
      {
        ...states(
          ['update', ...all.filter((state) => state !== 'update' && state !== 'scheduled')],
          'stateNew',
        ),
        required: true,
      },
      text('textNew'),
      ...impact(STATUSES.filter((status) => status !== 'under_maintenance')),
      works('worksAnew'),
      fact('advice', { says: 'advice', more: ['none'] }),
      fact('nextUpdate', { says: 'next-update', placeholder: AHEAD }),
      fact('began', { says: 'began', placeholder: PAST }),
      fact('ended', { says: 'ended', placeholder: ENDED, more: ['over'] }),
      fact('cause', { says: 'cause', placeholder: form('causeExample') }),
      fact('causeCertainty', { says: 'certainty' }),
      fact('data', { says: 'data' }),
    ],
  };
}

function maintenanceForm(source: FormSource): Form {
  const { form } = source.asks;
  const { fact, components, text, window } = partsOf(source, 'maintenance');
  return {
    ...head('maintenance', form('maintenance'), form('aboutMaintenance')),
    intro: form('introMaintenance', form('maintenance')),
    sections: [
      {
        ...{ id: 'impact', says: 'impact', type: 'dropdown', multiple: true, required: true },
        label: form('impact'),
        description: form('impactHint'),
        status: 'under_maintenance',
        choices: components,
      },
      window('from', '2026-03-02T02:00Z'),
      window('until', '2026-03-02T03:00Z'),
      text('textWork'),
      fact('advice', { says: 'advice', more: ['leave', 'none'] }),
      fact('scope', { says: 'scope', placeholder: form('scopeExample') }),
    ],
  };
}

/** Times as they may be written: of what was, of what has just ended, and of what is to be. */
const PAST = ['02:10', '-20m'];
const ENDED = ['04:15', '-5m'];
const AHEAD = ['04:30', '+2h'];

function head(name: FormName, called: string, description: string) {
  return { name, path: `${FOLDER}/${name}.yml`, called, description, prefix: `[${called}] ` };
}

interface Asked {
  says: TypedName;
  /** An answer, or several of which each is one. */
  placeholder?: string | readonly string[];
  /** What is said behind the question. */
  more?: readonly FormWord[];
}

/** The words in which each field is asked and called; the questions are those of the table of fields, in each language. */
export const FIELD_WORDS = {
  began: ['began', 'beganAsk'],
  advice: ['advice', 'adviceAsk'],
  nextUpdate: ['nextUpdate', 'nextUpdateAsk'],
  scope: ['scope', 'scopeAsk'],
  ended: ['ended', 'endedAsk'],
  cause: ['cause', 'causeAsk'],
  causeCertainty: ['certainty', 'certaintyAsk'],
  data: ['data', 'dataAsk'],
} as const satisfies Partial<Record<FactName, readonly [FormWord, FormWord]>>;

/** What forms are put together from: the table of fields, the components, and the words for how they are doing. */
function partsOf({ site, now, language, asks: { form } }: FormSource, kind: 'incident' | 'maintenance') {
  const { statuses, states: stateWords, incident } = wordsOf(language);
  const table = new Map<FactName, FormField>(formOf(kind, site).map((field) => [field.name, field]));
  const inService = site.components.filter(({ since, until }) => since <= now && now < until);
  const [first] = site.languages;
  // Components are called what the page calls them, whatever else a form is in.
  const components = choicesOf(inService, (component) => inLanguage(component.name, first));
  const chosen: Partial<Record<FactName, Record<string, string>>> =
    language === 'en' ? {} : { data: incident.dataFates, causeCertainty: incident.certainty };
  return {
    components,
    fact: (name: keyof typeof FIELD_WORDS, { says, placeholder, more = [] }: Asked): Section => {
      const [label, question] = FIELD_WORDS[name];
      const description = [question, ...more].map((word) => form(word)).join(' ');
      const about = { id: says, says, label: form(label), description };
      const { options } = table.get(name) ?? {};
      const example = [placeholder ?? form('adviceExample')].flat().join(`, ${form('or')} `);
      if (!options) return { ...about, type: 'input', placeholder: example };
      return {
        ...{ ...about, type: 'dropdown' },
        choices: options.map((value) => ({ value, label: chosen[name]?.[value] ?? asWords(value) })),
      };
    },
    impact: (all: readonly Status[]): Section[] =>
      all.map((status) => ({
        ...{ id: `impact-${status}`, says: 'impact', type: 'dropdown', multiple: true, status },
        label: statuses[status],
        description: form('all'),
        choices: components,
      })),
    works: (word: FormWord): Section => ({
      ...{ id: 'works', says: 'works', type: 'checkboxes', label: form('works'), description: form(word) },
      choices: components,
    }),
    states: (all: readonly State[], word: FormWord): Section => ({
      ...{ id: 'state', says: 'state', type: 'dropdown', label: form('state'), description: form(word) },
      choices: all.map((value) => ({ value, label: stateWords[value] })),
    }),
    text: (word: FormWord): Section => ({
      ...{ id: 'text', says: 'text', type: 'textarea', label: form('text'), description: form(word) },
    }),
    window: (says: 'from' | 'until', placeholder: string): Section => ({
      ...{ id: says, says, type: 'input', label: form(says), placeholder, required: true },
      description: form('windowHint'),
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
function wordsProposed({ site, templates, asks, proposes, language: asked }: FormSource): string {
  const [language] = site.languages;
  const { statuses } = wordsOf(asked);
  const own = (key: 'text' | 'advice', kind: NoticeKind) => {
    const found = templates.find((one) => one.component === undefined && one.kind === kind && one[key]);
    return found?.[key] && inLanguage(found[key], language);
  };
  const lines = KINDS.map((status) => {
    const kind = status === 'not_known' ? 'unknown' : status;
    const said = own('text', kind) ?? proposes?.text(kind, '') ?? '';
    const advice = own('advice', kind) ?? proposes?.advice(kind) ?? '';
    return (
      [said, advice].some(Boolean) && `- ${statuses[status]}: ${[said, advice].filter(Boolean).join(' ')}`
    );
  }).filter(Boolean);
  return lines.length === 0 ? '' : [asks.form('proposed'), '', ...lines].join('\n');
}

/** The keys of `Typed` that hold a time. */
export const TIMES: ReadonlyMap<keyof Typed, 'past' | 'future'> = new Map([
  ['began', 'past'],
  ['ended', 'past'],
  ['next-update', 'future'],
  ['from', 'future'],
  ['until', 'future'],
] as const);
