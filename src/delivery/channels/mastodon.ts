import type { mastodon } from 'masto';
import { createActionProxy, HttpActionDispatcher } from 'masto/adapters/action/index.js';
import { HttpActionDispatcherHookMastodon } from 'masto/adapters/action/dispatcher-http-hook-mastodon.js';
import { HttpConfigImpl } from 'masto/adapters/config/index.js';
import { BaseHttp } from 'masto/adapters/http/index.js';
import { SerializerNativeImpl } from 'masto/adapters/serializers/index.js';
import type { HttpRequestParams, HttpResponse } from 'masto/interfaces/index.js';
import type { Problem } from '../../problems/index.ts';
import { MASTODON, type Measure } from '../../publications/messages/index.ts';
import type { Around, Channel } from '../channel.ts';
import { inThread, publicChannel, serviceProblem, type Talk, type Way } from '../public-channel.ts';
import { secretsOf } from '../secrets.ts';
import type { Service } from '../wire.ts';
import { isSaidBy, wordsOfHtml } from './compare.ts';
import type { DeliveryConfig } from './index.ts';
import { postFor } from './words.ts';

type Account = DeliveryConfig['mastodon'][number];

/** How many of the account's own posts are looked through for one that may have arrived; an answer has no more. */
const LOOKED_AT = 40;

/** Accounts on Mastodon, and on what speaks like it. https://docs.joinmastodon.org/methods/statuses/ */
export async function mastodonChannels(
  { mastodon }: Pick<DeliveryConfig, 'mastodon'>,
  around: Around,
): Promise<Channel[]> {
  return mastodon.map((account) => publicChannel(wayOf(account, around), around));
}

function wayOf({ name, language, instance }: Account, around: Around): Way {
  const howTo = `Make an application at ${new URL('/settings/applications', instance).href} with the scopes ${SCOPES}, and copy its access token.`;
  const secrets = secretsOf(around, name, { TOKEN: { is: 'an access token', from: howTo } });
  const service = serviceAt(instance, howTo);
  const clientFor = (talk: Talk) => clientOf(instance, secrets.of.TOKEN, talk);
  let measure: Measure | undefined;
  const measured = async (talk: Talk) => {
    measure ??= await talk.before(() => measureOf(clientFor(talk)));
    return measure;
  };
  return {
    kind: 'mastodon',
    name,
    language,
    service,
    secrets,
    // A key is remembered for an hour, and a process may be away for longer: so the end is looked up.
    idempotent: false,
    print: ({ content }) => postFor(content, measure ?? MASTODON()).text,
    tell: async ({ key, content, earlier }, talk) => {
      const { text, language: written } = postFor(content, await measured(talk));
      const headers = { 'Idempotency-Key': key };
      const post = (inReplyToId: string | undefined) =>
        talk.telling(() =>
          clientFor(talk).v1.statuses.create(
            { status: text, language: written, visibility: 'public', inReplyToId: inReplyToId ?? null },
            { requestInit: { headers } },
          ),
        );
      const { id } = await inThread(earlier, post, ({ status }) => status === 404);
      return { kind: 'sent', receipt: id };
    },
    look: async ({ content }, talk) => {
      const { text } = postFor(content, await measured(talk));
      const own = await talk.before(() => ownPosts(clientFor(talk)));
      const found = own.find((status) => isSaidBy(text, wordsOfHtml(status.content)));
      return found
        ? { kind: 'sent', receipt: found.id }
        : { kind: 'later', reason: 'it is not on the account' };
    },
    probe: async (talk) => {
      const client = clientFor(talk);
      await talk.before(() => client.v1.accounts.verifyCredentials());
      await talk.before(() => ownPosts(client));
      const { scopes } = await talk.before(() => client.v1.apps.verifyCredentials());
      return mayWrite(scopes) ? [] : [cannotWrite(service, scopes ?? [], howTo)];
    },
  };
}

/** What the token is for: to post, to know itself, and to look whether a post has arrived. */
const SCOPES = '"write:statuses", "read:accounts" and "read:statuses"';

function serviceAt(instance: string, howTo: string): Service {
  return {
    called: 'Mastodon',
    address: instance,
    remedy: ({ status }) =>
      status === 401 || status === 403
        ? `The token is not taken for this any more. ${howTo}`
        : 'Look at what it says: the server may have rules of its own for posts.',
    // https://docs.joinmastodon.org/api/rate-limits/: when the window ends, as a date.
    after: ({ headers }) => {
      const until = Date.parse(headers.get('x-ratelimit-reset') ?? '');
      const now = Date.parse(headers.get('date') ?? '');
      return Number.isNaN(until - now) || headers.has('retry-after') ? undefined : until - now;
    },
  };
}

async function measureOf(client: mastodon.rest.Client): Promise<Measure> {
  const { configuration } = await client.v2.instance.fetch();
  const { maxCharacters, charactersReservedPerUrl } = configuration.statuses;
  return MASTODON(maxCharacters, charactersReservedPerUrl);
}

async function ownPosts(client: mastodon.rest.Client): Promise<mastodon.v1.Status[]> {
  const { id } = await client.v1.accounts.verifyCredentials();
  return client.v1.accounts.$select(id).statuses.list({ limit: LOOKED_AT, excludeReblogs: true });
}

/** What is not said is taken for enough: servers before 4.3 say nothing. */
function mayWrite(scopes: string[] | null | undefined): boolean {
  return !scopes || scopes.some((scope) => scope === 'write' || scope === 'write:statuses');
}

function cannotWrite(service: Service, scopes: string[], howTo: string): Problem {
  return serviceProblem(service, 'service-refuses', {
    found: `a token with no more than ${scopes.join(', ') || 'no scope at all'}`,
    expected: `the scopes ${SCOPES}`,
    remedy: howTo,
  });
}

/** The client's types and words over a line of ours: its own would follow redirects, and read without end. */
function clientOf(url: string, accessToken: string, talk: Talk): mastodon.rest.Client {
  const http = new HttpOverLine(url, accessToken, talk);
  const dispatcher = new HttpActionDispatcher(http, new HttpActionDispatcherHookMastodon(http));
  return createActionProxy(dispatcher, { context: ['api'] });
}

class HttpOverLine extends BaseHttp {
  private readonly serializer = new SerializerNativeImpl();
  private readonly config: HttpConfigImpl;
  private readonly talk: Talk;

  constructor(url: string, accessToken: string, talk: Talk) {
    super();
    this.config = new HttpConfigImpl({ url, accessToken }, this.serializer);
    this.talk = talk;
  }

  async request<Data>(params: HttpRequestParams): Promise<HttpResponse<Data>> {
    const { method, path, search, body, requestInit } = params;
    const init = this.config.mergeRequestInitWithDefaults(requestInit);
    const headers = new Headers(init.headers);
    if (body) headers.set('Content-Type', 'application/json');
    const answer = await this.talk.ask(this.config.resolvePath(path, search), {
      method,
      headers,
      ...(body && { body: this.serializer.serialize('json', body) }),
    });
    return { headers: answer.headers, data: this.serializer.deserialize('json', answer.text) };
  }
}
