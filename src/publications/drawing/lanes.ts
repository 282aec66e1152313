import { LOOKS } from '../../domain/look.ts';
import type { Drawing, Lane, Phrase, Stretch } from './facts.ts';
import type { Bar } from './shapes.ts';
import { widthOf } from './measure.ts';
import { GAP, type Sheet } from './sheet.ts';

const BAR = 1.6;
/** What took no time is still seen. */
const LEAST = 0.004;

/** Where a word stands in its lane, in shares of the width. */
interface Taken {
  from: number;
  to: number;
}

/** A lane for each component: its name, its statuses, and the times that no lane above has said. */
export function lanes(sheet: Sheet, { lanes, drill }: Drawing, y: number): number {
  const told = new Set<string>();
  return lanes.reduce((below, one) => {
    const from = one.name === '' ? below : named(sheet, one, below);
    return lane(sheet, one, told, drill, from);
  }, y);
}

function named(sheet: Sheet, { name, short }: Lane, y: number): number {
  return sheet.text('name', widthOf(name, true) <= sheet.width ? name : short, y);
}

function lane(sheet: Sheet, { stretches }: Lane, told: Set<string>, isDrill: boolean, y: number): number {
  const words: Taken[] = [];
  let below = y;
  sheet.bars.push({
    role: 'ground',
    status: undefined,
    edge: 'certain',
    ...sheet.whole(),
    y: below,
    height: BAR,
  });
  for (const stretch of stretches.filter(({ status }) => status !== 'operational'))
    put(sheet, stretch, words, isDrill, below);
  const times = stretches.flatMap(({ from, to, fromText, toText }): [number, Phrase][] => [
    ...(fromText ? [[sheet.scale.xOf(from.earliest), fromText] as [number, Phrase]] : []),
    ...(toText ? [[sheet.scale.xOf(to.latest), toText] as [number, Phrase]] : []),
  ]);
  below += BAR;
  const news = times.filter(([x, phrase]) => {
    const key = `${x} ${plain(phrase)}`;
    if (told.has(key)) return false;
    told.add(key);
    return true;
  });
  below = sheet.rows('time', news, below);
  return below + GAP;
}

function put(
  sheet: Sheet,
  { status, from, to, word }: Stretch,
  words: Taken[],
  isDrill: boolean,
  y: number,
): void {
  const xs = [from.earliest, from.latest, to.earliest, to.latest].map(sheet.scale.xOf) as [
    number,
    number,
    number,
    number,
  ];
  const bar = (edge: Bar['edge'], x1: number, x2: number) =>
    sheet.bars.push({ role: 'status', status, edge, x1, x2: Math.max(x2, x1 + LEAST), y, height: BAR });
  const isPossible = to.earliest < from.latest;
  if (isPossible) bar('possible', xs[0], xs[3]);
  else {
    if (xs[1] > xs[0]) bar('in', xs[0], xs[1]);
    bar('certain', xs[1], xs[2]);
    if (xs[3] > xs[2]) bar('out', xs[2], xs[3]);
  }
  const [x1, x2] = isPossible ? [xs[0], xs[3]] : [xs[1], xs[2]];
  const cut = sheet.scale.sections.slice(1).map((section) => section.x1);
  // A word does not lie over a cut: it stands in the widest piece.
  const edges = [x1, ...cut.filter((x) => x > x1 && x < x2), x2];
  const pieces = edges.slice(1).map((x, index) => [edges[index] as number, x] as const);
  const [left, right] = pieces.reduce((most, one) => (one[1] - one[0] > most[1] - most[0] ? one : most));
  const need = widthOf(word, true) + 1.2;
  if ((right - left) * sheet.wide < need) return;
  const wide = (right - left) * sheet.width < need;
  const [middle, half] = [(left + right) / 2, need / 2 / (wide ? sheet.wide : sheet.width)];
  const spot = { from: middle - half, to: middle + half };
  // Where nobody knows which of two it was, one word would lie upon the other.
  if (words.some(({ from, to }) => from < spot.to && spot.from < to)) return;
  words.push(spot);
  sheet.labels.push({
    role: 'word',
    ...((!LOOKS[status].bears || isPossible || isDrill) && { open: true }),
    x: middle,
    y: y + 1.12,
    anchor: 'middle',
    parts: [{ text: word }],
    width: need - 1.2,
    wide,
  });
}

/** What was confirmed to work, as a slim bar under its words. */
export function works(sheet: Sheet, { text, from, to }: NonNullable<Drawing['works']>, y: number): number {
  const below = sheet.text('works', text, y);
  const [x1, x2] = [sheet.scale.xOf(from), sheet.scale.xOf(to)];
  sheet.bars.push({ role: 'works', status: undefined, edge: 'certain', x1, x2, y: below, height: 0.4 });
  return below + 0.4 + GAP;
}

function plain(phrase: Phrase): string {
  return phrase.map(({ text }) => text).join('');
}
