import type { NotificationFile } from '../../domain/notification-file.ts';
import { labelled } from '../../i18n/index.ts';
import { bytesOf } from './measures.ts';
import { besideLinks, withoutMentions } from './plain.ts';
import { headOf } from './rooms.ts';
import { type Sheet, sheetOf } from './sheet.ts';
import type { AdaptiveText, TeamsMessage } from './types.ts';

/** https://learn.microsoft.com/microsoftteams/platform/webhooks-and-connectors/how-to/add-incoming-webhook: 28 KB. */
export const TEAMS_BYTES = 28 * 1024;

/** An update for a room of Teams, as an Adaptive Card for a Workflows address. */
export function teamsOf(told: NotificationFile): TeamsMessage {
  return teamsFrom(sheetOf(told));
}

/** Prints a sheet for Teams. */
export function teamsFrom(sheet: Sheet): TeamsMessage {
  const { marks, source, headline, state, sections, said, foreign, link, foot, language } = sheet;
  const titled = (title: string): AdaptiveText[] => [
    ...marks.map((mark) => block(mark, { weight: 'Bolder' })),
    block(title, { weight: 'Bolder', size: 'Large' }),
  ];
  const head = titled(`${labelled(source, language)} ${headline.text}`);
  const rest: AdaptiveText[] = [
    ...sections.map(({ label, text }) => (label ? fact(labelled(label, language), text) : block(text))),
    ...said.paragraphs.map((text) => block(text)),
    ...(foreign ? [block(foreign, { isSubtle: true })] : []),
    block(foot, { isSubtle: true }),
  ];
  const envelope = (body: AdaptiveText[], fallbackText: string): TeamsMessage => ({
    type: 'message',
    attachments: [
      {
        contentType: 'application/vnd.microsoft.card.adaptive',
        contentUrl: null,
        content: {
          $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
          type: 'AdaptiveCard',
          version: '1.4',
          lang: language,
          fallbackText,
          body,
          actions: [{ type: 'Action.OpenUrl', title: link.label, url: link.url }],
        },
      },
    ],
  });
  const fits = (message: TeamsMessage) => bytesOf(JSON.stringify(message)) < TEAMS_BYTES;
  const fallback = withoutMentions(headOf(sheet)).replace(/[<>]/g, '');
  const [body, spoken] = fits(envelope(head, fallback)) ? [head, fallback] : [titled(state), state];
  for (const one of rest) if (fits(envelope([...body, one], spoken))) body.push(one);
  return envelope(body, spoken);
}

function block(text: string, look: Omit<AdaptiveText, 'type' | 'text' | 'wrap'> = {}): AdaptiveText {
  return { type: 'TextBlock', text: escaped(text), wrap: true, ...look };
}

function fact(label: string, text: string): AdaptiveText {
  return { type: 'TextBlock', text: `**${escaped(label)}** ${escaped(text)}`, wrap: true };
}

/** A text block reads a part of Markdown; `<at>` would call somebody. */
function escaped(text: string): string {
  return besideLinks(withoutMentions(text), (part) =>
    part.replace(/[\\`*_[\]<>]/g, '\\$&').replace(/^(\s*)([#+-])/gm, '$1\\$2'),
  );
}
