import { globSync, readFileSync } from 'node:fs';
import { dirname, join, normalize, resolve } from 'node:path';

const ROOT = resolve(import.meta.dirname, '../..');

/** The rooms of the house, and what each imports: both are the first folder below `src/`. */
export type House = Map<string, Set<string>>;

/** Reads which room imports which from the code itself. Files that lie in no room are the edge, and left out. */
export function houseOf(root = ROOT): House {
  const house: House = new Map();
  for (const file of globSync('src/*/**/*.{ts,tsx,astro,mjs}', { cwd: root })) {
    const room = roomOf(file);
    const imports = house.get(room) ?? new Set();
    house.set(room, imports);
    for (const [, to = ''] of readFileSync(join(root, file), 'utf8').matchAll(
      /(?:from|import)\s*\(?\s*'(\.[^']+)'/g,
    )) {
      const other = normalize(join(dirname(file), to)).replaceAll('\\', '/');
      if (/^src\/[^/]+\//.test(other) && roomOf(other) !== room) imports.add(roomOf(other));
    }
  }
  // A room of sheets imports nothing.
  for (const imports of [...house.values()])
    for (const room of imports) if (!house.has(room)) house.set(room, new Set());
  return house;
}

/**
 * The rooms by floor: nobody on a floor imports from it or from one above.
 * @throws Error where rooms import one another in a circle.
 */
export function floorsOf(house: House): string[][] {
  const floors: string[][] = [];
  const placed = new Set<string>();
  while (placed.size < house.size) {
    const floor = [...house.keys()]
      .filter((room) => !placed.has(room))
      .filter((room) => [...(house.get(room) ?? [])].every((other) => placed.has(other)))
      .toSorted();
    if (floor.length === 0) throw new Error('rooms import one another in a circle');
    for (const room of floor) placed.add(room);
    floors.push(floor);
  }
  return floors;
}

/** What a room imports that none of its other imports has already: the arrows that say all the others too. */
export function arrowsOf(house: House): [from: string, to: string][] {
  const below = (room: string): Set<string> =>
    new Set([...(house.get(room) ?? [])].flatMap((other) => [other, ...below(other)]));
  return [...house].toSorted(byName).flatMap(([room, imports]) =>
    [...imports]
      .filter((other) => ![...imports].some((one) => one !== other && below(one).has(other)))
      .toSorted()
      .map((other): [string, string] => [room, other]),
  );
}

const [WIDTH, FLOOR, BOX, GAP] = [960, 84, 34, 18];

/** The house as an SVG picture that can be read in light and dark: the ground floor lies at the bottom. */
export function drawHouse(house: House): string {
  const floors = floorsOf(house);
  const height = floors.length * FLOOR + 24;
  const places = new Map<string, { x: number; y: number; width: number }>();
  // Each room stands above the middle of what it imports, as far as its neighbours leave room.
  for (const [level, floor] of floors.entries()) {
    const y = height - 24 - level * FLOOR - BOX;
    const sizes = new Map(floor.map((room) => [room, room.length * 8.4 + 26]));
    const wish = (room: string) => {
      const below = [...(house.get(room) ?? [])].flatMap((other) => places.get(other) ?? []);
      return below.reduce((sum, { x, width }) => sum + x + width / 2, 0) / (below.length || 1);
    };
    const row = floor.toSorted((one, other) => wish(one) - wish(other) || (one < other ? -1 : 1));
    const total = row.reduce((sum, room) => sum + (sizes.get(room) as number) + GAP, -GAP);
    const gap = GAP + Math.min(70, (WIDTH - 40 - total) / Math.max(1, row.length));
    let x = (WIDTH - total - (gap - GAP) * (row.length - 1)) / 2;
    for (const room of row) {
      const width = sizes.get(room) as number;
      places.set(room, { x, y, width });
      x += width + gap;
    }
  }
  const place = (room: string) => places.get(room) as { x: number; y: number; width: number };
  const lines = arrowsOf(house).map(([from, to]) => {
    const [one, other] = [place(from), place(to)];
    const [x1, x2] = [one.x + one.width / 2, other.x + other.width / 2].map(Math.round);
    const [y1, y2] = [one.y + BOX, other.y];
    const bend = Math.round((y2 - y1) / 2);
    return `<path d="M${x1} ${y1}C${x1} ${y1 + bend} ${x2} ${y2 - bend} ${x2} ${y2}"/>`;
  });
  const boxes = floors.flat().map((room) => {
    const { x, y, width } = place(room);
    return `<rect x="${x.toFixed(1)}" y="${y}" width="${width.toFixed(1)}" height="${BOX}" rx="7"/><text x="${(x + width / 2).toFixed(1)}" y="${y + 22}">${room}</text>`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" role="img" aria-label="The rooms of src/, each above those that it imports">
<style>path{fill:none;stroke:#8b93a5;stroke-width:1.4}rect{fill:#fbfbf9;stroke:#27509b;stroke-width:1.6}text{fill:#1b1f2a;font:15px ui-monospace,monospace;text-anchor:middle}@media(prefers-color-scheme:dark){rect{fill:#181c26;stroke:#9dbdff}text{fill:#e9ebf1}}</style>
${lines.join('\n')}
${boxes.join('\n')}
</svg>
`;
}

function roomOf(file: string): string {
  return file.split('/')[1] ?? '';
}

function byName([one]: [string, unknown], [other]: [string, unknown]): number {
  return one < other ? -1 : 1;
}
