import type { Incident } from '../domain/incident.ts';
import type { Component, Language, Region } from '../domain/site.ts';
import type { Model } from './model.ts';

/** What Astro gives a route: what `getStaticPaths` says of it, and what `src/middleware.ts` adds. */
export interface Route<Props = object> {
  props: Props;
  locals: { model: Model };
}

/** A route that is printed once a language. */
export type LanguageRoute = Route<{ language: Language }>;
/** A route of an incident's file, in no language. */
export type IncidentRoute = Route<{ incident: Incident }>;
/** A route of something that is printed for each item, in each language. */
export type ItemRoute<Item> = Route<{ language: Language; item: Item }>;
export type ComponentRoute = ItemRoute<Component>;
export type RegionRoute = ItemRoute<Region>;

/** The value of `[...lang]` for every language, for `getStaticPaths`. The first has no prefix. */
export function languagesOf({ snapshot }: Pick<Model, 'snapshot'>) {
  const { languages } = snapshot.site;
  return languages.map((language) => ({
    params: { lang: language === languages[0] ? undefined : language },
    props: { language },
  }));
}

/** Every combination of a language and an item, for `getStaticPaths`. */
export function pathsOf<Item>(model: Model, items: Item[], params: (item: Item) => Record<string, string>) {
  return languagesOf(model).flatMap(({ params: { lang }, props }) =>
    items.map((item) => ({ params: { lang, ...params(item) }, props: { ...props, item } })),
  );
}

/** Routes of files that are printed once for each incident, in no language. */
export function incidentPaths({ changed }: Model) {
  return changed.incidents.map((incident) => ({ params: { id: incident.id }, props: { incident } }));
}

/** Routes of files for whoever cites an incident; none where that is switched off. */
export function citationPaths(model: Model) {
  return model.snapshot.site.parts.citation ? incidentPaths(model) : [];
}

/** Routes of what belongs to the page for the night table; none where that is switched off. */
export function bedsidePaths<Path>(model: Pick<Model, 'snapshot'>, all: readonly Path[]): readonly Path[] {
  return model.snapshot.site.parts.bedside ? all : [];
}

/** Routes of files that are printed for each component, in each language. */
export function componentPaths(model: Model) {
  return pathsOf(model, model.snapshot.site.components, ({ id }) => ({ id }));
}

/** Routes of what is printed for each region, in each language. */
export function regionPaths(model: Model) {
  return pathsOf(model, model.snapshot.site.regions, ({ id }) => ({ id }));
}

/** Routes of what speaks of all announcements; none where there is none. */
export function announcementListPaths(model: Model) {
  return model.snapshot.site.announcements.length > 0 ? languagesOf(model) : [];
}

/** Routes of what is printed for each announcement, in each language. */
export function announcementPaths(model: Model) {
  const { snapshot, heldAnnouncements } = model;
  return pathsOf(model, [...snapshot.site.announcements, ...heldAnnouncements], ({ id }) => ({ id }));
}
