import { delivery } from './delivery.ts';
import { look } from './look.ts';
import { publish } from './publish.ts';
import { site } from './site.ts';
import { watch } from './watch.ts';

/** Every section, in the order in which a file has them. */
export const SECTIONS = { site, look, watch, publish, delivery };
