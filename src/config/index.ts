import { isMap } from 'yaml';
import type { Language, Site } from '../domain/site.ts';
import type { Instant } from '../domain/time.ts';
import { inOrder, type Problem, Report } from '../problems/index.ts';
import { entriesOf, type Mapping, readYaml } from '../yaml/document.ts';
import { decode } from '../yaml/source.ts';
import { ValueReader } from '../yaml/values.ts';
import {
  type Draft,
  entriesIn,
  exampleIn,
  fallbacksOf,
  type Fields,
  type FilesBeside,
  type Neighbours,
  readFields,
  type ReadContext,
  type ReadOf,
  tellUnknown,
} from './fields.ts';
import { checkPromise } from './promise.ts';
import type { Section } from './section.ts';
import { type Config, SECTIONS } from './sections/index.ts';
import { knownWithin } from './finding.ts';
import { forgeOf } from './forge.ts';
import { languages } from './kinds/texts.ts';
import { tellingOf } from './telling.ts';
import { checkTemplates } from './templates.ts';
import { checkWatched } from './watched.ts';

export interface ParsedConfig {
  /** Only where nothing is wrong: look at `problems` first. */
  config: Config | undefined;
  /** What could be read all the same, for whoever looks for further mistakes. */
  draft: Draft<Config>;
  problems: Problem[];
}

export type { Config };

/** The largest config that is read, in bytes; a thousand components fit. */
const LARGEST = 1_048_576;

/**
 * Reads a config and reports every mistake in it at once. Pure: the bytes and the clock are passed in.
 * @param file what its problems name it.
 * @param latest the newest instant that is known to have come.
 * @param spoken the languages that there are words for.
 * @param files what lies beside the config, which it may name; a config by itself has nothing beside it.
 * @param neighbours the pages to which it may link; without them its links are taken as they are.
 */
export function readConfig(
  bytes: Uint8Array,
  file: string,
  latest: Instant,
  spoken: readonly Language[],
  files: FilesBeside = () => undefined,
  neighbours?: Neighbours,
): ParsedConfig {
  const report = new Report({ file });
  const mapping = mappingIn(bytes, report);
  const draft = mapping ? readSections(mapping, report, latest, { spoken, files, neighbours }) : {};
  return {
    config: report.failed ? undefined : (draft as Config),
    draft,
    problems: report.problems.toSorted(inOrder),
  };
}

/** What pages, feeds and files are printed from; the operator's own pages and announcements are read elsewhere. */
export function siteOf({ site, look, watch, publish, delivery, forge }: Config): Site {
  return {
    ...site,
    ...look,
    // How something is watched, no page knows: no address, and no secret.
    watched: [
      ...new Set(watch.checks.flatMap(({ fails, confirms }) => [...fails, ...(confirms ?? [])])),
    ].toSorted(),
    checks: watch.checks.map((check) => ({
      ...{ check: check.id, components: check.fails, every: check.every },
      ...{ knownWithin: knownWithin(check, watch), places: watch.quorum },
    })),
    vouchFor: watch.vouchFor,
    ...publish,
    components: site.components.map((one) => ({ ...one, short: one.short ?? one.name })),
    ownPages: [],
    announcements: [],
    telling: tellingOf(delivery, site.name),
    upright: delivery.instagram.length > 0,
    forge: forgeOf(forge),
  };
}

/** The sound YAML that was read last: nobody changes its nodes, and who reads a config reads the same one again. */
let last: { bytes: Uint8Array; mapping: Mapping } | undefined;

function mappingIn(bytes: Uint8Array, report: Report): Mapping | undefined {
  if (last?.bytes.length === bytes.length && last.bytes.every((byte, at) => byte === bytes[at]))
    return last.mapping;
  if (bytes.length > LARGEST) {
    report.add({
      name: 'text-too-long',
      place: { line: 1, column: 1 },
      found: `${bytes.length} bytes`,
      expected: `at most ${LARGEST}`,
      remedy: 'Take out what no reader of the page needs.',
    });
    return undefined;
  }
  const source = decode(bytes, report);
  const mapping = source && readYaml(source.text, 0, source, report);
  if (mapping && report.problems.length === 0) last = { bytes: bytes.slice(), mapping };
  return mapping;
}

/** What is known besides the file itself. */
type Around = Pick<ReadContext, 'spoken' | 'files' | 'neighbours'>;

const sections = Object.entries(SECTIONS) as [string, Section<Fields>][];

function readSections(mapping: Mapping, report: Report, latest: Instant, around: Around): Draft<Config> {
  const { placeOf, values } = mapping;
  const reading: ReadContext = {
    ...{ report, placeOf, elsewhere: homeOf, ...around },
    languages: languagesIn(mapping, around),
  };
  const places = new ValueReader(mapping, report, { plural: 'configs', documentation: 'docs/config.md' });
  const draft: Record<string, Draft<ReadOf<Fields>>> = {};
  tellUnknown(values, Object.keys(SECTIONS), reading);
  for (const [name, section] of sections) {
    draft[name] = readSection(name, section, mapping, reading);
    section.check?.(draft[name], { report, latest, at: (...path) => places.placeWithin(name, ...path) });
  }
  checkPromise(draft as Draft<Config>, places.placeWithin('watch', 'vouch_for'), report);
  checkTemplates(draft as Draft<Config>, (...path) => places.placeWithin('writing', ...path), report);
  checkWatched(draft as Draft<Config>, (...path) => places.placeWithin('watch', ...path), report);
  return draft as Draft<Config>;
}

/** The languages of the site, which all its texts are held to. What is wrong with them is told with the rest. */
function languagesIn({ values, placeOf }: Mapping, around: Around): ReadContext['languages'] {
  const silent = new Report({ file: '' });
  const node = values.get('site')?.node;
  const value = isMap(node) ? entriesOf(node, placeOf, silent).get('languages') : undefined;
  const reading: ReadContext = {
    report: silent,
    placeOf,
    elsewhere: homeOf,
    ...around,
    languages: undefined,
  };
  return value && languages.read(value, reading);
}

/** A section that is not there has what it has by default, if none of it must be there. */
function readSection(
  name: string,
  { fields }: Section<Fields>,
  { values, place }: Mapping,
  reading: ReadContext,
): Draft<ReadOf<Fields>> {
  const value = values.get(name);
  if (value) {
    const elsewhere = (key: string) => withinOf(fields, key) ?? reading.elsewhere(key);
    const entries = entriesIn(value, Object.keys(fields), { ...reading, elsewhere });
    return entries ? readFields(fields, entries, value.keyPlace ?? value.place, reading) : {};
  }
  const first = Object.values(fields).find(({ example }) => example !== undefined)?.example;
  if (first !== undefined)
    reading.report.add({
      name: 'key-missing',
      place,
      found: `no "${name}"`,
      expected: `${name}: and its keys below it`,
      remedy: `Add "${name}:" and below it, indented, a line such as "${exampleIn(first, reading)}"; docs/config.md has them all.`,
    });
  return fallbacksOf(fields);
}

/** Where a key belongs that stands one step too high: what is below a key of its own section is meant first. */
function withinOf(fields: Fields, key: string): string | undefined {
  const [holder, { kind } = { kind: undefined }] =
    Object.entries(fields).find(([, field]) => Object.hasOwn(field.kind.fields ?? {}, key)) ?? [];
  if (holder === undefined) return undefined;
  const where = kind?.schema.type === 'array' ? `in an item of "${holder}:"` : `below "${holder}:"`;
  return `Write it ${where}, as "${key}".`;
}

/** Where a key belongs that stands in the wrong section, or is written as programs write it. */
function homeOf(key: string): string | undefined {
  const name = key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
  const [home] = sections.find(([, { fields }]) => Object.hasOwn(fields, name)) ?? [];
  return home && `Write it below "${home}:", as "${name}".`;
}
