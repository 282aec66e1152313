import type { Reply, Seen, Vendor } from './service.ts';

export interface Graph extends Vendor {
  /** What stands on the account: the words of each. */
  readonly posts: { id: string; words: string; link?: string; image?: string; alt?: string; at: string }[];
  readonly containers: Map<string, { fields: URLSearchParams; state: string; looks: number }>;
  /** Of whom the token is. */
  me: { id: string; name: string };
  /** How many looks a container takes to be ready, and what it is then. */
  ready: { after: number; as: string };
  quota: { used: number; total: number };
  /** An error of the given code to every post. */
  code: number | undefined;
}

const TROUBLES: Vendor['troubles'] = {
  'too many': {
    status: 403,
    headers: {
      'x-business-use-case-usage': JSON.stringify({
        '9': [{ type: 'pages', estimated_time_to_regain_access: 7 }],
      }),
    },
    body: { error: { message: '(#32) Page request limit reached', type: 'OAuthException', code: 32 } },
  },
  broken: { status: 500, body: { error: { message: 'An unknown error occurred', code: 1 } } },
  refusing: failed(190, 'Error validating access token: the session has been invalidated', 401),
};

/**
 * The Graph API with one page and one account of Instagram, both of the id 42:
 * https://developers.facebook.com/docs/pages-api/posts and
 * https://developers.facebook.com/docs/instagram-platform/content-publishing
 */
export function graphApi(token: string): Graph {
  const graph: Graph = {
    posts: [],
    containers: new Map(),
    me: { id: '42', name: 'Sharing status' },
    ready: { after: 0, as: 'FINISHED' },
    quota: { used: 0, total: 50 },
    code: undefined,
    tells: ({ method, path }) => method === 'POST' && !path.endsWith('/media'),
    troubles: TROUBLES,
    answer: (seen) => {
      if (seen.headers.authorization !== `Bearer ${token}`)
        return failed(190, 'Invalid OAuth access token', 401);
      if (seen.query.has('access_token')) return failed(100, 'a token in an address');
      const path = /^\/v\d+\.\d\/(.*)$/.exec(seen.path)?.[1] ?? '';
      return seen.method === 'POST' ? post(path, seen) : read(path);
    },
  };
  return graph;

  function read(path: string): Reply {
    if (path === 'me') return { body: graph.me };
    if (path === '42/feed')
      return { body: { data: graph.posts.map(({ id, words }) => ({ id, message: words })) } };
    if (path === '42/media')
      return {
        body: { data: graph.posts.map(({ id, words, at }) => ({ id, caption: words, timestamp: at })) },
      };
    if (path === '42/content_publishing_limit')
      return {
        body: { data: [{ quota_usage: graph.quota.used, config: { quota_total: graph.quota.total } }] },
      };
    const container = graph.containers.get(path);
    if (!container) return failed(100, 'Unsupported get request', 404);
    if (container.state === 'IN_PROGRESS' && container.looks++ >= graph.ready.after)
      container.state = graph.ready.as;
    return { body: { id: path, status_code: container.state } };
  }

  function post(path: string, { bytes, headers }: Seen): Reply {
    if (headers['content-type'] !== 'application/x-www-form-urlencoded') return failed(100, 'no form');
    if (graph.code !== undefined) return failed(graph.code, 'as the test asked');
    const fields = new URLSearchParams(bytes.toString());
    if (path === '42/feed') return onFeed(fields);
    if (path === '42/media') return contained(fields);
    if (path === '42/media_publish') return publish(fields.get('creation_id') ?? '');
    return failed(100, 'Unsupported post request', 404);
  }

  function onFeed(fields: URLSearchParams): Reply {
    const words = fields.get('message') ?? '';
    if (words === '' || words.length > 63_206) return failed(100, 'The message is too long, or none');
    if (graph.posts.at(-1)?.words === words) return failed(506, 'Duplicate status message');
    return added({ words, link: fields.get('link') ?? '' });
  }

  function contained(fields: URLSearchParams): Reply {
    const [image = '', caption = ''] = ['image_url', 'caption'].map((name) => fields.get(name) ?? '');
    if (!/^https:\/\/\S+\.jpe?g$/.test(image))
      return failed(9004, 'The media could not be fetched from this URI');
    if (caption.length > 2200) return failed(2207010, 'The caption is too long');
    const id = `c-${graph.containers.size + 1}`;
    graph.containers.set(id, { fields, state: 'IN_PROGRESS', looks: 0 });
    return { body: { id } };
  }

  function publish(id: string): Reply {
    const container = graph.containers.get(id);
    if (container?.state !== 'FINISHED') return failed(9007, 'The media is not ready to be published');
    container.state = 'PUBLISHED';
    const { fields } = container;
    return added({
      words: fields.get('caption') ?? '',
      image: fields.get('image_url') ?? '',
      alt: fields.get('alt_text') ?? '',
    });
  }

  function added(one: Omit<Graph['posts'][number], 'id' | 'at'>): Reply {
    const id = `42_${graph.posts.length + 1}`;
    // As Meta writes it.
    graph.posts.push({ id, at: new Date().toISOString().replace(/\.\d+Z$/, '+0000'), ...one });
    return { body: { id } };
  }
}

function failed(code: number, message: string, status = 400): Reply {
  return { status, body: { error: { message, type: 'OAuthException', code, fbtrace_id: 'x' } } };
}
