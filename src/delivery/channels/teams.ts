import type { Problem } from '../../problems/index.ts';
import type { Around, Channel } from '../channel.ts';
import { anyAnswer, publicChannel, serviceProblem, type Way } from '../public-channel.ts';
import { secretsOf } from '../secrets.ts';
import type { Service } from '../wire.ts';
import type { DeliveryConfig } from './index.ts';
import { posted, printed, teamsFor } from './words.ts';

/**
 * Connectors, whose addresses these were, are retired, and the last of them ended in May 2026.
 * https://devblogs.microsoft.com/microsoft365dev/retirement-of-office-365-connectors-within-microsoft-teams/
 */
const DEAD = /(?:^|\.)webhook\.office\.com$|^outlook\.office(?:365)?\.com$/;

const NEW_WORKFLOW =
  'In Teams, open the channel’s menu, choose "Workflows" and the template that posts to a channel when a webhook request is received, and put the address it shows into the variable.';

/** Channels in Teams, by the address of a workflow. */
export async function teamsChannels(
  { teams }: Pick<DeliveryConfig, 'teams'>,
  around: Around,
): Promise<Channel[]> {
  return teams.map(({ name, language }) => publicChannel(wayOf(name, language, around), around));
}

function wayOf(name: string, language: Way['language'], around: Around): Way {
  const secrets = secretsOf(around, name, {
    WEBHOOK: { is: 'the https address of a workflow', from: NEW_WORKFLOW, like: /^https:\/\/[^\s/]+\/\S+$/ },
  });
  const workflow = secrets.of.WEBHOOK;
  const host = URL.canParse(workflow) ? new URL(workflow).hostname : '';
  const service = serviceAt(host);
  const dead = DEAD.test(host) ? deadAddress(service) : undefined;
  return {
    kind: 'teams',
    name,
    language,
    service,
    secrets,
    idempotent: false,
    perSecond: 4,
    print: ({ content }) => printed(content),
    tell: async ({ content }, talk) => {
      if (dead) return { kind: 'refused', reason: `${dead.found}. ${dead.remedy}` };
      await talk.telling(() => talk.ask(workflow, posted(teamsFor(content))));
      return { kind: 'sent' };
    },
    probe: async (talk) => {
      if (dead) return [dead];
      // To ask at the address itself would run the workflow.
      await anyAnswer(new URL(workflow).origin, talk);
      return [];
    },
  };
}

function serviceAt(host: string): Service {
  return {
    called: 'Teams',
    address: `https://${host}`,
    remedy: ({ status }) =>
      [401, 403, 404, 410].includes(status)
        ? `The workflow is gone, switched off or takes requests of nobody it does not know. ${NEW_WORKFLOW}`
        : 'Look at the runs of the workflow: it says there what it could not do.',
  };
}

function deadAddress(service: Service): Problem {
  return serviceProblem(service, 'channel-address-dead', {
    found: 'the address of a connector, which Microsoft has retired',
    expected: 'the address of a workflow',
    remedy: NEW_WORKFLOW,
  });
}
