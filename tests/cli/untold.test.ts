import assert from 'node:assert/strict';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { PAIR, siteWithSecrets } from './secrets.ts';

/** A word that stands in no other file, and the beginning of a name of a file that has it. */
const WORD = 'zebulonquist';
const LATER = `2026-03-05-${WORD}-work`;
const DRAFT = `2026-03-01-${WORD}-draft`;
const TOLD = '2026-02-10-alerts';
const MOMENT = '2026-03-05T08:00Z';

const later = (more = `publish: ${MOMENT}\n`, words = `We replace ${WORD}.`) => `---
kind: maintenance
title: Work on ${WORD}
${more}scheduled: { from: 2026-03-12T02:00Z, until: 2026-03-12T03:00Z }
impact:
  follow-alerts: under_maintenance
---
${WORD} is old.

## Scheduled - ${MOMENT} {#${WORD}-soon}
${words}
`;
const draft = (more = 'draft: true\n') => `---
title: Trouble with ${WORD}
${more}began: 2026-02-27T02:10Z
impact:
  follow-alerts: major_outage
advice: Mind ${WORD}.
---
## Investigating - 2026-02-27T02:30Z
${WORD} is broken.

## Resolved - 2026-02-27T05:30Z
${WORD} is mended.
`;
const told = (more = '') => `---
title: Followers get no alerts
${more}began: 2026-02-10T02:10Z
impact:
  follow-alerts: major_outage
---
## Investigating - 2026-02-10T02:30Z
Alerts do not reach followers.

## Resolved - 2026-02-10T04:30Z
Alerts reach followers again.
`;

const announced = (more: string) => `---
title: Terms of ${WORD}
${more}from: ${MOMENT}
until: 2026-03-12T02:00Z
---
${WORD} changes.
`;

describe('what is not told', () => {
  const site = siteWithSecrets([], PAIR);
  const heartbeat = () => JSON.parse(site.read('heartbeat.json')) as Record<string, unknown>;
  const beat = (now: string) => site.called(now, 'beat', '--to', 'live');

  before(async () => {
    site.commit('2026-02-01T00:00:00Z');
    site.write(`incidents/${TOLD}.md`, told());
    site.commit('2026-02-10T05:00:00Z');
    await site.deploy('2026-03-01T03:10Z');
    // Two versions of each are held back, the first of which has words that the second has not.
    site.write(`incidents/${LATER}.md`, later(undefined, 'We replace xylograph.'));
    site.write(`incidents/${LATER}.es.md`, `---\ntitle: Trabajo en ${WORD}\n---\n`);
    site.write(`incidents/${DRAFT}.md`, draft().replace(`Mind ${WORD}`, 'Mind xylograph'));
    site.commit('2026-03-01T04:00:00Z');
    site.write(`incidents/${LATER}.md`, later());
    site.write(`incidents/${DRAFT}.md`, draft());
    site.write(`announcements/${WORD}-draft.md`, announced('draft: true\n'));
    site.write(`announcements/${WORD}-later.md`, announced(`publish: ${MOMENT}\n`));
    site.commit('2026-03-01T05:00:00Z');
  });
  after(site.remove);

  const isNowhere = () => {
    assert.deepEqual(site.filesWith(WORD), []);
    assert.deepEqual(site.filesWith('xylograph'), []);
    // Nor when something is to come.
    for (const time of ['2026-03-05T08', '2026-03-12', '5 March 2026', '12 March 2026'])
      assert.deepEqual(site.filesWith(time), [], time);
  };

  test('stands in no byte of a release that reuses the one before, nor of one that is made anew', async () => {
    const { source } = heartbeat();
    await site.deploy('2026-03-02T03:10Z');
    isNowhere();
    assert.equal(heartbeat().changes_at, null);
    assert.equal(heartbeat().source, source, 'no digest tells that there is more');
    const { code } = await site.called('2026-03-02T03:11Z', 'build');
    assert.equal(code, 0);
    assert.deepEqual(site.filesWith(WORD, 'dist'), []);
  });

  test('is named by the check, which finds mistakes in it before they matter', async () => {
    const { code, out } = await site.called('2026-03-02T03:10Z', 'check');
    assert.equal(code, 0, out);
    assert.match(out, /1 incident, nothing to mend/);
    assert.match(out, new RegExp(`Not told: ${DRAFT}, a draft\\.`));
    assert.match(out, new RegExp(`Not told: ${LATER}, before ${MOMENT}\\.`));
    assert.match(out, new RegExp(`Not told: announcements/${WORD}-draft, a draft\\.`));
    assert.match(out, new RegExp(`Not told: announcements/${WORD}-later, before ${MOMENT}\\.`));
    site.write(`incidents/${LATER}.md`, later().replace('under_maintenance', 'mayor_outage'));
    assert.match((await site.called('2026-03-02T03:10Z', 'check')).out, /status-unknown/);
    site.write(`incidents/${LATER}.md`, later());
  });

  test('keeps nothing from going live as a draft with mistakes in it, and what is told later does', async () => {
    const other = `incidents/2026-03-01-${WORD}-other.md`;
    site.write(`incidents/${DRAFT}.md`, draft('draft: true\nmood: bad\n'));
    site.write(other, draft('draft: true\n: broken [\n'));
    site.write(`announcements/${WORD}-draft.md`, announced('draft: true\nmood: bad\n'));
    site.write(`announcements/${WORD}-later.md`, announced('publish: 2026-03-05\n'));
    const { code, out } = await site.called('2026-03-02T03:10Z', 'check');
    assert.equal(code, 1);
    assert.match(out, /key-unknown[\s\S]*publish-not-exact/);
    site.write(`announcements/${WORD}-later.md`, announced(`publish: ${MOMENT}\n`));
    await site.deploy('2026-03-02T03:12Z');
    isNowhere();
    rmSync(join(site.site, other));
    site.write(`announcements/${WORD}-draft.md`, announced('draft: true\n'));
    site.write(`incidents/${DRAFT}.md`, draft());
    site.write(`incidents/${LATER}.md`, later('publish: soon\n'));
    assert.equal((await site.called('2026-03-02T03:14Z', 'deploy', '--to', 'live')).code, 1);
    site.write(`incidents/${LATER}.md`, later());
  });

  test('has a page in a preview, marked, apart and for no search engine, and stands nowhere else', async () => {
    const { code, out, err } = await site.called('2026-03-02T03:10Z', 'build', '--drafts');
    assert.equal(code, 0, out + err);
    const page = readFileSync(join(site.site, 'dist-drafts/incidents', DRAFT, 'index.html'), 'utf8');
    assert.match(page, /<meta name="robots" content="noindex">/);
    assert.match(page, /This is a draft: nobody is told of it/);
    const announced = readFileSync(join(site.site, 'dist-drafts/incidents', LATER, 'index.html'), 'utf8');
    assert.match(announced, /Nobody is told of this before 5 March 2026, 08:00 UTC/);
    assert.match(announced, /noindex/);
    const found = site.filesWith(WORD, 'dist-drafts');
    assert.deepEqual(
      found.filter(
        (path) =>
          !/^(es\/)?(?:incidents\/2026-03-0\d-|announcements\/)zebulonquist-\w+\/index\.html$/.test(path),
      ),
      [],
    );
    assert.equal(found.length, 8);
    const terms = readFileSync(join(site.site, `dist-drafts/announcements/${WORD}-later/index.html`), 'utf8');
    assert.match(terms, /Nobody is told of this before 5 March 2026, 08:00 UTC/);
    assert.match(terms, /noindex/);
    assert.doesNotMatch(terms, /href="\/announcements/, 'the preview has no list that it could lead to');
    assert.deepEqual(site.filesWith(WORD, 'dist'), []);
  });

  test('lies in no folder that is published, whatever that is called', async () => {
    process.env.NIGHTLIGHT_OUT = join(site.site, 'live-as-built');
    try {
      assert.equal((await site.called('2026-03-02T03:20Z', 'build', '--drafts')).code, 0);
    } finally {
      delete process.env.NIGHTLIGHT_OUT;
    }
    assert.ok(existsSync(join(site.site, 'live-as-built-drafts/incidents', DRAFT)));
    assert.ok(!existsSync(join(site.site, 'live-as-built')));
  });

  test('is told no earlier by a variable, and by no host that publishes what it builds', async () => {
    process.env.NIGHTLIGHT_DRAFTS = '1';
    try {
      await site.deploy('2026-03-02T03:30Z');
      assert.equal((await site.called('2026-03-02T03:30Z', 'build')).code, 0);
    } finally {
      delete process.env.NIGHTLIGHT_DRAFTS;
    }
    isNowhere();
    assert.deepEqual(site.filesWith(WORD, 'dist'), []);
    process.env.CF_PAGES = '1';
    try {
      const { code, err } = await site.called('2026-03-02T03:30Z', 'build', '--drafts');
      assert.equal(code, 1);
      assert.match(err, /a draft is told to nobody/);
    } finally {
      delete process.env.CF_PAGES;
    }
  });

  test('is waited for by a beat, which renews until the moment and asks for a deploy from then on', async () => {
    await site.deploy('2026-03-05T07:00Z');
    assert.deepEqual(site.filesWith(WORD), []);
    assert.equal(heartbeat().changes_at, null);
    assert.equal((await beat('2026-03-05T07:59Z')).code, 0);
    const { code, out } = await beat(MOMENT);
    assert.equal(code, 3);
    assert.match(out, /are not those that the live build was made from\. Deploy\./);
  });

  test('is told from its moment on, as new, in every file, with no version from before', async () => {
    await site.deploy(MOMENT);
    for (const file of ['index.html', 'history.rss', 'calendar.ics', 'sitemap.xml', 'api/v2/summary.json'])
      assert.ok(site.filesWith(WORD).includes(file), file);
    for (const file of [`announcements/${WORD}-later/index.html`, 'announcements.atom'])
      assert.match(site.read(file), /Terms of zebulonquist/);
    assert.deepEqual(site.filesWith(`${WORD}-draft`), []);
    assert.deepEqual(site.filesWith('xylograph'), []);
    assert.deepEqual(site.filesWith(DRAFT), []);
    const { published, updates } = JSON.parse(site.read(`incidents/${LATER}.json`)) as {
      published: string;
      updates: { published: string }[];
    };
    assert.ok(Date.parse(published) >= Date.parse(MOMENT), published);
    assert.equal(updates[0]?.published, published);
    assert.doesNotMatch(site.read(`incidents/${LATER}/index.html`), /Edited after publication/);
    assert.equal((await beat('2026-03-05T08:01Z')).code, 0);
  });

  test('cannot be what was told before', async () => {
    for (const [line, text] of [
      ['draft', told('draft: true\n')],
      ['publish', told('publish: 2026-04-01T08:00Z\n')],
    ] as const) {
      site.write(`incidents/${TOLD}.md`, text);
      const { code, out, err } = await site.called('2026-03-05T08:10Z', 'deploy', '--to', 'live');
      assert.equal(code, 1, line);
      assert.match(out + err, /published-file-vanished[\s\S]*Take "draft" and "publish" out/);
    }
    site.write(`incidents/${TOLD}.md`, told());
  });

  test('is told, without the line, as if it were new', async () => {
    site.write(`incidents/${DRAFT}.md`, draft(''));
    const corrected = announced(`publish: ${MOMENT}\n`).replace('changes.', 'changes a little.');
    site.write(`announcements/${WORD}-later.md`, corrected);
    site.commit('2026-03-05T08:20:00Z');
    const said = await site.deploy('2026-03-05T08:30Z');
    assert.doesNotMatch(said, /changed-without-update/);
    assert.ok(site.filesWith(DRAFT).includes('history.atom'));
    assert.deepEqual(site.filesWith('xylograph'), []);
    assert.match(
      site.read('announcements.atom'),
      /<published>2026-03-05T08:00:00Z<\/published>\s*<updated>2026-03-05T08:20:00Z</,
    );
    const revisions = site.filesWith('revisions/').filter((path) => path.includes(`${DRAFT}/revisions/`));
    assert.equal(new Set(revisions.map((path) => path.split('/')[3])).size, 1);
  });
});
