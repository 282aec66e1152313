import { createHash } from 'node:crypto';
import { Agent, type AtpSessionData, type BlobRef, CredentialSession } from '@atproto/api';
import type { Problem } from '../../problems/index.ts';
import { BLUESKY, type Post } from '../../publications/messages/index.ts';
import type { Around, Channel, Content, Outcome, Outgoing } from '../channel.ts';
import { answerOf, publicChannel, serviceProblem, type Talk, type Way } from '../public-channel.ts';
import { secretsOf } from '../secrets.ts';
import type { Service } from '../wire.ts';
import type { DeliveryConfig } from './index.ts';
import { postFor } from './words.ts';

type Account = DeliveryConfig['bluesky'][number];

const COLLECTION = 'app.bsky.feed.post';

/** The largest picture a post takes, in bytes: what every server takes, though newer ones take two million. */
const LARGEST = 1_000_000;

/** A picture is worth so long a wait, in ms: the words are not late for it. */
const PATIENCE = 5_000;

/**
 * Accounts on Bluesky. A post is put under a key of our own choice, so that the same message put twice is one.
 * https://docs.bsky.app/docs/advanced-guides/posts
 */
export async function blueskyChannels(
  { bluesky }: Pick<DeliveryConfig, 'bluesky'>,
  around: Around,
): Promise<Channel[]> {
  return bluesky.map((account) => publicChannel(wayOf(account, around), around));
}

function wayOf({ name, language, service: address }: Account, around: Around): Way {
  const secrets = secretsOf(around, name, {
    HANDLE: {
      is: 'status.example.org',
      from: 'It is the handle of the account, without the @.',
      open: true,
    },
    APP_PASSWORD: {
      is: 'an app password, such as xxxx-xxxx-xxxx-xxxx',
      from: 'Make one in the app, at "Settings", "Privacy and security", "App passwords"; never use the password of the account.',
    },
  });
  const service = serviceAt(address, name);
  const account = signedIn(address, { identifier: secrets.of.HANDLE, password: secrets.of.APP_PASSWORD });
  return {
    kind: 'bluesky',
    name,
    language,
    service,
    secrets,
    idempotent: true,
    print: ({ content }) => postFor(content, BLUESKY).text,
    tell: async (outgoing, talk) => {
      const put = async () => {
        const agent = await talk.before(() => account.agent(talk));
        const post = postFor(outgoing.content, BLUESKY);
        const embed = await embedOf(post, outgoing.content, agent, talk);
        const record = recordOf(outgoing, post, embed);
        const key = { repo: agent.assertDid, collection: COLLECTION, rkey: keyOf(outgoing) };
        const { data } = await talk.telling(() => agent.com.atproto.repo.putRecord({ ...key, record }));
        return sentAs(data, outgoing.earlier);
      };
      const isOld = account.isSignedIn();
      try {
        return await put();
      } catch (error) {
        // A session that was kept may have ended, or been taken back: then nothing was taken, and a new one may do.
        const status = answerOf(error)?.status;
        if (!isOld || (status !== 400 && status !== 401)) throw error;
        account.forget();
        return put();
      }
    },
    probe: async (talk) => {
      account.forget();
      const agent = await talk.before(() => account.agent(talk));
      const { data } = await talk.before(() => agent.com.atproto.server.getSession());
      return data.active === false ? [inactive(service, data.status)] : [];
    },
  };
}

function serviceAt(address: string, name: string): Service {
  return {
    called: 'Bluesky',
    address,
    remedy: ({ status }) =>
      status === 401
        ? `Look at ${name} in the app: whether its handle is what the variable says, and whether the app password is still listed there. If not, make a new one.`
        : 'Look at what it says, and tell us: what was sent should have been taken.',
    // It says when the window ends, in seconds since 1970: https://docs.bsky.app/docs/advanced-guides/rate-limits
    after: ({ headers }) => {
      const until = Number(headers.get('ratelimit-reset') ?? Number.NaN) * 1000;
      const now = Date.parse(headers.get('date') ?? '');
      return Number.isNaN(until - now) || headers.has('retry-after') ? undefined : until - now;
    },
  };
}

/**
 * Signs in where nobody is: an account may do so 300 times a day, so a session is kept for the life of the process
 * and renewed by its client.
 */
function signedIn(address: string, login: { identifier: string; password: string }) {
  let kept: { session: AtpSessionData; pdsUrl: URL | undefined } | undefined;
  const agent = async (talk: Talk): Promise<Agent> => {
    const manager: CredentialSession = new CredentialSession(
      new URL(address),
      talk.fetch,
      (_event, session) => {
        kept = session && { session, pdsUrl: manager.pdsUrl };
      },
    );
    if (kept) {
      manager.session = kept.session;
      if (kept.pdsUrl) manager.pdsUrl = kept.pdsUrl;
    } else {
      await manager.login(login);
    }
    return new Agent(manager);
  };
  const forget = () => {
    kept = undefined;
  };
  return { agent, forget, isSignedIn: () => kept !== undefined };
}

/** The picture, with what it says for those who do not see it; else a card with the title that leads to the page. */
async function embedOf(post: Post, content: Content, agent: Agent, talk: Talk): Promise<object> {
  const image = post.image && (await uploaded(post.image.url, agent, talk));
  if (post.image && image) {
    const { alt, width, height } = post.image;
    return { $type: 'app.bsky.embed.images', images: [{ image, alt, aspectRatio: { width, height } }] };
  }
  const [uri, title, description] =
    content.kind === 'update'
      ? [content.told.url, content.told.title, content.told.site.name]
      : [content.site.url, content.site.name, content.site.service];
  return { $type: 'app.bsky.embed.external', external: { uri, title, description } };
}

/** A picture that cannot be had in time is left out: the words go out without it. */
async function uploaded(url: string, agent: Agent, talk: Talk): Promise<BlobRef | undefined> {
  try {
    const picture = await talk.ask(url, { signal: AbortSignal.timeout(PATIENCE) });
    const encoding = picture.headers.get('content-type') ?? '';
    if (!encoding.startsWith('image/') || picture.bytes.length >= LARGEST) return undefined;
    const { data } = await agent.uploadBlob(picture.bytes, { encoding });
    return data.blob;
  } catch {
    return undefined;
  }
}

function recordOf({ content, earlier }: Outgoing, { text, links, language }: Post, embed: object) {
  const reply = earlier === undefined ? undefined : repliesTo(earlier);
  return {
    $type: COLLECTION,
    text,
    langs: [language],
    facets: links.map(({ start, end, url }) => ({
      index: { byteStart: bytesIn(text.slice(0, start)), byteEnd: bytesIn(text.slice(0, end)) },
      features: [{ $type: 'app.bsky.richtext.facet#link', uri: url }],
    })),
    embed,
    ...(reply && { reply }),
    createdAt: new Date(instantOf(content)).toISOString(),
  };
}

/** Facets count the bytes of UTF-8. */
function bytesIn(text: string): number {
  return Buffer.byteLength(text);
}

/** What is said about: the same for each attempt, so that a repeated record is the same to the byte. */
function instantOf(content: Content): number {
  return content.kind === 'update' ? Date.parse(content.told.published) : content.since;
}

const SORTED = '234567abcdefghijklmnopqrstuvwxyz';

/**
 * The record's key, which posts want as a TID: microseconds and ten bits more, in letters that sort by time
 * (https://atproto.com/specs/tid). The seconds are when it was published, the rest is made from the message's key.
 */
function keyOf({ key, content }: Outgoing): string {
  const digest = createHash('sha256').update(key).digest();
  const second = BigInt(Math.max(0, Math.floor(instantOf(content) / 1000)));
  const micros = second * 1_000_000n + BigInt(digest.readUInt32BE(0) % 1_000_000);
  let rest = (micros << 10n) | BigInt(digest.readUInt16BE(4) & 0x3ff);
  let letters = '';
  for (let place = 0; place < 13; place++) {
    letters = `${SORTED[Number(rest & 31n)]}${letters}`;
    rest >>= 5n;
  }
  return letters;
}

/** `uri cid` of a post, and those of the post that its thread begins with. */
function sentAs({ uri, cid }: { uri: string; cid: string }, earlier: string | undefined): Outcome {
  const root = earlier === undefined ? undefined : repliesTo(earlier)?.root;
  return { kind: 'sent', receipt: [uri, cid, root?.uri ?? uri, root?.cid ?? cid].join(' ') };
}

function repliesTo(earlier: string) {
  const [uri, cid, rootUri, rootCid] = earlier.split(' ');
  if (!uri || !cid || !rootUri || !rootCid) return undefined;
  return { root: { uri: rootUri, cid: rootCid }, parent: { uri, cid } };
}

function inactive(service: Service, status: string | undefined): Problem {
  return serviceProblem(service, 'service-refuses', {
    found: `an account that is not active${status ? ` (${status})` : ''}`,
    expected: 'an account that can post',
    remedy: 'Sign in to it in the app: what it has to do stands there.',
  });
}
