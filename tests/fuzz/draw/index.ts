/** Draws the next step of a run. */
import type { Name } from "../instructions";
import type { Operation, Send } from "../operations";
import { donation, meddling, time, venue } from "./events";
import { mutate } from "./mutate";
import { drawParties } from "./parties";
import { drawRight } from "./rights";
import { drawSubscription } from "./subscriptions";
import type { Table } from "./table";

const WEIGHTS: readonly (readonly [number, Name])[] = [
  [140, "settle"],
  [140, "settle_attested"],
  [70, "settle_batch"],
  [80, "deposit"],
  [30, "sync"],
  [60, "claim"],
  [50, "payout"],
  [70, "withdraw"],
  [90, "subscribe"],
  [9, "unsubscribe"],
  [45, "close_subscription"],
  [40, "set_cap"],
  [20, "waive"],
  [15, "claim_vault"],
  [6, "register_keeper"],
  [10, "set_keeper_signer"],
  [7, "transfer_keeper"],
  [7, "accept_keeper"],
  [10, "publish_bot"],
  [12, "update_terms"],
  [10, "set_payout"],
  [10, "set_open"],
  [7, "transfer_bot"],
  [7, "accept_bot"],
];

const OF_PARTIES = new Set<Name>([
  "register_keeper",
  "set_keeper_signer",
  "transfer_keeper",
  "accept_keeper",
  "publish_bot",
  "update_terms",
  "set_payout",
  "set_open",
  "transfer_bot",
  "accept_bot",
  "claim_vault",
]);

/** @param last what was sent before: sent again now and then */
export function draw(table: Table, last: Send | null): Operation {
  const { random } = table;
  if (random.chance(28)) {
    return random.weighted([
      [22, time],
      [68, venue],
      [6, donation],
      [4, meddling],
    ])(table);
  }
  if (last !== null && random.chance(3)) return { ...last, rightful: false };
  const send = (random.chance(4) ? drawRight(table) : null) ?? drawSend(table);
  if (!random.chance(14)) return send;
  const wrong = mutate(table, send);
  return random.chance(10) ? mutate(table, wrong) : wrong;
}

function drawSend(table: Table): Send {
  for (;;) {
    const instruction = table.random.weighted(WEIGHTS);
    const send = OF_PARTIES.has(instruction) ? drawParties(table, instruction) : drawSubscription(table, instruction);
    if (send !== null) return send;
  }
}
