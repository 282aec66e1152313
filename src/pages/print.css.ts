import { printLayer } from '../release/styles.ts';
import FORMS from '../styles/forms.css?inline';
import REPLAY from '../styles/replay.css?inline';
import SITE from '../styles/site.css?inline';
import OWN from '../styles/own.css?inline';
import TABLES from '../styles/tables.css?inline';

/** What paper needs, for all pages that ask for it. */
export const GET = () => new Response([SITE, FORMS, REPLAY, OWN, TABLES].map(printLayer).join(''));
