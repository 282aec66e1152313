import { fill } from './fill.ts';
import { counted as thingsIn, durationIn, type FormatWords } from './format.ts';
import type { Forms } from './message.ts';

/** What pages and their script say of how fast people were told; text alone, so that it can stand in a page as JSON. */
export interface ProofWords {
  locale: string;
  /** `{label}:` */
  labelled: string;
  units: FormatWords['units'];
  kinds: Record<string, string>;
  first: string;
  nothing: string;
  paces: string;
  counts: string;
  about: string;
  fewer: string;
  usual: string;
  untold: string;
  updates: Forms;
}

/** What a page hands to its script, so that it can print newer numbers. */
export interface ProofRenewal {
  /** Where the newest are. */
  address: string;
  words: ProofWords;
  /** "Numbers of {date}, {time}." */
  writtenAt: string;
}

type Count = { about: number } | { fewer_than: number };

/** How one channel told one update; times in seconds. */
interface Told {
  channel: {
    channel: string;
    kind: string;
    median_seconds: number | null;
    p99_seconds: number | null;
    owed?: Count;
    sent?: Count;
    failed?: Count;
  };
  after: number | undefined;
}

/** What a channel is called: its kind, and its own name where that says more. An unknown kind has only its name. */
export function channelCalled({ kinds }: ProofWords, kind: string, channel: string): string {
  const name = Object.hasOwn(kinds, kind) ? kinds[kind] : undefined;
  if (name === undefined) return channel;
  return channel === kind ? name : `${name} (${channel})`;
}

/** "E-mail: first message after 20 seconds; half were out after 50 seconds, 99 of 100 after 4 minutes; ..." */
export function toldInWords(words: ProofWords, { channel, after }: Told): string {
  const { median_seconds: half, p99_seconds: most, owed, sent, failed } = channel;
  const parts = [
    after === undefined ? words.nothing : fill(words.first, { first: pace(words, after) }),
    // Of one message that speaks to everybody there is no half.
    owed && half !== null && most !== null
      ? fill(words.paces, { half: pace(words, half), most: pace(words, most) })
      : undefined,
    owed && sent && failed
      ? fill(words.counts, {
          owed: counted(words, owed),
          sent: counted(words, sent),
          failed: counted(words, failed),
        })
      : undefined,
  ];
  const told = parts.filter((part) => part !== undefined).join('; ');
  const label = channelCalled(words, channel.kind, channel.channel);
  return `${fill(words.labelled, { label })} ${told}.`;
}

/** How fast a channel was in a year; times in seconds. */
interface Speed {
  updates: number;
  untold: number;
  usual: number | undefined;
  slowest: number | undefined;
}

/** "usually 48 seconds, at the slowest 4 minutes after it stood here (measured: 12 updates); of 1 update, no message went out at all" */
export function speedInWords(words: ProofWords, { updates, untold, usual, slowest }: Speed): string {
  const some = (count: number) => thingsIn(words.updates, count, words.locale, numbered(words, count));
  const parts = [
    usual !== undefined && slowest !== undefined
      ? fill(words.usual, {
          usual: pace(words, usual),
          slowest: pace(words, slowest),
          updates: some(updates - untold),
        })
      : undefined,
    untold > 0 ? fill(words.untold, { untold: some(untold) }) : undefined,
  ];
  return parts.filter((part) => part !== undefined).join('; ');
}

/** A time that was really needed, rounded up: nobody was told faster than it says. */
function pace(words: ProofWords, seconds: number): string {
  const whole = Math.max(1, Math.ceil(seconds));
  return durationIn(words, whole < 60 ? whole * 1000 : Math.ceil(whole / 60) * 60_000);
}

function counted(words: ProofWords, count: Count): string {
  return 'about' in count
    ? fill(words.about, { count: numbered(words, count.about) })
    : fill(words.fewer, { count: numbered(words, count.fewer_than) });
}

function numbered({ locale }: ProofWords, value: number): string {
  return new Intl.NumberFormat(locale).format(value);
}
