import { defaulting } from '../fields.ts';
import { flag, oneOf } from '../kinds.ts';
import { section } from '../section.ts';

/** How the page looks, and what is drawn and kept for its readers. */
export const look = section({
  meaning: 'How the page looks, and what is drawn and kept for its readers.',
  fields: {
    pictures: defaulting(
      oneOf(['all', 'incidents', 'none'] as const),
      'all',
      'all',
      'Which pictures to share are drawn: of every incident and every update, of the incidents alone, or none. An update takes some 130 kB and a twentieth of a second, once.',
    ),
    offline: defaulting(
      flag,
      true,
      'true',
      'Whether browsers keep the last pages for the time without a network. `false` removes what they kept.',
    ),
  },
});
