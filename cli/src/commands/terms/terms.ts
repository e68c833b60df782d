/** `terms`: what the parties agreed to, whether it is what the history binds, and where the money stands or went. */
import { createHash } from "node:crypto";
import type { ProfitShareClient, Terms } from "@profit-share/sdk";
import { readLife } from "@profit-share/sdk/history";
import type { PublicKey } from "@solana/web3.js";
import { EXIT } from "../../exit-codes";
import type { Outcome } from "../../outcome";
import { list } from "../../text/table";
import { agreementAt } from "../agreement";
import { agreedLines, differences } from "./agreed";
import { closedDown } from "./closed";
import { living } from "./living";

/** One thing that has to hold for the terms to be what was agreed to. */
interface Check {
  what: string;
  ok: boolean;
  finding: string;
}

/**
 * @param options.text the legal text, whose sha256 the terms hold
 * @param options.instance which subscription of its bot, where the address was used again; null is the present one or the last
 */
export async function terms(
  client: ProfitShareClient,
  address: PublicKey,
  { text, instance }: { text?: Uint8Array; instance: bigint | null },
): Promise<Outcome> {
  const life = await readLife(client, address, await agreementAt(client, address, instance));
  const { account, closed, report } = life;
  const agreed = life.subscription.terms;
  const [bot, now] = await Promise.all([client.bot(life.subscription.bot), client.time()]);
  const standing = account === null ? closedDown(life, closed!, bot) : living(account, bot, now);
  const checks: Check[] = [
    {
      what: "history",
      ok: report.mismatch === null,
      finding:
        report.mismatch === null
          ? `its first head binds these terms, ${report.verified} settlements follow from it`
          : `record ${report.mismatch.sequence} is wrong: ${report.mismatch.what}`,
    },
    ...(text === undefined ? [] : [legalText(agreed, text)]),
  ];
  const changes = differences(agreed, bot.terms);
  return {
    text: [
      list([...standing.parties, ...agreedLines(agreed, standing.dailyCap)]),
      list(standing.ledger),
      list(checks.map(({ what, ok, finding }) => [`${ok ? "ok" : "NOT OK"}`, `${what}: ${finding}`])),
      offer(changes),
    ].join("\n\n"),
    json: {
      ...standing.json,
      owner: bot.owner,
      payoutWallet: bot.payoutWallet,
      checks,
      botOffersOtherTerms: changes.length > 0,
      botTerms: bot.terms,
    },
    exitCode: checks.every(({ ok }) => ok) ? EXIT.done : EXIT.refused,
  };
}

function legalText({ hash }: Terms, text: Uint8Array): Check {
  const found = createHash("sha256").update(text).digest();
  const ok = found.equals(hash);
  const finding = ok ? "it is the one agreed to" : `its sha256 is ${found.toString("hex")}: it is another text`;
  return { what: "legal text", ok, finding };
}

const offer = (changes: readonly string[]): string =>
  changes.length === 0
    ? "The bot offers the same terms to new subscribers."
    : `The bot offers other terms to new subscribers; they do not change this subscription:\n  ${changes.join("\n  ")}`;
