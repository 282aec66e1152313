import { addToPage } from './additions.ts';

/** For pages that do not speak of now: it stands in them, so that no time changes once it was seen. */
addToPage();
