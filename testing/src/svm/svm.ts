/** LiteSVM spoken to in web3.js types: sends signed transactions and says what came of them. */
import { createPrivateKey, type KeyObject, sign as signBytes } from "node:crypto";
import { LAMPORTS_PER_BYTE } from "@profit-share/localnet";
import {
  type FetchedTransaction,
  type HistoryEvent,
  historyEvents,
  type LogEvent,
  loggedEvents,
  type SettledEvent,
} from "@profit-share/sdk/history";
import { address, getBase58Decoder, getTransactionDecoder, lamports } from "@solana/kit";
import {
  type AddressLookupTableAccount,
  type Keypair,
  type Message,
  type MessageV0,
  PublicKey,
  Transaction,
  type TransactionInstruction,
  TransactionMessage,
  VersionedTransaction,
} from "@solana/web3.js";
import { FailedTransactionMetadata, LiteSVM, type TransactionMetadata } from "litesvm";
import { type CustomError, checkNamed, customErrorName } from "./errors";

export interface Account {
  owner: PublicKey;
  data: Buffer;
  lamports: bigint;
}

/** What a transaction did. */
export interface Sent {
  /** Name of the error; null if it succeeded. */
  error: string | null;
  logs: string[];
  computeUnits: bigint;
  /** Self-CPI events, as the SDK decodes them. */
  history: HistoryEvent[];
  /** The settlements among them. */
  settled: SettledEvent[];
  /** Log events, as the SDK decodes them. */
  logged: LogEvent[];
  /** Every inner instruction with its addresses. */
  inner: { program: PublicKey; accounts: PublicKey[]; data: Buffer }[];
  /** What the last instruction returned; empty if nothing. */
  returned: Buffer;
  /** Which program set that; null if none did. */
  returnedBy: PublicKey | null;
  /** Bytes of the transaction on the wire. */
  length: number;
}

export class Svm {
  private readonly svm = new LiteSVM();
  private readonly decoder = getTransactionDecoder();

  /** @param feePayer signs and pays for every transaction */
  constructor(private readonly feePayer: Keypair) {
    const rent = this.svm.getRent();
    rent.lamportsPerByteYear = BigInt(LAMPORTS_PER_BYTE);
    this.svm.setRent(rent);
    this.airdrop(feePayer.publicKey, 1_000_000_000_000n);
  }

  load(program: PublicKey, file: string): void {
    this.svm.addProgramFromFile(key(program), file);
  }

  airdrop(to: PublicKey, amount: bigint): void {
    this.svm.airdrop(key(to), lamports(amount));
  }

  /** Null if there is none. */
  account(at: PublicKey): Account | null {
    const found = this.svm.getAccount(key(at));
    if (!found.exists) return null;
    return {
      owner: new PublicKey(found.programAddress),
      data: Buffer.from(found.data),
      lamports: found.lamports,
    };
  }

  /** Null removes the account. */
  setAccount(at: PublicKey, account: (Omit<Account, "lamports"> & { lamports?: bigint }) | null): void {
    const { owner, data } = account ?? { owner: PublicKey.default, data: Buffer.alloc(0) };
    const rent = this.svm.minimumBalanceForRentExemption(BigInt(data.length));
    this.svm.setAccount({
      address: key(at),
      programAddress: key(owner),
      data,
      executable: false,
      lamports: lamports(account === null ? 0n : (account.lamports ?? rent)),
      space: BigInt(data.length),
    });
  }

  rent(length: number): bigint {
    return this.svm.minimumBalanceForRentExemption(BigInt(length));
  }

  time(): bigint {
    return this.svm.getClock().unixTimestamp;
  }

  setTime(unixTimestamp: bigint): void {
    const clock = this.svm.getClock();
    clock.unixTimestamp = unixTimestamp;
    this.svm.setClock(clock);
  }

  /**
   * Sends one transaction. What it does makes it no error here.
   * @throws Error if the program failed without saying its error's name in the logs, or said one without failing
   */
  send(instructions: TransactionInstruction[], signers: Keypair[]): Sent {
    const transaction = new Transaction({
      feePayer: this.feePayer.publicKey,
      recentBlockhash: this.svm.latestBlockhash(),
    });
    transaction.add(...instructions);
    sign(transaction, [this.feePayer, ...signers]);
    return this.submit(transaction.serialize({ verifySignatures: false }), transaction.compileMessage(), []);
  }

  /** Sends one version 0 transaction that takes what it can from the table. */
  sendWithTable(instructions: TransactionInstruction[], signers: Keypair[], table: AddressLookupTableAccount): Sent {
    const message = new TransactionMessage({
      payerKey: this.feePayer.publicKey,
      recentBlockhash: this.svm.latestBlockhash(),
      instructions,
    }).compileToV0Message([table]);
    const transaction = new VersionedTransaction(message);
    for (const signer of [this.feePayer, ...signers]) {
      const signature = signBytes(null, message.serialize(), privateKeyOf(signer));
      transaction.addSignature(signer.publicKey, signature);
    }
    return this.submit(Buffer.from(transaction.serialize()), message, [table]);
  }

  private submit(wire: Buffer, message: Message | MessageV0, tables: AddressLookupTableAccount[]): Sent {
    const result = this.svm.sendTransaction(this.decoder.decode(wire));
    // The same instructions sent again are another transaction.
    this.svm.expireBlockhash();
    const failed = result instanceof FailedTransactionMetadata;
    const sent = report(message, tables, failed ? result.meta() : result, failed ? result : null);
    return { ...sent, length: wire.length };
  }
}

const key = (at: PublicKey) => address(at.toBase58());

/** Node's own ed25519: web3.js's takes longer than everything else in these tests together. */
function sign(transaction: Transaction, signers: Keypair[]): void {
  const message = transaction.serializeMessage();
  for (const signer of signers) {
    transaction.addSignature(signer.publicKey, signBytes(null, message, privateKeyOf(signer)));
  }
}

export function privateKeyOf(signer: Keypair): KeyObject {
  const known = privateKeys.get(signer);
  if (known !== undefined) return known;
  const seed = signer.secretKey.subarray(0, SEED_LENGTH);
  const made = createPrivateKey({ key: Buffer.concat([PKCS8_ED25519, seed]), format: "der", type: "pkcs8" });
  privateKeys.set(signer, made);
  return made;
}

const privateKeys = new WeakMap<Keypair, KeyObject>();
const SEED_LENGTH = 32;
/** What precedes the seed in the DER encoding of an ed25519 private key. */
const PKCS8_ED25519 = Buffer.from("302e020100300506032b657004220420", "hex");

function report(
  message: Message | MessageV0,
  tables: AddressLookupTableAccount[],
  meta: TransactionMetadata,
  failure: FailedTransactionMetadata | null,
): Omit<Sent, "length"> {
  const looked = "resolveAddressTableLookups" in message ? message.resolveAddressTableLookups(tables) : undefined;
  const keys = message.getAccountKeys(looked && { accountKeysFromLookups: looked });
  const at = (index: number): PublicKey => keys.get(index)!;
  const failed = failure === null ? null : failureOf(failure, meta.logs());
  checkNamed(meta.logs(), typeof failed === "object" ? failed : null);
  const compiled = meta.innerInstructions().map((group, index) => ({
    index,
    instructions: group.map((entry) => ({
      programIdIndex: entry.instruction().programIdIndex(),
      accounts: [...entry.instruction().accounts()],
      data: entry.instruction().data(),
    })),
  }));
  const fetched = {
    transaction: { message, signatures: [] },
    meta: {
      err: failure === null ? null : {},
      innerInstructions: compiled.map(inBase58),
      logMessages: meta.logs(),
      loadedAddresses: looked,
    },
  } as unknown as FetchedTransaction;
  const history = historyEvents(fetched);
  return {
    error: failed === null || typeof failed === "string" ? failed : customErrorName(failed.program, failed.code),
    logs: meta.logs(),
    computeUnits: meta.computeUnitsConsumed(),
    history,
    settled: history.flatMap((event) => (event.name === "Settled" ? [event.data] : [])),
    logged: loggedEvents(fetched),
    inner: compiled.flatMap(({ instructions }) =>
      instructions.map(({ programIdIndex, accounts, data }) => ({
        program: at(programIdIndex),
        accounts: accounts.map(at),
        data: Buffer.from(data),
      })),
    ),
    returned: Buffer.from(meta.returnData().data()),
    returnedBy: meta.returnData().data().length === 0 ? null : new PublicKey(meta.returnData().programId()),
  };
}

/** As a node writes instruction data. */
const inBase58 = ({ index, instructions }: { index: number; instructions: { data: Uint8Array }[] }) => ({
  index,
  instructions: instructions.map((inner) => ({ ...inner, data: getBase58Decoder().decode(inner.data) })),
});

/** A custom error with the program that raised it, which is the one whose failure is logged first; the name of any other. */
function failureOf(failure: FailedTransactionMetadata, logs: string[]): CustomError | string {
  const text = failure.toString();
  const [, kind, code] = /InstructionError\(\d+, (\w+)(?:\((\d+)\))?\)/.exec(text) ?? [];
  if (kind === undefined) return /err: (\w+)/.exec(text)?.[1] ?? text;
  if (code === undefined) return kind;
  const program = logs.map((line) => /^Program (\w+) failed: /.exec(line)?.[1]).find((found) => found !== undefined);
  return { program: program ?? "an unknown program", code: Number(code) };
}
