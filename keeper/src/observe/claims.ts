/** Which subscriptions of an agent owe how much, as far as they were looked at. They share the agent's tokens. */
import { owed } from "@profit-share/sdk";
import type { Observed } from "./observed";

type Seen = Pick<Observed, "address" | "subscription">;

export class Claims {
  /** By agent and mint, then by subscription; base units above zero. */
  private readonly debts = new Map<string, Map<string, bigint>>();

  /** @returns base units that the agent's other subscriptions owe */
  note({ address, subscription }: Seen): bigint {
    const { agent, terms } = subscription;
    const purse = `${agent.toBase58()} ${terms.mint.toBase58()}`;
    const name = address.toBase58();
    const debt = owed(subscription);
    const debts = this.debts.get(purse) ?? new Map<string, bigint>();
    if (debt > 0n) debts.set(name, debt);
    else debts.delete(name);
    if (debts.size > 0) this.debts.set(purse, debts);
    else this.debts.delete(purse);
    return [...debts].reduce((sum, [other, amount]) => (other === name ? sum : sum + amount), 0n);
  }

  /** Subscriptions that owe, base58, with base units. */
  all(): Map<string, bigint> {
    return new Map([...this.debts.values()].flatMap((debts) => [...debts]));
  }

  /** The subscription does not exist any more. @param name its address, base58 */
  forget(name: string): void {
    for (const [purse, debts] of this.debts) if (debts.delete(name) && debts.size === 0) this.debts.delete(purse);
  }
}
