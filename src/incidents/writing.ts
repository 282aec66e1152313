import { type FactName, type Facts, type FieldKind, fieldOf, type FieldValues } from '../domain/fields.ts';
import { exactly } from '../domain/time.ts';
import { block, flow, listOf, textLeaf, timeLeaf, wordLeaf, type Yaml } from '../yaml/print.ts';

type Write<Value> = (value: Value) => Yaml | undefined;

const some = <Item>(items: readonly Item[], yaml: () => Yaml) => (items.length > 0 ? yaml() : undefined);

/** How a field is written, by its kind; what says nothing is not. */
const WRITE: { [Kind in FieldKind]: Write<FieldValues[Kind]> } = {
  text: (text) => (text === undefined ? undefined : textLeaf(text)),
  word: (word) => (word === undefined ? undefined : wordLeaf(word)),
  language: wordLeaf,
  flag: (flag) => (flag ? wordLeaf('true') : undefined),
  time: (range) => (range === undefined ? undefined : timeLeaf(range)),
  end: (end) => (end === undefined ? undefined : end === 'unknown' ? wordLeaf(end) : timeLeaf(end)),
  window: ({ from, until }) =>
    flow([
      ['from', timeLeaf(exactly(from))],
      ['until', timeLeaf(exactly(until))],
    ]),
  impact: (impact) =>
    some(impact, () =>
      block(
        impact.map((one) => [one.component, 'status' in one ? wordLeaf(one.status) : changes(one.changes)]),
      ),
    ),
  components: (ids) =>
    some(ids, () =>
      listOf(
        ids.map((id) => textLeaf(id)),
        'flow',
      ),
    ),
  redactions: (redactions) =>
    some(redactions, () =>
      listOf(
        redactions.map(({ update, version, on, because }) =>
          flow([
            update === undefined ? ['version', wordLeaf(version ?? '')] : ['update', textLeaf(update)],
            ['on', timeLeaf(on)],
            ['because', textLeaf(because)],
          ]),
        ),
        'block',
      ),
    ),
  sources: (sources) =>
    some(sources, () =>
      listOf(
        sources.map(({ title, url }) =>
          flow([
            ['title', textLeaf(title)],
            ['url', textLeaf(url, 'always')],
          ]),
        ),
        'block',
      ),
    ),
};

function changes(list: Extract<FieldValues['impact'][0], { changes: unknown }>['changes']): Yaml {
  const items = list.map(({ from, status }) =>
    flow([
      ['from', timeLeaf(from)],
      ['status', wordLeaf(status)],
    ]),
  );
  return listOf(items, 'block');
}

/** A field as it is written; `undefined` if a file says it by leaving it out. */
export function writeFact<Name extends FactName>(
  name: Name,
  value: Facts[Name] | undefined,
): Yaml | undefined {
  return value === undefined ? undefined : (WRITE[fieldOf(name).kind] as Write<typeof value>)(value);
}
