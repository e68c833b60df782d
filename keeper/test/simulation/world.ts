/** What every run begins with: a keeper account, subscriptions of both sources, agents with money, nothing settled. */

import { createHash } from "node:crypto";
import { driftSimulation } from "@profit-share/localnet";
import { DRIFT_PROGRAM_ID, PROGRAM_ID, toBase58 } from "@profit-share/sdk";
import { LocalChain } from "@profit-share/testing/chain/local-chain";
import { openAccount } from "@profit-share/testing/chain/venue";
import { keyOf } from "@profit-share/testing/keys";
import { TOKEN_PROGRAM_ID } from "@solana/spl-token";
import { Connection, MessageV0, SystemProgram, VersionedTransaction } from "@solana/web3.js";
import { Market, type TestSubscription, USDC } from "../support/market";
import { Timeline } from "./timeline";
import { tokensOf } from "./tokens";
import { Truth } from "./truth";

const OWNERS = [PROGRAM_ID, DRIFT_PROGRAM_ID, TOKEN_PROGRAM_ID, SystemProgram.programId].map((key) => key.toBase58());
/** 1e-9: one whole unit of the traded asset. */
const ONE = 1_000_000_000n;
const MARKET = 0;

export class World {
  /** Base units that there are. */
  readonly tokens: bigint;

  private constructor(
    readonly timeline: Timeline,
    readonly market: Market,
    readonly truth: Truth,
    readonly attested: readonly TestSubscription[],
    readonly verified: readonly TestSubscription[],
  ) {
    this.tokens = tokensOf(market);
  }

  static async make(): Promise<World> {
    const timeline = new Timeline();
    let truth: Truth | null = null;
    let made = 0;
    const nextBlockhash = () => {
      if (truth !== null) return truth.branch.blockhash(truth.chain.slots.slot + 1);
      made += 1;
      return toBase58(createHash("sha256").update(`base ${made}`).digest());
    };
    const chain = await LocalChain.inProcess({ nowMs: () => timeline.now(), nextBlockhash });
    const market = await Market.open({ chain, newKey: (name) => keyOf(`simulation: ${name}`) });
    const attested = [
      await market.attested(),
      await market.attested({ deposit: 2n * USDC, feeBasis: "high_water_mark" }),
    ];
    const verified = [await market.verified({ deposit: 1n * USDC })];
    // What others have lost on the venue, so that gains can leave it.
    await openAccount(chain, keyOf("simulation: others"), 10_000n * USDC);
    for (const { agent } of [...attested, ...verified]) market.setTokens(agent.publicKey, 1_000n * USDC);
    // Old enough for every node to have it for final.
    chain.localnet.chain.advanceSlots(400);
    truth = new Truth(chain.localnet.chain, timeline, OWNERS);
    return new World(timeline, market, truth, attested, verified);
  }

  get subscriptions(): readonly TestSubscription[] {
    return [...this.attested, ...this.verified];
  }

  /** A connection that no fault reaches. */
  readonly honest = new Connection("http://honest.invalid", {
    commitment: "confirmed",
    fetch: (async (_: unknown, init?: { body?: unknown }) =>
      new Response(this.truth.answer(String(init?.body)))) as typeof fetch,
  });

  /** Opens a long of one whole unit at 100 and closes it with this PnL in base units, in the block that is being made. */
  trade({ venueUser, agent }: TestSubscription, pnl: bigint): void {
    const { truth, market } = this;
    truth.catchUp();
    const on = { user: venueUser!, authority: agent.publicKey, marketIndex: MARKET };
    const message = MessageV0.compile({
      payerKey: market.chain.payer.publicKey,
      instructions: [
        driftSimulation.fill({ ...on, base: ONE, quote: -100n * USDC }),
        driftSimulation.fill({ ...on, base: -ONE, quote: 100n * USDC + pnl }),
      ],
      recentBlockhash: truth.chain.slots.blockhash,
    });
    const transaction = new VersionedTransaction(message);
    transaction.sign([market.chain.payer, agent]);
    const encoded = Buffer.from(transaction.serialize()).toString("base64");
    const params = [encoded, { encoding: "base64" }];
    const answer = truth.answer(JSON.stringify({ jsonrpc: "2.0", id: 1, method: "sendTransaction", params }));
    if (!("result" in JSON.parse(answer))) throw new Error(`The trade did not land: ${answer}`);
  }
}
