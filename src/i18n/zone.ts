/** A time in which a site tells its readers besides UTC. */
export interface LocalTime {
  /** A zone by its name in the IANA database: `Europe/Berlin`. */
  zone: string;
  /** Of how many hours its clock is. */
  clock: 12 | 24;
}

interface MomentLike {
  earliest: number;
  latest: number;
  wholeDay?: true;
}

/**
 * A moment as clocks of a zone show it, to stand in brackets behind UTC: `06:00 CET`, with its days where one of them
 * is another there than in UTC. A stretch in which the clocks are put on or back names both times of the year. Nothing
 * for a day that is known as a day: days are UTC days, and say so.
 */
export function zonedIn(
  { zone, clock }: LocalTime,
  locale: string,
  { earliest, latest, wholeDay }: MomentLike,
): string | undefined {
  if (wholeDay) return undefined;
  const time = {
    ...(clock === 12
      ? ({ hour: 'numeric', hourCycle: 'h12' } as const)
      : ({ hour: '2-digit', hourCycle: 'h23' } as const)),
    minute: '2-digit',
    timeZoneName: 'short',
  } as const;
  const isDayOther = [earliest, latest].some((at) => dayIn(zone, at) !== dayIn('UTC', at));
  const day = isDayOther ? ({ day: 'numeric', month: 'short' } as const) : {};
  const format = new Intl.DateTimeFormat(locale, { ...day, ...time, timeZone: zone });
  const write = (at: number) => format.format(at).replace(ODD_SPACES, ' ');
  if (earliest === latest) return write(earliest);
  const [one, other] = [write(earliest), write(latest)];
  const name = nameAtEnd(other);
  // One name for both is enough, and one day.
  const isOneName = name !== '' && one.endsWith(name);
  const isOneDay = dayIn(zone, earliest) === dayIn(zone, latest);
  const plain = new Intl.DateTimeFormat(locale, { ...time, timeZone: zone });
  const end = isOneDay ? plain.format(latest).replace(ODD_SPACES, ' ') : other;
  return `${isOneName ? one.slice(0, -name.length) : one} – ${end}`;
}

/** Browsers and Node, and one version and the next, differ in these. */
const ODD_SPACES = /[\u2009\u202f\u00a0]/g;

function nameAtEnd(text: string): string {
  return / [^\s\d:]\S*$/.exec(text)?.[0] ?? '';
}

function dayIn(timeZone: string, at: number): string {
  return new Intl.DateTimeFormat('en-CA', { timeZone, dateStyle: 'short' }).format(at);
}
