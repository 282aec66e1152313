import type { Context, Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { sameSecret } from './keys.ts';
import { heardInJson, heardInLetter, obey } from './mail.ts';
import type { ServiceAround } from './answers.ts';
import { routeOf, typeOf } from './requests.ts';
import { type Hook, inbound, isSigned, statusHeard } from './twilio.ts';

/** More of a hook is nobody's, in bytes: a letter that comes back can be long. */
const HOOK_SIZE = 262_144;

/** What providers tell: texts that came in, what became of others, letters that came back. */
export function hookRoutes(app: Hono, around: ServiceAround): void {
  const { desk, database, keys, now, secrets, log } = around;
  const limit = bodyLimit({ maxSize: HOOK_SIZE, onError: (c) => c.text('Too large', 413) });
  const hookOf = async (c: Context): Promise<Hook> => {
    const query = c.req.url.indexOf('?');
    return {
      url: around.links.to(
        `${c.req.path.slice(new URL(around.links.to('/')).pathname.length - 1)}${query < 0 ? '' : c.req.url.slice(query)}`,
      ),
      type: typeOf(c),
      body: await c.req.text(),
      header: (name) => c.req.header(name),
    };
  };
  const signed = async (c: Context, work: (hook: Hook) => Promise<Response>) => {
    const hook = await hookOf(c);
    if (isSigned(hook, secrets.twilio)) return work(hook);
    log('hook refused', { route: routeOf(c) });
    return c.text('Forbidden', 403);
  };
  app.post('/hooks/twilio/inbound', limit, (c) =>
    signed(c, async (hook) =>
      c.body(await inbound(hook, { desk, database, keys, now }), 200, {
        'Content-Type': 'text/xml; charset=utf-8',
      }),
    ),
  );
  app.post('/hooks/twilio/status', limit, (c) =>
    signed(c, async (hook) => {
      await statusHeard(hook, desk);
      return c.body(null, 204);
    }),
  );
  app.post('/hooks/bounce', limit, async (c) => {
    const [, secret = ''] = /^Bearer (\S+)$/.exec(c.req.header('authorization') ?? '') ?? [];
    if (!secrets.mail || !sameSecret(secret, secrets.mail)) {
      log('hook refused', { route: routeOf(c) });
      return c.text('Forbidden', 403);
    }
    const body = await c.req.text();
    const type = typeOf(c);
    const heard =
      type === 'application/json'
        ? heardInJson(body)
        : type === 'message/rfc822'
          ? heardInLetter(body, around.bounceAddress)
          : undefined;
    if (!heard)
      return c.text(
        'A JSON object, or a letter as message/rfc822, was expected.',
        type === 'application/json' ? 400 : 415,
      );
    await obey(heard, desk);
    log('letter heard', { kind: heard.kind });
    return c.body(null, 204);
  });
}
