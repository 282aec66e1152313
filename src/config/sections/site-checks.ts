import { DAY, dayOf, type Instant } from '../../domain/time.ts';
import type { Place } from '../../problems/index.ts';
import { didYouMean } from '../../problems/suggest.ts';
import type { Check } from '../section.ts';

interface Named {
  id?: string | undefined;
  formerly?: (string | undefined)[] | undefined;
}

interface Component extends Named {
  group?: string | undefined;
  regions?: (string | undefined)[] | undefined;
  headline?: boolean | undefined;
  since?: Instant | undefined;
  until?: Instant | undefined;
}

/** What the section says, as far as it could be read. */
interface Said {
  groups?: (Named | undefined)[] | undefined;
  regions?: (Named | undefined)[] | undefined;
  components?: (Component | undefined)[] | undefined;
  publishedSince?: Instant | undefined;
}

/** Reports ids that are used twice, groups and regions that are not there, and days that cannot be together. */
export function checkSite(
  { groups, regions, components, publishedSince }: Said,
  { report, at, latest }: Check,
): void {
  if (publishedSince !== undefined && publishedSince > latest)
    report.add({
      name: 'published-since-ahead',
      place: at('published_since'),
      found: dayOf(publishedSince),
      expected: 'a day or a time that has come',
      remedy:
        'Until then nothing that is published would be kept. Set it to the day on which the page went public.',
    });
  checkIds(idsOf(groups, 'groups'), { report, at, latest });
  checkIds(idsOf(regions, 'regions'), { report, at, latest });
  if (!components) return;
  checkIds(idsOf(components, 'components'), { report, at, latest });
  checkGroups(components, groups, { report, at, latest });
  checkRegions(components, regions, { report, at, latest });
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
}

type Ids = { id: string; path: (string | number)[] }[];

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

function checkRegions(
  components: (Component | undefined)[],
  regions: (Named | undefined)[] | undefined,
  { report, at, latest }: Check,
): void {
  for (const [index, component] of components.entries()) {
    const named = (component?.regions ?? []).flatMap(
      (region, place): Ids =>
        region === undefined ? [] : [{ id: region, path: ['components', index, 'regions', place] }],
    );
    checkIds(named, { report, at, latest });
    // A region whose id could not be read may be the one that is meant.
    if (!regions || regions.some((region) => region?.id === undefined)) continue;
    const ids = regions.flatMap((region) => region?.id ?? []);
    for (const { id, path } of named)
      if (!ids.includes(id))
        report.add({
          name: 'region-unknown',
          place: at(...path),
          found: id,
          expected: ids.length > 0 ? `one of ${ids.join(', ')}` : 'a region of the site, which has none',
          remedy: `${ids.length > 0 ? 'Write one of those, or add' : 'Add'} it to "regions" of "site".${didYouMean(id, ids)}`,
        });
  }
}
