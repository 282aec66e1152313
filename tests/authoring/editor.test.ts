import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { type Opened, openedEditors } from '../../src/authoring/editor.ts';
import type { Forge } from '../../src/domain/site.ts';
import { templateWordsOf } from '../../src/i18n/templates.ts';
import { readIncidents } from '../../src/incidents/index.ts';
import { live } from '../sites.ts';

const now = Date.parse('2026-03-01T02:33:20Z');
const words = await templateWordsOf('en');
const FORGES: Record<Forge['kind'], Forge> = {
  github: { kind: 'github', repository: 'https://github.com/example/status', branch: 'main', folder: '' },
  gitea: { kind: 'gitea', repository: 'https://git.example/a/b', branch: 'live/now', folder: 'site' },
  gitlab: { kind: 'gitlab', repository: 'https://gitlab.com/a/b', branch: 'main', folder: '' },
};
const around = { site: live, templates: [], words, language: 'en', now, isTaken: () => false } as const;
const opened = (forge: Forge, isFollowed = true) =>
  openedEditors(forge, around, { isFollowed, folder: 'incidents' });
const of = (all: Opened[], id: string) => all.find(({ component }) => component === id) as Opened;

describe('a first notice that the editor of a forge opens with', () => {
  test('is named and written for each component in service, as it is proposed to whoever types a command', () => {
    const all = opened(FORGES.github);
    assert.deepEqual(
      all.map(({ component }) => component),
      live.components.map(({ id }) => id),
    );
    const { name, file, text, address, isFilled } = of(all, 'follow-alerts');
    assert.deepEqual([name, isFilled], ['Followers get alerts', true]);
    assert.equal(file, 'incidents/2026-03-01-followers-get-no-alerts.md');
    assert.match(text, /^title: Followers get no alerts$/m);
    assert.match(text, /^## Investigating - 2026-03-01T02:33Z$/m);
    // What works nobody has confirmed.
    assert.doesNotMatch(text, /^works:/m);
    const url = new URL(address);
    assert.equal(url.origin + url.pathname, 'https://github.com/example/status/new/main');
    assert.deepEqual([url.searchParams.get('filename'), url.searchParams.get('value')], [file, text]);
  });

  test('is one that the check takes as it is', () => {
    for (const { file, text } of opened(FORGES.github)) {
      const name = file.slice('incidents/'.length);
      const { problems } = readIncidents([{ name, bytes: new TextEncoder().encode(text) }], {
        site: live,
        now,
      });
      assert.deepEqual(problems, []);
    }
  });

  test('is opened by each forge in its way; GitLab takes the name and no text', () => {
    const gitea = new URL(of(opened(FORGES.gitea), 'sign-in').address);
    assert.equal(gitea.origin + gitea.pathname, 'https://git.example/a/b/_new/live/now/');
    assert.match(gitea.searchParams.get('filename') ?? '', /^site\/incidents\/2026-03-01-/);
    assert.match(gitea.searchParams.get('value') ?? '', /^title: /m);
    const { address, isFilled } = of(opened(FORGES.gitlab), 'sign-in');
    assert.equal(isFilled, false);
    assert.match(
      address,
      /^https:\/\/gitlab\.com\/a\/b\/-\/new\/main\?file_name=incidents%2F2026-03-01-[a-z-]+\.md$/,
    );
  });

  test('has no time where nobody knows when it is followed, and the check says what to write for it', () => {
    const { file, text } = of(opened(FORGES.github, false), 'follow-alerts');
    assert.equal(file, 'incidents/YYYY-MM-DD-followers-get-no-alerts.md');
    assert.match(text, /^## Investigating - YYYY-MM-DDThh:mmZ$/m);
    assert.doesNotMatch(text, /\d{4}-\d\d|\d\d:\d\d|next_update/);
    const read = (name: string) =>
      readIncidents([{ name, bytes: new TextEncoder().encode(text) }], { site: live, now }).problems.map(
        (problem) => [problem.name, problem.remedy],
      );
    const time = [
      'time-malformed',
      'Put the time in its place at which you say it, in UTC: year-month-dayThour:minute and Z.',
    ];
    assert.deepEqual(read('2026-03-01-alerts.md'), [time]);
    // In small letters it would be a name, and the address for ever.
    for (const name of ['YYYY-MM-DD-followers.md', 'yyyy-mm-dd-followers.md'])
      assert.deepEqual(read(name), [
        ['file-name', 'The name is the address for ever. Rename it to 2026-03-01-followers.md'],
        time,
      ]);
  });

  test('is none for a component that is retired, or that the record does not speak of yet', () => {
    const [first, second, ...rest] = live.components;
    assert.ok(first && second);
    const site = {
      ...live,
      components: [{ ...first, until: now }, { ...second, since: now + 1 }, ...rest],
    };
    const all = openedEditors(FORGES.github, { ...around, site }, { isFollowed: true, folder: 'incidents' });
    assert.deepEqual(
      all.map(({ component }) => component),
      rest.map(({ id }) => id),
    );
  });
});
