import type { State } from '../domain/incident.ts';
import type { Language } from '../domain/site.ts';
import type { Instant, TimeRange } from '../domain/time.ts';
import type { Place, Report } from '../problems/index.ts';

/** A word of another system, and where it stands. */
export interface Word {
  text: string;
  place?: Place | undefined;
}

/** That a component was hurt, in the words of the other system. */
export interface Hurt {
  component: Word;
  /** How badly: a word that the table turns into a status. */
  severity: Word;
  /** From when on, where it was not so from the beginning to the end. */
  from?: TimeRange | undefined;
}

/** One thing that was said of it. */
export interface Said {
  /** A state of ours, or a word that the table turns into one. */
  state: State | Word;
  at: TimeRange;
  markdown: string;
}

/** What another system knows of one incident, in its own words. The table makes ours of them. */
export interface Brought {
  /** What it is called there, for the list that an import ends with. */
  called: string;
  /** Collects what is wrong with it. */
  report: Report;
  /** The id that it is to have; one that two of them have is made longer by `key`. */
  id: string;
  /** What tells it apart from all others of its system. */
  key: string;
  kind: 'incident' | 'maintenance';
  title: string;
  began?: TimeRange | undefined;
  /** Where it is not the last Resolved. */
  ended?: TimeRange | 'unknown' | undefined;
  lastKnown?: TimeRange | undefined;
  scheduled?: { from: TimeRange; until: TimeRange } | undefined;
  hurt: Hurt[];
  /** What stands above all updates. */
  summary?: string | undefined;
  /** Oldest first. */
  said: Said[];
  pinned?: boolean;
  draft?: boolean;
  /** Where it was read until now: paths from the root of its host. */
  addresses: string[];
}

/** What another system told that is no incident. */
export interface BroughtAnnouncement
  extends Pick<Brought, 'called' | 'report' | 'id' | 'key' | 'title' | 'addresses'> {
  began?: TimeRange | undefined;
  until?: TimeRange | undefined;
  /** The components that it is about. */
  about: Word[];
  markdown: string;
}

/** A component as another system has it. */
export interface BroughtComponent {
  name: string;
  /** By which other name incidents know it, such as an id. */
  code?: string | undefined;
  description?: string | undefined;
  group?: string | undefined;
  /** Since when it was watched there. */
  since?: Instant | undefined;
}

/** A page or a feed of theirs that is no incident, and what stands in its place here. */
export interface BroughtPage {
  /** Where it was read until now: a path from the root of its host. */
  address: string;
  /** The component that it is about. */
  component?: string | undefined;
  /** Where it leads now: below the page of the component, or else from the root. */
  leadsTo: string;
}

/** All that a source has. */
export interface Load {
  incidents: Brought[];
  announcements: BroughtAnnouncement[];
  components: BroughtComponent[];
  /** From where it comes, as `imported` says it: `status.example.com`. */
  origin: string | undefined;
  /** What was read there beside incidents. */
  pages?: readonly BroughtPage[];
  /** What is not brought along at all, by what it is called there. */
  left: string[];
  /** What is wrong with it beside its incidents, and what was taken for granted of all of them. */
  reports: Report[];
}

/** A file of a source: its path below the folder that was named, with `/`, and its bytes. */
export interface ForeignFile {
  name: string;
  bytes: Uint8Array;
}

/** What reading a source depends on besides the source. */
export interface Around {
  /** The zone of times that name none, by its name in the IANA database. */
  zone: string | undefined;
  /** The languages of the site. */
  languages: readonly Language[];
  /** What a file is called to people, by its name. */
  nameOf(file: string): string;
}
