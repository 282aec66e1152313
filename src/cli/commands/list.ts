import { historyOfIncident } from '../../domain/git-history.ts';
import { type Incident, isOpen, newestUpdate, stateOf } from '../../domain/incident.ts';
import { nextUpdateDue } from '../../domain/pledge.ts';
import { iso, isoSeconds } from '../../domain/time.ts';
import { wordsOf } from '../../i18n/index.ts';
import type { FolderRecord } from '../../site/record.ts';
import { defineCommand } from '../command.ts';
import { loadRecordFast } from '../writing/reading.ts';

/** An incident as a person or a program looks for it. */
interface Listed {
  id: string;
  title: string;
  kind: Incident['kind'];
  drill: boolean;
  state: string;
  open: boolean;
  told: boolean;
  /** Nothing where it is not told: what git has of it is not read. */
  committed: boolean | null;
  updates: number;
  newest: string;
  due: string | null;
  overdue: boolean;
}

/** So many that are over are listed unless all are asked for. */
const RECENT = 5;

export const command = defineCommand({
  more: [
    'What is open stands first, with when the next word is due; then what nobody is told of yet, and the five that were spoken of last.',
  ],
  flags: { all: { says: 'Lists every one that there is.' } },
  ofSite: true,
  variables: { NIGHTLIGHT_NOW: 'The time that it is taken to be.' },
  examples: [
    { when: 'At the beginning of a night', call: 'list' },
    { when: 'For a program', call: 'list --all --json' },
  ],
  exits: { 0: 'They are listed.', 1: 'The config cannot be read.' },
  json: 'A list of incidents, each with id, title, kind (incident or maintenance), drill, state, open, told (false while a draft or before its time), committed (false while git does not have the file as it lies there, null where it is not told), updates (how many), newest (when something was said last), due (when the next word is owed, ISO 8601 in UTC, or null) and overdue.',
  run: async ({ flags, place, tell, warn }) => {
    const { record, keep } = await loadRecordFast(place());
    await keep();
    const all = [...record.incidents, ...record.held]
      .toSorted(
        (one, other) =>
          Number(isOpen(other)) - Number(isOpen(one)) ||
          newestUpdate(other).at.latest - newestUpdate(one).at.latest ||
          (one.id < other.id ? -1 : 1),
      )
      .map((incident) => listed(incident, record));
    const open = all.filter((one) => one.open && one.told);
    const untold = all.filter((one) => !one.told);
    const over = all.filter((one) => !one.open && one.told);
    const past = flags.all ? over : over.slice(0, RECENT);
    tell(open.length === 0 ? 'Nothing is open.' : `${open.length} open:`);
    for (const one of open) tell(line(one));
    if (untold.length > 0) tell('Not told, a draft or before its time:');
    for (const one of untold) tell(line(one));
    if (past.length > 0) tell(flags.all ? 'Over:' : 'Over, the newest:');
    for (const one of past) tell(line(one));
    const broken = record.lying.filter(
      ({ name }) => /^[a-z0-9-]+\.md$/.test(name) && !all.some(({ id }) => `${id}.md` === name),
    );
    for (const { name } of broken) warn(`${record.name}/${name} cannot be read: see nightlight check.`);
    return { code: 0, report: [...open, ...untold, ...past] };
  },
});

function listed(incident: Incident, { site, git, now, incidents }: FolderRecord): Listed {
  const history = historyOfIncident(git, incident.id);
  const told = incidents.includes(incident);
  // Nobody waits for the next word of what nobody knows.
  const due = told ? nextUpdateDue(incident, site.pledge, history) : undefined;
  return {
    id: incident.id,
    title: incident.title,
    kind: incident.kind,
    drill: incident.drill,
    state: stateOf(incident),
    open: isOpen(incident),
    told,
    committed: told ? history !== undefined && !history.uncommitted : null,
    updates: incident.updates.length,
    newest: isoSeconds(newestUpdate(incident).at.latest),
    due: due === undefined ? null : isoSeconds(due),
    overdue: due !== undefined && now >= due,
  };
}

function line({ id, title, drill, state, committed, newest, due, overdue }: Listed): string {
  const { states } = wordsOf('en');
  return [
    `${id}: ${drill ? 'DRILL, ' : ''}${title}. ${states[state as keyof typeof states]}, said ${iso(Date.parse(newest))}.`,
    due && (overdue ? `Overdue since ${iso(Date.parse(due))}.` : `Next word due by ${iso(Date.parse(due))}.`),
    committed === false && 'Not committed.',
  ]
    .filter(Boolean)
    .join(' ');
}
