/** An agreement among those that used one address: what tells it apart, and where it began. */
import type { PublicKey } from "@solana/web3.js";
import type { Subscription } from "../program/accounts";
import type { LogEvent, ProgramEvent } from "./events";

/** What tells an agreement from others at the same address, which can be used again. */
export type BotInstance = Pick<Subscription, "bot" | "instance">;

export type SubscribedEvent = Extract<LogEvent, { name: "Subscribed" }>["data"];

export const sameInstance = (a: BotInstance, b: BotInstance): boolean =>
  a.bot.equals(b.bot) && a.instance === b.instance;

/** The beginning of an agreement at the address; null if the event is something else. */
export function beginningAt(address: PublicKey, event: ProgramEvent): SubscribedEvent | null {
  return event.name === "Subscribed" && event.data.subscription.equals(address) ? event.data : null;
}
