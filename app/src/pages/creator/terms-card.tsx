import type { Bot, Located } from "@profit-share/sdk";
import { useState } from "react";
import { useChain } from "../../data/chain";
import { formatCount } from "../../format/money";
import { useBegin } from "../../transactions/flow";
import { Button } from "../../ui/button";
import { Card } from "../../ui/card";
import { termsIntent } from "./intents";
import { changed, readTerms, TermsFields, typedFrom } from "./terms-form";

interface Props {
  bot: Located<Bot>;
  /** How many subscriptions there are now. */
  living: number;
  isOwner: boolean;
}

/** New terms: whom they touch stands before the fields. */
export function TermsCard({ bot, living, isOwner }: Props) {
  const { client } = useChain();
  const begin = useBegin();
  const [typed, setTyped] = useState(() => typedFrom(bot.terms));
  const { source, version } = bot.terms;
  const { terms, errors } = readTerms(typed, source);
  const isNew = terms !== null && changed(terms, bot.terms);
  return (
    <Card title={`Terms, version ${version}`}>
      <p className="mb-5 max-w-prose rounded-xl bg-accent-soft px-4 py-3 text-sm">
        New terms touch nobody who has subscribed.{" "}
        {living === 1 && "The one living subscription keeps what it agreed to, for good. "}
        {living > 1 && `All ${formatCount(living)} living subscriptions keep what they agreed to, for good. `}
        Only who subscribes afterwards gets version {version + 1}.
      </p>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (isNew && isOwner) begin(termsIntent({ client, bot }, terms, living));
        }}
      >
        <TermsFields source={source} typed={typed} onTyped={setTyped} errors={errors} />
        <Button type="submit" kind="primary" className="mt-5" disabled={!isOwner || !isNew}>
          Review new terms
        </Button>
      </form>
    </Card>
  );
}
