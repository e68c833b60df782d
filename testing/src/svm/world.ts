/** A chain with both programs, one mint and everybody's purse. */
import { DRIFT_SIM_PROGRAM, LOCAL_CHAIN_MARKER } from "@profit-share/localnet";
import { DRIFT_PROGRAM_ID, PROGRAM_ID } from "@profit-share/sdk";
import { AccountLayout, getAssociatedTokenAddressSync, type RawAccount, TOKEN_PROGRAM_ID } from "@solana/spl-token";
import {
  AddressLookupTableAccount,
  AddressLookupTableProgram,
  type Keypair,
  type PublicKey,
  type TransactionInstruction,
} from "@solana/web3.js";
import { keyOf } from "../keys";
import { programFile } from "../program-file";
import { mintData, tokenAccountData } from "../token-data";
import { ACTORS } from "./actors";
import { Amount, Lamports, Time, U64_MAX } from "./constants";
import { writeField } from "./idl";
import { type Account, type Sent, Svm } from "./svm";

/** A lookup table's kind, then the slot of its deactivation: never. The addresses begin after its head. */
const TABLE_KIND = 1;
const TABLE_HEAD = 56;

type Instructions = TransactionInstruction | TransactionInstruction[];

/** Value of a field that `patch` writes. */
type FieldValue = bigint | number | Uint8Array;

/** Associated accounts by mint and owner: every world has the same, and finding one takes a millisecond. */
const purses = new Map<string, PublicKey>();

export class World {
  readonly mint = keyOf("mint").publicKey;
  private readonly svm = new Svm(ACTORS.postman);

  constructor() {
    this.svm.load(PROGRAM_ID, programFile());
    this.svm.load(DRIFT_PROGRAM_ID, DRIFT_SIM_PROGRAM);
    this.setAccount(LOCAL_CHAIN_MARKER.address, {
      owner: LOCAL_CHAIN_MARKER.owner,
      data: LOCAL_CHAIN_MARKER.data,
      lamports: BigInt(LOCAL_CHAIN_MARKER.lamports),
    });
    this.setTime(Time.START);
    this.createMint(this.mint);
    for (const { publicKey } of Object.values(ACTORS)) {
      this.svm.airdrop(publicKey, Lamports.PURSE);
      this.setTokens(this.purse(publicKey), publicKey, Amount.PURSE);
    }
  }

  /** Puts another program on the chain. */
  load(program: PublicKey, file: string): void {
    this.svm.load(program, file);
  }

  /** Sends one transaction. @throws Error with the logs if it is refused */
  send(instructions: Instructions, ...signers: Keypair[]): Sent {
    const sent = this.attempt(instructions, ...signers);
    if (sent.error !== null) throw new Error(`${sent.error}\n${sent.logs.join("\n")}`);
    return sent;
  }

  /** What comes of one transaction, also if it is refused. */
  attempt(instructions: Instructions, ...signers: Keypair[]): Sent {
    return this.svm.send([instructions].flat(), signers);
  }

  /** The same as a version 0 transaction with a lookup table of all that it names. @throws Error if it is refused */
  sendWithTable(instructions: Instructions, ...signers: Keypair[]): Sent {
    const list = [instructions].flat();
    const table = this.placeTable(list.flatMap(({ keys }) => keys.map(({ pubkey }) => pubkey)));
    const sent = this.svm.sendWithTable(list, signers, table);
    if (sent.error !== null) throw new Error(`${sent.error}\n${sent.logs.join("\n")}`);
    return sent;
  }

  /** Name of the error that the transaction is refused with, or "accepted". @throws Error if a refusal wrote something */
  refusal(instructions: Instructions, ...signers: Keypair[]): string {
    const list = [instructions].flat();
    const named = list.flatMap(({ keys }) => keys.map(({ pubkey }) => pubkey));
    const before = named.map((pubkey) => this.svm.account(pubkey));
    const { error } = this.svm.send(list, signers);
    if (error === null) return "accepted";
    const written = named.filter((pubkey, index) => !isSame(before[index]!, this.svm.account(pubkey)));
    if (written.length > 0) throw new Error(`${error}, yet it wrote ${written.map(String).join(", ")}`);
    return error;
  }

  account(at: PublicKey): Account {
    const found = this.svm.account(at);
    if (found === null) throw new Error(`There is no account ${at.toBase58()}`);
    return found;
  }

  exists(at: PublicKey): boolean {
    return this.svm.account(at) !== null;
  }

  setAccount(at: PublicKey, account: (Omit<Account, "lamports"> & { lamports?: bigint }) | null): void {
    this.svm.setAccount(at, account);
  }

  airdrop(to: PublicKey, amount: bigint): void {
    this.svm.airdrop(to, amount);
  }

  /** Lamports that keep an account of this length alive. */
  rent(length: number): bigint {
    return this.svm.rent(length);
  }

  /** Unix seconds. */
  time(): bigint {
    return this.svm.time();
  }

  setTime(unixTimestamp: bigint): void {
    this.svm.setTime(unixTimestamp);
  }

  pass(seconds: bigint): void {
    this.setTime(this.time() + seconds);
  }

  /**
   * Overwrites fields of one of the program's accounts, for states that no instruction of this version leads to.
   * @param type as the IDL names it @param fields by the IDL's names, dots into structs
   */
  patch(at: PublicKey, type: "Bot" | "Keeper" | "Subscription", fields: Record<string, FieldValue>): void {
    const account = this.account(at);
    for (const [path, value] of Object.entries(fields)) writeField(account.data, type, path, value);
    this.setAccount(at, account);
  }

  /** A copy of an account's data in an account that eve's program owns. */
  forge(name: string, original: PublicKey): PublicKey {
    const at = keyOf(name).publicKey;
    this.setAccount(at, { owner: ACTORS.eve.publicKey, data: this.account(original).data });
    return at;
  }

  /** Writes a lookup table as if it had been extended long ago. */
  private placeTable(addresses: PublicKey[]): AddressLookupTableAccount {
    const at = keyOf("lookup table").publicKey;
    const head = Buffer.alloc(TABLE_HEAD);
    head.writeUInt32LE(TABLE_KIND, 0);
    head.writeBigUInt64LE(U64_MAX, 4);
    const distinct = [...new Map(addresses.map((address) => [address.toBase58(), address])).values()];
    const data = Buffer.concat([head, ...distinct.map((address) => address.toBytes())]);
    this.setAccount(at, { owner: AddressLookupTableProgram.programId, data });
    return new AddressLookupTableAccount({ key: at, state: AddressLookupTableAccount.deserialize(data) });
  }

  createMint(at: PublicKey, decimals = 6): void {
    this.setAccount(at, { owner: TOKEN_PROGRAM_ID, data: mintData(decimals) });
  }

  /** Where an actor keeps tokens: the associated account. */
  purse(owner: PublicKey, mint = this.mint): PublicKey {
    const name = `${mint.toBase58()} ${owner.toBase58()}`;
    const known = purses.get(name);
    if (known !== undefined) return known;
    const purse = getAssociatedTokenAddressSync(mint, owner, true);
    purses.set(name, purse);
    return purse;
  }

  /** Writes a token account with this amount. */
  setTokens(at: PublicKey, owner: PublicKey, amount: bigint, mint = this.mint): PublicKey {
    this.setAccount(at, { owner: TOKEN_PROGRAM_ID, data: tokenAccountData(mint, owner, amount) });
    return at;
  }

  /** A token account of another mint with $1,000. */
  otherTokens(owner: PublicKey): PublicKey {
    const mint = keyOf("another mint").publicKey;
    return this.setTokens(keyOf("tokens of another mint").publicKey, owner, Amount.PURSE, mint);
  }

  /** Changes fields of a token account. */
  editTokens(at: PublicKey, change: Partial<RawAccount>): void {
    const account = this.account(at);
    AccountLayout.encode({ ...AccountLayout.decode(account.data), ...change }, account.data);
    this.setAccount(at, account);
  }

  /** Base units in a token account. */
  tokens(at: PublicKey): bigint {
    return AccountLayout.decode(this.account(at).data).amount;
  }
}

function isSame(a: Account | null, b: Account | null): boolean {
  if (a === null || b === null) return a === b;
  return a.owner.equals(b.owner) && a.lamports === b.lamports && a.data.equals(b.data);
}
