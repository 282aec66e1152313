import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { tidy } from '../../src/release/tidy.ts';

describe('a page is tidied', () => {
  for (const [what, before, after] of [
    ['white space where a block begins or ends', '<p class="a"> One </p>', '<p class="a">One</p>'],
    [
      'inside of a link that a block begins or ends with',
      '<li><a href="/"> One </a></li>',
      '<li><a href="/">One</a></li>',
    ],
    [
      'white space in a drawing',
      '<svg a="b"> <path d="c"/> <rect></rect> </svg>',
      '<svg a=b><path d="c"/><rect/></svg>',
    ],
    [
      'white space between blocks',
      '<dl> <dt>A</dt> <dd>B</dd>\n</dl> <p>C</p>',
      '<dl><dt>A<dd>B</dl><p>C</p>',
    ],
    [
      'white space in a head and around it',
      '<html> <head> <meta a> <title>A</title> <link b> </head> <body> <p>B</p> </body> </html>',
      '<html><head><meta a><title>A</title><link b></head><body><p>B</p></body></html>',
    ],
    [
      'white space between a block and what may stand in a line',
      '<ul> <li>A</li> </ul> <a href="/">B</a> <p>C</p> <h3>D</h3> <p>E</p>',
      '<ul><li>A</ul><a href="/">B</a><p>C</p> <h3>D</h3><p>E</p>',
    ],
    [
      'white space on both sides of a tag that stands in a line',
      '<p>One <b> two </b> three<b> four </b>five</p>',
      '<p>One <b>two</b> three<b> four </b>five</p>',
    ],
    ['more than one space', '<p>One   <b>two</b></p>', '<p>One <b>two</b></p>'],
    [
      'ends of what ends by itself',
      '<ul><li><p>A</p></li><li>B</li></ul><p>C</p><p>D</p><dl><div><dt>E</dt><dd>F</dd></div></dl>',
      '<ul><li><p>A<li>B</ul><p>C<p>D<dl><div><dt>E<dd>F</div></dl>',
    ],
    [
      'quotation marks in a drawing, where nothing needs them',
      '<p class="a"><svg a="b c" d="e"><a href="#f"><text x="2%" y="/">G</text></a><rect a="b" c="d"></rect></svg></p>',
      '<p class="a"><svg a="b c" d=e><a href=#f><text x=2% y="/">G</text></a><rect a=b c="d"/></svg></p>',
    ],
    ['ends of shapes that hold nothing', '<path d="M0 0"></path><rect></rect>', '<path d="M0 0"/><rect/>'],
  ])
    test(`without ${what}`, () => assert.equal(tidy(before as string), after));

  for (const [what, html] of [
    ['white space between words and links', '<p>One <a href="/">two</a> three<b> four</b></p>'],
    ['white space between what may stand in a line', '<h3>A</h3> <p class="tag">B</p> <p class="tag">C</p>'],
    ['white space between words of a drawing', '<svg><text>a <tspan>b</tspan> <tspan>c</tspan></text></svg>'],
    [
      'an end where what follows would be taken for a part of it',
      '<p>A</p>B<ul><li>C</li> D</ul><a><p>E</p></a>',
    ],
    ['white space in a value', '<p title="a > b"><img alt="</p> <p> "></p>'],
    ['a text that counts each letter', '<pre><p> a </p></pre><textarea><p> a</textarea>'],
    [
      'a script and a sheet, whose digests the policy has',
      '<script>a("<p> b </p>")</script><style>p > a{}</style>',
    ],
    ['a shape that holds something', '<path><title>A</title></path>'],
  ])
    test(`and keeps ${what}`, () => assert.equal(tidy(html as string), html));
});
