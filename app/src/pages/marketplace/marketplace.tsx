/** All bots: what each takes, who says what it earned, and what it earned its creator. */
import { type ListedBot, useBots } from "../../data/bots";
import { useEarnings } from "../../data/earnings";
import { Answer } from "../../ui/answer";
import { Page } from "../../ui/page";
import { BotTable } from "./bot-table";
import { NoBots } from "./no-bots";

export default function Marketplace() {
  const bots = useBots();
  return (
    <Page
      title="Bots"
      lead="What each bot takes of a profit, and who says what the profit was. Every figure comes from the chain."
    >
      <Answer query={bots} reading="Reading all bots from the chain.">
        {(listed) => (listed.length === 0 ? <NoBots /> : <Listed listed={listed} />)}
      </Answer>
    </Page>
  );
}

function Listed({ listed }: { listed: ListedBot[] }) {
  const { earnings, source } = useEarnings(listed);
  return (
    <>
      <BotTable listed={listed} earnings={earnings} />
      <p className="max-w-prose text-muted text-sm">
        {earnings === null
          ? "Estimated earnings are left out: the settlements of 30 days are too many to read here, or the node did not give them."
          : "Estimated creator earnings are the shares that were settled in the last 30 times 24 hours, over all subscriptions of the bot, closed ones included. They are no promise. A creator can be the subscriber of its own bot."}
        {source === "index" &&
          " The index of this site tells them: here the settlements are not read yet, or too many."}
      </p>
    </>
  );
}
