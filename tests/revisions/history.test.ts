import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import type { HistoryOptions } from '../../src/revisions/index.ts';
import { isTranslationOlder, publishedAt } from '../../src/domain/git-history.ts';
import { incidentFile } from '../incidents/context.ts';
import { history, incidents, repository as repositoryBelow } from './repository.ts';

const root = mkdtempSync(join(tmpdir(), 'nightlight-'));
after(() => rmSync(root, { recursive: true, force: true }));

const repository = (name: string, begun = true) => repositoryBelow(root, name, begun);

const FIRST = '2026-03-01T03:01:00Z';
const SECOND = '2026-03-01T03:05:00Z';
const THIRD = '2026-03-01T03:09:00Z';
const UPDATE = 'u-20260301T030000Z';

describe('the history of an incident', () => {
  test('knows each version, when an update was first published, and when its words changed', async () => {
    const { write, commit, read } = repository('edited');
    write('a.md', incidentFile());
    commit(FIRST);
    write(
      'a.md',
      incidentFile({
        body: `## Investigating - 2026-03-01T03:00Z\nOther words.\n\n## Identified - 2026-03-01T03:04Z\nFound.`,
      }),
    );
    commit(SECOND);
    const one = incidents((await read()).git).get('a');
    assert.deepEqual(
      one?.revisions.map(({ at }) => new Date(at).toISOString()),
      ['2026-03-01T03:01:00.000Z', '2026-03-01T03:05:00.000Z'],
    );
    assert.deepEqual(one?.updates.get(UPDATE), {
      entered: Date.parse(FIRST),
      firstPublished: Date.parse(FIRST),
      lastChanged: Date.parse(SECOND),
      edited: Date.parse(SECOND),
      reworded: Date.parse(SECOND),
      entryChanged: undefined,
      told: { works: [], advice: undefined, at: Date.parse(FIRST) },
    });
    assert.deepEqual(one?.updates.get('u-20260301T030400Z'), {
      entered: Date.parse(SECOND),
      firstPublished: Date.parse(SECOND),
      lastChanged: Date.parse(SECOND),
      edited: undefined,
      reworded: undefined,
      entryChanged: undefined,
      told: { works: [], advice: undefined, at: Date.parse(SECOND) },
    });
    assert.equal(one?.revisions[0]?.incident?.updates.length, 1);
  });

  test('is dated by when each version could first be read, where somebody noted that', async () => {
    const { write, commit, read } = repository('live');
    write('a.md', incidentFile());
    write('a.es.md', '---\ntitle: Sin alertas\n---\n## u-20260301T030000Z\nPalabras.\n');
    commit(FIRST);
    write('a.md', incidentFile({ body: '## Investigating - 2026-03-01T03:00Z\nOther words.' }));
    commit(SECOND);
    const MINUTES = 4 * 60_000;
    const live: HistoryOptions['live'] = (_, versions) => versions.map(({ at }) => at + MINUTES);
    const one = incidents((await read({ live })).git).get('a');
    const { told, ...update } = one?.updates.get(UPDATE) ?? {};
    assert.deepEqual(update, {
      entered: Date.parse(FIRST) + MINUTES,
      firstPublished: Date.parse(FIRST) + MINUTES,
      lastChanged: Date.parse(SECOND),
      edited: Date.parse(SECOND) + MINUTES,
      reworded: Date.parse(SECOND) + MINUTES,
      entryChanged: undefined,
    });
    assert.equal(one?.changed, Date.parse(SECOND) + MINUTES);
    assert.deepEqual(one?.translations.es, {
      lastCommitted: Date.parse(FIRST),
      updates: new Map([[UPDATE, Date.parse(FIRST) + MINUTES]]),
      title: Date.parse(FIRST) + MINUTES,
    });
    assert.ok(one && isTranslationOlder(one, 'es', UPDATE), 'a translation is held against commits');
    const brought = await read({ live, publishedSince: Date.parse(THIRD) });
    const imported = incidents(brought.git).get('a');
    assert.equal(
      imported?.updates.get(UPDATE)?.entered,
      Date.parse(FIRST),
      'what was brought along has no other',
    );
  });

  test('gives no time of publication to what came with the first commit or before the page was public', async () => {
    const { write, commit, read } = repository('imported', false);
    write('a.md', incidentFile());
    write('b.md', incidentFile());
    commit(FIRST);
    write('b.md', incidentFile({ body: '## Investigating - 2026-03-01T03:00Z\nOther words.' }));
    write('c.md', incidentFile());
    commit(SECOND);
    const times = async (publishedSince?: number) => {
      const all = incidents((await read({ publishedSince })).git);
      return ['a', 'b', 'c'].map((id) => {
        const { firstPublished, edited } = all.get(id)?.updates.get(UPDATE) ?? {};
        return [firstPublished, edited];
      });
    };
    const second = Date.parse(SECOND);
    assert.deepEqual(await times(), [
      [undefined, undefined],
      [undefined, second],
      [second, undefined],
    ]);
    assert.deepEqual(await times(Date.parse(THIRD)), [
      [undefined, undefined],
      [undefined, undefined],
      [undefined, undefined],
    ]);
    const entered = incidents((await read()).git)
      .get('a')
      ?.updates.get(UPDATE)?.entered;
    assert.equal(entered, Date.parse(FIRST), 'when it first stood here is known all the same');
  });

  test('gives no time of publication to what a file brought along from elsewhere, but to all that is added to it', async () => {
    const { write, commit, read } = repository('brought');
    const later = 'u-20260301T030500Z';
    const said = '## Investigating - 2026-03-01T03:00Z\nAlerts do not reach followers.';
    const text = (body: string) => incidentFile({ front: 'imported: status.old.example', body });
    const spanish = `---\ntitle: Sin alertas\n---\n## ${UPDATE}\nNo llegan.\n`;
    write('a.md', text(said));
    write('a.es.md', spanish);
    write('b.md', incidentFile());
    write('c.md', text(said));
    commit(FIRST);
    write('a.md', text(`${said}\n\n## Identified - 2026-03-01T03:05Z\nIt is the servers.`));
    write('b.md', incidentFile({ front: 'imported: status.old.example' }));
    write('c.md', text(said.replace('Alerts', 'Many alerts')));
    write('c.es.md', spanish);
    commit(SECOND);
    const all = incidents((await read()).git);
    const published = (id: string, update = UPDATE) => all.get(id)?.updates.get(update)?.firstPublished;
    assert.equal(published('a'), undefined, 'it was told elsewhere');
    assert.equal(published('a', later), Date.parse(SECOND), 'that was told here');
    assert.equal(published('b'), Date.parse(FIRST), 'who says so afterwards changes nothing of it');
    assert.equal(all.get('c')?.updates.get(UPDATE)?.edited, Date.parse(SECOND));
    assert.deepEqual(all.get('a')?.translations.es?.updates, new Map(), 'its translation came along');
    assert.deepEqual(all.get('c')?.translations.es?.updates, new Map([[UPDATE, Date.parse(SECOND)]]));
    const [update] = all.get('a')?.revisions[0]?.incident?.updates ?? [];
    assert.ok(update);
    assert.equal(publishedAt(all.get('a'), update), Date.parse('2026-03-01T03:00Z'));
  });

  test('knows a fact that was changed without a word, and a word that was changed with everything else', async () => {
    const { write, commit, read } = repository('silent');
    write('a.md', incidentFile());
    commit(FIRST);
    write('a.md', incidentFile({ front: 'cause: A certificate ran out.' }));
    commit(SECOND);
    const silent = incidents((await read()).git).get('a');
    assert.equal(silent?.changedSilently, Date.parse(SECOND));
    assert.equal(silent?.changed, Date.parse(SECOND));
    assert.equal(silent?.updates.get(UPDATE)?.edited, undefined);
    const told =
      '## Investigating - 2026-03-01T03:00Z\nOther words.\n\n## Identified - 2026-03-01T03:08Z\nX.';
    write('a.md', incidentFile({ body: told }));
    commit(THIRD);
    const loud = incidents((await read()).git).get('a');
    assert.equal(loud?.changedSilently, Date.parse(SECOND));
    assert.equal(loud?.changed, Date.parse(THIRD));
    assert.equal(loud?.updates.get(UPDATE)?.edited, Date.parse(THIRD));
  });

  test('sees that an update which was away says something else when it is back', async () => {
    const { write, commit, read } = repository('away');
    const [first, second] = [
      '## Investigating - 2026-03-01T03:00Z\nOne.',
      '## Update - 2026-03-01T03:02Z\nTwo.',
    ];
    write('a.md', incidentFile({ body: `${first}\n\n${second}` }));
    commit(FIRST);
    write('a.md', incidentFile({ body: first }));
    commit(SECOND);
    write('a.md', incidentFile({ body: `${first}\n\n${second.replace('Two', 'Three')}` }));
    commit(THIRD);
    const one = incidents((await read()).git).get('a');
    assert.equal(one?.updates.get('u-20260301T030200Z')?.edited, Date.parse(THIRD));
  });

  test('follows a file that was renamed, and remembers the address it had', async () => {
    const { folder, write, commit, read } = repository('renamed');
    write('a.md', incidentFile());
    commit(FIRST);
    renameSync(join(folder, 'a.md'), join(folder, 'b.md'));
    commit(SECOND);
    const all = incidents((await read()).git);
    assert.deepEqual([...all.keys()], ['b']);
    assert.equal(all.get('b')?.updates.get(UPDATE)?.firstPublished, Date.parse(FIRST));
    assert.deepEqual([...((await read()).everPublished?.keys() ?? [])], ['b.md', 'a.md']);
  });

  test('remembers what was published and is gone', async () => {
    const { folder, write, commit, read } = repository('gone');
    write('a.md', incidentFile());
    write('b.md', incidentFile());
    commit(FIRST);
    rmSync(join(folder, 'a.md'));
    write('b.md', incidentFile({ body: '## Investigating - 2026-03-01T03:02Z\nAnother time.' }));
    commit(SECOND);
    const { git, everPublished } = await read();
    assert.deepEqual([...incidents(git).keys()], ['b']);
    assert.deepEqual([...(everPublished?.get('a.md') ?? [])], [UPDATE]);
    assert.deepEqual([...(everPublished?.get('b.md') ?? [])], [UPDATE, 'u-20260301T030200Z']);
  });

  test('does not hold anybody to a record that came with the first commit on the day the page went public', async () => {
    const { folder, write, commit, read } = repository('template', false);
    write('a.md', incidentFile());
    commit(FIRST);
    rmSync(join(folder, 'a.md'));
    commit(FIRST);
    mkdirSync(folder, { recursive: true });
    write('b.md', incidentFile());
    commit(SECOND);
    rmSync(join(folder, 'b.md'));
    commit(THIRD);
    mkdirSync(folder, { recursive: true });
    const day = (text: string) => read({ publishedSince: Date.parse(text) });
    const { everPublished, neverPublished } = await day('2026-03-01');
    assert.deepEqual([...(everPublished?.keys() ?? [])], ['b.md'], 'what was written since counts');
    assert.deepEqual([...neverPublished], ['a']);
    assert.ok((await day('2026-02-28')).everPublished?.has('a.md'), 'a history may be squashed later on');
    const exact = await day(SECOND);
    assert.deepEqual([...exact.neverPublished], ['a'], 'a time leaves out what was changed earlier that day');
    assert.deepEqual([...(exact.everPublished?.keys() ?? [])], ['b.md']);
    assert.ok((await day(FIRST)).everPublished?.has('a.md'), 'a time means itself, also of the first commit');
  });

  test('goes on after a version that had mistakes in it', async () => {
    const { write, commit, read } = repository('broken');
    write('a.md', incidentFile());
    commit(FIRST);
    write('a.md', 'broken');
    commit(SECOND);
    write('a.md', incidentFile());
    commit(THIRD);
    const one = incidents((await read()).git).get('a');
    assert.equal(one?.revisions.length, 3);
    assert.equal(one?.revisions[1]?.incident, undefined);
    assert.deepEqual(one?.updates.get(UPDATE), {
      entered: Date.parse(FIRST),
      firstPublished: Date.parse(FIRST),
      lastChanged: Date.parse(FIRST),
      edited: undefined,
      reworded: undefined,
      entryChanged: undefined,
      told: { works: [], advice: undefined, at: Date.parse(FIRST) },
    });
  });

  test('knows which words of a translation are older than their original', async () => {
    const { write, commit, read } = repository('translated');
    const spanish = (text: string) => `---\ntitle: Sin avisos\n---\n## ${UPDATE}\n${text}\n`;
    write('a.md', incidentFile());
    write('a.es.md', spanish('Los avisos no llegan.'));
    commit(FIRST);
    const older = async () => {
      const one = incidents((await read()).git).get('a');
      assert.ok(one);
      return [isTranslationOlder(one, 'es'), isTranslationOlder(one, 'es', UPDATE)];
    };
    assert.deepEqual(await older(), [false, false]);
    write('a.md', incidentFile({ body: '## Investigating - 2026-03-01T03:00Z\nOther words.' }));
    commit(SECOND);
    assert.deepEqual(await older(), [false, true]);
    write(
      'a.md',
      incidentFile({ front: 'advice: Look.', body: '## Investigating - 2026-03-01T03:00Z\nOther words.' }),
    );
    commit(SECOND);
    assert.deepEqual(await older(), [true, true]);
    write('a.es.md', spanish('Otras palabras.'));
    commit(THIRD);
    assert.deepEqual(await older(), [false, false]);
    const one = incidents((await read()).git).get('a');
    assert.equal(one?.translations.es?.updates.get(UPDATE), Date.parse(THIRD));
  });

  test('does not take an uncommitted change for what was committed', async () => {
    const { write, commit, read } = repository('uncommitted');
    write('a.md', incidentFile());
    commit(FIRST);
    write('a.md', incidentFile({ body: '## Investigating - 2026-03-01T03:00Z\nNot committed.' }));
    const one = incidents((await read()).git).get('a');
    assert.equal(one?.revisions.length, 1);
    assert.equal(one?.revisions[0]?.incident?.updates[0]?.prose.text, 'Alerts do not reach followers.');
  });

  test('says that a clone is shallow, or that there is no git, instead of guessing', async () => {
    const { folder, write, commit } = repository('deep');
    write('a.md', incidentFile());
    commit(FIRST);
    write('a.md', incidentFile({ front: 'advice: Look.' }));
    commit(SECOND);
    const shallow = join(root, 'shallow');
    spawnSync('git', ['clone', '-q', '--depth', '1', pathToFileURL(join(folder, '..')).href, shallow], {
      env: { PATH: process.env.PATH, HOME: root },
    });
    assert.deepEqual((await history(join(shallow, 'incidents'))).git, { kind: 'shallow' });
    const plain = join(root, 'plain');
    mkdirSync(plain);
    writeFileSync(join(plain, 'a.md'), incidentFile());
    assert.deepEqual((await history(plain)).git, { kind: 'none' });
  });
});
