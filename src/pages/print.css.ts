import { printLayer } from '../release/styles.ts';
import DRAWING from '../styles/drawing.css?inline';
import FORMS from '../styles/forms.css?inline';
import REPLAY from '../styles/replay.css?inline';
import SITE from '../styles/site.css?inline';
import OWN from '../styles/own.css?inline';
import TABLES from '../styles/tables.css?inline';

/** What paper and forced colours need, for all pages that ask for it. */
export const GET = () => new Response([SITE, DRAWING, FORMS, REPLAY, OWN, TABLES].map(printLayer).join(''));
