import { DEFAULT_WEIGHTS, type Weights } from '../../domain/site.ts';
import { PARTS } from '../../domain/parts.ts';
import { STATUSES } from '../../domain/status.ts';
import {
  defaulting,
  entriesIn,
  fallbacksOf,
  inWords,
  type Kind,
  list,
  optional,
  record,
  required,
} from '../fields.ts';
import { address, authority, contact, host, id, linkAddress, webAddress } from '../kinds/forms.ts';
import { flag } from '../kinds/choices.ts';
import { part, partOrLeftOut, year } from '../kinds/numbers.ts';
import { languages, localised, sentence, text } from '../kinds/texts.ts';
import { clock, day, dayOrTime, timeZone } from '../kinds/times.ts';
import { promises } from '../promises.ts';
import { section } from '../section.ts';
import { checkSite } from './site-checks.ts';

const weightOf = (status: string): Kind<number | 'left out'> =>
  status === 'not_known' ? partOrLeftOut : part;

const weights: Kind<Weights> = {
  called: `{ ${STATUSES.join(', ')} }: each ${part.called}; not_known may be "left out"`,
  schema: {
    type: 'object',
    properties: Object.fromEntries(STATUSES.map((status) => [status, weightOf(status).schema])),
    additionalProperties: false,
  },
  read: (value, reading) => {
    const entries = entriesIn(value, STATUSES, reading);
    const read = [...(entries ?? [])].map(([status, entry]) => [
      status,
      weightOf(status).read(entry, reading),
    ]);
    return { ...DEFAULT_WEIGHTS, ...Object.fromEntries(read) };
  },
};

const GROUP = {
  id: required(id, 'id: hosting', 'The word by which components name it.'),
  name: required(localised, inWords('name', 'Hosting'), 'Its heading in the list of components.'),
  description: optional(localised, 'A sentence under its name.'),
  links: defaulting(
    list(
      record({
        name: required(localised, inWords('name', 'Service times'), 'What the link says.'),
        url: required(webAddress, 'url: https://www.example.org/times', 'Where it leads.'),
      }),
    ),
    [],
    'none',
    'Where a reader finds more of it, under its components.',
  ),
  fold: defaulting(
    flag,
    false,
    'false',
    'Whether its components stand behind its name. It says there how they are doing, and stands open while something is wrong with one.',
  ),
};

const REGION = {
  id: required(
    id,
    'id: eu',
    'The word by which components, incident files and addresses name it. It never changes.',
  ),
  name: required(localised, inWords('name', 'Europe'), 'What people call it, as it stands alone.'),
};

/** Written as they stand inside of a sentence, so that "it is not known whether ..." can be put before them. */
const SENTENCES = {
  works: optional(
    sentence,
    'How it is while it works: `websites can be reached`. Without it the name says so, and less can be said of it in sentences.',
  ),
  fails: optional(
    sentence,
    'While it does not work: `websites cannot be reached`. This is what people read first. Without it: the name, and "not working".',
  ),
  partly: optional(
    sentence,
    'While it works only in part, or only for some: `some websites cannot be reached`. Without it: the name, and "working only in part".',
  ),
  slowly: optional(
    sentence,
    'While it works, but slowly or with errors: `websites answer late or with errors`. Without it: the name, and "working, but slowly or with errors".',
  ),
};

const COMPONENT = {
  id: required(
    id,
    'id: websites',
    'The word by which incident files and addresses name it. It never changes; see `formerly`.',
  ),
  name: required(
    localised,
    inWords('name', 'Websites'),
    'What people call it: a capability they know, not a server.',
  ),
  short: optional(localised, 'A shorter name, for badges and messages. Without it the name.'),
  description: required(
    localised,
    inWords('description', 'Websites of customers can be reached.'),
    'One sentence: what a person can do while it works.',
  ),
  sentences: defaulting(
    record(SENTENCES),
    fallbacksOf(SENTENCES),
    'each is made from the name',
    'How it is doing, in sentences that people would say. Each as it stands inside of a sentence: no capital letter but that of a name, no stop at its end.',
  ),
  group: required(id, 'group: hosting', 'The `id` of one of the groups.'),
  link: optional(
    webAddress,
    'Where people use it, such as `https://app.example.org`: shown beside its name, and on its page.',
  ),
  regions: defaulting(
    list(id),
    [],
    'everywhere alike',
    'The regions in which it is, each by its `id`. An incident may [name some of them](incident-file.md#regions); its uptime is counted for each.',
  ),
  headline: defaulting(flag, false, 'false', 'Whether it counts for the one answer at the top.'),
  since: required(day, 'since: 2018-01-01', 'The UTC day from which the record speaks of it.'),
  until: defaulting(
    day,
    Number.POSITIVE_INFINITY,
    'it is in service',
    'The UTC day on which it was retired.',
  ),
  formerly: defaulting(
    list(id),
    [],
    'none',
    'Ids it had before: old files stay as written, old addresses lead here.',
  ),
};

const LINK = {
  text: required(localised, inWords('text', 'Imprint'), 'What it is called.'),
  address: required(
    linkAddress,
    'address: https://example.org/imprint',
    'Where it leads. An address of this site begins with a slash; a page of ours, `/about/`, is then read in the language of the reader.',
  ),
};

const LINKS = {
  header: defaulting(
    list(record(LINK)),
    [],
    'none',
    'At the top of each page, behind the pages of this site.',
  ),
  footer: defaulting(
    list(record(LINK)),
    [],
    'none',
    'At the foot of each page: an imprint, for which some laws ask on every page.',
  ),
};

const PART_FIELDS = {
  bedside: defaulting(flag, true, 'true', PARTS.bedside),
  pledge: defaulting(flag, true, 'true', PARTS.pledge),
  citation: defaulting(flag, true, 'true', PARTS.citation),
};

/** What this page is, who runs it, and what it speaks of. */
export const site = section({
  meaning: 'What this page is, who runs it, and what it speaks of.',
  fields: {
    languages: required(
      languages,
      'languages: [en]',
      'The languages of the page, in their order. The first one has addresses without a prefix, and in it incident files are written unless they say otherwise; another has all pages again below `/es/`. Each has words of ours, or yours in `words/`.',
    ),
    name: required(localised, inWords('name', 'Status'), 'The name of this status page.'),
    service: required(
      localised,
      inWords('service', 'web hosting'),
      'What people call the service, as it stands in a sentence.',
    ),
    url: required(
      host,
      'url: https://status.example.org',
      'The public address, without the sub-path. `SITE_URL` in the environment of a build takes its place.',
    ),
    tag: required(
      record({
        authority: required(authority, 'authority: status.example.org', 'A domain that is yours.'),
        year: required(year, 'year: 2026', 'A year in which it was.'),
      }),
      'tag: { authority: status.example.org, year: 2026 }',
      'What the ids in feeds are made from (RFC 4151). They outlive a move: never change them.',
    ),
    operator: required(
      record({
        name: required(text, 'name: The Example Company', 'Who runs the page.'),
        contact: required(address, "contact: 'mailto:us@example.org'", 'How a person reaches them.'),
      }),
      "operator: { name: The Example Company, contact: 'mailto:us@example.org' }",
      'Who runs the page, and how a person reaches them.',
    ),
    report: required(
      address,
      'report: https://example.org/report',
      'Where a reader tells you of a problem that this page does not show.',
    ),
    security: optional(
      contact,
      'Where somebody tells you of a weakness, for `/.well-known/security.txt`. Without it the contact of the operator.',
    ),
    demonstration: optional(
      record({
        notice: required(
          localised,
          inWords('notice', 'This page is a demonstration.'),
          'What it says at the top of each page.',
        ),
        pledge: optional(
          localised,
          'What `/pledge/` says of the promise that the record is measured against.',
        ),
      }),
      'A demonstration shows a record and vouches for nothing: it is never green and says so everywhere. Remove it when this page speaks for a service.',
    ),
    advice: required(
      localised,
      inWords('advice', 'Check your own connection.'),
      'What to do when nothing is reported and it does not work all the same.',
    ),
    rely_on: optional(
      record({
        first: required(
          localised,
          inWords('first', 'Your own monitoring comes first.'),
          'A sentence on `/bedside/` and `/subscribe/`: what comes before this page.',
        ),
        at_night: optional(localised, 'What `/bedside/` says after it.'),
        unseen: optional(localised, 'What `/bedside/` cannot see, in a sentence.'),
      }),
      'What readers should rely on before they rely on this page.',
    ),
    emergency: optional(
      record({
        footer: required(
          localised,
          inWords('footer', 'This page is not for emergencies.'),
          'What stands at the foot of each page.',
        ),
        about: required(
          localised,
          inWords('about', 'This page is not for emergencies. Call ...'),
          'What stands under "Not for emergencies" on `/about/`.',
        ),
      }),
      'What this page is not for, and where to turn instead. Without it nothing is said of it.',
    ),
    links: defaulting(
      record(LINKS),
      fallbacksOf(LINKS),
      'none',
      'Links of your own on every page. A page of your own in `pages/` needs none: it says itself where it is linked ([own pages](own-page.md#pages-of-your-own)).',
    ),
    parts: defaulting(
      record(PART_FIELDS),
      fallbacksOf(PART_FIELDS),
      'all of them',
      'Parts that may be switched off: `parts: { bedside: false }` takes a page away with all that leads to it. Where it was published already, [a deploy asks you to let its address go](own-page.md#parts-that-you-do-not-need).',
    ),
    time_zone: optional(
      timeZone,
      'A zone in which times are said behind UTC, in brackets: on pages read without scripts, in feeds and in messages. With scripts a reader sees the own time first and UTC behind it. Days of the uptime stay UTC days.',
    ),
    clock: defaulting(
      clock,
      24,
      '24',
      'Of how many hours the clock of `time_zone` is. UTC is always written with 24.',
    ),
    license: optional(
      webAddress,
      'The address of the licence under which the record may be quoted and copied.',
    ),
    published_since: optional(
      dayOrTime,
      'The UTC day on which this page went public, or the exact time, where somebody else’s record was still changed on that day. What was committed before, such as the record that ships with the project, may be deleted; nothing that was published since may.',
    ),
    pledge: required(
      promises,
      'pledge: { first_notice: 60, update_every: 240 }',
      'What you promise about telling, in minutes: one promise, or [a list of promises](#a-promise-that-changed) with the day from which on each holds.',
    ),
    weights: defaulting(
      weights,
      DEFAULT_WEIGHTS,
      `${Object.entries(DEFAULT_WEIGHTS)
        .map(([status, weight]) => `${status}: ${weight}`)
        .join(', ')}`,
      'The part of a minute that counts as outage, by status. The default is Statuspage’s convention, and what is not known is left out of the time in service: neither outage nor health.',
    ),
    groups: required(
      list(record(GROUP)),
      'groups: and below it one "- id: ..." for each, with its "name"',
      'The headings under which components stand, in their order.',
    ),
    regions: defaulting(
      list(record(REGION)),
      [],
      'the service is everywhere alike',
      'Parts of the world in which the service can be otherwise than elsewhere, in their order. Each has [a page of its own](#regions).',
    ),
    components: required(
      list(record(COMPONENT)),
      'components: and below it one "- id: ..." for each',
      'The capabilities that people know, in the order in which they are shown.',
    ),
  },

  check: checkSite,
});
