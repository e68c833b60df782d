/** Both sides of a subscription with two signatures: a server with agents, and wallets that do what wallets do. */
import type { ProfitShareClient } from "@profit-share/sdk";
import { openAccount } from "@profit-share/testing/chain/venue";
import {
  Keypair,
  MessageV0,
  PublicKey,
  type TransactionInstruction,
  TransactionMessage,
  VersionedTransaction,
} from "@solana/web3.js";
import {
  type AgentSigner,
  Cosigner,
  type CosignerOptions,
  CosignRefused,
  MemoryAgents,
  type RefusalReason,
  type SubscribeRequest,
} from "../../src";
import { type Market, USDC } from "./market";

/** What a wallet makes of the parts of a prepared message. */
export type Change = (parts: { payer: PublicKey; instructions: TransactionInstruction[]; blockhash: string }) => {
  payer?: PublicKey;
  instructions?: TransactionInstruction[];
  blockhash?: string;
};

/** Signs for its agents, and counts. */
class CountingAgents implements AgentSigner {
  readonly keys = new MemoryAgents();
  signed = 0;

  has(agent: PublicKey): boolean {
    return this.keys.has(agent);
  }

  sign(agent: PublicKey, transaction: VersionedTransaction): Promise<VersionedTransaction> {
    this.signed += 1;
    return this.keys.sign(agent, transaction);
  }
}

export class TwoSignatures {
  readonly agents = new CountingAgents();
  /** The host's own table: whose agent it is. */
  private readonly subscribers = new Map<string, string>();

  constructor(private readonly market: Market) {}

  server(changes: Partial<CosignerOptions> & { client?: ProfitShareClient } = {}): Cosigner {
    return new Cosigner({
      client: this.market.chain.client,
      agents: this.agents,
      isAgentOf: (agent, subscriber) => this.subscribers.get(agent.toBase58()) === subscriber.toBase58(),
      looking: { lookEveryMs: 5 },
      ...changes,
    });
  }

  /** As the host's table says. */
  async agentOf(subscriber: PublicKey): Promise<PublicKey | null> {
    const [found] = [...this.subscribers].find(([, wallet]) => wallet === subscriber.toBase58()) ?? [];
    return found === undefined ? null : new PublicKey(found);
  }

  /** A wallet with SOL and $100, an agent of its own, and what it asks of a bot. */
  async newcomer(bot: PublicKey, kind: "verified" | "attested" = "attested") {
    const { chain } = this.market;
    const [wallet, agent] = [Keypair.generate(), Keypair.generate()];
    chain.airdrop(wallet.publicKey);
    await chain.mintTo(wallet.publicKey, 100n * USDC);
    this.agents.keys.add(agent);
    this.subscribers.set(agent.publicKey.toBase58(), wallet.publicKey.toBase58());
    const account =
      kind === "attested" ? { accountNo: 0 } : { venueUser: (await openAccount(chain, agent, 10n * USDC)).user };
    const parties = { bot, subscriber: wallet.publicKey, agent: agent.publicKey };
    const request: SubscribeRequest = { ...parties, account, dailyCap: 50n * USDC, deposit: 20n * USDC };
    return { wallet, agent, request };
  }
}

/** Signs a prepared transaction, base64, after changing it as told. */
export function signWith(wallet: Keypair, prepared: string, change: Change = () => ({})): string {
  const { message } = VersionedTransaction.deserialize(Buffer.from(prepared, "base64"));
  const { instructions, recentBlockhash, payerKey } = TransactionMessage.decompile(message);
  const parts = { payer: payerKey, instructions, blockhash: recentBlockhash };
  const { payer, instructions: changed, blockhash } = { ...parts, ...change(parts) };
  const transaction = new VersionedTransaction(
    MessageV0.compile({ payerKey: payer, instructions: changed, recentBlockhash: blockhash }),
  );
  transaction.sign([wallet]);
  return encode(transaction);
}

export const encode = (transaction: VersionedTransaction): string =>
  Buffer.from(transaction.serialize()).toString("base64");

/** Why it was refused, and in which words. @throws what else was thrown, and if nothing was */
export async function refusalOf(asked: Promise<unknown>): Promise<{ reason: RefusalReason; message: string }> {
  const error = await asked.then(
    (answer) => new Error(`It was not refused: ${JSON.stringify(answer)}`),
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof CosignRefused)) throw error;
  const { reason, message } = error;
  return { reason, message };
}
