import { addressIn } from './addresses.ts';
import type { Desk } from './desk.ts';
import type { Way } from './ledger.ts';

/** What an operator does for somebody who called or wrote a letter. */
export interface ForOperator {
  /**
   * Ends what somebody gets.
   * @param written their address or number, as they gave it.
   * @param who of the operator does it; the ledger remembers it.
   * @param way by which they said it; the ledger remembers that too.
   * @param all whether everything that leads to them goes too, as "Forget me" does it.
   */
  forget(
    written: string,
    by: { who: string; way?: Way | undefined },
    all: boolean,
  ): Promise<'ended' | 'erased' | 'nobody' | 'unclear'>;
  /** All that is kept about somebody who is told at an address, or was. */
  export(written: string, who: string): Promise<Record<string, unknown> | 'nobody' | 'unclear'>;
}

export function forOperator(desk: Desk): ForOperator {
  return {
    forget: async (written, { who, way = 'operator' as const }, all) => {
      const whom = addressIn(written);
      if (!whom) return 'unclear';
      const isEnded = await desk.leaveAt(whom.kind, whom.address, way, { who });
      if (!all) return isEnded ? 'ended' : 'nobody';
      const found = await desk.at(whom.kind, whom.address);
      if (!found) return 'nobody';
      await desk.erase({ ...found, address: whom.address }, way, who);
      return 'erased';
    },
    export: async (written, who) => {
      const whom = addressIn(written);
      if (!whom) return 'unclear';
      const found = await desk.at(whom.kind, whom.address);
      return found ? desk.exported({ ...found, address: whom.address }, 'operator', who) : 'nobody';
    },
  };
}
