import type { Drafts, TypedDraft } from '../../authoring/drafts.ts';
import type { RunGit } from '../../authoring/git.ts';
import type { Act, Writing } from '../../authoring/notice.ts';
import type { Incident } from '../../domain/incident.ts';
import type { Instant } from '../../domain/time.ts';
import type { Place } from '../../site/place.ts';
import type { FolderRecord } from '../../site/record.ts';
import type { Call } from '../command.ts';
import type { Asker } from './asking.ts';

/** What a command that writes needs of its call. */
export interface WriteCall extends Pick<Call, 'io' | 'env' | 'place' | 'tell' | 'warn'> {
  flags: Record<string, unknown> & {
    publish: boolean;
    yes: boolean;
    'dry-run': boolean;
    resume: boolean;
    wait: string | undefined;
  };
  /** Lines at the end of the commit's message, by which a program knows it again. */
  trailers?: readonly string[];
  /** The record, where whoever calls has read it this moment: it is not read again. */
  record?: FolderRecord;
  /** Writes what belongs to the file once that lies there, and names what it wrote, to be committed with it. */
  beside?: (update: string, record: FolderRecord) => Promise<readonly string[]>;
}

/** A call of a command that writes, with what it found and what was typed in it. */
export interface Session {
  act: Act;
  call: WriteCall;
  /** When it was called. */
  begun: Instant;
  place: Place;
  record: FolderRecord;
  writing: Writing;
  incident: Incident | undefined;
  asker: Asker | undefined;
  git: RunGit;
  drafts: Drafts;
  draft: TypedDraft;
}
