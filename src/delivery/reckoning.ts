import { type ChannelProof, type ProofFile, rounded } from '../domain/proof-file.ts';
import { type Instant, isoSeconds } from '../domain/time.ts';
import type { Channel } from './channel.ts';
import type { Session } from './store/database.ts';

/** What was owed for one update on one channel, and what became of it. Times are UTC. */
export interface Reckoned {
  /** `<incident>/<update>`, or `page/...`. */
  id: string;
  published: Date;
  drill: boolean;
  channel: string;
  owed: number;
  sent: number;
  /** Still on its way: waits, or is being sent. */
  open: number;
  refused: number;
  /** Nobody knows whether it arrived. */
  unknown: number;
  /** Newer words went out in its place. */
  overtaken: number;
  tooOld: number;
  left: number;
  firstAt: Date | null;
  lastAt: Date | null;
  /** From the publication until a message was taken, in seconds. */
  median: number | null;
  p99: number | null;
  /** When one that the channel did not take is tried again, the first of them. */
  againAt: Date | null;
  /** What the channel said of one that it did not take. */
  reason: string | null;
}

/**
 * What became of the newest updates, newest first, a row for each channel that owed something.
 * @param limit of how many updates.
 */
export async function reckon(session: Session, limit: number): Promise<Reckoned[]> {
  return session.query<Reckoned>(
    `with newest as (select * from nightlight.notices where not history order by number desc limit $1)
     select newest.id, published, drill, channel,
       count(*)::int as owed,
       count(*) filter (where state = 'sent')::int as sent,
       count(*) filter (where state in ('waiting', 'claimed', 'sending'))::int as open,
       count(*) filter (where state = 'refused')::int as refused,
       count(*) filter (where state = 'unknown')::int as unknown,
       count(*) filter (where state = 'overtaken')::int as overtaken,
       count(*) filter (where state = 'too_old')::int as "tooOld",
       count(*) filter (where state = 'left')::int as "left",
       min(ended) filter (where state = 'sent') as "firstAt",
       max(ended) filter (where state = 'sent') as "lastAt",
       ${percentile(0.5)} as median,
       ${percentile(0.99)} as p99,
       min(not_before) filter (where state = 'waiting' and ended is not null) as "againAt",
       max(reason) filter (where state in ('refused', 'unknown', 'waiting')) as reason
     from newest join nightlight.outbox on notice = number
     group by newest.number, newest.id, published, drill, channel
     order by newest.number desc, channel`,
    [limit],
  );
}

function percentile(part: number): string {
  return `(percentile_disc(${part}) within group (order by extract(epoch from ended - published)) filter (where state = 'sent'))::float8`;
}

/** Whether something was owed and was not told, and will not be by itself. */
export function isFailed({ refused, unknown }: Reckoned): boolean {
  return refused + unknown > 0;
}

/** Of how many updates the public numbers tell. */
const TOLD = 200;

/** The public numbers: for each update and channel when the first message left and how long it took, and no exact count. */
export async function proofOf(
  session: Session,
  channels: readonly Pick<Channel, 'name' | 'kind' | 'reaches'>[],
  now: Instant,
  about: string,
): Promise<ProofFile> {
  const rows = (await reckon(session, TOLD)).filter(({ id, drill }) => !drill && !id.startsWith('page/'));
  const updates = new Map<string, ProofFile['updates'][number]>();
  for (const row of rows) {
    const channel = channels.find(({ name }) => name === row.channel);
    if (!channel) continue;
    const update = updates.get(row.id) ?? {
      id: row.id,
      published: isoSeconds(row.published.getTime()),
      channels: [],
    };
    update.channels.push(proofIn(row, channel));
    updates.set(row.id, update);
  }
  return { about, written_at: isoSeconds(now), updates: [...updates.values()] };
}

function proofIn(row: Reckoned, { kind, reaches }: Pick<Channel, 'kind' | 'reaches'>): ChannelProof {
  return {
    channel: row.channel,
    kind,
    first_at: row.firstAt && isoSeconds(row.firstAt.getTime()),
    median_seconds: seconds(row.median),
    p99_seconds: seconds(row.p99),
    ...(reaches === 'subscribers' && {
      owed: rounded(row.owed - row.overtaken - row.left),
      sent: rounded(row.sent),
      failed: rounded(row.refused + row.unknown + row.tooOld),
    }),
  };
}

function seconds(exact: number | null): number | null {
  return exact === null ? null : Math.max(0, Math.round(exact));
}
