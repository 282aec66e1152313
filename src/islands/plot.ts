import { BarController, BarElement, CategoryScale, Chart, LinearScale, type Plugin, Tooltip } from 'chart.js';
import { axisOf } from '../domain/axis.ts';
import type { Range, UptimeRow } from '../domain/uptime-file.ts';
import type { ChartText } from '../i18n/chart-text.ts';
import type { Palette } from './colors.ts';
import { patternOf } from './patterns.ts';
import { lostIn, type Stack, stacksOf } from './series.ts';

Chart.register(BarController, BarElement, CategoryScale, LinearScale, Tooltip);

export interface Plot {
  rows: UptimeRow[];
  range: Range;
  /** The minutes that the axis reaches at least, so that charts beside each other have one scale. */
  most: number;
  text: ChartText;
  palette: Palette;
  /** One of several: lower, with fewer numbers at its axes. */
  small: boolean;
  /** Which bar is looked at, if one is. */
  at: () => number | undefined;
  /** Whether time goes from right to left. */
  isMirrored: boolean;
  /** Set for a picture to take away: how many pixels of it are one of the page, and the size of letters. */
  still?: { density: number; font: number };
}

/** Draws what was lost in each bar, stacked by status, from an empty ground. */
export function drawPlot(canvas: HTMLCanvasElement, plot: Plot): Chart {
  const { rows, range, text, palette, small, isMirrored, still } = plot;
  const { max, step } = axisOf(plot.most);
  const stacks = stacksOf(rows);
  const font = { family: getComputedStyle(document.body).fontFamily, size: still?.font ?? 13 };
  return new Chart(canvas, {
    type: 'bar',
    data: {
      labels: rows.map(({ period }) => text.short(period, range)),
      datasets: stacks.map((stack) => ({ data: stack.minutes, ...looksOf(stack, rows, palette) })),
    },
    options: {
      animation: false,
      responsive: still === undefined,
      maintainAspectRatio: false,
      ...(still && { devicePixelRatio: still.density }),
      font,
      layout: { padding: { top: 6 } },
      scales: {
        y: {
          stacked: true,
          position: isMirrored ? 'right' : 'left',
          min: 0,
          max,
          border: { display: false },
          ticks: {
            font,
            color: palette.quiet,
            stepSize: small ? max : step,
            callback: (value) => text.tick(Number(value)),
          },
          grid: { color: palette.line, tickLength: 4 },
          // Axes of one width keep charts beside each other in line.
          afterFit: (axis) => {
            axis.width = Math.max(axis.width, font.size * 4.5);
          },
        },
        x: {
          stacked: true,
          reverse: isMirrored,
          border: { color: palette.quiet },
          ticks: {
            font,
            color: palette.quiet,
            maxTicksLimit: small ? 3 : 5,
            maxRotation: 0,
          },
          grid: { display: false },
        },
      },
      plugins: {
        tooltip: {
          enabled: still === undefined,
          displayColors: false,
          rtl: isMirrored,
          textDirection: isMirrored ? 'rtl' : 'ltr',
          mode: 'index',
          intersect: false,
          callbacks: {
            title: ([item]) => text.name(rows[item?.dataIndex ?? 0]?.period ?? '', range),
            label: () => '',
            afterBody: ([item]) => text.value(rows[item?.dataIndex ?? 0] as UptimeRow).split(', '),
          },
        },
      },
    },
    plugins: [marks(plot, max)],
  });
}

/** A bar as wide as there is room for, of the pattern of its status, and never so low that it cannot be seen. */
function looksOf({ status }: Stack, rows: UptimeRow[], palette: Palette) {
  return {
    backgroundColor: patternOf(status, palette.of(status)),
    borderColor: palette.of(status),
    borderWidth: status === 'major_outage' || rows.length > 80 ? 0 : 1,
    minBarLength: 3,
    categoryPercentage: 1,
    barPercentage: rows.length > 80 ? 0.9 : 0.8,
  };
}

/**
 * What is drawn beside the bars: the one that is looked at, what is not in the record, what had no length, and where
 * one goes on beyond the axis.
 */
function marks({ rows, palette, isMirrored, at }: Plot, max: number): Plugin<'bar'> {
  const placeOf = (index: number) => (isMirrored ? rows.length - 1 - index : index);
  return {
    id: 'marks',
    beforeDatasetsDraw: ({ ctx, chartArea: { left, right, top, bottom } }) => {
      const width = (right - left) / rows.length;
      const band = (index: number) => [left + placeOf(index) * width, top, width, bottom - top] as const;
      ctx.save();
      ctx.fillStyle = palette.line;
      for (const [index, row] of rows.entries())
        if (isOutside(row)) {
          const [x, , wide] = band(index);
          ctx.fillRect(x, bottom - 5, wide + 0.5, 5);
        }
      const index = at();
      if (index !== undefined) {
        ctx.fillStyle = palette.ground;
        ctx.fillRect(...band(index));
        ctx.fillStyle = palette.accent;
        ctx.fillRect(left + placeOf(index) * width, bottom, width, 3);
      }
      ctx.restore();
    },
    afterDatasetsDraw: ({ ctx, chartArea: { left, right, top, bottom } }) => {
      const width = (right - left) / rows.length;
      ctx.save();
      ctx.strokeStyle = palette.ink;
      ctx.lineWidth = 1.5;
      for (const [index, row] of rows.entries())
        if (row.incident_count > 0 && lostIn(row) === 0 && Object.keys(row.minutes).length === 0) {
          const x = left + (placeOf(index) + 0.5) * width;
          ctx.beginPath();
          ctx.moveTo(x, bottom - 9);
          for (const [dx, dy] of [
            [4, 4],
            [0, 8],
            [-4, 4],
          ] as const)
            ctx.lineTo(x + dx, bottom - 9 + dy);
          ctx.closePath();
          ctx.stroke();
        }
      for (const [index, row] of rows.entries())
        if (lostIn(row) > max) cut(ctx, left + (placeOf(index) + 0.5) * width, top + 8, width, palette);
      ctx.restore();
    },
  };
}

/** A break through a bar: a gap with a slanted line at both of its sides. */
function cut(
  ctx: CanvasRenderingContext2D,
  x: number,
  y: number,
  width: number,
  { paper, ink }: Palette,
): void {
  const reach = Math.max(5, width * 0.45);
  const slanted = (dy: number) => {
    ctx.beginPath();
    ctx.moveTo(x - reach, y + dy + 3);
    ctx.lineTo(x + reach, y + dy - 3);
    ctx.stroke();
  };
  Object.assign(ctx, { strokeStyle: paper, lineWidth: 4 });
  slanted(0);
  Object.assign(ctx, { strokeStyle: ink, lineWidth: 1.5 });
  slanted(-2.5);
  slanted(2.5);
}

/** Whether the record does not speak of a bar at all. */
export function isOutside({
  in_service_minutes: served,
  incident_count: count,
}: Pick<UptimeRow, 'in_service_minutes' | 'incident_count'>): boolean {
  return served === 0 && count === 0;
}
