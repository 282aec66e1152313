import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Incident, Maintenance, Update } from '../../src/domain/incident.ts';
import { incidentHistory } from '../../src/domain/git-history.ts';
import { takeSnapshot } from '../../src/domain/snapshot.ts';
import type { Instant } from '../../src/domain/time.ts';
import { pressParagraph } from '../../src/publications/press.ts';
import { outage, said } from '../domain/generators.ts';
import { live, shipped } from '../sites.ts';
import { at, snapshotAt } from './printing.ts';

/** What is printed at nine o'clock, where the record was kept live and committed at `published`. */
function paragraph(incident: Incident, published?: Instant): string {
  const attestation = { by: 'nobody', at: null } as const;
  const now = at(9).earliest;
  if (published === undefined)
    return pressParagraph(incident, takeSnapshot(live, [incident], attestation, now), 'en');
  const version = { blob: 'b1', commit: 'c1', at: published, imported: false, incident };
  const incidents = new Map([[incident.id, incidentHistory([version])]]);
  const snapshot = takeSnapshot(live, [incident], attestation, now, { kind: 'git', incidents });
  return pressParagraph(incident, snapshot, 'en');
}

function work(...updates: Update[]): Maintenance {
  const { began: _, ended: __, lastKnown: ___, replay: ____, ...shared } = outage({ updates });
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
    assert.match(text, /This incident was withdrawn at 04:00 UTC on 1 March 2026\. It is not counted\./);
    assert.doesNotMatch(text, /began|ended|Affected|cause/);
    const updates = [said('investigating', at(3)), said('withdrawn', at(4)), said('update', at(5))];
    assert.match(paragraph(outage({ updates })), /withdrawn at 04:00 UTC/, 'whatever was said after it');
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
    const more = work(said('scheduled', at(2)), said('cancelled', at(4)), said('correction', at(5)));
    assert.match(paragraph(more), /It was cancelled at 04:00 UTC/);
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

  test('says whether it is over, since when, and how long it lasted, as well as it is known', () => {
    const told = [said('investigating', at(3))];
    const ended = [...told, said('resolved', at(5))];
    for (const [change, sentences] of [
      [{ began: at(2), updates: told }, 'It began at 02:00 UTC on 1 March 2026. It is not over.'],
      [{ began: undefined, updates: told }, 'When it began is not known. It is not over.'],
      [
        { began: at(2), updates: ended },
        'It began at 02:00 UTC on 1 March 2026. It ended at 05:00 UTC on 1 March 2026. It lasted 3 hours. The operator',
      ],
      [
        { began: undefined, updates: ended },
        'When it began is not known. It ended at 05:00 UTC on 1 March 2026. The operator',
      ],
      [{ began: at(5), updates: ended }, 'It ended at 05:00 UTC on 1 March 2026. The operator'],
      [
        { began: at(2), updates: told, ended: 'unknown', lastKnown: at(4) },
        'When it ended is not known; it was last known to go on at 04:00 UTC on 1 March 2026. The operator',
      ],
      [{ began: at(2), updates: told, ended: 'unknown' }, 'When it ended is not known. The operator'],
    ] as const)
      assert.ok(
        paragraph(outage({ ...change, updates: [...change.updates] })).includes(sentences),
        sentences,
      );
  });

  test('says of work that was done when it really began and ended', () => {
    const text = paragraph(
      work(said('scheduled', at(2)), said('in_progress', at(12, 10)), said('completed', at(13))),
    );
    assert.match(text, /It began at 12:10 UTC .* It ended at 13:00 UTC .* It lasted 50 minutes\. Questions:/);
  });

  test('says what is confirmed to have worked, and of an outage also that nothing is', () => {
    const told = [said('investigating', at(3))];
    assert.match(
      paragraph(outage({ updates: told, works: ['reports', 'sign-in'] })),
      / Confirmed to keep working: “Reports for clinics” and “Sign-in”\. /,
    );
    assert.match(paragraph(outage({ updates: told })), / What kept working is not recorded\. /);
    assert.doesNotMatch(paragraph(work(said('scheduled', at(2)))), /working/);
    assert.match(
      paragraph({ ...work(said('scheduled', at(2))), works: ['reports'] }),
      /keep working: “Reports for clinics”\./,
    );
  });

  test('says how sure the cause is, and whether sources disagree', () => {
    const text = (change: Parameters<typeof outage>[0]) =>
      paragraph(outage({ updates: [said('investigating', at(3))], ...change }));
    assert.match(text({}), / The cause is not known\. /);
    assert.match(text({ cause: 'A disk was full.' }), / Cause \(not known\): A disk was full\. /);
    assert.match(
      text({ cause: 'A disk was full.', causeCertainty: 'suspected' }),
      / Cause \(suspected\): A disk was full\. Questions/,
    );
    assert.match(text({ disputed: 'When it ended.' }), / Sources disagree on some of this; see the page\. Q/);
  });

  test('says that no notice by the operator is in the record, and never for others', () => {
    const text = paragraph(outage({ began: at(2), updates: [said('investigating', at(3), 'press')] }));
    assert.match(text, / No notice by the operator is in this record\. /);
    const unknown = paragraph(outage({ began: undefined, updates: [said('investigating', at(3))] }));
    assert.match(unknown, / The operator first said something at 03:00 UTC on 1 March 2026\. /);
  });

  test('of a notice that stood here within the minute in which it was said names that once', () => {
    const one = outage({ began: at(2), updates: [said('investigating', at(2, 20))] });
    assert.doesNotMatch(paragraph(one, at(2, 20).latest + 59_000), /first stood on this page/);
    assert.match(paragraph(one, at(2, 21).latest), /first stood on this page at 02:21 UTC/);
  });

  test('names what it is about by its own words, and by its id where the config no longer knows it', () => {
    const impact = [
      { component: 'sign-in', status: 'major_outage' as const },
      { component: 'long-gone', status: 'major_outage' as const },
    ];
    assert.match(
      paragraph(outage({ impact })),
      /^An incident\. Affected: “People cannot sign in” and “long-gone: not working”\. /,
    );
  });

  test('says in which language it quotes what nobody has translated', () => {
    const incident = outage({ cause: 'A disk was full.' });
    const text = pressParagraph(incident, snapshotAt([incident]), 'es');
    assert.match(text, /^«An incident» \(English\)\. /);
    assert.match(text, /«A disk was full\.» \(English\)/);
  });

  test('says whom to ask, and in a demonstration first of all that it is one', () => {
    const incident = outage();
    assert.match(paragraph(incident), / Questions: The Nightlight project, hello@nightlight\.example\.$/);
    const shown = pressParagraph(incident, snapshotAt([incident], { site: shipped }), 'en');
    assert.match(shown, /^This page is a demonstration .* runs it\. An incident\. /);
    const contact = 'https://example.org/mailto:us';
    const site = { operator: { ...live.operator, contact } };
    assert.match(
      pressParagraph(incident, snapshotAt([incident], { site }), 'en'),
      /, https:\/\/example\.org\/mailto:us\.$/,
    );
  });
});
