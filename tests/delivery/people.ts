import type { PersonalKind, Recipient } from '../../src/delivery/channel.ts';
import type { Recipients } from '../../src/delivery/recipients.ts';

/** So many subscribers, `person-00000` and so on; those who have left are missing, and who is gone is remembered. */
export function people(
  count: number,
  { language = () => 'en' }: { language?(id: string): Recipient['language'] } = {},
): Recipients & { left: Set<string>; lost: string[] } {
  const ids = Array.from({ length: count }, (_, index) => `person-${String(index).padStart(5, '0')}`);
  const left = new Set<string>();
  const lost: string[] = [];
  return {
    left,
    lost,
    owed: async ({ after, limit }) => ids.filter((id) => id > after && !left.has(id)).slice(0, limit),
    addresses: async (kind, wanted) =>
      new Map(wanted.filter((id) => !left.has(id)).map((id) => [id, recipient(kind, id, language(id))])),
    gone: async (kind, id, _, address) => {
      // Who has another address by now is told there.
      if (address !== recipient(kind, id, language(id)).address) return;
      lost.push(id);
      left.add(id);
    },
  };
}

function recipient(kind: PersonalKind, id: string, language: Recipient['language']): Recipient {
  return {
    id,
    address: kind === 'sms' ? `+1555${id.slice(-5).padStart(7, '0')}` : `${id}@example.org`,
    language,
    loud: true,
    links: {
      leave: `https://notify.example.org/leave/${id}`,
      preferences: `https://notify.example.org/preferences/${id}`,
    },
  };
}
