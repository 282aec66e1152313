import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { choose } from './cover.ts';
import { outlineOf } from './outline.ts';

const page = (body: string, language = 'en', direction = 'ltr') => ({
  page: direction === 'ltr' ? body : `${direction}: ${body}`,
  outline: outlineOf(`<html lang="${language}" dir="${direction}"><head></head><body>${body}</body></html>`),
});
const PLAIN = '<main class="page"><h1>Title</h1><p>Some words</p></main>';

/** Which pages are looked at beside a plain one. */
const beside = (...bodies: string[]) => {
  const { elements, lines, layouts } = choose([PLAIN, ...bodies].map((body) => page(body)));
  const others = (chosen: string[]) => chosen.filter((body) => body !== PLAIN);
  return { elements: others(elements), lines: others(lines), layouts: others(layouts) };
};

describe('the pages that are looked at every day', () => {
  const extra = (...bodies: string[]) => {
    const { kinds, fits } = choose([PLAIN, ...bodies].map((body) => page(body)));
    const others = (chosen: string[]) => chosen.filter((body) => body !== PLAIN);
    return { kinds: others(kinds), fits: others(fits) };
  };

  test('have every element with each class, state and role, and each kind in each kind', () => {
    for (const other of [
      PLAIN.replace('<p>', '<p class="rare">'),
      PLAIN.replace('<p>', '<p data-status="unknown">'),
      PLAIN.replace('<p>', '<p role="status">'),
      PLAIN.replace('Some words', 'Some <b>words</b>'),
    ])
      assert.deepEqual(extra(other), { kinds: [other], fits: [other] });
    const right = page(PLAIN, 'en', 'rtl');
    assert.deepEqual(choose([page(PLAIN), right]).kinds, [right.page]);
  });

  test('leave out one whose elements stand in others of another state, or are named in another language', () => {
    const rare = '<p data-status="unknown">Some <b>words</b></p>';
    const [both, plain] = [
      `<main class="page">${rare}</main>`,
      '<main class="page"><p>Some <b>words</b></p></main>',
    ];
    const { kinds } = choose([both, `${PLAIN}${plain}${both}`, plain].map((body) => page(body)));
    assert.deepEqual(kinds, [`${PLAIN}${plain}${both}`]);
    const named = '<main><nav aria-label="Pages">x</nav></main>';
    assert.equal(choose([page(named), page(named, 'es')]).kinds.length, 1);
  });

  test('have what means the same on every element once, whichever it is on', () => {
    const [hidden, both] = ['<main><p hidden>a</p><b>b</b></main>', '<main><p>a</p><b hidden>b</b></main>'];
    const chosen = (...bodies: string[]) => choose(bodies.map((body) => page(body))).kinds.length;
    assert.equal(chosen(hidden, both), 1);
    assert.equal(chosen(hidden, hidden.replace(' hidden', '')), 1);
    assert.equal(chosen(hidden.replace(' hidden', ' lang="en"'), both.replace(' hidden', ' lang="es"')), 2);
  });

  test('have each kind of what drawings are made of, and its role, whatever its state and from wherever they are read', () => {
    const drawn = (attributes: string) => `<main><svg><rect ${attributes}/></svg></main>`;
    const kindsOf = (...all: Parameters<typeof page>[]) =>
      choose(all.map((one) => page(...one))).kinds.length;
    assert.equal(kindsOf([drawn('data-status="unknown"')], [drawn('data-status="outage"')]), 1);
    assert.equal(kindsOf([drawn('class="a"')], [drawn('class="b"')]), 2);
    assert.equal(kindsOf([drawn('role="img"')], [drawn('')]), 2);
    assert.equal(kindsOf([drawn('class="a"')], ['<main><svg></svg></main>', 'en', 'rtl']), 2);
    assert.equal(
      kindsOf(
        [drawn('class="a"'), 'en', 'rtl'],
        [drawn('class="b"')],
        ['<main><svg></svg></main>', 'en', 'rtl'],
      ),
      2,
    );
  });

  test('have the longest word and the longest line of each kind', () => {
    for (const other of [
      PLAIN.replace('words', 'responsibilities'),
      PLAIN.replace('Some words', 'Some more words here'),
    ])
      assert.deepEqual(extra(other), { kinds: [], fits: [other] });
  });
});

describe('the pages that stand for all others', () => {
  test('leave out one that says something else in the same way', () => {
    const other = PLAIN.replace('Title', 'Other').replace('Some words', 'More said');
    assert.deepEqual(beside(other), { elements: [], lines: [], layouts: [] });
  });

  test('have every element, class, state and role, wherever it stands', () => {
    for (const other of [
      PLAIN.replace('<p>', '<p class="rare">'),
      PLAIN.replace('<p>', '<p data-status="unknown">'),
      PLAIN.replace('<p>', '<p role="status">'),
      PLAIN.replace('Some words', 'Some <b>words</b>'),
    ])
      assert.deepEqual(beside(other), { elements: [other], lines: [other], layouts: [other] });
  });

  test('have every element from right to left too, where one of their kind is', () => {
    const [left, right] = [page(PLAIN), page(PLAIN, 'en', 'rtl')];
    assert.deepEqual(choose([left, right, right]).elements, [right.page]);
    assert.deepEqual(choose([left, left]).elements, [left.page]);
  });

  test('have every element below each line of others', () => {
    const within = (name: string) => `<main class="page"><${name}><ul><li>one</li></ul></${name}></main>`;
    const deep = (name: string) => within(name).replace('one', '<b><i>one</i></b>');
    const bodies = [deep('section'), deep('aside'), within('aside')];
    const { lines, layouts } = choose(bodies.map((body) => page(body)));
    for (const chosen of [lines, layouts])
      assert.ok(chosen.includes(deep('section')) && chosen.includes(deep('aside')));
  });

  test('take what is drawn, and what only a script reads, for the same wherever it stands', () => {
    const mark = '<svg aria-hidden="true"><path class="a"/></svg>';
    const [here, there] = [PLAIN.replace('Some', mark), PLAIN.replace('Title', `${mark}Title`)];
    const { elements } = choose([here, there].map((body) => page(body)));
    assert.equal(elements.length, 1);
    assert.equal(choose([here, here.replace('"a"', '"b"')].map((body) => page(body))).elements.length, 2);
    assert.deepEqual(beside(PLAIN.replace('<p>', '<p data-for-a-script="x">')).elements, []);
  });

  test('have for the layout the longest word, the longest line and the longest row of each place', () => {
    for (const other of [
      PLAIN.replace('words', 'responsibilities'),
      PLAIN.replace('Some words', 'Some more words here'),
      PLAIN.replace('</h1>', '</h1><p>and</p><p>or</p>'),
    ])
      assert.deepEqual(beside(other), { elements: [], lines: [], layouts: [other] });
  });

  test('take a text that is longer than a line for one that goes over several', () => {
    const long = (count: number) => PLAIN.replace('Some words', 'Some words '.repeat(count));
    const { layouts } = choose([long(20), long(10)].map((body) => page(body)));
    assert.equal(layouts.length, 1);
  });

  test('have what is worded by its attributes in each language', () => {
    const named = '<main><nav aria-label="Pages">x</nav></main>';
    const { elements } = choose([page(named), page(named, 'es')]);
    assert.equal(elements.length, 2);
    assert.equal(choose([page(PLAIN), page(PLAIN, 'es')]).elements.length, 1);
  });

  test('are not chosen by what is not seen: scripts, templates and addresses', () => {
    const other = PLAIN.replace(
      '<h1>',
      '<script>"<b>"</script><template><b>x</b></template><!-- <i> --><h1 id="x">',
    );
    assert.deepEqual(beside(other), { elements: [], lines: [], layouts: [] });
  });
});
