import { offerCopies } from './copy.ts';
import { ownZone } from './scale.ts';
import type { NewPart } from './words.ts';

/** A file of its own, fetched when a drawing or something to quote is about to be seen. */
function add(part: ParentNode): void {
  ownZone(part);
  offerCopies(part);
}

add(document);
addEventListener('nightlight:part', (event) => add((event as NewPart).detail));
