/**
 * For hosts that run a function before a static file. It answers "unknown" in the place of the files that other
 * programs read once nobody has renewed the heartbeat, and the question that browsers ask before some requests.
 *
 * Cloudflare Pages: functions/_middleware.js. Netlify: netlify/edge-functions/stale.js.
 */

const WATCHED = /^\/(api\/v2\/.*\.json|(.*\/)?badge\.(svg|json)|(\w+\/)?embed\.json)$/;
const CORS = {
  'Access-Control-Allow-Origin': '*',
  'Access-Control-Allow-Methods': 'GET, HEAD, OPTIONS',
  'Access-Control-Allow-Headers': '*',
  'Access-Control-Max-Age': '86400',
};

/** Cloudflare Pages. */
export const onRequest = ({ request, env, next }) =>
  answer(request, (url) => env.ASSETS.fetch(url), next, Date.now());

/** Netlify. */
export default (request, context) => answer(request, fetch, () => context.next(), Date.now());
export const config = {
  path: ['/api/v2/*', '/badge.*', '/*/badge.*', '/components/*', '/embed.json', '/*/embed.json'],
};

/** Read by the tests, which bring the files and the time. */
export async function answer(request, file, next, now, elsewhere = fetch) {
  const { pathname } = new URL(request.url);
  if (!WATCHED.test(pathname)) return next();
  if (request.method === 'OPTIONS') return new Response(null, { status: 204, headers: CORS });
  const beat = await file(new URL('/heartbeat.json', request.url)).catch(() => undefined);
  const { until, ahead } = await held(beat, now, elsewhere);
  if (now + ahead < until) return next();
  const unknown = await file(new URL(`/stale${pathname}`, request.url)).catch(() => undefined);
  if (!unknown?.ok) return next();
  const headers = new Headers(unknown.headers);
  headers.set('Cache-Control', 'no-cache');
  headers.set('Access-Control-Allow-Origin', '*');
  headers.set('Access-Control-Expose-Headers', 'Date, Age');
  headers.delete('Content-Length');
  return new Response(dated(await unknown.text(), until), { headers });
}

/** A build knows only until when its own heartbeat held; who compares times hears of it by when it really ran out. */
function dated(text, until) {
  const [, printed] = /^\{"page":\{[^}]*"updated_at":"([^"]+)"/.exec(text) ?? [];
  if (!(until > Date.parse(printed))) return text;
  const at = `${new Date(until).toISOString().slice(0, 19)}Z`;
  return text.replaceAll(`"updated_at":"${printed}"`, `"updated_at":"${at}"`);
}

/**
 * Until when the heartbeat holds, and by how much the clock of its server is ahead; where it is renewed at another
 * address, that one is asked, and counts if it can be heard and is of the same build.
 */
async function held(beat, now, elsewhere) {
  const own = await beat?.json().catch(() => undefined);
  const lapsed = { until: -Infinity, ahead: 0 };
  if (!own?.moved_to) return { ...lapsed, until: untilOf(own) };
  const answer = await elsewhere(`${own.moved_to}?${now.toString(36)}`).catch(() => undefined);
  const said = answer?.ok ? await answer.json().catch(() => undefined) : undefined;
  if (said?.build !== own.build) return { ...lapsed, until: untilOf(own) };
  const time = Date.parse(answer.headers.get('Date')) + Number(answer.headers.get('Age') ?? 0) * 1000;
  return Number.isNaN(time) ? lapsed : { until: untilOf(said), ahead: time - now };
}

function untilOf(said) {
  try {
    const { valid_until, vouched } = said;
    const until = Math.min(
      Date.parse(valid_until),
      vouched.until === null ? Infinity : Date.parse(vouched.until),
    );
    return Number.isNaN(until) ? -Infinity : until;
  } catch {
    return -Infinity;
  }
}
