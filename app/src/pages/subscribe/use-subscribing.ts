/** Subscribing from the choice to its end, one step after the other. */
import { VersionedTransaction } from "@solana/web3.js";
import { useQueryClient } from "@tanstack/react-query";
import { useRef, useState } from "react";
import { useChain } from "../../data/chain";
import {
  type Choices,
  type Cosigned,
  cosign,
  type PreparedSubscription,
  prepareSubscription,
  refusalWords,
} from "../../data/subscribing";
import { keepsAll } from "../../transactions/prepare";
import { sign as signInWallet } from "../../wallet/wallet";

export type Stage =
  | { name: "choosing"; problem: string | null }
  | { name: "preparing" }
  | { name: "review"; prepared: PreparedSubscription; problem: string | null }
  | { name: "signing"; prepared: PreparedSubscription }
  | { name: "sending"; prepared: PreparedSubscription }
  | { name: "ended"; prepared: PreparedSubscription; outcome: Cosigned };

export function useSubscribing() {
  const chain = useChain();
  const queries = useQueryClient();
  const [stage, setStage] = useState<Stage>({ name: "choosing", problem: null });
  /** What the wallet signed: asked again with the same, the keeper answers the same. */
  const signed = useRef<Uint8Array | null>(null);

  const restart = (problem: string | null = null) => {
    signed.current = null;
    setStage({ name: "choosing", problem });
  };

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

  const send = async (prepared: PreparedSubscription, bytes: Uint8Array) => {
    setStage({ name: "sending", prepared });
    try {
      setStage({ name: "ended", prepared, outcome: await cosign(chain, prepared.choices, bytes) });
      await queries.invalidateQueries();
    } catch (error) {
      restart(refusalWords(error));
    }
  };

  const sign = async () => {
    if (stage.name === "ended" && signed.current !== null) return send(stage.prepared, signed.current);
    if (stage.name !== "review") return;
    const { prepared } = stage;
    const { transaction, choices } = prepared;
    setStage({ name: "signing", prepared });
    try {
      const [bytes] = await signInWallet(chain.config.cluster, choices.subscriber.toBase58(), [
        transaction.serialize(),
      ]);
      // Wallets may add to it: the keeper says what it accepts.
      const returned = VersionedTransaction.deserialize(bytes!);
      if (!keepsAll(transaction.message, returned.message)) {
        throw new Error("the wallet returned another transaction than this one");
      }
      signed.current = bytes!;
    } catch (error) {
      const words = error instanceof Error ? error.message : String(error);
      setStage({ name: "review", prepared, problem: `Nothing was sent. The wallet says: ${words}` });
      return;
    }
    await send(prepared, signed.current);
  };

  return { stage, prepare, sign, restart: () => restart() };
}
