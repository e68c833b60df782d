/** Transactions about subscriptions. */
import { type Address, attested, escrow, purse, SYSTEM, vault, verified } from "../addresses";
import { ACTIVE, CLOSING, type Subscription } from "../contents";
import type { Close, Name, Row } from "../instructions";
import { claimableOf, freeOf, owedOf } from "../model/money";
import { ATTESTED_SOURCE, hasEnded } from "../model/settlement";
import type { Meta, Send } from "../operations";
import { I64_MAX, U64_MAX } from "../rule";
import { ACTORS, VENUE_USERS } from "../surroundings";
import { build } from "./build";
import { payerFor } from "./parties";
import type { Table } from "./table";

const ACCOUNT_NUMBERS = [0, 1, 65_535];

function subscribe(table: Table): Send | null {
  const { random, state } = table;
  const found = table.bot();
  if (found === null) return null;
  const { terms } = found.bot;
  const isAttested = terms.source === ATTESTED_SOURCE;
  const free = VENUE_USERS.filter((one) => state.subscription(verified(one)) === null);
  const user = random.pick(free.length > 0 && random.chance(92) ? free : VENUE_USERS);
  const accountNo = isAttested ? random.pick(ACCOUNT_NUMBERS) : random.chance(98) ? 0 : 1;
  const places = ACTORS.slice(0, 8).filter((one) => state.subscription(attested(one, accountNo)) === null);
  const agents = places.length > 0 && random.chance(92) ? places : ACTORS.slice(0, 8);
  const agent = isAttested ? random.pick(agents) : state.venueUsers.get(user)!.authority;
  const at = isAttested ? attested(agent, accountNo) : verified(user);
  const subscriber = table.actor();
  const depositor = random.chance(80) ? subscriber : table.actor();
  const source = table.tokensOf(depositor, terms.mint);
  const least = terms.minBalance;
  const deposit = random.weighted<() => bigint>([
    [60, () => least + random.upTo(100_000_000n)],
    [20, () => least],
    [3, () => (least > 0n ? least - 1n : 0n)],
    [3, () => table.amountIn(source)],
    [3, () => table.amountIn(source) + 1n],
    [1, () => U64_MAX],
  ])();
  const dailyCap = random.weighted<() => bigint>([
    [40, () => terms.minDailyCap + random.upTo(50_000_000n)],
    [20, () => terms.minDailyCap + random.upTo(5_000n)],
    [20, () => terms.minDailyCap],
    [3, () => terms.minDailyCap - 1n],
    [15, () => U64_MAX],
  ])();
  const clamp = (value: bigint): bigint => (value > U64_MAX ? U64_MAX : value);
  return build(
    "subscribe",
    {
      subscriber,
      agent,
      payer: payerFor(table, subscriber),
      depositor,
      source: deposit > 0n || random.chance(50) ? source : null,
      bot: found.at,
      subscription: at,
      escrow: escrow(at),
      venue_user: isAttested ? SYSTEM : user,
      mint: terms.mint,
    },
    {
      termsVersion: random.chance(96) ? terms.version : terms.version + 1,
      maxProfitShareBps: random.chance(96) ? terms.bps : Math.max(terms.bps - 1, 0),
      accountNo,
      dailyCap: clamp(dailyCap),
      deposit: clamp(deposit),
    },
  );
}

/** The next close, or one that is out of order. */
function close(table: Table, s: Subscription): Close {
  const { random } = table;
  return {
    sequence: random.weighted([
      [90, s.sequence + 1n],
      [3, s.sequence],
      [3, s.sequence + 2n],
      [1, 0n],
      [1, U64_MAX],
    ]),
    // Where a lifetime's profit is near its end, the end is reached.
    closePnl: s.profitTotal > I64_MAX / 2n && random.chance(50) ? I64_MAX : table.pnl(),
    reference: random.chance(96) ? table.hash() : random.chance(70) ? s.reference : Buffer.alloc(32),
    isFinal: random.chance(s.state === CLOSING ? 15 : 2),
  };
}

/** The instance that is meant; now and then an earlier or later one. */
const instanceOf = (table: Table, s: Subscription): bigint =>
  table.random.chance(97) ? s.instance : s.instance + (table.random.chance(50) ? 1n : -1n);

function settleBatch(table: Table): Send | null {
  const { random, state } = table;
  if (table.subscriptions.length === 0) return null;
  const keeper = table.keepers.length === 0 || random.chance(10) ? null : random.pick(table.keepers);
  const rows: Row[] = [];
  const remaining: Meta[] = [];
  const count = random.chance(3) ? 0 : 1 + random.int(5);
  for (let row = 0; row < count; row++) {
    const mine = (s: Subscription): boolean => s.terms.source !== ATTESTED_SOURCE || s.terms.keeper === keeper;
    const found = (random.chance(85) ? table.subscriptionWith(mine) : null) ?? table.subscription()!;
    const isAttested = (found.s.terms.source === ATTESTED_SOURCE) !== random.chance(2);
    rows.push(isAttested ? { instance: instanceOf(table, found.s), close: close(table, found.s) } : null);
    const at = random.chance(97) ? found.at : table.anything();
    const other = random.chance(97) ? (isAttested ? found.s.bot : found.s.venueUser) : table.anything();
    remaining.push({ address: at, signer: false, writable: random.chance(99) });
    remaining.push({ address: other, signer: false, writable: false });
  }
  if (random.chance(2)) remaining.pop();
  const signer = keeper === null ? null : state.keeper(keeper)!.signer;
  return build("settle_batch", { signer: random.chance(97) ? signer : null, keeper }, { rows }, remaining);
}

/** Null if there is no subscription that it could be about. */
export function drawSubscription(table: Table, instruction: Name): Send | null {
  if (instruction === "subscribe") return subscribe(table);
  if (instruction === "settle_batch") return settleBatch(table);
  const found = choose(table, instruction);
  return found === null ? null : about(table, instruction, found.at, found.s);
}

function choose(table: Table, instruction: Name): { at: Address; s: Subscription } | null {
  const isAttested = (s: Subscription): boolean => s.terms.source === ATTESTED_SOURCE;
  const likely: Partial<Record<Name, (s: Subscription) => boolean>> = {
    settle: (s) => !isAttested(s),
    settle_attested: (s) => isAttested(s) && !hasEnded(s, table.state.now),
    unsubscribe: (s) => s.state === ACTIVE,
    claim: (s) => claimableOf(s) > 0n,
    payout: (s) => claimableOf(s) > 0n,
    waive: (s) => owedOf(s) > 0n,
    close_subscription: (s) => (table.random.chance(97) ? hasEnded(s, table.state.now) : s.state === CLOSING),
  };
  const fits = likely[instruction];
  return (fits !== undefined && table.random.chance(95) ? table.subscriptionWith(fits) : null) ?? table.subscription();
}

function about(table: Table, instruction: Name, at: Address, s: Subscription): Send {
  const { random, state } = table;
  const { bot, subscriber, agent, terms } = s;
  const bank = escrow(at);
  const owner = state.bot(bot)!.owner;
  const instance = instanceOf(table, s);
  const parties = { subscription: at, bot, escrow: bank, owner, venue_user: s.venueUser, subscriber };
  const agreement = { bot: random.chance(98) ? bot : (table.bot()?.at ?? bot), instance };
  switch (instruction) {
    case "settle":
      return build("settle", parties);
    case "settle_attested": {
      const keeper = terms.keeper ?? (table.keepers.length > 0 ? random.pick(table.keepers) : at);
      const signer = state.keeper(keeper)?.signer ?? agent;
      return build("settle_attested", { ...parties, signer, keeper }, { ...agreement, close: close(table, s) });
    }
    case "deposit": {
      const payer = random.chance(60) ? subscriber : table.actor();
      const source = table.tokensOf(payer, terms.mint);
      const exact = random.chance(80) ? owedOf(s) : table.amountIn(source);
      return build("deposit", { ...parties, owner: payer, source }, { ...agreement, amount: table.amount(exact) });
    }
    case "sync":
      return build("sync", parties);
    case "claim": {
      const destination = table.tokensOf(random.chance(80) ? owner : table.actor(), terms.mint);
      return build("claim", { ...parties, destination }, { instance, amount: table.amount(claimableOf(s)) });
    }
    case "payout": {
      const wallet = state.bot(bot)!.payoutWallet;
      const destination = random.chance(94) ? purse(wallet, terms.mint) : table.tokensOf(table.actor(), terms.mint);
      return build("payout", { ...parties, destination });
    }
    case "withdraw": {
      const exact = random.chance(70) ? freeOf(s, state.now) : s.balance;
      const destination = table.tokensOf(random.chance(80) ? subscriber : table.actor(), terms.mint);
      return build("withdraw", { ...parties, destination }, { ...agreement, amount: table.amount(exact) });
    }
    case "set_cap": {
      const dailyCap = table.amount(random.chance(50) ? s.dailyCap : terms.minDailyCap);
      return build("set_cap", parties, { ...agreement, dailyCap });
    }
    case "waive":
      return build("waive", parties, { instance, amount: table.amount(owedOf(s)) });
    case "unsubscribe":
      return build("unsubscribe", { ...parties, signer: random.chance(50) ? subscriber : agent }, agreement);
    default: {
      const destination = random.weighted([
        [80, purse(subscriber, terms.mint)],
        [8, null],
        [8, table.tokensOf(table.actor(), terms.mint)],
      ]);
      const closing = { ...parties, vault: vault(bot), rent_payer: s.rentPayer, destination };
      const made = build("close_subscription", closing, { instance });
      if (random.chance(20)) made.accounts[1] = { ...made.accounts[1]!, signer: true };
      return made;
    }
  }
}
