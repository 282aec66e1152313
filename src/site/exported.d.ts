import type { AstroIntegration } from 'astro';

/** The places of a page in which a component of one's own may stand: paths of `.astro` files, from the root of the project. */
export interface Components {
  /** At the end of the head of each page: what it says more of itself. */
  Head?: string;
  /** In the place of the bar with the name and the ways to the pages. */
  Header?: string;
  /** Above what each page says. */
  Banner?: string;
  /** In the place of what stands at the foot of each page. */
  Footer?: string;
}

export interface NightlightOptions {
  /** The folder with `nightlight.yaml`, `incidents/` and the rest of the site; the root of the project without it. */
  site?: string;
  components?: Components;
}

/** The status page as a part of an Astro project: its pages, feeds and API, from `nightlight.yaml` and `incidents/`. */
export default function nightlight(options?: NightlightOptions): AstroIntegration;
