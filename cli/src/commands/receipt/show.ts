/** A receipt in words, and its verification without a node. */
import { formatDollars, hex } from "@profit-share/sdk";
import { EXIT } from "../../exit-codes";
import type { Outcome } from "../../outcome";
import { bothUnits } from "../../text/amounts";
import { moment } from "../../text/moment";
import { list } from "../../text/table";
import { agreedLines } from "../terms/agreed";
import { type Receipt, wrongReceipt } from "./receipt";

/** @param trusted 32 bytes: the head that the subscription's account has, or had; null: it is only shown where it leads to */
export function verifyReceipt(receipt: Receipt, trusted: Uint8Array | null): Outcome {
  const { start, records, head, signature } = receipt;
  const other = trusted !== null && hex(trusted) !== hex(head);
  const mismatch =
    wrongReceipt(receipt) ?? (other ? `it leads to the head ${hex(head)}, not to ${hex(trusted)}` : null);
  const verdict =
    trusted === null
      ? `RIGHT IN ITSELF: it proves the settlement to whoever finds the head ${hex(head)} in the account of ${start.subscription.toBase58()} after ${records.at(-1)!.sequence} settlements. Pass that head with --head.`
      : `VERIFIED: ${records.length - 1} settlements lead from it to that head.`;
  return {
    text: mismatch === null ? `${settlementText(receipt)}\n\n${verdict}` : `NOT VERIFIED: ${mismatch}`,
    json: {
      ...{ verified: mismatch === null, mismatch, signature, subscription: start.subscription, bot: start.bot },
      ...{ instance: start.instance, settlement: records[0], share: shareOf(receipt), after: records.length - 1, head },
    },
    exitCode: mismatch === null ? EXIT.done : EXIT.refused,
  };
}

const shareOf = ({ previous, records: [{ accrued }] }: Receipt): bigint => accrued - (previous?.record.accrued ?? 0n);

export function settlementText(receipt: Receipt): string {
  const { start, signature, records } = receipt;
  const [{ sequence, time, realized, profit, dropped }] = records;
  return list([
    ["subscription", `${start.subscription.toBase58()}, number ${start.instance} of its bot`],
    ["bot", start.bot.toBase58()],
    ...agreedLines(start.terms, null),
    ["settlement", `${sequence}, at ${moment(time)}`],
    ["transaction", signature],
    ["realized PnL", formatDollars(realized)],
    ["profit charged", bothUnits(profit)],
    ["cut off by the cap", bothUnits(dropped)],
    ["creator's share", bothUnits(shareOf(receipt))],
  ]);
}
