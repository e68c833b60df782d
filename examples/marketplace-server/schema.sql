-- What a marketplace has without a profit share: bots, who copies them, and their trades. The keeper only reads it.

CREATE TABLE IF NOT EXISTS "publishedBots" (
  "id" uuid PRIMARY KEY,
  "name" text NOT NULL,
  "creatorWallet" text NOT NULL,
  "profitSharePercent" numeric(4, 2) NOT NULL CHECK ("profitSharePercent" BETWEEN 0 AND 10),
  -- The legal text; its SHA-256 is on the chain.
  "terms" text NOT NULL,
  -- Where the bot is on the chain.
  "address" text NOT NULL UNIQUE,
  -- SHA-256 of what a signal for this bot has to show.
  "signalSecretHash" text NOT NULL,
  -- When it was first seen on the chain.
  "publishedAt" timestamp with time zone
);

-- The wallet that trades for a subscriber; its key is a file that the keeper reads.
CREATE TABLE IF NOT EXISTS "agentWallets" (
  "agent" text PRIMARY KEY,
  "subscriber" text NOT NULL UNIQUE
);

CREATE TABLE IF NOT EXISTS "botSubscriptions" (
  "id" uuid PRIMARY KEY,
  "botId" uuid NOT NULL REFERENCES "publishedBots",
  "subscriberWallet" text NOT NULL,
  "agent" text NOT NULL REFERENCES "agentWallets",
  -- Tells the subscriptions of one agent apart.
  "accountNo" integer NOT NULL,
  -- Where the subscription is on the chain.
  "address" text NOT NULL UNIQUE,
  -- Dollars of one position.
  "stake" numeric(20, 6) NOT NULL CHECK ("stake" > 0),
  -- When it was first seen on the chain: from then on it trades.
  "startedAt" timestamp with time zone,
  UNIQUE ("agent", "accountNo")
);

CREATE TABLE IF NOT EXISTS "botPositions" (
  "subscriptionId" uuid NOT NULL REFERENCES "botSubscriptions",
  "symbol" text NOT NULL,
  "quantity" numeric(30, 0) NOT NULL,
  "quote" numeric(30, 0) NOT NULL,
  PRIMARY KEY ("subscriptionId", "symbol")
);

-- A signal that comes twice is done once.
CREATE TABLE IF NOT EXISTS "botSignals" (
  "botId" uuid NOT NULL REFERENCES "publishedBots",
  "signalId" text NOT NULL,
  PRIMARY KEY ("botId", "signalId")
);

CREATE TABLE IF NOT EXISTS "botTrades" (
  "id" bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  "subscriptionId" uuid NOT NULL REFERENCES "botSubscriptions",
  "symbol" text NOT NULL,
  "quantity" numeric(30, 0) NOT NULL,
  "price" numeric(30, 0) NOT NULL,
  "isClosing" boolean NOT NULL,
  -- Base units: 1e-6 dollars.
  "realizedPnl" numeric(30, 0) NOT NULL,
  "executedAt" timestamp with time zone NOT NULL DEFAULT now(),
  -- none: it closed nothing. waiting: the keeper does not have it yet. taken: it has. refused: it never will.
  "profitShare" text NOT NULL CHECK ("profitShare" IN ('none', 'waiting', 'taken', 'refused')),
  "profitShareError" text
);

CREATE INDEX IF NOT EXISTS "botTrades_waiting" ON "botTrades" ("subscriptionId", "id") WHERE "profitShare" = 'waiting';
