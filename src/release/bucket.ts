import { createHash } from 'node:crypto';
import { parseXml, type XmlElement } from '@rgrove/parse-xml';
import { AwsV4Signer } from 'aws4fetch';
import { UserError, whyOf } from '../problems/errors.ts';

// Storage that speaks S3: what stands below one prefix of one bucket. Requests are signed by aws4fetch, which is a few
// kilobytes and needs nothing; the SDK of AWS brings some forty packages for the five requests that are made here.

/** Where files of a bucket lie, and who may write there. */
export interface BucketPlace {
  /**
   * Such as `https://s3.example.org`, behind which the name of the bucket is part of the path; or with `{bucket}` in the
   * name of the host, where it stands there: `https://{bucket}.s3.eu-central-1.amazonaws.com`.
   */
  endpoint: string;
  bucket: string;
  /** What the name of each file begins with; empty, or ending with a slash. */
  prefix: string;
  region: string;
  keys: { id: string; secret: string; session: string | undefined };
}

/** A file as the storage has it. */
export interface Stored {
  bytes: Buffer;
  /** Names its content, as the storage says it. */
  etag: string;
  /** How long ago it was written, by the clock of the storage, in ms. */
  age: number;
}

/** What a file must be for it to be written: as it was read, or not there at all. */
export type Condition = { is: string } | { is: 'absent' };

/** How writing ended: with the name of the content, or that something else stands there by now. */
export type Put = { etag: string } | { refused: 'changed' | 'unsupported' };

/** What is done with a bucket. Each throws a UserError where the storage refuses, or cannot be reached. */
export interface Bucket {
  /** The files below the prefix, each with its ETag. */
  list(): Promise<Map<string, string>>;
  /** @returns nothing where there is no such file. */
  get(file: string): Promise<Stored | undefined>;
  put(file: string, bytes: Buffer, headers?: Record<string, string>, condition?: Condition): Promise<Put>;
  remove(file: string): Promise<void>;
}

/** With what of the world a bucket is spoken to. */
interface Around {
  fetch: typeof fetch;
  wait(ms: number): Promise<void>;
  /** How long one answer is waited for, in ms. */
  patience?: number;
  /** How often it is asked for. */
  tries?: number;
}

/** The same unless it is said, and the pause before the second time, in ms. */
const PATIENCE = 60_000;
const TRIES = 4;
const PAUSE = 500;

interface Asked {
  method: string;
  path?: string;
  query?: Record<string, string>;
  headers?: Record<string, string>;
  body?: Buffer;
}

/** What stands in an endpoint where the name of the bucket is part of the name of the host. */
export const IN_HOST = '{bucket}';

/** A bucket at its place. */
export function bucketAt(
  given: BucketPlace,
  { fetch: ask, wait, patience = PATIENCE, tries: most = TRIES }: Around,
): Bucket {
  const isInHost = given.endpoint.includes(IN_HOST);
  const place = { ...given, endpoint: given.endpoint.replace(IN_HOST, given.bucket) };
  const once = async ({ method, path = '', query = {}, headers = {}, body }: Asked): Promise<Response> => {
    const parts = isInHost ? [path] : [place.bucket, path];
    const url = new URL(`${place.endpoint}/${parts.map(encodedPath).join('/')}`);
    for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
    const digest = createHash('sha256')
      .update(body ?? '')
      .digest('hex');
    const signed = await new AwsV4Signer({
      ...{ method, url: url.href, service: 's3', region: place.region },
      headers: { ...headers, 'x-amz-content-sha256': digest },
      accessKeyId: place.keys.id,
      secretAccessKey: place.keys.secret,
      ...(place.keys.session !== undefined && { sessionToken: place.keys.session }),
    }).sign();
    const answer = await ask(signed.url, {
      ...{ method, headers: signed.headers, redirect: 'error', cache: 'no-store' },
      signal: AbortSignal.timeout(patience),
      ...(body && { body: new Uint8Array(body) }),
    });
    // All of it, for a connection may be cut in the middle of an answer too.
    const bytes = await answer.arrayBuffer();
    return new Response(bytes.byteLength > 0 ? bytes : null, answer);
  };
  const asked = async (what: Asked): Promise<Response> => {
    for (let tries = 1; ; tries++) {
      const answer = await once(what).catch((error: Error) => error);
      const isToRepeat = answer instanceof Error || answer.status >= 500 || answer.status === 429;
      if (!isToRepeat || isUnsupported(answer)) return answer as Response;
      if (tries === most) {
        const why = answer instanceof Error ? whyOf(answer) : await reasonIn(answer);
        throw new UserError(`${place.endpoint} cannot be reached, or is in trouble: ${why}`);
      }
      await wait(PAUSE * 2 ** (tries - 1));
    }
  };
  const must = async (answer: Response): Promise<Response> => {
    if (answer.ok) return answer;
    throw new UserError(refusal(place, answer.status, await reasonIn(answer)));
  };

  return {
    list: async () => {
      const found = new Map<string, string>();
      for (let next: string | undefined; ; ) {
        const query: Record<string, string> = {
          'list-type': '2',
          ...(place.prefix && { prefix: place.prefix }),
          ...(next !== undefined && { 'continuation-token': next }),
        };
        const page = pageIn(await (await must(await asked({ method: 'GET', query }))).text());
        if (!page || (page.goesOn && (page.next === undefined || page.next === next)))
          throw new UserError(
            `${place.endpoint} does not say which files lie there, as S3 does (ListObjectsV2). Look whether that is the address of the storage itself, and whether it knows that request.`,
          );
        for (const [key, etag] of page.files) found.set(key.slice(place.prefix.length), etag);
        if (!page.goesOn) return found;
        next = page.next;
      }
    },
    get: async (file) => {
      const answer = await asked({ method: 'GET', path: place.prefix + file });
      if (answer.status === 404 && !/NoSuchBucket/.test(await answer.clone().text())) return undefined;
      await must(answer);
      return {
        bytes: Buffer.from(await answer.arrayBuffer()),
        etag: etagIn(answer),
        age: timeIn(answer, 'date') - timeIn(answer, 'last-modified'),
      };
    },
    put: async (file, bytes, headers = {}, condition) => {
      const answer = await asked({
        method: 'PUT',
        path: place.prefix + file,
        headers: { ...headers, ...conditional(condition), 'content-md5': md5(bytes, 'base64') },
        body: bytes,
      });
      if (condition && isUnsupported(answer)) return { refused: 'unsupported' };
      // 409: two such requests at one moment; 404: what was to be replaced is gone.
      if (condition && [404, 409, 412].includes(answer.status)) return { refused: 'changed' };
      await must(answer);
      return { etag: etagIn(answer) };
    },
    remove: async (file) => {
      const answer = await asked({ method: 'DELETE', path: place.prefix + file });
      if (answer.status !== 404) await must(answer);
    },
  };
}

/** What names the content of a file that was written in one piece. */
export function md5(bytes: Buffer, as: 'base64' | 'hex'): string {
  return createHash('md5').update(bytes).digest(as);
}

function conditional(condition: Condition | undefined): Record<string, string> {
  if (condition === undefined) return {};
  return condition.is === 'absent' ? { 'if-none-match': '*' } : { 'if-match': `"${condition.is}"` };
}

/** Storage that knows no conditions says so, or takes no notice of them. */
function isUnsupported(answer: Response | Error): boolean {
  return !(answer instanceof Error) && answer.status === 501;
}

function etagIn(answer: Response): string {
  return unquoted(answer.headers.get('etag') ?? '');
}

function timeIn(answer: Response, header: string): number {
  return Date.parse(answer.headers.get(header) ?? '');
}

function unquoted(etag: string): string {
  return etag.replace(/^(?:W\/)?"(.*)"$/, '$1');
}

/** As it is signed: each character that a name may hold and an address may not. */
function encodedPath(path: string): string {
  return encodeURIComponent(path)
    .replaceAll('%2F', '/')
    .replace(/[!'()*]/g, (one) => `%${one.charCodeAt(0).toString(16).toUpperCase()}`);
}

/** The reason that stands in an answer: a code, and a sentence. */
async function reasonIn(answer: Response): Promise<string> {
  const text = await answer.text().catch(() => '');
  const [code, message] = ['Code', 'Message'].map(
    (name) => new RegExp(`<${name}>([^<]*)</${name}>`).exec(text)?.[1],
  );
  return code === undefined ? `answer ${answer.status}` : `${code}: ${message ?? ''}`;
}

const REFUSED: Record<string, (place: BucketPlace) => string> = {
  NoSuchBucket: ({ bucket }) => `There is no bucket "${bucket}". Make it, or name another.`,
  SignatureDoesNotMatch: () => 'Look whether AWS_SECRET_ACCESS_KEY is whole.',
  InvalidAccessKeyId: () => 'Look whether AWS_ACCESS_KEY_ID is that of this storage.',
  AccessDenied: ({ bucket, prefix }) =>
    `These keys need s3:ListBucket for ${bucket}, and s3:GetObject, s3:PutObject and s3:DeleteObject for ${bucket}/${prefix}*.`,
  RequestTimeTooSkewed: () => 'The clock of this machine is wrong: set it.',
  AuthorizationHeaderMalformed: ({ region }) => `Look whether the bucket lies in the region "${region}".`,
  PermanentRedirect: ({ region }) => `Look whether the bucket lies in the region "${region}".`,
};

function refusal(place: BucketPlace, status: number, reason: string): string {
  const [code = ''] = reason.split(':', 1);
  const remedy = REFUSED[code]?.(place) ?? '';
  return `${place.endpoint} refuses (${status}, ${reason.replace(/[. ]+$/, '')}). ${remedy}`.trim();
}

/** One page of a list of files. */
interface Listed {
  files: [key: string, etag: string][];
  goesOn: boolean;
  /** What the next page is asked for with. */
  next: string | undefined;
}

/** @returns nothing where that is no such list: something else may stand before a storage, and answer in its place. */
function pageIn(xml: string): Listed | undefined {
  const root = rootIn(xml);
  if (root?.name !== 'ListBucketResult') return undefined;
  const parts = elementsOf(root);
  const text = (of: XmlElement[], name: string) => of.find((one) => one.name === name)?.text;
  return {
    files: parts
      .filter(({ name }) => name === 'Contents')
      .map((one) => elementsOf(one))
      .map((one) => [text(one, 'Key') ?? '', unquoted(text(one, 'ETag') ?? '')]),
    goesOn: text(parts, 'IsTruncated') === 'true',
    next: text(parts, 'NextContinuationToken') || undefined,
  };
}

function rootIn(xml: string): XmlElement | null {
  try {
    return parseXml(xml).root;
  } catch {
    return null;
  }
}

function elementsOf(element: XmlElement | null): XmlElement[] {
  return (element?.children ?? []).filter((one): one is XmlElement => one.type === 'element');
}
