import type { AstroIntegration } from 'astro';
import type { Origin } from '../domain/addresses.ts';
import type { Reuse } from '../release/reuse.ts';
import type { Place } from './place.ts';

/** What a build's config hands to its pages. */
export interface Handover {
  place: Place;
  /** The host and the path below it, for absolute addresses. */
  origin: Origin;
  reuse: Reuse;
}

/** Outside of a build nothing lies there to be kept, and nobody would wait for a job. */
const NO_REUSE: Reuse = { code: () => undefined, isReused: () => false, alongside: () => undefined };

// The config and the pages are two programs. Node loads this module once for both (`src/release/native.ts`), and
// it is the only place where one leaves something for the other.
let handed: Handover | undefined;

/** Hands a build to its pages, before the first of them is printed. */
export function handOver(build: Handover): void {
  handed = build;
}

/** Hands what Astro builds to its pages. `astro dev` prints all of them, whenever they are asked for. */
export function handOverIn(build: Handover): AstroIntegration {
  return {
    name: 'nightlight-handover',
    hooks: {
      'astro:config:setup': ({ command }) =>
        handOver({ ...build, reuse: command === 'build' ? build.reuse : NO_REUSE }),
    },
  };
}

/** What the config of this build handed over. */
export function handedOver(): Handover {
  if (!handed) throw new Error('The config hands a build over before a page is printed.');
  return handed;
}
