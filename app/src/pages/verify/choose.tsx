/** Which subscription is to be checked. */
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { addressIn } from "../../data/chain";
import { Button } from "../../ui/button";
import { Card } from "../../ui/card";
import { Field } from "../../ui/field";
import { Page } from "../../ui/page";

export default function Choose() {
  const navigate = useNavigate();
  const [text, setText] = useState("");
  const address = addressIn(text.trim());
  return (
    <Page
      title="Verify"
      lead="Recompute a subscription in your browser: every settlement, every sum and the escrow. You need no wallet, and you trust nobody but the node."
    >
      <Card className="max-w-2xl">
        <form
          onSubmit={(event) => {
            event.preventDefault();
            if (address !== null) void navigate({ to: "/verify/$address", params: { address: address.toBase58() } });
          }}
        >
          <Field
            label="Address of the subscription"
            value={text}
            onChange={(event) => setText(event.currentTarget.value)}
            error={text.trim() !== "" && address === null ? "This is no address on Solana" : null}
            hint="It stands on the subscription's page. One that was closed can be checked, too."
            spellCheck={false}
          />
          <Button type="submit" kind="primary" className="mt-4" disabled={address === null}>
            Check it
          </Button>
        </form>
      </Card>
    </Page>
  );
}
