/** The instructions of each action. Pure. */
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
    case "settle_attested": {
      const { bot, instance, terms, agent } = subscription;
      if (terms.keeper === null) throw new Error(`${address.toBase58()} is verified: it has no closes`);
      const close = { ...action.close, signer: payer, keeper: terms.keeper, subscription: address, bot, instance };
      return {
        instructions: [
          ...(action.deposit > 0n ? [deposit(action.deposit, observed)] : []),
          profitShare.settleAttested(close),
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
  const create = profitShare.createTokenAccount(subscription.terms.mint, wallet, payer);
  const pay = profitShare.payout({ bot: subscription.bot, subscription: address, destination: tokenAccount });
  return createAccount ? [create, pay] : [pay];
}

/** Profit becomes deposit, deposit becomes tokens in the escrow, and those become balance. */
function fromVenue(
  { amount, settleMarkets }: Action & { kind: "fund_from_venue" },
  observed: Observed,
): TransactionInstruction[] {
  const { address, subscription, venue } = observed;
  if (venue.kind !== "read" || venue.drift === null) throw new Error(`${address.toBase58()} has no venue account`);
  const { markets } = venue.drift;
  const from = { user: venueUserOf(observed), authority: subscription.agent, markets };
  return [
    ...settleMarkets.map((marketIndex) => driftInstructions.settlePnl({ ...from, marketIndex })),
    driftInstructions.withdraw({ ...from, to: subscription.escrow, amount, reduceOnly: true }),
    profitShare.sync({ subscription: address }),
  ];
}

function venueUserOf({ address, subscription }: Observed): PublicKey {
  if (subscription.venueUser === null) throw new Error(`${address.toBase58()} is attested: it has no venue account`);
  return subscription.venueUser;
}
