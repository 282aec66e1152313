import type { Chart } from 'chart.js';
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import { axisOf } from '../domain/axis.ts';
import { href, paths } from '../domain/addresses.ts';
import { inLanguage, type Language, type Site } from '../domain/site.ts';
import { HURT } from '../domain/status.ts';
import {
  openingRange,
  type Range,
  RANGES,
  type UptimeFile,
  type UptimeRow,
  type UptimeSeries,
} from '../domain/uptime-file.ts';
import { type ChartText, type ChartWords, chartTextOf, nameWithin } from '../i18n/chart-text.ts';
import { fill } from '../i18n/fill.ts';
import { onThemeChange, type Palette, paletteOf } from './colors.ts';
import { patternOf } from './patterns.ts';
import { drawPicture } from './picture.ts';
import { drawPlot } from './plot.ts';
import { csvOf, fileName, lostIn, newestOf, reachOf, rowsOf, stepToEntry } from './series.ts';
import { Summary } from './Summary.tsx';

interface Props {
  data: UptimeFile;
  /** Where the site begins, with a slash at its end. */
  base: string;
  /** Its languages, the first of them without a prefix. */
  site: Pick<Site, 'languages'>;
  language: Language;
  words: ChartWords;
}

/** An address runs from left to right wherever it stands, or its last slash goes to its other end. */
const ADDRESS = '\u2066{address}\u2069';

/** The bar that is looked at: of which component, and which of its bars. */
interface Point {
  id: string;
  index: number;
}

/** What was lost, by status and day, week or month: of one component, or of all beside each other. */
export function UptimeChart({ data, base, site, language, words }: Props) {
  const root = useRef<HTMLDivElement>(null);
  const [id, setId] = useState('overall');
  const [chosen, setRange] = useState<Range>();
  const [compared, setCompared] = useState(false);
  const [point, setPoint] = useState<Point>();
  const [palette, setPalette] = useState<Palette>();
  const isMirrored = document.documentElement.dir === 'rtl';
  const text = useMemo(() => chartTextOf(words, data.demonstration), [words, data]);

  // Before anything is shown: what stands below the bars would move when they come.
  useLayoutEffect(() => {
    const read = () => root.current && setPalette(paletteOf(root.current));
    read();
    return onThemeChange(read);
  }, []);

  const one = data.series.find((series) => series.id === id) ?? (data.series[0] as UptimeSeries);
  const range = chosen ?? openingRange(one.ranges);
  const shown = compared ? data.series : [one];
  const all = shown.flatMap((series) => rowsOf(series, range));
  const whole = Math.max(...all.map(lostIn));
  const most = compared ? reachOf(all) : whole;
  const { max: top } = axisOf(most);
  const cut = whole > top ? text.cut(top) : '';
  const happened = shown.some(({ ranges }) => ranges[range].incident_count > 0);
  const looked = pointIn(shown, range, point);
  const nameOf = (series: UptimeSeries) => inLanguage(series.name, language);
  const worstIn = ({ ranges }: UptimeSeries) =>
    (ranges[range].regions ?? []).map((id) => {
      const region = data.regions?.find((known) => known.id === id);
      return region ? inLanguage(region.name, language) : id;
    });
  const taken = (kind: 'png' | 'csv') => fileName(compared ? 'all' : one.id, range, data.built_at, kind);

  const takePicture = async () => {
    if (!palette) return;
    const picture = await drawPicture({
      title: `${text.labelled(inLanguage(data.site, language))} ${words.uptime}`,
      parts: shown.map((series) => ({
        heading: `${nameWithin(nameOf(series), worstIn(series))}, ${words.spans[range]}`,
        lines: [text.uptime(series.ranges[range]), text.longest(series.ranges[range].longest)].filter(
          (line) => line !== null,
        ),
        rows: series.ranges[range].incident_count > 0 ? rowsOf(series, range) : [],
      })),
      key: keyOf(shown, range).map((status) => ({ status, label: words.statuses[status] ?? status })),
      foot: [
        cut,
        data.demonstration ? words.demonstration : '',
        text.asOf(data.built_at),
        ADDRESS.replace('{address}', new URL(href(site, base, language, paths.uptime), location.href).href),
      ].filter((line) => line !== ''),
      ...{ range, most, text, palette, isMirrored },
    });
    save(picture, taken('png'));
  };

  return (
    <div ref={root}>
      <div class="controls">
        <Choice
          label={words.component}
          disabled={compared}
          value={one.id}
          options={data.series.map((series) => [series.id, nameOf(series)])}
          onChoose={setId}
        />
        <fieldset>
          <legend>{words.period}</legend>
          {RANGES.map((option) => (
            <label key={option}>
              <input
                type="radio"
                name="chart-range"
                checked={option === range}
                onChange={() => setRange(option)}
              />
              <span>{words.ranges[option]}</span>
            </label>
          ))}
        </fieldset>
        <label class="compare">
          <input
            type="checkbox"
            checked={compared}
            onChange={(event) => setCompared(event.currentTarget.checked)}
          />{' '}
          {words.compare}
        </label>
      </div>
      <div class={compared ? 'plots' : undefined}>
        {shown.map((series) => (
          <div key={series.id} class="plot">
            <Summary
              name={nameWithin(nameOf(series), worstIn(series))}
              total={series.ranges[range]}
              {...{ range, text, words }}
              among={compared}
            />
            {palette && series.ranges[range].incident_count > 0 && (
              <Bars
                series={series}
                index={looked?.id === series.id ? looked.index : undefined}
                onLook={(index) => setPoint({ id: series.id, index })}
                label={`${text.labelled(words.label)} ${nameOf(series)}, ${words.spans[range]}. ${words.hint}`}
                small={compared}
                {...{ range, most, text, palette, isMirrored, base, language }}
              />
            )}
          </div>
        ))}
      </div>
      {palette && happened && (
        <Key statuses={keyOf(shown, range)} {...{ shown, range, palette, text, words }} />
      )}
      {cut && <p class="cut">{cut}</p>}
      {looked && <Looked {...{ looked, data, range, compared, base, site, language, text, words }} />}
      <p class="taken">
        {happened && (
          <button type="button" onClick={takePicture}>
            {words.picture}
          </button>
        )}
        <button
          type="button"
          onClick={() => save(new Blob([csvOf(shown, range)], { type: 'text/csv' }), taken('csv'))}
        >
          {words.numbers}
        </button>
        <a href={`${href(site, base, language, paths.uptime)}#numbers`}>{words.table}</a>
      </p>
    </div>
  );
}

interface Looked extends Point {
  series: UptimeSeries;
  row: UptimeRow;
}

/** The bar that is looked at, as far as it is still shown; to begin with the newest in which something happened. */
function pointIn(shown: UptimeSeries[], range: Range, point: Point | undefined): Looked | undefined {
  const series =
    shown.find(({ id }) => id === point?.id) ?? shown.find(({ ranges }) => ranges[range].incident_count > 0);
  const rows = series && rowsOf(series, range);
  if (!series || !rows || series.ranges[range].incident_count === 0) return undefined;
  const index = point?.id === series.id && rows[point.index] ? point.index : newestOf(rows);
  return { id: series.id, index, series, row: rows[index] as UptimeRow };
}

/** The statuses that are drawn, worst first. */
function keyOf(shown: UptimeSeries[], range: Range): string[] {
  return HURT.filter((status) => shown.some(({ ranges }) => ranges[range].minutes[status] !== undefined));
}

interface BarsProps {
  series: UptimeSeries;
  range: Range;
  most: number;
  index: number | undefined;
  onLook: (index: number) => void;
  label: string;
  small: boolean;
  isMirrored: boolean;
  text: ChartText;
  palette: Palette;
  base: string;
  language: Language;
}

const STEPS: Record<string, number> = {
  ...{ ArrowDown: -1, ArrowUp: 1 },
  ...{ Home: Number.NEGATIVE_INFINITY, End: Number.POSITIVE_INFINITY },
};

/** The bars of a component as a canvas that a keyboard, a finger and a screen reader walk through. */
function Bars({ series, range, most, index, onLook, label, small, isMirrored, text, palette }: BarsProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const chart = useRef<Chart>();
  const at = useRef(index);
  at.current = index;
  const rows = rowsOf(series, range);
  const current = index ?? newestOf(rows);
  const row = rows[current] as UptimeRow;

  useEffect(() => {
    if (!canvas.current) return;
    chart.current = drawPlot(canvas.current, {
      ...{ rows, range, most, text, palette, small, isMirrored },
      at: () => at.current,
    });
    return () => chart.current?.destroy();
  }, [rows, range, most, text, palette, small, isMirrored]);

  // A new chart has drawn itself.
  const drawn = useRef(index);
  useEffect(() => {
    if (drawn.current !== index) chart.current?.draw();
    drawn.current = index;
  }, [index]);

  const walk = (event: KeyboardEvent) => {
    const forward = isMirrored ? -1 : 1;
    const step = {
      ...{ ...STEPS, ArrowLeft: -forward, ArrowRight: forward },
      ...{ PageDown: stepToEntry(rows, current, -1), PageUp: stepToEntry(rows, current, 1) },
    }[event.key];
    if (event.key === 'Enter') {
      const links = document.querySelectorAll<HTMLAnchorElement>('.looked a');
      if (links.length === 1) links[0]?.click();
      else links[0]?.focus();
    }
    if (step === undefined) return;
    event.preventDefault();
    onLook(Math.max(0, Math.min(rows.length - 1, current + step)));
  };

  return (
    <div
      class="canvas"
      role="slider"
      tabIndex={0}
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={rows.length - 1}
      aria-valuenow={current}
      aria-valuetext={`${text.labelled(text.name(row.period, range))} ${text.value(row)}`}
      onKeyDown={walk}
      onFocus={() => onLook(current)}
      onClick={(event) => {
        const area = chart.current?.chartArea;
        if (!area) return;
        const along = isMirrored ? area.right - event.offsetX : event.offsetX - area.left;
        const part = along / (area.right - area.left);
        onLook(Math.max(0, Math.min(rows.length - 1, Math.floor(part * rows.length))));
      }}
    >
      <canvas ref={canvas} />
    </div>
  );
}

interface LookedProps {
  looked: Looked;
  data: UptimeFile;
  range: Range;
  compared: boolean;
  base: string;
  site: Props['site'];
  language: Language;
  text: ChartText;
  words: ChartWords;
}

/** The value of a bar, and the incidents that it leads to, which a screen reader hears when it moves there. */
function Looked({ looked, data, range, compared, base, site, language, text, words }: LookedProps) {
  const { row, series } = looked;
  const incidents = row.incidents.flatMap(
    (id) => data.incidents.find((incident) => incident.id === id) ?? [],
  );
  const left = row.incident_count - incidents.length;
  return (
    <div class="looked">
      <p>
        {compared && `${inLanguage(series.name, language)}, `}
        {text.name(row.period, range)}: <strong>{text.value(row)}</strong>
      </p>
      <div role="status" aria-label={words.incidents}>
        <ul>
          {incidents.map(({ id, title }) => (
            <li key={id}>
              <a
                href={href(site, base, language, paths.incident(id))}
                lang={title[language] === undefined ? Object.keys(title)[0] : undefined}
              >
                {inLanguage(title, language)}
              </a>
            </li>
          ))}
          {left > 0 && (
            <li>
              <a href={href(site, base, language, paths.history)}>
                {fill(words.more, { count: String(left) })}
              </a>
            </li>
          )}
        </ul>
      </div>
    </div>
  );
}

interface KeyProps {
  statuses: string[];
  shown: UptimeSeries[];
  range: Range;
  palette: Palette;
  text: ChartText;
  words: ChartWords;
}

/** What each pattern means, and how long it was in all where one component is shown. */
function Key({ statuses, shown, range, palette, text, words }: KeyProps) {
  const minutes = shown.length === 1 ? shown[0]?.ranges[range].minutes : undefined;
  const total = (status: string) => (minutes as Record<string, number> | undefined)?.[status];
  return (
    <ul class="key">
      {statuses.map((status) => (
        <li key={status}>
          <Swatch status={status} palette={palette} /> {words.statuses[status]}
          {total(status) !== undefined && ` ${text.duration(total(status) ?? 0)}`}
        </li>
      ))}
    </ul>
  );
}

function Swatch({ status, palette }: { status: string; palette: Palette }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const context = canvas.current?.getContext('2d');
    if (!context) return;
    context.reset();
    context.scale(2, 2);
    context.fillStyle = patternOf(status, palette.of(status));
    context.strokeStyle = palette.of(status);
    context.fillRect(0, 0, 18, 12);
    context.strokeRect(0.5, 0.5, 17, 11);
  }, [status, palette]);
  return <canvas ref={canvas} width={36} height={24} />;
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
        <span aria-hidden="true">{options.find(([one]) => one === value)?.[1]}</span>
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

/** Gives a file to the reader, as a download does. */
function save(file: Blob, name: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(file);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
