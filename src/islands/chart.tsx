import { render } from 'preact';
import type { Language, Languages } from '../domain/site.ts';
import type { UptimeFile } from '../domain/uptime-file.ts';
import type { ChartWords } from '../i18n/chart-text.ts';
import { UptimeChart } from './UptimeChart.tsx';

/** What the chart says in each language, in the order of the site, and its style sheet, put in when this is bundled. */
declare const CHARTS: Record<string, ChartWords>;
declare const SHEET: string;

/**
 * The chart, in a file of its own that is fetched when the chart is about to be seen: until then there is the
 * sentence that the page was printed with. What only the drawn chart needs of a style sheet comes with it, for the
 * first page has 14,000 bytes for all of it.
 */
const holder = document.querySelector<HTMLElement>('[data-chart]');
const language = document.documentElement.lang as Language;
const words = CHARTS[language];
if (holder && words) {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(SHEET);
  document.adoptedStyleSheets.push(sheet);
  const src = holder.dataset.chart as string;
  const base = src.slice(0, src.lastIndexOf('/') + 1);
  const site = { languages: Object.keys(CHARTS) as unknown as Languages };
  const room = document.createElement('div');
  const show = (data: UptimeFile) => {
    // What stands below does not move on a screen, whatever of the room was needed.
    if (!holder.contains(room))
      holder.style.setProperty('--room', `${holder.getBoundingClientRect().height}px`);
    holder.replaceChildren(room);
    render(<UptimeChart {...{ data, base, language, words, site }} />, room);
  };
  const ask = async () => {
    const answer = await fetch(src);
    if (!answer.ok) throw new Error(String(answer.status));
    show((await answer.json()) as UptimeFile);
  };
  ask().catch(() => {
    const sentence = document.createElement('p');
    sentence.textContent = words.failed;
    holder.append(sentence);
    // No room is kept for what does not come.
    delete holder.dataset.chart;
  });
  // Something new was published: the numbers are asked for again, and stay as they are if they cannot be had.
  addEventListener('nightlight:part', () => void ask().catch(() => undefined));
}
