import type { Bot, Located } from "@profit-share/sdk";
import { useChain } from "../../data/chain";
import { useBegin } from "../../transactions/flow";
import { Button } from "../../ui/button";
import { Card } from "../../ui/card";
import { openIntent } from "./intents";

/** Whether anybody can subscribe. */
export function OpenCard({ bot, isOwner }: { bot: Located<Bot>; isOwner: boolean }) {
  const { client } = useChain();
  const begin = useBegin();
  return (
    <Card title={bot.open ? "Takes new subscribers" : "Takes no new subscribers"}>
      <p className="text-muted text-sm">Subscriptions that live go on in any case.</p>
      <Button className="mt-4" disabled={!isOwner} onClick={() => begin(openIntent({ client, bot }, !bot.open))}>
        {bot.open ? "Close to new subscribers" : "Open to new subscribers"}
      </Button>
    </Card>
  );
}
