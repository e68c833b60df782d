import { DRIFT_PROGRAM_ID, venueUserAddress } from "@profit-share/sdk";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { Address } from "../../ui/address";
import { Button } from "../../ui/button";
import { Card } from "../../ui/card";
import { Field } from "../../ui/field";
import { keyNamed } from "../../wallet/lab-keys";
import { chooseNamed, useLabAccounts } from "../../wallet/lab-wallet";
import { useAccount } from "../../wallet/wallet";
import { Said } from "./said";
import { useDoing } from "./use-doing";

/** Of the demo's story. */
const KNOWN = ["creator", "Anna", "Ben", "Cleo", "Dora"];

/** Where the demo's keeper opens an account for the agent that it makes for a wallet. @param wallet base58 */
function useAgentsAccount(wallet: string | null): string | undefined {
  const { data } = useQuery({
    queryKey: ["agent's account", wallet],
    queryFn: async () => {
      const { publicKey } = await keyNamed(`agent of ${wallet}`);
      return venueUserAddress(DRIFT_PROGRAM_ID, publicKey, 0).toBase58();
    },
    enabled: wallet !== null,
    staleTime: Number.POSITIVE_INFINITY,
  });
  return data;
}

/** Throw-away wallets by name. */
export function PeopleCard() {
  const [name, setName] = useState("");
  const accounts = useLabAccounts();
  const connected = useAccount();
  const doing = useDoing();
  const agentsAccount = useAgentsAccount(connected);
  const be = (who: string) =>
    doing.run(async () => {
      await chooseNamed(who);
      return `You are ${who} now, if the Lab wallet is connected.`;
    });
  return (
    <Card title="Be somebody">
      <p className="mb-4 text-muted text-sm">
        A key follows from each name, the same on every machine. The Lab wallet signs for it without asking: connect it
        at the top. These names play in the demo's story:
      </p>
      <div className="flex flex-wrap gap-2">
        {KNOWN.map((who) => (
          <Button key={who} onClick={() => void be(who)}>
            {who}
          </Button>
        ))}
      </div>
      <form
        className="mt-4"
        onSubmit={(event) => {
          event.preventDefault();
          if (name.trim() !== "") void be(name.trim());
        }}
      >
        <Field
          label="Or any other name"
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
          suffix={
            <Button type="submit" className="whitespace-nowrap">
              Be it
            </Button>
          }
        />
      </form>
      {agentsAccount !== undefined && (
        <p className="mt-4 text-sm">
          In the demo, the keeper makes you an agent when you first subscribe. Its account on Drift:{" "}
          <span className="break-all font-mono text-xs">{agentsAccount}</span>
        </p>
      )}
      {accounts.length > 0 && (
        <ul className="mt-4 divide-y divide-line text-sm">
          {accounts.map((one) => (
            <li key={one.name} className="flex flex-wrap items-center justify-between gap-x-4 py-2">
              <span>
                {one.name}
                {one.address === connected && <span className="text-accent"> · connected</span>}
              </span>
              <Address value={one.address} />
            </li>
          ))}
        </ul>
      )}
      <Said {...doing} />
    </Card>
  );
}
