import { DEFAULT_WEIGHTS, type Weights } from '../../domain/site.ts';
import { STATUSES } from '../../domain/status.ts';
import { DAY, dayOf } from '../../domain/time.ts';
import type { Place } from '../../problems/index.ts';
import { didYouMean } from '../../problems/suggest.ts';
import { defaulting, entriesIn, type Kind, list, optional, record, required } from '../fields.ts';
import {
  address,
  authority,
  contact,
  day,
  flag,
  host,
  id,
  localised,
  minutes,
  part,
  partOrLeftOut,
  text,
  webAddress,
  year,
} from '../kinds.ts';
import { type Check, section } from '../section.ts';

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
  id: required(id, 'id: followers', 'The word by which components name it.'),
  name: required(
    localised,
    "name: { en: 'For followers', es: '...' }",
    'Its heading in the list of components.',
  ),
};

const COMPONENT = {
  id: required(
    id,
    'id: follow-alerts',
    'The word by which incident files and addresses name it. It never changes; see `formerly`.',
  ),
  name: required(
    localised,
    "name: { en: 'Followers get alerts', es: '...' }",
    'What people call it: a capability they know, not a server.',
  ),
  short: optional(localised, 'A shorter name, for badges and messages. Without it the name.'),
  description: required(
    localised,
    "description: { en: 'A phone sounds alerts.', es: '...' }",
    'One sentence: what a person can do while it works.',
  ),
  group: required(id, 'group: followers', 'The `id` of one of the groups.'),
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

/** What this page is, who runs it, and what it speaks of. */
export const site = section({
  meaning: 'What this page is, who runs it, and what it speaks of.',
  fields: {
    name: required(localised, "name: { en: 'Status', es: 'Estado' }", 'The name of this status page.'),
    service: required(
      localised,
      "service: { en: 'glucose sharing', es: '...' }",
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
          "notice: { en: 'This page is a demonstration.', es: '...' }",
          'What it says at the top of each page.',
        ),
      }),
      'A demonstration shows a record and vouches for nothing: it is never green and says so everywhere. Remove it when this page speaks for a service.',
    ),
    advice: required(
      localised,
      "advice: { en: 'Look at the device.', es: '...' }",
      'What to do when nothing is reported and you see no data all the same.',
    ),
    license: optional(
      webAddress,
      'The address of the licence under which the record may be quoted and copied.',
    ),
    published_since: optional(
      day,
      'The UTC day on which this page went public. What was committed before, such as the record that ships with the project, may be deleted; nothing that was published since may.',
    ),
    pledge: required(
      record({
        first_notice: required(minutes, 'first_notice: 60', 'Within how long you say that something fails.'),
        update_every: required(minutes, 'update_every: 240', 'How often you speak until it is resolved.'),
      }),
      'pledge: { first_notice: 60, update_every: 240 }',
      'What you promise about telling, in minutes.',
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
      "groups: [{ id: followers, name: { en: '...', es: '...' } }]",
      'The headings under which components stand, in their order.',
    ),
    components: required(
      list(record(COMPONENT)),
      'components: and below it one "- id: ..." for each',
      'The capabilities that people know, in the order in which they are shown.',
    ),
  },

  check: ({ groups, components, publishedSince }, { report, at, latest }) => {
    if (publishedSince !== undefined && publishedSince > latest)
      report.add({
        name: 'published-since-ahead',
        place: at('published_since'),
        found: dayOf(publishedSince),
        expected: 'a day that has come',
        remedy:
          'Until then nothing that is published would be kept. Set it to the day on which the page went public.',
      });
    checkIds(idsOf(groups, 'groups'), { report, at, latest });
    if (!components) return;
    checkIds(idsOf(components, 'components'), { report, at, latest });
    checkGroups(components, groups, { report, at, latest });
    for (const [index, one] of components.entries())
      if (one?.since !== undefined && one.until !== undefined && one.until < one.since + DAY)
        report.add({
          name: 'until-before-since',
          place: at('components', index, 'until'),
          found: dayOf(one.until),
          expected: `a day after ${dayOf(one.since)}`,
          remedy: 'Correct "since" or "until".',
        });
    // A headline that could not be read may have been the one.
    if (components.every((one) => one?.headline === false))
      report.add({
        name: 'headline-missing',
        place: at('components'),
        found: 'no component with "headline: true"',
        expected: 'at least one',
        remedy: 'Mark with "headline: true" what people rely on most: the answer is made from those.',
      });
  },
});

type Ids = { id: string; path: (string | number)[] }[];

interface Named {
  id?: string | undefined;
  formerly?: (string | undefined)[] | undefined;
}

function idsOf(named: (Named | undefined)[] | undefined, key: string): Ids {
  return (named ?? []).flatMap((one, index): Ids => {
    const ids: [string | undefined, ...(string | number)[]][] = [
      [one?.id, key, index, 'id'],
      ...(one?.formerly ?? []).map((former, place): [string | undefined, ...(string | number)[]] => [
        former,
        ...[key, index, 'formerly', place],
      ]),
    ];
    return ids.flatMap(([name, ...path]) => (name === undefined ? [] : [{ id: name, path }]));
  });
}

function checkIds(ids: Ids, { report, at }: Check): void {
  const taken = new Map<string, Place>();
  for (const { id, path } of ids) {
    const place = at(...path);
    const first = taken.get(id);
    if (first)
      report.add({
        name: 'id-duplicate',
        place,
        found: id,
        expected: 'an id that nothing else has or had',
        remedy: `It stands in line ${first.line} already. Ids are never used twice: choose another word.`,
      });
    else taken.set(id, place);
  }
}

function checkGroups(
  components: ({ group?: string | undefined } | undefined)[],
  groups: (Named | undefined)[] | undefined,
  { report, at }: Check,
): void {
  // A group whose id could not be read may be the one that is meant.
  if (!groups || groups.some((group) => group?.id === undefined)) return;
  const ids = groups.flatMap((group) => group?.id ?? []);
  for (const [index, component] of components.entries())
    if (component?.group !== undefined && !ids.includes(component.group))
      report.add({
        name: 'group-unknown',
        place: at('components', index, 'group'),
        found: component.group,
        expected: `one of ${ids.join(', ')}`,
        remedy: `Write one of those, or add it to "groups".${didYouMean(component.group, ids)}`,
      });
}
