/** Transactions about keepers and bots. */
import { type Address, bot, idBytes, keeper, QUOTE_MARKET, SYSTEM, vault } from "../addresses";
import type { Name, TermsArgs } from "../instructions";
import type { Send } from "../operations";
import { U64_MAX } from "../rule";
import { MINTS } from "../surroundings";
import { build } from "./build";
import type { Table } from "./table";

const DRIFT_SOURCE = 1;
const VELOCITY_SOURCE = 2;
const ATTESTED_SOURCE = 3;

/** Mostly the next free id, so that the number of accounts grows like the root of the run's length. */
function id(table: Table, made: number): number {
  const fresh = table.random.int(made + 1) < 6;
  return fresh ? made : table.random.int(made + 1);
}

/** Who pays the rent. */
export const payerFor = (table: Table, usual: Address): Address => (table.random.chance(70) ? usual : table.actor());

function terms(table: Table, attested: boolean): TermsArgs {
  const { random } = table;
  return {
    feeBasis: random.weighted([
      [60, attested ? 1 + random.int(2) : 1],
      [2, 2],
      [1, 0],
      [1, 3],
    ]),
    bps: random.weighted([
      [40, 1_000],
      [30, random.int(1_001)],
      [6, 0],
      [6, 1],
      [2, 1_001],
      [1, 65_535],
    ]),
    minBalance: random.weighted([
      [20, 0n],
      [20, 10_000_000n],
      [5, 1n],
      [1, U64_MAX],
    ]),
    minDailyCap: random.weighted([
      [30, 1n],
      [30, 1_000_000n],
      [2, 0n],
      [1, U64_MAX],
    ]),
    hash: table.hash(),
  };
}

const minPayout = (table: Table): bigint =>
  table.random.weighted([
    [30, 1n],
    [30, 10_000n],
    [10, 1_000_000n],
    [3, 0n],
    [1, U64_MAX],
  ]);

/** Mostly a person's; now and then an account at which a payout would be lost, or one that nobody can judge. */
const payoutWallet = (table: Table): Address => (table.random.chance(85) ? table.actor() : table.anything());

/** The keeper that terms of this source need, or now and then the wrong thing. */
function keeperFor(table: Table, attested: boolean): Address | null {
  const found = table.keepers.length === 0 ? null : table.random.pick(table.keepers);
  return attested !== table.random.chance(3) ? found : null;
}

function publishBot(table: Table): Send {
  const { random } = table;
  const creator = table.actor();
  const attested = random.chance(50);
  const number = id(table, table.bots.length);
  const at = bot(creator, number);
  const source = random.chance(97) ? (attested ? ATTESTED_SOURCE : DRIFT_SOURCE) : random.pick([VELOCITY_SOURCE, 0]);
  return build(
    "publish_bot",
    {
      creator,
      payer: payerFor(table, creator),
      payout_wallet: payoutWallet(table),
      bot: at,
      vault: vault(at),
      mint: random.chance(92) ? (attested ? random.pick(MINTS.slice(0, 2)) : MINTS[0]) : random.pick(MINTS),
      keeper: keeperFor(table, attested),
      quote_market: attested !== random.chance(4) ? null : QUOTE_MARKET,
    },
    { id: idBytes(number), source, terms: terms(table, attested), minPayout: minPayout(table) },
  );
}

function registerKeeper(table: Table): Send {
  const creator = table.actor();
  const number = id(table, table.keepers.length);
  const at = keeper(creator, number);
  const payer = payerFor(table, creator);
  return build("register_keeper", { creator, payer, keeper: at }, { id: idBytes(number), signer: table.actor() });
}

function ofKeeper(table: Table, instruction: Name): Send | null {
  const pending = (keeper: Address): Address => table.state.keeper(keeper)!.pendingAdmin;
  const any = table.keepers.length === 0 ? null : table.random.pick(table.keepers);
  const at = instruction === "accept_keeper" ? table.offered(table.keepers, pending) : any;
  if (at === null) return null;
  const { admin, pendingAdmin } = table.state.keeper(at)!;
  switch (instruction) {
    case "set_keeper_signer":
      return build("set_keeper_signer", { admin, keeper: at }, { signer: table.actor() });
    case "transfer_keeper":
      return build(
        "transfer_keeper",
        { admin, keeper: at },
        { newAdmin: table.random.chance(90) ? table.actor() : SYSTEM },
      );
    default: {
      const offered = pendingAdmin === SYSTEM ? table.actor() : pendingAdmin;
      return build("accept_keeper", { new_admin: offered, keeper: at });
    }
  }
}

function ofBot(table: Table, instruction: Name): Send | null {
  const { random } = table;
  const pending = (bot: Address): Address => table.state.bot(bot)!.pendingOwner;
  const at = instruction === "accept_bot" ? table.offered(table.bots, pending) : (table.bot()?.at ?? null);
  if (at === null) return null;
  const { owner, pendingOwner, terms: known } = table.state.bot(at)!;
  const attested = known.source === ATTESTED_SOURCE;
  switch (instruction) {
    case "update_terms":
      return build(
        "update_terms",
        { owner, bot: at, keeper: keeperFor(table, attested) },
        { terms: terms(table, attested) },
      );
    case "set_payout":
      return build(
        "set_payout",
        { owner, payout_wallet: payoutWallet(table), bot: at },
        { minPayout: minPayout(table) },
      );
    case "set_open":
      return build("set_open", { owner, bot: at }, { open: random.chance(85) });
    case "transfer_bot":
      return build("transfer_bot", { owner, bot: at }, { newOwner: random.chance(90) ? table.actor() : SYSTEM });
    case "accept_bot":
      return build("accept_bot", { new_owner: pendingOwner === SYSTEM ? table.actor() : pendingOwner, bot: at });
    default:
      return build("claim_vault", {
        owner,
        bot: at,
        vault: vault(at),
        destination: table.tokensOf(random.chance(80) ? owner : table.actor(), known.mint),
      });
  }
}

/** Null if there is nothing yet that it could be about. */
export function drawParties(table: Table, instruction: Name): Send | null {
  if (instruction === "publish_bot") return publishBot(table);
  if (instruction === "register_keeper") return registerKeeper(table);
  return instruction.endsWith("keeper") || instruction === "set_keeper_signer"
    ? ofKeeper(table, instruction)
    : ofBot(table, instruction);
}
