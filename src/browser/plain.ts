import { addTo } from './additions.ts';

/** For pages that do not speak of now: it stands in them, so that no time changes once it was seen. `later.ts` goes on with it. */
addTo(document);
