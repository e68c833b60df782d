/** The local chain with its venue and its dollar, and the few tools that every scene needs. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import {
  DRIFT_PROGRAM_ID,
  driftInstructions,
  LOCAL_CHAIN_MARKER,
  type Localnet,
  startLocalnet,
} from "@profit-share/localnet";
import { explainError, ProfitShareClient } from "@profit-share/sdk";
import {
  createAssociatedTokenAccountIdempotentInstruction,
  createInitializeMint2Instruction,
  createMintToInstruction,
  getAssociatedTokenAddressSync,
  MINT_SIZE,
  TOKEN_PROGRAM_ID,
} from "@solana/spl-token";
import {
  Connection,
  type Keypair,
  LAMPORTS_PER_SOL,
  type PublicKey,
  SystemProgram,
  Transaction,
  type TransactionInstruction,
} from "@solana/web3.js";
import { deploy, type Plan, type Step } from "../../../cli/src/deploy/deploy";
import { Refused, UsageError } from "../../../demo/errors";
import { actor } from "./keys";

const ROOT = join(__dirname, "..");
const PROGRAM = join(ROOT, "sdk/artifacts/profit_share.so");
const VENUE = join(ROOT, "localnet/artifacts/drift_sim.so");

/** Fast enough that nobody waits, slow enough that a blockhash lives for seconds. */
const SLOT_MS = 50;
const DAY = 86_400;
const HOUR = 3_600;
const MINT_DECIMALS = 6;

export class Stage {
  /** Pays every rent and the fees of what the demo sends itself. */
  readonly payer = actor("payer");
  readonly mint = actor("mint").publicKey;
  readonly connection: Connection;
  readonly client: ProfitShareClient;

  private constructor(readonly localnet: Localnet) {
    this.connection = new Connection(localnet.rpcUrl, { commitment: "confirmed", wsEndpoint: localnet.wsUrl });
    this.client = new ProfitShareClient(this.connection);
  }

  /**
   * Starts the chain, the venue and the mint.
   * @param port of the JSON-RPC, 0 for a free one; WebSocket is at the port above
   * @throws UsageError if a port is taken
   */
  static async open(port: number): Promise<Stage> {
    const stage = new Stage(await start(port));
    try {
      await stage.build();
      return stage;
    } catch (error) {
      await stage.close();
      throw error;
    }
  }

  /** Puts program, keeper and bots in place. */
  deploy(plan: Omit<Plan, "program">): Promise<Step[]> {
    const { connection, payer, localnet } = this;
    const target = {
      connection,
      payer: payer.publicKey,
      send: this.send.bind(this),
      installProgram: (address: PublicKey, elf: Uint8Array) => localnet.chain.loadProgram(address.toBase58(), elf),
    };
    return deploy(target, { ...plan, program: readFileSync(PROGRAM) });
  }

  /** Sends one transaction, waits for it and returns its signature. @throws Refused in plain words */
  async send(instructions: readonly TransactionInstruction[], ...signers: Keypair[]): Promise<string> {
    const { connection, payer } = this;
    const transaction = new Transaction({ feePayer: payer.publicKey, ...(await connection.getLatestBlockhash()) });
    const others = signers.filter(({ publicKey }) => !publicKey.equals(payer.publicKey));
    transaction.add(...instructions).sign(payer, ...others);
    const signature = await connection.sendRawTransaction(transaction.serialize()).catch((error) => {
      throw new Refused(explainError(error), error);
    });
    // The local chain runs a transaction when it arrives.
    const { value } = await connection.getSignatureStatuses([signature]);
    if (value[0]?.err !== null) throw new Error(`Transaction ${signature} failed: ${JSON.stringify(value[0]?.err)}`);
    return signature;
  }

  /** Lets days go by on the chain. */
  wait(days: number): void {
    const { chain } = this.localnet;
    chain.setTime(chain.time() + days * DAY);
  }

  /** SOL for fees. */
  airdrop(to: PublicKey): void {
    this.localnet.chain.airdrop(to.toBase58(), BigInt(100 * LAMPORTS_PER_SOL));
  }

  /** Where a wallet keeps its dollars: the associated token account. */
  purse(wallet: PublicKey): PublicKey {
    return getAssociatedTokenAddressSync(this.mint, wallet, true);
  }

  /** Mints dollars into a wallet's purse, which is made if needed. @param amount base units */
  async mintTo(wallet: PublicKey, amount: bigint): Promise<PublicKey> {
    const purse = this.purse(wallet);
    const payer = this.payer.publicKey;
    await this.send([
      createAssociatedTokenAccountIdempotentInstruction(payer, purse, wallet, this.mint),
      ...(amount === 0n ? [] : [createMintToInstruction(this.mint, purse, payer, amount)]),
    ]);
    return purse;
  }

  close(): Promise<void> {
    return this.localnet.close();
  }

  private async build(): Promise<void> {
    const { chain } = this.localnet;
    chain.loadProgram(DRIFT_PROGRAM_ID.toBase58(), readFileSync(VENUE));
    const { address, owner, lamports, ...marker } = LOCAL_CHAIN_MARKER;
    chain.setAccount(address.toBase58(), { ...marker, owner: owner.toBase58(), lamports: BigInt(lamports) });
    this.airdrop(this.payer.publicKey);

    const payer = this.payer.publicKey;
    await this.send(
      [
        SystemProgram.createAccount({
          fromPubkey: payer,
          newAccountPubkey: this.mint,
          lamports: Number(chain.rentExemption(MINT_SIZE)),
          space: MINT_SIZE,
          programId: TOKEN_PROGRAM_ID,
        }),
        createInitializeMint2Instruction(this.mint, MINT_DECIMALS, payer, null),
        driftInstructions.initializeSpotMarket({ mint: this.mint, admin: payer }),
      ],
      actor("mint"),
    );
  }
}

/** 8:00 UTC of today: no midnight falls into the story, where a new day would give every daily cap new room. */
function morning(): number {
  const now = Math.floor(Date.now() / 1_000);
  return now - (now % DAY) + 8 * HOUR;
}

async function start(port: number): Promise<Localnet> {
  try {
    return await startLocalnet({ port, slotMs: SLOT_MS, clock: morning() });
  } catch (error) {
    const { code, port: taken } = error as NodeJS.ErrnoException & { port?: number };
    if (code !== "EADDRINUSE") throw error;
    throw new UsageError(`Port ${taken ?? port} is taken: stop what listens there, or pass another one with --port N`);
  }
}
