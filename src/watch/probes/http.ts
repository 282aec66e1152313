import type { Around, Check, Looked } from '../check.ts';
import { failed, WELL } from '../check.ts';
import { ask } from './request.ts';

type Http = NonNullable<Check['http']>;

/** Asks an address, and looks at status and text of what it answers. */
export async function lookAtHttp(check: Http, around: Around): Promise<Looked> {
  const { status, text } = await ask(check, around);
  const { status: right, has, json } = check;
  if (right.length > 0 ? !right.includes(status) : status < 200 || status > 299)
    return failed(`answered ${status}`);
  if (has !== undefined && !text.includes(has)) return failed(`answered without "${has}"`);
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
  if (found === undefined || found === null || found === false) return failed(`has nothing at ${pointer}`);
  if (equals !== undefined && String(found) !== equals)
    return failed(`has ${shown(found)} at ${pointer}, and not "${equals}"`);
  if (newerThan === undefined) return WELL;
  const time = timeIn(found);
  if (time === undefined) return failed(`has no time at ${pointer}`);
  const age = Math.round((now - time) / 1000);
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

const shown = (found: unknown) => JSON.stringify(found).slice(0, 40);

/** In ms: ISO 8601, or seconds or milliseconds since 1970. */
function timeIn(found: unknown): number | undefined {
  if (typeof found === 'number') return found < 1e11 ? found * 1000 : found;
  const time = typeof found === 'string' ? Date.parse(found) : Number.NaN;
  return Number.isNaN(time) ? undefined : time;
}
