import { type FactName, type Facts, type FieldKind, fieldOf, type FieldValues } from '../domain/fields.ts';
import type { Impact } from '../domain/incident.ts';
import type { Status } from '../domain/status.ts';
import { exactly, type TimeRange } from '../domain/time.ts';
import { looksBent } from './slips.ts';
import { block, flow, listOf, textLeaf, timeLeaf, wordLeaf, type Yaml } from '../yaml/print.ts';

type Write<Value> = (value: Value) => Yaml | undefined;

const some = <Item>(items: readonly Item[], yaml: () => Yaml) => (items.length > 0 ? yaml() : undefined);

/** A sentence for people; in quotes where the bent ones that it has would be taken for those of the file. */
export function proseLeaf(text: string): Yaml {
  return textLeaf(text, looksBent(text) ? 'always' : 'where needed');
}

/** How a field is written, by its kind; what says nothing is not. */
const WRITE: { [Kind in FieldKind]: Write<FieldValues[Kind]> } = {
  text: (text) => (text === undefined ? undefined : proseLeaf(text)),
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
        [...Map.groupBy(impact, ({ component }) => component)].map(([component, list]) => [
          component,
          impactOf(list),
        ]),
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

/** What one component suffers: a word, a line in braces, or a list of those. */
function impactOf(list: readonly Impact[]): Yaml {
  const [first, ...more] = list;
  if (first && more.length === 0 && 'status' in first)
    return first.regions ? entry(first) : wordLeaf(first.status);
  return listOf(entriesOf(list).map(entry), 'block');
}

interface Entry {
  from?: TimeRange;
  status: Status;
  regions?: readonly string[] | undefined;
}

/** The lists of all regions as one: earliest first, what some of them have in common once, and each in its own order. */
function entriesOf(list: readonly Impact[]): Entry[] {
  const lists = list.map((one): Entry[] =>
    'status' in one ? [one] : one.changes.map((change) => ({ ...change, regions: one.regions })),
  );
  const entries: Entry[] = [];
  for (;;) {
    const heads = lists.flatMap(([head]) => head ?? []);
    const [next] = heads.toSorted((one, other) => (one.from?.earliest ?? 0) - (other.from?.earliest ?? 0));
    if (!next) return entries;
    const same = lists.filter(([head]) => head && isSame(head, next));
    entries.push({
      ...next,
      ...(next.regions && { regions: same.flatMap(([head]) => head?.regions ?? []) }),
    });
    for (const one of same) one.shift();
  }
}

function isSame(one: Entry, other: Entry): boolean {
  const when = ({ from }: Entry) => from && [from.earliest, from.latest].join();
  return one.status === other.status && when(one) === when(other);
}

function entry({ from, status, regions }: Entry): Yaml {
  const entries: [string, Yaml][] = [];
  if (from) entries.push(['from', timeLeaf(from)]);
  entries.push(['status', wordLeaf(status)]);
  if (regions)
    entries.push([
      'regions',
      listOf(
        regions.map((id) => textLeaf(id)),
        'flow',
      ),
    ]);
  return flow(entries);
}

/** A field as it is written; `undefined` if a file says it by leaving it out. */
export function writeFact<Name extends FactName>(
  name: Name,
  value: Facts[Name] | undefined,
): Yaml | undefined {
  return value === undefined ? undefined : (WRITE[fieldOf(name).kind] as Write<typeof value>)(value);
}
