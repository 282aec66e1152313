import type { Content } from '../../src/delivery/channel.ts';
import type { NotificationFile } from '../../src/domain/notification-file.ts';
import { first } from '../publications/messages/samples.ts';

/** The first notice of an outage, as another site's `/feed.json` has it, with what a test changes. */
export function told(changed: Partial<NotificationFile> = {}): NotificationFile {
  const began = { earliest: '2026-03-01T01:55:00Z', latest: '2026-03-01T01:55:00Z' };
  return {
    ...first,
    id: '2026-03-01-follow/u-20260301T021000Z',
    incident: '2026-03-01-follow',
    update: 'u-20260301T021000Z',
    title: 'Followers receive no alerts',
    text: 'We see the problem and are looking for its cause.',
    said_at: { earliest: '2026-03-01T02:10:00Z', latest: '2026-03-01T02:10:00Z' },
    published: '2026-03-01T02:11:00Z',
    changed: '2026-03-01T02:11:00Z',
    impact: [
      {
        component: 'follow-alerts',
        status: 'major_outage',
        status_name: 'Down',
        worst: 'major_outage',
        since: { ...began, before: false },
      },
    ],
    short_names: { 'follow-alerts': 'Alerts', 'device-alarms': 'Device alarms' },
    advice: 'Keep the wearer’s own phone where you can hear it.',
    scope: 'United States',
    began,
    next_update: '2026-03-01T04:10:00Z',
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
    languages: { ...first.languages, pictures: null },
    ...changed,
  };
}

export function update(changed: Partial<NotificationFile> = {}): Content {
  return { kind: 'update', told: told(changed) };
}
