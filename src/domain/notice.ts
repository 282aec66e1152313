import { isStatus, type Status } from './status.ts';
import type { Localised } from './site.ts';

/** What kinds of failure, and of what is no failure, a first notice can tell of. */
export const NOTICE_KINDS = [
  'major_outage',
  'partial_outage',
  'degraded_performance',
  'sign_in',
  'unknown',
  'maintenance',
  'drill',
] as const;

export type NoticeKind = (typeof NOTICE_KINDS)[number];

/** What is proposed to somebody who writes a notice of a kind about a component; each part may be missing. */
export interface NoticeTemplate {
  /** Absent where it is for all. */
  component?: string | undefined;
  kind?: NoticeKind | undefined;
  title?: Localised | undefined;
  text?: Localised | undefined;
  /** What probably works, for somebody to confirm. */
  works: readonly string[];
  advice?: Localised | undefined;
  /** When the next word is proposed, in minutes from the notice. */
  nextUpdate?: number | undefined;
}

/** The kind of a first notice, by the worst that it tells and by what people call that. */
export function noticeKindOf(status: Status, component: string): NoticeKind {
  if (status === 'under_maintenance') return 'maintenance';
  if (status === 'not_known' || !isFailure(status)) return 'unknown';
  return SIGN_IN.test(component) && status !== 'degraded_performance' ? 'sign_in' : status;
}

const SIGN_IN = /(?:^|-)(?:sign-?in|log-?in)(?:-|$)/;

type Failure = 'major_outage' | 'partial_outage' | 'degraded_performance';

function isFailure(status: Status): status is Failure {
  return isStatus(status) && (NOTICE_KINDS as readonly string[]).includes(status);
}
