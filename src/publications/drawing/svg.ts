import { LOOKS } from '../../domain/look.ts';
import type { Status } from '../../domain/status.ts';
import { iso } from '../../domain/time.ts';
import { escapeHtml } from '../escape.ts';
import type { Bar, Geometry, Label, Mark, Rule } from './shapes.ts';
import { RADIUS } from './sheet.ts';

/** How a drawing is put down: as wide as its page and coloured by a sheet, or in pixels and colours of its own. */
export interface Pen {
  /** A share of the width, as a length of SVG. */
  x(share: number): string;
  /** Units, as a length of SVG. */
  y(units: number): string;
  /** The attributes by which something gets its look, each with a space before it: a class, or colours. */
  look(thing: Bar | Rule | Label | Mark): string;
  /** The attributes of the colour of a fade or a pattern. */
  fade(bar: Bar): string;
  /** What marks lead to; absent where nothing can be followed. */
  links: boolean;
}

/** The pen of pages: it follows the width and the size of the text, and `drawing.css` colours it. */
export const PAGE: Pen = {
  x: (share) => `${round(share * 100, 1)}%`,
  y: (units) => `${round(units, 1)}em`,
  look: (thing) => {
    if ('edge' in thing)
      return thing.role === 'status'
        ? ` data-status="${thing.status}"${thing.edge === 'certain' ? '' : ' class="maybe"'}`
        : ` class="${thing.role}"`;
    if ('own' in thing) return thing.own ? ' class="own"' : '';
    const names = [
      thing.role === 'time' ? '' : thing.role,
      'wide' in thing && thing.wide && 'wide',
      'narrow' in thing && thing.narrow && 'narrow',
    ].filter(Boolean);
    const on = 'open' in thing && thing.open ? ['open'] : [];
    return names.length > 0 ? ` class="${[...names, ...on].join(' ')}"` : '';
  },
  fade: ({ status }) => ` data-status="${status}"`,
  links: true,
};

/** The elements of a drawing, from the ground up; the `<svg>` around them is for who prints it. */
export function printDrawing(geometry: Geometry, pen: Pen): { defs: string; art: string; marks: string } {
  const { bars, rules, labels, marks } = geometry;
  const isOf =
    (...roles: Rule['role'][]) =>
    (rule: Rule) =>
      roles.includes(rule.role);
  const put = new Put(geometry, pen);
  const fills = new Map(
    bars.flatMap((bar) => {
      const id = fillOf(bar);
      return id ? [[id, bar] as const] : [];
    }),
  );
  const art = [
    ...rules.filter(isOf('tick', 'divider')).map(put.rule),
    ...bars.filter(({ role }) => role === 'ground').map(put.bar),
    // What fades away lies over what comes.
    ...bars.filter(({ role, edge }) => role !== 'ground' && edge !== 'out').map(put.bar),
    ...bars.filter(({ role, edge }) => role !== 'ground' && edge === 'out').map(put.bar),
    ...rules.filter(isOf('cut')).map(put.rule),
    ...rules.filter(isOf('base', 'range', 'stem')).map(put.rule),
    ...rules.filter(isOf('silent', 'silence', 'pledge', 'due', 'overdue', 'window', 'now')).map(put.rule),
    ...labels.map(put.label),
  ];
  return {
    defs: [...fills].map(([id, bar]) => (bar.edge === 'certain' ? put.run : put.gradient)(id, bar)).join(''),
    art: art.join(''),
    marks: marks.map(put.mark).join(''),
  };
}

class Put {
  private readonly geometry: Geometry;
  private readonly pen: Pen;

  constructor(geometry: Geometry, pen: Pen) {
    this.geometry = geometry;
    this.pen = pen;
  }

  /** From right to left, time begins at the right. */
  private at(x: number): number {
    return this.geometry.direction === 'rtl' ? 1 - x : x;
  }

  private get x() {
    return (share: number) => this.pen.x(this.at(share));
  }

  bar = (bar: Bar): string => {
    const { x1, x2, y, height } = bar;
    const [left, right] = [x1, x2].map((x) => this.at(x)).toSorted((one, other) => one - other) as [
      number,
      number,
    ];
    const fill = fillOf(bar) ? ` fill="url(#${fillOf(bar)})"` : '';
    const full = height * (bar.status ? LOOKS[bar.status].level : 1);
    return `<rect${this.pen.look(bar)}${fill}${placed('x', this.pen.x(left))} y="${this.pen.y(y + height - full)}" width="${this.pen.x(right - left)}" height="${this.pen.y(full)}"/>`;
  };

  /** What a status fills its lane with: it is told without colour. */
  run = (id: string, bar: Bar): string =>
    `<pattern id="${id}"${this.pen.fade(bar)} y="${this.pen.y(bar.y)}" width="${this.pen.y(TOOTH)}" height="${this.pen.y(bar.height)}" patternUnits="userSpaceOnUse" viewBox="0 0 1 1" preserveAspectRatio="none"><path fill="currentColor" d="${LOOKS[bar.status as Status].run}"/></pattern>`;

  rule = (rule: Rule): string => {
    const { x1, y1, x2, y2 } = rule;
    return `<line${this.pen.look(rule)}${placed('x1', this.x(x1))} y1="${this.pen.y(y1)}" x2="${this.x(x2)}" y2="${this.pen.y(y2)}"/>`;
  };

  label = (label: Label): string => {
    const { x, y, anchor, parts, aside } = label;
    const text = parts.map((part) => {
      const { earliest, latest } = part.at ?? { earliest: 0, latest: 0 };
      const to = latest > earliest ? ` data-u="${iso(latest)}"` : '';
      const time = part.at && this.pen.links ? ` data-t="${iso(earliest)}"${to}` : '';
      return { words: escapeHtml(part.text), attributes: `${time}${part.strong ? ' class="strong"' : ''}` };
    });
    const [only] = text;
    const inside =
      text.length === 1 && only
        ? only.words
        : text
            .map(({ words, attributes }) => (attributes ? `<tspan${attributes}>${words}</tspan>` : words))
            .join('');
    const own = text.length === 1 && only && !parts[0]?.strong ? only.attributes : '';
    const anchored = anchor === 'start' ? '' : ` text-anchor="${anchor}"`;
    const moved = aside ? ` dx="${this.pen.y(this.geometry.direction === 'rtl' ? -aside : aside)}"` : '';
    const look = this.pen.look(label);
    return `<text${look}${own}${placed('x', this.x(x))} y="${this.pen.y(y)}"${anchored}${moved}>${parts[0]?.strong && text.length === 1 ? `<tspan class="strong">${inside}</tspan>` : inside}</text>`;
  };

  mark = (mark: Mark): string => {
    const { x, y, id, name } = mark;
    const place = `cx="${this.x(x)}" cy="${this.pen.y(y)}"`;
    const circle = `<circle${this.pen.look(mark)} ${place} r="${this.pen.y(RADIUS)}"/>`;
    return this.pen.links
      ? `<a href="#${escapeHtml(id)}" aria-label="${escapeHtml(name)}">${circle}</a>`
      : circle;
  };

  gradient = (id: string, bar: Bar): string => {
    const isFlipped = (bar.edge === 'in') !== (this.geometry.direction === 'rtl');
    const way = isFlipped ? ' x1="1" x2="0"' : '';
    const stop = this.pen.fade(bar);
    return `<linearGradient id="${id}"${way}${stop}><stop/><stop offset="1" stop-opacity=".1"/></linearGradient>`;
  };
}

/** How wide a tooth of a lane is, in units. */
const TOOTH = 0.7;

/** What a bar is filled with, if not with one colour. No id of an update begins with this letter. */
export function fillOf({ role, status, edge, y }: Bar): string | undefined {
  if (role !== 'status' || !status || edge === 'possible') return undefined;
  if (edge !== 'certain') return `_${edge}-${status}`;
  return LOOKS[status].run && `_${Math.round(y * 10)}-${status}`;
}

/** A place along the axis as an attribute, with a space before it; what stands at its beginning needs none. */
function placed(name: string, length: string): string {
  return length === '0%' || length === '0' ? '' : ` ${name}="${length}"`;
}

function round(value: number, digits: number): number {
  return Number(value.toFixed(digits));
}
