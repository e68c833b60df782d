/**
 * The tables as they came to be, oldest first. One that is released is never changed: what follows is a new one. They are
 * here and not in files, so that a host that bundles its server has them.
 */
import type { Migration } from "@profit-share/storage";

const CLOSES_AND_FLIGHTS = `CREATE TABLE closes (
  subscription text NOT NULL,
  instance bigint NOT NULL,
  sequence bigint NOT NULL CHECK (sequence > 0),
  reference text NOT NULL,
  trade_id text,
  close_pnl bigint NOT NULL,
  status text NOT NULL CHECK (status IN ('pending', 'settled')),
  accrued numeric(20, 0),
  signature text,
  recorded_at timestamp with time zone NOT NULL DEFAULT now(),
  PRIMARY KEY (subscription, instance, reference),
  UNIQUE (subscription, instance, sequence) DEFERRABLE INITIALLY DEFERRED
);
--> statement-breakpoint
CREATE TABLE flights (
  lane text PRIMARY KEY,
  action text NOT NULL,
  signature text NOT NULL,
  last_valid_block_height bigint NOT NULL,
  transaction text NOT NULL,
  instance bigint,
  reference text,
  stored_at timestamp with time zone NOT NULL DEFAULT now()
);
--> statement-breakpoint
CREATE TABLE lanes (
  lane text PRIMARY KEY,
  slot bigint NOT NULL
);
`;

/** One transaction can take the turns of many lanes, and stays until it is final. */
const FLIGHTS_OF_MANY_LANES = `ALTER TABLE flights
  ADD COLUMN blockhash_slot bigint NOT NULL DEFAULT 0,
  ADD COLUMN landed_slot bigint;
--> statement-breakpoint
ALTER TABLE flights ALTER COLUMN blockhash_slot DROP DEFAULT;
--> statement-breakpoint
CREATE TABLE flight_lanes (
  signature text NOT NULL,
  lane text NOT NULL,
  open boolean NOT NULL,
  instance bigint,
  reference text,
  PRIMARY KEY (signature, lane)
);
--> statement-breakpoint
INSERT INTO flight_lanes SELECT signature, lane, true, instance, reference FROM flights;
--> statement-breakpoint
ALTER TABLE flights
  DROP COLUMN lane,
  DROP COLUMN instance,
  DROP COLUMN reference,
  ADD PRIMARY KEY (signature);
--> statement-breakpoint
ALTER TABLE flight_lanes ADD FOREIGN KEY (signature) REFERENCES flights ON DELETE CASCADE;
--> statement-breakpoint
CREATE UNIQUE INDEX flight_lanes_open ON flight_lanes (lane) WHERE open;
--> statement-breakpoint
ALTER TABLE closes ADD COLUMN slot bigint;
`;

/** Each with a moment of its own. */
export const MIGRATIONS: readonly Migration[] = [
  { createdAt: 1_763_800_000_000, sql: CLOSES_AND_FLIGHTS },
  { createdAt: 1_764_200_000_001, sql: FLIGHTS_OF_MANY_LANES },
];
