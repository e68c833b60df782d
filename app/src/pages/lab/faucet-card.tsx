import { PublicKey } from "@solana/web3.js";
import { useState } from "react";
import { addressIn, useChain } from "../../data/chain";
import { giveSol, giveTokens } from "../../data/localnet";
import { useVenueMint } from "../../data/offer";
import { Button } from "../../ui/button";
import { Card } from "../../ui/card";
import { Field } from "../../ui/field";
import { useAccount } from "../../wallet/wallet";
import { Said } from "./said";
import { useDoing } from "./use-doing";

const SOL = 10;
const DOLLARS = 1_000n;
const UNIT = 1_000_000n;

/** SOL for fees and dollars for deposits. */
export function FaucetCard() {
  const chain = useChain();
  const account = useAccount();
  const [typed, setTyped] = useState("");
  const { data: mint } = useVenueMint("drift");
  const doing = useDoing();
  const text = typed.trim() === "" ? (account ?? "") : typed.trim();
  const to = addressIn(text);
  const give = (what: string, work: (wallet: PublicKey) => Promise<void>) =>
    doing.run(async () => {
      await work(new PublicKey(text));
      return `${what} given to ${text}.`;
    });
  return (
    <Card title="Faucet">
      <Field
        label="Wallet"
        value={typed}
        spellCheck={false}
        placeholder={account ?? ""}
        onChange={(event) => setTyped(event.currentTarget.value)}
        error={text !== "" && to === null ? "This is no address" : null}
        hint={account === null ? "Connect one, or name any." : "Left empty, the connected one."}
      />
      <div className="mt-4 flex flex-wrap gap-2">
        <Button
          disabled={to === null || doing.isBusy}
          onClick={() => void give(`${SOL} SOL`, (wallet) => giveSol(chain, wallet, SOL))}
        >
          {SOL} SOL
        </Button>
        <Button
          disabled={to === null || mint == null || doing.isBusy}
          onClick={() => void give("$1,000", (wallet) => giveTokens(chain, mint!, wallet, DOLLARS * UNIT))}
        >
          $1,000
        </Button>
      </div>
      <Said {...doing} />
    </Card>
  );
}
