/**
 * What one sender of text messages may send, in segments a second. Carriers' and providers' own numbers: AT&T limits
 * a registered number in the US by the class of its campaign, in segments a minute; AWS gives 100 a second for a
 * short code and 3 for a toll-free number.
 */
const SENDERS: readonly { sender: string; perSecond: number }[] = [
  { sender: 'short code', perSecond: 100 },
  { sender: 'toll-free number', perSecond: 3 },
  { sender: 'registered number, 4,500 a minute', perSecond: 4_500 / 60 },
  { sender: 'registered number, 2,400 a minute', perSecond: 2_400 / 60 },
  { sender: 'registered number, 240 a minute', perSecond: 240 / 60 },
  { sender: 'unregistered number', perSecond: 1 },
];

/** How many senders take so many texts of so many segments in so many seconds. */
export function sendersFor(texts: number, segments: number, seconds: number, perSecond: number): number {
  return Math.ceil((texts * segments) / seconds / perSecond);
}

/** The sum for a million text messages in an hour, as a table. */
export function printedSenders(): string {
  const rows = SENDERS.map(({ sender, perSecond }) => {
    const [one, two] = [1, 2].map((segments) => sendersFor(1_000_000, segments, 3_600, perSecond));
    return `| ${sender} | ${perSecond.toLocaleString('en')} | ${one} | ${two} |`;
  });
  return `## A million text messages in an hour

What a text takes belongs to its sender, not to this program: 1,000,000 texts of one segment in an hour are ${Math.ceil(1_000_000 / 3_600)} segments a second, and a first notice may take two. So many senders are needed; where they are several, they stand behind one messaging service at the provider.

| sender | segments a second | senders, one segment | senders, two segments |
|---|---:|---:|---:|
${rows.join('\n')}

The numbers are Amazon's for short codes and toll-free numbers, and AT&T's by the class of a registered campaign.
`;
}
