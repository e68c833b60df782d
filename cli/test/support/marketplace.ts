/** A marketplace that is not on the chain yet: its people on a local chain, and its files as its host has them. */
import { keeperAddress, registerKeeper, tokenAddress } from "@profit-share/sdk";
import { sendSigned } from "@profit-share/sdk/sending";
import { csvRows, toCsv } from "@profit-share/statements";
import { LocalChain } from "@profit-share/testing/chain/local-chain";
import { openAccount } from "@profit-share/testing/chain/venue";
import { idOf, keyOf } from "@profit-share/testing/keys";
import { type Keypair, type PublicKey, VersionedTransaction } from "@solana/web3.js";

const DOLLAR = 1_000_000n;
/** Of subscribers, dollars. */
const DEPOSIT = 6n;
const BOTS_OF_A_CREATOR = 5;
/** One bot in so many is verified. */
const VERIFIED_EVERY = 5;

export interface HostRow {
  [column: string]: string;
}

export interface Subscriber {
  wallet: Keypair;
  agent: Keypair;
  row: HostRow;
}

export class Marketplace {
  readonly host = keyOf("host");
  readonly keeper = keeperAddress(this.host.publicKey, idOf("keeper"));
  readonly creators: Keypair[] = [];
  readonly bots: HostRow[] = [];
  readonly subscribers: Subscriber[] = [];

  private constructor(readonly chain: LocalChain) {}

  /** With a keeper, and people who can pay. */
  static async open(bots: number, subscribers: number, onRequest: () => void = () => {}): Promise<Marketplace> {
    const marketplace = new Marketplace(await LocalChain.start({ onRequest }));
    await marketplace.build(bots, subscribers);
    return marketplace;
  }

  close(): Promise<void> {
    return this.chain.close();
  }

  get rpcUrl(): string {
    return this.chain.localnet.rpcUrl;
  }

  botsCsv(rows: readonly HostRow[] = this.bots): string {
    return csvOf(rows);
  }

  subscribersCsv(rows: readonly HostRow[] = this.subscribers.map(({ row }) => row)): string {
    return csvOf(rows);
  }

  lamports(wallet: PublicKey): bigint {
    return this.chain.localnet.chain.account(wallet.toBase58())?.lamports ?? 0n;
  }

  /** Both parties sign what was prepared for them, and it is sent. @param base64 of one row */
  async sign(base64: string): Promise<void> {
    const { connection } = this.chain;
    const transaction = VersionedTransaction.deserialize(Buffer.from(base64, "base64"));
    const { blockhash, lastValidBlockHeight } = await connection.getLatestBlockhash("confirmed");
    transaction.message.recentBlockhash = blockhash;
    const [subscriber, agent] = transaction.message.staticAccountKeys.map((key) => key.toBase58());
    const party = this.subscribers.find(({ row }) => row.subscriber === subscriber && row.agent === agent)!;
    transaction.sign([party.wallet, party.agent]);
    await sendSigned(connection, transaction, { lastValidBlockHeight });
  }

  private async build(bots: number, subscribers: number): Promise<void> {
    const { chain, host } = this;
    chain.airdrop(host.publicKey);
    const register = { creator: host.publicKey, payer: chain.payer.publicKey, id: idOf("keeper") };
    await chain.send([registerKeeper({ ...register, signer: keyOf("signer").publicKey })], host);
    for (let number = 0; number < bots; number += 1) this.addBot(number);
    for (let number = 0; number < subscribers; number += 1) await this.addSubscriber(number);
  }

  private addBot(number: number): void {
    if (number % BOTS_OF_A_CREATOR === 0) this.creators.push(keyOf(`creator ${number}`));
    const owner = this.creators.at(-1)!.publicKey.toBase58();
    const verified = number % VERIFIED_EVERY === 0;
    this.bots.push({
      id: `bot ${number}`,
      owner,
      source: verified ? "drift" : "attested",
      feeBasis: verified ? "high_water_mark" : "each_close",
      profitSharePercent: "7.5",
      minBalance: "5",
      minDailyCap: "1",
      minPayout: "0.5",
      payoutWallet: owner,
      terms: `The creator takes 7.5 %, "as agreed",\nof bot ${number}.\n`,
    });
  }

  private async addSubscriber(number: number): Promise<void> {
    const { chain } = this;
    const [wallet, agent] = [keyOf(`subscriber ${number}`), keyOf(`agent ${number}`)];
    const bot = this.bots[number % this.bots.length]!;
    chain.airdrop(wallet.publicKey);
    chain.setTokens(tokenAddress(chain.mint, wallet.publicKey), wallet.publicKey, DEPOSIT * DOLLAR);
    const verified = bot.source === "drift";
    const venueUser = verified ? (await openAccount(chain, agent, DOLLAR)).user.toBase58() : "";
    const row = {
      bot: bot.id!,
      subscriber: wallet.publicKey.toBase58(),
      agent: agent.publicKey.toBase58(),
      venueUser,
      accountNo: verified ? "" : "0",
      dailyCap: "50",
      deposit: String(DEPOSIT),
    };
    this.subscribers.push({ wallet, agent, row });
  }
}

const csvOf = (rows: readonly HostRow[]): string => {
  const titles = Object.keys(rows[0]!);
  return toCsv(
    titles,
    rows.map((row) => titles.map((title) => ({ text: row[title]! }))),
  );
};

/** What a command wrote: its rows by their titles. */
export function writtenRows(csv: string): HostRow[] {
  const [head, ...rows] = csvRows(csv);
  return rows.map(({ cells }) => Object.fromEntries(head!.cells.map((title, index) => [title, cells[index]!])));
}
