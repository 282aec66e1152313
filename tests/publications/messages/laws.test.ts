import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { INCIDENT_STATES, MAINTENANCE_STATES } from '../../../src/domain/incident.ts';
import type { NotificationFile } from '../../../src/domain/notification-file.ts';
import { STATUSES } from '../../../src/domain/status.ts';
import {
  countSms,
  ELEMENTS,
  fitsOn,
  lengthOn,
  type Measure,
  missingElements,
  PUSH_BYTES,
  staleOf,
  TEAMS_BYTES,
} from '../../../src/publications/messages/index.ts';
import fc from '../../chance.ts';
import { AROUND, type EveryMessage, everyMessage, MEASURES } from './every.ts';
import { first } from './samples.ts';

/** What an operator, or somebody who wants to do harm, may have written. */
const fragment = fc.constantFrom(
  'Alerts do not arrive.',
  '@everyone',
  '<!channel>',
  '<at>all</at>',
  '\n## Resolved',
  '\r\nBcc: all@example.org',
  '\u202e',
  '\u0000\u0007',
  '<script>alert(1)</script>',
  '[a](https://evil.example)',
  '**`~_|',
  'á—€😀👩‍👩‍👧',
  'שלום',
  'a.example.org',
  ' https://evil.example/?a=1&b="2" ',
  'x'.repeat(90),
);
const words = (most: number) =>
  fc.array(fragment, { minLength: 1, maxLength: most }).map((all) => all.join(' '));
/** A text of which one sees whether it was cut. */
const whole = (name: string) => words(6).map((text) => `${name} begins ${text} ${name} ends`);
const notification: fc.Arbitrary<NotificationFile> = fc
  .record({
    title: whole('title'),
    text: whole('text'),
    advice: fc.option(whole('advice')),
    scope: fc.option(whole('scope')),
    said_in: fc.option(words(2)),
    name: fc.constantFrom('Nightlight', 'Glucose Net\n@here', 'שלום', 'N'.repeat(120)),
    short: fc.constantFrom('Follow alerts', 'Alertas de quienes siguen', '<!here>', 'L'.repeat(150)),
    statuses: fc.array(fc.constantFrom(...STATUSES), { minLength: 1, maxLength: 5 }),
    state: fc.constantFrom(...new Set([...INCIDENT_STATES, ...MAINTENANCE_STATES])),
    first: fc.boolean(),
    drill: fc.boolean(),
    demonstration: fc.boolean(),
    language: fc.constantFrom('en' as const, 'es' as const),
    said_by: fc.constantFrom('operator' as const, 'community' as const, 'press' as const),
  })
  .map(({ name, short, statuses, ...rest }) => {
    const ids = statuses.map((_, index) => `c${index}`);
    const names = Object.fromEntries(ids.map((id) => [id, `${short} ${id}`]));
    return {
      ...first,
      ...rest,
      site: { ...first.site, name },
      impact: statuses.map((status, index) => ({
        component: `c${index}`,
        status,
        status_name: status,
        worst: 'major_outage' as const,
        since: null,
      })),
      works: ids.slice(1),
      names,
      short_names: names,
    };
  });

/** Whether each text from outside stands in a message whole or not at all. */
function assertUncut(text: string): void {
  for (const name of ['title', 'text', 'advice', 'scope'])
    assert.equal(text.includes(`${name} begins`), text.includes(`${name} ends`), `${name} was cut: ${text}`);
}

/** Controls but line breaks, and what turns the direction of the text beside it. */
const UNSEEN = /(?!\n)[\p{Cc}\u202a-\u202e\u2066-\u2069]/u;

const holds = (law: (message: EveryMessage, told: NotificationFile) => void) =>
  fc.assert(
    fc.property(notification, (told) => law(everyMessage(told), told)),
    { numRuns: Number(process.env.RUNS ?? 25) },
  );

describe('whatever stands in a notification', () => {
  test('a text message is counted as it is sent, has its link and how to stop it, and cuts nothing', () => {
    holds(({ sms }, told) => {
      const { text, encoding, segments } = sms;
      const counted = countSms(text);
      assert.deepEqual([counted.encoding, counted.segments], [encoding, segments]);
      assert.ok(segments <= 4, text);
      const [link, stop] = text.split('\n').slice(-2);
      assert.ok(link === told.incident_url || link === told.site.url, text);
      assert.match(stop ?? '', /STOP/);
      assert.doesNotMatch(text, UNSEEN);
      assertUncut(text);
    });
  });

  test('a post is as long as its channel takes, and its link is whole', () => {
    holds(({ posts }, told) => {
      for (const [name, { text, links }] of Object.entries(posts)) {
        const measure = MEASURES[name] as Measure;
        assert.ok(fitsOn(measure, text), `${name}: ${lengthOn(measure, text)}`);
        assert.equal(links.length, measure.withLink ? 1 : 0);
        for (const { start, end, url } of links) {
          assert.equal(text.slice(start, end), url);
          assert.ok([told.url, told.incident_url, told.site.url].includes(url));
        }
        assert.doesNotMatch(text, /(?<![\p{L}\p{N}])@[\p{L}]/u, 'nobody is called');
        assert.doesNotMatch(text, UNSEEN);
        assertUncut(text);
      }
    });
  });

  test('a post that may hold no link holds nothing that becomes one', () => {
    holds(({ posts }) => {
      assert.doesNotMatch(posts['x without a link']?.text ?? '', /https?:|\w\.(?:org|example)/);
    });
  });

  test('a push notification is below what push services take, its title first', () => {
    holds(({ push }) => {
      assert.ok(new TextEncoder().encode(JSON.stringify(push)).length < PUSH_BYTES);
      assert.equal(Object.keys(push)[0], 'title');
      assert.notEqual(push.title, '');
      assertUncut(push.body);
    });
  });

  test('an e-mail has a subject of one line, runs nothing and loads nothing', () => {
    holds(({ email: { subject, text, html } }, told) => {
      assert.doesNotMatch(subject, /[\r\n]/);
      assert.doesNotMatch(html, /<script|<img|<link|<iframe|@import|url\(|\bsrc=|\bon\w+=/i);
      assert.deepEqual(
        [...html.matchAll(/href="([^"]*)"/g)].map(([, url]) => url),
        [told.url, AROUND.preferencesUrl, AROUND.unsubscribeUrl],
      );
      assert.ok(text.includes(told.url) && text.includes(AROUND.unsubscribeUrl));
      assertUncut(text);
    });
  });

  test('a message for a room is as long as it takes, and calls nobody', () => {
    holds(({ slack, discord: { embeds, allowed_mentions }, teams }) => {
      assert.doesNotMatch(JSON.stringify(slack), /<!|<@|@everyone|@here/);
      assert.ok(slack.blocks.length <= 50);
      for (const block of slack.blocks)
        if ('text' in block) assert.ok(block.text.text.length <= (block.type === 'header' ? 150 : 3000));
      assert.deepEqual(allowed_mentions, { parse: [] });
      const [embed] = embeds;
      assert.ok(embed);
      const letters = [
        embed.title,
        embed.description ?? '',
        embed.footer.text,
        ...embed.fields.flatMap(({ name, value }) => [name, value]),
      ];
      assert.ok(letters.join('').length <= 6000);
      assert.ok(embed.title !== '' && embed.title.length <= 256);
      const card = JSON.stringify(teams);
      assert.ok(new TextEncoder().encode(card).length < TEAMS_BYTES);
      assert.doesNotMatch(card, /<at>|@everyone/);
    });
  });

  test('what is missing is told by its name', () => {
    holds((_, told) => {
      const missing = missingElements(told);
      assert.ok(missing.every((element) => ELEMENTS.includes(element)));
      if (missing.includes('guidance')) assert.equal(told.advice, null);
    });
  });

  test('a program gets it as Statuspage would send it', () => {
    holds(({ statuspage: body }, told) => {
      assert.deepEqual(Object.keys(body), ['meta', 'page', 'incident']);
      assert.equal(body.incident.incident_updates.length, 1);
      if (told.demonstration) assert.equal(body.page.status_indicator, 'minor');
    });
  });
});

test('that the page cannot be trusted is told on every channel', () => {
  for (const language of ['en', 'es'] as const) {
    const stale = staleOf(first.site, Date.UTC(2026, 2, 1, 2, 30), language);
    const { text, segments } = stale.sms({ stop: true });
    assert.ok(segments <= 2, text);
    for (const measure of Object.values(MEASURES)) assert.ok(fitsOn(measure, stale.post(measure).text));
    assert.match(stale.email(AROUND).text, /preferences/);
    assert.match(stale.push().title, /\S/);
  }
});
