import { historyOfIncident, publishedIn } from '../../domain/git-history.ts';
import type { Component } from '../../domain/site.ts';
import { type Snapshot, attestationLapses } from '../../domain/snapshot.ts';
import type { Instant } from '../../domain/time.ts';
import { flatten, intervalsOf } from '../../domain/timeline.ts';

/**
 * When the status of a component last changed, or when that was published here if that was later: who compares
 * it with their last look has not seen it before. Its `since` if it never changed.
 */
export function statusChangedAt(component: Component, snapshot: Snapshot): Instant {
  const { now, site, attestation, histories } = snapshot;
  const intervals = flatten(histories.get(component.id)?.intervals ?? []);
  const lapsed = site.demonstration ? Number.NEGATIVE_INFINITY : attestationLapses(site, attestation);
  const changes = [...intervals.flatMap(({ from, to }) => [from, to]), lapsed];
  return Math.max(component.since, toldAt(snapshot, component), ...changes.filter((at) => at <= now));
}

/** Some fifty files are printed from one snapshot. */
const toldBefore = new WeakMap<Snapshot, Map<string, Instant>>();

/** When a version last said something else of a component's status; what was imported was published at no known time. */
function toldAt(snapshot: Snapshot, { id, formerly }: Component): Instant {
  const told = toldBefore.get(snapshot) ?? tellings(snapshot);
  toldBefore.set(snapshot, told);
  return Math.max(...[id, ...formerly].map((one) => told.get(one) ?? Number.NEGATIVE_INFINITY));
}

function tellings({ incidents, git }: Snapshot): Map<string, Instant> {
  const told = new Map<string, Instant>();
  for (const { id } of incidents) {
    const revisions = historyOfIncident(git, id)?.revisions ?? [];
    let before = new Map<string, string>();
    for (const revision of revisions) {
      if (!revision.incident) continue;
      const said = new Map(
        [...intervalsOf(revision.incident)].map(([component, intervals]) => [
          component,
          intervals.map(({ from, to, status, regions }) => [from, to, status, ...(regions ?? [])]).join(),
        ]),
      );
      if (!revision.imported)
        for (const component of new Set([...before.keys(), ...said.keys()]))
          if (before.get(component) !== said.get(component))
            told.set(component, Math.max(publishedIn(revision), told.get(component) ?? 0));
      before = said;
    }
  }
  return told;
}
