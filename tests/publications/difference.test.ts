import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Update } from '../../src/domain/incident.ts';
import { differenceBetween, isSame } from '../../src/publications/difference.ts';
import { outage, said } from '../domain/generators.ts';
import { at } from './printing.ts';

const saying = (state: Update['state'], minute: number, text: string): Update => ({
  ...said(state, at(2, minute)),
  prose: { markdown: text, html: `<p>${text}</p>`, text, words: text },
});

const opened = saying('investigating', 10, 'None arrive.');
const closed = saying('resolved', 30, 'They arrive again.');

describe('the difference between two versions', () => {
  test('shows word by word what a field said and says', () => {
    const { fields, updates } = differenceBetween(
      outage({ title: 'Followers get no alerts' }),
      outage({ title: 'Followers get late alerts' }),
    );
    assert.deepEqual(fields, [
      {
        field: 'title',
        words: [
          { text: 'Followers get ', kind: 'same' },
          { text: 'no', kind: 'removed' },
          { text: 'late', kind: 'added' },
          { text: ' alerts', kind: 'same' },
        ],
      },
    ]);
    assert.deepEqual(updates, []);
  });

  test('shows an update that came, and one that went, whole', () => {
    const [one, both] = [outage({ updates: [opened] }), outage({ updates: [opened, closed] })];
    const shown = (kind: 'added' | 'removed') => ({
      fields: [],
      updates: [
        { update: closed, kind, fields: [{ field: 'prose', words: [{ text: 'They arrive again.', kind }] }] },
      ],
    });
    assert.deepEqual(differenceBetween(one, both), shown('added'));
    assert.deepEqual(differenceBetween(both, one), shown('removed'));
    assert.equal(isSame(differenceBetween(one, both)), false);
  });

  test('shows of an update that says something else only what does, as it is now', () => {
    const reworded = saying('investigating', 10, 'Few arrive.');
    const { updates } = differenceBetween(
      outage({ updates: [opened, closed] }),
      outage({ updates: [reworded, closed] }),
    );
    assert.deepEqual(updates, [
      {
        update: reworded,
        kind: 'changed',
        fields: [
          {
            field: 'prose',
            words: [
              { text: 'None', kind: 'removed' },
              { text: 'Few', kind: 'added' },
              { text: ' arrive.', kind: 'same' },
            ],
          },
        ],
      },
    ]);
  });

  test('is none where both say the same, in whatever order the file has it', () => {
    const difference = differenceBetween(outage({ updates: [opened] }), outage({ updates: [opened] }));
    assert.deepEqual(difference, { fields: [], updates: [] });
    assert.equal(isSame(difference), true);
    assert.equal(isSame(differenceBetween(outage(), outage({ scope: 'Everywhere' }))), false);
    const [before, after] = [
      outage({ updates: [opened] }),
      outage({ updates: [opened, closed], scope: 'All' }),
    ];
    assert.equal(
      isSame(differenceBetween(before, after)),
      false,
      'a field and an update do not make up for it',
    );
  });
});
