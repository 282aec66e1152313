import type { Content } from '../../src/delivery/channel.ts';
import type { NotificationFile } from '../../src/domain/notification-file.ts';

/** The first notice of an outage, as `/feed.json` has it, with what a test changes. */
export function told(changed: Partial<NotificationFile> = {}): NotificationFile {
  const at = { earliest: '2026-03-01T02:10:00Z', latest: '2026-03-01T02:10:00Z' };
  return {
    about: 'https://nightlight.example/about/',
    id: '2026-03-01-follow/u-20260301T021000Z',
    incident: '2026-03-01-follow',
    update: 'u-20260301T021000Z',
    kind: 'incident',
    title: 'Followers receive no alerts',
    text: 'We see the problem and are looking for its cause.',
    state: 'investigating',
    state_name: 'Investigating',
    incident_state: 'investigating',
    open: true,
    first: true,
    newest: true,
    closes: false,
    all_clear: false,
    imported: false,
    said_by: 'operator',
    said_in: null,
    said_at: at,
    published: '2026-03-01T02:11:00Z',
    changed: '2026-03-01T02:11:00Z',
    impact: [
      {
        component: 'follow-alerts',
        status: 'major_outage',
        status_name: 'Down',
        worst: 'major_outage',
        since: { earliest: '2026-03-01T01:55:00Z', latest: '2026-03-01T01:55:00Z', before: false },
      },
    ],
    works: ['device-alarms'],
    names: {
      'follow-alerts': 'Followers get alerts',
      'device-alarms': 'Alarms on the wearer’s device',
    },
    short_names: { 'follow-alerts': 'Alerts', 'device-alarms': 'Device alarms' },
    advice: 'Keep the wearer’s own phone where you can hear it.',
    advice_by: 'operator',
    scope: 'United States',
    data: null,
    began: { earliest: '2026-03-01T01:55:00Z', latest: '2026-03-01T01:55:00Z' },
    ended: null,
    last_known: null,
    scheduled: null,
    next_update: '2026-03-01T04:10:00Z',
    drill: false,
    demonstration: false,
    site: {
      name: 'Sharing status',
      service: 'glucose sharing',
      operator: 'Example Ltd',
      url: 'https://status.example.org/',
    },
    authority: 'status.example.org',
    url: 'https://status.example.org/incidents/2026-03-01-follow/#u-20260301T021000Z',
    incident_url: 'https://status.example.org/incidents/2026-03-01-follow/',
    pictures: null,
    language: 'en',
    languages: { title: 'en', text: 'en', advice: 'en', scope: 'en', said_in: null, pictures: null },
    ...changed,
  };
}

export function update(changed: Partial<NotificationFile> = {}): Content {
  return { kind: 'update', told: told(changed) };
}
