import { BarController, BarElement, CategoryScale, Chart, Legend, LogarithmicScale, Tooltip } from 'chart.js';
import { useEffect, useRef, useState } from 'preact/hooks';
import { colorsOf, onThemeChange } from './colors.ts';

Chart.register(BarController, BarElement, CategoryScale, LogarithmicScale, Legend, Tooltip);

interface Props {
  /** The id of the table whose rows it draws: the numbers cannot differ. */
  table: string;
  /** In minutes. */
  promise: { firstNotice: number; updateEvery: number };
  words: { label: string; firstNotice: string; silence: string; promised: string; hour: string };
}

const SHOWN = 20;

/** Time to first notice and longest silence of the newest incidents, in hours, beside what was promised. */
export function PledgeChart({ table, promise, words }: Props) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const [themes, setThemes] = useState(0);

  useEffect(() => onThemeChange(() => setThemes((count) => count + 1)), []);

  useEffect(() => {
    if (!canvas.current) return;
    const chart = draw(canvas.current, rowsOf(table), promise, words);
    return () => chart.destroy();
  }, [themes]);

  return (
    <div class="chart">
      <div class="canvas">
        <canvas ref={canvas} role="img" aria-label={words.label} />
      </div>
    </div>
  );
}

function rowsOf(id: string) {
  const rows = document.querySelectorAll<HTMLTableRowElement>(`#${id} tbody tr`);
  return [...rows].slice(0, SHOWN).map((row) => ({
    name: row.querySelector('th')?.textContent ?? '',
    notice: hours(row.dataset.notice),
    silence: hours(row.dataset.silence),
  }));
}

/** A logarithmic scale has no 0; a minute is as good as at once. */
function hours(minutes: string | undefined): number | null {
  return minutes === undefined ? null : Math.max(1, Number(minutes)) / 60;
}

function draw(
  canvas: HTMLCanvasElement,
  rows: ReturnType<typeof rowsOf>,
  promise: Props['promise'],
  words: Props['words'],
) {
  const color = colorsOf(canvas);
  const labels = [
    ...rows.map(({ name }) => (name.length > 28 ? `${name.slice(0, 27)}…` : name)),
    words.promised,
  ];
  return new Chart(canvas, {
    type: 'bar',
    data: {
      labels,
      datasets: [
        {
          label: words.firstNotice,
          data: [...rows.map(({ notice }) => notice), promise.firstNotice / 60],
          backgroundColor: color('--accent'),
        },
        {
          label: words.silence,
          data: [...rows.map(({ silence }) => silence), promise.updateEvery / 60],
          backgroundColor: color('--quiet-fill'),
        },
      ],
    },
    options: {
      indexAxis: 'y',
      animation: false,
      maintainAspectRatio: false,
      scales: {
        x: {
          type: 'logarithmic',
          title: { display: true, text: words.hour, color: color('--ink-quiet') },
          ticks: { color: color('--ink-quiet') },
          grid: { color: color('--line') },
        },
        y: { ticks: { color: color('--ink-quiet') }, grid: { display: false } },
      },
      plugins: { legend: { labels: { color: color('--ink') } } },
    },
  });
}
