/** Attested bots with as many subscriptions as a test needs, on a local chain: a keeper states what each realized. */
import {
  attestedSubscriptionAddress,
  botAddress,
  keeperAddress,
  ProfitShareClient,
  settleAttested,
  type Terms,
} from "@profit-share/sdk";
import { sendTransaction } from "@profit-share/sdk/sending";
import type { LocalChain } from "@profit-share/testing/chain/local-chain";
import { MINT } from "@profit-share/testing/chain/test-chain";
import type { Keypair, PublicKey, TransactionInstruction } from "@solana/web3.js";
import { agent, creator, DOLLAR, keypair, payoutWallet, subscriber } from "./parties";

const signer = keypair(4);
/** A transaction lands when it arrives. */
const LOOK_EVERY_MS = 5;
const id = (byte: number): Uint8Array => new Uint8Array(16).fill(byte);
const keeper = keeperAddress(creator.publicKey, id(1));

/** A tenth of each profitable close. */
const TERMS: Omit<Terms, "version"> = {
  ...{ source: "attested", feeBasis: "each_close", keeper, profitShareBps: 1_000, mint: MINT },
  ...{ minBalance: 2n * DOLLAR, minDailyCap: 1n, hash: new Uint8Array(32).fill(9) },
};

export class BotMarket {
  readonly client: ProfitShareClient;
  private closes = 0;

  private constructor(chain: LocalChain) {
    this.client = new ProfitShareClient(chain.connection);
  }

  /** Sends one transaction that the creator pays for. */
  send(instructions: TransactionInstruction | TransactionInstruction[], ...signers: Keypair[]): Promise<string> {
    const { connection } = this.client;
    return sendTransaction(connection, [instructions].flat(), { payer: creator, signers, lookEveryMs: LOOK_EVERY_MS });
  }

  static async open(chain: LocalChain): Promise<BotMarket> {
    const market = new BotMarket(chain);
    const { publicKey } = creator;
    await market.send(market.client.registerKeeper({ creator: publicKey, id: id(1), signer: signer.publicKey }));
    return market;
  }

  /** @param byte that its id is made of @returns the bot's address */
  async publish(byte: number, terms: Partial<Terms> = {}): Promise<PublicKey> {
    const bot = { creator: creator.publicKey, id: id(byte), terms: { ...TERMS, ...terms } };
    await this.send(this.client.publishBot({ ...bot, minPayout: 10_000n, payoutWallet }));
    return botAddress(creator.publicKey, bot.id);
  }

  /** Subscribes with a deposit of $3 and a cap of $10 a day. @returns the subscription's address */
  async subscribe(bot: PublicKey, accountNo: number): Promise<PublicKey> {
    const { terms } = await this.client.bot(bot);
    const parties = { subscriber: subscriber.publicKey, agent: agent.publicKey, payer: creator.publicKey };
    const input = { ...parties, bot, terms, account: { accountNo }, dailyCap: 10n * DOLLAR, deposit: 3n * DOLLAR };
    await this.send(this.client.subscribe(input), subscriber, agent);
    return attestedSubscriptionAddress(agent.publicKey, accountNo);
  }

  /** Settles a close. @param closePnl base units @param isFinal ends a subscription that is closing */
  async close(subscription: PublicKey, closePnl: bigint, isFinal = false): Promise<void> {
    const { bot, instance, sequence } = await this.client.subscription(subscription);
    this.closes += 1;
    const reference = new Uint8Array(32).fill(this.closes);
    const close = { sequence: sequence + 1n, closePnl, reference, isFinal };
    await this.send(
      settleAttested({ signer: signer.publicKey, keeper, subscription, bot, instance, ...close }),
      signer,
    );
  }
}
