import { FACT_NAMES, type FactName, type Facts, factsOf, fieldOf } from '../../src/domain/fields.ts';
import type { Impact, Incident, Source } from '../../src/domain/incident.ts';
import { iso, printTimeRange } from '../../src/domain/time.ts';
import { printHead } from '../../src/incidents/print.ts';
import { writeFact } from '../../src/incidents/writing.ts';
import { printEntry } from '../../src/yaml/print.ts';
import fc from '../chance.ts';

/** How somebody may write a file who does not know the style of the house. */
interface Habits {
  /** For each key by its number: which of its ways of being written. */
  ways: number[];
  /** Which keys have a comment above, in an order of their own. */
  comments: number[];
  order: number[];
  newestFirst: boolean;
  ending: '\n' | '\r\n';
  mark: boolean;
  isOpenEnded: boolean;
  /** Behind the headings: nothing, spaces, or an empty line. */
  behindHead: '' | '  ' | '\n';
  between: '\n' | '\n\n\n';
}

/** Any kind of incident has fewer keys than there are. */
const FOR_EACH_KEY = { minLength: FACT_NAMES.length, maxLength: FACT_NAMES.length };

export const habits: fc.Arbitrary<Habits> = fc.record({
  ways: fc.array(fc.nat(5), FOR_EACH_KEY),
  comments: fc.array(fc.nat(3), FOR_EACH_KEY),
  order: fc.array(fc.nat(), FOR_EACH_KEY),
  newestFirst: fc.boolean(),
  ending: fc.constantFrom('\n', '\r\n'),
  mark: fc.boolean(),
  isOpenEnded: fc.boolean(),
  behindHead: fc.constantFrom('', '  ', '\n'),
  between: fc.constantFrom('\n', '\n\n\n'),
});

/** A file that says an incident, and the lines of each of its keys. */
export function looselyWritten(incident: Incident, how: Habits): { text: string; keys: Map<string, string> } {
  const keys = new Map<string, string>();
  const lines = factsOf(incident.kind).flatMap((name, index): { rank: number; lines: string }[] => {
    const written = waysOf(name, (incident as unknown as Facts)[name], incident);
    if (written.length === 0) return [];
    const lines = written[(how.ways[index] as number) % written.length] as string;
    keys.set(fieldOf(name).key, lines.replaceAll('\n', how.ending));
    const above = ['', `# above ${name}: "it's" - x\n`, '\n', '\n# far off\n\n'][
      how.comments[index] as number
    ];
    return [{ rank: how.order[index] as number, lines: `${above}${lines}\n` }];
  });
  const front = lines
    .toSorted((one, other) => one.rank - other.rank)
    .map((one) => one.lines)
    .join('');
  const updates = how.newestFirst ? incident.updates.toReversed() : incident.updates;
  const sections = updates.map(
    (update) => `${printHead(update)}${how.behindHead}\n${update.prose.markdown}\n${how.between}`,
  );
  const summary = incident.summary ? `${incident.summary.markdown}\n\n` : '';
  const text = `---\n${front}# at the end\n---\n${summary}${sections.join('')}`;
  const ended = how.isOpenEnded ? text.trimEnd() : text;
  return { text: (how.mark ? '\uFEFF' : '') + ended.replaceAll('\n', how.ending), keys };
}

/** The ways in which a key can be written; none if a file says it by leaving it out. */
function waysOf(name: FactName, value: unknown, incident: Incident): string[] {
  const { key, kind } = fieldOf(name);
  if (name === 'kind' && incident.kind === 'incident') return [];
  if (name === 'adviceBy' && incident.advice === undefined) return [];
  const yaml = writeFact(name, value as Facts[FactName]);
  if (!yaml) return [];
  const usual = printEntry(key, yaml, '');
  const quoted = (text: string) => JSON.stringify(text);
  switch (kind) {
    case 'text': {
      const text = value as string;
      const folded = /^[\w ñ.]+$/.test(text) && !/ {2}|^ | $/.test(text);
      const blocks = folded
        ? [`${key}: >-\n    ${text.replaceAll(' ', '\n    ')}`, `${key}: |\n  ${text}\n`]
        : [];
      return [usual, `${key}: ${quoted(text)}`, `"${key}":\n  ${quoted(text)}`, ...blocks];
    }
    case 'window': {
      const { from, until } = value as Facts['scheduled'];
      return [usual, `${key}:\n    from: ${iso(from)}  # said so\n    until: ${iso(until)}`];
    }
    case 'impact':
      return [usual, ...impactWays(key, value as Impact[])];
    case 'components': {
      const ids = value as string[];
      return [
        usual,
        `${key}:\n${ids.map((id) => `  - ${id}`).join('\n')}`,
        `${key}: [ ${ids.join(',\n  ')}, ]`,
      ];
    }
    case 'sources': {
      const block = ({ title, url }: Source) =>
        `- title: ${quoted(title)}\n  # where\n  url: ${url.includes('#') ? quoted(url) : url}`;
      return [usual, `${key}:\n${(value as Source[]).map(block).join('\n')}`];
    }
    default:
      return [usual, `${usual}   # why`, usual.replace(': ', ':   '), usual.replace(/: (\S+)$/, ": '$1'")];
  }
}

function impactWays(key: string, impact: Impact[]): string[] {
  const flow = impact.map((one) =>
    'status' in one
      ? `${one.component}: ${one.status}`
      : `"${one.component}": [${one.changes.map(({ from, status }) => `{from: ${printTimeRange(from)}, status: ${status}}`).join(',\n    ')}]`,
  );
  const block = impact.map((one) =>
    'status' in one
      ? `   ${one.component}: '${one.status}' # for all`
      : `   ${one.component}:\n   # from then on\n${one.changes.map(({ from, status }) => `   - from: ${printTimeRange(from)}\n     status: ${status} # so`).join('\n')}`,
  );
  return [`${key}: { ${flow.join(', ')} }`, `${key}: # see the log\n${block.join('\n')}`];
}
