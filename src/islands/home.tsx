import { hydrate } from 'preact';
import type { ChartWords } from '../i18n/chart.ts';
import { UptimeChart } from './UptimeChart.tsx';

/** What the chart says in each language, put in when this is bundled. */
declare const CHARTS: Record<string, ChartWords>;

/**
 * The chart on the first page, in a file of its own: what Astro needs to wake an island would stand in the page,
 * and the first page has 14,000 bytes for all of it.
 */
const holder = document.querySelector<HTMLElement>('[data-chart]');
const language = document.documentElement.lang;
const words = CHARTS[language];
if (holder && words)
  hydrate(<UptimeChart src={holder.dataset.chart as string} language={language} words={words} />, holder);
