import { isSeq } from 'yaml';
import { STATUSES } from '../../domain/status.ts';
import { defaulting, inheriting, type Kind, list, optional, record, required } from '../fields.ts';
import { id, webAddress } from '../kinds/forms.ts';
import { flag, oneOf } from '../kinds/choices.ts';
import { count, minutes, seconds } from '../kinds/numbers.ts';
import { text } from '../kinds/texts.ts';
import { section } from '../section.ts';
import { checkWatch } from './watch-checks.ts';

/** What a failing check can say of a component: no work is announced by one. */
const HURTS = STATUSES.filter((status) => status !== 'operational' && status !== 'under_maintenance');

const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'] as const;

const REQUEST = {
  url: required(
    text,
    'url: https://api.example.org/health',
    'The address that is asked, with http:// or https://.',
  ),
  method: defaulting(oneOf(METHODS), 'GET', '`GET`', 'How it is asked.'),
  headers: defaulting(
    list(text),
    [],
    'none',
    `Lines such as \`'Authorization: Bearer \${API_TOKEN}'\`. A name in \`\${...}\` is a variable of the environment of the watcher: no secret stands in this file.`,
  ),
  body: optional(
    text,
    `What is sent; \`\${...}\` as in \`headers\`. \`{now}\`, here or in \`url\`, is the time at which it is asked, in ISO 8601, and \`{now_ms}\` that in milliseconds since 1970.`,
  ),
};

const ANSWER = {
  status: defaulting(list(count), [], 'any from 200 to 299', 'The statuses that are right.'),
  has: optional(text, 'What must stand in the answer, letter by letter.'),
  json: optional(
    text,
    'Where in an answer of JSON something must stand, as a JSON Pointer such as `/queue/state` (RFC 6901).',
  ),
  equals: optional(text, 'What must stand there. Without it anything but `null`, `false` and nothing.'),
  newer_than: optional(
    seconds,
    'That a time stands there, in ISO 8601 or in seconds or milliseconds since 1970, which is not older than so many seconds: how old the newest reading is.',
  ),
};

const HTTP = {
  ...REQUEST,
  ...ANSWER,
  within: optional(seconds, 'In how many seconds it must have answered, if that is less than `timeout`.'),
};

const ROUND_TRIP = {
  write: required(
    record(REQUEST),
    'write: { url: https://api.example.org/readings, method: POST, body: \'{"note":"{token}"}\' }',
    'How something is written at one end. `{token}` in `url` or `body` is a word that was never used before.',
  ),
  read: required(
    record(REQUEST),
    'read: { url: https://api.example.org/follow/latest }',
    'How it is read at the other end; `{token}` may stand in `url`.',
  ),
  within: defaulting(
    seconds,
    10,
    '10',
    'In how many seconds what was written must stand in what is read; it is asked each second.',
  ),
};

const CHECK = {
  id: required(id, 'id: sharing', 'What the check is called in alarms and in the log; it never changes.'),
  http: optional(record(HTTP), 'Asks an address, and looks at status, time and text of the answer.'),
  round_trip: optional(
    record(ROUND_TRIP),
    'Writes something at one end and reads it at the other: the only check that sees that readings do not arrive while every server answers.',
  ),
  tls: optional(
    record({
      host: required(text, 'host: api.example.org', 'The host.'),
      port: defaulting(count, 443, '443', 'The port.'),
      days_left: defaulting(
        count,
        14,
        '14',
        'Of a certificate that is valid for fewer days the log warns, for readers lose nothing by it; the check fails once it is over.',
      ),
    }),
    'Looks whether a certificate is trusted, is that of the host, and lasts.',
  ),
  tcp: optional(
    record({
      host: required(text, 'host: mqtt.example.org', 'The host.'),
      port: required(count, 'port: 8883', 'The port.'),
    }),
    'Looks whether somebody takes a connection.',
  ),
  dns: optional(
    record({
      name: required(text, 'name: api.example.org', 'The name that is asked for.'),
      type: defaulting(
        oneOf(['A', 'AAAA', 'CNAME', 'MX', 'TXT'] as const),
        'A',
        '`A`',
        'The kind of record.',
      ),
      has: optional(text, 'What one of the answers must be.'),
      server: optional(
        text,
        'Which server is asked, such as `192.0.2.53` or `192.0.2.53:5353`; without it the system’s.',
      ),
    }),
    'Asks for a name.',
  ),
  every: defaulting(seconds, 30, '30', 'How often it is looked, in seconds; once it failed, twice as often.'),
  timeout: defaulting(seconds, 10, '10', 'After how many seconds without an answer a look has failed.'),
  fails: required(
    list(id),
    'fails: [follow-glucose]',
    'The components that do not work while it fails. A notice names these alone.',
  ),
  status: defaulting(oneOf(HURTS), 'major_outage', '`major_outage`', 'How these do then.'),
  confirms: inheriting(
    list(id),
    () => undefined,
    'those of `fails`',
    'The components that are confirmed to work while it goes well. A notice about others names them as what still works.',
  ),
};

/** Who is asked: an address as a text, or a command as a list. */
const command = list(text);
const addressOrCommand: Kind<string | string[]> = {
  called: `${webAddress.called}, or a list of a command and its words`,
  schema: { anyOf: [webAddress.schema, { ...command.schema, minItems: 1 }] },
  read: (value, reading) => {
    if (!isSeq(value.node)) return webAddress.read(value, reading);
    const words = command.read(value, reading);
    if (words?.length !== 0) return words;
    reading.report.add({
      name: 'value-not-allowed',
      place: value.place,
      found: '[]',
      expected: 'a command and its words',
      remedy: 'Write the command, such as ask: [pager, send], or take "ask" out.',
    });
    return undefined;
  },
};

/** Programs whose alerts are understood. */
const SENDERS = [
  'alertmanager',
  'grafana',
  'gatus',
  'uptime_kuma',
  'pingdom',
  'better_stack',
  'signed',
] as const;

const ALERTS = {
  place: required(
    id,
    'place: prometheus',
    'What counts as a place in the quorum; the last part of the address, and, in capitals, of the variable that holds its secret.',
  ),
  from: required(
    oneOf(SENDERS),
    'from: alertmanager',
    'Which program sends them; `signed` is any that signs a plain POST.',
  ),
  rules: required(
    list(
      record({
        match: defaulting(
          list(text),
          [],
          'every alert',
          'What an alert must say, each as `label=value`; `*` at the end of a value stands for anything.',
        ),
        check: optional(id, 'The check that it speaks of.'),
        fails: optional(
          list(id),
          'In the place of `check`, where nothing of ours looks at it: the components that do not work while it fires.',
        ),
        status: defaulting(oneOf(HURTS), 'major_outage', '`major_outage`', 'How those of `fails` do then.'),
      }),
    ),
    'rules: [{ match: [alertname=SharingDown], check: sharing }]',
    'Which alert speaks of what. The first that fits holds.',
  ),
  holds: defaulting(
    minutes,
    300,
    '300',
    'For how many minutes a word holds that is not said again: longer than the program waits before it repeats an alert.',
  ),
};

/** Who checks the service, and for how long their word holds. */
export const watch = section({
  meaning:
    'Who checks the service, and for how long their word holds. [Watching](watching.md) says how `nightlight watch` uses it.',
  fields: {
    vouch_for: required(
      minutes,
      'vouch_for: 40',
      'For how long a watcher’s or a person’s word that all is well holds, in minutes: at least `rebuild_every` and `cache_age` together, for it is heard again only then.',
    ),
    checks: defaulting(list(record(CHECK)), [], 'nobody checks', 'What `nightlight watch` looks at.'),
    alerts: defaulting(
      list(record(ALERTS)),
      [],
      'none',
      'Whose alerts `nightlight watch --listen` takes: each counts as one more place.',
    ),
    failures: defaulting(
      count,
      3,
      '3',
      'How many looks in a row must fail before it is said, and go well before that is said.',
    ),
    quorum: defaulting(
      count,
      1,
      '1',
      'How many places must find the same. Where fewer were heard of late nobody vouches, and the page turns "unknown" by itself.',
    ),
    resolves: defaulting(
      flag,
      false,
      '`false`: it says Monitoring, and a person says that it is over',
      'Whether the watcher also says that an incident is over, which it began and nobody took over.',
    ),
    calm: defaulting(
      minutes,
      10,
      '10',
      'For how many minutes all must go well before it says so, or that it is over: what fails again until then is the same incident.',
    ),
    ask: optional(
      addressOrCommand,
      'An address that is told with a POST of JSON when the watcher speaks, so that a person takes over, and once a day of a certificate that ends soon; or a command and its words, such as `[pager, send]`, which is begun without a shell and has that JSON on its standard input.',
    ),
  },
  check: checkWatch,
});
