import type { Migration } from '../delivery/store/migrate.ts';

/**
 * The tables of those who asked to be told. What a person can be reached at stands in `sealed` alone, encrypted, and
 * goes when they leave; `lookup` is a keyed hash of it. `consents` is a ledger: the database itself refuses to change
 * it, but for taking out the provider's id of a message when somebody is forgotten.
 */
export const SUBSCRIPTIONS_MIGRATIONS: readonly Migration[] = [
  {
    room: 'subscriptions',
    step: 1,
    says: 'who asked to be told, who is told, and the ledger of consent',
    sql: `
create table nightlight.subscribers (
  id text collate "C" primary key,
  kind text not null check (kind in ('email', 'sms', 'web-push')),
  state text not null check (state in ('active', 'left', 'gone')),
  key_id text not null,
  lookup text not null,
  sealed text,
  language text not null,
  components text[],
  least smallint not null,
  loud boolean not null,
  drills boolean not null,
  minor boolean not null,
  stopped boolean not null default false,
  epoch integer not null default 0,
  since timestamptz not null,
  ended timestamptz,
  unique (kind, lookup),
  check ((state = 'active') = (sealed is not null))
);
create index subscribers_owed on nightlight.subscribers (kind, id) where state = 'active';
create index subscribers_ended on nightlight.subscribers (ended) where ended is not null;

create table nightlight.requests (
  id text collate "C" primary key,
  kind text not null check (kind in ('email', 'sms', 'web-push')),
  stage text not null check (stage in ('guardian', 'person')),
  key_id text not null,
  lookup text not null,
  sealed text not null,
  guardian_sealed text,
  language text not null,
  components text[],
  least smallint not null,
  loud boolean not null,
  drills boolean not null,
  minor boolean not null,
  token text not null unique,
  expires timestamptz not null,
  tries integer not null default 0,
  settled boolean not null default false,
  tried timestamptz,
  unique (kind, lookup),
  check ((stage = 'guardian') = (guardian_sealed is not null))
);
create index requests_expiring on nightlight.requests (expires);

create table nightlight.consent_words (
  sha256 text primary key,
  version integer not null,
  language text not null,
  kind text not null,
  words text not null
);

create table nightlight.consents (
  number integer generated always as identity primary key,
  at timestamptz not null,
  subscriber text collate "C" not null,
  kind text not null,
  what text not null check (what in ('asked', 'message', 'guardian', 'confirmed', 'changed', 'revoked', 'resumed', 'gone', 'exported', 'erased')),
  how text not null,
  words text references nightlight.consent_words (sha256),
  page text,
  receipt text
);
create index consents_of on nightlight.consents (subscriber, number);

create function nightlight.consents_stay() returns trigger language plpgsql as $$ begin if tg_op = 'UPDATE' then old.receipt := null; if new is not distinct from old then return new; end if; end if; raise exception 'The ledger of consent is not changed: write another line.'; end $$;
create trigger consents_stay before update or delete on nightlight.consents for each row execute function nightlight.consents_stay();
create trigger consents_stay_whole before truncate on nightlight.consents for each statement execute function nightlight.consents_stay();
create function nightlight.consent_words_stay() returns trigger language plpgsql as $$ begin raise exception 'Words that people consented to are not changed: write others.'; end $$;
create trigger consent_words_stay before update or delete or truncate on nightlight.consent_words for each statement execute function nightlight.consent_words_stay();

create table nightlight.reached (
  incident text not null,
  component text not null,
  level smallint not null,
  drill boolean not null,
  at timestamptz not null,
  primary key (incident, component)
);

create table nightlight.replies (
  token text primary key,
  reply text,
  at timestamptz not null
);

create table nightlight.sign_up_counts (
  name text not null,
  slot timestamptz not null,
  amount double precision not null,
  primary key (name, slot)
);
`,
  },
  {
    room: 'subscriptions',
    step: 2,
    says: 'who of the operator wrote a line of the ledger',
    sql: `
alter table nightlight.consents add column who text;
`,
  },
  {
    room: 'subscriptions',
    step: 3,
    says: 'who wants to be told of some regions alone, and in which an incident was told of',
    sql: `
alter table nightlight.subscribers add column regions text[];
alter table nightlight.requests add column regions text[];
alter table nightlight.reached add column region text not null default '';
alter table nightlight.reached drop constraint reached_pkey;
alter table nightlight.reached add primary key (incident, component, region);
`,
  },
];
