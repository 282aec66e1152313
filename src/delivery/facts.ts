import type { Session } from './store/database.ts';

/** What the store knows of itself, by name; `undefined` where it never learned it. */
export async function fact<Value>(session: Session, name: string): Promise<Value | undefined> {
  const [row] = await session.query<{ value: Value }>('select value from nightlight.facts where name = $1', [
    name,
  ]);
  return row?.value;
}

export async function setFact(session: Session, name: string, value: unknown): Promise<void> {
  await session.query(
    `insert into nightlight.facts (name, value) values ($1, $2)
     on conflict (name) do update set value = excluded.value`,
    [name, JSON.stringify(value)],
  );
}
