/** A chain for tests, over JSON-RPC, with Drift's simulator, a dollar, and somebody who pays. */
import { readFileSync } from "node:fs";
import { DRIFT_SIM_PROGRAM, LOCAL_CHAIN_MARKER } from "@profit-share/localnet";
import { DRIFT_PROGRAM_ID, PROGRAM_ID, ProfitShareClient, tokenAddress } from "@profit-share/sdk";
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
  type Connection,
  type Keypair,
  type PublicKey,
  SystemProgram,
  type TransactionInstruction,
} from "@solana/web3.js";
import { keyOf } from "../keys";
import { programFile } from "../program-file";

/** The dollar's mint on every one of them, base unit 1e-6. */
export const MINT = keyOf("mint").publicKey;
const MINT_DECIMALS = 6;
/** A transaction lands when it arrives. */
const LOOK_EVERY_MS = 5;

export abstract class TestChain {
  /** Pays every rent and fee of what is sent here, and mints the dollar. */
  readonly payer = keyOf("payer");
  readonly mint = MINT;
  readonly client: ProfitShareClient;

  protected constructor(readonly connection: Connection) {
    this.client = new ProfitShareClient(connection);
  }

  abstract close(): Promise<void>;

  /** SOL for fees. */
  abstract airdrop(to: PublicKey): void | Promise<void>;

  /** Writes an account without a transaction. */
  abstract setAccount(at: PublicKey, owner: PublicKey, data: Uint8Array): void | Promise<void>;

  protected abstract installProgram(address: PublicKey, elf: Uint8Array): void | Promise<void>;

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

  protected async furnish(withProgram: boolean): Promise<this> {
    try {
      if (withProgram) await this.installProgram(PROGRAM_ID, readFileSync(programFile()));
      await this.openVenue();
      return this;
    } catch (error) {
      await this.close();
      throw error;
    }
  }

  private async openVenue(): Promise<void> {
    await this.installProgram(DRIFT_PROGRAM_ID, readFileSync(DRIFT_SIM_PROGRAM));
    const { address, owner, data } = LOCAL_CHAIN_MARKER;
    await this.setAccount(address, owner, data);
    await this.airdrop(this.payer.publicKey);

    const payer = this.payer.publicKey;
    await this.send(
      [
        SystemProgram.createAccount({
          fromPubkey: payer,
          newAccountPubkey: this.mint,
          lamports: await this.connection.getMinimumBalanceForRentExemption(MINT_SIZE),
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
