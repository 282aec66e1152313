import { createRequire } from 'node:module';
import type * as Culori from 'culori';
import { isScalar } from 'yaml';
import { GROUNDS } from '../domain/look.ts';
import type { Accent } from '../domain/site.ts';
import { written } from '../yaml/document.ts';
import type { Kind } from './fields.ts';

/** The least contrast of text with its ground (WCAG 2.2, 1.4.3, level AA). */
export const LEAST = 4.5;

/** Within how many degrees of a hue, in OKLCH, two colours may be taken for each other. */
const NEAR = 20;
/** Below this chroma a colour is taken for grey, whatever its hue. */
const GREY = 0.05;
/** At night the accent begins here, so that it is no brighter than it need be, and does not glare. */
const NIGHT = { lightness: 0.78, chroma: 0.13 };
const STEP = 0.005;

/** The hues that mean something on the page, by their colours by day in `site.css`. */
export const MEANT = [
  { color: '#1c6b41', meaning: 'the green of proved health' },
  { color: '#a8201a', meaning: 'the red of an outage' },
] as const;

/** The colour of links and edges: by day as it is written, at night made lighter. */
export const accent: Kind<Accent> = {
  called: "a colour in quotes, such as '#27509b'",
  schema: { type: 'string', minLength: 3 },
  read: ({ node, place }, { report }) => {
    const found = isScalar(node) && typeof node.value === 'string' ? node.value : written(node);
    const day = hexOf(found);
    if (day === undefined || !(isScalar(node) && typeof node.value === 'string')) {
      const bare = /^(?:[0-9a-f]{3}|[0-9a-f]{6})$/i.test(found);
      report.add({
        name: 'value-not-allowed',
        place,
        found,
        expected: accent.called,
        remedy:
          found === ''
            ? "Put it in quotes, such as '#27509b': what stands behind a bare # is a comment."
            : `Write it as CSS does, in quotes and without transparency${bare ? `: '#${found}'` : ", such as '#27509b' or 'teal'"}.`,
      });
      return undefined;
    }
    const worst = worstGround(day, 'day');
    if (worst.ratio < LEAST) {
      report.add({
        name: 'accent-unreadable',
        place,
        found: `${day}, ${ratioIn(worst.ratio)} on ${worst.called} (${worst.ground})`,
        expected: `at least ${LEAST}:1 on every ground that links stand on`,
        remedy: `Write '${darkened(day)}': the same hue, as dark as it must be. At night it is made lighter by itself.`,
      });
      return undefined;
    }
    const like = MEANT.find(({ color }) => isNear(day, color));
    if (like)
      report.add({
        name: 'accent-like-status',
        place,
        found: day,
        expected: `a hue that nobody takes for ${like.meaning}`,
        remedy:
          'Links and edges may read as a status from afar. Take another hue, or a greyer one; the words and shapes of each status stay as they are.',
      });
    return { day, night: lightened(day) };
  },
};

// Only a config with an accent pays for the library, in its bundled form: a beat each minute reads the config too.
let loaded: typeof Culori | undefined;
function culori(): typeof Culori {
  loaded ??= createRequire(import.meta.url)('culori') as typeof Culori;
  return loaded;
}

/** A colour of CSS as six digits; nothing for what is none, and for what lets the ground through. */
function hexOf(color: string): string | undefined {
  const { parse, inGamut, toGamut, formatHex } = culori();
  const parsed = parse(color);
  if (!parsed || (parsed.alpha ?? 1) < 1) return undefined;
  return formatHex(inGamut('rgb')(parsed) ? parsed : toGamut('rgb', 'oklch')(parsed));
}

/** Where a colour is hardest to read in one of the themes. */
function worstGround(
  color: string,
  theme: 'day' | 'night',
): { ratio: number; called: string; ground: string } {
  return Object.values(GROUNDS)
    .map((one) => ({
      ratio: culori().wcagContrast(color, one[theme]),
      called: one.called,
      ground: one[theme],
    }))
    .reduce((worst, one) => (one.ratio < worst.ratio ? one : worst));
}

/** Rounded down, so that nothing below the limit reads as if it reached it. */
function ratioIn(ratio: number): string {
  return `${(Math.floor(ratio * 100) / 100).toFixed(2)}:1`;
}

function lightened(day: string): string {
  const { l, c, h } = oklch(day);
  return held('night', { l: Math.max(l, NIGHT.lightness), c: Math.min(c, NIGHT.chroma), h }, STEP);
}

function darkened(color: string): string {
  return held('day', oklch(color), -STEP);
}

/** The first colour of this hue that can be read everywhere in a theme. Black and white hold on every ground. */
function held(theme: 'day' | 'night', from: Omit<Culori.Oklch, 'mode'>, step: number): string {
  const { formatHex, toGamut } = culori();
  for (let l = from.l; ; l += step) {
    const color = formatHex(
      toGamut('rgb', 'oklch')({ mode: 'oklch', ...from, l: Math.min(1, Math.max(0, l)) }),
    );
    if (worstGround(color, theme).ratio >= LEAST) return color;
  }
}

function oklch(color: string): Culori.Oklch {
  return culori().oklch(color) as Culori.Oklch;
}

/** Whether two colours have about the same hue; a grey has none. */
function isNear(one: string, other: string): boolean {
  const [a, b] = [oklch(one), oklch(other)];
  const turned = Math.abs((a.h ?? 0) - (b.h ?? 0));
  return a.c >= GREY && Math.min(turned, 360 - turned) <= NEAR;
}
