/** An incident that is open, as a site has it whose page is put live somewhere. */
export const INCIDENT = `---
title: Followers get no alerts
began: 2026-02-20T02:10Z
impact:
  follow-alerts: major_outage
---
## Investigating - 2026-02-20T02:30Z
Alerts do not reach followers.
`;
