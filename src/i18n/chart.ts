import type { ChartWords } from './chart-text.ts';
import { wordsOf } from './index.ts';

/** What the chart says; passed in, so that its script holds no page's words. */
export function chartWords(language: string): ChartWords {
  const { labelled, uptime, strip, statusNouns, chart, format, answer } = wordsOf(language);
  return {
    ...chart,
    labelled: labelled('{label}'),
    locale: format.locale,
    units: format.units,
    ranges: { ninety: uptime.ninety, twelve: uptime.twelve, all: uptime.all },
    uptime: uptime.value,
    noMoreThan: uptime.noMoreThan('{percent}'),
    noOutage: uptime.noOutage,
    noNumber: uptime.noNumber,
    ofKnown: uptime.ofKnown('{percent}', '{unknown}'),
    allUnknown: uptime.allUnknown,
    statuses: statusNouns,
    outside: strip.before,
    quiet: strip.quiet,
    instant: strip.instant,
    minute: strip.minutes,
    demonstration: answer.demonstration,
  };
}
