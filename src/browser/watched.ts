import { type Looks, type ResponseFile, responsesIn, SPAN } from '../domain/response-file.ts';
import { type Axis, placeOn, type Series, seriesOf } from '../domain/responses.ts';
import type { Status } from '../domain/status.ts';
import { DAY, type Instant } from '../domain/time.ts';
import { fill } from '../i18n/fill.ts';
import { measuredInWords, pace, type ResponseWords } from '../i18n/responses.ts';

/** What a component's page hands to its script. */
export interface WatchedData {
  /** Each check that speaks of the component, and every how many seconds it looks. */
  checks: [id: string, every: number][];
  /** When it did not work; an end that is not known yet is `null`. */
  outages: [from: Instant, to: Instant | null, status: Status][];
}

/** What is said in each language, and the sheet of what is drawn, put in when this is bundled. */
declare const RESPONSES: Record<string, ResponseWords>;
declare const SHEET: string;

/** How long the numbers are waited for, in ms. */
const PATIENCE = 15_000;
/** How high the plane is, and the row of marks below it, in units of the drawing. */
const [HIGH, ROW] = [100, 12];

const words = RESPONSES[document.documentElement.lang];
let measured: { file: ResponseFile; now: Instant } | 'none' | undefined;

if (words) {
  const near = new IntersectionObserver(
    (entries) => {
      if (!entries.some(({ isIntersecting }) => isIntersecting)) return;
      near.disconnect();
      void measure(words);
    },
    { rootMargin: '200px' },
  );
  for (const place of places()) near.observe(place);
  addEventListener('nightlight:part', () => show(words));
}

function places(): HTMLElement[] {
  return [...document.querySelectorAll<HTMLElement>('[data-watched]')];
}

async function measure(said: ResponseWords): Promise<void> {
  const link = document.querySelector<HTMLAnchorElement>('#watched a');
  measured = (link && (await read(link.href))) ?? 'none';
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(SHEET);
  document.adoptedStyleSheets.push(sheet);
  show(said);
}

/** What was measured, and now by the clock of whoever serves it: that of the reader may be wrong. */
async function read(address: string): Promise<typeof measured> {
  try {
    const answer = await fetch(address, { cache: 'no-cache', signal: AbortSignal.timeout(PATIENCE) });
    const file = answer.ok ? responsesIn(await answer.json()) : undefined;
    if (!file) return undefined;
    const served = Date.parse(answer.headers.get('date') ?? '');
    return { file, now: Math.max(Date.parse(file.at), served || 0) };
  } catch {
    return undefined;
  }
}

function show(said: ResponseWords): void {
  if (measured === undefined) return;
  for (const place of places()) {
    if (place.childElementCount > 0) continue;
    const { checks, outages } = JSON.parse(place.dataset.watched as string) as WatchedData;
    const figures =
      measured === 'none' ? [] : checks.flatMap((check) => figuresOf(check, outages, said, measured));
    place.replaceChildren(
      ...(figures.length > 0 ? [...figures, text('p', said.legend)] : [text('p', said.none)]),
    );
  }
}

/** A drawing of the newest day and, where there is more than one day, of the newest 90. */
function figuresOf(
  [check, every]: WatchedData['checks'][number],
  outages: WatchedData['outages'],
  said: ResponseWords,
  from: typeof measured,
): HTMLElement[] {
  if (from === undefined || from === 'none') return [];
  const { file, now } = from;
  const found = file.checks.find((one) => one.check === check);
  if (!found) return [];
  const [span, today] = [now - (now % SPAN), now - (now % DAY)];
  // One that is looked at less often speaks for longer.
  const speaks = SPAN * (Math.floor((every * 1000) / SPAN) + 1);
  // What has only begun says nothing yet.
  const hours: Axis = { from: span + SPAN - DAY, to: span, step: SPAN, speaks };
  const days: Axis = { from: today - 89 * DAY, to: today + DAY, step: DAY, speaks: DAY };
  const title = (template: string) => fill(template, { check });
  return [
    figure(title(said.hours), found.minutes, hours, { outages, said, now, ends: timeIn(said) }),
    ...(found.days.length > 1
      ? [figure(title(said.days), found.days, days, { outages, said, now, ends: dayIn(said) })]
      : []),
  ];
}

interface Around {
  outages: WatchedData['outages'];
  said: ResponseWords;
  now: Instant;
  ends(instant: Instant): string;
}

function figure(
  title: string,
  looks: readonly Looks[],
  axis: Axis,
  { outages, said, now, ends }: Around,
): HTMLElement {
  const series = seriesOf(looks, axis);
  const element = document.createElement('figure');
  element.className = 'speed';
  const caption = document.createElement('figcaption');
  const told = `${measuredInWords(said, series)} ${fill(said.asOf, { time: timeIn(said)(now) })}`;
  caption.append(text('h3', title), text('p', told));
  const plane = document.createElement('div');
  plane.className = 'plane';
  plane.append(drawing(series, axis, outages));
  const top = text('p', pace(said, series.top, 'narrow'));
  const below = document.createElement('p');
  for (const line of [top, below]) line.className = 'ends';
  below.append(text('span', ends(axis.from)), text('span', ends(Math.min(now, axis.to))));
  element.append(caption, top, plane, below);
  return element;
}

/** The caption says all of it in words, so a screen reader is spared the lines. */
function drawing({ runs, failed, top }: Series, axis: Axis, outages: WatchedData['outages']): SVGElement {
  const width = (axis.to - axis.from) / axis.step;
  const svg = shape('svg', {
    viewBox: `0 0 ${width} ${HIGH + ROW}`,
    preserveAspectRatio: 'none',
    'aria-hidden': 'true',
  });
  const high = (ms: number) => short(HIGH - (Math.min(ms, top) / top) * (HIGH - 2));
  for (const [from, to, status] of outages) {
    const place = placeOn(axis, { from, to: to ?? axis.to });
    if (!place) continue;
    const [x, wide] = [short(place.at), short(Math.max(place.length, width / 400))];
    svg.append(shape('rect', { class: `out ${status}`, x, y: 0, width: wide, height: HIGH }));
  }
  for (const run of runs) {
    // One while alone is as wide as it lasted.
    const points = run.flatMap((one, place) =>
      place === run.length - 1 ? [one, { ...one, at: one.at + 1 }] : [one],
    );
    const line = (of: 'median' | 'worst') => points.map((one) => `${short(one.at)} ${high(one[of])}`);
    svg.append(
      shape('path', {
        class: 'band',
        d: `M${[...line('worst'), ...line('median').toReversed()].join('L')}Z`,
      }),
      shape('path', { class: 'line', d: `M${line('median').join('L')}` }),
    );
  }
  svg.append(shape('path', { class: 'base', d: `M0 ${HIGH}H${width}` }));
  for (const at of failed)
    svg.append(shape('rect', { class: 'failed', x: short(at), y: HIGH + 2, width: 1, height: ROW - 2 }));
  return svg;
}

const short = (value: number) => Math.round(value * 100) / 100;

function shape(name: string, attributes: Record<string, string | number>): SVGElement {
  const element = document.createElementNS('http://www.w3.org/2000/svg', name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, String(value));
  return element;
}

function text(name: 'h3' | 'p' | 'span', said: string): HTMLElement {
  const element = document.createElement(name);
  element.textContent = said;
  return element;
}

function timeIn({ locale }: ResponseWords): (instant: Instant) => string {
  const format = new Intl.DateTimeFormat(locale, {
    ...{ day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' },
    ...{ hourCycle: 'h23', timeZone: 'UTC', timeZoneName: 'short' },
  });
  return (instant) => format.format(instant);
}

function dayIn({ locale }: ResponseWords): (instant: Instant) => string {
  const format = new Intl.DateTimeFormat(locale, {
    ...{ day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' },
  });
  return (instant) => format.format(instant);
}
