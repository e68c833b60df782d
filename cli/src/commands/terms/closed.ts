/** A subscription that was closed: its history tells what its account held. */
import type { Bot } from "@profit-share/sdk";
import type { LifeHistory } from "@profit-share/sdk/history";
import { bothUnits } from "../../text/amounts";
import { moment } from "../../text/moment";
import { type Line, ownersOf, type Standing } from "./agreed";

/** @param end of that history */
export function closedDown(
  { subscription, events, movements }: LifeHistory,
  end: NonNullable<LifeHistory["closed"]>,
  bot: Bot,
): Standing {
  const beginning = movements.find((event) => event.name === "Subscribed");
  const { subscriber, agent } = beginning?.data ?? {};
  const caps = movements.flatMap((event) => (event.name === "CapSet" ? [event.data.dailyCap] : []));
  const dailyCap = caps.at(-1) ?? beginning?.data.dailyCap ?? null;
  const { signature, slot, time, index, ...totals } = end;
  const last = events.at(-1)?.record;
  return {
    parties: [
      ["subscription", `${subscription.address.toBase58()}, number ${end.instance} of its bot`],
      ["bot", end.bot.toBase58()],
      ...ownersOf(bot),
      ...(subscriber && agent ? [line("subscriber", subscriber.toBase58()), line("agent", agent.toBase58())] : []),
    ],
    dailyCap,
    ledger: [
      ["state", `closed by ${signature}`],
      ...(beginning?.time == null ? [] : [line("subscribed", moment(BigInt(beginning.time)))]),
      ["ended", moment(end.endedAt)],
      ...(time === null ? [] : [line("closed", moment(BigInt(time)))]),
      ["settlements", String(end.sequence)],
      ...(last === undefined
        ? []
        : [
            line(
              "realized PnL",
              `${bothUnits(last.realized)} at the last of them, charged up to ${bothUnits(last.mark)}`,
            ),
          ]),
      ["profit charged", bothUnits(end.profitTotal)],
      ["creator's share", bothUnits(end.accrued)],
      ["  claimed", bothUnits(end.claimed)],
      ["  to the vault", bothUnits(end.toVault)],
      ["  waived", bothUnits(end.waived)],
      ["  written off", bothUnits(end.writtenOff)],
      ["to the subscriber", bothUnits(end.toSubscriber)],
    ],
    json: {
      ...totals,
      ...{ address: subscription.address, terms: subscription.terms, state: "closed", ended: true },
      ...{ subscriber: subscriber ?? null, agent: agent ?? null, dailyCap, signature },
      closedAt: time,
      ...{ owed: 0n, claimable: 0n, balance: 0n, withdrawable: 0n },
    },
  };
}

const line = (name: string, value: string): Line => [name, value];
