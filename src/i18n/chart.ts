import { WORDS } from './index.ts';

/** What the chart says; passed in, so that its code holds one language. */
export interface ChartWords {
  label: string;
  component: string;
  range: string;
  ranges: { days: string; year: string; all: string };
  loading: string;
  failed: string;
  uptime: string;
  noMoreThan: string;
  /** Set in a demonstration's words: there a hundred per cent is no number. */
  noOutage: string;
  minutes: string;
  noNumber: string;
  ofKnown: string;
  allUnknown: string;
  statuses: Record<string, string>;
}

export function chartWords(language: keyof typeof WORDS): ChartWords {
  const { uptime, strip, statusNouns } = WORDS[language];
  return {
    label: uptime.chart,
    component: uptime.chartComponent,
    range: uptime.chartRange,
    ranges: { days: uptime.ninety, year: uptime.twelve, all: uptime.all },
    loading: uptime.chartLoading,
    failed: uptime.chartFailed,
    uptime: uptime.value,
    noMoreThan: uptime.noMoreThan('{percent}'),
    noOutage: uptime.noOutage,
    minutes: strip.minutes,
    noNumber: uptime.noNumber,
    ofKnown: uptime.partKnown('{percent}'),
    allUnknown: uptime.allUnknown,
    statuses: statusNouns,
  };
}
