/** Writes the entries of one transaction, each into the ledger of its subscription. */
import { base58Of } from "@profit-share/sdk";
import { loggedEvents, type SettlementRecord } from "@profit-share/sdk/history";
import type { PublicKey } from "@solana/web3.js";
import type { ReadTransaction } from "../chain/executed-calls";
import { agreementKey, type BotStanding, type SubscriptionStanding } from "./books";
import type { Draft } from "./draft";
import { type Amounts, balanceIn, claimableIn, type Entry, type EntryKind, NO_AMOUNTS, owedIn, plus } from "./entry";
import { BooksMismatch, MissingBeginning, MissingTime } from "./failures";

interface Details {
  amounts?: Partial<Amounts>;
  record?: SettlementRecord;
  destination?: PublicKey;
  basis?: Entry["basis"];
}

export class Posting {
  readonly entries: Entry[] = [];

  constructor(
    readonly draft: Draft,
    private readonly place: ReadTransaction,
  ) {}

  /** Unix seconds of the transaction. @throws MissingTime */
  get time(): number {
    if (this.place.time === null) throw new MissingTime(this.place.signature);
    return this.place.time;
  }

  /** The live subscription at the address; null if it is not followed. @throws MissingBeginning */
  live(address: PublicKey): SubscriptionStanding | null {
    const key = base58Of(address);
    const standing = this.draft.live.get(key);
    if (standing !== undefined) return standing;
    const { subscriptions } = this.draft.scope;
    if (subscriptions !== null && !subscriptions.has(key)) return null;
    throw new MissingBeginning(this.place.signature, "subscription", key);
  }

  /** null if it is not followed. @throws MissingBeginning */
  bot(address: PublicKey): BotStanding | null {
    const key = base58Of(address);
    const { bots } = this.draft.scope;
    if (bots !== null && !bots.has(key)) return null;
    const standing = this.draft.bots.get(key);
    if (standing === undefined) throw new MissingBeginning(this.place.signature, "bot", key);
    return standing;
  }

  setBot(standing: BotStanding): void {
    this.draft.bots.set(base58Of(standing.address), standing);
  }

  /** Enters something that happened to a subscription. @returns it afterwards */
  post(standing: SubscriptionStanding, kind: EntryKind, details: Details = {}): SubscriptionStanding {
    const amounts = { ...NO_AMOUNTS, ...details.amounts };
    const sums = plus(standing.sums, amounts);
    const after = { ...standing, sums };
    this.draft.live.set(base58Of(standing.subscription), after);
    const { subscription, instance, subscriber } = standing;
    this.enter(kind, standing.bot, {
      ...details,
      amounts,
      parties: { subscription, instance, subscriber },
      after: { balance: balanceIn(sums), owed: owedIn(sums), claimable: claimableIn(sums) },
    });
    return after;
  }

  /** Enters what left a bot's vault. */
  postVault(bot: BotStanding, kind: "vault_claim" | "vault_gift", amount: bigint, destination: PublicKey): void {
    const known = kind === "vault_claim";
    if (known) this.setBot({ ...bot, inVault: bot.inVault - amount });
    this.enter(kind, bot.address, {
      destination,
      amounts: known ? { ...NO_AMOUNTS, vaultClaimed: amount } : NO_AMOUNTS,
      gift: known ? 0n : amount,
    });
  }

  /** Takes a closed subscription from its address, which can be used again. */
  close(standing: SubscriptionStanding): void {
    this.draft.live.set(base58Of(standing.subscription), undefined);
    this.draft.held.set(base58Of(standing.escrow), undefined);
    this.draft.closed.set(agreementKey(standing), standing);
  }

  /** What the escrow held when it was seen last. */
  held(escrow: PublicKey): bigint {
    return this.draft.held.get(base58Of(escrow)) ?? 0n;
  }

  /** What `sync` says in its log that it found. @throws BooksMismatch if the node cut it off */
  foundByLog(subscription: PublicKey): bigint {
    const logged = loggedEvents(this.place.transaction, this.draft.programId).find(
      ({ name, data }) => name === "Funded" && data.subscription.equals(subscription),
    );
    this.expect(
      `the log of what sync found for ${base58Of(subscription)}`,
      "there",
      logged === undefined ? "cut off" : "there",
    );
    return (logged!.data as { amount: bigint }).amount;
  }

  /** @throws BooksMismatch if the two are not the same */
  expect(what: string, expected: bigint | string, actual: bigint | string): void {
    if (expected !== actual) throw new BooksMismatch(this.place.signature, what, expected, actual);
  }

  private enter(kind: EntryKind, bot: PublicKey, entry: Partial<Entry> & Pick<Entry, "amounts">): void {
    const { signature, slot } = this.place;
    // A record says its own time, which the head proves.
    const time = entry.record == null ? this.time : Number(entry.record.time);
    const { creator, owner } = this.draft.bots.get(base58Of(bot))!;
    // Field by field: of a long history there are millions.
    this.entries.push({
      kind,
      time,
      slot,
      signature,
      index: this.entries.length,
      bot,
      creator,
      owner,
      parties: entry.parties ?? null,
      amounts: entry.amounts,
      gift: entry.gift ?? 0n,
      record: entry.record ?? null,
      destination: entry.destination ?? null,
      basis: entry.basis ?? "proven",
      after: entry.after ?? null,
    });
  }
}
