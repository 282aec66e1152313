import { type Beat, instantOf, isPossible, readHeartbeat, serverTime } from '../domain/freshness.ts';
import { type Instant, isoSeconds, MINUTE } from '../domain/time.ts';
import { isWhole } from '../domain/whole.ts';
import { LIST, readList } from './addresses.ts';
import { HEARTBEAT } from './beat.ts';

/** What is wrong with a public address, or with two beside each other. */
export interface Finding {
  kind: 'unreachable' | 'incomplete' | 'mixed' | 'stale' | 'unsure' | 'older' | 'differs' | 'demonstration';
  /** The address that it is wrong with. */
  at: string;
  /** Since when, as far as that can be known from outside; ISO 8601 in UTC. */
  since: string | null;
  /** What was seen. */
  says: string;
  /** What to do. */
  mend: string;
}

/** One file of a page, as it was answered. */
interface SeenFile {
  file: string;
  /** The status of the answer; nothing where none came. */
  status: number | null;
  /** Why it is not what it should be; nothing where it is. */
  why: string | null;
}

/** A page as the public finds it at one address. */
export interface Seen {
  url: string;
  reached: boolean;
  fresh: boolean;
  whole: boolean;
  build: string | null;
  built_at: string | null;
  valid_until: string | null;
  /** What its build was made from: the same for two builds of the same files. */
  source: string | null;
  /** What it answers a program: the sentence, and how bad it is. */
  answer: string | null;
  indicator: string | null;
  /** When what it says changed last. */
  updated_at: string | null;
  files: readonly SeenFile[];
}

/** With what one looks. */
interface Looking {
  fetch: typeof fetch;
  now(): Instant;
  /** How long an answer is waited for, in ms. */
  patience: number;
}

const PAGE = '';
const STATUS = 'api/v2/status.json';
/** The list of addresses, which a build that nobody deployed does not have. */
const MAY_LACK = LIST;

/** What whoever depends on a page reads of it, each with what says that it came whole. */
const FILES: Readonly<Record<string, (body: string) => boolean>> = {
  [PAGE]: isWhole,
  [HEARTBEAT]: (body) => readHeartbeat(jsonOf(body)) !== undefined,
  'history.atom': (body) => body.trimEnd().endsWith('</feed>'),
  'history.rss': (body) => body.trimEnd().endsWith('</rss>'),
  'feed.json': (body) => jsonOf(body) !== undefined,
  [STATUS]: (body) => textAt(jsonOf(body), 'status', 'description') !== undefined,
  'api/v2/summary.json': (body) => textAt(jsonOf(body), 'status', 'description') !== undefined,
  'embed.json': (body) => jsonOf(body) !== undefined,
  [LIST]: (body) => readList(body) !== undefined,
};

/** What came for a file, if anything did. */
interface Answer extends SeenFile {
  body: string;
  date: string | null;
  age: string | null;
  /** When it came, by the clock of this machine. */
  at: Instant;
}

/**
 * Looks at a page as its readers do, over the network alone.
 * @returns what was seen, and all that is wrong with it.
 */
export async function lookAt(
  url: string,
  looking: Looking,
): Promise<{ seen: Seen; findings: readonly Finding[] }> {
  const root = url.endsWith('/') ? url : `${url}/`;
  const answers = new Map(
    await Promise.all(
      Object.keys(FILES).map(async (file) => [file, await answerOf(root, file, looking)] as const),
    ),
  );
  const files = [...answers.values()].map(({ file, status, why }) => ({ file, status, why }));
  const own = answers.get(HEARTBEAT) as Answer;
  const said = recordOf(jsonOf(own.body));
  // Who renews the heartbeat elsewhere says so in the one that the build wrote.
  const moved = textAt(said, 'moved_to');
  const isElsewhere = moved !== undefined && /^https?:/.test(moved) && URL.canParse(moved);
  const heard = isElsewhere ? await answerAt(new URL(moved), HEARTBEAT, looking) : own;
  const status = jsonOf((answers.get(STATUS) as Answer).body);
  const beat = readHeartbeat(jsonOf(heard.body));
  const reached = files.some((one) => one.status !== null);
  const late = reached ? judgeBeat(root, heard, beat) : [];
  const findings = [
    ...(reached ? [] : [unreachable(root, own)]),
    ...(reached ? incomplete(root, files) : []),
    ...mixed(root, answers.get(PAGE) as Answer, textAt(said, 'build')),
    ...late,
    ...demonstration(root, textAt(status, 'status', 'description')),
  ];
  const seen: Seen = {
    url: root,
    reached,
    fresh: reached && late.length === 0,
    whole: reached && files.every((one) => one.why === null),
    build: textAt(said, 'build') ?? null,
    built_at: textAt(said, 'built_at') ?? null,
    valid_until: beat ? isoSeconds(beat.validUntil) : null,
    source: textAt(said, 'source') ?? null,
    answer: textAt(status, 'status', 'description') ?? null,
    indicator: textAt(status, 'status', 'indicator') ?? null,
    updated_at: textAt(status, 'page', 'updated_at') ?? null,
    files,
  };
  return { seen, findings };
}

/**
 * What two addresses of one page tell differently. Which of them is behind, their builds say. Pure.
 * @returns nothing where both tell the same, and where one of them cannot be read.
 */
export function compare(one: Seen, other: Seen): Finding[] {
  const [first, second] = [instantOf(one.built_at), instantOf(other.built_at)];
  if (first === undefined || second === undefined || one.build === null || other.build === null) return [];
  const [behind, ahead] = first <= second ? [one, other] : [other, one];
  const findings: Finding[] = [];
  if (behind.build !== ahead.build && behind.source !== ahead.source)
    findings.push({
      kind: 'older',
      at: behind.url,
      since: ahead.built_at,
      says: `It was built at ${behind.built_at} from other incident files, or another config, than ${ahead.url}, which was built at ${ahead.built_at}.`,
      mend: `Deploy to ${behind.url} what is at ${ahead.url}: the same commit. If it was deployed, the host, or a cache before it, still serves what was there.`,
    });
  if (one.answer !== null && other.answer !== null && answerIn(one) !== answerIn(other))
    findings.push({
      kind: 'differs',
      at: behind.url,
      since: [one.updated_at, other.updated_at].toSorted().at(-1) ?? null,
      says: `It answers "${behind.answer}", and ${ahead.url} answers "${ahead.answer}".`,
      mend:
        behind.source === ahead.source
          ? 'Both were made from the same files: one speaks on the word of somebody who watches, and the other does not have it. Give both the same with nightlight beat, or look whether "unknown" was put in place at one.'
          : `Until both tell the same, send people to ${ahead.url}, which was built later.`,
    });
  return findings;
}

function answerIn({ answer, indicator }: Seen): string {
  return `${indicator} ${answer}`;
}

/** As a reader asks: the address of the heartbeat changes with every question, so that no cache answers for the server. */
function answerOf(root: string, file: string, looking: Looking): Promise<Answer> {
  return answerAt(new URL(file, root), file, looking);
}

async function answerAt(url: URL, file: string, { fetch: ask, now, patience }: Looking): Promise<Answer> {
  if (file === HEARTBEAT) url.searchParams.set('fresh', String(now()));
  let status: number | null = null;
  try {
    const answer = await ask(url, { signal: AbortSignal.timeout(patience), cache: 'no-store' });
    status = answer.status;
    const body = await textOf(answer);
    const { headers } = answer;
    const why = whyNot(file, answer, body);
    return { file, status, why, body, date: headers.get('date'), age: headers.get('age'), at: now() };
  } catch (error) {
    return { file, status, why: reasonOf(error, patience), body: '', date: null, age: null, at: now() };
  }
}

/** More than any file that is asked for has, in bytes; what answers is somebody else's machine. */
const MOST = 32 * 1024 * 1024;

/** @throws Error where it goes on and on. */
async function textOf({ body }: Response): Promise<string> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of body ?? []) {
    size += part.byteLength;
    if (size > MOST) throw new Error(`more than ${MOST / 1024 / 1024} MB`);
    parts.push(part);
  }
  return Buffer.concat(parts).toString();
}

function whyNot(file: string, { ok, status }: Response, body: string): string | null {
  if (file === MAY_LACK && status === 404) return null;
  if (!ok) return `answer ${status}`;
  return FILES[file]?.(body) ? null : 'not whole, or not ours';
}

function reasonOf(error: unknown, patience: number): string {
  const { name, message, cause } = error as Error;
  if (name === 'TimeoutError') return `no answer within ${patience / 1000} s`;
  const { code, message: why } = (cause ?? {}) as NodeJS.ErrnoException;
  return code ?? why ?? message;
}

function unreachable(at: string, { why }: Answer): Finding {
  return {
    kind: 'unreachable',
    at,
    since: null,
    says: `It does not answer: ${why}.`,
    mend: 'Ask from another network, then look at the name, the certificate and the host. Until it answers, send people to another address of the page.',
  };
}

function incomplete(at: string, files: readonly SeenFile[]): Finding[] {
  const bad = files.filter(({ why }) => why !== null);
  if (bad.length === 0) return [];
  return [
    {
      kind: 'incomplete',
      at,
      since: null,
      says: `Of ${files.length} files that others read, these are not as they should be: ${bad.map(({ file, why }) => `/${file} (${why})`).join(', ')}.`,
      mend: 'Deploy there again, as a whole. If it stays so, compare the address with "url" of "site" in nightlight.yaml and BASE_PATH: it may not be where the page lies.',
    },
  ];
}

/** Files of two builds beside each other: half an upload, or a cache that has one of them still. */
function mixed(at: string, page: Answer, build: string | undefined): Finding[] {
  const [, own] = /<meta name="nightlight-build" content="([^"]*)"/.exec(page.body) ?? [];
  if (own === undefined || build === undefined || own === build) return [];
  const cached = page.age !== null && page.age !== '0';
  return [
    {
      kind: 'mixed',
      at,
      since: null,
      says: `Its first page is of build ${own}, and its heartbeat of build ${build}.`,
      mend: cached
        ? `A cache has kept the page for ${page.age} s. Wait for as long as it may, then look again.`
        : 'An upload is under way, or ended halfway. Look again in a minute; if it is still so, deploy there again.',
    },
  ];
}

/** Whether a heartbeat may be believed, by the time that its own answer says. */
function judgeBeat(
  at: string,
  { date, age, at: wall, body, why }: Answer,
  beat: Beat | undefined,
): Finding[] {
  const time = serverTime(date, age, undefined, { wall, steady: 0 });
  const unsure = (says: string, mend: string): Finding[] => [{ kind: 'unsure', at, since: null, says, mend }];
  if (!beat)
    return unsure(
      `Its heartbeat cannot be read (${why ?? 'it is none of ours'}), so its readers are told "unknown".`,
      'Deploy there again, or look at where "heartbeat" of "publish" in nightlight.yaml says that it is renewed.',
    );
  if (!time)
    return unsure(
      'The answer says no time (Date), so nobody can tell whether it is fresh.',
      'Have the host send Date, and Age where it caches, as every web server does.',
    );
  if (!time.sure)
    return unsure(
      `The answer says that it is ${isoSeconds(time.now)}, and this machine that it is ${isoSeconds(wall)}: one clock is wrong, or a cache repeats an old answer.`,
      'Set the clock of this machine. If it is right, have the cache in front of the page send Age, or not keep heartbeat.json.',
    );
  if (beat.validUntil <= time.now)
    return [
      {
        kind: 'stale',
        at,
        since: isoSeconds(beat.validUntil),
        says: `Its word held until ${isoSeconds(beat.validUntil)}, ${minutes(time.now - beat.validUntil)} ago: its readers are told "unknown".`,
        mend: 'Deploy there, or run nightlight beat; then look why the timer that does it has stopped.',
      },
    ];
  const { limits } = recordOf(jsonOf(body)) as { limits?: Parameters<typeof isPossible>[2] };
  if (limits && !isPossible(beat, time.now, limits))
    return unsure(
      `Its heartbeat promises more than one of its build can, until ${isoSeconds(beat.validUntil)}: readers do not believe it.`,
      'Set the clock of the machine that builds, and deploy again.',
    );
  return [];
}

function minutes(ms: number): string {
  const whole = Math.floor(ms / MINUTE);
  return whole === 1 ? '1 minute' : `${whole} minutes`;
}

function demonstration(at: string, answer: string | undefined): Finding[] {
  if (answer?.startsWith('Demonstration') !== true) return [];
  return [
    {
      kind: 'demonstration',
      at,
      since: null,
      says: 'It is a demonstration, and vouches for nothing.',
      mend: 'If it is to be a live page, take "demonstration" out of nightlight.yaml and deploy.',
    },
  ];
}

function jsonOf(body: string): unknown {
  try {
    return JSON.parse(body) as unknown;
  } catch {
    return undefined;
  }
}

function recordOf(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

function textAt(value: unknown, ...keys: readonly string[]): string | undefined {
  const found = keys.reduce<unknown>((inside, key) => recordOf(inside)[key], value);
  return typeof found === 'string' ? found : undefined;
}
