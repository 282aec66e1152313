import { printable } from '../../domain/printable.ts';
import { compare, type Finding, lookAt, type Seen } from '../../release/seen.ts';
import { defineCommand } from '../command.ts';
import { WrongCall, wrongSetting } from '../parse.ts';

interface Report {
  pages: readonly Seen[];
  same: boolean | null;
  findings: readonly Finding[];
}

/** How long an answer is waited for, in seconds, unless it is said. */
const PATIENCE = 10;

export const command = defineCommand({
  more: [
    'It asks as a reader does, over the network alone, and needs neither the repository nor the host. A heartbeat is held to the time that its own answer says (Date and Age).',
    'Call it with both addresses where the same files are served at a second host: then it says too which of them is behind.',
  ],
  args: {
    url: { needed: true, says: 'Where the page is, such as https://status.example.org/.' },
    other: { says: 'A second address of the same page.' },
  },
  flags: {
    patience: {
      value: 'SECONDS',
      says: `How long an answer is waited for; ${PATIENCE} without it.`,
    },
  },
  examples: [
    { when: 'After a deploy', call: 'verify https://status.example.org/' },
    { when: 'With a second host', call: 'verify https://status.example.org/ https://status.example.net/' },
  ],
  exits: {
    0: 'Each is fresh and whole, and both tell the same.',
    3: 'One is stale, not whole, or cannot be reached.',
    4: 'Each is fresh and whole, and they tell different things.',
    1: 'It could not be done.',
  },
  json: {
    pages:
      'A list with what was seen at each address: url, reached, fresh, whole, build, built_at, valid_until, source, answer, indicator, updated_at and files, each with file, status and why it is not as it should be, or null.',
    same: 'Whether both addresses tell the same; null where one was asked, or where one of two cannot be read.',
    findings:
      'A list of what is wrong, each with kind (unreachable, incomplete, mixed, stale, unsure, older, differs or demonstration), at, since (null where nobody can tell), says and mend.',
  } satisfies Record<keyof Report, string>,
  run: async ({ args, flags, io, tell }) => {
    const urls = [args.url, args.other].filter((one) => one !== undefined);
    const patience = Number(flags.patience ?? PATIENCE);
    const mistakes = [...urls.filter((url) => !isAddress(url)).map(noAddress), ...impatient(flags.patience)];
    if (mistakes.length > 0) throw new WrongCall(...mistakes);
    const looking = { fetch: io.fetch, now: () => io.now(), patience: patience * 1000 };
    const looks = await Promise.all(urls.map((url) => lookAt(url, looking)));
    const pages = looks.map(({ seen }) => seen);
    const [one, other] = pages;
    const between = one && other ? compare(one, other) : [];
    const isReadable = pages.every(({ build, answer }) => build !== null && answer !== null);
    const same = other && isReadable ? between.length === 0 : null;
    for (const { seen, findings } of looks) {
      tell(printable(lineOf(seen)));
      for (const finding of findings) tellOf(finding, tell);
    }
    for (const finding of between) tellOf(finding, tell, `${finding.at} `);
    if (other) tell(sentenceOf(same));
    const alone = looks.flatMap(({ findings }) => findings);
    const isWrong = alone.some(({ kind }) => kind !== 'demonstration');
    const report: Report = { pages, same, findings: [...alone, ...between] };
    return { code: isWrong ? 3 : between.length > 0 ? 4 : 0, report };
  },
});

function isAddress(written: string): boolean {
  return /^https?:\/\//.test(written) && URL.canParse(written);
}

function noAddress(found: string) {
  const remedy = 'Write the whole address, with https:// before it.';
  return wrongSetting(
    { argument: found },
    { found, expected: 'an address such as https://status.example.org/', remedy },
  );
}

function impatient(written: string | undefined) {
  if (written === undefined || (Number(written) > 0 && Number(written) <= 300)) return [];
  const remedy = 'Write a number of seconds, such as 10.';
  return [
    wrongSetting(
      { flag: '--patience' },
      { found: written, expected: 'a number above 0 and up to 300', remedy },
    ),
  ];
}

function lineOf({ url, reached, fresh, whole, build, built_at, answer }: Seen): string {
  if (!reached) return `${url}: cannot be reached.`;
  const state = `${fresh ? 'fresh' : 'not fresh'}, ${whole ? 'whole' : 'not whole'}`;
  const said = answer === null ? 'It has no answer that can be read.' : `It answers "${answer}".`;
  return `${url}: ${state}${build === null ? '' : `, build ${build} of ${built_at}`}. ${said}`;
}

function tellOf({ says, since, mend }: Finding, tell: (words: string) => void, at = ''): void {
  tell(printable(`  ${at && `${at.trim()}: `}${says}${since === null ? '' : ` Since ${since}.`}`));
  tell(printable(`  To do: ${mend}`));
}

function sentenceOf(same: boolean | null): string {
  if (same === null) return 'Whether both tell the same cannot be said.';
  return same ? 'Both tell the same.' : 'They do not tell the same.';
}
