import { z } from "zod";
import type { Chain, ChainEvents } from "../chain/chain";
import { type AccountState, NO_ACCOUNT } from "../chain/runtime";
import { signatureOf } from "../chain/wire";
import { encodeAccount } from "./account-encoding";
import { invalidParams } from "./errors";
import { parseParams, withContext } from "./method";
import { checkFilters, filters, matches } from "./methods/accounts";
import {
  accountEncoding,
  dataSlice,
  flag,
  list,
  struct,
  subscriptionAddress,
  subscriptionSignature,
  variants,
} from "./params";

/** Sends one notification's result; `last` says that no other follows. */
type Notify = (result: unknown, last?: boolean) => void;

/** Starts a subscription and returns what ends it. Parameters are checked before anything starts. */
type Subscribe = (chain: Chain, params: readonly unknown[], notify: Notify) => () => void;

/** One kind of subscription: its methods are `<kind>Subscribe`, `<kind>Unsubscribe` and `<kind>Notification`. */
export type SubscriptionKind = "account" | "logs" | "program" | "signature" | "slot";

const accountConfig = struct("RpcAccountInfoConfig", { encoding: accountEncoding.nullish(), dataSlice }).nullish();
const programConfig = struct("RpcProgramAccountsConfig", {
  encoding: accountEncoding.nullish(),
  dataSlice,
  filters,
}).nullish();
const signatureConfig = struct("RpcSignatureSubscribeConfig", { enableReceivedNotification: flag.nullish() }).nullish();
const logsFilter = variants({ all: null, allWithVotes: null, mentions: list(subscriptionAddress("mentions")) });

export const SUBSCRIPTIONS: Readonly<Record<SubscriptionKind, Subscribe>> = {
  account(chain, params, notify) {
    const [key, config] = parseParams(1, [subscriptionAddress("pubkey"), accountConfig], params);
    const listener = (account: AccountState | null) =>
      notify(withContext(chain, encodeAccount(chain, account ?? NO_ACCOUNT, config)));
    chain.changes.on(key, listener);
    return () => chain.changes.off(key, listener);
  },

  logs(chain, params, notify) {
    const [filter] = parseParams(1, [logsFilter, z.unknown()], params);
    const mentions = filter.value;
    if (mentions !== null && mentions.length !== 1) throw invalidParams("Invalid Request: Only 1 address supported");
    return on(chain, "transaction", ({ transaction, keys, outcome: { err, logs } }) => {
      if (mentions === null || keys.includes(mentions[0]!)) {
        notify(withContext(chain, { signature: signatureOf(transaction), err, logs }));
      }
    });
  },

  program(chain, params, notify) {
    const [program, config] = parseParams(1, [subscriptionAddress("pubkey"), programConfig], params);
    const wanted = config?.filters ?? [];
    checkFilters(wanted);
    return on(chain, "account", (pubkey, account) => {
      if (account?.owner !== program || !matches(account, wanted)) return;
      notify(withContext(chain, { pubkey, account: encodeAccount(chain, account, config) }));
    });
  },

  /** Ends itself with the transaction's result, which comes at once if it has landed before. */
  signature(chain, params, notify) {
    const [wanted, config] = parseParams(1, [subscriptionSignature, signatureConfig], params);
    const landed = chain.ledger.get(wanted);
    if (landed !== null) {
      notify(withContext(chain, { err: landed.err }), true);
      return () => {};
    }
    const endReceived = on(chain, "received", (received) => {
      if (received === wanted && config?.enableReceivedNotification) notify(withContext(chain, "receivedSignature"));
    });
    const endLanded = on(chain, "transaction", ({ transaction, outcome }) => {
      if (signatureOf(transaction) === wanted) notify(withContext(chain, { err: outcome.err }), true);
    });
    return () => {
      endReceived();
      endLanded();
    };
  },

  slot(chain, params, notify) {
    parseParams(0, [], params);
    return on(chain, "slot", notify);
  },
};

function on<K extends keyof ChainEvents>(
  chain: Chain,
  event: K,
  listener: (...values: ChainEvents[K]) => void,
): () => void {
  chain.events.on(event, listener as never);
  return () => chain.events.off(event, listener as never);
}
