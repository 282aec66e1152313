import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { href, paths } from '../../src/domain/addresses.ts';
import { SPOKEN } from '../languages.ts';

describe('an address', () => {
  test('never changes: these were told to readers, feeds and papers', () => {
    const day = Date.UTC(2019, 10, 30, 5);
    assert.deepEqual(
      [
        [paths.home, paths.history, paths.year(2019), paths.uptime, paths.pledge, paths.own('prepare')],
        [paths.subscribe, paths.about, paths.bedside],
        [paths.incident('outage'), paths.update('outage', 'u-1'), paths.revision('outage', 'b10b')],
        [paths.component('follow-alerts'), paths.day('follow-alerts', day)],
        [paths.rss, paths.atom, paths.json, paths.calendar],
        [paths.archive({ year: 2019 }), paths.archive({ year: 2019, part: 2 })],
      ],
      [
        ['', 'history/', 'history/2019/', 'uptime/', 'pledge/', 'prepare/'],
        ['subscribe/', 'about/', 'bedside/'],
        ['incidents/outage/', 'incidents/outage/#u-1', 'incidents/outage/revisions/b10b/'],
        ['components/follow-alerts/', 'components/follow-alerts/#d-2019-11-30'],
        ['history.rss', 'history.atom', 'feed.json', 'calendar.ics'],
        ['history/2019.atom', 'history/2019.2.atom'],
      ],
    );
  });

  test('stands below the path of the site, and below the language where it is not the first', () => {
    assert.equal(href(SPOKEN, '/', 'en', paths.history), '/history/');
    assert.equal(href(SPOKEN, '/repo/', 'en', paths.home), '/repo/');
    assert.equal(href(SPOKEN, '/repo/', 'es', paths.history), '/repo/es/history/');
  });
});
