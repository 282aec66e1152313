import { textAt } from '../../../src/delivery/wire.ts';
import { graphemesIn } from '../../../src/publications/messages/measures.ts';
import type { Reply, Seen, Vendor } from './service.ts';

interface Status {
  id: string;
  content: string;
  in_reply_to_id: string | null;
  language: string;
}

export interface Instance extends Vendor {
  readonly statuses: Status[];
  scopes: string[];
  limit: number;
  /** An hour goes by: keys are forgotten. */
  forgetKeys(): void;
}

/** One account on an instance, as https://docs.joinmastodon.org/methods/statuses/ describes it. */
export function mastodonInstance(token: string): Instance {
  const keys = new Map<string, Status>();
  const instance: Instance = {
    statuses: [],
    scopes: ['read', 'write:statuses'],
    limit: 500,
    forgetKeys: () => keys.clear(),
    tells: ({ method }) => method === 'POST',
    troubles: {
      'too many': {
        status: 429,
        headers: { 'X-RateLimit-Reset': new Date(Date.now() + 60_000).toISOString() },
        body: { error: 'Too many requests' },
      },
      broken: { status: 500, body: '<html><title>We are sorry</title></html>' },
      refusing: { status: 401, body: { error: 'The access token was revoked' } },
    },
    answer: (seen) => {
      if (seen.path === '/api/v2/instance') return { body: { configuration: limits() } };
      if (seen.headers.authorization !== `Bearer ${token}`)
        return { status: 401, body: { error: 'The access token is invalid' } };
      if (seen.path === '/api/v1/accounts/verify_credentials')
        return { body: { id: '1', username: 'status' } };
      if (seen.path === '/api/v1/apps/verify_credentials')
        return { body: { name: 'Status', scopes: instance.scopes } };
      if (seen.path === '/api/v1/accounts/1/statuses')
        return { body: instance.statuses.toReversed().slice(0, 40) };
      if (seen.path === '/api/v1/statuses' && seen.method === 'POST') return post(seen);
      return { status: 404, body: { error: 'Record not found' } };
    },
  };
  return instance;

  function limits() {
    return { statuses: { max_characters: instance.limit, characters_reserved_per_url: 23 } };
  }

  function post({ json, headers }: Seen): Reply {
    const key = String(headers['idempotency-key']);
    const before = keys.get(key);
    if (before) return { body: before };
    const [text = '', replyTo, language = ''] = ['status', 'in_reply_to_id', 'language'].map((one) =>
      textAt(json, one),
    );
    if (text === '') return { status: 422, body: { error: "Validation failed: Text can't be blank" } };
    if (graphemesIn(text.replace(/https?:\/\/\S+/g, 'x'.repeat(23))) > instance.limit)
      return {
        status: 422,
        body: { error: `Validation failed: Text character limit of ${instance.limit} exceeded` },
      };
    if (!/^[a-z]{2}$/.test(language)) return { status: 422, body: { error: 'Validation failed: language' } };
    if (replyTo && !instance.statuses.some(({ id }) => id === replyTo))
      return { status: 404, body: { error: 'Record not found' } };
    const status = {
      id: `${instance.statuses.length + 1}`,
      content: asHtml(text),
      in_reply_to_id: replyTo ?? null,
      language,
    };
    instance.statuses.push(status);
    keys.set(key, status);
    return { body: status };
  }
}

/** Paragraphs, line breaks, and links that show a part of themselves, as an instance lays them out. */
function asHtml(text: string): string {
  const escaped = text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll("'", '&#39;');
  const linked = escaped.replace(
    /(https?:\/\/)(\S{0,30})(\S*)/g,
    '<a href="$1$2$3" rel="nofollow"><span class="invisible">$1</span><span class="ellipsis">$2</span><span class="invisible">$3</span></a>',
  );
  return linked
    .split('\n\n')
    .map((part) => `<p>${part.replaceAll('\n', '<br />')}</p>`)
    .join('');
}
