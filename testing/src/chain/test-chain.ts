/** A local chain with the program and the venue's simulator, over real JSON-RPC. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { driftInstructions, LOCAL_CHAIN_MARKER, type Localnet, startLocalnet } from "@profit-share/localnet";
import { DRIFT_PROGRAM_ID, PROGRAM_ID } from "@profit-share/sdk";
import { getAssociatedTokenAddressSync, TOKEN_PROGRAM_ID } from "@solana/spl-token";
import { Connection, Keypair, type PublicKey, Transaction, type TransactionInstruction } from "@solana/web3.js";

const ROOT = join(__dirname, "../../..");
const MINT_LENGTH = 82;
const TOKEN_ACCOUNT_LENGTH = 165;
const ONE_SOL = 1_000_000_000n;

export class TestChain {
  readonly connection: Connection;

  private constructor(
    readonly net: Localnet,
    readonly payer: Keypair,
    readonly mint: PublicKey,
  ) {
    this.connection = new Connection(net.rpcUrl, "confirmed");
  }

  /** Slots close with every transaction, so nothing expires unless a test lets it. */
  static async start(): Promise<TestChain> {
    const net = await startLocalnet({
      port: 0,
      slotMs: 0,
      clock: 1_700_000_000,
      programs: {
        [PROGRAM_ID.toBase58()]: readFileSync(join(ROOT, "sdk/artifacts/profit_share.so")),
        [DRIFT_PROGRAM_ID.toBase58()]: readFileSync(join(ROOT, "localnet/artifacts/drift_sim.so")),
      },
    });
    const chain = new TestChain(net, Keypair.generate(), Keypair.generate().publicKey);
    const { address, owner, data, lamports, executable } = LOCAL_CHAIN_MARKER;
    net.chain.setAccount(address.toBase58(), {
      lamports: BigInt(lamports),
      owner: owner.toBase58(),
      data,
      executable,
    });
    chain.giveSol(chain.payer.publicKey);
    chain.setAccount(chain.mint, TOKEN_PROGRAM_ID, mintData());
    await chain.send([driftInstructions.initializeSpotMarket({ mint: chain.mint, admin: chain.payer.publicKey })]);
    return chain;
  }

  close(): Promise<void> {
    return this.net.close();
  }

  giveSol(to: PublicKey, sol = 100n): void {
    this.net.chain.setAccount(to.toBase58(), {
      lamports: sol * ONE_SOL,
      owner: "11111111111111111111111111111111",
      data: new Uint8Array(),
      executable: false,
    });
  }

  setAccount(at: PublicKey, owner: PublicKey, data: Uint8Array): void {
    this.net.chain.setAccount(at.toBase58(), { lamports: ONE_SOL, owner: owner.toBase58(), data, executable: false });
  }

  /** The wallet's associated token account, with this balance. */
  giveTokens(wallet: PublicKey, amount: bigint): PublicKey {
    const at = this.tokenAccount(wallet);
    this.setAccount(at, TOKEN_PROGRAM_ID, tokenAccountData(this.mint, wallet, amount));
    return at;
  }

  tokenAccount(wallet: PublicKey): PublicKey {
    return getAssociatedTokenAddressSync(this.mint, wallet, true);
  }

  /** Base units; 0 if there is no such account. */
  tokens(at: PublicKey): bigint {
    const account = this.net.chain.account(at.toBase58());
    return account === null ? 0n : Buffer.from(account.data).readBigUInt64LE(64);
  }

  /** Number of transactions that landed. */
  get landed(): number {
    return this.net.chain.ledger.count;
  }

  /** @throws Error if the transaction fails */
  async send(instructions: TransactionInstruction[], ...signers: Keypair[]): Promise<string> {
    const transaction = new Transaction().add(...instructions);
    transaction.feePayer = this.payer.publicKey;
    transaction.recentBlockhash = (await this.connection.getLatestBlockhash()).blockhash;
    const all = [this.payer, ...signers];
    transaction.sign(...new Map(all.map((keypair) => [keypair.publicKey.toBase58(), keypair])).values());
    return this.connection.sendRawTransaction(transaction.serialize());
  }
}

function mintData(): Buffer {
  const data = Buffer.alloc(MINT_LENGTH);
  data.writeUInt8(6, 44);
  data.writeUInt8(1, 45);
  return data;
}

export function tokenAccountData(mint: PublicKey, owner: PublicKey, amount: bigint): Buffer {
  const data = Buffer.alloc(TOKEN_ACCOUNT_LENGTH);
  mint.toBuffer().copy(data, 0);
  owner.toBuffer().copy(data, 32);
  data.writeBigUInt64LE(amount, 64);
  data.writeUInt8(1, 108);
  return data;
}
