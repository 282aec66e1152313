import {
  type Fact,
  type FactName,
  factsOf,
  type Field,
  type FieldKind,
  fieldOf,
  plainMeaning,
} from '../domain/fields.ts';
import type { Kind } from '../domain/incident.ts';
import { EARLIER } from '../domain/redaction.ts';
import type { Site } from '../domain/site.ts';
import { STATUSES } from '../domain/status.ts';
import type { Report } from '../problems/index.ts';
import { readYaml } from '../yaml/document.ts';
import { proseLeaf } from './writing.ts';
import { flow, listOf, printMapping, textLeaf, type Yaml } from '../yaml/print.ts';
import { sourceText } from '../yaml/source.ts';
import { ValueReader } from '../yaml/values.ts';
import { readFact } from './fields.ts';
import type { Context } from './incident.ts';
import { INCIDENT_FILE } from './source.ts';

/** One field as a form or a command line asks for it: nothing in it is particular to one of them. */
export interface FormField {
  name: FactName;
  key: string;
  kind: FieldKind;
  label: string;
  /** What it says, in a sentence or two. */
  hint: string;
  question: string;
  /** An answer that `readAnswer` takes. */
  example: string;
  required: boolean;
  /** What there is to choose from, and what to say of each that is chosen. */
  options?: readonly string[];
  statuses?: readonly string[];
  /** The regions in which that may be so, where the site has any. */
  regions?: readonly string[];
}

/** The fields that a kind of incident has on a site, in the order in which a new file has them. */
export function formOf(
  kind: Kind,
  { components, languages, regions }: Pick<Site, 'components' | 'languages' | 'regions'>,
): FormField[] {
  const ids = components.map(({ id }) => id);
  const choices: Partial<Record<FieldKind, readonly string[]>> = {
    impact: ids,
    components: ids,
    language: languages,
  };
  // Where there is one language, nobody is asked.
  const names = factsOf(kind).filter((name) => name !== 'language' || languages.length > 1);
  return names.map((name) => {
    const field = fieldOf(name);
    const choice = choices[field.kind] ?? field.words;
    return {
      ...{ name, key: field.key, kind: field.kind, label: field.label, hint: plainMeaning(field) },
      ...{ question: field.question, example: field.example, required: field.required !== undefined },
      ...(choice && { options: choice as readonly string[] }),
      ...(field.kind === 'impact' && { statuses: STATUSES }),
      ...(field.kind === 'impact' && regions.length > 0 && { regions: regions.map(({ id }) => id) }),
    };
  });
}

/**
 * What somebody answered, in a line, read as the file would be: a text needs no quotes, a list has commas, what a
 * component suffers has the regions behind `in` (`alerts: major_outage in us eu`), a window is `from/until`, a source a title and its address, removed words an id, a day and the reason.
 * @returns nothing where the report says what is wrong.
 */
export function readAnswer<Name extends FactName>(
  name: Name,
  answer: string,
  kind: Kind,
  { site, now }: Context,
  report: Report,
): Fact<Name> | undefined {
  const field = fieldOf(name);
  const source = sourceText(printMapping([[field.key, yamlOf(field, answer.trim())]]));
  const mapping = readYaml(source.text, 0, source, report);
  if (!mapping) return undefined;
  const fields = new ValueReader(mapping, report, INCIDENT_FILE);
  const fact = readFact(name, { fields, site, now, kind, report });
  return report.failed ? undefined : fact;
}

function yamlOf({ kind }: Field, answer: string): Yaml {
  switch (kind) {
    case 'components':
      return listOf(
        parts(answer).map((id) => textLeaf(id)),
        'flow',
      );
    case 'impact':
      return flow(parts(answer).map(impactPair));
    case 'window': {
      const [from = '', ...until] = answer.split('/');
      return flow([
        ['from', textLeaf(from.trim())],
        ['until', textLeaf(until.join('/').trim())],
      ]);
    }
    case 'sources':
      return listOf(
        answer.split('\n').map((line) => {
          const [, title = '', url = ''] = /^(.*?)\s*(\S*)$/.exec(line.trim()) ?? [];
          return flow([
            ['title', textLeaf(title)],
            ['url', textLeaf(url)],
          ]);
        }),
        'block',
      );
    case 'redactions':
      return listOf(
        answer.split('\n').map((line) => {
          const [, what = '', on = '', because = ''] = /^(\S*)\s*(\S*)\s*(.*)$/.exec(line.trim()) ?? [];
          const isVersion = /^([0-9a-f]{7,64})$/.test(what) || what === EARLIER;
          return flow([
            [isVersion ? 'version' : 'update', textLeaf(what)],
            ['on', textLeaf(on)],
            ['because', textLeaf(because)],
          ]);
        }),
        'block',
      );
    default:
      return proseLeaf(answer);
  }
}

function parts(answer: string): string[] {
  return answer.split(/[,\n]/).flatMap((part) => part.trim() || []);
}

function impactPair(part: string): [string, Yaml] {
  const [, key = '', status = '', regions] =
    /^(.*?)(?:\s*[:=]\s*|\s+)(.*?)(?:\s+in\s+(\S.*))?$/.exec(part) ?? [];
  if (regions === undefined) return [key || part, textLeaf(status)];
  const ids = regions.split(/\s+/).map((id) => textLeaf(id));
  return [
    key,
    flow([
      ['status', textLeaf(status)],
      ['regions', listOf(ids, 'flow')],
    ]),
  ];
}
