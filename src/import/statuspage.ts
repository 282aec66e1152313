import { INCIDENT_STATES, MAINTENANCE_STATES, type State } from '../domain/incident.ts';
import { dayOf, type TimeRange } from '../domain/time.ts';
import { wordsOf } from '../i18n/index.ts';
import { Report } from '../problems/index.ts';
import { proposedId } from '../problems/suggest.ts';
import type { Around, Brought, BroughtComponent, ForeignFile, Hurt, Load, Said, Word } from './brought.ts';
import { allIn, isObject, type JsonObject, objectsIn, placesBy, readJson, stringIn } from './json.ts';
import { textOf } from './markdown.ts';
import { plainWord, type Table } from './table.ts';
import { timeOf } from './times.ts';

/**
 * Reads the answers of Statuspage's public API, version 2 (https://confluence.status.atlassian.com/api), ours and what
 * `export` writes among them: any file with a list of incidents, of scheduled maintenances or of components.
 */
export function readStatuspage(files: readonly ForeignFile[], _table: Table, around: Around): Load {
  const reports: Report[] = [];
  const incidents = new Map<string, Brought>();
  const components = new Map<string, BroughtComponent>();
  let origin: string | undefined;
  for (const { name, bytes } of files) {
    if (!name.endsWith('.json') && files.length > 1) continue;
    const file = around.nameOf(name);
    const report = new Report({ file });
    reports.push(report);
    const read = readJson(bytes, report);
    if (!read) continue;
    // The management API answers with the list alone, a page at a time.
    const value = Array.isArray(read.value) ? { incidents: read.value } : read.value;
    const {
      page,
      incidents: outages,
      scheduled_maintenances: works,
      components: parts,
    }: JsonObject = isObject(value) ? value : {};
    if ([outages, works, parts].every((one) => !Array.isArray(one)))
      report.add({
        name: 'import-left-out',
        found: 'no list of incidents, scheduled_maintenances or components',
        expected: 'an answer of Statuspage that has one',
        remedy: 'Nothing is taken from it. If it has what was told, look what wrote it.',
      });
    for (const [called, list] of Object.entries({ incidents: outages, scheduled_maintenances: works }))
      if (/(?:^|\/)api\/v2\//.test(name) && Array.isArray(list) && list.length === MOST_PUBLIC)
        report.add({
          name: 'import-left-out',
          found: `${MOST_PUBLIC} ${called}`,
          expected: 'all of them',
          remedy:
            'The public API gives no more than that, so older ones may be missing. Save them from the management API, page by page (GET /v1/pages/ID/incidents?limit=100&page=1 with your key), and import that folder: what is there already stays.',
        });
    const url = isObject(page) ? stringIn(page.url) : undefined;
    if (url && URL.canParse(url)) origin ??= new URL(url).host;
    for (const part of componentsIn(objectsIn(parts))) components.set(part.code ?? part.name, part);
    const placeOf = placesBy(read.source);
    const told = [...allIn(outages, 'incidents', report), ...allIn(works, 'scheduled_maintenances', report)];
    for (const incident of told) {
      const key = stringIn(incident.id) ?? `${incident.name}`;
      tellUnknown(incident, INCIDENT_KEYS, placeOf(key), report);
      for (const update of allIn(incident.incident_updates, `the incident_updates of ${key}`, report))
        tellUnknown(update, UPDATE_KEYS, placeOf(stringIn(update.id) ?? key), report);
      if (!incidents.has(key)) incidents.set(key, readIncident(incident, key, file, placeOf, around));
    }
  }
  return {
    incidents: [...incidents.values()],
    announcements: [],
    components: [...components.values()],
    origin,
    left: [],
    reports,
  };
}

/** With so many the public API stops. */
const MOST_PUBLIC = 50;

const INCIDENT_KEYS = [
  ...[
    'id',
    'name',
    'status',
    'created_at',
    'updated_at',
    'monitoring_at',
    'resolved_at',
    'impact',
    'shortlink',
  ],
  ...['started_at', 'page_id', 'incident_updates', 'components', 'reminder_intervals', 'scheduled_for'],
  'scheduled_until',
];
const UPDATE_KEYS = [
  ...['id', 'status', 'body', 'incident_id', 'created_at', 'updated_at', 'display_at', 'affected_components'],
  ...['deliver_notifications', 'custom_tweet', 'tweet_id'],
];

/** What has no place in an incident file is named once. */
function tellUnknown(
  object: JsonObject,
  known: readonly string[],
  place: Word['place'],
  report: Report,
): void {
  for (const [key, value] of Object.entries(object)) {
    if (known.includes(key) || value === null || value === '') continue;
    if (report.problems.some(({ name, found }) => name === 'import-left-out' && found === key)) continue;
    report.add({
      name: 'import-left-out',
      place,
      found: key,
      expected: 'a key that is understood',
      remedy:
        'What it says is not brought along, of any incident of this file. Write it into the files if it matters.',
    });
  }
}

function componentsIn(parts: readonly JsonObject[]): BroughtComponent[] {
  const groups = new Map(parts.filter(({ group }) => group === true).map(({ id, name }) => [id, name]));
  return parts.flatMap(({ id, name, description, group, group_id }) =>
    group === true || typeof name !== 'string'
      ? []
      : [
          {
            name,
            code: stringIn(id),
            description: stringIn(description),
            group: stringIn(groups.get(group_id)),
          },
        ],
  );
}

function readIncident(
  incident: JsonObject,
  key: string,
  file: string,
  placeOf: (mark: string) => Word['place'],
  around: Around,
): Brought {
  const report = new Report({ file });
  const place = placeOf(key);
  const kind = stringIn(incident.scheduled_for) ? 'maintenance' : 'incident';
  const title = stringIn(incident.name) ?? '';
  const time = (value: unknown, what: string) => {
    const text = stringIn(value);
    if (text === undefined) return tellMissing(what, place, report);
    return timeOf({ text, place }, around.zone, report);
  };
  if (title === '') tellMissing('name', place, report);
  const began = time(incident.started_at ?? incident.created_at, 'created_at');
  const said = updatesIn(incident, kind, placeOf, time, around);
  const resolvedAt = stringIn(incident.resolved_at) ? time(incident.resolved_at, 'resolved_at') : undefined;
  const isOver = ['resolved', 'postmortem', 'completed'].includes(stringIn(incident.status) ?? '');
  const end = closingOf(said.map((one) => one.said));
  if (isOver && !end && resolvedAt)
    said.push({
      said: { state: kind === 'incident' ? 'resolved' : 'completed', at: resolvedAt, markdown: '' },
      affected: [],
    });
  const all = said.map((one) => one.said);
  const known = objectsIn(incident.incident_updates).flatMap(
    ({ body }) => END_UNKNOWN.exec(stringIn(body) ?? '')?.[1] ?? [],
  );
  const lastKnown = known[0] === undefined ? undefined : time(known[0], 'body');
  const isEndUnknown = kind === 'incident' && isOver && !end && !resolvedAt;
  const scheduled =
    kind === 'maintenance'
      ? {
          from: time(incident.scheduled_for, 'scheduled_for'),
          until: time(incident.scheduled_until, 'scheduled_until'),
        }
      : undefined;
  return {
    called: `${key} (${title})`,
    report,
    id: ownId(incident) ?? `${began ? dayOf(began.earliest) : 'undated'}-${shortened(proposedId(title))}`,
    key: proposedId(key),
    kind,
    title,
    began,
    ...(isEndUnknown && { ended: 'unknown' as const, lastKnown: lastKnown ?? all.at(-1)?.at ?? began }),
    ...(scheduled?.from &&
      scheduled.until && { scheduled: { from: scheduled.from, until: scheduled.until } }),
    hurt: hurtBy(
      incident,
      kind,
      said,
      began,
      end ?? resolvedAt ?? (isEndUnknown ? lastKnown : undefined),
      place,
    ),
    said: all,
    addresses: ownId(incident) === undefined ? [`/incidents/${key}`] : [],
  };
}

/** The id of an incident of ours: what we export leads to its page. */
function ownId({ shortlink }: JsonObject): string | undefined {
  return /\/incidents\/([a-z0-9]+(?:-[a-z0-9]+)+)\/$/.exec(stringIn(shortlink) ?? '')?.[1];
}

/** A name that can be an address: whole words, of some fifty letters. */
function shortened(id: string): string {
  return id.length <= 50 ? id : id.slice(0, 51).replace(/-[^-]*$/, '');
}

interface Told {
  said: Said;
  affected: readonly JsonObject[];
  place?: Word['place'];
}

function updatesIn(
  incident: JsonObject,
  kind: Brought['kind'],
  placeOf: (mark: string) => Word['place'],
  time: (value: unknown, what: string) => TimeRange | undefined,
  { languages }: Around,
): Told[] {
  const states: readonly State[] = kind === 'incident' ? INCIDENT_STATES : MAINTENANCE_STATES;
  const heads = new Map(
    languages.flatMap((language) =>
      HEADED.filter((state) => states.includes(state)).map((state) => [
        `${wordsOf(language).states[state]}: `,
        state,
      ]),
    ),
  );
  const read = objectsIn(incident.incident_updates).flatMap((update, index): (Told & { index: number })[] => {
    const at = time(update.display_at ?? update.created_at, 'display_at');
    const place = placeOf(stringIn(update.id) ?? '');
    const body = stringIn(update.body) ?? '';
    const head = END_UNKNOWN.exec(body)?.[0] ?? [...heads.keys()].find((one) => body.startsWith(one));
    const state = (head && heads.get(head)) || { text: stringIn(update.status) ?? '', place };
    const markdown = textOf(head ? body.slice(head.length) : body);
    return at
      ? [{ said: { state, at, markdown }, affected: objectsIn(update.affected_components), place, index }]
      : [];
  });
  const ordered = read.toSorted(
    (one, other) => one.said.at.earliest - other.said.at.earliest || other.index - one.index,
  );
  let before = '';
  return ordered.map((one) => {
    const { said } = one;
    if (typeof said.state === 'string') return one;
    const word = plainWord(said.state.text);
    const isSame = word === before;
    before = word;
    // Statuspage itself calls it an update where the status is that of the one before.
    return isSame ? { ...one, said: { ...said, state: 'update' as const } } : one;
  });
}

/** What our own API says of an incident of which nobody knows the end. */
const END_UNKNOWN = /^It is not known when this ended\.(?: It was last known to go on at (\S+Z)\.)? ?/;

/** What our own API writes at the head of a text, because it has no word for it. */
const HEADED = ['correction', 'cancelled', 'withdrawn'] as const satisfies readonly State[];

function closingOf(said: readonly Said[]): TimeRange | undefined {
  return said.findLast(({ state }) =>
    ['resolved', 'completed', 'cancelled', 'withdrawn'].includes(
      typeof state === 'string' ? state : plainWord(state.text),
    ),
  )?.at;
}

function hurtBy(
  { components, impact }: JsonObject,
  kind: Brought['kind'],
  told: readonly Told[],
  began: TimeRange | undefined,
  end: TimeRange | undefined,
  place: Word['place'],
): Hurt[] {
  const changes = told.flatMap(({ affected, said, place: there = place }) =>
    affected.flatMap(({ name, new_status: status }) => {
      const [component, severity] = [stringIn(name), stringIn(status)];
      return component && severity ? [{ component, severity, at: said.at, place: there }] : [];
    }),
  );
  const all = [...Map.groupBy(changes, ({ component }) => component)];
  const hurt = all.flatMap(([name, list]): Hurt[] => {
    const component = { text: name, place: list[0]?.place };
    if (kind === 'maintenance') {
      const worse = list.find(({ severity }) => !['operational', 'under_maintenance'].includes(severity));
      return [
        { component, severity: { text: worse?.severity ?? 'under_maintenance', place: list[0]?.place } },
      ];
    }
    // Of what is said of one moment the last word counts.
    const last = list.filter(({ at }, index) => list[index + 1]?.at.earliest !== at.earliest);
    const during = last.filter(({ at }) => !end || at.earliest < end.earliest);
    // Where only the last word names it, it was so until then.
    const counted = during.length > 0 ? during : last.slice(0, 1);
    const from = counted.findIndex(({ severity }) => severity !== 'operational');
    if (from < 0) return [];
    return counted.slice(from).map(({ severity, at, place: there }, index) => ({
      component,
      severity: { text: severity, place: there },
      from:
        (from === 0 && index === 0 && at === told[0]?.said.at) ||
        (began && at.earliest <= began.earliest) ||
        during.length === 0
          ? undefined
          : at,
    }));
  });
  if (hurt.length > 0) return hurt;
  const severity = { text: kind === 'maintenance' ? 'maintenance' : (stringIn(impact) ?? 'none'), place };
  const names = objectsIn(components).flatMap(({ name }) => stringIn(name) ?? []);
  return (names.length > 0 ? names : ['']).map((text) => ({ component: { text, place }, severity }));
}

function tellMissing(what: string, place: Word['place'], report: Report): undefined {
  report.add({
    name: 'key-missing',
    place,
    found: `no "${what}"`,
    expected: `"${what}", as Statuspage has it`,
    remedy: 'Save it again from where it comes, or add it.',
  });
}
