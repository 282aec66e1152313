import type { Context, Hono, MiddlewareHandler } from 'hono';
import { RENEW_FIELD, RENEW_PATH } from '../domain/subscribe-form.ts';
import { DAY } from '../domain/time.ts';
import { checkPush } from './addresses.ts';
import { write } from './ledger.ts';
import { take } from './limits.ts';
import type { ServiceAround } from './answers.ts';
import type { Subscriber } from './people.ts';
import { comesFrom, mayAsk, typeOf } from './requests.ts';
import { readRenewalToken } from './tokens.ts';

/** For so long after a push service said that an endpoint is dead its browser may still say where it is now, in ms. */
const REVIVES = 30 * DAY;

/** What a browser says that has lost one endpoint and has another. */
interface Renewal {
  token: string;
  /** The endpoint that the token was made for. */
  before: string;
  /** The new subscription, as JSON, checked. */
  address: string;
}

/**
 * A browser's push service gives it a new endpoint now and then, and nobody is there to press a button. Its worker
 * says so here, without a page. What proves that it is that browser came to it encrypted for it alone, in a
 * notification (RFC 8291), and is good for that person and that endpoint only: who knows an endpoint has nothing by it.
 */
export function renewalRoute(app: Hono, around: ServiceAround, limited: MiddlewareHandler): void {
  const { origin } = new URL(around.site.address);
  app.post(RENEW_PATH, limited, async (c) => {
    if (!comesFrom(c, [origin])) return c.text('Forbidden', 403);
    c.header('Access-Control-Allow-Origin', origin);
    c.header('Vary', 'Origin');
    if (typeOf(c) !== 'application/x-www-form-urlencoded') return c.text('A form was expected.', 415);
    if (!mayAsk(c, around)) return c.text('Too many', 429);
    const fields = new URLSearchParams(await c.req.text());
    return renewed(c, fields, around);
  });
}

async function renewed(c: Context, fields: URLSearchParams, around: ServiceAround): Promise<Response> {
  const field = (name: keyof typeof RENEW_FIELD) => fields.get(RENEW_FIELD[name]) ?? '';
  const checked = checkPush(field('push'), around.pushServices);
  if (!('address' in checked)) return c.text('No push subscription', 422);
  const { desk, people, database, keys, links, now, limits } = around;
  const renewal: Renewal = { token: field('token'), before: field('before'), address: checked.address };
  const whose = readRenewalToken(keys, renewal.token, renewal.before);
  if (!whose) return refused();
  // What tells a new endpoint that it is told now could be made to write to a stranger's.
  if (
    !(await take(database, `address ${people.traceOf('web-push', renewal.address)}`, limits.address, now()))
  )
    return c.text('Too many', 429);
  const moved = await database.transaction(async (session): Promise<Subscriber | undefined> => {
    const found = await people.subscriber(session, whose.id);
    if (!found || !isTheirs(found, whose.epoch)) return undefined;
    const there = await people.find(session, 'web-push', renewal.address);
    if (there && there.id !== found.id) return undefined;
    if (!(await people.move(session, found, renewal.before, renewal.address))) return undefined;
    const what = found.state === 'gone' ? 'resumed' : 'changed';
    await write(session, { at: now(), subscriber: found.id, kind: 'web-push', what, how: 'channel' });
    return people.subscriber(session, found.id);
  });
  if (!moved) return refused();
  around.log('endpoint renewed', { kind: 'web-push', id: moved.id });
  desk.sayRenewed(moved);
  return c.text(links.renewal(moved, renewal.address));

  function refused(): Response {
    around.log('renewal refused');
    return c.text('Gone', 410);
  }

  /** Who left is not told again because a browser says so; whose endpoint alone was dead never left. */
  function isTheirs({ kind, state, epoch, ended }: Subscriber, then: number): boolean {
    if (kind !== 'web-push') return false;
    if (state === 'active') return epoch === then;
    return state === 'gone' && epoch === then + 1 && now() - (ended ?? 0) <= REVIVES;
  }
}
