import { isSaidBy } from './channels/compare.ts';
import type { Around, Attempt, Outcome } from './channel.ts';
import { type Answer, at, jsonOf, type Service, textAt } from './wire.ts';

/** https://developers.facebook.com/docs/graph-api/changelog: a version is there for two years at least. */
const VERSION = 'v25.0';

/** So long a post may take to be seen by a reader, in ms: what is not there before that may still come. */
const SETTLED = 60_000;

/**
 * Too much was asked, by the app, the user, the page or the account; sent with 400 or 403.
 * https://developers.facebook.com/docs/graph-api/overview/rate-limiting#error-codes
 */
const TOO_MANY = new Set([4, 9, 17, 32, 341, 613, 80001, 80002]);

/** An error that may pass; whether anything was done it does not say. */
const PASSING = new Set([1, 2]);

/** The same words were posted just before. */
const DUPLICATE = 506;

export interface Graph {
  /** `https://graph.facebook.com`. */
  host: string;
  token: string;
}

/** The address of a node or an edge. The token is never in it, for addresses are logged. */
export function nodeAt({ host }: Graph, path: string, fields: Record<string, string> = {}): URL {
  const url = new URL(`/${VERSION}/${path}`, host);
  for (const [name, value] of Object.entries(fields)) url.searchParams.set(name, value);
  return url;
}

export function asking({ token }: Graph): RequestInit {
  return { headers: { Authorization: `Bearer ${token}` } };
}

export function posting({ token }: Graph, fields: Record<string, string>): RequestInit {
  return {
    method: 'POST',
    headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams(fields).toString(),
  };
}

/** https://developers.facebook.com/docs/graph-api/guides/error-handling */
export function graphService(
  called: string,
  host: string,
  remedies: { token: string; other: string },
): Service {
  return {
    called,
    address: host,
    remedy: (answer) => {
      const code = codeOf(answer) ?? 0;
      return code === 190 || code === 10 || (code >= 200 && code < 300) || answer.status === 401
        ? remedies.token
        : remedies.other;
    },
    ending: (answer) => {
      const code = codeOf(answer);
      if (code === undefined) return undefined;
      const reason = `${called}: ${textAt(jsonOf(answer), 'error', 'message') ?? `error ${code}`}`;
      if (TOO_MANY.has(code)) return { kind: 'later', reason, ...waitOf(answer) };
      return PASSING.has(code) || code === DUPLICATE ? { kind: 'unknown', reason } : undefined;
    },
  };
}

function codeOf(answer: Answer): number | undefined {
  const code = at(jsonOf(answer), 'error', 'code');
  return typeof code === 'number' ? code : undefined;
}

/**
 * Minutes until it may be asked again, the longest of all that it says. In `X-Business-Use-Case-Usage`, by account.
 * https://developers.facebook.com/docs/graph-api/overview/rate-limiting#headers
 */
function waitOf({ headers }: Answer): { after?: number } {
  const usage = jsonOf({ text: headers.get('x-business-use-case-usage') ?? '' });
  const uses = Object.values(typeof usage === 'object' && usage !== null ? usage : {}).flat();
  const minutes = uses.flatMap((use) => {
    const wait = at(use, 'estimated_time_to_regain_access');
    return typeof wait === 'number' && wait > 0 ? [wait] : [];
  });
  return minutes.length > 0 ? { after: Math.min(1440, Math.max(...minutes)) * 60_000 } : {};
}

/** Clocks of others may be so far behind ours, in ms. */
const SKEW = 60_000;

/**
 * Looks for our words among those of the account: `words.in` is the field in which they stand. What has a time must
 * not be older than the attempt.
 */
export function lookedUp(
  posts: Answer,
  words: { ours: string; in: string },
  { began, ended }: Attempt,
  { now }: Pick<Around, 'now'>,
): Outcome {
  const data = at(jsonOf(posts), 'data');
  const found = (Array.isArray(data) ? data : []).find(
    (post) =>
      isSaidBy(words.ours, textAt(post, words.in) ?? '') &&
      !(Date.parse(textAt(post, 'timestamp') ?? '') < began - SKEW),
  );
  const receipt = textAt(found, 'id');
  if (found) return receipt === undefined ? { kind: 'sent' } : { kind: 'sent', receipt };
  if (now() - ended < SETTLED) return { kind: 'unknown', reason: 'it is not on the account yet' };
  return { kind: 'later', reason: 'it is not on the account' };
}

/** The id in an answer. Without one nobody knows what was made. */
export function idIn(answer: Answer): string {
  const id = textAt(jsonOf(answer), 'id');
  if (id === undefined) throw new Error('the answer has no id');
  return id;
}
