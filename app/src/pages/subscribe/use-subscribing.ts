/** Subscribing from the choice to its end, one step after the other. */
import { VersionedTransaction } from "@solana/web3.js";
import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { useChain } from "../../data/chain";
import {
  type Choices,
  type Cosigned,
  cosign,
  type PreparedSubscription,
  prepareSubscription,
  refusalWords,
  type SignedSubscription,
  signedSubscription,
} from "../../data/subscribing";
import { keepsAll } from "../../transactions/prepare";
import { sign as signInWallet } from "../../wallet/wallet";
import { keepSigned, keptSigned } from "./kept-signed";

export type Stage =
  | { name: "choosing"; problem: string | null }
  | { name: "preparing" }
  | { name: "review"; prepared: PreparedSubscription; problem: string | null }
  | { name: "signing"; prepared: PreparedSubscription }
  | { name: "sending"; signed: SignedSubscription }
  | { name: "ended"; signed: SignedSubscription; outcome: Cosigned };

/** @param bot @param subscriber base58: what was signed for both before a reload is gone on with */
export function useSubscribing(bot: string, subscriber: string) {
  const chain = useChain();
  const queries = useQueryClient();
  const [stage, setStage] = useState<Stage>({ name: "choosing", problem: null });

  const restart = (problem: string | null = null) => setStage({ name: "choosing", problem });

  const prepare = async (choices: Choices) => {
    if (stage.name !== "choosing") return;
    setStage({ name: "preparing" });
    try {
      const prepared = await prepareSubscription(chain, choices);
      const { error } = prepared.simulation;
      if (error === null) setStage({ name: "review", prepared, problem: null });
      else restart(`This cannot be done now: ${error.message}.`);
    } catch (error) {
      restart(refusalWords(error));
    }
  };

  /** Kept first: a page that is closed while the keeper is asked finds it again. */
  const send = async (signed: SignedSubscription) => {
    const keep = (what: SignedSubscription | null) => keepSigned(chain, bot, subscriber, what);
    setStage({ name: "sending", signed });
    try {
      await keep(signed);
      const outcome = await cosign(chain, signed);
      if (outcome.kind !== "unknown") await keep(null);
      setStage({ name: "ended", signed, outcome });
      await queries.invalidateQueries();
    } catch (error) {
      await keep(null);
      restart(refusalWords(error));
    }
  };

  // biome-ignore lint/correctness/useExhaustiveDependencies: once, when the page opens
  useEffect(() => {
    // A node that fails here fails everywhere, and the page says so.
    void keptSigned(chain, bot, subscriber).then(
      (signed) => signed && send(signed),
      () => {},
    );
  }, []);

  const sign = async () => {
    if (stage.name === "ended") return send(stage.signed);
    if (stage.name !== "review") return;
    const { prepared } = stage;
    const { transaction, choices } = prepared;
    setStage({ name: "signing", prepared });
    let signed: SignedSubscription;
    try {
      const [bytes] = await signInWallet(chain.config.cluster, choices.subscriber.toBase58(), [
        transaction.serialize(),
      ]);
      // Wallets may add to it: the keeper says what it accepts.
      const returned = VersionedTransaction.deserialize(bytes!);
      if (!keepsAll(transaction.message, returned.message)) {
        throw new Error("the wallet returned another transaction than this one");
      }
      signed = signedSubscription(prepared, bytes!);
    } catch (error) {
      const words = error instanceof Error ? error.message : String(error);
      setStage({ name: "review", prepared, problem: `Nothing was sent. The wallet says: ${words}` });
      return;
    }
    await send(signed);
  };

  return { stage, prepare, sign, restart: () => restart() };
}
