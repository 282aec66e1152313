import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { parse, stringify } from 'yaml';
import { ORIGINAL } from '../../src/i18n/index.ts';
import { INVENTED, type Invented, longer, mirrored, wordsIn } from './languages.ts';

/**
 * Writes a site that says everything in the two invented languages: words, config and incidents.
 * @param folder is emptied.
 * @param config a config whose texts stand in English beside others.
 * @param incidents files in English, all of whose kinds of text stand on one line. Those in `translated` are said in
 * both languages, the others in the first alone.
 */
export function makeInventedSite(
  folder: string,
  config: string,
  incidents: readonly string[],
  translated: readonly string[],
): void {
  rmSync(folder, { recursive: true, force: true });
  for (const name of ['words', 'incidents']) mkdirSync(join(folder, name), { recursive: true });
  for (const language of INVENTED)
    writeFileSync(join(folder, `words/${language.tag}.json`), JSON.stringify(wordsIn(language, ORIGINAL)));
  writeFileSync(
    join(folder, 'nightlight.yaml'),
    stringify(inventedConfig(parse(readFileSync(config, 'utf8')))),
  );
  for (const path of incidents) {
    const [text, id] = [readFileSync(path, 'utf8'), basename(path, '.md')];
    writeFileSync(join(folder, `incidents/${id}.md`), incidentIn(longer, text));
    if (translated.includes(path))
      writeFileSync(join(folder, `incidents/${id}.${mirrored.tag}.md`), translationIn(mirrored, text));
  }
}

interface Config {
  site: object;
  delivery: { mastodon: object[] };
}

function inventedConfig(config: Config): unknown {
  const { site, delivery, ...rest } = inEach(config) as Config;
  const [account] = delivery.mastodon;
  return {
    site: { ...site, languages: INVENTED.map(({ tag }) => tag) },
    delivery: { ...delivery, mastodon: [account] },
    ...rest,
  };
}

/** A text that stands in English and in others stands in the invented ones. */
function inEach(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inEach);
  if (typeof value !== 'object' || value === null) return value;
  if ('en' in value) return Object.fromEntries(INVENTED.map(({ tag, say }) => [tag, say(String(value.en))]));
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, inEach(one)]));
}

/** The keys of a front matter that are prose. */
const PROSE = /^(title|advice|scope|cause|disputed): (.*)$/gm;

/** What stays as it is in a text: links and what they are called by, which lead to the sources. */
const LINK = /(\[[^\]]*\](?:\[[^\]]*\]|\([^)]*\))?)/;

function incidentIn({ say }: Invented, text: string): string {
  const [, head = '', body = ''] = text.split(/^---\n/m);
  return `---\n${head.replace(PROSE, prose(say))}---\n${bodyIn(body, say, (heading) => heading)}`;
}

/** As a translation has it: what is prose, and updates by their ids. */
function translationIn({ say }: Invented, text: string): string {
  const [, head = '', body = ''] = text.split(/^---\n/m);
  const said = (head.match(PROSE) ?? []).map((line) => `${line.replace(PROSE, prose(say))}\n`);
  return `---\n${said.join('')}---\n${bodyIn(body, say, (heading) => `## ${idOf(heading)}`)}`;
}

function prose(say: Invented['say']) {
  return (_: string, key: string, value: string) => `${key}: '${say(value).replaceAll("'", "''")}'`;
}

function bodyIn(body: string, say: Invented['say'], heading: (line: string) => string): string {
  const text = (line: string) =>
    line
      .split(LINK)
      .map((part, index) => (index % 2 === 1 ? part : say(part)))
      .join('');
  return body
    .split('\n')
    .map((line) => (line.startsWith('## ') ? heading(line) : text(line)))
    .join('\n');
}

/** The id of an update: what its heading names, or its earliest time. */
function idOf(heading: string): string {
  const named = /\{#([\w-]+)\}/.exec(heading)?.[1];
  if (named) return named;
  const [, date = '', time = '00:00'] = / - (\d{4}-\d\d-\d\d)(?:T(\d\d:\d\d))?/.exec(heading) ?? [];
  return `u-${date.replaceAll('-', '')}T${time.replace(':', '')}00Z`;
}
