import { FACEBOOK } from '../../publications/messages/index.ts';
import type { Around, Channel, Content } from '../channel.ts';
import { variableOf } from '../channel.ts';
import { asking, graphService, idIn, lookedUp, nodeAt, posting } from '../graph.ts';
import { publicChannel, serviceProblem, type Way } from '../public-channel.ts';
import { secretsOf } from '../secrets.ts';
import { jsonOf, textAt } from '../wire.ts';
import type { DeliveryConfig } from './index.ts';
import { postFor } from './words.ts';

type Account = DeliveryConfig['facebook'][number];

const HOST = 'https://graph.facebook.com';

/** So many of the page's own posts are looked through for one that may have arrived. */
const LOOKED_AT = '25';

/** Pages on Facebook. https://developers.facebook.com/docs/pages-api/posts */
export async function facebookChannels(
  { facebook }: Pick<DeliveryConfig, 'facebook'>,
  around: Around,
): Promise<Channel[]> {
  return facebook.map((account) => publicChannel(wayOf(account, around), around));
}

function wayOf({ name, language, page }: Account, around: Around): Way {
  const howTo =
    'Make a page access token that does not end, with the permissions pages_manage_posts and pages_read_engagement: docs/delivery/facebook.md says how.';
  const secrets = secretsOf(around, name, { TOKEN: { is: 'a page access token', from: howTo } });
  const graph = { host: HOST, token: secrets.of.TOKEN };
  const service = graphService('Facebook', HOST, {
    token: `${variableOf(name, 'TOKEN')} is not taken for this page any more. ${howTo}`,
    other: 'Look at what it says, and at the page’s support inbox: what was sent should have been taken.',
  });
  const postOf = (content: Content) => postFor(content, FACEBOOK);
  return {
    kind: 'facebook',
    name,
    language,
    service,
    secrets,
    idempotent: false,
    print: ({ content }) => postOf(content).text,
    tell: async ({ content }, talk) => {
      const { text, links } = postOf(content);
      const [link] = links;
      const fields = { message: text, ...(link && { link: link.url }) };
      const receipt = await talk.telling(async () =>
        idIn(await talk.ask(nodeAt(graph, `${page}/feed`), posting(graph, fields))),
      );
      return { kind: 'sent', receipt };
    },
    look: async (attempt, talk) => {
      const fields = { fields: 'id,message,created_time', limit: LOOKED_AT };
      const posts = await talk.before(() => talk.ask(nodeAt(graph, `${page}/feed`, fields), asking(graph)));
      return lookedUp(posts, { ours: postOf(attempt.content).text, in: 'message' }, attempt, around);
    },
    probe: async (talk) => {
      const me = await talk.before(() => talk.ask(nodeAt(graph, 'me', { fields: 'id,name' }), asking(graph)));
      const whose = textAt(jsonOf(me), 'id');
      if (whose !== page)
        return [
          serviceProblem(service, 'service-refuses', {
            found: `a token of ${textAt(jsonOf(me), 'name') ?? 'somebody else'} (${whose ?? 'no id'})`,
            expected: `a token of the page ${page} itself`,
            remedy: howTo,
          }),
        ];
      const fields = { fields: 'id', limit: '1' };
      await talk.before(() => talk.ask(nodeAt(graph, `${page}/feed`, fields), asking(graph)));
      return [];
    },
  };
}
