/** The tables as they came to be, oldest first. One that is released is never changed: what follows is a new one. */
import type { Migration } from "@profit-share/storage";

/** Lifetime sums have no limit: who pays in and takes out again and again reaches more than a token's supply. */
const SUMS = [
  ...["profit", "dropped", "accrued", "credited", "waived", "written_off"],
  ...["claimed", "to_vault", "vault_claimed", "deposited", "withdrawn"],
];
const columns = (type: string): string => SUMS.map((name) => `${name} ${type} NOT NULL`).join(",\n  ");

const FIRST = `CREATE TABLE progress (
  "only" boolean PRIMARY KEY DEFAULT true CHECK ("only"),
  genesis_hash text NOT NULL,
  program text NOT NULL,
  steps bigint NOT NULL,
  floor bigint NOT NULL,
  walk bigint NOT NULL,
  walk_open boolean NOT NULL,
  walk_before text,
  walk_listed bigint NOT NULL,
  walk_final_slot bigint NOT NULL,
  chain_time bigint
);
--> statement-breakpoint
CREATE TABLE transactions (
  signature text PRIMARY KEY,
  slot bigint NOT NULL,
  place bigint NOT NULL,
  walk bigint NOT NULL,
  time bigint,
  state text NOT NULL CHECK (state IN ('listed', 'fetched', 'entered')),
  essentials bytea,
  problem text
);
--> statement-breakpoint
CREATE INDEX transactions_place ON transactions (slot, place);
--> statement-breakpoint
CREATE INDEX transactions_listed ON transactions (slot, place) WHERE state = 'listed';
--> statement-breakpoint
CREATE INDEX transactions_fetched ON transactions (slot, place) WHERE state = 'fetched';
--> statement-breakpoint
CREATE INDEX transactions_entered ON transactions (slot) WHERE state = 'entered';
--> statement-breakpoint
CREATE TABLE bots (
  address text NOT NULL,
  slot bigint NOT NULL,
  creator text NOT NULL,
  owner text NOT NULL,
  began bigint NOT NULL,
  terms bytea NOT NULL,
  subscriptions bigint NOT NULL,
  in_vault numeric NOT NULL,
  held numeric(20, 0) NOT NULL,
  PRIMARY KEY (address, slot)
);
--> statement-breakpoint
CREATE INDEX bots_slot ON bots (slot);
--> statement-breakpoint
CREATE TABLE subscriptions (
  bot text NOT NULL,
  instance bigint NOT NULL,
  slot bigint NOT NULL,
  subscription text NOT NULL,
  subscriber text NOT NULL,
  escrow text NOT NULL,
  live boolean NOT NULL,
  terms bytea NOT NULL,
  ${columns("numeric")},
  realized_change numeric NOT NULL,
  last_record bytea,
  last_head bytea,
  held numeric(20, 0) NOT NULL,
  PRIMARY KEY (bot, instance, slot)
);
--> statement-breakpoint
CREATE INDEX subscriptions_slot ON subscriptions (slot);
--> statement-breakpoint
CREATE INDEX subscriptions_address ON subscriptions (subscription, slot);
--> statement-breakpoint
CREATE INDEX subscriptions_subscriber ON subscriptions (subscriber);
--> statement-breakpoint
CREATE TABLE entries (
  slot bigint NOT NULL,
  place integer NOT NULL,
  kind text NOT NULL,
  time bigint NOT NULL,
  day integer NOT NULL,
  signature text NOT NULL,
  index integer NOT NULL,
  bot text NOT NULL,
  creator text NOT NULL,
  owner text NOT NULL,
  subscription text,
  instance bigint,
  subscriber text,
  ${columns("numeric(20, 0)")},
  gift numeric(20, 0) NOT NULL,
  realized_change numeric NOT NULL,
  sequence bigint,
  destination text,
  basis text NOT NULL CHECK (basis IN ('proven', 'told')),
  balance_after numeric(20, 0),
  owed_after numeric(20, 0),
  claimable_after numeric(20, 0),
  PRIMARY KEY (slot, place)
);
--> statement-breakpoint
CREATE INDEX entries_bot ON entries (bot, slot, place);
--> statement-breakpoint
CREATE INDEX entries_bot_day ON entries (bot, day);
--> statement-breakpoint
CREATE INDEX entries_subscription ON entries (subscription, slot, place);
--> statement-breakpoint
CREATE INDEX entries_subscriber ON entries (subscriber, slot, place);
--> statement-breakpoint
CREATE INDEX entries_owner ON entries (owner, slot, place);
--> statement-breakpoint
CREATE TABLE days (
  owner text NOT NULL,
  bot text NOT NULL,
  day integer NOT NULL,
  ${columns("numeric")},
  realized_change numeric NOT NULL,
  settlements bigint NOT NULL,
  PRIMARY KEY (owner, bot, day)
);
--> statement-breakpoint
CREATE INDEX days_bot ON days (bot, day);
--> statement-breakpoint
CREATE TABLE retractions (
  number bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  slot bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE records (
  bot text NOT NULL,
  instance bigint NOT NULL,
  sequence bigint NOT NULL,
  slot bigint NOT NULL,
  signature text NOT NULL,
  record bytea NOT NULL,
  PRIMARY KEY (bot, instance, sequence)
);
--> statement-breakpoint
CREATE INDEX records_slot ON records (slot);
`;

/** What does not fit stops one subscription, not the index. */
const ASIDE = `ALTER TABLE transactions ADD COLUMN refused integer NOT NULL DEFAULT 0;
--> statement-breakpoint
ALTER TABLE subscriptions ADD COLUMN aside text;
--> statement-breakpoint
CREATE INDEX subscriptions_aside ON subscriptions (slot) WHERE aside IS NOT NULL;
`;

/** The day on which a window begins is asked for of all bots at once, too. */
const DAY_FIRST = `CREATE INDEX entries_day ON entries (day, bot);
--> statement-breakpoint
DROP INDEX entries_bot_day;
`;

export const MIGRATIONS: readonly Migration[] = [
  { createdAt: 1_764_000_000_000, sql: FIRST },
  { createdAt: 1_795_800_000_000, sql: ASIDE },
  { createdAt: 1_795_800_000_001, sql: DAY_FIRST },
];
