import type { Session } from '../delivery/store/database.ts';
import type { Language, Languages } from '../domain/site.ts';
import type { FormKind } from '../domain/subscribe-form.ts';
import { DAY, type Instant } from '../domain/time.ts';
import { sameAddress } from './addresses.ts';
import { type Choices, languageIn, LEVEL_OF, leastOf } from './choices.ts';
import type { KeyRing, Sealed } from './keys.ts';

/** Who asked and has not confirmed yet. It is forgotten after a day (R4). */
export interface Request extends Choices {
  /** The id that the subscription will have. */
  id: string;
  kind: FormKind;
  /** Whom we wait for: the guardian of a minor, or whoever has the address. */
  stage: 'guardian' | 'person';
  address: string;
  /** Only while the guardian is waited for. */
  guardian: string | undefined;
  minor: boolean;
  tries: number;
}

/** Who is told, or was. */
export interface Subscriber extends Choices {
  id: string;
  kind: FormKind;
  state: 'active' | 'left' | 'gone';
  /** Absent once they left: then only a keyed hash is kept. */
  address: string | undefined;
  minor: boolean;
  /** Said STOP by a text: only a text of theirs undoes it. */
  stopped: boolean;
  /** How often they left, so that links of before work no more. */
  epoch: number;
  since: Instant;
  ended: Instant | undefined;
}

/** How long a request waits for its answer, in ms. */
export const WAITS = DAY;

interface ChoiceRow {
  language: Language;
  components: string[] | null;
  regions: string[] | null;
  least: number;
  loud: boolean;
  drills: boolean;
  minor: boolean;
}

interface RequestRow extends ChoiceRow {
  id: string;
  kind: FormKind;
  stage: Request['stage'];
  key_id: string;
  sealed: string;
  guardian_sealed: string | null;
  tries: number;
}

interface SubscriberRow extends ChoiceRow {
  id: string;
  kind: FormKind;
  state: Subscriber['state'];
  key_id: string;
  sealed: string | null;
  stopped: boolean;
  epoch: number;
  since: Date;
  ended: Date | null;
}

/** Reads and writes people. Each call is one or two statements in the session that it is given. */
export class People {
  private readonly keys: KeyRing;
  private readonly languages: Languages;

  /** @param languages those of the site: who chose one that is gone is told in the first. */
  constructor(keys: KeyRing, languages: Languages) {
    this.keys = keys;
    this.languages = languages;
  }

  /** By each key, for what an old one wrote is still there. */
  private lookups(kind: FormKind, address: string): [string, ...string[]] {
    return this.keys.lookups(kind, sameAddress(kind, address));
  }

  /** What counts for an address in the limits, and says nothing of it. */
  traceOf(kind: FormKind, address: string): string {
    return this.lookups(kind, address)[0];
  }

  async find(session: Session, kind: FormKind, address: string): Promise<Subscriber | undefined> {
    const rows = await session.query<SubscriberRow>(
      'select * from nightlight.subscribers where kind = $1 and lookup = any($2::text[])',
      [kind, this.lookups(kind, address)],
    );
    return rows[0] && this.subscriberOf(rows[0]);
  }

  async subscriber(session: Session, id: string): Promise<Subscriber | undefined> {
    const [row] = await session.query<SubscriberRow>('select * from nightlight.subscribers where id = $1', [
      id,
    ]);
    return row && this.subscriberOf(row);
  }

  /** Those of some ids who are told as of now. */
  async active(session: Session, kind: FormKind, ids: readonly string[]): Promise<Subscriber[]> {
    const rows = await session.query<SubscriberRow>(
      `select * from nightlight.subscribers where kind = $1 and state = 'active' and id = any($2::text[])`,
      [kind, ids],
    );
    // One row that cannot be read keeps nobody else from being told; `unreadable` says so.
    return rows.map((row) => this.subscriberOf(row)).filter(({ address }) => address !== undefined);
  }

  /** How many are written with a key that is not here any more, by its name. */
  async unreadable(session: Session): Promise<{ key: string; count: number }[]> {
    return session.query(
      `select key_id as key, count(*)::int as count from nightlight.subscribers
       where sealed is not null and not key_id = any($1::text[]) group by key_id order by key_id`,
      [this.keys.ids],
    );
  }

  /** Takes the place of what was asked for the same address before. */
  async ask(session: Session, request: Omit<Request, 'tries'>, token: string, now: Instant): Promise<void> {
    const { id, kind, address, stage, guardian } = request;
    await session.query(
      'delete from nightlight.requests where kind = $1 and lookup = any($2::text[]) or id = $3',
      [kind, this.lookups(kind, address), id],
    );
    const { keyId, sealed } = this.keys.seal(address, { kind, id });
    const guardianSealed =
      guardian === undefined ? null : this.keys.seal(guardian, { kind: 'guardian', id }).sealed;
    await session.query(
      `insert into nightlight.requests (id, kind, stage, key_id, lookup, sealed, guardian_sealed, token, expires,
         language, components, regions, least, loud, drills, minor)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)`,
      [
        ...[id, kind, stage, keyId, this.traceOf(kind, address), sealed, guardianSealed, token],
        new Date(now + WAITS),
        ...choiceValues(request),
        request.minor,
      ],
    );
  }

  async requestBy(session: Session, token: string, now: Instant): Promise<Request | undefined> {
    const [row] = await session.query<RequestRow>(
      'select * from nightlight.requests where token = $1 and expires > $2 for update',
      [token, new Date(now)],
    );
    return row && this.requestOf(row);
  }

  async requestFor(
    session: Session,
    kind: FormKind,
    address: string,
    now: Instant,
  ): Promise<Request | undefined> {
    const [row] = await session.query<RequestRow>(
      'select * from nightlight.requests where kind = $1 and lookup = any($2::text[]) and expires > $3 for update',
      [kind, this.lookups(kind, address), new Date(now)],
    );
    return row && this.requestOf(row);
  }

  /** Requests of which nobody knows that their message left, but not those that are being sent right now. */
  async unsent(
    session: Session,
    { before, now, most }: { before: Instant; now: Instant; most: number },
  ): Promise<Request[]> {
    const rows = await session.query<RequestRow>(
      `select * from nightlight.requests where not settled and tries < $3 and expires > $2
         and coalesce(tried, '-infinity') < $1 and key_id = any($4::text[]) order by expires limit 100`,
      [new Date(before), new Date(now), most, this.keys.ids],
    );
    return rows.map((row) => this.requestOf(row));
  }

  /**
   * Marks that it is tried now, with a new token where it has one in its message.
   * @returns `false` where another process did so since `before`.
   */
  async trying(
    session: Session,
    id: string,
    token: string,
    { now, before }: { now: Instant; before: Instant },
  ): Promise<boolean> {
    const rows = await session.query(
      `update nightlight.requests set tries = tries + 1, tried = $3, token = $2
       where id = $1 and not settled and coalesce(tried, '-infinity') < $4 returning 1`,
      [id, token, new Date(now), new Date(before)],
    );
    return rows.length > 0;
  }

  async settle(session: Session, id: string): Promise<void> {
    await session.query('update nightlight.requests set settled = true where id = $1', [id]);
  }

  async forgetRequest(session: Session, id: string): Promise<void> {
    await session.query('delete from nightlight.requests where id = $1', [id]);
  }

  /** The guardian has agreed: from now on the phone itself is waited for, and the guardian's address is forgotten. */
  async agreed(session: Session, id: string, token: string, now: Instant): Promise<void> {
    await session.query(
      `update nightlight.requests set stage = 'person', guardian_sealed = null, token = $2, expires = $3,
         tries = 0, settled = false, tried = null where id = $1`,
      [id, token, new Date(now + WAITS)],
    );
  }

  /** From now on they are told, as they asked for last. */
  async confirm(session: Session, request: Request, now: Instant): Promise<Subscriber> {
    const before = await this.find(session, request.kind, request.address);
    const id = before?.id ?? request.id;
    await this.forgetRequest(session, request.id);
    await this.tell(session, { ...request, id }, now);
    return (await this.subscriber(session, id)) as Subscriber;
  }

  /** Writes who is told from now on. */
  private async tell(
    session: Session,
    one: Choices & { id: string; kind: FormKind; address: string; minor: boolean },
    now: Instant,
  ): Promise<void> {
    const { keyId, sealed } = this.keys.seal(one.address, one);
    await session.query(
      `insert into nightlight.subscribers (id, kind, state, key_id, lookup, sealed, since,
         language, components, regions, least, loud, drills, minor)
       values ($1, $2, 'active', $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
       on conflict (id) do update set state = 'active', key_id = $3, lookup = $4, sealed = $5, since = $6,
         language = $7, components = $8, regions = $9, least = $10, loud = $11, drills = $12, minor = $13,
         stopped = false, ended = null`,
      [
        ...[one.id, one.kind, keyId, this.traceOf(one.kind, one.address), sealed, new Date(now)],
        ...choiceValues(one),
        one.minor,
      ],
    );
  }

  /** Says again that they are told, at the address from which they said it. */
  async resume(
    session: Session,
    { id, ...before }: Subscriber,
    address: string,
    now: Instant,
  ): Promise<void> {
    await this.tell(session, { ...before, id, address }, now);
  }

  /**
   * A browser has another endpoint: it is told there, with all that was chosen. @param before the endpoint that it had.
   * @returns whether it was still that one.
   */
  async move(
    session: Session,
    { id, kind, epoch }: Subscriber,
    before: string,
    address: string,
  ): Promise<boolean> {
    const { keyId, sealed } = this.keys.seal(address, { kind, id });
    const rows = await session.query(
      `update nightlight.subscribers set state = 'active', ended = null, key_id = $4, sealed = $5, lookup = $6
       where id = $1 and epoch = $2 and state <> 'left' and lookup = any($3::text[]) returning 1`,
      [id, epoch, this.keys.lookups(kind, before), keyId, sealed, this.traceOf(kind, address)],
    );
    return rows.length > 0;
  }

  async choose(session: Session, id: string, choices: Choices): Promise<void> {
    await session.query(
      `update nightlight.subscribers
       set language = $2, components = $3, regions = $4, least = $5, loud = $6, drills = $7 where id = $1`,
      [id, ...choiceValues(choices)],
    );
  }

  /** Ends it: the address is forgotten at once. @returns whether it had not ended yet. */
  async end(
    session: Session,
    id: string,
    { state, stopped, now }: { state: 'left' | 'gone'; stopped: boolean; now: Instant },
  ): Promise<boolean> {
    const rows = await session.query(
      `update nightlight.subscribers set state = $2, sealed = null, stopped = stopped or $3, epoch = epoch + 1,
         ended = $4 where id = $1 and state = 'active' returning 1`,
      [id, state, stopped, new Date(now)],
    );
    if (rows.length === 0 && stopped)
      await session.query('update nightlight.subscribers set stopped = true where id = $1', [id]);
    return rows.length > 0;
  }

  /** Remembers, without the number, that a number which is not told anything wants nothing either. */
  async block(
    session: Session,
    id: string,
    kind: FormKind,
    address: string,
    language: Language,
    now: Instant,
  ) {
    await session.query(
      `insert into nightlight.subscribers (id, kind, state, key_id, lookup, since, ended, stopped,
         language, components, least, loud, drills, minor)
       values ($1, $2, 'left', $3, $4, $5, $5, true, $6, null, 0, true, false, false) on conflict do nothing`,
      [id, kind, this.keys.current, this.traceOf(kind, address), new Date(now), language],
    );
  }

  /** A number that was blocked may ask again. */
  async unblock(session: Session, id: string): Promise<void> {
    await session.query('update nightlight.subscribers set stopped = false where id = $1', [id]);
  }

  /** Removes every row that is about one subscription. The ledger keeps its lines, which then point to nobody. */
  async erase(session: Session, { id, kind, address }: Subscriber): Promise<void> {
    await session.query('delete from nightlight.subscribers where id = $1', [id]);
    await session.query(
      'delete from nightlight.requests where id = $1 or (kind = $2 and lookup = any($3::text[]))',
      [id, kind, address === undefined ? [] : this.lookups(kind, address)],
    );
  }

  /** Writes with the current key what an older one wrote, some at a time. @returns how many rows were done. */
  async reseal(session: Session, most: number): Promise<number> {
    const older = this.keys.ids.filter((id) => id !== this.keys.current);
    const told = await session.query<SubscriberRow>(
      `select * from nightlight.subscribers where key_id = any($1::text[]) and sealed is not null limit $2 for update`,
      [older, most],
    );
    let done = 0;
    for (const row of told) {
      const { address } = this.subscriberOf(row);
      if (address === undefined) continue;
      const { keyId, sealed } = this.keys.seal(address, row);
      await session.query(
        'update nightlight.subscribers set key_id = $2, sealed = $3, lookup = $4 where id = $1',
        [row.id, keyId, sealed, this.traceOf(row.kind, address)],
      );
      done++;
    }
    const asked = await session.query<RequestRow>(
      'select * from nightlight.requests where key_id = any($1::text[]) limit $2 for update',
      [older, most],
    );
    for (const row of asked) {
      const { address, guardian } = this.requestOf(row);
      const { keyId, sealed } = this.keys.seal(address, row);
      const guardianSealed =
        guardian === undefined ? null : this.keys.seal(guardian, { kind: 'guardian', id: row.id }).sealed;
      await session.query(
        'update nightlight.requests set key_id = $2, sealed = $3, lookup = $4, guardian_sealed = $5 where id = $1',
        [row.id, keyId, sealed, this.traceOf(row.kind, address), guardianSealed],
      );
    }
    return done + asked.length;
  }

  /** @returns `undefined` where its key is gone, or where somebody changed it. */
  private opened(row: SubscriberRow, sealed: string): string | undefined {
    try {
      return this.keys.open(sealedIn(row, sealed), row);
    } catch {
      return undefined;
    }
  }

  private requestOf(row: RequestRow): Request {
    const { id, kind, stage, tries, minor } = row;
    return {
      id,
      kind,
      stage,
      tries,
      minor,
      address: this.keys.open(sealedIn(row, row.sealed), row),
      guardian:
        row.guardian_sealed === null
          ? undefined
          : this.keys.open(sealedIn(row, row.guardian_sealed), { kind: 'guardian', id }),
      ...choicesOf(row, this.languages),
    };
  }

  private subscriberOf(row: SubscriberRow): Subscriber {
    const { id, kind, state, sealed, minor, stopped, epoch, since, ended } = row;
    return {
      id,
      kind,
      state,
      minor,
      stopped,
      epoch,
      since: since.getTime(),
      ended: ended?.getTime(),
      address: sealed === null ? undefined : this.opened(row, sealed),
      ...choicesOf(row, this.languages),
    };
  }
}

function sealedIn({ key_id }: { key_id: string }, sealed: string): Sealed {
  return { keyId: key_id, sealed };
}

function choicesOf(
  { language: chosen, components, regions, least, loud, drills }: ChoiceRow,
  languages: Languages,
): Choices {
  const language = languageIn(languages, chosen) ?? languages[0];
  return { language, components, regions, least: leastOf(least), loud, drills };
}

function choiceValues({ language, components, regions, least, loud, drills }: Choices) {
  return [language, components, regions, LEVEL_OF[least], loud, drills] as const;
}
