import { isoSeconds } from '../../domain/time.ts';
import {
  discordOf,
  type Email,
  type EmailAround,
  emailOf,
  type DiscordMessage,
  freshOf,
  type Measure,
  PLAIN,
  type Post,
  postOf,
  type Push,
  pushOf,
  type SlackMessage,
  slackOf,
  smsOf,
  staleOf,
  statuspageOf,
  type TeamsMessage,
  teamsOf,
  type TextMessage,
} from '../../publications/messages/index.ts';
import type { Around, Content } from '../channel.ts';

/** What there is to say on one line, for whoever looks at what is owed. */
export function plainWords(content: Content): string {
  if (content.kind !== 'update')
    return `${content.site.name}: the page is ${content.kind} ${content.site.url}`;
  const { told } = content;
  return `${told.site.name}: ${told.state_name}: ${told.title} ${told.url}`;
}

/** So long is what is printed of a message that has a form of its own, in letters. */
const PRINTED = PLAIN(2000);

/** What a message says, as plain text, where its channel shows it in a form of its own. */
export function printed(content: Content): string {
  return postFor(content, PRINTED).text;
}

/** What there is to say, as a public post. */
export function postFor(content: Content, measure: Measure): Post {
  return content.kind === 'update' ? postOf(content.told, measure) : pageNews(content).post(measure);
}

export function emailFor(content: Content, around: EmailAround): Email {
  return content.kind === 'update' ? emailOf(content.told, around) : pageNews(content).email(around);
}

/** What there is to say, as a text message that says how to end them. */
export function smsFor(content: Content): TextMessage {
  const stop = true;
  return content.kind === 'update' ? smsOf(content.told, { stop }) : pageNews(content).sms({ stop });
}

export function pushFor(content: Content): Push {
  return content.kind === 'update' ? pushOf(content.told) : pageNews(content).push();
}

export function slackFor(content: Content): SlackMessage {
  return content.kind === 'update' ? slackOf(content.told) : pageNews(content).slack();
}

export function discordFor(content: Content): DiscordMessage {
  return content.kind === 'update' ? discordOf(content.told) : pageNews(content).discord();
}

export function teamsFor(content: Content): TeamsMessage {
  return content.kind === 'update' ? teamsOf(content.told) : pageNews(content).teams();
}

/**
 * The body of Statuspage's webhooks. Of the page itself Statuspage has no word: then there is no incident, and
 * `status_indicator` is absent, because nobody knows how the service is.
 */
export function statuspageFor(content: Content, { site, now }: Pick<Around, 'site' | 'now'>): object {
  const around = { unsubscribeUrl: site.url, generatedAt: isoSeconds(now()) };
  if (content.kind === 'update') return statuspageOf(content.told, around);
  const { kind, site: page, since } = content;
  return {
    meta: { unsubscribe: around.unsubscribeUrl, documentation: page.url, generated_at: around.generatedAt },
    page: { status_description: printed(content) },
    [kind]: { since: isoSeconds(since) },
  };
}

function pageNews({ kind, site, since, language }: Exclude<Content, { kind: 'update' }>) {
  return kind === 'stale' ? staleOf(site, since, language) : freshOf(site, since, language);
}

/** A request that brings JSON. */
export function posted(body: object): RequestInit {
  return { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) };
}
