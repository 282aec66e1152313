import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { NotificationFile } from '../../../src/domain/notification-file.ts';
import {
  BLUESKY,
  countSms,
  discordOf,
  emailOf,
  freshOf,
  INSTAGRAM,
  lengthOn,
  MASTODON,
  missingElements,
  postOf,
  pushOf,
  slackOf,
  smsOf,
  staleOf,
  teamsOf,
} from '../../../src/publications/messages/index.ts';
import { X } from '../../../src/publications/messages/measure-of-x.ts';
import { AROUND, everyMessage } from './every.ts';
import { allClear, first, planned } from './samples.ts';

const sms = (told: NotificationFile) => smsOf(told, { stop: false }).text;
const post = (told: NotificationFile) => postOf(told, MASTODON(2000)).text;
/** Every text that a person reads, channel by channel, from its beginning. */
const everyText = (told: NotificationFile): Record<string, string> => {
  const { sms, posts, push, email, slack, discord, teams } = everyMessage(told);
  const [header] = slack.blocks;
  const [embed] = discord.embeds;
  const [card] = teams.attachments;
  return {
    sms: sms.text,
    ...Object.fromEntries(Object.entries(posts).map(([name, { text }]) => [name, text])),
    alternative: posts.bluesky?.image?.alt ?? '',
    push: `${push.title} ${push.body}`,
    subject: email.subject,
    email: email.text,
    slack: header && 'text' in header ? header.text.text : '',
    discord: embed?.title ?? '',
    teams: card?.content.body[0]?.text ?? '',
  };
};

describe('what must be read first stands first on every channel', () => {
  for (const [language, word] of [
    ['en', 'DRILL'],
    ['es', 'SIMULACRO'],
  ] as const)
    test(`a drill begins with ${word}`, () => {
      for (const [channel, text] of Object.entries(everyText({ ...first, drill: true, language })))
        assert.ok(text.startsWith(word), `${channel}: ${text}`);
    });

  test('a demonstration says that it is no live status', () => {
    for (const [channel, text] of Object.entries(everyText({ ...first, demonstration: true })))
      assert.match(text, /^DEMONSTRATION/, channel);
  });

  test('a correction and what was withdrawn say so, with the reason before all', () => {
    const told = { ...first, first: false, text: 'Only Europe is affected.' };
    const corrected = { ...told, state: 'correction' as const, state_name: 'Correction' };
    for (const [channel, text] of Object.entries(everyText(corrected)))
      assert.match(text, /Correction/, channel);
    assert.match(sms(corrected), /^Nightlight: Correction\. /);
    assert.match(sms(corrected), /Only Europe is affected\./);
    const withdrawn = { ...told, state: 'withdrawn' as const, state_name: 'Withdrawn', advice: null };
    assert.match(
      sms(withdrawn),
      /^Nightlight: Withdrawn\.\nWe take it back: "Followers get no alerts"\.\n.*Only Europe is affected\./s,
    );
  });
});

test('an all-clear repeats no advice of the outage, and what was written with it stands there', () => {
  for (const [channel, text] of Object.entries(everyText(allClear)))
    assert.doesNotMatch(text, /clock|What to do/, channel);
  const advised = { ...allClear, advice: 'Open the app once.', advice_by: 'operator' as const };
  assert.match(sms(advised), /Open the app once\./);
  assert.match(emailOf(advised, AROUND).text, /What to do: Open the app once\./);
});

describe('times', () => {
  const since = (earliest: string, latest: string, before = false): NotificationFile => ({
    ...first,
    impact: first.impact.map((one) => ({ ...one, since: { earliest, latest, before } })),
  });

  test('are UTC and say so, uncertain ones as the pages print them', () => {
    for (const [told, words] of [
      [since('2026-03-01T02:10:00Z', '2026-03-01T02:10:00Z'), 'Since 1 Mar, 02:10 UTC.'],
      [
        since('2026-03-01T02:10:00Z', '2026-03-01T02:20:00Z'),
        'Since some time between 02:10 and 02:20 UTC on 1 Mar.',
      ],
      [since('2026-03-01T02:10:00Z', '2026-03-01T02:10:00Z', true), 'Since before 1 Mar, 02:10 UTC.'],
      [since('2026-03-01T00:00:00Z', '2026-03-01T23:59:59Z'), 'Since some time on 1 Mar (UTC).'],
    ] as const)
      assert.ok(post(told).includes(words), post(told));
  });

  test('have their year in an e-mail, and in whatever is told of the past', () => {
    assert.match(emailOf(first, AROUND).text, /Since 1 March 2026, 02:10 UTC\./);
    assert.match(post({ ...first, imported: true }), /Since 1 March 2026, 02:10 UTC\./);
  });

  test('that nobody recorded are said to be unknown', () => {
    const told = {
      ...first,
      ended: 'unknown' as const,
      last_known: { earliest: '2026-03-01T03:00:00Z', latest: '2026-03-01T03:00:00Z' },
    };
    assert.match(post(told), /Nobody knows when it ended; it was still so at 03:00 UTC on 1 Mar\./);
  });
});

describe('a text message', () => {
  test('keeps to GSM-7 where only typography or a missing accent would leave it', () => {
    const told = {
      ...first,
      advice: 'Keep the wearer’s phone near – “loud” … 🔔 and look at it',
      scope: 'España y Panamá',
    };
    const { text, encoding } = smsOf(told, { stop: true });
    assert.equal(encoding, 'gsm-7');
    assert.match(text, /Keep the wearer's phone near - "loud" \.\.\. and look at it\./);
    assert.match(text, /España y Panama/);
  });

  test('stays in its own letters where they are another script, and says how many parts it takes', () => {
    const told = { ...first, site: { ...first.site, name: 'סטטוס' } };
    const { text, encoding, segments } = smsOf(told, { stop: true });
    assert.equal(encoding, 'ucs-2');
    assert.equal(countSms(text).segments, segments);
    assert.match(text, /^סטטוס:/);
    assert.match(text, /Followers get no alerts\./);
  });

  test('of our own words alone is one part in every language, with its link and how to stop it', () => {
    for (const language of ['en', 'es'] as const)
      for (const state of ['update', 'identified', 'monitoring', 'resolved', 'cancelled'] as const)
        for (const status of [
          'major_outage',
          'partial_outage',
          'degraded_performance',
          'not_known',
        ] as const) {
          const told = { ...allClear, language, state, text: '', impact: first.impact };
          const impact = told.impact.map((one) => ({ ...one, status }));
          const { segments, text } = smsOf({ ...told, impact }, { stop: true });
          assert.equal(segments, 1, text);
        }
  });

  test('drops what matters least first, each fact whole', () => {
    const long = { ...first, first: false, advice: null, text: 'A long word of the operator. '.repeat(9) };
    assert.equal(
      smsOf(long, { stop: true }).text,
      [
        'Nightlight: Investigating.',
        'Followers get no alerts.',
        'Since 1 Mar, 02:10 UTC. Next update by 04:30 UTC on 1 Mar.',
        'https://status.example.org/',
        'Reply STOP to end',
      ].join('\n'),
    );
  });

  test('names the first of many components and counts the others, where they have no room', () => {
    const ids = Array.from({ length: 30 }, (_, index) => `component-number-${index}`);
    const impact = ids.map((component) => ({ ...(first.impact[0] as (typeof first.impact)[0]), component }));
    const many = { ...first, impact, short_names: Object.fromEntries(ids.map((id) => [id, id])) };
    assert.match(sms(many), /Not working: component-number-0 and 29 more\./);
  });
});

describe('a post', () => {
  test('has the link where its text says, and counts it as the channel does', () => {
    const { text, links } = postOf(first, X);
    assert.deepEqual(
      links.map(({ start, end, url }) => [text.slice(start, end), url]),
      [[first.url, first.url]],
    );
    assert.equal(lengthOn(X, text), text.length - first.url.length + 23);
    assert.equal(lengthOn(X, 'á—€'), 3 + 1, 'a dash beyond U+10FF counts two');
    assert.equal(lengthOn(BLUESKY, '👩‍👩‍👧é'), 2);
    assert.equal(lengthOn(MASTODON(500, 30), 'a https://example.org/ b'), 4 + 30);
  });

  test('without a link says the address plainly where it cannot be followed', () => {
    const { text, links, image } = postOf(first, INSTAGRAM);
    assert.match(text, /\nMore at status\.example\.org$/);
    assert.deepEqual(links, []);
    assert.equal(image?.url, 'https://status.example.org/tall.jpg');
  });

  test('shows the picture with words for those who do not see it', () => {
    const { image } = postOf(first, BLUESKY);
    assert.equal(image?.url, 'https://status.example.org/wide.png');
    assert.match(image?.alt ?? '', /^Nightlight: Followers get no alerts\. Set a clock/);
    assert.equal(postOf({ ...first, pictures: null }, BLUESKY).image, undefined);
  });

  test('leaves out words that hold an address, and those that nobody has translated', () => {
    assert.doesNotMatch(post({ ...first, text: 'See https://evil.example/ now.' }), /evil/);
    assert.match(post({ ...first, text: 'As [told (https://a.example/x_(y))].' }), /As \[told\]\./);
    const foreign = { ...first, language: 'es' as const };
    assert.doesNotMatch(post(foreign), /Alerts do not reach/);
  });
});

describe('what somebody wrote to do harm', () => {
  const hostile: NotificationFile = {
    ...first,
    title: '@everyone <!channel> <@U1> <script>alert(1)</script>\r\nBcc: all@example.org',
    advice: '\u202eevil\u0007 **bold** [a](https://evil.example) @bob mail bob@example.org',
    text: '<!here|x> @here\n## Resolved\n<at>all</at>',
  };

  test('calls nobody in a post, and leaves an e-mail address as it is', () => {
    const text = post(hostile);
    assert.match(text, /@\u200bbob/);
    assert.match(text, /bob@example\.org/);
    assert.doesNotMatch(text, /\p{Cc}(?<!\n)|\u202e/u);
  });

  test('calls nobody in Slack, where three letters are its markup', () => {
    const printed = JSON.stringify(slackOf(hostile));
    assert.doesNotMatch(printed, /<!|<@|@everyone|@here/);
    assert.match(printed, /&lt;!channel&gt;/);
    assert.ok(
      slackOf(hostile).blocks.every(
        (block) => !('text' in block) || block.text.type === 'plain_text' || block.text.verbatim,
      ),
    );
  });

  test('calls nobody in Discord, and is no markup there', () => {
    const { embeds, allowed_mentions, content } = discordOf(hostile);
    assert.deepEqual(allowed_mentions, { parse: [] });
    assert.equal(content, undefined);
    const [{ title, fields, description } = {}] = embeds as [(typeof embeds)[0]];
    assert.match(title ?? '', /\\<\\!|\\<!/);
    assert.match(fields?.[0]?.value ?? '', /\\\*\\\*bold\\\*\\\* \\\[a\\\]\(https:\/\/evil\.example\)/);
    assert.match(description ?? '', /\\## Resolved/);
  });

  test('calls nobody in Teams', () => {
    const [card] = teamsOf(hostile).attachments;
    assert.doesNotMatch(JSON.stringify(card), /<at>|@everyone/);
    for (const { text } of card?.content.body ?? []) assert.doesNotMatch(text, /(?<!\\)[<>]/);
  });

  test('is no header and no markup in an e-mail', () => {
    const { subject, html } = emailOf(hostile, AROUND);
    assert.doesNotMatch(subject, /[\r\n]/);
    assert.match(html, /&lt;script&gt;/);
    assert.doesNotMatch(html, /<script/);
  });
});

test('a push notification takes the place of the one before it, and is silent where nothing has to be done', () => {
  assert.deepEqual(pushOf(first), {
    title: 'Nightlight: Followers get no alerts',
    body: [
      'Set a clock and look at the glucose yourself.',
      'Where: Europe. Since 1 Mar, 02:10 UTC. Next update by 04:30 UTC on 1 Mar.',
      'Still working: Device alarms.',
      'Alerts do not reach followers. Glucose can be seen.',
    ].join('\n'),
    url: first.url,
    tag: '2026-03-01-alerts',
    lang: 'en',
    dir: 'ltr',
  });
  assert.equal(pushOf(planned).silent, true);
});

describe('an e-mail', () => {
  test('is one thread an incident, each update with an id of its own', () => {
    const [one, two] = [emailOf(first, AROUND), emailOf(allClear, AROUND)];
    assert.equal(one.threadId, two.threadId);
    assert.notEqual(one.id, two.id);
    for (const { id } of [one, two]) assert.match(id, /^[\w.-]+$/);
  });

  test('says in which language each part is', () => {
    const { html, text } = emailOf({ ...first, language: 'es' }, AROUND);
    assert.match(html, /^<!doctype html>\n<html lang="es" dir="ltr">/);
    assert.match(html, /<h1[^>]* lang="en" dir="ltr">Followers get no alerts<\/h1>/);
    assert.match(html, /<span lang="en" dir="ltr">Set a clock/);
    assert.match(text, /Una parte está en el idioma original\./);
  });

  test('ends with why it came, how to change that, how to end it and where we are', () => {
    assert.match(
      emailOf(first, AROUND).text,
      /\n-- \nYou get this because you asked Nightlight .*\n.*preferences\/1\n.*unsubscribe\/1\n1 Main Street, Springfield\n$/,
    );
  });
});

describe('what people need before they act', () => {
  test('is all there in the first notice of the samples', () => {
    assert.deepEqual(missingElements(first), []);
  });

  test('is named where the file does not say it', () => {
    const bare = { ...first, advice: null, scope: null, began: null, next_update: null, impact: [] };
    assert.deepEqual(missingElements(bare), ['guidance', 'hazard', 'location', 'time', 'next']);
  });

  test('is not asked of what is over', () => {
    assert.deepEqual(missingElements({ ...allClear, scope: null }), []);
  });
});

test('that the page cannot be trusted says so, what to do, since when, and that it can again', () => {
  const since = Date.UTC(2026, 2, 1, 2, 30);
  assert.equal(
    staleOf(first.site, since, 'en').sms({ stop: true }).text,
    [
      'Nightlight: Try the service itself.',
      'The status page cannot be trusted right now. It is not known whether glucose sharing is working.',
      'It has had no news since 1 Mar, 02:30 UTC. Do not rely on it until we write again.',
      'https://status.example.org/',
      'Reply STOP to end',
    ].join('\n'),
  );
  for (const news of [staleOf, freshOf])
    for (const language of ['en', 'es'] as const) {
      const { sms, post, push, email, slack, discord, teams } = news(first.site, since, language);
      assert.ok(sms({ stop: true }).segments <= 2);
      for (const measure of [BLUESKY, X, MASTODON()]) assert.match(post(measure).text, /https:\S+$/);
      assert.equal(push().tag, 'page');
      assert.equal(email(AROUND).threadId, 'page');
      assert.ok(
        [slack(), discord(), teams()].every((message) => JSON.stringify(message).includes('02:30 UTC')),
      );
    }
  assert.match(freshOf(first.site, since, 'es').sms({ stop: false }).text, /confiar otra vez/);
});
