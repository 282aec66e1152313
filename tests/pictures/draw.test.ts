import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import sharp from 'sharp';
import { isOpen } from '../../src/domain/incident.ts';
import { draw } from '../../src/pictures/draw.ts';
import { cachedPicture, type Placed } from '../../src/pictures/keep.ts';
import { placePictures } from '../../src/pictures/place.ts';
import { type Picture, pictureOfIncident, pictureOfUpdate } from '../../src/publications/picture.ts';
import { FORMS, type Form } from '../../src/publications/picture-files.ts';
import { ORIGIN, snapshotOf } from '../publications/printing.ts';

const forms = Object.keys(FORMS) as Form[];
const plain: Picture = {
  language: 'en',
  tone: 'trouble',
  mark: undefined,
  state: 'Investigating',
  time: '1 March 2026, 02:30 UTC',
  title: 'Followers get no alerts',
  sentences: ['We look for the cause. ', 'We speak again at 04:00 UTC.'],
  facts: [{ label: 'Still working', text: 'Readings on the wearer’s device' }],
  site: 'Nightlight',
  address: 'status.example.org/incidents/2026-03-01-alerts/',
  more: 'Read all of it at',
};
type Fact = Picture['facts'][number];
const SENTENCE = 'People who follow somebody from another phone see no new readings since two o’clock. ';

/** The part of a picture outside of which nothing is drawn but the paper and the coloured edge. */
async function drawnPart(bytes: Buffer) {
  const { data, info } = await sharp(bytes)
    .removeAlpha()
    .greyscale()
    .raw()
    .toBuffer({ resolveWithObject: true });
  const part = { left: info.width, right: 0, top: info.height, bottom: 0 };
  for (let y = 0; y < info.height; y++)
    for (let x = 24; x < info.width; x++)
      if ((data[y * info.width + x] as number) > 90) {
        part.left = Math.min(part.left, x);
        part.right = Math.max(part.right, x);
        part.top = Math.min(part.top, y);
        part.bottom = Math.max(part.bottom, y);
      }
  return part;
}

async function assertWhole(bytes: Buffer, form: Form): Promise<void> {
  const { width, height } = FORMS[form];
  const part = await drawnPart(bytes);
  assert.ok(part.left >= 40 && part.right <= width - 40, `${form}: ${JSON.stringify(part)}`);
  assert.ok(part.top >= 40 && part.bottom <= height - 40, `${form}: ${JSON.stringify(part)}`);
}

describe('a picture', () => {
  test('is a PNG of 1200 x 630 and a JPEG of 1080 x 1350', async () => {
    const found = await Promise.all(
      forms.map(async (form) => {
        const { format, width, height } = await sharp((await draw(plain, form)).bytes).metadata();
        return [form, format, width, height];
      }),
    );
    assert.deepEqual(found, [
      ['wide', 'png', 1200, 630],
      ['tall', 'jpeg', 1080, 1350],
    ]);
  });

  test('says the same in the same bytes', async () => {
    for (const form of forms)
      assert.deepEqual((await draw(plain, form)).bytes, (await draw(plain, form)).bytes);
  });

  test('of every situation is whole, shows all of its text, and in letters that can be read on a phone', async () => {
    for (const name of ['one-incident', 'maintenance-ahead', 'withdrawn', 'drill', 'demonstration']) {
      const snapshot = await snapshotOf(name);
      for (const incident of snapshot.incidents.slice(0, 1))
        for (const picture of [
          pictureOfIncident(incident, snapshot, 'en', ORIGIN),
          pictureOfIncident(incident, snapshot, 'es', ORIGIN),
          ...incident.updates.map((update) => pictureOfUpdate(incident, update, snapshot, 'en', ORIGIN)),
        ])
          for (const form of forms) {
            const { bytes, sentences, facts, textSize } = await draw(picture, form);
            await assertWhole(bytes, form);
            assert.equal(facts, picture.facts.length);
            assert.equal(sentences, picture.sentences.length, `${name}: ${picture.title}`);
            assert.ok(textSize >= 25, `${name}: ${textSize} pixels`);
          }
    }
  });

  test('of a long text leaves out whole sentences from the end, and stays readable', async () => {
    const long = { ...plain, sentences: Array.from({ length: 40 }, () => SENTENCE) };
    for (const form of forms) {
      const { bytes, sentences, textSize } = await draw(long, form);
      await assertWhole(bytes, form);
      assert.ok(sentences >= 3 && sentences < 40, `${sentences} sentences`);
      assert.ok(textSize >= 25);
    }
  });

  test('of an open incident keeps its slim drawing while all words have room, and gives it up before a word', async () => {
    const snapshot = await snapshotOf('left-open-after');
    const [incident] = snapshot.incidents.filter(isOpen);
    assert.ok(incident);
    const open = pictureOfIncident(incident, snapshot, 'en', ORIGIN);
    const beside = await draw(open, 'wide');
    assert.equal(beside.drawn, true);
    assert.equal(beside.facts, open.facts.length);
    await assertWhole(beside.bytes, 'wide');
    const [affected, works, advice, ...others] = open.facts as [Fact, Fact, Fact, ...Fact[]];
    assert.equal(advice.label, 'What to do');
    const more = { ...advice, text: `${advice.text} ${SENTENCE}${SENTENCE}` };
    const alone = await draw({ ...open, facts: [affected, works, more, ...others] }, 'wide');
    assert.equal(alone.drawn, false);
    assert.equal(alone.facts, open.facts.length);
    await assertWhole(alone.bytes, 'wide');
  });

  test('cuts nothing, whatever is in it', async () => {
    const extremes: Partial<Picture>[] = [
      { title: 'An endless title about followers who receive nothing at all. '.repeat(12) },
      { title: 'x'.repeat(400), address: `status.example.org/${'y'.repeat(200)}` },
      { facts: [{ label: 'What to do', text: SENTENCE.repeat(30) }] },
      { sentences: ['z'.repeat(3000)] },
      { title: 'עברית <b>&amp; עברית</b> \u0000 \ud800 😀', sentences: ['مرحبا بالعالم. '] },
      { title: 'A title of a hundred thousand letters '.repeat(3000), facts: [] },
      { mark: 'Demonstration, not a live status', time: '', sentences: [], facts: [] },
    ];
    for (const extreme of extremes)
      for (const form of forms) await assertWhole((await draw({ ...plain, ...extreme }, form)).bytes, form);
  });
});

describe('drawn pictures are kept', () => {
  const folder = mkdtempSync(join(tmpdir(), 'nightlight-'));
  after(() => rmSync(folder, { recursive: true }));
  const files = () =>
    readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());

  test('and drawn again only when their words or their form change', async () => {
    const first = await cachedPicture(plain, 'wide', folder);
    writeFileSync(first, 'kept');
    assert.equal(await cachedPicture({ ...plain }, 'wide', folder), first);
    assert.equal(readFileSync(first, 'utf8'), 'kept');
    assert.notEqual(await cachedPicture({ ...plain, time: 'later' }, 'wide', folder), first);
    await cachedPicture(plain, 'tall', folder);
    assert.equal(files().length, 3);
  });

  test('and put into a site in place of what lay there, without a change to the old file', async () => {
    const out = mkdtempSync(join(folder, 'out-'));
    const placed = (title: string) => [
      { picture: { ...plain, title }, form: 'wide' as const, path: 'a/b.png' },
    ];
    assert.deepEqual(await placePictures(placed('One'), folder, out), ['a/b.png']);
    const one = await cachedPicture({ ...plain, title: 'One' }, 'wide', folder);
    const before = readFileSync(one);
    assert.deepEqual(readFileSync(join(out, 'a/b.png')), before);
    await placePictures(placed('Two'), folder, out);
    assert.notDeepEqual(readFileSync(join(out, 'a/b.png')), before);
    assert.deepEqual(readFileSync(one), before);
  });

  describe('and put into a site, many by a thread of its own,', () => {
    const out = mkdtempSync(join(folder, 'out-'));
    const wanted = (count: number): Placed[] =>
      Array.from({ length: count }, (_, index) => ({
        picture: { ...plain, title: `Number ${index}` },
        form: 'wide',
        path: `${index}.png`,
      }));
    const broken: Placed = {
      picture: { ...plain, drawings: { wide: { svg: '<svg', width: 9, height: 9, slim: false } } },
      form: 'wide',
      path: 'a/b.png',
    };
    const told = {
      message: /^The picture a\/b\.png could not be drawn: .*write "pictures: none" below "look:"/s,
    };

    test('all that are asked for, in the same bytes', async () => {
      const paths = wanted(7).map(({ path }) => path);
      assert.deepEqual(await placePictures([], folder, out), []);
      assert.deepEqual((await placePictures(wanted(7), folder, out)).toSorted(), paths);
      assert.deepEqual(readdirSync(out).toSorted(), paths);
      for (const { picture, form, path } of wanted(7))
        assert.deepEqual(readFileSync(join(out, path)), (await draw(picture, form)).bytes);
    });

    test('and one that cannot be drawn is told by its path, with the way out, whoever draws it', async () => {
      await assert.rejects(placePictures([broken], folder, out), told);
      const afresh = join(folder, 'afresh');
      await assert.rejects(placePictures([...wanted(7), broken], afresh, out), told);
      assert.equal((await placePictures(wanted(7), afresh, out)).length, 7);
    });
  });
});
