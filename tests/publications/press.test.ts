import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Incident, Maintenance, Update } from '../../src/domain/incident.ts';
import { incidentHistory } from '../../src/domain/publication.ts';
import { takeSnapshot } from '../../src/domain/snapshot.ts';
import { exactly, type Instant } from '../../src/domain/time.ts';
import { pressParagraph } from '../../src/publications/press.ts';
import { outage, said } from '../domain/generators.ts';
import live from '../fixtures/sites/live.config.ts';

const at = (hour: number, minute = 0) => exactly(Date.UTC(2026, 2, 1, hour, minute));

/** What is printed at nine o'clock, where the record was kept live and committed at `published`. */
function paragraph(incident: Incident, published?: Instant): string {
  const vouch = { by: 'nobody', at: null } as const;
  const now = at(9).earliest;
  if (published === undefined)
    return pressParagraph(incident, takeSnapshot(live, [incident], vouch, now), 'en');
  const version = { blob: 'b1', commit: 'c1', at: published, imported: false, incident };
  const incidents = new Map([[incident.id, incidentHistory([version])]]);
  const snapshot = takeSnapshot(live, [incident], vouch, now, { kind: 'git', incidents });
  return pressParagraph(incident, snapshot, 'en');
}

function work(...updates: Update[]): Maintenance {
  const { began: _, ended: __, lastKnown: ___, ...shared } = outage({ updates });
  return {
    ...shared,
    kind: 'maintenance',
    impact: [{ component: 'follow-alerts', status: 'under_maintenance' }],
    scheduled: { from: at(12).earliest, until: at(14).earliest },
  };
}

describe('the paragraph for the press', () => {
  test('of what was withdrawn says that, and none of what it claimed', () => {
    const text = paragraph(
      outage({ began: at(2), updates: [said('investigating', at(3)), said('withdrawn', at(4))] }),
    );
    assert.match(text, /This incident was withdrawn at 04:00 UTC on 1 March 2026\. It counts in no sum\./);
    assert.doesNotMatch(text, /began|ended|Affected|cause/);
  });

  test('of a drill says that nothing was wrong', () => {
    const text = paragraph(
      outage({ began: at(2), drill: true, updates: [said('investigating', at(3)), said('resolved', at(4))] }),
    );
    assert.match(text, /^This is a drill\. Nothing is wrong/);
    assert.doesNotMatch(text, /The operator/);
  });

  test('of announced work that was cancelled says that it did not take place, and not when it began', () => {
    const text = paragraph(work(said('scheduled', at(2)), said('cancelled', at(4))));
    assert.match(text, /announced to begin at 12:00 UTC .* and to end at 14:00 UTC .* 2026\./);
    assert.match(text, /It was cancelled at 04:00 UTC on 1 March 2026, and did not take place\./);
    assert.doesNotMatch(text, /It began|It ended|cause/);
  });

  test('of announced work that lies ahead says that it has not begun', () => {
    const text = paragraph(work(said('scheduled', at(2))));
    assert.match(text, /It has not begun\./);
    assert.doesNotMatch(text, /It began|not over/);
  });

  test('of a notice that was dated back says when it first stood here', () => {
    const one = outage({ began: at(2), updates: [said('investigating', at(2, 20))] });
    assert.match(
      paragraph(one, at(6, 30).earliest),
      /first said something at 02:20 UTC on 1 March 2026; it first stood on this page at 06:30 UTC on 1 March 2026, 4 hours 30 minutes after it began\./,
    );
    assert.match(
      paragraph(one),
      /first said something at 02:20 UTC on 1 March 2026, 20 minutes after it began\./,
    );
  });

  test('of what has ended and is watched says both, as the page does', () => {
    const text = paragraph(
      outage({
        began: at(2),
        ended: at(5),
        updates: [said('investigating', at(3)), said('monitoring', at(6))],
      }),
    );
    assert.match(text, /It ended at 05:00 UTC .* The fix is being watched\./);
    assert.doesNotMatch(text, /not over/);
  });
});
