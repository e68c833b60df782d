/** Which agreement is meant at an address that may have been used again, and what is left to say of one that is closed. */
import { formatDollars, InvalidInput, NotFound, type ProfitShareClient } from "@profit-share/sdk";
import { type BotInstance, type ClosedEvent, type EventPlace, readClosings } from "@profit-share/sdk/history";
import type { PublicKey } from "@solana/web3.js";
import { moment } from "../text/moment";

/**
 * @param instance which subscription of its bot; null leaves it to the reader: the one that exists, else the last one
 * @throws InvalidInput naming those that there are
 */
export async function agreementAt(
  client: ProfitShareClient,
  address: PublicKey,
  instance: bigint | null,
): Promise<BotInstance | null> {
  if (instance === null) return null;
  const living = await client.subscriptionIfAny(address);
  if (living?.instance === instance) return living;
  const closings = await readClosings(client, address);
  const found = closings.find((closing) => closing.instance === instance);
  if (found !== undefined) return found;
  const there = [...(living === null ? [] : [living]), ...closings].map((one) => one.instance);
  const known = there.length === 0 ? "there never was one" : `there are ${there.join(", ")}`;
  throw new InvalidInput(`No subscription at ${address.toBase58()} has the number ${instance}: ${known}`);
}

export type Closing = ClosedEvent & EventPlace;

/** The end of the last subscription at an address that has none any more. @throws NotFound if there never was one */
export async function lastClosing(client: ProfitShareClient, address: PublicKey): Promise<Closing> {
  const [closing] = await readClosings(client, address, { limit: 1 });
  if (closing !== undefined) return closing;
  throw new NotFound("subscription", address);
}

/** Such as "This subscription was closed by … at …". */
export function closedWhen({ signature, time }: Closing): string {
  const at = time === null ? "" : ` at ${moment(BigInt(time))}`;
  return `This subscription was closed by ${signature}${at}`;
}

/** Where the money went. */
export const closedWhere = ({ toVault, toSubscriber, writtenOff }: Closing): string =>
  `${formatDollars(toVault)} to the bot's vault, ${formatDollars(toSubscriber)} to the subscriber, ` +
  `${formatDollars(writtenOff)} written off`;
