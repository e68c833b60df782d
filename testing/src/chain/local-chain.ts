/** A local chain over JSON-RPC with Drift's simulator, a dollar, and somebody who pays. */
import { readFileSync } from "node:fs";
import {
  answerRpc,
  Chain,
  type ChainOptions,
  DRIFT_SIM_PROGRAM,
  LOCAL_CHAIN_MARKER,
  type Localnet,
  type LocalnetOptions,
  startLocalnet,
} from "@profit-share/localnet";
import { connect, DRIFT_PROGRAM_ID, PROGRAM_ID, ProfitShareClient, tokenAddress } from "@profit-share/sdk";
import { driftInstructions } from "@profit-share/sdk/drift";
import { sendTransaction } from "@profit-share/sdk/sending";
import {
  createAssociatedTokenAccountIdempotentInstruction,
  createInitializeMint2Instruction,
  createMintToInstruction,
  MINT_SIZE,
  TOKEN_PROGRAM_ID,
} from "@solana/spl-token";
import {
  Connection,
  type Keypair,
  LAMPORTS_PER_SOL,
  type PublicKey,
  SystemProgram,
  type TransactionInstruction,
} from "@solana/web3.js";
import { keyOf } from "../keys";
import { programFile } from "../program-file";
import { tokenAccountData } from "../token-data";

/** Noon of day 20,000 since 1970, unix seconds. */
export const NOON = 20_000 * 86_400 + 43_200;
/** The dollar's mint on every local chain, base unit 1e-6. */
export const MINT = keyOf("mint").publicKey;
const DAY = 86_400;
const MINT_DECIMALS = 6;
/** Where nothing listens. */
const NOWHERE = "http://in-this-process.invalid";
/** A transaction lands when it arrives. */
const LOOK_EVERY_MS = 5;

export interface LocalChainOptions {
  /** Of JSON-RPC, WebSocket is at the port above; a free one if left out. */
  port?: number;
  /** Milliseconds of a slot; if left out, each transaction closes its slot, so that nothing expires unless a test lets it. */
  slotMs?: number;
  /** Where the chain's time starts, unix seconds; `NOON` if left out. */
  clock?: number;
  /** Told of each request over HTTP before it is answered. */
  onRequest?: LocalnetOptions["onRequest"];
  /** False: without the program, for a deployment to put it there. */
  withProgram?: boolean;
}

export class LocalChain {
  /** Pays every rent and fee of what is sent here, and mints the dollar. */
  readonly payer = keyOf("payer");
  readonly mint = MINT;
  readonly connection: Connection;
  readonly client: ProfitShareClient;

  private constructor(
    readonly localnet: Localnet,
    connection: Connection = connect(localnet.rpcUrl, { wsUrl: localnet.wsUrl }),
  ) {
    this.connection = connection;
    this.client = new ProfitShareClient(this.connection);
  }

  /** @throws Error with the code EADDRINUSE and its `port` if one is taken */
  static async start({
    port = 0,
    slotMs = 0,
    clock = NOON,
    withProgram = true,
    onRequest = () => {},
  }: LocalChainOptions = {}): Promise<LocalChain> {
    return new LocalChain(await startLocalnet({ port, slotMs, clock, onRequest })).furnish(withProgram);
  }

  /**
   * Without servers: only this process reaches it, through `connection`, and a slot closes when somebody says so. Its time starts
   * at `NOON` unless told otherwise.
   */
  static inProcess(options: ChainOptions = {}): Promise<LocalChain> {
    const chain = new Chain({ startTime: NOON, ...options });
    const close = async () => {
      chain.events.removeAllListeners();
    };
    const localnet = { rpcUrl: NOWHERE, wsUrl: NOWHERE, chain, close };
    const answered = async (_: unknown, init?: { body?: unknown }) =>
      new Response(answerRpc(chain, String(init?.body)));
    const connection = new Connection(NOWHERE, { commitment: "confirmed", fetch: answered as typeof fetch });
    return new LocalChain(localnet, connection).furnish(true);
  }

  close(): Promise<void> {
    return this.localnet.close();
  }

  /** What `deploy` of `@profit-share/cli` has to know of a cluster. */
  get target() {
    return {
      connection: this.connection,
      payer: this.payer.publicKey,
      send: this.send.bind(this),
      installProgram: this.installProgram.bind(this),
    };
  }

  /** Sends one transaction and waits for it. @returns its signature @throws Refused in plain words */
  send(instructions: readonly TransactionInstruction[], ...signers: Keypair[]): Promise<string> {
    return sendTransaction(this.connection, instructions, {
      payer: this.payer,
      signers,
      lookEveryMs: LOOK_EVERY_MS,
    });
  }

  /** Lets days go by on the chain. */
  passDays(days: number): void {
    const { chain } = this.localnet;
    chain.setTime(chain.time() + days * DAY);
  }

  /** SOL for fees. */
  airdrop(to: PublicKey): void {
    this.localnet.chain.airdrop(to.toBase58(), BigInt(100 * LAMPORTS_PER_SOL));
  }

  /** Where a wallet keeps its dollars: the associated token account. */
  purse(wallet: PublicKey): PublicKey {
    return tokenAddress(this.mint, wallet);
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

  /** Writes a token account without a transaction, so that the supply is another one than the mint says. */
  setTokens(at: PublicKey, owner: PublicKey, amount: bigint): void {
    this.setAccount(at, TOKEN_PROGRAM_ID, tokenAccountData(this.mint, owner, amount));
  }

  /** Base units in a token account; 0 if there is none. */
  tokens(at: PublicKey): bigint {
    const account = this.localnet.chain.account(at.toBase58());
    return account === null ? 0n : Buffer.from(account.data).readBigUInt64LE(AMOUNT);
  }

  /** Writes an account without a transaction. */
  setAccount(at: PublicKey, owner: PublicKey, data: Uint8Array): void {
    const { chain } = this.localnet;
    const lamports = chain.rentExemption(data.length);
    chain.setAccount(at.toBase58(), { lamports, owner: owner.toBase58(), data, executable: false });
  }

  private async furnish(withProgram: boolean): Promise<this> {
    try {
      if (withProgram) this.installProgram(PROGRAM_ID, readFileSync(programFile()));
      await this.openVenue();
      return this;
    } catch (error) {
      await this.close();
      throw error;
    }
  }

  private installProgram(address: PublicKey, elf: Uint8Array): void {
    this.localnet.chain.loadProgram(address.toBase58(), elf);
  }

  private async openVenue(): Promise<void> {
    const { chain } = this.localnet;
    this.installProgram(DRIFT_PROGRAM_ID, readFileSync(DRIFT_SIM_PROGRAM));
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
      keyOf("mint"),
    );
  }
}

/** Of the amount in a token account. */
const AMOUNT = 64;
