import { offerCopies } from './copy.ts';
import type { NewPart } from './words.ts';

/** For pages with something to quote: buttons that copy it, in what comes later too. */
offerCopies(document);
addEventListener('nightlight:part', (event) => offerCopies((event as NewPart).detail));
