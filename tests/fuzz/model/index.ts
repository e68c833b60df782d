/** Predicts what the program does with one instruction, from the documentation alone. */
import type { Name } from "../instructions";
import type { Send } from "../operations";
import { rent, type State } from "../state";
import { Call } from "./call";
import { closeSubscription, subscribe } from "./lifetime";
import { claim, claimVault, deposit, payout, setCap, sync, waive, withdraw } from "./money";
import {
  acceptBot,
  acceptKeeper,
  publishBot,
  registerKeeper,
  setKeeperSigner,
  setOpen,
  setPayout,
  transferBot,
  transferKeeper,
  updateTerms,
} from "./parties";
import { need, Refusal } from "./refusal";
import { settle, settleAttested, settleBatch, unsubscribe } from "./settling";

const INSTRUCTIONS: Record<Name, (call: Call) => void> = {
  register_keeper: registerKeeper,
  set_keeper_signer: setKeeperSigner,
  transfer_keeper: transferKeeper,
  accept_keeper: acceptKeeper,
  publish_bot: publishBot,
  update_terms: updateTerms,
  set_payout: setPayout,
  set_open: setOpen,
  transfer_bot: transferBot,
  accept_bot: acceptBot,
  subscribe,
  deposit,
  sync,
  settle,
  settle_attested: settleAttested,
  settle_batch: settleBatch,
  claim,
  claim_vault: claimVault,
  payout,
  withdraw,
  set_cap: setCap,
  waive,
  unsubscribe,
  close_subscription: closeSubscription,
};

export interface Prediction {
  /** Null if it succeeds; else the state is as it was. */
  error: string | null;
  events: Buffer[];
  returned: Buffer;
}

/** Applies the transaction to `state`, whose journal then tells what changed. */
export function predict(state: State, send: Send): Prediction {
  state.begin();
  const call = new Call(state, send);
  try {
    call.load();
    INSTRUCTIONS[send.instruction](call);
    checkRent(state);
    return { error: null, events: call.events, returned: call.returned };
  } catch (failure) {
    if (!(failure instanceof Refusal)) throw failure;
    state.rollBack();
    return { error: failure.error, events: [], returned: Buffer.alloc(0) };
  }
}

/** A wallet may not be left with less than keeps it alive. */
function checkRent({ journal }: State): void {
  for (const [{ content, lamports }, before] of journal) {
    const poor = content === null && lamports > 0n && lamports < rent(0);
    need(!poor || before.lamports < rent(0), "InsufficientFundsForRent");
  }
}
