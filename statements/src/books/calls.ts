/** What each call of the program enters. */

import { base58Of, min } from "@profit-share/sdk";
import { type ProgramCall, termsAfter } from "@profit-share/sdk/history";
import type { PublicKey } from "@solana/web3.js";
import type { ExecutedCall } from "../chain/executed-calls";
import { heldBy } from "../chain/holdings";
import { newStanding, type SubscriptionStanding } from "./books";
import { balanceIn, claimableIn, owedIn } from "./entry";
import { close, fund, settle } from "./money";
import type { Posting } from "./posting";

type Call<Name extends ProgramCall["name"]> = Extract<ProgramCall, { name: Name }>;

export function enterExecuted(posting: Posting, executed: ExecutedCall): void {
  // The program settles first whatever else it does.
  for (const event of executed.recorded) {
    const standing = event.name === "Settled" ? posting.live(event.data.subscription) : null;
    if (event.name === "Settled" && standing !== null) settle(posting, standing, event.data);
  }
  enterCall(posting, executed);
}

function enterCall(posting: Posting, executed: ExecutedCall): void {
  const { call } = executed;
  switch (call.name) {
    case "publish_bot":
      publish(posting, call);
      return;
    case "update_terms":
    case "accept_bot":
      changeBot(posting, call);
      return;
    case "subscribe":
      subscribe(posting, call);
      return;
    case "claim_vault":
      claimVault(posting, executed, call);
      return;
    case "deposit":
    case "sync":
    case "claim":
    case "payout":
    case "waive":
    case "withdraw":
    case "unsubscribe":
    case "close_subscription": {
      const standing = posting.live(call.accounts.subscription);
      if (standing !== null) enterMoney(posting, executed, call, standing);
      return;
    }
    default:
      // Settlements, which are entered; caps, doors, keepers and payout wallets, which move no money.
      return;
  }
}

function publish(posting: Posting, call: Call<"publish_bot">): void {
  const { bots } = posting.draft.scope;
  const { bot: address, creator, vault } = call.accounts;
  if (bots !== null && !bots.has(base58Of(address))) return;
  posting.draft.held.set(base58Of(vault), 0n);
  const terms = termsAfter(call, null)!;
  const made = { address, creator, owner: creator, began: posting.time };
  posting.setBot({ ...made, terms, subscriptions: 0n, inVault: 0n });
}

function changeBot(posting: Posting, call: Call<"update_terms" | "accept_bot">): void {
  const bot = posting.bot(call.accounts.bot);
  if (bot === null) return;
  const changed =
    call.name === "accept_bot" ? { owner: call.accounts.newOwner } : { terms: termsAfter(call, bot.terms)! };
  posting.setBot({ ...bot, ...changed });
}

function subscribe(posting: Posting, { accounts, args }: Call<"subscribe">): void {
  const { subscription, escrow, subscriber } = accounts;
  const key = base58Of(subscription);
  const bot = posting.bot(accounts.bot);
  const instance = bot === null ? 0n : bot.subscriptions + 1n;
  if (bot !== null) posting.setBot({ ...bot, subscriptions: instance });
  const { subscriptions } = posting.draft.scope;
  if (bot === null || (subscriptions !== null && !subscriptions.has(key))) {
    posting.draft.live.set(key, null);
    return;
  }
  const { terms, address } = bot;
  posting.expect(`the terms' version of ${key}`, BigInt(terms.version), BigInt(args.input.termsVersion));
  posting.draft.held.set(base58Of(escrow), 0n);
  const standing = newStanding({ subscription, instance, subscriber, bot: address, escrow, terms });
  fund(posting, posting.post(standing, "subscribed"), "deposit", args.input.deposit);
}

function claimVault(posting: Posting, executed: ExecutedCall, { accounts }: Call<"claim_vault">): void {
  const bot = posting.bot(accounts.bot);
  if (bot === null) return;
  const amount = movedOut(executed, accounts.vault);
  const known = min(bot.inVault, amount);
  if (known > 0n) posting.postVault(bot, "vault_claim", known, accounts.destination);
  if (amount > known) posting.postVault(bot, "vault_gift", amount - known, accounts.destination);
}

type MoneyCall = Call<
  "deposit" | "sync" | "claim" | "payout" | "waive" | "withdraw" | "unsubscribe" | "close_subscription"
>;

function enterMoney(posting: Posting, executed: ExecutedCall, call: MoneyCall, standing: SubscriptionStanding): void {
  const whose = base58Of(standing.subscription);
  const { sums } = standing;
  if ("instance" in call.args) {
    posting.expect(`the instance of ${whose}`, standing.instance, call.args.instance);
  }
  switch (call.name) {
    case "deposit":
      fund(posting, standing, "deposit", call.args.amount);
      return;
    case "sync": {
      const counted = balanceIn(sums) + claimableIn(sums);
      const held = executed.before.get(base58Of(standing.escrow));
      if (held === undefined && posting.draft.arrivals === "told") {
        fund(posting, standing, "arrival", posting.foundByLog(standing.subscription), "told");
      } else {
        fund(posting, standing, "arrival", (held ?? posting.held(standing.escrow)) - counted);
      }
      return;
    }
    case "claim":
    case "payout": {
      const claimed = movedOut(executed, standing.escrow);
      const most = call.name === "claim" ? min(call.args.amount, claimableIn(sums)) : claimableIn(sums);
      if (call.name === "claim" || claimed > 0n) posting.expect(`the ${call.name} of ${whose}`, most, claimed);
      const { destination } = call.accounts;
      if (claimed > 0n) posting.post(standing, call.name, { amounts: { claimed }, destination });
      return;
    }
    case "waive": {
      const waived = min(call.args.amount, owedIn(sums));
      if (waived > 0n) posting.post(standing, "waiver", { amounts: { waived } });
      return;
    }
    case "withdraw": {
      const { destination } = call.accounts;
      posting.post(standing, "withdrawal", { amounts: { withdrawn: call.args.amount }, destination });
      return;
    }
    case "unsubscribe":
      posting.post(standing, "unsubscribed");
      return;
    case "close_subscription": {
      const event = executed.recorded.find(({ name }) => name === "Closed");
      posting.expect(`the recorded end of ${whose}`, "Closed", event?.name ?? "missing");
      if (event?.name !== "Closed") return;
      const { vault, destination } = call.accounts;
      close(posting, standing, event.data, { held: heldBy(executed.before, standing.escrow), vault, destination });
    }
  }
}

/** What left a token account of the program. Only the program can take it, so it belongs to the call. */
function movedOut({ moves }: ExecutedCall, account: PublicKey): bigint {
  const address = base58Of(account);
  return moves.reduce((sum, { from, amount }) => (from === address ? sum + amount : sum), 0n);
}
