import { setTimeout as wait } from 'node:timers/promises';
import { INSTAGRAM } from '../../publications/messages/index.ts';
import type { Around, Channel, Content, Outgoing } from '../channel.ts';
import { variableOf } from '../channel.ts';
import { asking, type Graph, graphService, idIn, lookedUp, nodeAt, posting } from '../graph.ts';
import { publicChannel, serviceProblem, type Talk, type Way } from '../public-channel.ts';
import { secretsOf } from '../secrets.ts';
import { type Answer, at, jsonOf, type Service, textAt } from '../wire.ts';
import type { DeliveryConfig } from './index.ts';
import { postFor } from './words.ts';

type Account = DeliveryConfig['instagram'][number];

/** So many of the account's own posts are looked through for one that may have arrived. */
const LOOKED_AT = '25';

/** How long is waited between two looks at a container, in ms. */
const PAUSE = 1_000;

/** So many containers are remembered: more are never under way. */
const REMEMBERED = 100;

/**
 * Accounts on Instagram. A picture is laid into a container, which nobody sees, and the container is published: once,
 * for a container cannot be published twice.
 * https://developers.facebook.com/docs/instagram-platform/content-publishing
 */
export async function instagramChannels(
  { instagram }: Pick<DeliveryConfig, 'instagram'>,
  around: Around,
): Promise<Channel[]> {
  return instagram.map((account) => publicChannel(wayOf(account, around), around));
}

function wayOf({ name, language, user }: Account, around: Around): Way {
  const howTo =
    'Make a long-lived token with the permissions instagram_basic and instagram_content_publish (or those of Instagram Login): docs/delivery/instagram.md says how.';
  const secrets = secretsOf(around, name, { TOKEN: { is: 'an access token of the account', from: howTo } });
  const token = secrets.of.TOKEN;
  // Tokens of Instagram's own login are taken at a host of their own, and begin with these letters.
  const graph = { host: `https://graph.${token.startsWith('IG') ? 'instagram' : 'facebook'}.com`, token };
  const service = graphService('Instagram', graph.host, {
    token: `${variableOf(name, 'TOKEN')} is not taken for this account any more. ${howTo}`,
    other:
      'Look at what it says, and whether the picture can be read from outside: Instagram fetches it from the site.',
  });
  const containers = new Map<string, string>();
  const container = async (outgoing: Outgoing, image: { url: string; alt: string }, talk: Talk) => {
    const kept = containers.get(outgoing.key);
    if (kept !== undefined) return kept;
    const caption = captionOf(outgoing.content);
    const fields = { image_url: image.url, caption, alt_text: image.alt };
    const id = await talk.before(async () =>
      idIn(await talk.ask(nodeAt(graph, `${user}/media`), posting(graph, fields))),
    );
    if (containers.size >= REMEMBERED) containers.clear();
    containers.set(outgoing.key, id);
    return id;
  };
  return {
    kind: 'instagram',
    name,
    language,
    service,
    secrets,
    idempotent: false,
    print: ({ content }) => captionOf(content),
    tell: async (outgoing, talk) => {
      const { image } = pictured(outgoing.content);
      if (!image) return { kind: 'refused', reason: WITHOUT_PICTURE };
      const id = await container(outgoing, image, talk);
      const state = await readyState(graph, id, talk);
      if (state === 'PUBLISHED') return { kind: 'sent', receipt: id };
      if (state !== 'FINISHED') {
        // What is still under way is gone on with; what failed is begun anew.
        if (state !== 'IN_PROGRESS') containers.delete(outgoing.key);
        return { kind: 'later', reason: `Instagram has not taken the picture (${state})` };
      }
      const receipt = await talk.telling(async () =>
        idIn(await talk.ask(nodeAt(graph, `${user}/media_publish`), posting(graph, { creation_id: id }))),
      );
      containers.delete(outgoing.key);
      return { kind: 'sent', receipt };
    },
    look: async (attempt, talk) => {
      const known = containers.get(attempt.key);
      if (known !== undefined) {
        const state = await readyState(graph, known, talk);
        if (state === 'PUBLISHED') return { kind: 'sent', receipt: known };
        return { kind: 'later', reason: 'its container is not published' };
      }
      // Another process made the container. A caption has no link of its own, so it must be of the time, too.
      const fields = { fields: 'id,caption,timestamp', limit: LOOKED_AT };
      const posts = await talk.before(() => talk.ask(nodeAt(graph, `${user}/media`, fields), asking(graph)));
      return lookedUp(posts, { ours: captionOf(attempt.content), in: 'caption' }, attempt, around);
    },
    probe: async (talk) => {
      const fields = { fields: 'config,quota_usage' };
      const limit = await talk.before(() =>
        talk.ask(nodeAt(graph, `${user}/content_publishing_limit`, fields), asking(graph)),
      );
      await talk.before(() => talk.ask(nodeAt(graph, `${user}/media`, { limit: '1' }), asking(graph)));
      return isUsedUp(limit) ? [usedUp(service)] : [];
    },
  };
}

const WITHOUT_PICTURE =
  'There is no picture, and Instagram takes no post without one. Take "pictures" below "look" out of the config, name this account under "instagram" in the config that the site is built from, and deploy: then the site publishes an upright one with each update.';

function pictured(content: Content) {
  return postFor(content, INSTAGRAM);
}

function captionOf(content: Content): string {
  return pictured(content).text;
}

/** Waits until a container can be published. A picture takes seconds; the signal ends the wait. */
async function readyState(graph: Graph, id: string, talk: Talk): Promise<string> {
  for (;;) {
    const answer = await talk.before(() =>
      talk.ask(nodeAt(graph, id, { fields: 'status_code' }), asking(graph)),
    );
    const state = textAt(jsonOf(answer), 'status_code') ?? 'no state';
    if (state !== 'IN_PROGRESS') return state;
    try {
      await wait(PAUSE, undefined, { signal: talk.signal });
    } catch {
      return state;
    }
  }
}

function isUsedUp(limit: Answer): boolean {
  const [used, total] = [
    at(jsonOf(limit), 'data', 0, 'quota_usage'),
    at(jsonOf(limit), 'data', 0, 'config', 'quota_total'),
  ];
  return typeof used === 'number' && typeof total === 'number' && used >= total;
}

function usedUp(service: Service) {
  return serviceProblem(service, 'service-refuses', {
    found: 'as many posts within a day as Instagram allows',
    expected: 'room for one more',
    remedy: 'Wait, and look who else posts to the account by a program: all of them share this limit.',
  });
}
