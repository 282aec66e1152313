import { createHmac } from 'node:crypto';
import twitter from 'twitter-text';
import { textAt } from '../../../src/delivery/wire.ts';
import type { Reply, Seen, Vendor } from './service.ts';

export interface Keys {
  key: string;
  secret: string;
  token: string;
  tokenSecret: string;
}

export interface Timeline extends Vendor {
  readonly posts: { id: string; said: string; replyTo: string | undefined }[];
  level: 'read' | 'read-write';
  credits: boolean;
}

/** One account on X, as https://docs.x.com/x-api/posts/create-post describes it. It checks each signature. */
export function timeline(keys: Keys): Timeline {
  const service: Timeline = {
    posts: [],
    level: 'read-write',
    credits: true,
    tells: ({ method }) => method === 'POST',
    troubles: {
      'too many': {
        status: 429,
        headers: { 'x-rate-limit-reset': String(Math.floor(Date.now() / 1000) + 60) },
        body: { title: 'Too Many Requests', detail: 'Too Many Requests', status: 429 },
      },
      broken: { status: 500, body: { title: 'Internal Server Error', status: 500 } },
      refusing: { status: 401, body: { title: 'Unauthorized', detail: 'Unauthorized', status: 401 } },
    },
    answer: (seen) => {
      const headers = { 'x-access-level': service.level };
      if (!isSigned(seen, keys))
        return { status: 401, body: { title: 'Unauthorized', detail: 'Unauthorized' } };
      if (seen.path === '/2/users/me') return { headers, body: { data: { id: '7', username: 'status' } } };
      if (seen.path === '/2/users/7/tweets')
        return { headers, body: { data: service.posts.toReversed().map(read) } };
      if (seen.path === '/2/tweets' && seen.method === 'POST') return post(seen);
      return { status: 404, body: { title: 'Not Found' } };
    },
  };
  return service;

  function post({ json }: Seen): Reply {
    const said = textAt(json, 'text') ?? '';
    const replyTo = textAt(json, 'reply', 'in_reply_to_tweet_id');
    if (!service.credits)
      return refused(402, 'Your account does not have any credits to fulfill this request.');
    if (service.level === 'read')
      return refused(403, 'Your client app is not configured with the appropriate permissions.');
    if (!twitter.parseTweet(said).valid) return refused(400, 'Your Tweet text is too long.');
    if (service.posts.some((one) => one.said === said))
      return refused(403, 'You are not allowed to create a Tweet with duplicate content.');
    if (replyTo !== undefined && !service.posts.some(({ id }) => id === replyTo))
      return refused(403, 'You attempted to reply to a Tweet that is deleted or not visible to you.');
    const id = `${1000 + service.posts.length}`;
    service.posts.push({ id, said, replyTo });
    return { status: 201, body: { data: { id, text: read({ id, said }).text } } };
  }
}

function refused(status: number, detail: string): Reply {
  return { status, body: { title: 'Forbidden', detail, status } };
}

/** What is read back: links are shortened, and three letters are entities. */
function read({ id, said }: { id: string; said: string }) {
  const urls = [...said.matchAll(/https?:\/\/\S+/g)].map(([expanded_url], index) => ({
    url: `https://t.co/abcdefgh${index}`,
    expanded_url,
  }));
  const text = urls.reduce((words, { url, expanded_url }) => words.replace(expanded_url, url), said);
  return {
    id,
    text: text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;'),
    entities: { urls },
  };
}

/** OAuth 1.0a (RFC 5849, 3.4), for requests whose body is JSON and therefore not signed. */
function isSigned(
  { method, path, query, headers }: Seen,
  { key, secret, token, tokenSecret }: Keys,
): boolean {
  const given = new Map(
    [...(headers.authorization ?? '').matchAll(/(\w+)="([^"]*)"/g)].map(([, name = '', value = '']) => [
      name,
      decodeURIComponent(value),
    ]),
  );
  if (given.get('oauth_consumer_key') !== key || given.get('oauth_token') !== token) return false;
  const all = [...[...given].filter(([name]) => name !== 'oauth_signature'), ...query];
  const parameters = all
    .map(([name, value]) => `${encoded(name)}=${encoded(value)}`)
    .toSorted()
    .join('&');
  const base = [method, `https://api.x.com${path}`, parameters].map(encoded).join('&');
  const signature = createHmac('sha1', `${encoded(secret)}&${encoded(tokenSecret)}`)
    .update(base)
    .digest('base64');
  return given.get('oauth_signature') === signature;
}

function encoded(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (letter) => `%${letter.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}
