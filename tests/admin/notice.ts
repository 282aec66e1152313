/** A first notice as the form commits it (`fillNotice`), and where it puts it. */
export const NOTICE_AT = 'incidents/2026-03-01-followers-get-no-alerts-since-tonight.md';

export const NOTICE = `---
title: 'Followers get no alerts: since tonight'
impact:
  follow-alerts: major_outage
works: [follow-glucose]
advice: Keep the device where you hear it.
---
## Investigating - 2026-03-01T09:04Z
No alerts arrive. We look for the cause.
`;
