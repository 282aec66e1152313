import type { Session } from '../delivery/store/database.ts';
import type { Around } from './around.ts';
import { type How, write } from './ledger.ts';
import type { Request, Subscriber } from './people.ts';

/** From now on somebody is told, as they said by whichever way. */
export async function confirmed(
  { people, now, log }: Around,
  session: Session,
  request: Request,
  how: How,
  receipt?: string,
): Promise<Subscriber> {
  const { kind } = request;
  const subscriber = await people.confirm(session, request, now());
  const line = { at: now(), subscriber: subscriber.id, kind, what: 'confirmed' as const };
  await write(session, { ...line, how, receipt });
  log('confirmed', { kind, id: subscriber.id, how });
  return subscriber;
}
