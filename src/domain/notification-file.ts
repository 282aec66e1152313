import type { Adviser, DataFate, Incident, State, Update } from './incident.ts';
import type { Image } from './notification.ts';
import type { Language } from './site.ts';
import type { Status } from './status.ts';

/** Two bounds of a time, `2026-03-01T02:10:00Z`; equal where it is known exactly. */
export interface RangeTold {
  earliest: string;
  latest: string;
}

/**
 * `_nightlight` in each entry of `/feed.json`: a notification as it is published. Who prints messages without the
 * site reads this and nothing else. Times are UTC, with seconds. `/schema/notification.json` says what each key
 * holds; keys may come, and none goes or changes its meaning.
 */
export interface NotificationFile {
  about: string;
  id: string;
  incident: string;
  update: string;
  kind: Incident['kind'];
  title: string;
  text: string;
  state: State;
  state_name: string;
  /** Missing in what was published before it was told, as `status_before` is. */
  state_then?: State;
  incident_state: State;
  open: boolean;
  first: boolean;
  newest: boolean;
  closes: boolean;
  all_clear: boolean;
  imported: boolean;
  said_by: Update['said']['speaker'];
  said_in: string | null;
  said_at: RangeTold;
  published: string;
  changed: string;
  /** Worst first. */
  impact: {
    component: string;
    status: Status;
    status_name: string;
    /** Missing in what was published before there were sentences. */
    sentence?: string | null;
    worst: Status;
    status_before?: Status;
    since: (RangeTold & { before: boolean }) | null;
    /** The regions that the status is about, in words; missing where it is about all that the component is in. */
    where?: string;
    /** How it was in each region that the incident names for it; missing where it was so everywhere. */
    regions?: {
      region: string;
      name: string;
      status: Status;
      status_name: string;
      worst: Status;
      since: (RangeTold & { before: boolean }) | null;
    }[];
  }[];
  works: string[];
  names: Record<string, string>;
  short_names: Record<string, string>;
  advice: string | null;
  advice_by: Adviser | null;
  scope: string | null;
  data: DataFate | null;
  began: RangeTold | null;
  ended: RangeTold | 'unknown' | null;
  last_known: RangeTold | null;
  scheduled: { from: string; until: string } | null;
  next_update: string | null;
  drill: boolean;
  demonstration: boolean;
  site: { name: string; service: string; operator: string; url: string };
  authority: string;
  url: string;
  incident_url: string;
  pictures: { wide: Image; tall: Image | null } | null;
  language: Language;
  languages: {
    title: Language;
    text: Language;
    advice: Language | null;
    scope: Language | null;
    said_in: Language | null;
    pictures: Language | null;
  };
}
