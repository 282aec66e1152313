import { accent } from '../accent.ts';
import { logo } from '../logo.ts';
import { ownStyles } from '../own-styles.ts';
import { defaulting, optional } from '../fields.ts';
import { flag, oneOf } from '../kinds/choices.ts';
import { section } from '../section.ts';

/** How the page looks, and what is drawn and kept for its readers. */
export const look = section({
  meaning: 'How the page looks, and what is drawn and kept for its readers.',
  fields: {
    accent: optional(
      accent,
      "The colour of links and edges, such as `'#27509b'`. By day it is as you write it, and must be readable on every ground, at 4.5:1; at night the same hue is made lighter until it is. The colours of a status stay ours.",
    ),
    logo: optional(
      logo,
      'A picture of your `public/` that stands in the place of the name at the head of each page, such as `logo.svg`; the name is said to whoever does not see it. The lamp stays beside it.',
    ),
    logo_dark: optional(logo, 'The same for dark grounds, where yours cannot be seen on them.'),
    styles: optional(
      ownStyles,
      'A sheet of your own beside the config, such as `look.css`: its rules come after ours on every page but the one for the night table and the banner.',
    ),
    pictures: defaulting(
      oneOf(['recent', 'all', 'incidents', 'none'] as const),
      'recent',
      'recent',
      'Which pictures to share are drawn. `recent`: of every incident, and of each update for thirty days, while it can still be shared; `all`: of every incident and every update, however old; `incidents`: of the incidents alone; or none. One takes some 30 kB and a fiftieth of a second, once. Upright ones are drawn besides where Instagram is among the accounts of `delivery`.',
    ),
    offline: defaulting(
      flag,
      true,
      'true',
      'Whether browsers keep the last pages for the time without a network. `false` removes what they kept.',
    ),
  },
});
