/** A date and a time of day, each written out; the time says UTC. */
interface Clock {
  date: string;
  time: string;
}

/**
 * The words of messages. They stand apart from those of the pages, whose bytes are counted. Our own words hold no
 * letter that a text message pays for twice: plain quotes, plain hyphens.
 */
export const en = {
  /** What must be read first. */
  marks: {
    drill: ['DRILL. Nothing is wrong: this is an exercise.', 'DRILL.'],
    demonstration: ['DEMONSTRATION, not a live status.', 'DEMONSTRATION.'],
  },
  source: (name: string) => `${name}:`,
  statuses: {
    major_outage: 'Not working',
    partial_outage: 'Works only in part',
    degraded_performance: 'Slow or with errors',
    not_known: 'Not known if it works',
    under_maintenance: 'Under maintenance',
  },
  some: (first: string, count: number) => `${first} and ${count} more`,
  planned: 'Planned maintenance',
  taken: {
    withdrawn: (title: string) => `We take it back: "${title}"`,
    cancelled: (title: string) => `It will not happen: "${title}"`,
  },
  worksAgain: 'Works again',
  works: 'Still working',
  window: 'When',
  said: 'What was said',
  saidAt: 'Said',
  /** `from` is a phrase such as "from 1 March 2026, 02:10 UTC". */
  since: (from: string) => from.replace(/^from /, 'Since '),
  sinceBefore: (before: string) => `Since ${before}`,
  overSince: (from: string) => `Over ${from.replace(/^from /, 'since ')}`,
  lastKnown: (then: string) => `Nobody knows when it ended; it was still so ${then}`,
  nextBy: ({ date, time }: Clock) => `Next update by ${time} on ${date}`,
  speakers: {
    community: (place: string | undefined) => `Reported by users${place ? ` (${place})` : ''}`,
    press: (place: string | undefined) => `Reported by the press${place ? ` (${place})` : ''}`,
  },
  stop: 'Reply STOP to end',
  more: (address: string) => `More at ${address}`,
  open: 'Open the status page',
  read: 'Read all of it',
  original: 'Some of this is in the original language.',
  footer: {
    subscriber: (name: string, service: string) =>
      `You get this because you asked ${name} to tell you when something happens to ${service}.`,
    preferences: 'Change what you get',
    unsubscribe: 'Unsubscribe with one click',
  },
  /** What is said when the page itself cannot be trusted, and when it can again. */
  page: {
    stale: {
      title: 'The status page cannot be trusted right now',
      advice: 'Look at the device itself.',
      hazard: (service: string) => `It is not known whether ${service} is working.`,
      since: (from: string) => `It has had no news ${from.replace(/^from /, 'since ')}.`,
      more: 'Do not rely on it until we write again.',
    },
    fresh: {
      title: 'The status page can be trusted again',
      advice: 'Look there to see how things are now.',
      hazard: (service: string) => `It shows again what is known about ${service}.`,
      since: (from: string) => `It has had news again ${from.replace(/^from /, 'since ')}.`,
      more: 'Our warning about the page itself is over.',
    },
  },
};

export type MessageWords = typeof en;
