import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import Ajv from 'ajv';
import { at, textAt } from '../../../src/delivery/wire.ts';
import type { Reply, Seen, Vendor } from './service.ts';

/** A room in which messages stand, whoever runs it. */
export interface Rooms extends Vendor {
  readonly messages: unknown[];
}

/**
 * An incoming webhook: https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks, with the limits of
 * https://docs.slack.dev/reference/block-kit/blocks.
 */
export function slackRoom(path: string): Rooms {
  const messages: unknown[] = [];
  return {
    messages,
    tells: ({ json }) => textAt(json, 'text') !== undefined,
    troubles: {
      'too many': { status: 429, headers: { 'Retry-After': '30' }, body: 'rate_limited' },
      broken: { status: 500, body: 'rollup_error' },
      refusing: { status: 404, body: 'no_service' },
    },
    answer: (seen) => {
      if (seen.path !== path) return { status: 404, body: 'no_service' };
      const said = slackSays(seen);
      if (said !== undefined) return { status: 400, body: said };
      messages.push(seen.json);
      return { body: 'ok' };
    },
  };
}

function slackSays({ json, headers }: Seen): string | undefined {
  if (json === undefined || headers['content-type'] !== 'application/json') return 'invalid_payload';
  const [text, blocks = []] = [textAt(json, 'text'), at(json, 'blocks')];
  if (!text) return 'no_text';
  if (!Array.isArray(blocks) || blocks.length > 50 || text.length > 40_000) return 'invalid_blocks';
  const limits: Record<string, number> = { header: 150, section: 3000 };
  const isLong = blocks.some(
    (block) => (textAt(block, 'text', 'text')?.length ?? 0) > (limits[textAt(block, 'type') ?? ''] ?? 3000),
  );
  return isLong ? 'invalid_blocks' : undefined;
}

/** The address of a workflow of Power Automate, which answers before it has done anything. */
export function teamsRoom(path: string): Rooms {
  const messages: unknown[] = [];
  return {
    messages,
    tells: ({ method }) => method === 'POST',
    troubles: {
      'too many': {
        status: 429,
        headers: { 'Retry-After': '30' },
        body: { error: { code: 'WorkflowRunActionRepetitionQuotaExceeded' } },
      },
      broken: { status: 502, body: { error: { code: 'NoResponse' } } },
      refusing: {
        status: 404,
        body: { error: { code: 'WorkflowNotFound', message: 'The workflow is not found' } },
      },
    },
    answer: ({ method, path: asked, query, json, bytes }) => {
      if (method === 'HEAD') return { status: 404 };
      if (asked !== path || !query.has('sig'))
        return { status: 401, body: { error: { code: 'DirectApiAuthorizationRequired' } } };
      if (bytes.length > 28 * 1024)
        return { status: 413, body: { error: { code: 'RequestEntityTooLarge' } } };
      const isCard =
        textAt(json, 'type') === 'message' &&
        textAt(json, 'attachments', 0, 'contentType') === 'application/vnd.microsoft.card.adaptive' &&
        textAt(json, 'attachments', 0, 'content', 'type') === 'AdaptiveCard';
      if (!isCard) return { status: 400, body: { error: { code: 'InvalidTemplate' } } };
      messages.push(json);
      return { status: 202 };
    },
  };
}

/** Discord's own description of what a webhook takes: `tests/fixtures/delivery/README.md` says from where. */
const DISCORD = JSON.parse(
  readFileSync(join(import.meta.dirname, '../../fixtures/delivery/discord-webhook.json'), 'utf8'),
);

/** A webhook of Discord, whose bodies are held against Discord's own OpenAPI file. */
export function discordRoom(path: string): Rooms {
  const messages: unknown[] = [];
  const ajv = new Ajv({
    strict: false,
    allErrors: true,
    formats: {
      snowflake: true,
      uri: true,
      'date-time': /^\d{4}-\d\d-\d\dT[\d:.]+(?:Z|[+-]\d\d:\d\d)$/,
      int32: true,
      nonce: true,
    },
  });
  const isTaken = ajv.compile(DISCORD);
  return {
    messages,
    tells: ({ method }) => method === 'POST',
    troubles: {
      'too many': {
        status: 429,
        headers: { 'Retry-After': '1' },
        body: { message: 'You are being rate limited.', retry_after: 0.65, global: false },
      },
      broken: { status: 502, body: '<html>502</html>' },
      refusing: { status: 404, body: { message: 'Unknown Webhook', code: 10015 } },
    },
    answer: (seen) => {
      if (seen.path !== path) return { status: 404, body: { message: 'Unknown Webhook', code: 10015 } };
      if (seen.method === 'GET') return { body: { id: '1', type: 1, name: 'Status' } };
      return posted(seen);
    },
  };

  function posted({ json, query }: Seen): Reply {
    if (!isTaken(json))
      return { status: 400, body: { message: 'Invalid Form Body', code: 50035, errors: isTaken.errors } };
    const embeds = at(json, 'embeds');
    const letters = JSON.stringify(embeds ?? '').length;
    if (letters > 8000)
      return { status: 400, body: { message: 'Embed size exceeds maximum size of 6000', code: 50035 } };
    messages.push(json);
    if (query.get('wait') !== 'true') return { status: 204 };
    return { body: { id: `${9000 + messages.length}`, type: 0, content: textAt(json, 'content') ?? '' } };
  }
}
