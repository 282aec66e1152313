import type { Around, Check, Looked } from '../check.ts';
import { failed, WELL } from '../check.ts';
import { ask, READ } from './request.ts';

type Http = NonNullable<Check['http']>;

/** Asks an address, and looks at status and text of what it answers. */
export async function lookAtHttp(check: Http, around: Around): Promise<Looked> {
  const { status, text, isCut } = await ask(check, around);
  const { status: right, has, json } = check;
  if (right.length > 0 ? !right.includes(status) : status < 200 || status > 299)
    return failed(`answered ${status}`);
  if (has !== undefined && !text.includes(has))
    return failed(`answered without "${has}"${isCut ? ` in its first ${READ}` : ''}`);
  // A part of it is no JSON; of an answer whose status is asked for alone, nothing has to be read.
  if (json !== undefined && isCut) return failed(`answered more than ${READ}`);
  return json === undefined ? WELL : lookAtJson(json, text, check, around.now());
}

function lookAtJson(
  pointer: string,
  text: string,
  { equals, newerThan }: Pick<Http, 'equals' | 'newerThan'>,
  now: number,
): Looked {
  let told: unknown;
  try {
    told = JSON.parse(text);
  } catch {
    return failed('answered what is no JSON');
  }
  const found = at(pointer, told);
  const isNothing = equals === undefined && (found === null || found === false);
  if (found === undefined || isNothing) return failed(`has nothing at ${pointer}`);
  if (equals !== undefined && String(found) !== equals)
    return failed(`has ${shown(found)} at ${pointer}, and not "${equals}"`);
  if (newerThan === undefined) return WELL;
  const time = timeIn(found);
  if (time === undefined) return failed(`has no time at ${pointer}`);
  const age = Math.round((now - time) / 1000);
  // A time that never grows old would look well for ever.
  if (age < -AHEAD) return failed(`has at ${pointer} a time that lies ${-age} s ahead`);
  return age > newerThan ? failed(`has at ${pointer} a time ${age} s ago`) : WELL;
}

/** What stands at a JSON Pointer (RFC 6901); `undefined` where nothing does. */
function at(pointer: string, told: unknown): unknown {
  return pointer
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'))
    .reduce<unknown>(
      (inner, key) =>
        typeof inner === 'object' && inner !== null && Object.hasOwn(inner, key)
          ? (inner as Record<string, unknown>)[key]
          : undefined,
      told,
    );
}

/** What is long is left out, not cut: a part of a secret would not be known as one. */
function shown(found: unknown): string {
  const told = JSON.stringify(found);
  return told.length > 40 ? 'something else' : told;
}

/** By how many seconds the clock of a service may go before ours. */
const AHEAD = 300;

const ISO = /^\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d+)?)?(Z|[+-]\d\d:?\d\d)?$/;

/** In ms: ISO 8601, in UTC where no offset is said, or seconds or milliseconds since 1970. */
function timeIn(found: unknown): number | undefined {
  if (typeof found === 'number') return found < 1e11 ? found * 1000 : found;
  if (typeof found !== 'string') return undefined;
  if (/^\d{9,13}$/.test(found)) return timeIn(Number(found));
  const [whole, offset] = ISO.exec(found) ?? [];
  const time = whole === undefined ? Number.NaN : Date.parse(offset === undefined ? `${whole}Z` : whole);
  return Number.isNaN(time) ? undefined : time;
}
