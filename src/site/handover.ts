import type { AstroIntegration } from 'astro';
import type { Origin } from '../domain/addresses.ts';
import type { Reuse } from '../release/reuse.ts';
import type { Told } from './build.ts';
import type { Model } from './model.ts';
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
let read: Promise<Model> | undefined;
let copied: Copied | undefined;

/** What a thread prints from that reads nothing itself. */
export interface Copied {
  /** The words of the site. */
  said: Told['said'];
  model: Model;
}

/** Hands a build to its pages, before the first of them is printed. */
export function handOver(build: Handover): void {
  handed = build;
  read = undefined;
}

/** Lets the pages read anew what was handed to them, whoever of them holds on to what was read before. */
export function handOverAnew(): void {
  handOver({ ...handedOver() });
}

/** Leaves what the pages of this build have read for the threads beside it. */
export function leaveModel(model: Promise<Model>): void {
  read = model;
}

/** What the pages of this build have read, if they have begun to. */
export function modelLeft(): Promise<Model> | undefined {
  return read;
}

/** Hands to the pages of this thread what others have read. */
export function handCopy(copy: Copied): void {
  copied = copy;
}

/** What was handed to the pages of this thread; nothing in the one that builds. */
export function handedCopy(): Copied | undefined {
  return copied;
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
