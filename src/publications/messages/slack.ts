import type { NotificationFile } from '../../domain/notification-file.ts';
import { labelled } from '../../i18n/index.ts';
import { besideLinks, withoutMentions } from './plain.ts';
import { firstThatFit, headOf, shortEnough } from './rooms.ts';
import { type Sheet, sheetOf } from './sheet.ts';
import type { SlackBlock, SlackMessage } from './types.ts';

/** https://docs.slack.dev/reference/block-kit/blocks: letters of a header, of a section; blocks of a message. */
const HEADER = 150;
const SECTION = 3000;
const BLOCKS = 50;

/** An update for a room of Slack. Nothing in it calls anybody: the three letters of its markup are escaped. */
export function slackOf(told: NotificationFile): SlackMessage {
  return slackFrom(sheetOf(told));
}

/** Prints a sheet for Slack. */
export function slackFrom(sheet: Sheet): SlackMessage {
  const { marks, headline, source, state, sections, said, foreign, link, foot, language } = sheet;
  const head = headOf(sheet);
  const facts = sections
    .map(({ label, text }) =>
      label ? `*${escaped(labelled(label, language))}* ${escaped(text)}` : escaped(text),
    )
    .filter((text) => text.length <= SECTION);
  const prose = firstThatFit(said.paragraphs.map(escaped), SECTION);
  const words = [
    ...facts,
    ...(prose.length > 0 ? [prose.join('\n\n')] : []),
    ...(foreign ? [`_${escaped(foreign)}_`] : []),
  ];
  return {
    text: `${escaped(head)}\n<${linkOf(link.url)}>`,
    blocks: [
      {
        type: 'header',
        text: {
          type: 'plain_text',
          text: shortEnough(
            HEADER,
            plain(head),
            plain(headline.text),
            plain([...marks, source].join(' ')),
            state,
          ),
          emoji: false,
        },
      },
      ...words.slice(0, BLOCKS - 3).map(section),
      section(`<${linkOf(link.url)}|${escaped(link.label)}>`),
      ...(foot.length <= SECTION ? [context(escaped(foot))] : []),
    ],
  };
}

function section(text: string): SlackBlock {
  return { type: 'section', text: { type: 'mrkdwn', text, verbatim: true } };
}

function context(text: string): SlackBlock {
  return { type: 'context', elements: [{ type: 'mrkdwn', text, verbatim: true }] };
}

/** https://docs.slack.dev/messaging/formatting-message-text#escaping */
function escaped(text: string): string {
  return besideLinks(
    withoutMentions(text),
    (part) => part.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;'),
    (url) => `<${linkOf(url)}>`,
  );
}

/** A header has no markup, and what looks like a call there is none where it is copied either. */
function plain(text: string): string {
  return withoutMentions(text.replace(/<(?=[!@#])/g, ''));
}

function linkOf(url: string): string {
  return url.replaceAll('&', '&amp;').replaceAll('<', '%3C').replaceAll('>', '%3E').replaceAll('|', '%7C');
}
