/** Publishing a bot: its terms, where payouts go, and its address before it exists. */
import { botAddress, type Source } from "@profit-share/sdk";
import { PublicKey } from "@solana/web3.js";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { useChain } from "../../data/chain";
import { useIsPublished, useKeeperProblem, useMintProblem, useVenueMint } from "../../data/offer";
import { usePayee } from "../../data/payee";
import { formatExactly } from "../../format/money";
import { feeSentence, keepSentence } from "../../format/words";
import { useBegin } from "../../transactions/flow";
import { AmountField, typedAmount } from "../../ui/amount-field";
import { Button } from "../../ui/button";
import { Card } from "../../ui/card";
import { Choice } from "../../ui/choice";
import { Field } from "../../ui/field";
import { Page } from "../../ui/page";
import { EmptyState } from "../../ui/states";
import { useAccount } from "../../wallet/wallet";
import { PayeeField, payoutProblem } from "./payee-field";
import { readTerms, TermsFields, type TypedTerms } from "./terms-form";

const SOURCES = [
  { value: "drift", text: "Drift" },
  { value: "velocity", text: "Velocity" },
  { value: "attested", text: "A keeper" },
] as const;

const EMPTY: TypedTerms = {
  percent: "10",
  feeBasis: "high_water_mark",
  minBalance: "0",
  minDailyCap: "1",
  keeper: "",
  hash: "",
};

export default function PublishPage() {
  const account = useAccount();
  return (
    <Page
      title="Publish a bot"
      lead="What subscribers agree to, and where your share goes. It costs the rent of two accounts."
    >
      {account === null ? (
        <EmptyState title="Connect the wallet that is to own the bot">
          It signs once. The bot belongs to it, and only it can claim.
        </EmptyState>
      ) : (
        <Form key={account} owner={new PublicKey(account)} />
      )}
    </Page>
  );
}

function Form({ owner }: { owner: PublicKey }) {
  const { client } = useChain();
  const begin = useBegin();
  // Each bot of a creator has its own; it makes the address.
  const [id] = useState(() => crypto.getRandomValues(new Uint8Array(16)));
  const [source, setSource] = useState<Source>("drift");
  const [typed, setTyped] = useState(EMPTY);
  const [wallet, setWallet] = useState(owner.toBase58());
  const [least, setLeast] = useState("1");
  const [mintText, setMintText] = useState("");
  const { terms, errors } = readTerms(typed, source);
  const mint = useMint(source, mintText);
  const { data: keeperProblem } = useKeeperProblem(source === "attested" ? typed.keeper : "");
  const { data: payee } = usePayee(mint.address ?? owner, wallet);
  const minPayout = typedAmount(least);
  const address = botAddress(owner, id, client.programId);
  const { data: isPublished } = useIsPublished(address);
  const payoutWallet = payee?.kind === "wallet" && payoutProblem(payee) === null ? payee.wallet : null;
  const isReady =
    terms !== null &&
    mint.address !== null &&
    payoutWallet !== null &&
    minPayout.amount !== null &&
    (source !== "attested" || keeperProblem === null);
  if (isPublished === true) return <Published address={address} />;
  const review = () => {
    if (!isReady) return;
    const offered = { ...terms, source, mint: mint.address! };
    begin({
      title: "Publish the bot",
      explanation: [
        `${feeSentence(terms)} ${keepSentence(terms)}`,
        "Creator, token and who says what the profit is stay as they are for good. Everything else you can change for new subscribers.",
        `Payouts of at least ${formatExactly(minPayout.amount!)} go to ${payoutWallet.toBase58()}.`,
      ],
      signer: owner,
      names: {},
      mint: mint.address!,
      instructions: async () => [
        client.publishBot({ creator: owner, id, terms: offered, minPayout: minPayout.amount!, payoutWallet }),
      ],
    });
  };
  return (
    <form
      className="flex flex-col gap-6"
      onSubmit={(event) => {
        event.preventDefault();
        review();
      }}
    >
      <Card title="Who says what the profit is">
        <Choice label="Who says what the profit is" options={SOURCES} value={source} onChange={setSource} />
        <p className="mt-3 max-w-prose text-muted text-sm">
          {source === "attested"
            ? "A keeper states the PnL of each close and signs it. Subscribers have to trust that keeper."
            : "The program itself reads the account on the venue, so that nobody has to be trusted."}
        </p>
        {mint.isTyped && (
          <div className="mt-4 max-w-xl">
            <Field
              label="Token in which it is counted"
              value={mintText}
              spellCheck={false}
              onChange={(event) => setMintText(event.currentTarget.value)}
              error={mint.problem}
              hint="The address of its mint, such as USDC's. Six decimals."
            />
          </div>
        )}
        {!mint.isTyped && (
          <p className="mt-3 text-sm">
            {mint.problem ?? (
              <>
                Counted in the venue's dollar,{" "}
                <span className="break-all font-mono text-xs">{mint.address?.toBase58()}</span>
              </>
            )}
          </p>
        )}
      </Card>
      <Card title="Terms">
        <TermsFields
          source={source}
          typed={typed}
          onTyped={setTyped}
          errors={{ ...errors, keeper: errors.keeper ?? keeperProblem ?? null }}
        />
      </Card>
      <Card title="Payouts">
        <div className="grid gap-5 sm:grid-cols-2">
          <PayeeField label="Payout wallet" text={wallet} onText={setWallet} payee={payee} />
          <AmountField
            label="Least payout, dollars"
            text={least}
            onText={setLeast}
            error={minPayout.error}
            hint="Less than this waits, so that a payout is worth its fee."
          />
        </div>
      </Card>
      <div>
        <Button type="submit" kind="primary" disabled={!isReady}>
          Review
        </Button>
        <p className="mt-2 break-all text-muted text-xs">Its address will be {address.toBase58()}</p>
      </div>
    </form>
  );
}

/** Of a venue it is the venue's own; else somebody types it. */
function useMint(source: Source, text: string) {
  const isTyped = source === "attested";
  const { data: venueMint } = useVenueMint(isTyped ? null : source);
  const { data: problem } = useMintProblem(isTyped ? text : "");
  if (isTyped) {
    const isRight = text.trim() !== "" && problem === null;
    return { isTyped, address: isRight ? new PublicKey(text.trim()) : null, problem: problem ?? null };
  }
  const isMissing = venueMint === null;
  return {
    isTyped,
    address: venueMint ?? null,
    problem: isMissing ? "This venue is not on this chain." : null,
  };
}

const Published = ({ address }: { address: PublicKey }) => (
  <EmptyState title="The bot is published">
    <Link to="/creator/$bot" params={{ bot: address.toBase58() }} className="link">
      Go on to its page
    </Link>{" "}
    or{" "}
    <Link to="/bot/$bot" params={{ bot: address.toBase58() }} className="link">
      see it as visitors do
    </Link>
    .
  </EmptyState>
);
