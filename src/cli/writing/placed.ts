import type { Draft } from '../../authoring/notice.ts';
import type { Readers } from '../../authoring/readers.ts';
import type { AnswerName } from '../../authoring/answers.ts';
import { type Incident, newestUpdate } from '../../domain/incident.ts';
import { iso, printTimeRange } from '../../domain/time.ts';
import { type FolderRecord, withFile } from '../../site/record.ts';
import { readersOf } from './seen.ts';
import type { Session } from './session.ts';

interface Placed {
  after: FolderRecord;
  incident: Incident | undefined;
}

/** The file that was placed last in a record, and when: who checks it, shows it and writes it asks each time. */
const last = new WeakMap<FolderRecord, Placed & Pick<Draft, 'id' | 'text'>>();

/** A record as it would be with a file that is not written yet, and the incident in it, if it can be read. */
export function placed(record: FolderRecord, { id, text }: Pick<Draft, 'id' | 'text'>): Placed {
  const known = last.get(record);
  if (known?.id === id && known.text === text && known.after.now === record.now) return known;
  const after = withFile(record, `${id}.md`, new TextEncoder().encode(text));
  const incident = [...after.incidents, ...after.held].find((one) => one.id === id);
  const made = { id, text, after, incident };
  last.set(record, made);
  return made;
}

/** What readers will see of it; nothing where the file cannot be read. */
export function readersAt({ record, call }: Session, draft: Draft): Readers | undefined {
  const { after, incident } = placed(record, draft);
  const said =
    incident?.updates.find((one) => one.id === draft.update) ?? (incident && newestUpdate(incident));
  if (!incident || !said) return undefined;
  return readersOf(after, incident, said, incident.language, call.env);
}

/** What is said of each thing by now, for whoever says it otherwise. */
export function shownOf({ record }: Session, draft: Draft): Partial<Record<AnswerName, string>> {
  const { incident } = placed(record, draft);
  const said = incident?.updates.find((one) => one.id === draft.update);
  if (!incident || !said) return {};
  const time = (range: Parameters<typeof printTimeRange>[0] | undefined) => range && printTimeRange(range);
  const shown: Partial<Record<AnswerName, string | undefined>> = {
    id: draft.id,
    title: incident.title,
    text: said.prose.markdown,
    state: said.state,
    at: time(said.at),
    advice: incident.advice,
    scope: incident.scope,
    cause: incident.cause,
    works: incident.works.join(', '),
    'next-update': time(incident.nextUpdate),
    impact: incident.impact
      .map((one) => {
        const where = one.regions ? `@${one.regions.join('+')}` : '';
        return `${one.component}${where}=${'status' in one ? one.status : (one.changes.at(-1)?.status ?? '')}`;
      })
      .join(', '),
    ...(incident.kind === 'incident'
      ? {
          began: time(incident.began),
          ended: incident.ended === 'unknown' ? 'unknown' : time(incident.ended),
        }
      : { from: iso(incident.scheduled.from), until: iso(incident.scheduled.until) }),
  };
  return Object.fromEntries(Object.entries(shown).filter(([, value]) => value !== undefined));
}
