import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, afterEach, before, beforeEach, describe, test } from 'node:test';
import { UserError } from '../../src/problems/errors.ts';
import { bucketAt } from '../../src/release/bucket.ts';
import { goLiveIn, standingIn } from '../../src/release/to-bucket.ts';
import { BUCKET, KEYS, signatureOf, startStorage, type Storage } from '../s3.ts';

describe('the storage of the tests', () => {
  /** https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html, "Examples: Signature calculations" */
  const example = (url: string, range?: string) => ({
    method: 'GET',
    url,
    headers: {
      host: 'examplebucket.s3.amazonaws.com',
      ...(range && { range }),
      'x-amz-content-sha256': 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
      'x-amz-date': '20130524T000000Z',
      authorization: `AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request,SignedHeaders=host;${range ? 'range;' : ''}x-amz-content-sha256;x-amz-date,Signature=0`,
    },
  });
  const secret = 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY';

  test('signs as the examples of AWS do', () => {
    assert.equal(
      signatureOf(example('/test.txt', 'bytes=0-9'), secret),
      'f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41',
    );
    assert.equal(
      signatureOf(example('/?max-keys=2&prefix=J'), secret),
      '34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7',
    );
  });
});

describe('a page in storage that speaks S3', () => {
  const room = mkdtempSync(join(tmpdir(), 'nightlight-'));
  let storage: Storage;
  let count = 0;
  let told = '';
  before(async () => {
    storage = await startStorage();
  });
  beforeEach(() => {
    storage.objects.clear();
    storage.asked.length = 0;
    Object.assign(storage, { conditions: 'kept', before: () => undefined, ahead: 0 });
    told = '';
  });
  afterEach(() => assert.equal(storage.objects.has('page/.nightlight/lock.json'), false));
  after(async () => {
    await storage.close();
    rmSync(room, { recursive: true, force: true });
  });

  const bucket = (keys = { id: KEYS.AWS_ACCESS_KEY_ID, secret: KEYS.AWS_SECRET_ACCESS_KEY }) =>
    bucketAt(
      {
        ...{ endpoint: storage.endpoint, bucket: BUCKET, prefix: 'page/', region: 'eu-central-1' },
        keys: { ...keys, session: 'a session' },
      },
      { fetch, wait: async () => undefined },
    );
  /** A small release: a first page that names the others and what holds its look, each with the word in it. */
  const release = (word: string, pages: string[]) => {
    const folder = join(room, String(++count));
    const files: Record<string, string> = {
      [`_astro/${word}.css`]: word,
      'index.html': `${word} ${[...pages, `_astro/${word}.css`].map((page) => `href="${page}"`).join(' ')}`,
      'addresses.txt': pages.join('\n'),
      'versions.txt': '',
      'history.rss': `${word} ${pages.map((page) => `href="${page}"`).join(' ')}`,
      'robots.txt': 'always the same',
      'heartbeat.json': JSON.stringify({ build: word }),
      ...Object.fromEntries(pages.map((page) => [page, `${word} href="_astro/${word}.css"`])),
    };
    for (const [file, text] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, file)), { recursive: true });
      writeFileSync(join(folder, file), text);
    }
    return { folder, build: word, files };
  };
  const put = async (
    { folder, build }: Pick<ReturnType<typeof release>, 'folder' | 'build'>,
    heartbeat = async (_standing: string) => JSON.stringify({ build }),
  ) =>
    goLiveIn(bucket(), {
      ...{ folder, heartbeat, anew: false, before: await standingIn(bucket()) },
      tell: (words) => (told += words),
    });
  const text = (file: string) => storage.objects.get(`page/${file}`)?.bytes.toString();
  const present = () =>
    [...storage.objects.keys()].map((key) => key.slice('page/'.length)).filter((key) => key[0] !== '.');
  /** What a file there names that is not there. */
  const dangling = () =>
    present()
      .filter((file) => /\.(html|rss)$/.test(file))
      .flatMap((file) => [...(text(file) ?? '').matchAll(/href="([^"]+)"/g)].map(([, named = '']) => named))
      .filter((named) => text(named) === undefined);
  const PAGES = ['incidents/it’s+(a) & b/index.html', 'incidents/b/index.html'];

  test('is sent with its kinds and how long a cache may keep them, and only what changed is sent again', async () => {
    const first = release('one', PAGES);
    assert.equal(await put(first), Object.keys(first.files).length);
    assert.deepEqual(Object.fromEntries(present().map((file) => [file, text(file)])), first.files);
    const headers = (file: string) => storage.objects.get(`page/${file}`)?.headers;
    assert.deepEqual(headers('index.html'), {
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-cache',
    });
    assert.equal(headers('_astro/one.css')?.['cache-control'], 'public, max-age=31536000, immutable');
    assert.equal(headers('history.rss')?.['content-type'], 'application/rss+xml; charset=utf-8');
    assert.equal(await put(first), 1);
    assert.equal(told, '');
  });

  test('takes away what is printed no more, after the heartbeat; what a page holds its look in stays for one deploy', async () => {
    storage.objects.set('page/of-somebody-else.html', {
      ...{ bytes: Buffer.from('mine'), etag: '', modified: 0, headers: {} },
    });
    await put(release('one', PAGES));
    storage.asked.length = 0;
    await put(release('two', PAGES.slice(0, 1)));
    const [beat, gone] = ['PUT page/heartbeat.json', 'DELETE page/incidents/b/index.html'].map((one) =>
      storage.asked.indexOf(one),
    ) as [number, number];
    assert.ok(beat >= 0 && beat < gone, storage.asked.join('\n'));
    assert.equal(text('_astro/one.css'), 'one');
    await put(release('three', PAGES.slice(0, 1)));
    assert.equal(text('_astro/one.css'), undefined);
    assert.equal(text('_astro/two.css'), 'two');
    assert.equal(text('of-somebody-else.html'), 'mine');
  });

  test('names nothing that is not there wherever it is cut off, says so, and is whole after the next deploy', async () => {
    const [one, two] = [release('one', PAGES.slice(0, 1)), release('two', PAGES)];
    await put(one);
    const start = new Map(storage.objects);
    storage.asked.length = 0;
    await put(two);
    const steps = storage.asked.length;
    const [old, fresh] = PAGES;
    const order = [
      '_astro/two.css',
      fresh,
      'addresses.txt',
      'history.rss',
      old,
      'index.html',
      'heartbeat.json',
    ];
    assert.deepEqual(
      storage.asked.filter((one) => order.some((file) => one === `PUT page/${file}`)),
      order.map((file) => `PUT page/${file}`),
    );
    const end = new Set([...Object.keys(two.files), '_astro/one.css']);
    for (let step = 1; step <= steps; step++) {
      storage.objects.clear();
      for (const [key, object] of start) storage.objects.set(key, object);
      storage.asked.length = 0;
      storage.before = (_request, number) => number < step;
      const ended = await put(two).catch((error: Error) => error.message);
      storage.before = () => undefined;
      assert.deepEqual(dangling(), [], `step ${step}`);
      const isBeating = text('heartbeat.json') === two.files['heartbeat.json'];
      const isPage = text('index.html') === two.files['index.html'];
      if (isBeating) assert.ok(isPage, `step ${step}`);
      if (typeof ended === 'string') {
        assert.match(ended, /cannot be reached/);
        assert.equal(/The new page is live\./.test(ended), isBeating, `step ${step}: ${ended}`);
      }
      // The lock of one that was cut off is older than it may be by now.
      storage.ahead = 3_600_000;
      await put(two);
      storage.ahead = 0;
      assert.deepEqual(new Set([...present(), '_astro/one.css']), end, `step ${step}`);
      for (const [file, words] of Object.entries(two.files)) assert.equal(text(file), words, file);
    }
  });

  test('is taken by one of two deploys at a time; the other is told, and changes nothing', async () => {
    await put(release('one', PAGES));
    const two = release('two', PAGES);
    let other: unknown;
    storage.before = async (request) => {
      if (request !== 'PUT page/index.html') return undefined;
      storage.before = () => undefined;
      other = await put(release('three', PAGES)).catch((error: Error) => error.message);
      return undefined;
    };
    await put(two);
    assert.match(String(other), /Another deploy is going live there, and nothing was changed\./);
    assert.equal(text('heartbeat.json'), two.files['heartbeat.json']);
    assert.deepEqual(dangling(), []);
  });

  test('is not written over where another went live since it was looked at', async () => {
    await put(release('one', PAGES));
    const before = await standingIn(bucket());
    const two = release('two', PAGES);
    await put(two);
    const { folder } = release('three', PAGES);
    await assert.rejects(
      goLiveIn(bucket(), { folder, before, anew: false, heartbeat: async () => '', tell: () => undefined }),
      /Another deploy went live there while this one was made, and stays\./,
    );
    assert.equal(text('index.html'), two.files['index.html']);
  });

  test('does not go live where another has taken its right meanwhile, as while the machine slept', async () => {
    const one = release('one', PAGES);
    await put(one);
    const lock = 'page/.nightlight/lock.json';
    storage.before = (request) => {
      const held = storage.objects.get(lock);
      if (request === 'PUT page/index.html' && held)
        storage.objects.set(lock, { ...held, bytes: Buffer.from('{"by":"another"}'), etag: 'other' });
      return undefined;
    };
    await assert.rejects(put(release('two', PAGES)), /could not be renewed, and has lapsed\. Deploy again\./);
    assert.equal(text('heartbeat.json'), one.files['heartbeat.json']);
    assert.equal(storage.objects.get(lock)?.bytes.toString(), '{"by":"another"}');
    storage.objects.delete(lock);
  });

  test('sends nothing any more once it has said that it failed', async () => {
    const [first = '', ...others] = Array.from(
      { length: 40 },
      (_, number) => `incidents/${number}/index.html`,
    );
    const { folder } = release('one', [first, ...others]);
    const real = bucket();
    let underWay = 0;
    const failing: typeof real = {
      ...real,
      put: async (file, ...more) => {
        underWay++;
        try {
          if (file === first) throw new UserError('It refuses.');
          return await real.put(file, ...more);
        } finally {
          underWay--;
        }
      },
    };
    const standing = await standingIn(real);
    await assert.rejects(
      goLiveIn(failing, {
        ...{ folder, before: standing, anew: false, heartbeat: async () => '', tell: () => undefined },
      }),
      /^UserError: It refuses\.\nSome files of the new page may be there already/,
    );
    assert.equal(underWay, 0);
    assert.ok(others.filter((page) => text(page) === undefined).length > 20);
  });

  test('keeps the word that is given while the heartbeat is written', async () => {
    await put(release('one', PAGES));
    const standings: string[] = [];
    await put(release('two', PAGES), async (standing) => {
      standings.push(standing);
      if (standings.length === 1)
        await bucket().put('heartbeat.json', Buffer.from(JSON.stringify({ build: 'one', word: 'given' })));
      return JSON.stringify({ build: 'two', after: standing });
    });
    assert.equal(standings.length, 2);
    assert.match(text('heartbeat.json') ?? '', /given/);
  });

  for (const conditions of ['ignored', 'refused'] as const)
    test(`says where two deploys are not kept apart: conditions are ${conditions}`, async () => {
      storage.conditions = conditions;
      const one = release('one', PAGES);
      await put(one);
      assert.match(told, /two deploys at one moment are not kept apart here/);
      assert.deepEqual(Object.fromEntries(present().map((file) => [file, text(file)])), one.files);
    });

  test('goes on where an answer was lost, also that to the lock', async () => {
    const lost = new Set<string>();
    storage.before = (request) => {
      if (lost.has(request)) return undefined;
      lost.add(request);
      return false;
    };
    const one = release('one', PAGES);
    await put(one);
    assert.deepEqual(Object.fromEntries(present().map((file) => [file, text(file)])), one.files);
  });

  test('says what the storage refuses, and what to do', async () => {
    const wrong = bucket({ id: KEYS.AWS_ACCESS_KEY_ID, secret: 'another' });
    await assert.rejects(
      standingIn(wrong),
      /refuses \(403, SignatureDoesNotMatch: No\)\. Look whether AWS_SECRET_ACCESS_KEY is whole\./,
    );
    await assert.rejects(
      standingIn(bucket({ id: 'OTHER', secret: '' })),
      /InvalidAccessKeyId.*Look whether AWS_ACCESS_KEY_ID is that of this storage/,
    );
  });
});

describe('a storage', () => {
  const place = {
    ...{ endpoint: 'https://s3.example', bucket: BUCKET, prefix: '', region: 'eu-central-1' },
    keys: { id: 'KEY', secret: 'secret', session: undefined },
  };
  const answering = (answers: readonly (() => Response)[]) => {
    const left = [...answers];
    const last = answers.at(-1);
    return bucketAt(place, {
      fetch: async () => (left.shift() ?? last)?.() ?? Response.error(),
      wait: async () => undefined,
    });
  };
  /** An answer whose connection is cut in the middle. */
  const cut = () =>
    new Response(
      new ReadableStream({
        start: (controller) => {
          controller.enqueue(Buffer.from('<ListBu'));
          controller.error(new TypeError('terminated'));
        },
      }),
    );
  const listing = (words: string) => () => new Response(`<ListBucketResult>${words}</ListBucketResult>`);

  test('is asked again where its answer was cut off in the middle, and in words where each is', async () => {
    const whole = listing('<Contents><Key>a</Key><ETag>"1"</ETag></Contents>');
    assert.deepEqual([...(await answering([cut, whole]).list())], [['a', '1']]);
    await assert.rejects(answering([cut]).list(), {
      name: 'UserError',
      message: 'https://s3.example cannot be reached, or is in trouble: terminated',
    });
  });

  test('is not taken for empty where something else answers, or where its list ends before it is whole', async () => {
    for (const answer of [
      () => new Response('<html><body>Sign in to this network<br></html>'),
      () => new Response('<html/>'),
      () => new Response('{}'),
      listing('<IsTruncated>true</IsTruncated><NextMarker>a</NextMarker>'),
      listing('<IsTruncated>true</IsTruncated><NextContinuationToken>a</NextContinuationToken>'),
    ])
      await assert.rejects(answering([answer]).list(), {
        name: 'UserError',
        message: /^https:\/\/s3\.example does not say which files lie there, as S3 does \(ListObjectsV2\)\. /,
      });
  });
});
