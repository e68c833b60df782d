/** Whether a run ended as it has to: nothing lost, nothing twice, the databases say what the chain says. */
import { ProfitShareReader } from "@profit-share/sdk";
import { readHistory } from "@profit-share/sdk/history";
import { type Operator, payeeOf, referenceOf } from "./operator";
import type { Scenario } from "./scenario";
import { tokensOf } from "./tokens";
import type { World } from "./world";

interface Settled {
  sequence: string;
  closePnl: string;
  accrued: string;
  signature: string;
}

/** @returns what is wrong, in words; nothing if all is right */
export async function violationsOf(world: World, operators: readonly Operator[], { closes, transfers }: Scenario) {
  const wrong: string[] = [];
  const reader = new ProfitShareReader(world.honest);
  for (const [index, { address }] of world.attested.entries()) {
    const { report, events } = await readHistory(reader, address);
    if (report.mismatch !== null)
      wrong.push(`attested ${index + 1}: its history does not add up: ${report.mismatch.what}`);
    const settled = new Map<string, Settled[]>();
    for (const { record, signature } of events) {
      const reference = Buffer.from(record.reference).toString("hex");
      const { sequence, closePnl, accrued } = record;
      const said = { sequence: `${sequence}`, closePnl: `${closePnl}`, accrued: `${accrued}`, signature };
      settled.set(reference, [...(settled.get(reference) ?? []), said]);
    }
    for (const close of closes) {
      if (close.subscription !== index) continue;
      const found = settled.get(referenceOf(close)) ?? [];
      if (found.length !== 1) wrong.push(`${close.tradeId} of attested ${index + 1} is settled ${found.length} times`);
      else if (found[0]!.closePnl !== `${close.pnl}`)
        wrong.push(`${close.tradeId} is settled with ${found[0]!.closePnl}`);
    }
    for (const operator of operators)
      wrong.push(...(await wrongRows(operator, address.toBase58(), settled, world.truth.takenBack)));
  }
  for (const [index, subscription] of world.verified.entries()) {
    const { last } = world.market.ledger(subscription);
    const user = await reader.venueUser(world.market.ledger(subscription));
    if (user !== null && last !== user.realizedPnl) {
      wrong.push(`verified ${index + 1} is settled to ${last}, the venue says ${user.realizedPnl}`);
    }
  }
  for (const subscription of world.subscriptions) {
    const { credited } = world.market.ledger(subscription);
    for (const operator of operators)
      wrong.push(...(await wrongPayments(operator, subscription.address.toBase58(), credited)));
  }
  for (const transfer of transfers) {
    const paid = world.market.chain.tokens(world.market.chain.purse(payeeOf(transfer)));
    if (paid !== transfer.amount) wrong.push(`${transfer.id} of ${transfer.amount} has paid ${paid}`);
  }
  const tokens = tokensOf(world.market);
  if (tokens !== world.tokens) wrong.push(`there are ${tokens} base units, ${world.tokens} before`);
  for (const [index, { store }] of operators.entries()) {
    const left = await store.rows("select action, landed_slot from flights");
    if (left.length > 0) wrong.push(`keeper ${index + 1} has ${left.length} flights left: ${JSON.stringify(left)}`);
  }
  return wrong;
}

/** What was paid, trade by trade, adds up to what the chain says, in order. */
async function wrongPayments({ store }: Operator, address: string, credited: bigint): Promise<string[]> {
  const rows = await store.rows(
    `select sequence::text, amount::text, credited::text from profit_share.profit_share_distributions where subscription = '${address}' order by id`,
  );
  let [sum, last] = [0n, 0n];
  const wrong = rows.flatMap((row) => {
    const [sequence, amount, total] = [row.sequence, row.amount, row.credited].map((text) => BigInt(text as string));
    sum += amount!;
    const isRight = total === sum && sequence! >= last;
    last = sequence!;
    return isRight
      ? []
      : [`the payment of ${amount} for settlement ${sequence} of ${address} says ${total}, not ${sum}`];
  });
  if (sum !== credited) wrong.push(`${sum} of ${address} is paid by the rows, ${credited} by the chain`);
  return wrong;
}

/** Rows of closes that say something else than the chain. */
async function wrongRows(
  operator: Operator,
  address: string,
  settled: ReadonlyMap<string, Settled[]>,
  takenBack: ReadonlySet<string>,
): Promise<string[]> {
  const rows = await operator.store.rows(
    `select reference, trade_id, sequence::text, close_pnl::text, status, accrued::text, signature from closes where subscription = '${address}'`,
  );
  return rows.flatMap(({ reference, trade_id: trade, status, sequence, close_pnl: closePnl, accrued, signature }) => {
    const found = settled.get(reference as string)?.[0];
    if (found === undefined) return [`the row of ${trade} is ${status}, the chain does not know it`];
    if (status !== "settled") return [`the row of ${trade} is ${status}, the chain has settled it`];
    const same = found.sequence === sequence && found.closePnl === closePnl && found.accrued === accrued;
    // What was read of another keeper's settlement may have been on a fork: the record came again, in another transaction.
    const isRead = !operator.sent.has(signature as string);
    const sameOrForked = found.signature === signature || (isRead && takenBack.has(signature as string));
    if (!same || !sameOrForked)
      return [`the row of ${trade} says ${sequence}, ${accrued}, ${signature}; the chain ${JSON.stringify(found)}`];
    return [];
  });
}
