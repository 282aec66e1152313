import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { isOpen, type Outage, stateOf } from '../../src/domain/incident.ts';
import { iso } from '../../src/domain/time.ts';
import { wordingOf } from '../../src/domain/wording.ts';
import { readIncidents } from '../../src/incidents/index.ts';
import { nameOf } from '../../src/problems/index.ts';
import { shipped } from '../sites.ts';
import { context, file, incidentFile } from './context.ts';

const NAME = '2026-03-01-alerts.md';

function read(text: string, name = NAME) {
  return readIncidents([file(name, text)], context);
}

function incidentIn(text: string): Outage {
  const { incidents, problems } = read(text);
  assert.deepEqual(
    problems.filter((problem) => problem.severity === 'error'),
    [],
  );
  return incidents[0] as Outage;
}

describe('an incident file', () => {
  test('becomes an incident with its updates, oldest first, whatever the order of the file', () => {
    const body = `## Resolved - 2026-03-01T03:08Z - Facebook {#over}
Over.

## Identified — 2026-03-01T03:05Z · status page
Found.

## investigating – 2026-02-28T22:00-05:00
Looking.`;
    const incident = incidentIn(incidentFile({ body }));
    assert.deepEqual(
      incident.updates.map(({ id, state, said }) => [id, state, said.place]),
      [
        ['u-20260301T030000Z', 'investigating', undefined],
        ['u-20260301T030500Z', 'identified', 'status page'],
        ['over', 'resolved', 'Facebook'],
      ],
    );
    assert.equal(isOpen(incident), false);
  });

  test('keeps uncertain times as intervals and whole days as days', () => {
    const incident = incidentIn(
      incidentFile({
        began: 'began: 2026-02-01T02:00Z/2026-02-01T03:00Z\nended: 2026-02-02',
        body: '## Resolved - 2026-02-03 - press: The Times\nOver.',
      }),
    );
    assert.equal(iso(incident.began?.earliest as number), '2026-02-01T02:00Z');
    assert.equal(iso(incident.began?.latest as number), '2026-02-01T03:00Z');
    assert.deepEqual(incident.ended, {
      earliest: Date.UTC(2026, 1, 2),
      latest: Date.UTC(2026, 1, 3) - 1000,
      wholeDay: true,
    });
    assert.equal(incident.updates[0]?.said.speaker, 'press');
  });

  test('is open again after a later Investigating', () => {
    const body = [
      'Investigating - 2026-03-01T03:00Z',
      'Resolved - 2026-03-01T03:02Z',
      'Investigating - 2026-03-01T03:05Z',
    ]
      .map((head) => `## ${head}\nWords.`)
      .join('\n\n');
    const incident = incidentIn(incidentFile({ body }));
    assert.equal(isOpen(incident), true);
    assert.equal(stateOf(incident), 'investigating');
  });

  test('may be cited: the title of a source is a link reference in the text', () => {
    const front = "sources:\n  - { title: 'A source, 2026', url: 'https://example.org/a' }";
    const incident = incidentIn(
      incidentFile({ front, body: '## Investigating - 2026-03-01T03:00Z\nSee [A source, 2026][].' }),
    );
    assert.equal(
      incident.updates[0]?.prose.html,
      '<p>See <a href="https://example.org/a">A source, 2026</a>.</p>',
    );
    assert.equal(incident.updates[0]?.prose.text, 'See A source, 2026 (https://example.org/a).');
    assert.equal(incident.updates[0]?.prose.words, 'See A source, 2026.');
    assert.equal(incident.updates[0]?.prose.markdown, 'See [A source, 2026][].');
  });

  test('may hold headings, fences and tables inside an update', () => {
    const body = `## Investigating - 2026-03-01T03:00Z
### Details

| a | b |
|:-:|--:|
| 1 | 2 |

\`\`\`
## Not an update - just text
\`\`\`
`;
    const { prose } = incidentIn(incidentFile({ body })).updates[0] as Outage['updates'][0];
    assert.match(prose.html, /<h4>Details<\/h4>/);
    assert.match(prose.html, /<td>1<\/td>/);
    assert.doesNotMatch(prose.html, /style=|align=/);
  });
});

describe('bytes', () => {
  test('with CRLF and a byte-order mark read as without, in the same places', () => {
    const plain = read(incidentFile({ front: 'wrong: 1' }));
    const windows = read(`\uFEFF${incidentFile({ front: 'wrong: 1' }).replaceAll('\n', '\r\n')}`);
    assert.deepEqual(windows, plain);
    assert.equal(plain.problems[0]?.place?.line, 6);
  });

  test('that are not UTF-8 are told with their offset, and nothing is guessed', () => {
    const bytes = new TextEncoder().encode(incidentFile());
    const at = bytes.indexOf('F'.charCodeAt(0));
    bytes[at] = 0xe9;
    const { incidents, problems } = readIncidents([{ name: NAME, bytes }], context);
    assert.equal(incidents.length, 0);
    assert.equal(problems[0]?.name, 'invalid-utf8');
    assert.equal(problems[0]?.found, `byte 0xe9 at offset ${at}`);
    assert.deepEqual([problems[0]?.place?.line, problems[0]?.place?.column], [2, 8]);
  });
});

describe('a folder', () => {
  test('answers with all problems of all files at once, and drops no file in silence', () => {
    const { incidents, problems } = readIncidents(
      [
        file('b.md', incidentFile({ front: 'wrong: 1', impact: 'nobody: gone' })),
        file('a.md', incidentFile({ began: 'began: yesterday' })),
        file('good.md', incidentFile()),
        file('sub/c.md', incidentFile()),
      ],
      context,
    );
    assert.deepEqual(
      incidents.map(({ id }) => id),
      ['good'],
    );
    assert.deepEqual(
      problems.map((problem) => `${nameOf(problem.source)}: ${problem.name}`),
      [
        'a.md: time-malformed',
        'b.md: component-unknown',
        'b.md: status-unknown',
        'b.md: key-unknown',
        'sub/c.md: file-name',
      ],
    );
  });

  test('tells of everything that is wrong with one file, also behind a colon that YAML stumbles over', () => {
    const text = incidentFile({
      impact: 'folow-alerts: mayor_outage',
      body: '## Investigatin - 2026-03-01T03:00Z\nWords.',
    })
      .replace('title: Followers get no alerts', 'title: Alerts: none')
      .replace('began: ', 'begun: ');
    assert.deepEqual(
      read(text).problems.map(({ name, place }) => `${place?.line}:${place?.column} ${name}`),
      [
        '2:8 value-colon',
        '3:1 key-unknown',
        '5:3 component-unknown',
        '5:17 status-unknown',
        '8:1 state-unknown',
      ],
    );
    const broken = incidentFile({ body: '## Investigatin - 2026-03-01T03:00Z\nWords.' }).replace(
      'title: F',
      'title: "F',
    );
    assert.deepEqual(
      read(broken)
        .problems.map(({ name }) => name)
        .toSorted(),
      ['state-unknown', 'yaml-syntax'],
    );
  });

  test('says "did you mean" for near misses', () => {
    const remedies = [
      incidentFile({ front: 'advise: x' }),
      incidentFile({ impact: 'folow-alerts: major_outage' }),
      incidentFile({ impact: 'follow-alerts: mayor_outage' }),
      incidentFile({ body: '## Investigatin - 2026-03-01T03:00Z\nWords.' }),
      incidentFile({ began: 'began: 2026-03-01 2:10' }),
    ].map((text) => read(text).problems[0]?.remedy.match(/Did you mean "(.*)"\?/)?.[1]);
    assert.deepEqual(remedies, [
      'advice',
      'follow-alerts',
      'major_outage',
      'Investigating',
      '2026-03-01T02:10Z',
    ]);
  });

  test('knows the offset that somebody forgot', () => {
    const slip = incidentFile({ began: '', body: '## Investigating - 2026-02-28T22:04Z\nWords.' });
    const { problems } = readIncidents([file(NAME, slip)], {
      ...context,
      published: {
        files: new Set([NAME]),
        held: new Set<string>(),
        everPublished: new Map(),
        before: () => undefined,
        mayGo: () => false,
        versions: () => [],
        toldIn: () => undefined,
      },
    });
    assert.equal(problems[0]?.name, 'time-far-from-now');
    assert.match(
      problems[0]?.remedy as string,
      /You wrote 2026-02-28T22:04Z, it is 2026-03-01T03:10Z\. Did you mean 2026-02-28T22:04-05:00\?/,
    );
  });
});

describe('what was published', () => {
  const before = readIncidents([file(NAME, incidentFile())], context).incidents[0];
  const held = (text: string | undefined) => {
    const published = {
      files: new Set(text === undefined ? [] : [NAME]),
      held: new Set<string>(),
      everPublished: new Map([[NAME, new Set(['u-20260301T030000Z'])]]),
      before: () => before,
      mayGo: () => false,
      versions: () => [],
      toldIn: () => before,
    };
    return readIncidents(text === undefined ? [] : [file(NAME, text)], { ...context, published }).problems;
  };

  test('may not vanish: not a file, not an update', () => {
    assert.deepEqual(
      held(undefined).map(({ name, source }) => [name, nameOf(source)]),
      [['published-file-vanished', NAME]],
    );
    const moved = incidentFile({
      body: '## Investigating - 2026-03-01T03:02Z\nAlerts do not reach followers.',
    });
    const [problem] = held(moved);
    assert.equal(problem?.name, 'published-update-vanished');
    assert.match(problem?.remedy as string, /\{#u-20260301T030000Z\}/);
    assert.deepEqual(
      held(moved.replace('03:02Z', '03:02Z {#u-20260301T030000Z}')).map(({ name }) => name),
      ['changed-without-update'],
    );
  });

  test('does not change its time, state, speaker, place or words under its old id in silence', () => {
    const edited = (heading: string, words = 'Alerts do not reach followers.') =>
      held(incidentFile({ body: `## ${heading} {#u-20260301T030000Z}\n${words}` })).map(
        ({ name, found, place }) => [name, found, place?.line],
      );
    const warned = (found: string) => [['changed-without-update', found, 8]];
    assert.deepEqual(edited('Investigating - 2026-03-01T03:00Z'), []);
    assert.deepEqual(edited('Investigating - 2026-03-01T02:30Z'), warned('the time of an update'));
    assert.deepEqual(edited('Identified - 2026-03-01T03:00Z'), warned('the state of an update'));
    const place = 'Investigating - 2026-03-01T03:00Z - Facebook';
    assert.deepEqual(edited(place), warned('who said an update, or where'));
    const speaker = 'Investigating - 2026-03-01T03:00Z - community: a forum';
    assert.deepEqual(edited(speaker), warned('who said an update, or where'));
    const heading = 'Investigating - 2026-03-01T03:00Z';
    assert.deepEqual(edited(heading, 'Some alerts are late.'), warned('the text of an update'));
    assert.deepEqual(
      edited(heading, 'Alerts do not\nreach followers.'),
      [],
      'only the lines are broken anew',
    );
    assert.deepEqual(edited(heading, 'Alerts *do not* reach followers.'), warned('the text of an update'));
  });

  test('is told of when it changes what a reader should do, and a new update is enough', () => {
    assert.deepEqual(held(incidentFile()), []);
    const changed = incidentFile({
      front: 'advice: Look at the glucose.',
      impact: 'follow-alerts: partial_outage',
    });
    assert.deepEqual(
      held(changed).map(({ name, found }) => [name, found]),
      [['changed-without-update', 'impact, advice']],
    );
    assert.deepEqual(held(`${changed}\n## Update - 2026-03-01T03:08Z\nSome alerts arrive.`), []);
    assert.deepEqual(
      held(incidentFile({ began: 'began: 2026-03-01T02:50Z' })).map(({ name, found }) => [name, found]),
      [['changed-without-update', 'began']],
      'a beginning that moves can turn a missed promise into one that was kept',
    );
    const record = 'cause: A certificate ran out.\nsources: [{ title: A post, url: "https://example.org/" }]';
    assert.deepEqual(held(incidentFile({ front: record })), [], 'what concerns the record alone is not told');
    assert.deepEqual(
      held(incidentFile({ front: 'drill: true\nnext_update: 2026-03-01T09:00Z' })).map(({ found }) => found),
      ['drill, next_update'],
    );
  });
});

test('the window of a maintenance does not move without an update that says so', () => {
  const maintenance = (until: string, body = '') => `---
kind: maintenance
title: Work on the alert servers
scheduled: { from: 2026-03-02T02:00Z, until: ${until} }
impact:
  follow-alerts: under_maintenance
---
## Scheduled - 2026-02-26T10:00Z
We replace the servers that send alerts.
${body}`;
  const before = readIncidents([file(NAME, maintenance('2026-03-02T03:00Z'))], context).incidents[0];
  const held = (text: string) => {
    const published = {
      files: new Set([NAME]),
      held: new Set<string>(),
      everPublished: new Map([[NAME, new Set(['u-20260226T100000Z'])]]),
      before: () => undefined,
      mayGo: () => false,
      versions: () => [],
      toldIn: (_: string, update: string) => (update === 'u-20260226T100000Z' ? before : undefined),
    };
    return readIncidents([file(NAME, text)], { ...context, published }).problems.map(({ name }) => name);
  };
  assert.deepEqual(held(maintenance('2026-03-02T03:00Z')), []);
  assert.deepEqual(held(maintenance('2026-03-02T05:00Z')), ['scheduled-moved']);
  assert.deepEqual(
    held(maintenance('2026-03-02T05:00Z', '## Update - 2026-03-01T03:09Z\nIt takes until 05:00.\n')),
    [],
  );
});

test('a comment stands behind what it cannot cut short: a text in quotes, and an id', () => {
  const front = `advice: 'Keep it near' # agreed with the nurses\nworks:\n  - device-readings # asked at 3`;
  const { problems, incidents } = read(incidentFile({ front }));
  assert.deepEqual(problems, []);
  assert.equal(incidents[0]?.advice, 'Keep it near');
  assert.deepEqual(
    read(incidentFile({ front: 'advice: Keep it near # agreed' })).problems.map(({ name }) => name),
    ['value-comment'],
  );
});

test('a bomb of YAML anchors is a problem, not a full memory', () => {
  const bomb = `a: &a [x, x, x, x, x, x]\nb: &b [*a, *a, *a, *a]\nc: [*b, *b, *b]`;
  assert.deepEqual(
    read(incidentFile({ front: bomb })).problems.map((problem) => `${problem.name} ${problem.found}`),
    ['&a', '&b', '*a', '*a', '*a', '*a', '*b', '*b', '*b'].map((found) => `yaml-alias ${found}`),
  );
});

test('an alias hides none of the other mistakes of a file', () => {
  const found = (front: string) =>
    read(incidentFile({ front, began: 'began: 2026-03-01T02:10' })).problems.map(
      ({ name, place }) => `${name} ${place?.line}:${place?.column}`,
    );
  assert.deepEqual(found('advice: *Keep*'), ['time-without-offset 3:8', 'yaml-alias 6:9']);
  assert.deepEqual(found('advice: &a Keep it near\nscope: *a'), [
    'time-without-offset 3:8',
    'yaml-alias 6:9',
    'yaml-alias 7:8',
  ]);
});

test('an alias is read as what it stands for, so that it makes no second mistake', () => {
  const found = (works: string) =>
    read(incidentFile({ front: `drill: &no false\nworks: ${works}` })).problems.map(({ name }) => name);
  assert.deepEqual(found('[*device-readings]'), ['yaml-alias', 'yaml-alias']);
  assert.deepEqual(found('[*no]'), ['yaml-alias', 'value-not-text', 'yaml-alias']);
});

test('an anchor is told where it stands, also where its value begins in the next line', () => {
  const text = incidentFile({ front: 'works: &a\n  - device-readings' });
  assert.deepEqual(
    read(text).problems.map(({ name, place }) => [name, place]),
    [['yaml-alias', { line: 6, column: 8 }]],
  );
});

describe('translations', () => {
  test('stand beside the original and are matched by id', () => {
    const { incidents, problems } = readIncidents(
      [
        file(
          '2026-03-01-alerts.es.md',
          '---\ntitle: Sin alertas\n---\nEn breve.\n\n## u-20260301T030000Z\nNo llegan.\n',
        ),
        file(NAME, incidentFile()),
      ],
      context,
    );
    assert.deepEqual(problems, []);
    const spanish = incidents[0]?.translations.es;
    assert.equal(spanish?.title, 'Sin alertas');
    assert.equal(spanish?.summary?.text, 'En breve.');
    assert.equal(spanish?.updates['u-20260301T030000Z']?.text, 'No llegan.');
  });

  test('may say what sources disagree on, and where each update was said', () => {
    const original = incidentFile({
      body: '## Investigating - 2026-03-01T03:00Z - press: a paper\nWords.\n\n## Update - 2026-03-01T03:05Z - e-mail {#mail}\nMore.',
    });
    const translation =
      '---\ndisputed: El final.\n---\n## u-20260301T030000Z - press: un periódico\nPalabras.\n\n## mail\nMás.\n';
    const { incidents, problems } = readIncidents(
      [file(NAME, original), file('2026-03-01-alerts.es.md', translation)],
      context,
    );
    assert.deepEqual(problems, []);
    const [incident] = incidents as [Outage];
    const { disputed, placeOf } = wordingOf({ ...incident, disputed: 'The end.' }, 'es');
    assert.deepEqual(disputed, { text: 'El final.', language: 'es' });
    assert.deepEqual(incident.updates.map(placeOf), [
      { text: 'un periódico', language: 'es' },
      { text: 'e-mail', language: 'en' },
    ]);
  });

  test('that name an update which the original does not have are told so, also with a place behind it', () => {
    const translation = '---\ntitle: Sin alertas\n---\n## u-20260301T030001Z - correo\nNo llegan.\n';
    const { problems } = readIncidents(
      [file(NAME, incidentFile()), file('2026-03-01-alerts.es.md', translation)],
      context,
    );
    assert.deepEqual(
      problems.map(({ name }) => name),
      ['translation-update-unknown'],
    );
  });
});

describe('advice', () => {
  test('is the operator’s unless the file says that it is the editors’', () => {
    const front = (by: string) => `advice: Set a clock.\n${by}`;
    assert.equal(incidentIn(incidentFile({ front: front('') })).adviceBy, 'operator');
    assert.equal(incidentIn(incidentFile({ front: front('advice_by: editors') })).adviceBy, 'editors');
  });

  test('is the editors’ in a demonstration, where nobody speaks for the service', () => {
    const text = incidentFile({ front: 'advice: Set a clock.' });
    const { incidents } = readIncidents([file(NAME, text)], { ...context, site: shipped });
    assert.equal(incidents[0]?.adviceBy, 'editors');
  });
});
