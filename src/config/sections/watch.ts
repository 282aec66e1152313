import { required } from '../fields.ts';
import { minutes } from '../kinds.ts';
import { section } from '../section.ts';

/** Who checks the service, and for how long their word holds. */
export const watch = section({
  meaning: 'Who checks the service, and for how long their word holds.',
  fields: {
    vouch_for: required(
      minutes,
      'vouch_for: 40',
      'For how long a watcher’s or a person’s word that all is well holds, in minutes: at least `rebuild_every` and `cache_age` together, for it is heard again only then.',
    ),
  },
});
