import type { Recipients } from '../../../src/delivery/recipients.ts';
import type { PersonalKind, Recipient } from '../../../src/delivery/channel.ts';

/** So many made-up subscribers, who take no memory: everything about them follows from their number. */
export function crowd(count: number, sink: number): Recipients {
  return {
    owed: async ({ after, limit }) => {
      const begin = after === '' ? 0 : numberOf(after) + 1;
      return Array.from({ length: Math.max(0, Math.min(limit, count - begin)) }, (_, index) =>
        idOf(begin + index),
      );
    },
    addresses: async (kind, ids) => new Map(ids.map((id) => [id, recipientOf(kind, id, sink)])),
    gone: async () => undefined,
  };
}

/** A UUID, as a subscription has one. */
function idOf(number: number): string {
  return `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;
}

function numberOf(id: string): number {
  return Number(id.slice(-12));
}

function recipientOf(kind: PersonalKind, id: string, sink: number): Recipient {
  const token = id.replaceAll('-', '').padEnd(43, 'x');
  return {
    id,
    address: addressOf(kind, id, sink),
    language: numberOf(id) % 5 === 0 ? 'es' : 'en',
    loud: true,
    links: {
      leave: `https://notify.example.org/leave/${token}`,
      preferences: `https://notify.example.org/choose/${token}`,
    },
  };
}

function addressOf(kind: PersonalKind, id: string, sink: number): string {
  if (kind === 'sms') return `+1555${id.slice(-7)}`;
  if (kind === 'email') return `person-${id.slice(-7)}@example.org`;
  return JSON.stringify({ endpoint: `https://127.0.0.1:${sink}/${id}` });
}
