import { test } from 'node:test';
import { newestUpdate } from '../../../src/domain/incident.ts';
import type { NotificationFile } from '../../../src/domain/notification-file.ts';
import type { Language } from '../../../src/domain/site.ts';
import { notificationFile, notificationIn } from '../../../src/publications/notification.ts';
import { assertGolden, ORIGIN, snapshotOf } from '../printing.ts';
import { everyMessage } from './every.ts';

/** The newest update of a situation's incident, as its site publishes it. */
async function newestIn(situation: string, incident: string, language: Language): Promise<NotificationFile> {
  const snapshot = await snapshotOf(situation);
  const found = snapshot.incidents.find(({ id }) => id === incident);
  if (!found) throw new Error(`${situation} has no ${incident}`);
  return notificationFile(notificationIn(snapshot, found, newestUpdate(found), language, ORIGIN));
}

/** All of it as one reads it, channel after channel. */
function asText(told: NotificationFile): string {
  const { sms, posts, push, email, slack, discord, teams, statuspage } = everyMessage(told);
  const parts: [string, string][] = [
    [`sms: ${sms.encoding}, ${sms.segments}`, sms.text],
    ['push', JSON.stringify(push, null, 1)],
    ...Object.entries(posts).map(([name, { text }]): [string, string] => [name, text]),
    ['alternative text', posts.bluesky?.image?.alt ?? 'none'],
    [`e-mail: ${email.subject}`, email.text],
    ['e-mail as HTML', email.html],
    ['slack', JSON.stringify(slack, null, 1)],
    ['discord', JSON.stringify(discord, null, 1)],
    ['teams', JSON.stringify(teams, null, 1)],
    ['statuspage', JSON.stringify(statuspage, null, 1)],
  ];
  return `${parts.map(([name, text]) => `== ${name}\n${text}`).join('\n\n')}\n`;
}

for (const [situation, incident, ...languages] of [
  ['one-incident', '2026-03-01-alerts', 'en', 'es'],
  ['drill', '2026-03-01-drill', 'en', 'es'],
  ['withdrawn', '2026-02-28-region', 'en'],
  ['maintenance-ahead', '2026-03-02-alert-servers', 'en', 'es'],
  ['demonstration', '2026-01-14-slow-alerts', 'en'],
  ['hostile', '2026-03-01-hostile', 'en'],
] as const)
  for (const language of languages)
    test(`the messages of ${situation} in ${language} read as they did`, async () => {
      assertGolden(
        `messages/${situation}.${language}.txt`,
        asText(await newestIn(situation, incident, language)),
      );
    });
