import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Incident, Prose } from '../../src/domain/incident.ts';
import { readIncidents } from '../../src/incidents/index.ts';
import { context, file, incidentFile } from './context.ts';

const EMPTY: Prose = { markdown: '', html: '', text: '', words: '' };

/** What an update with these words becomes. */
function proseOf(markdown: string) {
  const body = `## Investigating - 2026-03-01T03:00Z\n${markdown}`;
  const { incidents, problems } = readIncidents([file('a.md', incidentFile({ body }))], context);
  const { html, text, words } = (incidents[0] as Incident).updates[0]?.prose ?? EMPTY;
  const told = problems.map(({ place, name, found }) => `${place?.line}:${place?.column} ${name}: ${found}`);
  return { html, text, words, told };
}

describe('the words of an update', () => {
  for (const [what, markdown, html, text] of [
    [
      'emphasis',
      '*a* **b** ~~c~~ `d`',
      '<p><em>a</em> <strong>b</strong> <del>c</del> <code>d</code></p>',
      'a b c d',
    ],
    ['a line break', 'a  \nb', '<p>a<br>\nb</p>', 'a\nb'],
    ['a paragraph', 'a\n\n\nb', '<p>a</p>\n<p>b</p>', 'a\n\nb'],
    ['a rule', 'a\n\n***\n\nb', '<p>a</p>\n<hr>\n<p>b</p>', 'a\n\n* * *\n\nb'],
    [
      'a heading, below that of the update',
      '### a\n#### b\n##### c\n###### d',
      '<h4>a</h4>\n<h5>b</h5>\n<h6>c</h6>\n<h6>d</h6>',
      'a\n\nb\n\nc\n\nd',
    ],
    [
      'a list',
      '- a\n- b\n\n  c',
      '<ul>\n<li>\n<p>a</p>\n</li>\n<li>\n<p>b</p>\n<p>c</p>\n</li>\n</ul>',
      '- a\n- b\nc',
    ],
    [
      'steps, with their numbers',
      '3. a\n4. b',
      '<ol start="3">\n<li>a</li>\n<li>b</li>\n</ol>',
      '3. a\n4. b',
    ],
    ['a box to tick, which nobody could tick', '- [x] a', '<ul>\n<li>a</li>\n</ul>', '- a'],
    [
      'a table, without the alignment that would need a style',
      '| a | b |\n|:-|-:|\n| 1 | 2 |',
      '<table>\n<thead>\n<tr>\n<th>a</th>\n<th>b</th>\n</tr>\n</thead>\n<tbody>\n<tr>\n<td>1</td>\n<td>2</td>\n</tr>\n</tbody>\n</table>',
      'a | b\n1 | 2',
    ],
    ['a quote', '> a\n>\n> b', '<blockquote>\n<p>a</p>\n<p>b</p>\n</blockquote>', 'a\n\nb'],
    ['code, whatever its language', '```js\na < b\n```', '<pre><code>a &#x3C; b\n</code></pre>', 'a < b'],
    ['letters that HTML writes otherwise', '&amp; <', '<p>&#x26; &#x3C;</p>', '& <'],
  ] as const)
    test(`keep ${what}`, () => assert.deepEqual(proseOf(markdown), { html, text, words: text, told: [] }));

  for (const [what, markdown, html, text, words] of [
    [
      'a link',
      '[**a** b](https://c.d/)',
      '<a href="https://c.d/"><strong>a</strong> b</a>',
      'a b (https://c.d/)',
      'a b',
    ],
    [
      'an address as it stands',
      'https://a.b/',
      '<a href="https://a.b/">https://a.b/</a>',
      'https://a.b/',
      'https://a.b/',
    ],
    ['a mail address', '<a@b.c>', '<a href="mailto:a@b.c">a@b.c</a>', 'a@b.c', 'a@b.c'],
    [
      'words for a mail address',
      '[mail us](mailto:a@b.c)',
      '<a href="mailto:a@b.c">mail us</a>',
      'mail us (a@b.c)',
      'mail us',
    ],
    [
      'a number as people write it',
      '[+1 (888) 555-01.23](tel:+18885550123)',
      '<a href="tel:+18885550123">+1 (888) 555-01.23</a>',
      '+1 (888) 555-01.23',
      '+1 (888) 555-01.23',
    ],
    [
      'words for a number',
      '[call us](tel:+18885550123)',
      '<a href="tel:+18885550123">call us</a>',
      'call us (+18885550123)',
      'call us',
    ],
    [
      'words for a message',
      '[text us](sms:+1888)',
      '<a href="sms:+1888">text us</a>',
      'text us (+1888)',
      'text us',
    ],
    [
      'a link that has such a word in it',
      '[a](https://a.b/?tel:)',
      '<a href="https://a.b/?tel:">a</a>',
      'a (https://a.b/?tel:)',
      'a',
    ],
    [
      'a link by reference, the first of two',
      '[a][r]\n\n[r]: https://a.b/\n[r]: https://c.d/',
      '<a href="https://a.b/">a</a>',
      'a (https://a.b/)',
      'a',
    ],
    [
      'a picture, as a link that a reader may follow',
      '![a](https://a.b/c.png)',
      '<a href="https://a.b/c.png">a</a>',
      'a (https://a.b/c.png)',
      'a',
    ],
    [
      'a picture that nobody described',
      '![](https://a.b/c.png)',
      '<a href="https://a.b/c.png">https://a.b/c.png</a>',
      'https://a.b/c.png',
      'https://a.b/c.png',
    ],
    [
      'a picture by reference',
      '![a][r]\n\n[r]: https://a.b/',
      '<a href="https://a.b/">a</a>',
      'a (https://a.b/)',
      'a',
    ],
    [
      'one by reference that nobody described',
      '![][r]\n\n[r]: https://a.b/',
      '<a href="https://a.b/">https://a.b/</a>',
      'https://a.b/',
      'https://a.b/',
    ],
  ] as const)
    test(`keep ${what}, and its address where there is no link to follow`, () =>
      assert.deepEqual(proseOf(markdown), { html: `<p>${html}</p>`, text, words, told: [] }));

  test('keep a link whose address is said inside a quote or a list', () => {
    const { html, told } = proseOf('[a][r] [b][s]\n\n> [r]: https://a.b/\n\n- [s]: https://c.d/\n');
    assert.match(html, /<a href="https:\/\/a\.b\/">a<\/a> <a href="https:\/\/c\.d\/">b<\/a>/);
    assert.deepEqual(told, []);
  });

  for (const [markdown, said] of [
    ['[a](/x)', '9:1 link-not-allowed: /x'],
    ['[a](javascript:x)', '9:1 link-not-allowed: javascript:x'],
    ['![a](data:image/png,x)', '9:1 link-not-allowed: data:image/png,x'],
    ['[a][r]\n\n[r]: ftp://x/', '9:1 link-not-allowed: ftp://x/'],
  ] as const)
    test(`stay, and the link goes, where it leads to what a reader should not open: ${markdown}`, () =>
      assert.deepEqual(proseOf(markdown), {
        html: '<p><em>a</em></p>',
        text: 'a',
        words: 'a',
        told: [said],
      }));

  for (const [where, markdown, html, text, told] of [
    ['in a sentence', 'a<br>b', '<p>a&#x3C;br>b</p>', 'a<br>b', ['9:2 html-not-rendered: <br>']],
    [
      'that stands alone',
      'a\n\n<hr>',
      '<p>a</p>\n<p>&#x3C;hr></p>',
      'a\n\n<hr>',
      ['11:1 html-not-rendered: <hr>'],
    ],
    ['in emphasis', '*<b>*', '<p><em>&#x3C;b></em></p>', '<b>', ['9:2 html-not-rendered: <b>']],
    [
      'in a quote',
      '> <div>',
      '<blockquote>\n<p>&#x3C;div></p>\n</blockquote>',
      '<div>',
      ['9:3 html-not-rendered: <div>'],
    ],
    ['in a list', '- <div>', '<ul>\n<li>&#x3C;div></li>\n</ul>', '- <div>', ['9:3 html-not-rendered: <div>']],
  ] as const)
    test(`show HTML as it is written, ${where}`, () =>
      assert.deepEqual(proseOf(markdown), { html, text, words: text, told }));
});

describe('marks of writing direction', () => {
  test('end with the text they stand in, in titles, places, advice and updates', () => {
    const { incidents } = readIncidents(
      [
        file(
          'a.md',
          incidentFile({
            front: 'advice: "Call \\u202Eus"',
            body: '## Investigating - 2026-03-01T03:00Z - Face\u202Ebook\nGone \u2067away',
          }).replace('Followers get no alerts', 'Fol\u202Elowers \u2069get'),
        ),
      ],
      context,
    );
    const [incident] = incidents;
    assert.equal(incident?.title, '\u2068Fol\u202Elowers get\u202C\u2069');
    assert.equal(incident?.advice, '\u2068Call \u202Eus\u202C\u2069');
    assert.equal(incident?.updates[0]?.said.place, '\u2068Face\u202Ebook\u202C\u2069');
    assert.equal(incident?.updates[0]?.prose.text, '\u2068Gone \u2067away\u2069\u2069');
  });
});
