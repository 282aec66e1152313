import type { NotificationFile } from '../../domain/notification-file.ts';
import { besideLinks, withoutMentions } from './plain.ts';
import { firstThatFit, headOf, shortEnough } from './rooms.ts';
import { type Sheet, type SheetTone, sheetOf } from './sheet.ts';
import type { DiscordMessage } from './types.ts';

/** https://discord.com/developers/docs/resources/message#embed-object-embed-limits */
const LIMITS = { title: 256, description: 4096, fields: 25, name: 256, value: 1024, footer: 2048, all: 6000 };

/** The colours of a bar beside the message; the words say the same. */
const COLOURS: Record<SheetTone, number> = {
  trouble: 0xb3261e,
  degraded: 0x9a6700,
  watched: 0x0b6bcb,
  over: 0x1a7f37,
  planned: 0x0b6bcb,
  apart: 0x6e7781,
};

/** An update for a room of Discord. It may call nobody, and its markup is escaped. */
export function discordOf(told: NotificationFile): DiscordMessage {
  return discordFrom(sheetOf(told));
}

/** Prints a sheet for Discord. */
export function discordFrom(sheet: Sheet): DiscordMessage {
  const { marks, source, headline, state, at, sections, said, foreign, link, foot } = sheet;
  const title = shortEnough(
    LIMITS.title,
    escaped(headOf(sheet)),
    escaped(headline.text),
    escaped([...marks, source].join(' ')),
    state,
  );
  const footer = shortEnough(LIMITS.footer, foot, state);
  const all = sections.flatMap(({ label, text }) =>
    label ? [{ name: escaped(label), value: escaped(text) }] : [],
  );
  const times = sections.flatMap(({ label, text }) => (label ? [] : [escaped(text)]));
  let left = LIMITS.all - title.length - footer.length;
  const fields: typeof all = [];
  for (const field of all.slice(0, LIMITS.fields)) {
    const size = field.name.length + field.value.length;
    if (field.name.length > LIMITS.name || field.value.length > LIMITS.value || size > left) continue;
    fields.push(field);
    left -= size;
  }
  const prose = [...times, ...said.paragraphs.map(escaped), ...(foreign ? [escaped(foreign)] : [])];
  const description = firstThatFit(prose, Math.min(LIMITS.description, left)).join('\n\n');
  return {
    embeds: [
      {
        title,
        url: link.url,
        ...(description !== '' && { description }),
        color: COLOURS[sheet.tone],
        fields,
        footer: { text: footer },
        timestamp: at,
      },
    ],
    allowed_mentions: { parse: [] },
  };
}

/** Every letter that could be markup (https://support.discord.com/hc/en-us/articles/210298617), and mentions. */
function escaped(text: string): string {
  return besideLinks(withoutMentions(text), (part) =>
    part.replace(/[\\*_~`|<>[\]]/g, '\\$&').replace(/^(\s*)([#-])/gm, '$1\\$2'),
  );
}
