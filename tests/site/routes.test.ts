import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { GET as calendar } from '../../src/pages/[...lang]/calendar.ics.ts';
import { GET as feed } from '../../src/pages/[...lang]/history.atom.ts';
import { GET as csv } from '../../src/pages/incidents/[id].csv.ts';
import { GET as json } from '../../src/pages/incidents/[id].json.ts';
import { GET as robots } from '../../src/pages/robots.txt.ts';
import { GET as worker } from '../../src/pages/sw.js.ts';
import type { Model } from '../../src/site/model.ts';
import { incidentPaths, languagesOf } from '../../src/site/paths.ts';
import { ORIGIN, snapshotOf } from '../publications/printing.ts';

describe('a route, given a model', () => {
  let locals: { model: Model };
  before(async () => {
    const snapshot = await snapshotOf('one-incident');
    const changed = { incidents: snapshot.incidents, replays: [], years: new Set<number>() };
    locals = {
      model: {
        snapshot,
        vouched: snapshot,
        next: undefined,
        build: 'b',
        source: 's',
        copies: new Map(),
        proof: { kind: 'none' },
        rehearsals: [],
        origin: ORIGIN,
        changed,
        pages: [],
        writing: { templates: [] },
        held: [],
        heldAnnouncements: [],
      },
    };
  });

  test('prints each incident that changed as a file of data', async () => {
    const paths = incidentPaths(locals.model);
    assert.deepEqual(
      paths.map(({ params }) => params.id),
      ['2026-03-01-alerts', '2026-01-14-slow-alerts', '2025-12-20-upload-gap'],
    );
    for (const { params, props } of paths) {
      const { id, url } = JSON.parse(await json({ props, locals }).text()) as { id: string; url: string };
      assert.equal(id, params.id);
      assert.equal(url, `https://status.example.org/repo/incidents/${id}/`);
      assert.match(await csv({ props, locals }).text(), new RegExp(`^${id},|\n${id},`));
    }
  });

  test('prints only those that changed', () => {
    const [first] = locals.model.snapshot.incidents;
    assert.ok(first);
    const changed = { incidents: [first], replays: [], years: new Set<number>() };
    assert.equal(incidentPaths({ ...locals.model, changed }).length, 1);
  });

  test('prints a language as its parameters say', async () => {
    const texts = await Promise.all(
      languagesOf(locals.model).map(({ props }) => feed({ props, locals }).text()),
    );
    assert.match(texts[0] ?? '', /<feed[^>]* xml:lang="en"/);
    assert.match(texts[1] ?? '', /<feed[^>]* xml:lang="es"/);
    const [english] = languagesOf(locals.model);
    assert.ok(english);
    assert.match(await calendar({ props: english.props, locals }).text(), /^BEGIN:VCALENDAR/);
  });

  test('gives the worker where a new endpoint of a browser is told, only where browsers are told', async () => {
    const { snapshot } = locals.model;
    const signUp = { service: 'https://notify.example.org', email: true, push: { key: 'BKEY' } };
    const telling = (one: object) => {
      const site = { ...snapshot.site, telling: { signUp: one as typeof signUp, accounts: [] } };
      return worker({ props: {}, locals: { model: { ...locals.model, snapshot: { ...snapshot, site } } } });
    };
    const told = await (await telling(signUp)).text();
    assert.match(told, /https:\/\/notify\.example\.org\/renew/);
    assert.match(told, /BKEY/);
    const untold = await (await telling({ ...signUp, push: undefined })).text();
    assert.doesNotMatch(untold, /notify\.example\.org/);
  });

  test('names what is public by the address of the site', async () => {
    const text = await robots({ props: {}, locals }).text();
    assert.match(text, /^Disallow: \/repo\/stale\/$/m);
    assert.match(text, /^Sitemap: https:\/\/status\.example\.org\/repo\/sitemap\.xml$/m);
  });
});
