import { type Origin, paths, href } from '../domain/addresses.ts';
import { inLanguage, leaseLength } from '../domain/site.ts';
import { type Snapshot, takeSnapshot, attestationLapses } from '../domain/snapshot.ts';
import { type Instant, MINUTE, yearOf } from '../domain/time.ts';
import { formatOf, wordsOf } from '../i18n/index.ts';
import { type Badge, badgeText, pageBadge, regionBadge } from './badge.ts';
import { embedFile } from './embed.ts';
import { statuspageFiles } from './statuspage/index.ts';
import { lastKnown, statusOf } from './statuspage/status.ts';

/**
 * What the files that other programs read say once nobody has renewed them, each at its own path. A file cannot
 * turn stale by itself: they lie below `/stale/`, and a guard that is not the builder puts them in place.
 */
export function staleFiles(snapshot: Snapshot, origin: Origin, build: string): Record<string, () => string> {
  const at = believedUntil(snapshot);
  const then = lapsedAt(snapshot, at);
  const unknown: Snapshot = snapshot.site.demonstration
    ? then
    : { ...then, situation: { kind: 'unknown', attestation: then.attestation } };
  const status = lastKnown(statusOf(unknown), statusOf(then));
  const api = Object.entries(statuspageFiles(unknown, origin, status)).filter(
    ([name]) => !isArchive(name, snapshot),
  );
  return {
    ...Object.fromEntries(api.map(([name, print]) => [`api/v2/${name}.json`, () => JSON.stringify(print())])),
    ...badges(unknown),
    ...embeds(snapshot, unknown, origin, build),
  };
}

/** Files of years before this one say nothing of now. */
function isArchive(name: string, { now }: Snapshot): boolean {
  const [, year] = /^incidents-(\d+)$/.exec(name) ?? [];
  return year !== undefined && Number(year) < yearOf(now);
}

/** Until when the files of a build may be believed: until the word of whoever checked has grown old, at the longest until the next builds are overdue. */
function believedUntil({ now, site, attestation }: Snapshot): Instant {
  const lapses = attestationLapses(site, attestation);
  return lapses > now ? Math.min(lapses, now + leaseLength(site)) : now + leaseLength(site);
}

/** The snapshot at that instant, with nobody's word for it. */
function lapsedAt({ site, incidents, git }: Snapshot, at: Instant): Snapshot {
  return takeSnapshot(site, incidents, { by: 'watch', at: at - site.vouchFor * MINUTE }, at, git);
}

function badges(unknown: Snapshot): Record<string, () => string> {
  return Object.fromEntries(
    unknown.site.languages.flatMap((language) => {
      const page = pageBadge(unknown, language);
      const time = wordsOf(language).badge.asOf(formatOf(language).dateTime(unknown.now));
      const all: [string, Badge][] = [
        ['', page],
        ...unknown.statuses.map(({ component }): [string, Badge] => [
          paths.component(component.id),
          { ...page, label: inLanguage(component.short, language) },
        ]),
        ...unknown.site.regions.map((region): [string, Badge] => [
          paths.region(region.id),
          { ...page, label: regionBadge(unknown, region, language).label },
        ]),
      ];
      return all.flatMap(([path, badge]) =>
        ['svg', 'json'].map((format) => [
          href(unknown.site, '', language, `${path}badge.${format}`),
          () => badgeText(badge, format, time, language),
        ]),
      );
    }),
  ) as Record<string, () => string>;
}

function embeds(
  snapshot: Snapshot,
  unknown: Snapshot,
  origin: Origin,
  build: string,
): Record<string, () => string> {
  return Object.fromEntries(
    unknown.site.languages.map((language) => {
      const { built_at, valid_until, as_of, as_of_here } = embedFile(
        snapshot,
        undefined,
        language,
        origin,
        build,
      );
      const file = {
        ...embedFile(unknown, undefined, language, origin, build),
        built_at,
        valid_until,
        as_of,
        as_of_here,
      };
      return [href(unknown.site, '', language, 'embed.json'), () => JSON.stringify(file)];
    }),
  );
}
