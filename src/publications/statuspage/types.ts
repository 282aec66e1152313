import type { Status } from '../../domain/status.ts';

/** The API's words for how a component is doing. */
export type ApiComponentStatus = Exclude<Status, 'not_known'>;

/** The bodies of Statuspage's public API, version 2 (https://confluence.status.atlassian.com/api). */
export interface ApiPage {
  id: string;
  name: string;
  url: string;
  time_zone: string;
  updated_at: string;
}

export interface ApiStatus {
  indicator: 'none' | 'minor' | 'major' | 'critical' | 'maintenance';
  description: string;
}

export interface ApiComponent {
  id: string;
  name: string;
  status: ApiComponentStatus;
  created_at: string;
  updated_at: string;
  position: number;
  description: string | null;
  showcase: boolean;
  start_date: string | null;
  group_id: string | null;
  page_id: string;
  group: boolean;
  only_show_if_degraded: boolean;
  /** Ids; groups only. */
  components?: string[];
}

export interface ApiUpdate {
  id: string;
  status: string;
  body: string;
  incident_id: string;
  created_at: string;
  updated_at: string;
  display_at: string;
  affected_components:
    | { code: string; name: string; old_status: ApiComponentStatus; new_status: ApiComponentStatus }[]
    | null;
  deliver_notifications: boolean;
  custom_tweet: null;
  tweet_id: null;
}

export interface ApiIncident {
  id: string;
  name: string;
  status: string;
  created_at: string;
  updated_at: string;
  monitoring_at: string | null;
  resolved_at: string | null;
  impact: 'none' | 'minor' | 'major' | 'critical' | 'maintenance';
  shortlink: string;
  started_at: string;
  page_id: string;
  incident_updates: ApiUpdate[];
  components: ApiComponent[];
  reminder_intervals: null;
  scheduled_for?: string;
  scheduled_until?: string;
}
