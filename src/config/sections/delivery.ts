import {
  type Draft,
  defaulting,
  type Fields,
  inheriting,
  list,
  optional,
  type ReadOf,
  record,
  required,
} from '../fields.ts';
import {
  channelName,
  country,
  mailAddress,
  mailbox,
  proofAddress,
  pushContact,
  pushKey,
  selector,
  serviceAddress,
  webAddress,
} from '../kinds/forms.ts';
import { flag, oneOf } from '../kinds/choices.ts';
import { count, minutes, money, perSecond, seconds } from '../kinds/numbers.ts';
import { language, localised, text } from '../kinds/texts.ts';
import { section } from '../section.ts';

/** Keys of every account of the operator's own at which all is told to everybody. */
const account = (name: string) => ({
  name: defaulting(
    channelName,
    name,
    `\`${name}\``,
    'What this account is called in the outbox, in `deliver status`, and, in capitals, in the variables that hold its secrets. It never changes.',
  ),
  language: inheriting(
    language,
    ({ languages }) => languages?.[0],
    'the first of the site',
    'The language in which it speaks.',
  ),
  drills: defaulting(flag, false, '`false`', 'Whether it tells of drills too.'),
});

/** Keys of an account that everybody can follow. */
const followed = (name: string) => ({
  ...account(name),
  address: optional(webAddress, 'Where people find the account. `/subscribe/` names it, if it is given.'),
});

const none = 'none';

function accounts<Of extends Fields>(fields: Of, meaning: string) {
  return defaulting(list(record(fields)), [], none, meaning);
}

const EMAIL = {
  from: required(
    mailbox,
    "from: 'Status of our service <status@example.org>'",
    'Who the messages are from: a name and an address, as in a letter’s head.',
  ),
  postal_address: required(
    text,
    "postal_address: 'Example Ltd, 1 Main Street, Springfield'",
    'The address of the sender by post, which the law of many places asks for.',
  ),
  bounce_address: optional(
    mailAddress,
    'Where messages that cannot be delivered come back to, if that is not the address of `from`. The subscription is put before the @, behind a `+`, so that it can be ended.',
  ),
  dkim_selector: optional(
    selector,
    'Under which name your mail provider keeps the key of its signature in the DNS: what stands before `._domainkey`. `deliver check` then looks for it.',
  ),
  per_second: defaulting(perSecond, 20, '`20`', 'How many a second the mail server takes.'),
  connections: defaulting(count, 10, '`10`', 'How many connections to it are open at a time.'),
};

const SMS = {
  from: required(
    text,
    "from: '+15555550100'",
    'The number that texts come from, with `+` and the country, or the SID of a messaging service (`MG...`).',
  ),
  segments_per_second: defaulting(
    perSecond,
    1,
    '`1`',
    'How many segments a second the sender is registered for: `deliver check` says how long a notice takes at that rate.',
  ),
  countries: required(
    list(country),
    'countries: [US, CA]',
    'The countries whose numbers may sign up. Numbers of others are refused, so that nobody can make you pay for texts to far places.',
  ),
  price: required(money, 'price: 0.0083', 'What one segment costs, in the currency of your account.'),
  most_a_day: required(
    money,
    'most_a_day: 200',
    'What may be spent on texts in a day. Beyond it nothing goes out, and you are told.',
  ),
  valid_for: defaulting(
    minutes,
    60,
    '`60`',
    'After how many minutes a text that has not arrived is given up, so that no old one lands after a newer one.',
  ),
};

const WEB_PUSH = {
  contact: required(
    pushContact,
    "contact: 'mailto:push@example.org'",
    'Where a push service reaches you (RFC 8292), `mailto:` or `https:`.',
  ),
  public_key: required(
    pushKey,
    'public_key: BO1RB8XloEOxnzb759ImAEHxjSzlOGezuFVBjtTRvk4oHKpJfjzls5B93z7T5UuoVNFFaL1m-z5R1dWxSLcC1iQ',
    'The public one of your pair of keys (RFC 8292), which `/subscribe/` hands to the browser. With another one everybody would have to sign up again.',
  ),
};

/** What is told to people, how, and to whom. Secrets stand in the environment, never here. */
export const delivery = section({
  meaning:
    'How people are told. [Telling people](delivery.md) explains it. Secrets are no part of it: they stand in variables.',
  fields: {
    reads: optional(
      webAddress,
      'The public address of the site whose updates are told, if that is not `url` of `site`.',
    ),
    every: defaulting(seconds, 15, '`15`', 'How often that address is read, in seconds.'),
    too_old: defaulting(
      minutes,
      180,
      '`180`',
      'After how many minutes a first notice helps nobody any more: it is not sent then, but accounted for.',
    ),
    when_stale: defaulting(
      oneOf(['operator', 'subscribers']),
      'operator',
      '`operator`',
      'Who is told when the page itself has gone stale: you alone, or subscribers too.',
    ),
    operator: defaulting(
      record({
        webhook: optional(
          webAddress,
          'An address that is sent a JSON object whenever something is wrong with telling.',
        ),
        command: optional(
          list(text),
          'A program of your own, with its arguments, that is started then and reads the same object.',
        ),
      }),
      { webhook: undefined, command: undefined },
      'the log and the exit code',
      'How you hear of it when something fails.',
    ),
    service: optional(
      serviceAddress,
      'The public address of the service where people sign up. The forms of `/subscribe/` go there.',
    ),
    terms: optional(webAddress, 'Where your terms for subscribers stand. Text messages need it.'),
    privacy: optional(webAddress, 'Where your privacy policy stands. Text messages need it.'),
    minors: defaulting(
      flag,
      false,
      '`false`',
      'Whether somebody may sign up the phone of a minor for texts: everybody is then asked whose number or address it is, and a parent agrees by e-mail before the phone is written to. Without it no form and no page of the service speaks of minors.',
    ),
    programme: optional(
      localised,
      'What the text messages are called, as the first word of each: a name that people know.',
    ),
    proof: optional(
      proofAddress,
      'Where the public numbers of delivery can be read, if that is not `/proof.json` of `service`.',
    ),
    email: optional(record(EMAIL), 'E-mail, by a mail server whose address stands in `SMTP_URL`.'),
    sms: optional(record(SMS), 'Text messages, by Twilio.'),
    web_push: optional(record(WEB_PUSH), 'Notifications of browsers.'),
    bluesky: accounts(
      {
        ...followed('bluesky'),
        service: defaulting(
          webAddress,
          'https://bsky.social',
          '`https://bsky.social`',
          'The server of the account.',
        ),
      },
      'Accounts on Bluesky.',
    ),
    mastodon: accounts(
      {
        ...followed('mastodon'),
        instance: required(webAddress, 'instance: https://mastodon.example', 'The server of the account.'),
      },
      'Accounts on Mastodon.',
    ),
    x: accounts(
      {
        ...followed('x'),
        link: defaulting(
          flag,
          true,
          '`true`',
          'Whether a post has the link of the update. A post with one costs more.',
        ),
        price: defaulting(money, 0.015, '`0.015`', 'What a post costs, in US dollars.'),
        price_with_link: defaulting(money, 0.2, '`0.2`', 'What a post with a link costs, in US dollars.'),
        most_a_day: defaulting(
          money,
          10,
          '`10`',
          'What may be spent in a day, in US dollars. Beyond it nothing is posted, and you are told.',
        ),
      },
      'Accounts on X.',
    ),
    facebook: accounts(
      { ...followed('facebook'), page: required(text, "page: '1234567890'", 'The id of the page.') },
      'Pages on Facebook.',
    ),
    instagram: accounts(
      {
        ...followed('instagram'),
        user: required(text, "user: '1234567890'", 'The id of the professional account.'),
      },
      'Accounts on Instagram. Each post has the tall picture of the update, which the site publishes.',
    ),
    slack: accounts(account('slack'), 'Channels in Slack, by incoming webhook.'),
    discord: accounts(account('discord'), 'Channels in Discord, by webhook.'),
    teams: accounts(account('teams'), 'Channels in Teams, by a workflow’s address.'),
    webhook: accounts(
      {
        ...account('webhook'),
        url: required(
          webAddress,
          'url: https://app.example.org/status',
          'Where the body of Statuspage’s webhooks is sent, signed.',
        ),
      },
      'Programs that are told by a signed webhook.',
    ),
    command: accounts(
      {
        ...account('command'),
        run: required(
          list(text),
          'run: [./tell, --loud]',
          'A program of your own with its arguments. It reads the notification as JSON; exit code 0 says it is told, 75 (`EX_TEMPFAIL`) that it should be tried again.',
        ),
      },
      'Programs of your own, for ways that have no adapter here.',
    ),
  },
  check(draft, { report, at }) {
    const names = new Map<string, string>();
    for (const [kind, index, name] of namesIn(draft)) {
      const before = names.get(name);
      if (before !== undefined)
        report.add({
          name: 'id-duplicate',
          place: at(kind, index),
          found: name,
          expected: 'a name of its own for each account',
          remedy: `Another account has it already, below "${before}": add a line such as "name: ${name}-2".`,
        });
      names.set(name, kind);
    }
    if (draft.service === undefined)
      for (const kind of ['email', 'sms', 'webPush'] as const)
        if (draft[kind])
          report.add({
            name: 'key-missing',
            place: at(kind === 'webPush' ? 'web_push' : kind),
            found: 'no "service"',
            expected: 'service: https://notify.example.org',
            remedy:
              'Add the address at which people sign up, and leave: without it nobody can end what they are sent.',
          });
    // Who registers a sender of texts is asked for both, and the form for texts links to both.
    for (const page of ['terms', 'privacy'] as const)
      if (draft.sms && draft[page] === undefined)
        report.add({
          name: 'key-missing',
          place: at('sms'),
          found: `no "${page}"`,
          expected: `${page}: https://www.example.org/${page}`,
          remedy: `Add the address of that page: the form for text messages links to it, and a sender of texts is not registered without it. Your "service" has one to begin with, at /${page}.`,
        });
  },
});

/** The kinds of accounts at which all is told to everybody. */
export const ACCOUNT_KINDS = [
  'bluesky',
  'mastodon',
  'x',
  'facebook',
  'instagram',
  'slack',
  'discord',
  'teams',
  'webhook',
  'command',
] as const;

function namesIn(
  draft: Draft<ReadOf<{ [kind in (typeof ACCOUNT_KINDS)[number]]: ReturnType<typeof accountsOfAny> }>>,
) {
  return ACCOUNT_KINDS.flatMap((kind) =>
    (draft[kind] ?? []).flatMap((one, index): [string, number, string][] =>
      one?.name === undefined ? [] : [[kind, index, one.name]],
    ),
  );
}

function accountsOfAny() {
  return accounts(account(''), '');
}
