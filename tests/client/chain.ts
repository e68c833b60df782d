/** A local chain with the compiled program, money, and the venue accounts that a verified bot reads. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { encodeDriftUser, type Localnet, startLocalnet } from "@profit-share/localnet";
import {
  ACCOUNT_SIZE,
  AccountLayout,
  getAssociatedTokenAddressSync,
  MINT_SIZE,
  MintLayout,
  TOKEN_PROGRAM_ID,
} from "@solana/spl-token";
import {
  Connection,
  Keypair,
  PublicKey,
  sendAndConfirmTransaction,
  Transaction,
  type TransactionInstruction,
} from "@solana/web3.js";
import { DRIFT_PROGRAM_ID, PROGRAM_ID, spotMarketAddress, venueUserAddress } from "../../sdk/src";

const PROGRAM = join(__dirname, "../../artifacts/profit_share.so");
export const DOLLAR = 1_000_000n;
/** Unix seconds. */
export const NOON = 20_000 * 86_400 + 43_200;

export const keypair = (byte: number): Keypair => Keypair.fromSeed(new Uint8Array(32).fill(byte));
export const creator = keypair(1);
export const subscriber = keypair(2);
export const agent = keypair(3);
export const payoutWallet = keypair(5).publicKey;
export const mint = keypair(6).publicKey;
export const venueUser = venueUserAddress(DRIFT_PROGRAM_ID, agent.publicKey, 0);

/** The token account of a wallet. */
export const purse = (owner: PublicKey): PublicKey => getAssociatedTokenAddressSync(mint, owner);

export class Chain {
  private constructor(
    readonly net: Localnet,
    readonly connection: Connection,
  ) {}

  /** Starts at noon; creator, subscriber and payout wallet have 100 dollars each, the venue user has realized −3. */
  static async start(): Promise<Chain> {
    const net = await startLocalnet({
      port: 0,
      slotMs: 0,
      clock: NOON,
      programs: { [PROGRAM_ID.toBase58()]: readFileSync(PROGRAM) },
    });
    const connection = new Connection(net.rpcUrl, { commitment: "confirmed", wsEndpoint: net.wsUrl });
    const chain = new Chain(net, connection);
    chain.placeMint();
    chain.placeMarket();
    chain.realize(-3n * DOLLAR);
    for (const { publicKey } of [creator, subscriber]) net.chain.airdrop(publicKey.toBase58(), 10_000_000_000n);
    for (const owner of [creator.publicKey, subscriber.publicKey, payoutWallet])
      chain.placeTokens(owner, 100n * DOLLAR);
    return chain;
  }

  /** Puts a flat venue user with this realized PnL on the chain. */
  realize(settledPerpPnl: bigint): void {
    this.place(venueUser, DRIFT_PROGRAM_ID, encodeDriftUser({ authority: agent.publicKey, settledPerpPnl }));
  }

  /** Sends one transaction that the creator pays for. */
  send(instructions: TransactionInstruction | TransactionInstruction[], ...signers: Keypair[]): Promise<string> {
    const transaction = new Transaction().add(...[instructions].flat());
    return sendAndConfirmTransaction(this.connection, transaction, [creator, ...signers]);
  }

  private place(at: PublicKey, owner: PublicKey, data: Uint8Array): void {
    this.net.chain.setAccount(at.toBase58(), {
      lamports: this.net.chain.rentExemption(data.length),
      data,
      owner: owner.toBase58(),
      executable: false,
    });
  }

  private placeTokens(owner: PublicKey, amount: bigint): void {
    const data = Buffer.alloc(ACCOUNT_SIZE);
    const none = {
      delegateOption: 0,
      delegate: PublicKey.default,
      delegatedAmount: 0n,
      isNativeOption: 0,
      isNative: 0n,
    };
    AccountLayout.encode(
      { mint, owner, amount, state: 1, closeAuthorityOption: 0, closeAuthority: PublicKey.default, ...none } as never,
      data,
    );
    this.place(purse(owner), TOKEN_PROGRAM_ID, data);
  }

  private placeMint(): void {
    const data = Buffer.alloc(MINT_SIZE);
    const noAuthority = { mintAuthorityOption: 0, freezeAuthorityOption: 0 } as const;
    MintLayout.encode(
      {
        ...noAuthority,
        mintAuthority: PublicKey.default,
        freezeAuthority: PublicKey.default,
        supply: 0n,
        decimals: 6,
        isInitialized: true,
      },
      data,
    );
    this.place(mint, TOKEN_PROGRAM_ID, data);
  }

  private placeMarket(): void {
    const data = new Uint8Array(776);
    data.set([0x64, 0xb1, 0x08, 0x6b, 0xa8, 0x41, 0x41, 0x27]);
    data.set(mint.toBytes(), 72);
    this.place(spotMarketAddress(DRIFT_PROGRAM_ID, 0), DRIFT_PROGRAM_ID, data);
  }
}
