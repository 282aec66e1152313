import { DEFAULT_WEIGHTS, type Localised, type Site } from '../domain/site.ts';
import type { Draft } from './fields.ts';
import type { Config } from './index.ts';

const NO_WORDS: Localised = {};

/**
 * What a config with mistakes still says of the site, so that incident files can be held to it and all mistakes be
 * told at once: languages, components and the pledge. Nothing may be printed from it.
 * @returns nothing where one of those cannot be read: incident files would be told mistakes they do not have.
 */
export function standIn({ site = {} }: Draft<Config>): Site | undefined {
  const { languages, pledge = [], demonstration } = site;
  const components = site.components?.flatMap((one) =>
    one?.id === undefined
      ? []
      : {
          id: one.id,
          name: NO_WORDS,
          short: NO_WORDS,
          description: NO_WORDS,
          sentences: {},
          group: '',
          regions: one.regions?.filter((id) => id !== undefined) ?? [],
          headline: false,
          since: one.since ?? Number.NEGATIVE_INFINITY,
          until: one.until ?? Number.POSITIVE_INFINITY,
          formerly: one.formerly?.filter((id) => id !== undefined) ?? [],
        },
  );
  if (!components || components.length < (site.components?.length ?? 0)) return undefined;
  const promises = pledge.flatMap((one) =>
    one?.since === undefined || one.firstNotice === undefined || one.updateEvery === undefined
      ? []
      : { since: one.since, firstNotice: one.firstNotice, updateEvery: one.updateEvery },
  );
  if (!languages || promises.length === 0 || promises.length < pledge.length) return undefined;
  return {
    languages,
    name: NO_WORDS,
    service: NO_WORDS,
    url: '',
    tag: { authority: '', year: 0 },
    operator: { name: '', contact: '' },
    report: '',
    demonstration: demonstration && { notice: NO_WORDS },
    pledge: promises,
    weights: DEFAULT_WEIGHTS,
    rebuildEvery: 0,
    cacheAge: 0,
    vouchFor: 0,
    watched: [],
    groups: [],
    regions:
      site.regions?.flatMap((one) => (one?.id === undefined ? [] : { id: one.id, name: NO_WORDS })) ?? [],
    components,
    pictures: 'none',
    upright: false,
    offline: false,
    advice: NO_WORDS,
    parts: { bedside: true, pledge: true, citation: true },
    links: { header: [], footer: [] },
    ownPages: [],
    announcements: [],
  };
}
