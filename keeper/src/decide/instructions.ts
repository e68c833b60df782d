/** The instructions of each action. Pure. */
import { createHash } from "node:crypto";
import * as profitShare from "@profit-share/sdk";
import { driftInstructions } from "@profit-share/sdk/drift";
import type { PublicKey, TransactionInstruction } from "@solana/web3.js";
import type { Observed } from "../observe/observed";
import type { Action, Payout } from "./actions";

export interface Made {
  instructions: TransactionInstruction[];
  /** Agents who have to sign. */
  agents: PublicKey[];
}

/** @param payer fee payer, and for attested closes the keeper account's signer */
export function instructionsFor(action: Action, observed: Observed, payer: PublicKey): Made {
  const { address, subscription } = observed;
  switch (action.kind) {
    case "settle":
      return unsigned([profitShare.settle({ subscription: address, venueUser: venueUserOf(observed) })]);
    case "sync":
      return unsigned([profitShare.sync({ subscription: address })]);
    case "payout":
      return unsigned(payOut(action.payout, observed, payer));
    case "fund_from_agent":
      return { instructions: [deposit(action.amount, observed)], agents: [subscription.agent] };
    case "fund_from_venue":
      return { instructions: fromVenue(action, observed), agents: [subscription.agent] };
    case "settle_pnl":
      return { instructions: [settlePnl(action.marketIndex, observed)], agents: [subscription.agent] };
    case "close":
      return unsigned(close(action, observed, payer));
    case "final": {
      const { bot, instance, terms, sequence } = subscription;
      if (terms.keeper === null) throw new Error(`${address.toBase58()} is verified: it has no final close`);
      const reference = createHash("sha256").update(`final ${address.toBase58()} ${instance}`).digest();
      const last = { sequence: sequence + 1n, closePnl: 0n, reference, isFinal: true };
      const common = { signer: payer, keeper: terms.keeper, subscription: address, bot, instance };
      return unsigned([profitShare.settleAttested({ ...common, ...last })]);
    }
    case "settle_attested": {
      const { bot, instance, terms, agent } = subscription;
      if (terms.keeper === null) throw new Error(`${address.toBase58()} is verified: it has no closes`);
      const { sequence, reference, closePnl } = action.close;
      const common = { signer: payer, keeper: terms.keeper, subscription: address, bot, instance };
      return {
        instructions: [
          ...(action.deposit > 0n ? [deposit(action.deposit, observed)] : []),
          profitShare.settleAttested({ ...common, sequence, reference, closePnl }),
          ...(action.payout === null ? [] : payOut(action.payout, observed, payer)),
        ],
        agents: action.deposit > 0n ? [agent] : [],
      };
    }
  }
}

const unsigned = (instructions: TransactionInstruction[]): Made => ({ instructions, agents: [] });

function deposit(amount: bigint, { address, subscription, agent }: Observed): TransactionInstruction {
  const { bot, instance, agent: owner } = subscription;
  return profitShare.deposit({ owner, from: agent.tokenAccount, subscription: address, bot, instance, amount });
}

function payOut({ createAccount }: Payout, observed: Observed, payer: PublicKey): TransactionInstruction[] {
  const { address, subscription, payout } = observed;
  const { tokenAccount, wallet } = payout;
  const { bot, escrow, terms } = subscription;
  return [
    ...(createAccount ? [profitShare.createTokenAccount(terms.mint, wallet, payer)] : []),
    profitShare.payout({ bot, subscription: address, escrow, destination: tokenAccount }),
  ];
}

/** Deposit becomes tokens in the escrow, and those become balance. */
function fromVenue({ amount }: Action & { kind: "fund_from_venue" }, observed: Observed): TransactionInstruction[] {
  const { address, subscription } = observed;
  return [
    driftInstructions.withdraw({ ...venueOf(observed), to: subscription.escrow, amount, reduceOnly: true }),
    profitShare.sync({ subscription: address }),
  ];
}

/** Each market in a transaction of its own: the venue can refuse one, and together they might not fit. */
const settlePnl = (marketIndex: number, observed: Observed): TransactionInstruction =>
  driftInstructions.settlePnl({ ...venueOf(observed), marketIndex });

function venueOf(observed: Observed) {
  const { address, subscription, venue } = observed;
  if (venue.kind !== "read" || venue.drift === null) throw new Error(`${address.toBase58()} has no venue account`);
  return { user: venueUserOf(observed), authority: subscription.agent, markets: venue.drift.markets };
}

function close(
  { refund: amount, createAccount }: Action & { kind: "close" },
  { address, subscription, refund }: Observed,
  payer: PublicKey,
): TransactionInstruction[] {
  const { bot, instance, rentPayer, subscriber, terms } = subscription;
  const destination = amount === 0n ? null : refund.tokenAccount;
  const parties = { bot, instance, rentPayer, subscriber, destination };
  return [
    ...(createAccount ? [profitShare.createTokenAccount(terms.mint, subscriber, payer)] : []),
    profitShare.closeSubscription({ subscription: address, ...parties }),
  ];
}

function venueUserOf({ address, subscription }: Observed): PublicKey {
  if (subscription.venueUser === null) throw new Error(`${address.toBase58()} is attested: it has no venue account`);
  return subscription.venueUser;
}
