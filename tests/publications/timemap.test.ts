import assert from 'node:assert/strict';
import { test } from 'node:test';
import { incidentHistory } from '../../src/domain/git-history.ts';
import { toTimeMap } from '../../src/publications/timemap.ts';
import { outage } from '../domain/generators.ts';
import { ORIGIN } from './printing.ts';
import { SPOKEN } from '../languages.ts';

const PAGE = 'https://status.example.org/repo/incidents/an-incident';
const incident = outage();

/** The map of an incident that was committed on the first days of March 2026, and read an hour later. */
function mapOf(...blobs: string[]): string {
  const revisions = blobs.map((blob, index) => {
    const at = Date.UTC(2026, 2, 1 + index, 3);
    return { blob, commit: `c${index}`, at, live: at + 3_600_000, imported: false, incident };
  });
  return toTimeMap(incident, incidentHistory(revisions), SPOKEN, ORIGIN);
}

test('an archive finds every version of an incident, oldest first, by when it could first be read', () => {
  assert.equal(
    mapOf('b1', 'b2', 'b3'),
    `<${PAGE}/>; rel="original",
<${PAGE}.timemap>; rel="self"; type="application/link-format",
<${PAGE}/revisions/b1/>; rel="memento first"; datetime="Sun, 01 Mar 2026 04:00:00 GMT",
<${PAGE}/revisions/b2/>; rel="memento"; datetime="Mon, 02 Mar 2026 04:00:00 GMT",
<${PAGE}/revisions/b3/>; rel="memento last"; datetime="Tue, 03 Mar 2026 04:00:00 GMT"
`,
  );
});

test('the only version is the first and the last, and where there is none the map names the page alone', () => {
  assert.match(mapOf('b1'), /rel="memento first last"; datetime="Sun, 01 Mar 2026 04:00:00 GMT"\n$/);
  assert.equal(
    mapOf(),
    `<${PAGE}/>; rel="original",\n<${PAGE}.timemap>; rel="self"; type="application/link-format"\n`,
  );
});
