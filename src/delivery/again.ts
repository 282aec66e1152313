import type { Instant } from '../domain/time.ts';
import type { Channel } from './channel.ts';
import { beginFanOut, type FanOutRules, owes } from './fan-out.ts';
import type { Notice } from './intake.ts';
import { isTooOld } from './lane.ts';
import type { Session } from './store/database.ts';

/** An update that could be told once more on a channel. */
export interface Again {
  /** `<incident>/<update>`. */
  id: string;
  published: Date;
  /** How many messages the channel refused, and why, each reason once. */
  refused: number;
  reasons: string[];
  /** How many were sent, or may have been: to them it is not sent again. */
  kept: number;
  /** Whether the channel was not there when it was heard, so that nobody was told by it. */
  unheard: boolean;
}

/** What it depends on whether it is still worth telling. */
interface Rules extends FanOutRules {
  now: Instant;
  /** After this, in ms since its publication, a first notice helps nobody. */
  tooOld: number;
}

/**
 * The updates that a channel did not take, or did not hear of because it was not configured, and that are still worth
 * telling: the newest of their incident, and not too old. The newest comes first. Nothing is changed.
 */
export async function againOn(session: Session, channel: Channel, rules: Rules): Promise<Again[]> {
  const found = await candidates(session, channel, rules);
  return found.map(({ id, published, refused, reasons, kept, opened }) => ({
    id,
    published,
    refused,
    reasons: reasons ?? [],
    kept,
    unheard: !opened,
  }));
}

/**
 * Has what was refused of one update sent once more, and what the channel never heard of for the first time. Nobody
 * who was told it, or may have been, is told again.
 * @returns whether there was such an update; a process that delivers sends it at its next look.
 */
export async function tellAgain(
  session: Session,
  channel: Channel,
  update: string,
  rules: Rules,
): Promise<boolean> {
  const found = (await candidates(session, channel, rules)).find(({ id }) => id === update);
  if (!found) return false;
  if (!found.opened) await beginFanOut(session, found, [channel], rules);
  await session.query(
    `update nightlight.outbox set state = 'waiting', worker = null, not_before = to_timestamp(0), ended = null,
       attempts = 0, reason = 'the operator asked for it once more'
     where notice = $1 and channel = $2 and state = 'refused'`,
    [found.number, channel.name],
  );
  return true;
}

/** Why an update that no channel offers is not told once more. */
export async function whyNotAgain(
  session: Session,
  update: string,
  rules: Pick<Rules, 'now' | 'tooOld'>,
): Promise<'unheard' | 'overtaken' | 'too_old' | 'told'> {
  const [row] = await session.query<Notice & { is_overtaken: boolean }>(
    `select number, id, incident, first, drill, published, contents,
       exists (select from nightlight.notices as later where later.incident = one.incident and later.number > one.number) as is_overtaken
     from nightlight.notices as one where id = $1 and kind = 'update' order by number desc limit 1`,
    [update],
  );
  if (!row) return 'unheard';
  if (row.is_overtaken) return 'overtaken';
  return isTooOld(row, rules.now - row.published.getTime(), rules.tooOld) ? 'too_old' : 'told';
}

interface Candidate extends Notice {
  refused: number;
  reasons: string[] | null;
  kept: number;
  opened: boolean;
}

async function candidates(session: Session, channel: Channel, rules: Rules): Promise<Candidate[]> {
  const rows = await session.query<Candidate>(
    `select number, id, incident, first, drill, published, contents,
       (select count(*) filter (where state = 'refused')::int from nightlight.outbox where notice = number and channel = $1) as refused,
       (select count(*) filter (where state in ('sent', 'unknown'))::int from nightlight.outbox where notice = number and channel = $1) as kept,
       (select array_agg(distinct reason order by reason) from nightlight.outbox
        where notice = number and channel = $1 and state = 'refused' and reason is not null) as reasons,
       exists (select from nightlight.fan_outs where notice = number and channel = $1) as opened
     from nightlight.notices as one
     where kind = 'update' and not history
       and not exists (select from nightlight.notices as later where later.incident = one.incident and later.number > one.number)
     order by number desc limit 200`,
    [channel.name],
  );
  return rows.filter(
    (row) =>
      !isTooOld(row, rules.now - row.published.getTime(), rules.tooOld) &&
      (row.opened ? row.refused > 0 : owes(channel, row, rules.drills)),
  );
}
