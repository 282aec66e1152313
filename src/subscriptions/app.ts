import { Hono, type MiddlewareHandler } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { methodNotAllowed } from 'hono/method-not-allowed';
import { SUBSCRIBE_PATH } from '../domain/subscribe-form.ts';
import { STAMP } from './form-page.ts';
import { HEADERS } from './frame.ts';
import { hookRoutes } from './hooks.ts';
import type { Answers, ServiceAround } from './answers.ts';
import { OwnPages } from './own-pages.ts';
import { PublicPages } from './public-pages.ts';
import { renewalRoute } from './renewal.ts';
import { comesFrom, routeOf, typeOf } from './requests.ts';

/** More of a form is nobody's, in bytes. */
const FORM_SIZE = 16_384;
const FORM = 'application/x-www-form-urlencoded';

/** The pages and hooks of the service. Nothing that a GET asks for changes anything. */
export function appOf(around: ServiceAround): Hono {
  const base = new URL(around.links.to('/')).pathname.replace(/\/$/, '');
  const app = new Hono({ strict: false }).basePath(base);
  const pages = new PublicPages(around, base);
  app.use(async (c, next) => {
    await next();
    for (const [name, value] of Object.entries(HEADERS)) c.res.headers.set(name, value);
    if (isPublic(c.req.path.slice(base.length))) c.res.headers.delete('X-Robots-Tag');
  });
  app.use(
    methodNotAllowed({
      app,
      onMethodNotAllowed: async (c, methods) => {
        const allow = methods.join(', ');
        const answer = await pages.problem(c, 405, 'method');
        answer.headers.set('Allow', allow);
        return answer;
      },
    }),
  );
  app.notFound((c) => pages.problem(c, 404, 'notFound', 'notFoundText'));
  app.onError((error, c) => {
    // What an error says can hold what somebody wrote: only its name is kept.
    around.log('failed', { route: routeOf(c), error: error.name, code: codeOf(error) });
    return pages.problem(c, 500, 'failed', 'failedText');
  });
  formRoutes(app, pages, around);
  ownRoutes(app, new OwnPages(around, base), around);
  hookRoutes(app, around);
  renewalRoute(app, around, limited(pages, FORM_SIZE));
  return app;
}

function formRoutes(app: Hono, pages: PublicPages, around: ServiceAround): void {
  const { origin } = new URL(around.site.address);
  const own = new URL(around.links.to('/')).origin;
  app.get('/', (c) => c.redirect(around.links.to(`${SUBSCRIBE_PATH}?language=${pages.language(c)}`), 302));
  app.get(SUBSCRIBE_PATH, (c) => pages.subscribe(c, new URLSearchParams(new URL(c.req.url).search)));
  app.post(SUBSCRIBE_PATH, ...posted(pages, FORM_SIZE), async (c) => {
    const fields = new URLSearchParams(await c.req.text());
    // The first step only prints a page. What does something carries a stamp, and comes from that page.
    if (!fields.has(STAMP))
      return comesFrom(c, [origin, own, 'null'])
        ? pages.subscribe(c, fields, { shownOn: comesFrom(c, [origin]) ? around.site.address : undefined })
        : pages.problem(c, 403, 'notAllowed', 'notAllowedText');
    if (!comesFrom(c, [own])) return pages.problem(c, 403, 'notAllowed', 'notAllowedText');
    return pages.request(c, fields);
  });
  app.get('/access', (c) => pages.access(c));
  app.post('/access', ...posted(pages, FORM_SIZE), async (c) => {
    if (!comesFrom(c, [own])) return pages.problem(c, 403, 'notAllowed', 'notAllowedText');
    return pages.accessAsked(c, new URLSearchParams(await c.req.text()));
  });
  app.get('/terms', (c) => pages.text(c, 'terms', around.terms));
  app.get('/privacy', (c) => pages.text(c, 'privacy', around.privacy));
  app.get('/robots.txt', (c) =>
    c.text('User-agent: *\nAllow: /subscribe\nAllow: /terms\nAllow: /privacy\nDisallow: /\n'),
  );
}

function ownRoutes(app: Hono, pages: OwnPages, around: ServiceAround): void {
  const own = new URL(around.links.to('/')).origin;
  const fromHere: MiddlewareHandler = async (c, next) =>
    comesFrom(c, [own]) ? next() : pages.problem(c, 403, 'notAllowed', 'notAllowedText');
  const guarded = [...posted(pages, FORM_SIZE), fromHere] as const;
  app.get('/confirm/:token', (c) => pages.confirm(c));
  app.post('/confirm/:token', ...guarded, (c) => pages.confirmed(c));
  app.get('/guardian/:token', (c) => pages.guardian(c));
  app.post('/guardian/:token', ...guarded, (c) => pages.agreed(c));
  app.get('/leave/:token', (c) => pages.leave(c));
  // A mail program posts here by itself (RFC 8058): it has no cookie, no origin, and says so in a form of either kind.
  app.post('/leave/:token', limited(pages, FORM_SIZE), async (c) =>
    pages.left(c, (await c.req.text()).includes('One-Click') ? 'one-click' : 'link'),
  );
  app.get('/preferences/:token', (c) => pages.preferences(c));
  app.post('/preferences/:token', ...guarded, async (c) =>
    pages.decided(c, new URLSearchParams(await c.req.text())),
  );
}

/** What comes before every form: it is not too large, and it is a form. */
function posted(pages: Answers, size: number) {
  const isForm: MiddlewareHandler = async (c, next) =>
    typeOf(c) === FORM ? next() : pages.problem(c, 415, 'type');
  return [limited(pages, size), isForm] as const;
}

function limited(pages: Answers, maxSize: number): MiddlewareHandler {
  return bodyLimit({ maxSize, onError: (c) => pages.problem(c, 413, 'tooLarge') });
}

/** Pages that a search engine may show, and a provider of texts must be able to see. */
function isPublic(path: string): boolean {
  return [SUBSCRIBE_PATH, '/terms', '/privacy'].includes(path);
}

function codeOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return typeof code === 'string' ? code : '';
}
