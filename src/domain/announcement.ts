import type { Hold } from './hold.ts';
import type { Prose } from './incident.ts';
import type { Language } from './site.ts';
import type { Instant } from './time.ts';

/** What an announcement says in one language. */
export interface AnnouncementText {
  title: string;
  prose: Prose;
  /** When its file was committed as it is, where git knows. */
  changed?: Instant | undefined;
}

/** Something to say that is no incident: it changes no status, and nobody is notified of it. It may be held back. */
export interface Announcement extends Hold {
  /** The name of its file, and its address: `new-terms` stands at `/announcements/new-terms/`. */
  id: string;
  /** From when until when it stands on the first page: half open, as every stretch of time here. */
  from: Instant;
  until: Instant;
  /** Whether it was taken back: its text says why, and it stands among what is over whatever its times say. */
  withdrawn: boolean;
  /** The ids of the components that it is about, as they are called now; none where it is about all or none of them. */
  components: string[];
  /** The original, and the translations behind it in the order of the site. */
  texts: ReadonlyMap<Language, AnnouncementText>;
}

/** Announcements by how their time lies to `now`. */
export interface Announced {
  /** What stands on the first page, the newest first. */
  current: Announcement[];
  /** What is to come, the soonest first. */
  ahead: Announcement[];
  /** What is over, the last that ended first. */
  past: Announcement[];
}

/** Sorts announcements by how their time lies to `now`. */
export function announcedAt(announcements: readonly Announcement[], now: Instant): Announced {
  const by = (order: (one: Announcement) => number) => (one: Announcement, other: Announcement) =>
    order(one) - order(other) || (one.id < other.id ? -1 : 1);
  const standing = announcements.filter(({ withdrawn }) => !withdrawn);
  return {
    current: standing
      .filter(({ from, until }) => from <= now && now < until)
      .toSorted(by(({ from }) => -from)),
    ahead: standing.filter(({ from }) => now < from).toSorted(by(({ from }) => from)),
    past: announcements
      .filter(({ until, withdrawn }) => withdrawn || until <= now)
      .toSorted(by(({ until }) => -until)),
  };
}

/** The next instant after `now` at which an announcement begins or ends. */
export function nextAnnounced(announcements: readonly Announcement[], now: Instant): Instant | undefined {
  const ahead = announcements
    .flatMap(({ from, until, withdrawn }) => (withdrawn ? [] : [from, until]))
    .filter((instant) => instant > now);
  return ahead.length > 0 ? Math.min(...ahead) : undefined;
}
