import type { Migration } from './migrate.ts';

/** The tables of delivery: what was heard, what is owed, who works on it. */
export const DELIVERY_MIGRATIONS: readonly Migration[] = [
  {
    room: 'delivery',
    step: 1,
    says: 'what was heard, and what is owed for it',
    sql: `
create table nightlight.facts (name text primary key, value jsonb not null);

create table nightlight.notices (
  number integer generated always as identity primary key,
  id text not null unique,
  incident text not null,
  kind text not null,
  first boolean not null,
  drill boolean not null,
  published timestamptz not null,
  heard_at timestamptz not null,
  history boolean not null,
  contents jsonb not null
);
create index notices_of_incident on nightlight.notices (incident, number);

create table nightlight.fan_outs (
  notice integer not null references nightlight.notices (number),
  channel text not null,
  after text not null default '',
  done boolean not null default false,
  primary key (notice, channel)
);

create table nightlight.workers (
  id uuid primary key,
  started_at timestamptz not null,
  seen_at timestamptz not null,
  ended boolean not null default false
);

create table nightlight.outbox (
  notice integer not null references nightlight.notices (number),
  channel text not null,
  recipient text not null,
  state text not null default 'waiting'
    check (state in ('waiting', 'claimed', 'sending', 'unknown', 'sent', 'refused', 'overtaken', 'too_old', 'left')),
  attempts integer not null default 0,
  looks integer not null default 0,
  not_before timestamptz not null,
  worker uuid,
  began timestamptz,
  ended timestamptz,
  receipt text,
  reason text,
  primary key (notice, channel, recipient)
);
create index outbox_waiting on nightlight.outbox (channel, notice, recipient) where state = 'waiting';
create index outbox_open on nightlight.outbox (worker) where state in ('claimed', 'sending');
create index outbox_unknown on nightlight.outbox (channel, ended) where state = 'unknown';

create table nightlight.rates (channel text primary key, free_at timestamptz not null);
create table nightlight.spent (channel text not null, day date not null, amount double precision not null, primary key (channel, day));
`,
  },
];
