import type { Content, PersonalKind, Recipient } from './channel.ts';

/**
 * Those who asked to be told. Delivery asks for nothing else about them, and never keeps what it is given;
 * `src/subscriptions/` knows them.
 */
export interface Recipients {
  /**
   * To whom something is owed on a kind of channel, as ids in ascending order: at most `limit` of those after `after`
   * (`''` to begin). Who wants no drills, other components, or only the worst is not among them.
   */
  owed(query: { kind: PersonalKind; content: Content; after: string; limit: number }): Promise<string[]>;
  /** Their addresses as of now. Who has left meanwhile is missing. */
  addresses(kind: PersonalKind, ids: readonly string[]): Promise<Map<string, Recipient>>;
  /**
   * An address is not there any more: it bounced, its endpoint is dead, its number was refused. Who has another one
   * meanwhile than `address` is told there.
   */
  gone(kind: PersonalKind, id: string, reason: string, address?: string): Promise<void>;
}

/** Where nobody can subscribe. */
export const NOBODY: Recipients = {
  owed: async () => [],
  addresses: async () => new Map(),
  gone: async () => undefined,
};
