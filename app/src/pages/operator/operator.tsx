/** How the keeper is, in words: what is late, what is set aside and why, and who pays the fees. */
import { useConfig } from "../../config/context";
import { type KeeperStatus, useKeeperStatus } from "../../data/keeper";
import { Answer } from "../../ui/answer";
import { Page } from "../../ui/page";
import { EmptyState } from "../../ui/states";
import { NodesCard } from "./nodes-card";
import { SetAsideCard } from "./set-aside-card";
import { StandingCard } from "./standing-card";

export default function OperatorPage() {
  const { keeperUrl } = useConfig();
  const query = useKeeperStatus();
  return (
    <Page title="Operator" lead="Whether the keeper does its work, and what waits for a person.">
      {keeperUrl === null ? (
        <EmptyState title="This site knows no keeper">
          Its configuration has no <code>keeperUrl</code>. Name a path of this site behind which a keeper answers, and
          leave it out where visitors need not know how the keeper is.
        </EmptyState>
      ) : (
        <Answer query={query} reading="Asking the keeper.">
          {(status) => <Shown status={status} />}
        </Answer>
      )}
    </Page>
  );
}

const Shown = ({ status }: { status: KeeperStatus }) => (
  <>
    <StandingCard status={status} />
    <SetAsideCard {...status.setAside} />
    <NodesCard endpoints={status.endpoints} feed={status.feed} />
  </>
);
