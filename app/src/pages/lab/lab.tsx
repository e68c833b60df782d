/** For experiments on a local chain: money, time, trades and people, all of them worthless. */
import { useConfig } from "../../config/context";
import { Page } from "../../ui/page";
import { EmptyState } from "../../ui/states";
import { FaucetCard } from "./faucet-card";
import { MarketCard } from "./market-card";
import { PeopleCard } from "./people-card";
import { TimeCard } from "./time-card";

export default function LabPage() {
  const { cluster } = useConfig();
  return (
    <Page title="Lab" lead="Money, time, trades and people of the local chain. Nothing here is worth anything.">
      {cluster === "localnet" ? (
        <div className="grid items-start gap-6 lg:grid-cols-2">
          <PeopleCard />
          <FaucetCard />
          <MarketCard />
          <TimeCard />
        </div>
      ) : (
        <EmptyState title="There is no lab on this cluster">
          It writes accounts and sets the clock, which only the local chain lets anybody do. Start one with{" "}
          <code>npm start</code>.
        </EmptyState>
      )}
    </Page>
  );
}
