import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Incident } from '../../src/domain/incident.ts';
import { incidentHistory } from '../../src/domain/git-history.ts';
import type { Language } from '../../src/domain/site.ts';
import type { Snapshot } from '../../src/domain/snapshot.ts';
import {
  citedOf,
  citedUrl,
  datesOf,
  plainCitation,
  toBibtex,
  toCslJson,
} from '../../src/publications/citation.ts';
import { shipped } from '../sites.ts';
import { outage, said } from '../domain/generators.ts';
import { at, committed, ORIGIN, snapshotAt } from './printing.ts';

const SITE = 'https://status.example.org/repo';

const update = said('investigating', at(2, 10));
const incident = outage({ title: 'Followers get no alerts', began: at(2), updates: [update] });
const here = snapshotAt([incident], { git: committed([incident], at(2, 15).latest) });

const bibtexOf = (one: Incident, snapshot: Snapshot, language: Language = 'en') =>
  toBibtex([{ incident: one }], snapshot, language, ORIGIN);

describe('what is cited', () => {
  test('is the incident and each of its updates, under a key of its own', () => {
    const cited = citedOf(outage({ updates: [said('investigating', at(2)), said('resolved', at(3))] }));
    assert.deepEqual(
      toCslJson(cited, here, 'en', ORIGIN).map(({ id }) => id),
      [
        'nightlight-an-incident',
        `nightlight-an-incident-u-investigating-${at(2).latest}`,
        `nightlight-an-incident-u-resolved-${at(3).latest}`,
      ],
    );
  });

  test('is the version that stands here, in the language it is committed in', () => {
    for (const language of ['en', 'es'] as const) {
      assert.equal(
        citedUrl({ incident }, here, language, ORIGIN),
        `${SITE}/incidents/an-incident/revisions/b-an-incident/`,
      );
      assert.equal(
        citedUrl({ incident, update }, here, language, ORIGIN),
        `${SITE}/incidents/an-incident/revisions/b-an-incident/#${update.id}`,
      );
    }
  });

  test('is the page of the reader’s language where no version says what stands here', () => {
    const history = here.git.kind === 'git' && here.git.incidents.get(incident.id);
    assert.ok(history);
    const incidents = new Map([[incident.id, { ...history, uncommitted: true }]]);
    const before = snapshotAt([incident], { git: { kind: 'git', incidents } });
    assert.equal(citedUrl({ incident }, before, 'es', ORIGIN), `${SITE}/es/incidents/an-incident/`);
    const [csl] = toCslJson([{ incident }], before, 'en', ORIGIN);
    assert.equal(csl?.note, 'What was said at 02:10 UTC on 1 March 2026.');
    assert.deepEqual(
      csl.issued,
      { 'date-parts': [[2026, 3, 1]] },
      'the first version stood here all the same',
    );
  });

  test('is dated by the first version that could be read', () => {
    const version = (blob: string, day: number, read: Incident | undefined) => ({
      ...{ blob, commit: blob, at: Date.UTC(2026, 1, day), imported: false, incident: read },
    });
    const history = incidentHistory([
      version('broken', 1, undefined),
      version('b1', 2, incident),
      version('b2', 3, incident),
    ]);
    const git = { kind: 'git' as const, incidents: new Map([[incident.id, history]]) };
    const snapshot = snapshotAt([incident], { git });
    assert.match(bibtexOf(incident, snapshot), /\n {2}date = \{2026-02-02\},\n {2}url = .*revisions\/b2\//);
    assert.match(
      plainCitation({ incident }, snapshot, 'en', ORIGIN),
      /\. Nightlight, 2 February 2026\. https:/,
    );
  });

  test('says of a demonstration that it is one', () => {
    const snapshot = snapshotAt([incident], { site: shipped });
    assert.match(
      bibtexOf(incident, snapshot),
      /\n {2}note = \{This page is a demonstration .* What was said /,
    );
    assert.doesNotMatch(bibtexOf(incident, here), /demonstration/);
  });

  test('names no place where nobody said one, and who said it where it was not the operator', () => {
    const cite = (speaker: 'operator' | 'press', place?: string) =>
      plainCitation({ incident, update: { ...update, said: { speaker, place } } }, here, 'en', ORIGIN);
    assert.match(
      cite('operator'),
      /alerts \(Investigating, said at 02:10 UTC on 1 March 2026\)\. Nightlight, /,
    );
    assert.match(cite('operator', 'Facebook'), / 2026; Facebook\)\. /);
    assert.match(cite('press'), / 2026; Reported by the press\)\. /);
    assert.match(cite('press', 'a newspaper'), / 2026; Reported by the press: a newspaper\)\. /);
  });
});

describe('BibTeX', () => {
  test('takes nothing that stands in a title for a command', () => {
    const title = 'Costs 5 % & $2: a_b #1 {x} \\input{y}';
    const text = bibtexOf({ ...incident, title }, here);
    assert.match(text, /\n {2}title = \{Costs 5 \\% \\& \\\$2: a\\_b \\#1 x inputy\},\n/);
  });

  test('says in which language it is, and parts its entries by a line', () => {
    const es = {
      ...{ title: 'Nadie recibe alertas', advice: undefined, scope: undefined, cause: undefined },
      ...{ disputed: undefined, summary: undefined, updates: {}, places: {} },
    };
    const translated = { ...incident, translations: { es } };
    assert.match(bibtexOf(translated, here, 'es'), /\n {2}langid = \{spanish\}\n\}\n$/);
    assert.match(bibtexOf(incident, here, 'es'), /\n {2}langid = \{english\}\n\}\n$/);
    assert.match(bibtexOf(incident, here, 'en'), /\n {2}langid = \{english\}\n\}\n$/);
    assert.match(
      toBibtex(citedOf(incident), here, 'en', ORIGIN),
      /\n\}\n\n@online\{nightlight-an-incident-u/,
    );
  });
});

describe('what a page tells machines of its incident', () => {
  test('is when it was published and last changed', () => {
    assert.deepEqual(datesOf(incident, here), {
      published: '2026-03-01T02:15:00Z',
      modified: '2026-03-01T02:15:00Z',
    });
  });
});
