import type { Database } from '../delivery/store/database.ts';
import type { Around } from './around.ts';
import { forgetReceipts, type How, linesOf, write } from './ledger.ts';
import type { Subscriber } from './people.ts';

/** All that is kept about one person. */
export async function exported(
  { database, now, people, site }: Around,
  subscriber: Subscriber,
  how: How,
  who?: string,
): Promise<Record<string, unknown>> {
  const {
    id,
    kind,
    address = '',
    since,
    language,
    components,
    regions,
    least,
    loud,
    drills,
    minor,
  } = subscriber;
  const waiting = await people.requestFor(database, kind, address, now());
  await write(database, { at: now(), subscriber: id, kind, what: 'exported', how, who });
  return {
    exported_at: new Date(now()).toISOString(),
    subscription: {
      id,
      kind,
      address: kind === 'web-push' && address !== '' ? JSON.parse(address) : address,
      state: subscriber.state,
      since: new Date(since).toISOString(),
      ended: subscriber.ended === undefined ? null : new Date(subscriber.ended).toISOString(),
      language,
      components: components ?? 'all',
      ...ofRegions(regions, site),
      least,
      sound: loud ? 'loud' : 'quiet',
      drills,
      ...((site.telling?.signUp?.minors || minor) && { minors_phone: minor }),
    },
    waiting_for_confirmation: waiting
      ? {
          language: waiting.language,
          components: waiting.components ?? 'all',
          ...ofRegions(waiting.regions, site),
          least: waiting.least,
        }
      : null,
    consent: await linesOf(database, id),
    messages: await messagesTo(database, id),
  };
}

/** The regions that somebody chose, where there are any to choose from. */
function ofRegions(
  regions: readonly string[] | null,
  site: Around['site'],
): { regions?: readonly string[] | 'all' } {
  return site.regions.length > 0 || regions ? { regions: regions ?? 'all' } : {};
}

/** What the outbox has of somebody: which update was sent to them when. */
async function messagesTo(database: Database, id: string): Promise<unknown[]> {
  return database.query(
    `select notices.id as update, outbox.channel, outbox.state, outbox.ended as at, outbox.receipt
       from nightlight.outbox join nightlight.notices on notices.number = outbox.notice
       where outbox.recipient = $1 order by notices.number`,
    [id],
  );
}

/** Everything that leads to a person goes, in one step. The lines of the ledger stay, and lead to nobody. */
export async function erase(
  { database, people, now, log }: Around,
  subscriber: Subscriber,
  how: How,
  who?: string,
): Promise<void> {
  const { id, kind, address } = subscriber;
  const trace = address === undefined ? undefined : people.traceOf(kind, address);
  await database.transaction(async (session) => {
    await write(session, { at: now(), subscriber: id, kind, what: 'erased', how, who });
    await people.erase(session, subscriber);
    await forgetReceipts(session, id);
    await session.query('update nightlight.outbox set receipt = null where recipient = $1', [id]);
    await session.query('delete from nightlight.sign_up_counts where name = any($1::text[])', [
      [`test ${id}`, ...(trace === undefined ? [] : [`address ${trace}`, `answers ${trace}`])],
    ]);
  });
  log('erased', { kind, id });
}
