import { useState } from "react";
import { Address } from "../../ui/address";
import { Button } from "../../ui/button";
import { Card } from "../../ui/card";
import { Field } from "../../ui/field";
import { chooseNamed, useLabAccounts } from "../../wallet/lab-wallet";
import { useAccount } from "../../wallet/wallet";
import { Said } from "./said";
import { useDoing } from "./use-doing";

/** Of the demo's story. */
const KNOWN = ["creator", "Anna", "Ben", "Cleo", "Dora"];

/** Throw-away wallets by name. */
export function PeopleCard() {
  const [name, setName] = useState("");
  const accounts = useLabAccounts();
  const connected = useAccount();
  const doing = useDoing();
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
