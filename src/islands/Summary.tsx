import type { Range, UptimeTotal } from '../domain/uptime-file.ts';
import type { ChartText, ChartWords } from '../i18n/chart-text.ts';

interface Props {
  name: string;
  range: Range;
  total: UptimeTotal;
  text: ChartText;
  words: ChartWords;
  /** One of several beside each other: its name comes first, and what all have in common is not said again. */
  among?: boolean;
}

/** A range of a component in words: the percentage, and the longest outage, or that nothing is recorded. */
export function Summary({ name, range, total, text, words, among = false }: Props) {
  const longest = text.longest(total.longest);
  const [before, number, after] = text.uptimeParts(total);
  if (among)
    return (
      <div class="sum">
        <p class="name">{name}</p>
        <p>
          {before}
          <strong>{number}</strong>
          {after}
        </p>
        {longest && <p>{longest}</p>}
      </div>
    );
  return (
    <div class="sum">
      <p>
        {before}
        <strong>{number}</strong>
        {after}
        <br />
        <span>
          {name}, {words.spans[range]}
        </span>
      </p>
      {longest && <p>{longest}</p>}
      {total.incident_count === 0 && <p>{text.nothing(total)}</p>}
    </div>
  );
}
