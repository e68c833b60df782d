/** Holds what an index says against the chain: every subscription's ledger, and of some the whole chain of heads. */
import { createHash } from "node:crypto";
import { connect, hex, PROGRAM_ID, ProfitShareClient, type Subscription } from "@profit-share/sdk";
import { firstHead } from "@profit-share/sdk/history";
import { PublicKey } from "@solana/web3.js";
import type { Asking } from "./asking";

/** Subscriptions whose records are hashed. */
const HASHED = 10;
const PAGE = 1_000;

interface Page {
  items: { bytes: string }[];
  next: string | null;
}

/** @param subscriptions base58 @throws Error that names the first difference */
export async function expectAsOnChain(asking: Asking, rpcUrl: string, subscriptions: readonly string[]): Promise<void> {
  const client = new ProfitShareClient(connect(rpcUrl));
  const every = Math.ceil(subscriptions.length / HASHED);
  for (const [index, name] of subscriptions.entries()) {
    const account = await client.subscription(new PublicKey(name));
    await expectLedger(asking, name, account);
    if (index % every === 0) await expectHead(asking, name, account);
  }
}

async function expectLedger(asking: Asking, name: string, account: Subscription): Promise<void> {
  type Sums = Record<"profit" | "accrued" | "credited" | "claimed" | "waived", string>;
  const { agreements } = await asking.json<{ agreements: { sums: Sums }[] }>(`/v1/subscriptions/${name}`);
  const { profit, accrued, credited, claimed, waived } = agreements[0]!.sums;
  const told = [profit, accrued, credited, claimed, waived].join();
  const there = [account.profitTotal, account.accrued, account.credited, account.claimed, account.waived].join();
  if (told !== there) throw new Error(`The index says of ${name} ${told}, its account ${there}`);
}

async function expectHead(asking: Asking, name: string, account: Subscription): Promise<void> {
  let head: Uint8Array = firstHead({ ...account, programId: PROGRAM_ID, subscription: new PublicKey(name) });
  for (let next: string | null = "0"; next !== null; ) {
    const page: Page = await asking.json<Page>(`/v1/subscriptions/${name}/records?limit=${PAGE}&after=${next}`);
    for (const { bytes } of page.items)
      head = createHash("sha256").update(head).update(Buffer.from(bytes, "hex")).digest();
    next = page.next;
  }
  if (hex(head) !== hex(account.head)) {
    throw new Error(`The index's records of ${name} lead to ${hex(head)}, its account says ${hex(account.head)}`);
  }
}
