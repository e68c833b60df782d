import { useChain } from "../../data/chain";
import { useNow } from "../../data/clock";
import { forward } from "../../data/localnet";
import { formatMoment } from "../../format/time";
import { Button } from "../../ui/button";
import { Card } from "../../ui/card";
import { Said } from "./said";
import { useDoing } from "./use-doing";

const HOUR = 3_600;
const DAY = 24 * HOUR;
const JUMPS = [
  { text: "1 hour", seconds: HOUR },
  { text: "1 day", seconds: DAY },
  { text: "7 days", seconds: 7 * DAY },
  { text: "30 days", seconds: 30 * DAY },
];

/** The chain's clock, which everything here goes by. */
export function TimeCard() {
  const chain = useChain();
  const now = useNow();
  const doing = useDoing();
  return (
    <Card title="Time travel">
      <p className="text-sm">
        On the chain it is <span className="font-medium">{now === undefined ? "…" : formatMoment(now)}</span>.
      </p>
      <p className="mt-1 text-muted text-sm">
        It only goes forward: caps begin anew, and subscriptions come to their end.
      </p>
      <div className="mt-4 flex flex-wrap gap-2">
        {JUMPS.map(({ text, seconds }) => (
          <Button
            key={text}
            disabled={doing.isBusy}
            onClick={() =>
              void doing.run(async () => {
                await forward(chain, seconds);
                return `${text} went by.`;
              })
            }
          >
            {text}
          </Button>
        ))}
      </div>
      <Said {...doing} />
    </Card>
  );
}
