/** A local chain with bots and subscribers, whose every transaction is entered and compared with the accounts. Amounts are base units. */
import { encodeDriftUser } from "@profit-share/localnet";
import {
  attestedSubscriptionAddress,
  botAddress,
  claimable,
  DRIFT_PROGRAM_ID,
  keeperAddress,
  MAX_TRANSACTION_VERSION,
  owed,
  PROGRAM_ID,
  type ProfitShareClient,
  type Terms,
  transferTokens,
  venueUserAddress,
  verifiedSubscriptionAddress,
} from "@profit-share/sdk";
import { LocalChain } from "@profit-share/testing/chain/local-chain";
import { keyOf } from "@profit-share/testing/keys";
import type { PublicKey, TransactionInstruction } from "@solana/web3.js";
import { expect } from "chai";
import {
  type Books,
  balanceIn,
  claimableIn,
  type Entry,
  enter,
  openBooks,
  owedIn,
  type ReadTransaction,
} from "../../src";

export const DOLLAR = 1_000_000n;
export const creator = keyOf("statements creator");
export const buyer = keyOf("statements buyer");
export const anna = keyOf("statements anna");
export const ben = keyOf("statements ben");
export const agent = keyOf("statements agent");
const signer = keyOf("statements signer");
const EVERYBODY = [creator, buyer, anna, ben, agent, signer];
const KEEPER_ID = new Uint8Array(16).fill(1);

export class Market {
  readonly keeper = keeperAddress(creator.publicKey, KEEPER_ID);
  readonly attestedBot = botAddress(creator.publicKey, new Uint8Array(16).fill(2));
  readonly verifiedBot = botAddress(creator.publicKey, new Uint8Array(16).fill(3));
  readonly venueUser = venueUserAddress(DRIFT_PROGRAM_ID, agent.publicKey, 0);
  readonly verified = verifiedSubscriptionAddress(this.venueUser);
  books: Books = openBooks(PROGRAM_ID);
  readonly entries: Entry[] = [];
  /** All that were entered. */
  readonly transactions: ReadTransaction[] = [];
  private closes = 0;

  private constructor(readonly chain: LocalChain) {}

  /** Two bots with 10 % each; everybody has $1,000. */
  static async open(clock?: number): Promise<Market> {
    const chain = await LocalChain.inProcess({
      slotPerTransaction: true,
      ...(clock === undefined ? {} : { startTime: clock }),
    });
    const market = new Market(chain);
    market.realize(0n);
    for (const { publicKey } of EVERYBODY) {
      chain.airdrop(publicKey);
      await chain.mintTo(publicKey, 1_000n * DOLLAR);
    }
    await market.publish();
    return market;
  }

  get client(): ProfitShareClient {
    return this.chain.client;
  }

  close(): Promise<void> {
    return this.chain.close();
  }

  attested(accountNo: number): PublicKey {
    return attestedSubscriptionAddress(agent.publicKey, accountNo);
  }

  /** The agent's account on the venue is flat, with this realized PnL. */
  realize(settledPerpPnl: bigint): void {
    const data = encodeDriftUser({ authority: agent.publicKey, settledPerpPnl });
    this.chain.setAccount(this.venueUser, DRIFT_PROGRAM_ID, data);
  }

  /** Sends, enters, and compares every ledger with its account. @returns the new entries */
  async send(
    instructions: TransactionInstruction | TransactionInstruction[],
    ...signers: (typeof creator)[]
  ): Promise<Entry[]> {
    const list = [instructions].flat();
    const needed = new Set(
      list.flatMap(({ keys }) => keys.filter(({ isSigner }) => isSigner).map(({ pubkey }) => pubkey.toBase58())),
    );
    const known = EVERYBODY.filter(({ publicKey }) => needed.has(publicKey.toBase58()));
    return this.enterSent(await this.chain.send(list, ...known, ...signers));
  }

  async enterSent(signature: string): Promise<Entry[]> {
    const transaction = await this.read(signature);
    this.transactions.push(transaction);
    const { books, entries } = enter(this.books, [transaction]);
    this.books = books;
    this.entries.push(...entries);
    await this.expectAsOnChain();
    return entries;
  }

  async read(signature: string): Promise<ReadTransaction> {
    const found = await this.chain.connection.getTransaction(signature, {
      maxSupportedTransactionVersion: MAX_TRANSACTION_VERSION,
      commitment: "confirmed",
    });
    if (found === null) throw new Error(`The chain does not return ${signature}`);
    return { signature, slot: found.slot, time: found.blockTime ?? null, transaction: found };
  }

  /** Every live ledger says what its account says. */
  async expectAsOnChain(): Promise<void> {
    for (const [address, standing] of this.books.live) {
      if (standing === null) continue;
      const account = await this.client.subscription(standing.subscription);
      const { sums } = standing;
      expect(sums, address).to.include({
        profit: account.profitTotal,
        accrued: account.accrued,
        credited: account.credited,
        claimed: account.claimed,
        waived: account.waived,
      });
      expect(balanceIn(sums), address).to.equal(account.balance);
      expect(owedIn(sums), address).to.equal(owed(account));
      expect(claimableIn(sums), address).to.equal(claimable(account));
      expect(standing.instance, address).to.equal(account.instance);
      expect(standing.last?.head ?? account.head, address).to.deep.equal(account.head);
    }
  }

  async subscribe(
    where: { venueUser: PublicKey } | { accountNo: number },
    deposit: bigint,
    subscriber = anna,
  ): Promise<Entry[]> {
    const bot = "venueUser" in where ? this.verifiedBot : this.attestedBot;
    const { terms } = await this.client.bot(bot);
    const parties = { subscriber: subscriber.publicKey, agent: agent.publicKey, payer: this.chain.payer.publicKey };
    return this.send(
      this.client.subscribe({ ...parties, bot, terms, account: where, dailyCap: 1_000n * DOLLAR, deposit }),
    );
  }

  nextClose(closePnl: bigint) {
    this.closes += 1;
    const reference = new Uint8Array(32);
    new DataView(reference.buffer).setUint32(0, this.closes);
    return { closePnl, reference };
  }

  async attest(subscription: PublicKey, closePnl: bigint): Promise<Entry[]> {
    return this.send(await this.client.settleAttested(subscription, this.nextClose(closePnl)));
  }

  /** The verified subscription on this realized PnL. */
  async settleAt(realized: bigint): Promise<Entry[]> {
    this.realize(realized);
    return this.send(await this.client.settle(this.verified));
  }

  /** Tokens that reach an escrow without a deposit. */
  async donate(subscription: PublicKey, amount: bigint): Promise<Entry[]> {
    return this.send(this.transfer((await this.client.subscription(subscription)).escrow, amount));
  }

  /** Ben's tokens to any token account. */
  transfer(to: PublicKey, amount: bigint): TransactionInstruction {
    const from = this.chain.purse(ben.publicKey);
    return transferTokens({ from, mint: this.chain.mint, to, owner: ben.publicKey, amount, decimals: 6 });
  }

  private async publish(): Promise<void> {
    const { client, keeper } = this;
    const bot = { creator: creator.publicKey, minPayout: 10_000n, payoutWallet: creator.publicKey };
    const terms: Omit<Terms, "version" | "source" | "feeBasis" | "keeper"> = {
      profitShareBps: 1_000,
      minBalance: 0n,
      minDailyCap: 1n,
      mint: this.chain.mint,
      hash: new Uint8Array(32).fill(9),
    };
    await this.send([
      client.registerKeeper({ creator: creator.publicKey, id: KEEPER_ID, signer: signer.publicKey }),
      client.publishBot({
        ...bot,
        id: new Uint8Array(16).fill(2),
        terms: { ...terms, source: "attested", feeBasis: "each_close", keeper },
      }),
      client.publishBot({
        ...bot,
        id: new Uint8Array(16).fill(3),
        terms: { ...terms, source: "drift", feeBasis: "high_water_mark", keeper: null },
      }),
    ]);
  }
}
