import { optional, required } from '../fields.ts';
import { heartbeatAddress } from '../kinds/forms.ts';
import { minutes, minutesOrNone } from '../kinds/numbers.ts';
import { section } from '../section.ts';

/** How often the site is built, and how it is served. */
export const publish = section({
  meaning: 'How often the site is built, and how it is served.',
  fields: {
    rebuild_every: required(
      minutes,
      'rebuild_every: 30',
      'How often the site is built again when nothing changes, in minutes.',
    ),
    cache_age: required(
      minutesOrNone,
      'cache_age: 10',
      'The longest time for which the host lets an old answer stand, in minutes.',
    ),
    heartbeat: optional(
      heartbeatAddress,
      'Where the heartbeat is renewed, if that is not the site’s own `/heartbeat.json`: an address that any page may read, `Date` and `Age` of its answers too ([deploying](deploying.md#a-heartbeat-at-another-address)).',
    ),
  },
});
