import type { ReadOf } from '../fields.ts';
import { delivery } from './delivery.ts';
import { forge } from './forge.ts';
import { look } from './look.ts';
import { publish } from './publish.ts';
import { site } from './site.ts';
import { watch } from './watch.ts';
import { writing } from './writing.ts';

/** Every section, in the order in which a file has them. */
export const SECTIONS = { site, look, writing, forge, watch, publish, delivery };

/** What the config says, one part for each capability. */
export type Config = { [Name in keyof typeof SECTIONS]: ReadOf<(typeof SECTIONS)[Name]['fields']> };
