import { BarController, BarElement, CategoryScale, Chart, LinearScale, Tooltip } from 'chart.js';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { ChartWords } from '../i18n/chart.ts';
import { colorsOf, onThemeChange } from './colors.ts';

Chart.register(BarController, BarElement, CategoryScale, LinearScale, Tooltip);

interface Row {
  period: string;
  percent: number | null;
  minutes: Record<string, number>;
  left_out_minutes: number;
}

interface Series {
  id: string;
  name: Record<string, string>;
  days: Row[];
  months: Row[];
}

interface Data {
  demonstration: boolean;
  series: Series[];
}

interface Props {
  /** The address of `/uptime.json`. */
  src: string;
  language: string;
  words: ChartWords;
}

type Range = keyof ChartWords['ranges'];

/** The uptime of one component as bars. The same numbers stand in the table on the uptime page. */
export function UptimeChart({ src, language, words }: Props) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const [data, setData] = useState<Data | 'loading' | 'failed'>('loading');
  const [component, setComponent] = useState('overall');
  const [range, setRange] = useState<Range>('days');
  const [themes, setThemes] = useState(0);

  useEffect(() => {
    fetch(src)
      .then((answer) => (answer.ok ? (answer.json() as Promise<Data>) : Promise.reject()))
      .then(setData, () => setData('failed'));
  }, [src]);

  useEffect(() => onThemeChange(() => setThemes((count) => count + 1)), []);

  useEffect(() => {
    if (typeof data === 'string' || !canvas.current) return;
    const series = data.series.find((one) => one.id === component) ?? data.series[0];
    const chart = series && draw(canvas.current, rowsOf(series, range), language, words, data.demonstration);
    return () => chart?.destroy();
  }, [data, component, range, themes]);

  const ready = typeof data !== 'string';
  return (
    <div class="chart">
      <div class="controls">
        <Choice
          label={words.component}
          disabled={!ready}
          value={component}
          options={ready ? data.series.map(({ id, name }) => [id, name[language] ?? id]) : []}
          onChoose={setComponent}
        />
        <Choice
          label={words.range}
          disabled={!ready}
          value={range}
          options={Object.entries(words.ranges)}
          onChoose={(chosen) => setRange(chosen as Range)}
        />
      </div>
      <div class="canvas">
        <canvas ref={canvas} role="img" aria-label={words.label} />
        {!ready && <p>{data === 'loading' ? words.loading : words.failed}</p>}
      </div>
    </div>
  );
}

interface ChoiceProps {
  label: string;
  disabled: boolean;
  value: string;
  options: [value: string, name: string][];
  onChoose: (value: string) => void;
}

/** A list to choose from. A closed one cuts a long name; so what is chosen stands over it as text, which wraps. */
function Choice({ label, disabled, value, options, onChoose }: ChoiceProps) {
  return (
    <label>
      {label}{' '}
      <span class="choice">
        <span aria-hidden="true">{options.find(([one]) => one === value)?.[1] ?? '…'}</span>
        <select disabled={disabled} value={value} onChange={(event) => onChoose(event.currentTarget.value)}>
          {options.map(([one, name]) => (
            <option key={one} value={one}>
              {name}
            </option>
          ))}
        </select>
      </span>
    </label>
  );
}

function rowsOf(series: Series, range: Range): Row[] {
  if (range === 'days') return series.days;
  return range === 'year' ? series.months.slice(-12) : series.months;
}

/** A bar of which the worst is that nobody knows. */
function isNotKnown({ minutes }: Row): boolean {
  return Boolean(minutes.not_known) && !minutes.major_outage && !minutes.partial_outage;
}

/** A dotted ground, told apart from every other bar without colour. */
function dots(ink: string): CanvasPattern | string {
  const tile = document.createElement('canvas');
  tile.width = tile.height = 4;
  const context = tile.getContext('2d');
  if (!context) return ink;
  context.fillStyle = ink;
  context.fillRect(0, 0, 2, 2);
  return context.createPattern(tile, 'repeat') ?? ink;
}

function draw(
  canvas: HTMLCanvasElement,
  rows: Row[],
  language: string,
  words: ChartWords,
  demonstration: boolean,
) {
  const color = colorsOf(canvas);
  const number = new Intl.NumberFormat(language, { maximumFractionDigits: 2 });
  const percents = new Intl.NumberFormat(language, { style: 'percent', maximumFractionDigits: 2 });
  const percent = (value: number) => {
    const text = percents.format(value / 100);
    if (!demonstration) return text;
    return value === 100 ? words.noOutage : words.noMoreThan.replace('{percent}', text);
  };
  const textOf = (row: Row) => {
    if (row.percent === null) return row.minutes.not_known ? words.allUnknown : words.noNumber;
    return row.left_out_minutes > 0
      ? words.ofKnown.replace('{percent}', percent(row.percent))
      : percent(row.percent);
  };
  const hours = (minutes: number) =>
    minutes < 120 ? `${minutes} ${words.minutes}` : `${number.format(Math.round(minutes / 6) / 10)} h`;
  const lowest = Math.min(100, ...rows.map((row) => row.percent ?? 100));
  return new Chart(canvas, {
    type: 'bar',
    data: {
      labels: rows.map((row) => row.period),
      datasets: [
        {
          label: words.uptime,
          data: rows.map((row) => row.percent ?? (row.minutes.not_known ? 100 : null)),
          backgroundColor: rows.map((row) => {
            if (isNotKnown(row)) return dots(color('--ink-quiet'));
            return color(row.percent === 100 ? '--quiet-fill' : '--trouble');
          }),
          barPercentage: 0.9,
          categoryPercentage: 0.95,
        },
      ],
    },
    options: {
      animation: false,
      maintainAspectRatio: false,
      scales: {
        y: {
          min: lowest > 95 ? 95 : lowest > 50 ? 50 : 0,
          max: 100,
          ticks: { color: color('--ink-quiet'), callback: (value) => percents.format(Number(value) / 100) },
          grid: { color: color('--line') },
        },
        x: {
          ticks: { color: color('--ink-quiet'), maxTicksLimit: 6, maxRotation: 0 },
          grid: { display: false },
        },
      },
      plugins: {
        tooltip: {
          callbacks: {
            label: ({ dataIndex }) => {
              const row = rows[dataIndex] as Row;
              const minutes = Object.entries(row.minutes).map(
                ([status, count]) => `${words.statuses[status]}: ${hours(count)}`,
              );
              return [textOf(row), ...minutes];
            },
          },
        },
      },
    },
  });
}
