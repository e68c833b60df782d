/** The compiled simulator in LiteSVM, and literals to read what it did. */

import { DRIFT_PROGRAM_ID } from "@profit-share/sdk";
import { driftInstructions, driftUserAddress, driftVaultAddress, QUOTE_MARKET } from "@profit-share/sdk/drift";
import { address, getTransactionDecoder, lamports } from "@solana/kit";
import { TOKEN_PROGRAM_ID } from "@solana/spl-token";
import { Keypair, type PublicKey, Transaction, type TransactionInstruction } from "@solana/web3.js";
import { FailedTransactionMetadata, LiteSVM } from "litesvm";
import { DRIFT_ERRORS, DRIFT_SIM_PROGRAM, encodeDriftUser, LOCAL_CHAIN_MARKER, type UserValues } from "../../src/drift";

/** What these tests look at in a user as `@drift-labs/sdk` decodes it; empty positions are left out. */
export interface DecodedUser {
  authority: string;
  delegate: string;
  subAccountId: number;
  name: number[];
  nextLiquidationId: number;
  nextOrderId: number;
  status: number;
  settledPerpPnl: bigint;
  cumulativePerpFunding: bigint;
  totalDeposits: bigint;
  totalWithdraws: bigint;
  totalSocialLoss: bigint;
  spotPositions: { scaledBalance: bigint; cumulativeDeposits: bigint; marketIndex: number; balanceType: object }[];
  perpPositions: {
    marketIndex: number;
    baseAssetAmount: bigint;
    quoteAssetAmount: bigint;
    quoteBreakEvenAmount: bigint;
    quoteEntryAmount: bigint;
    lastCumulativeFundingRate: bigint;
    settledPnl: bigint;
    lpShares: bigint;
    openOrders: number;
    positionFlag: number;
    isolatedPositionScaledBalance: bigint;
  }[];
}

/** Drift's own decoder. The package is large, so it is loaded on first use, and only this file of it. */
export function decodeUser(data: Buffer): DecodedUser {
  const { decodeUser: decode } = require("@drift-labs/sdk/lib/node/decode/user");
  return plain(decode(data)) as DecodedUser;
}

/** Big numbers as bigint and keys as base58, so that expected values are plain literals. */
export function plain(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map(plain);
  if (value.constructor.name === "BN" || value.constructor.name === "PublicKey")
    return value.constructor.name === "BN" ? BigInt(String(value)) : String(value);
  return Object.fromEntries(Object.entries(value).map(([key, field]) => [key, plain(field)]));
}

/** settled + Σ (quote − entry) − social loss, unclamped, from the bytes. */
function realizedPnl(data: Buffer): bigint {
  let sum = data.readBigInt64LE(4296) - data.readBigUInt64LE(4288);
  for (let at = 424; at < 424 + 8 * 96; at += 96) sum += data.readBigInt64LE(at + 16) - data.readBigInt64LE(at + 32);
  return sum;
}

const MINT_LENGTH = 82;
const TOKEN_ACCOUNT_LENGTH = 165;

/** What `attempt` answers where another program, or the runtime, refuses. */
export const Refused = {
  accountInUse: "custom 0",
  insufficientTokens: "custom 1",
  otherMint: "custom 3",
  sameAccountTwice: "custom 2040",
  wrongAddress: "Provided seeds do not result in a valid address",
  wrongOwner: "Provided owner is not allowed",
  wrongDiscriminator: "invalid account data for instruction",
  unsigned: "missing required signature for instruction",
} as const;

export class DriftHarness {
  readonly svm = new LiteSVM();
  readonly payer = Keypair.generate();
  readonly mint = Keypair.generate().publicKey;

  constructor(options: { marker?: boolean; decimals?: number } = {}) {
    this.svm.addProgramFromFile(address(DRIFT_PROGRAM_ID.toBase58()), DRIFT_SIM_PROGRAM);
    if (options.marker ?? true) this.setAccount(LOCAL_CHAIN_MARKER.address, LOCAL_CHAIN_MARKER);
    this.airdrop(this.payer.publicKey);
    const mint = Buffer.alloc(MINT_LENGTH);
    mint.writeUInt8(options.decimals ?? 6, 44);
    mint.writeUInt8(1, 45);
    this.setAccount(this.mint, { owner: TOKEN_PROGRAM_ID, data: mint });
  }

  /** With spot market 0 in place. */
  static withMarket(): DriftHarness {
    const harness = new DriftHarness();
    harness.send(driftInstructions.initializeSpotMarket({ mint: harness.mint, admin: harness.payer.publicKey }));
    return harness;
  }

  airdrop(to: PublicKey): void {
    this.svm.airdrop(address(to.toBase58()), lamports(100_000_000_000n));
  }

  setAccount(at: PublicKey, account: { owner: PublicKey; data: Uint8Array; lamports?: number }): void {
    this.svm.setAccount({
      address: address(at.toBase58()),
      programAddress: address(account.owner.toBase58()),
      data: account.data,
      executable: false,
      lamports: lamports(BigInt(account.lamports ?? 1_000_000_000)),
      space: BigInt(account.data.length),
    });
  }

  /** @throws Error naming the refusal: a Drift error's name, else what the runtime says */
  send(instruction: TransactionInstruction, ...signers: Keypair[]): void {
    const transaction = new Transaction().add(instruction);
    transaction.feePayer = this.payer.publicKey;
    transaction.recentBlockhash = this.svm.latestBlockhash();
    transaction.sign(this.payer, ...signers);
    const result = this.svm.sendTransaction(getTransactionDecoder().decode(transaction.serialize()));
    this.svm.expireBlockhash();
    if (result instanceof FailedTransactionMetadata) throw new Error(refusal(result));
  }

  /** The name of the refusal, or "accepted". */
  attempt(instruction: TransactionInstruction, ...signers: Keypair[]): string {
    try {
      this.send(instruction, ...signers);
      return "accepted";
    } catch (error) {
      return (error as Error).message;
    }
  }

  exists(at: PublicKey): boolean {
    return this.svm.getAccount(address(at.toBase58())).exists;
  }

  data(at: PublicKey): Buffer {
    const account = this.svm.getAccount(address(at.toBase58()));
    if (!account.exists) throw new Error(`${at.toBase58()} does not exist`);
    return Buffer.from(account.data);
  }

  lamports(at: PublicKey): bigint {
    return this.svm.getBalance(address(at.toBase58())) ?? 0n;
  }

  user(at: PublicKey): DecodedUser {
    return decodeUser(this.data(at));
  }

  realizedPnl(at: PublicKey): bigint {
    return realizedPnl(this.data(at));
  }

  /** A sub-account 0 made by the program itself. */
  newUser(): { authority: Keypair; user: PublicKey } {
    const authority = Keypair.generate();
    const by = { authority: authority.publicKey, payer: this.payer.publicKey };
    this.send(driftInstructions.initializeUserStats(by));
    this.send(driftInstructions.initializeUser({ ...by, subAccountId: 0 }));
    return { authority, user: driftUserAddress(authority.publicKey, 0) };
  }

  /** A user in any state, at an address that is not derived from its authority. */
  placeUser(values: Omit<UserValues, "authority"> & { authority?: PublicKey }): {
    authority: Keypair;
    user: PublicKey;
  } {
    const authority = Keypair.generate();
    const user = Keypair.generate().publicKey;
    this.setAccount(user, {
      owner: DRIFT_PROGRAM_ID,
      data: encodeDriftUser({ authority: authority.publicKey, ...values }),
    });
    return { authority, user };
  }

  placeTokens(owner: PublicKey, amount: bigint, mint = this.mint): PublicKey {
    const at = Keypair.generate().publicKey;
    this.setAccount(at, { owner: TOKEN_PROGRAM_ID, data: tokenAccount(mint, owner, amount) });
    return at;
  }

  tokens(at: PublicKey): bigint {
    return this.data(at).readBigUInt64LE(64);
  }

  vaultTokens(): bigint {
    return this.tokens(driftVaultAddress(QUOTE_MARKET));
  }

  /** Puts tokens into the vault that no user deposited: what other traders lost. */
  fundVault(amount: bigint): void {
    const vault = driftVaultAddress(QUOTE_MARKET);
    const data = this.data(vault);
    data.writeBigUInt64LE(amount, 64);
    this.setAccount(vault, { owner: TOKEN_PROGRAM_ID, data });
  }
}

function tokenAccount(mint: PublicKey, owner: PublicKey, amount: bigint): Buffer {
  const data = Buffer.alloc(TOKEN_ACCOUNT_LENGTH);
  mint.toBuffer().copy(data, 0);
  owner.toBuffer().copy(data, 32);
  data.writeBigUInt64LE(amount, 64);
  data.writeUInt8(1, 108);
  return data;
}

function refusal(result: FailedTransactionMetadata): string {
  const logs = result.meta().logs().join("\n");
  const code = /custom program error: 0x([0-9a-f]+)/.exec(logs)?.[1];
  if (code !== undefined) return DRIFT_ERRORS[Number.parseInt(code, 16)] ?? `custom ${Number.parseInt(code, 16)}`;
  return /failed: (.*)$/m.exec(logs)?.[1] ?? result.toString();
}
