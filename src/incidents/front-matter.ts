import type { Place, Report } from '../problems/index.ts';
import { type Mapping, placesIn, readYaml } from '../yaml/document.ts';
import type { SourceText } from '../yaml/source.ts';

/** The keys of a front matter, each with its value, and where the body begins. */
export interface FrontMatter extends Mapping {
  /** True if the YAML could not be read: what is missing is then not told, for it may be there. */
  broken: boolean;
  /** Where it stands in the file, without the lines around it. */
  yamlAt: { start: number; end: number };
  bodyAt: number;
}

/** The longest front matter that is read, in UTF-16 units; a thousand sources fit. */
const LONGEST = 131_072;

/** What is said where the top of a file is not there. */
export interface Missing {
  /** What an empty file should be. */
  expected: string;
  remedy: string;
  /** How the file begins. */
  begin: string;
  /** What follows its front matter. */
  behind: string;
  /** What to do with too much in it. */
  shorter: string;
}

const OF_INCIDENT: Missing = {
  expected: 'an incident',
  remedy: 'Write the three required things, or delete the file before it is committed.',
  begin: 'Begin the file with a line "---", then title and impact, then another line "---".',
  behind: 'the first update',
  shorter: 'Tell the story in the updates, and name the sources that matter.',
};

/** Splits off and reads the YAML at the top of a file. */
export function readFrontMatter(
  source: SourceText,
  report: Report,
  missing: Missing = OF_INCIDENT,
): FrontMatter | undefined {
  const { text } = source;
  const top: Place = { line: 1, column: 1 };
  if (text.trim() === '') {
    report.add({
      name: 'file-empty',
      place: top,
      found: 'an empty file',
      expected: missing.expected,
      remedy: missing.remedy,
    });
    return undefined;
  }
  if (!/^---[ \t]*\n/.test(text)) {
    const [first = ''] = text.split('\n', 1);
    report.add({
      name: 'front-matter-missing',
      place: top,
      found: first,
      expected: '"---" alone on the first line',
      remedy: missing.begin,
    });
    return undefined;
  }
  const start = text.indexOf('\n') + 1;
  const closing = /^---[ \t]*$/m.exec(text.slice(start, start + LONGEST));
  if (!closing && text.length > start + LONGEST && text.slice(start + LONGEST).search(/^---[ \t]*$/m) >= 0) {
    report.add({
      name: 'text-too-long',
      place: source.placeAt(start + LONGEST),
      found: `a front matter longer than ${LONGEST} characters`,
      expected: `at most ${LONGEST} characters between the two "---"`,
      remedy: missing.shorter,
    });
    return undefined;
  }
  if (!closing) {
    report.add({
      name: 'front-matter-unclosed',
      place: top,
      found: 'a front matter that does not end',
      expected: `a second line "---" before ${missing.behind}`,
      remedy: 'Put a line "---" after the last key.',
    });
    return undefined;
  }
  const yaml = text.slice(start, start + closing.index);
  const read = readYaml(yaml, start, source, report);
  const end = start + closing.index + closing[0].length;
  return {
    values: read?.values ?? new Map(),
    placeOf: read?.placeOf ?? placesIn(source, start),
    broken: read === undefined,
    place: top,
    yamlAt: { start, end: start + closing.index },
    bodyAt: Math.min(text.length, end + 1),
  };
}
