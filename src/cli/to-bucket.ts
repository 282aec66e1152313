import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { printable } from '../domain/printable.ts';
import { UserError } from '../problems/errors.ts';
import type { Problem } from '../problems/index.ts';
import type { FarPlace } from '../release/beat.ts';
import { bucketAt, type BucketPlace, IN_HOST } from '../release/bucket.ts';
import { siteRead } from '../release/published.ts';
import type { Released } from '../release/release.ts';
import { goLiveIn, heartbeatIn, standingIn, write } from '../release/to-bucket.ts';
import type { Environment } from './command.ts';
import { type Deploying, type Deployment, deploy } from './deploying.ts';
import { FAR_VARIABLES } from './far.ts';
import { missingSetting, WrongCall, wrongSetting } from './parse.ts';
import { withWordOf } from './standing-word.ts';

/**
 * Puts a site live in a bucket: built and checked here, held to what is live there, and sent in an order in which no page
 * names what is not there.
 * @throws UserError if it does not go live, which says how far it came.
 */
export async function deployToBucket(deployment: Deployment, calling: Deploying): Promise<Released> {
  const { env, io, tell } = calling;
  const began = io.now();
  const place = bucketPlace(deployment, env);
  const bucket = bucketAt(place, { fetch: io.fetch, wait: (ms) => pause(ms) });
  const before = await standingIn(bucket);
  if (!deployment.anew && !before.isOurs && !before.isFree)
    throw new UserError(
      `${deployment.to} holds something else than a page of Nightlight. Name another prefix, or say --anew if it may be written over.`,
    );
  const room = await mkdtemp(join(tmpdir(), 'nightlight-'));
  try {
    const read = async (file: string) => before.files.get(file) ?? (await bucket.get(file))?.bytes;
    const published = before.isOurs ? siteRead(read, io.fetch) : deployment.published;
    const site = { ...deployment, published, to: join(room, 'live') };
    const released = await deploy(site, { ...calling, onLive: () => undefined });
    const sent = await goLiveIn(bucket, {
      folder: released.folder,
      before,
      anew: deployment.anew,
      heartbeat: (standing) => withWordOf(standing, released.folder, join(room, 'standing')),
      tell: (words) => tell(printable(words)),
    });
    const live = io.now();
    tell(
      printable(
        `Live after ${((live - began) / 1000).toFixed(1)} s: ${deployment.to}, of which ${sent} files were sent.`,
      ),
    );
    return { ...released, folder: deployment.to, live };
  } finally {
    await rm(room, { recursive: true, force: true });
  }
}

/**
 * The heartbeat of a page in a bucket, to be renewed.
 * @throws WrongCall where a setting is missing or wrong.
 */
export function heartbeatOfBucket(
  to: string,
  { env, io }: Pick<Deploying, 'env' | 'io'>,
  patience: number,
): FarPlace {
  const around = { fetch: io.fetch, wait: (ms: number) => pause(ms), patience: patience / 2, tries: 2 };
  const bucket = bucketAt(bucketPlace({ to }, env), around);
  return {
    name: to,
    read: () => heartbeatIn(bucket),
    write: (file, text) => write(bucket, file, Buffer.from(text)),
  };
}

/** @throws WrongCall where a setting is missing or wrong. */
function bucketPlace(
  { to, endpoint: said }: Pick<Deployment, 'to' | 'endpoint'>,
  env: Environment,
): BucketPlace {
  const [, bucket = '', path = ''] = /^s3:\/\/([a-z\d][a-z\d.-]{1,61}[a-z\d])(?:\/(.*))?$/.exec(to) ?? [];
  const endpoint = (said || env.AWS_ENDPOINT_URL_S3 || env.AWS_ENDPOINT_URL || '').replace(/\/+$/, '');
  const region = env.AWS_REGION || env.AWS_DEFAULT_REGION || (endpoint ? 'us-east-1' : '');
  const problems: Problem[] = [];
  if (bucket === '' || /(?:^|\/)\.{0,2}(?:\/|$)|[\p{Cc}?#%\\]/u.test(path.replace(/\/$/, '') || 'a'))
    problems.push(
      wrongSetting(
        { flag: '--to' },
        {
          found: to,
          expected: 's3://BUCKET, or s3://BUCKET/PREFIX',
          remedy:
            'Write the name of the bucket in small letters, and before each slash a name: s3://status/page',
        },
      ),
    );
  if (endpoint !== '' && !isEndpoint(endpoint))
    problems.push(
      wrongSetting(said ? { flag: '--endpoint' } : { variable: 'AWS_ENDPOINT_URL' }, {
        found: endpoint,
        expected: `an address such as https://s3.example.org, or https://${IN_HOST}.s3.example.org`,
        remedy: 'Write the whole address, with https:// before it.',
      }),
    );
  const [id = '', secret = ''] = [env.AWS_ACCESS_KEY_ID, env.AWS_SECRET_ACCESS_KEY];
  const needed = { AWS_ACCESS_KEY_ID: id, AWS_SECRET_ACCESS_KEY: secret, AWS_REGION: region };
  for (const [variable, value] of Object.entries(needed))
    if (value === '')
      problems.push(
        missingSetting(
          { variable },
          {
            expected: FAR_VARIABLES[variable as keyof typeof needed],
            remedy: 'Set it in the environment of this call, and nowhere that is committed.',
          },
        ),
      );
  if (problems.length > 0) throw new WrongCall(...problems);
  return {
    endpoint: endpoint || endpointOfAws(bucket, region),
    ...{ bucket, region },
    prefix: path === '' ? '' : `${path.replace(/\/$/, '')}/`,
    keys: { id, secret, session: env.AWS_SESSION_TOKEN || undefined },
  };
}

function endpointOfAws(bucket: string, region: string): string {
  // Its certificates are for one name before the rest.
  const before = bucket.includes('.') ? '' : `${IN_HOST}.`;
  return `https://${before}s3.${region}.amazonaws.com`;
}

/** The name of a bucket stands in the name of the host or behind it, and nowhere else. */
function isEndpoint(written: string): boolean {
  const isAddress = (text: string) =>
    /^https?:\/\/[^/?#@{}]+(?:\/[^?#{}]*)?$/.test(text) && URL.canParse(text);
  return isAddress(written.replace(`://${IN_HOST}.`, '://bucket.'));
}
