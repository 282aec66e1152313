import { TOO_FEW } from '../../domain/proof-file.ts';
import { list, NUMBER, orNull, record, type Schema, TEXT, TIME, TIME_OR_NULL } from './parts.ts';

const said = (schema: Schema, description: string): Schema => ({ ...schema, description });

const ROUNDED: Schema = {
  anyOf: [
    record({ about: said(NUMBER, 'To two significant digits.') }),
    record({ fewer_than: said({ const: TOO_FEW }, 'So few that the number is nobody’s business.') }),
  ],
};

const seconds = (description: string) =>
  said(orNull({ type: 'number', minimum: 0 }), `From the publication until a message left: ${description}`);

const channel = record(
  {
    channel: said(TEXT, 'What the account is called.'),
    kind: said(TEXT, 'What kind of channel it is: email, sms, web-push, mastodon and so on.'),
    first_at: said(TIME_OR_NULL, 'When the first message left; null where none has.'),
    median_seconds: seconds('half of them were faster.'),
    p99_seconds: seconds('99 of 100 were faster.'),
    owed: said(ROUNDED, 'How many were to be told. Left out where a channel speaks to everybody at once.'),
    sent: said(ROUNDED, 'How many messages the channel took.'),
    failed: said(ROUNDED, 'How many it did not take, or of how many nobody knows.'),
  },
  ['owed', 'sent', 'failed'],
);

/** `/proof.json`. */
export const proofSchema: Schema = {
  title: 'How fast people were told, without anything that could name one of them',
  ...record({
    about: TEXT,
    written_at: TIME,
    updates: list(
      record({
        id: said(TEXT, 'The id of the notification, as in the feed.'),
        published: said(TIME, 'When the update could first be read on the page.'),
        channels: list(channel),
      }),
    ),
  }),
};
