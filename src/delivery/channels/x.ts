import {
  type ITwitterApiClientPlugin,
  type TweetV2,
  TwitterApi,
  type TwitterApiTokens,
} from 'twitter-api-v2';
import { isoSeconds } from '../../domain/time.ts';
import {
  type Around,
  type Attempt,
  type Channel,
  type Content,
  type Outcome,
  variableOf,
} from '../channel.ts';
import { inThread, publicChannel, serviceProblem, type Talk, type Way } from '../public-channel.ts';
import { secretsOf } from '../secrets.ts';
import { X } from '../../publications/messages/measure-of-x.ts';
import { type Answer, jsonOf, type Service, textAt } from '../wire.ts';
import { isSaidBy, unescaped } from './compare.ts';
import type { DeliveryConfig } from './index.ts';
import { postFor } from './words.ts';

type Account = DeliveryConfig['x'][number];

const KEYS =
  'Make an app at https://console.x.com, give it the permission "Read and write", and only then make its keys and tokens: older tokens keep the permission they had.';

/** So many of the account's own posts are looked through for one that may have arrived. Each that is read is paid for. */
const LOOKED_AT = 10;

/** So long a post may take to be seen by a reader, in ms: what is not there before that may still come. */
const SETTLED = 60_000;

/** A post that was refused as a duplicate may be so old, in ms. */
const AS_OLD_AS = 86_400_000;

/** Accounts on X, which is paid by use. https://docs.x.com/x-api/posts/create-post */
export async function xChannels({ x }: Pick<DeliveryConfig, 'x'>, around: Around): Promise<Channel[]> {
  return x.map((account) => publicChannel(wayOf(account, around), around));
}

function wayOf({ name, language, link, price, priceWithLink, mostADay }: Account, around: Around): Way {
  const secrets = secretsOf(around, name, {
    API_KEY: { is: 'the key of the app (OAuth 1.0a)', from: KEYS },
    API_SECRET: { is: 'the secret of the app', from: KEYS },
    ACCESS_TOKEN: { is: 'the access token of the account', from: KEYS },
    ACCESS_SECRET: { is: 'the secret of that token', from: KEYS },
  });
  const { API_KEY, API_SECRET, ACCESS_TOKEN, ACCESS_SECRET } = secrets.of;
  const tokens = {
    appKey: API_KEY,
    appSecret: API_SECRET,
    accessToken: ACCESS_TOKEN,
    accessSecret: ACCESS_SECRET,
  };
  const postOf = (content: Content) => postFor(content, { ...X, withLink: link });
  let user: string | undefined;
  const ownId = async (talk: Talk) => {
    user ??= (await talk.before(() => clientOf(tokens, talk).v2.me())).data.id;
    return user;
  };
  return {
    kind: 'x',
    name,
    language,
    service: serviceOf(name),
    secrets,
    idempotent: false,
    budget: {
      aDay: mostADay,
      costOf: ({ content }) => (postOf(content).links.length > 0 ? priceWithLink : price),
    },
    print: ({ content }) => postOf(content).text,
    tell: async ({ content, earlier }, talk) => {
      const { text } = postOf(content);
      const post = (replyTo: string | undefined) =>
        talk.telling(() =>
          clientOf(tokens, talk).v2.tweet({
            text,
            ...(replyTo !== undefined && { reply: { in_reply_to_tweet_id: replyTo } }),
          }),
        );
      const { data } = await inThread(earlier, post, isReplyToNothing);
      return { kind: 'sent', receipt: data.id };
    },
    look: async (attempt, talk) => {
      const id = await ownId(talk);
      const posts = await talk.before(() => ownPosts(clientOf(tokens, talk), id, attempt));
      const { text } = postOf(attempt.content);
      return lookedUp(
        posts.find((post) => isSaidBy(text, wordsOf(post))),
        attempt,
        around,
      );
    },
    probe: async (talk) => {
      let level: string | undefined;
      await talk.before(() =>
        clientOf(tokens, talk, (headers) => {
          level = headers.get('x-access-level') ?? undefined;
        }).v2.me(),
      );
      if (level !== 'read') return [];
      return [
        serviceProblem(serviceOf(name), 'service-refuses', {
          found: 'a token that may only read',
          expected: 'a token that may read and write',
          remedy: KEYS,
        }),
      ];
    },
  };
}

function serviceOf(name: string): Service {
  return {
    called: 'X',
    address: 'https://api.x.com',
    remedy: ({ status }) => {
      if (status === 401)
        return `${variableOf(name, 'API_KEY')} and the three beside it do not belong together, or have ended. ${KEYS}`;
      if (status === 402) return 'The credits are used up: buy some at https://console.x.com.';
      if (status === 403) return `The app may not post. ${KEYS}`;
      return 'Look at what it says, and tell us: what was sent should have been taken.';
    },
    ending: (answer) =>
      // It is refused because the same words are there already: perhaps ours, of an attempt that nobody saw the end of.
      answer.status === 403 && /duplicate content/i.test(detailOf(answer))
        ? { kind: 'unknown', reason: 'X says that the account has posted these words already' }
        : undefined,
    // Seconds since 1970: https://docs.x.com/x-api/fundamentals/rate-limits
    after: ({ headers }) => {
      const until = Number(headers.get('x-rate-limit-reset') ?? Number.NaN) * 1000;
      const now = Date.parse(headers.get('date') ?? '');
      return Number.isNaN(until - now) || headers.has('retry-after') ? undefined : until - now;
    },
  };
}

function detailOf(answer: Answer): string {
  return textAt(jsonOf(answer), 'detail') ?? '';
}

function isReplyToNothing(answer: Answer): boolean {
  return (
    [400, 403].includes(answer.status) && /reply to a (?:tweet|post) that is deleted/i.test(detailOf(answer))
  );
}

async function ownPosts(client: TwitterApi, id: string, { began }: Attempt): Promise<TweetV2[]> {
  const { data } = await client.v2
    .get<{ data?: TweetV2[] }>(`users/${id}/tweets`, {
      max_results: LOOKED_AT,
      start_time: isoSeconds(began - AS_OLD_AS),
      'tweet.fields': 'created_at,entities,note_tweet',
    })
    .then((page) => ({ data: page.data ?? [] }));
  return data;
}

/** The words as they were posted: in what is read back links are shortened and three letters are entities. */
function wordsOf({ text, entities }: TweetV2): string {
  const urls = entities?.urls ?? [];
  return unescaped(urls.reduce((words, { url, expanded_url }) => words.replaceAll(url, expanded_url), text));
}

function lookedUp(post: TweetV2 | undefined, { ended }: Attempt, { now }: Pick<Around, 'now'>): Outcome {
  if (post) return { kind: 'sent', receipt: post.id };
  if (now() - ended < SETTLED) return { kind: 'unknown', reason: 'it is not on the account yet' };
  return { kind: 'later', reason: 'it is not on the account' };
}

/** The client signs and knows the types; what it would send goes over a line of ours, which is bounded. */
function clientOf(
  tokens: TwitterApiTokens,
  talk: Talk,
  heard: (headers: Headers) => void = () => undefined,
): TwitterApi {
  const overLine: ITwitterApiClientPlugin = {
    onBeforeRequestConfig: async ({ client, params }) => {
      // biome-ignore lint/complexity/useLiteralKeys: what signs a request is not public, and there is no other way to it.
      const { url, method, headers, body } = client['getHttpRequestArgs'](params);
      const answer = await talk.ask(url, { method, headers, ...(typeof body === 'string' && { body }) });
      heard(answer.headers);
      return { headers: {}, data: JSON.parse(answer.text) };
    },
  };
  return new TwitterApi(tokens, { plugins: [overLine] });
}
