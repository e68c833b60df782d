/**
 * Subscribing with two signatures. The subscriber's wallet signs first, because wallets may add to a message before they
 * sign it. Then the server checks what was signed, lets the agent sign, and sends.
 */
import { type ProfitShareClient, signatureOf, type Terms } from "@profit-share/sdk";
import { type Explanation, type Looking, Refused, simulate } from "@profit-share/sdk/sending";
import { MessageV0, type PublicKey, VersionedTransaction } from "@solana/web3.js";
import { MAX_FEE } from "../config/host-settings";
import type { AgentSigner } from "../send/agent-signer";
import { TIMING } from "../send/timing";
import { signByAgents } from "../send/transaction";
import { type Clock, systemClock } from "../time/clock";
import { type Delivery, deliver, lookUp } from "./delivery";
import { checkMessage, type MessageRules } from "./message-check";
import { type Offer, readOffer, type SubscribeRequest } from "./offer";
import { CosignRefused } from "./refusal";
import { checkSubscriber, readSigned } from "./signed";

export interface CosignerOptions extends Partial<MessageRules> {
  client: ProfitShareClient;
  agents: AgentSigner;
  /**
   * Whether the host made this agent for this subscriber. Without that anybody could subscribe with somebody else's agent, and
   * have it pay for a bot of his own.
   */
  isAgentOf: (agent: PublicKey, subscriber: PublicKey) => Promise<boolean> | boolean;
  /** Milliseconds that the agent's signature is waited for; 10,000 if left out. */
  signMs?: number;
  /** How long it is looked what became of a transaction. */
  looking?: Looking;
  clock?: Clock;
}

/** To be shown to the subscriber, and signed by its wallet. */
export interface PreparedSubscription {
  /** Base64, v0, not signed. */
  transaction: string;
  subscription: PublicKey;
  /** What the subscriber agrees to. */
  terms: Terms;
  /** Base units. */
  dailyCap: bigint;
  /** Base units, from `depositFrom`. */
  deposit: bigint;
  depositFrom: PublicKey | null;
  /** Lamports, for two signatures; what the wallet adds for priority comes on top. null if the node does not say. */
  fee: bigint | null;
  /** Lamports that the subscriber lends; they come back when the subscription is closed. */
  rent: bigint;
  /** The transaction can be sent up to this block, some 30 s from now. */
  lastValidBlockHeight: number;
}

/** What became of it. The same request again answers the same, and what came of an unknown one. */
export type CosignResult = Delivery & {
  /** Where the subscription is, or would be. */
  subscription: PublicKey;
};

export class Cosigner {
  private readonly rules: MessageRules;

  constructor(private readonly options: CosignerOptions) {
    this.rules = { maxFee: options.maxFee ?? MAX_FEE, allowedPrograms: options.allowedPrograms ?? [] };
  }

  /**
   * The transaction for the subscriber's wallet. It asks the compute budget for nothing: wallets do, and know what they add.
   * @throws CosignRefused; NodeFailure and what else the connection throws
   */
  async prepare(request: SubscribeRequest): Promise<PreparedSubscription> {
    const { client } = this.options;
    await this.checkAgent(request);
    const { bot, subscription, depositFrom, instruction, obstacle } = await readOffer(client, request);
    if (obstacle !== null) throw obstacle;
    const { blockhash, lastValidBlockHeight } = await client.connection.getLatestBlockhash(client.commitment);
    const { subscriber, dailyCap, deposit } = request;
    const message = { payerKey: subscriber, instructions: [instruction], recentBlockhash: blockhash };
    const transaction = new VersionedTransaction(MessageV0.compile(message));
    const { fee, rent } = await this.rehearse(transaction);
    return {
      transaction: Buffer.from(transaction.serialize()).toString("base64"),
      subscription,
      terms: bot.terms,
      dailyCap,
      deposit,
      depositFrom,
      fee: fee?.total ?? null,
      rent: rent.paid,
      lastValidBlockHeight,
    };
  }

  /**
   * Checks what the subscriber's wallet signed, signs last, and sends. The same request again answers the same, also to two at
   * once and after a restart: what was sent before is looked up.
   * @param signed base64, as the wallet returned it
   * @param request as it was passed to `prepare`
   * @throws CosignRefused: nothing of it was sent; NodeFailure and what else the connection throws before it is sent
   */
  async cosign(signed: string, request: SubscribeRequest): Promise<CosignResult> {
    const { client, looking = {} } = this.options;
    const transaction = readSigned(signed);
    checkSubscriber(transaction, request.subscriber);
    await this.checkAgent(request);
    const offer = await readOffer(client, request);
    const checked = checkMessage(transaction.message, { ...offer, ...request }, this.rules);
    const { connection } = client;
    const { subscription } = offer;
    let complete: VersionedTransaction;
    try {
      complete = await this.complete(transaction, request, offer, checked);
    } catch (error) {
      // What was sent before makes the chain refuse it now.
      const earlier = error instanceof CosignRefused ? await lookUp(connection, transaction, looking) : null;
      if (earlier === null) throw error;
      return { ...earlier, subscription };
    }
    try {
      return { ...(await deliver(connection, complete, looking)), subscription };
    } catch (error) {
      if (error instanceof Refused) throw wouldFail(error.explanation, error);
      throw error;
    }
  }

  /** With the agent's signature. @throws CosignRefused */
  private async complete(
    transaction: VersionedTransaction,
    { bot, agent }: SubscribeRequest,
    { obstacle }: Offer,
    { sameTerms }: { sameTerms: boolean },
  ): Promise<VersionedTransaction> {
    if (obstacle !== null) throw obstacle;
    if (!sameTerms) throw termsChanged(bot);
    await this.checkBlockhash(transaction);
    await this.rehearse(transaction);
    return this.sign(transaction, agent);
  }

  private async checkAgent({ agent, subscriber }: SubscribeRequest): Promise<void> {
    const { agents, isAgentOf } = this.options;
    const no = (message: string) => new CosignRefused("wrong_agent", message);
    const name = agent.toBase58();
    if (agent.equals(subscriber)) throw no(`${name} is the subscriber: the agent has to be a wallet of this server`);
    if (!(await isAgentOf(agent, subscriber))) {
      throw no(
        `The agent ${name} is not one of ${subscriber.toBase58()}'s: pass an agent that was made for this wallet`,
      );
    }
    // It may have been made since the keys were read. The host knows it by now, so no stranger makes them be read again.
    if (!agents.has(agent)) await this.refreshAgents();
    if (!agents.has(agent)) throw no(`This server has no key for the agent ${name}: pass one of its agents`);
  }

  private async refreshAgents(): Promise<void> {
    try {
      await this.options.agents.refresh?.();
    } catch (error) {
      throw new CosignRefused("not_signed_by_agent", (error as Error).message, { cause: error });
    }
  }

  private async checkBlockhash({ message }: VersionedTransaction): Promise<void> {
    const { recentBlockhash } = message;
    const { value } = await this.options.client.connection.isBlockhashValid(recentBlockhash, {
      commitment: "processed",
    });
    if (value) return;
    const what = `The blockhash ${recentBlockhash} is too old, or of another cluster`;
    throw new CosignRefused("blockhash_dead", `${what}: prepare the transaction again and sign it within 30 s`);
  }

  /** @throws CosignRefused if it would fail */
  private async rehearse(transaction: VersionedTransaction) {
    const { connection, commitment } = this.options.client;
    const simulated = await simulate(connection, transaction, { commitment });
    if (simulated.error !== null) throw wouldFail(simulated.error);
    return simulated;
  }

  private async sign(transaction: VersionedTransaction, agent: PublicKey): Promise<VersionedTransaction> {
    const { agents, signMs: timeoutMs = TIMING.signMs, clock = systemClock } = this.options;
    const signature = signatureOf(transaction);
    try {
      const complete = await signByAgents(transaction, [agent], agents, { timeoutMs, clock });
      if (signatureOf(complete) !== signature) throw new Error("Its signer changed the subscriber's signature");
      return complete;
    } catch (error) {
      throw new CosignRefused("not_signed_by_agent", (error as Error).message, { cause: error });
    }
  }
}

function termsChanged(bot: PublicKey): CosignRefused {
  const what = `The bot ${bot.toBase58()} has other terms than those that were signed`;
  return new CosignRefused("terms_changed", `${what}: prepare the transaction again and show them`);
}

const wouldFail = ({ name, message }: Explanation, cause?: unknown): CosignRefused =>
  new CosignRefused("would_fail", `The transaction would fail (${name}): ${message}`, { cause });
