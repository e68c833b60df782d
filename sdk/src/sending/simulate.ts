/** What a transaction would do, asked before a wallet is asked to sign it. */
import {
  type AccountInfo,
  type Connection,
  type Finality,
  PublicKey,
  type SimulatedTransactionResponse,
  type Transaction,
  type VersionedMessage,
  VersionedTransaction,
} from "@solana/web3.js";
import { InvalidInput, NodeFailure } from "../failures";
import { decodeTokenAccount, TOKEN_2022_PROGRAM_ID, TOKEN_PROGRAM_ID } from "../spl/token";
import { PROGRAM_ID } from "../wire/idl";
import { fromBase64 } from "../wire/text";
import { type BalanceChanges, balanceChanges, type HeldTokens, type Holding } from "./balance-changes";
import { type Explanation, explainError } from "./explain";
import { askFee, type Fee, splitFee } from "./fee";
import { accountKeysOf, MAX_TRANSACTION_BYTES, messageOf, programsOf, transactionLength } from "./message";

/** An account that a transaction can write. */
export interface SimulatedAccount {
  address: PublicKey;
  /** null if it does not exist. */
  before: AccountInfo<Uint8Array> | null;
  /** null if it does not exist any more. */
  after: AccountInfo<Uint8Array> | null;
}

export interface Simulation extends BalanceChanges {
  /** The slot that it ran on. */
  slot: number;
  /** Why the transaction would be refused: the error of whichever program refuses, in plain words. null if it would succeed. */
  error: Explanation | null;
  /** Compute units that it used. */
  computeUnits: number;
  /** Lamports; null if it would not land and so not pay, or would be refused by a node that does not say. */
  fee: Fee | null;
  /** The accounts that it can write; none if it would be refused. `before` can be of a slot close to the simulation's. */
  accounts: SimulatedAccount[];
  /**
   * Whether the changes are those of this transaction alone. False where a node does not state balances and answered the
   * second request from another slot: then what others did in between counts, too.
   */
  exact: boolean;
  logs: string[];
}

export interface SimulateOptions {
  /** "confirmed" if left out. */
  commitment?: Finality;
  /** Simulates on this slot or a later one: that of what the transaction was decided on. */
  minContextSlot?: number;
  /** The profit_share program, where it is at another address. */
  programId?: PublicKey;
}

/** What nodes answer beside what web3.js names. Surfpool, and nodes of before mid 2025, leave it out. */
interface Stated {
  fee?: number | null;
  preBalances?: number[] | null;
  postBalances?: number[] | null;
  preTokenBalances?: StatedTokens[] | null;
  postTokenBalances?: StatedTokens[] | null;
}

interface StatedTokens {
  accountIndex: number;
  mint: string;
  owner: string;
  uiTokenAmount: { amount: string };
}

/** The most accounts that a node returns at a time. */
const MOST_ACCOUNTS = 100;

/**
 * Simulates a transaction as it is: legacy or v0, signed or not; a blockhash is not needed. Says what it would do to
 * everybody's tokens and lamports, what it costs, or why it would be refused.
 *
 * Lamports come from nodes as JSON numbers: beyond nine million SOL in one account they are not exact.
 * @throws InvalidInput if the transaction is too long or has no fee payer; NotFound if a lookup table is missing; NodeFailure
 */
export async function simulate(
  connection: Connection,
  transaction: Transaction | VersionedTransaction,
  { commitment = "confirmed", minContextSlot, programId = PROGRAM_ID }: SimulateOptions = {},
): Promise<Simulation> {
  const message = messageOf(transaction);
  const length = transactionLength(message);
  if (length > MAX_TRANSACTION_BYTES) {
    const size = Number.isFinite(length) ? `${length} bytes, more than` : "more bytes than";
    throw new InvalidInput(`The transaction has ${size} the ${MAX_TRANSACTION_BYTES} that fit: put less into one`);
  }
  const keys = await accountKeysOf(message, connection, commitment);
  const written = Array.from({ length: keys.length }, (_, index) => index).filter((index) =>
    message.isAccountWritable(index),
  );
  const addresses = written.map((index) => keys.get(index)!);
  const asked = { commitment, ...(minContextSlot === undefined ? {} : { minContextSlot }) };
  const [read, { context, value }] = await Promise.all([
    readAccounts(connection, addresses, asked),
    ask(connection, message, addresses, asked),
  ]);
  const stated = value as Stated;
  const lamports = stated.fee ?? (value.err === null ? await askFee(connection, message) : null);
  const report = {
    slot: context.slot,
    computeUnits: value.unitsConsumed ?? 0,
    fee: lamports === null ? null : splitFee(message, lamports),
    logs: value.logs ?? [],
  };
  if (value.err !== null) {
    const error = explainError({ err: value.err, logs: report.logs, programs: programsOf(message) }, programId);
    return { ...report, error, owners: [], rent: { paid: 0n, returned: 0n }, accounts: [], exact: true };
  }
  const after = (value.accounts ?? []).map(accountOf);
  if (after.length !== addresses.length) {
    throw new NodeFailure(`The node returns ${after.length} accounts of a simulation, not ${addresses.length}`);
  }
  const accounts = addresses.map((address, index) => ({
    address,
    before: read.accounts[index]!,
    after: after[index]!,
  }));
  const balances = statedHoldings(written, accounts, stated);
  const { before, after: held } = balances ?? {
    before: read.accounts.map(holdingOf),
    after: after.map(holdingOf),
  };
  return {
    ...report,
    error: null,
    ...balanceChanges(addresses, before, held),
    accounts,
    exact: balances !== null || read.slots.every((slot) => slot === context.slot),
  };
}

type Asked = { commitment: Finality; minContextSlot?: number };

async function ask(connection: Connection, message: VersionedMessage, addresses: PublicKey[], asked: Asked) {
  const accounts = { encoding: "base64" as const, addresses: addresses.map((address) => address.toBase58()) };
  try {
    return await connection.simulateTransaction(new VersionedTransaction(message), {
      ...asked,
      accounts,
      sigVerify: false,
      replaceRecentBlockhash: true,
    });
  } catch (cause) {
    // web3.js makes a plain error of what the node says.
    const said =
      cause instanceof Error ? /^failed to simulate transaction: (.*)$/s.exec(cause.message)?.[1] : undefined;
    if (said === undefined) throw cause;
    throw new NodeFailure(`The node does not simulate the transaction: ${said}`, { cause });
  }
}

/** The accounts, and the slots from which they were answered. */
async function readAccounts(connection: Connection, addresses: readonly PublicKey[], asked: Asked) {
  const slices = Array.from({ length: Math.ceil(addresses.length / MOST_ACCOUNTS) }, (_, index) =>
    addresses.slice(MOST_ACCOUNTS * index, MOST_ACCOUNTS * (index + 1)),
  );
  const answers = await Promise.all(slices.map((slice) => connection.getMultipleAccountsInfoAndContext(slice, asked)));
  return {
    accounts: answers.flatMap(({ value }) => value),
    slots: answers.map(({ context }) => context.slot),
  };
}

type ReturnedAccount = NonNullable<SimulatedTransactionResponse["accounts"]>[number];

/** A closed account is one without lamports, or none. */
function accountOf(returned: ReturnedAccount): AccountInfo<Uint8Array> | null {
  if (returned === null || returned.lamports === 0) return null;
  const { lamports, owner, executable, data } = returned;
  const bytes = fromBase64(data[0] ?? "");
  if (bytes === null) throw new NodeFailure("The node returns an account of a simulation that is not base64");
  return { lamports, executable, owner: new PublicKey(owner), data: bytes };
}

const isWallet = (account: AccountInfo<Uint8Array> | null): boolean =>
  account === null || (account.owner.equals(PublicKey.default) && account.data.length === 0);

function holdingOf(account: AccountInfo<Uint8Array> | null): Holding {
  const tokens =
    account !== null && (account.owner.equals(TOKEN_PROGRAM_ID) || account.owner.equals(TOKEN_2022_PROGRAM_ID))
      ? decodeTokenAccount(account.data)
      : null;
  return { lamports: BigInt(account?.lamports ?? 0), isWallet: isWallet(account), tokens };
}

/** What the node itself says of the state that it simulated on; null if it does not. */
function statedHoldings(written: readonly number[], accounts: readonly SimulatedAccount[], stated: Stated) {
  const { preBalances, postBalances, preTokenBalances, postTokenBalances } = stated;
  if (!preBalances || !postBalances || !preTokenBalances || !postTokenBalances) return null;
  const holdings = (when: "before" | "after", lamports: number[], tokens: StatedTokens[]): Holding[] =>
    written.map((key, index) => ({
      lamports: BigInt(lamports[key] ?? 0),
      isWallet: isWallet(accounts[index]![when]),
      tokens: tokensOf(tokens.find(({ accountIndex }) => accountIndex === key)),
    }));
  return {
    before: holdings("before", preBalances, preTokenBalances),
    after: holdings("after", postBalances, postTokenBalances),
  };
}

function tokensOf(stated: StatedTokens | undefined): HeldTokens | null {
  if (stated === undefined) return null;
  const { mint, owner, uiTokenAmount } = stated;
  return { mint: new PublicKey(mint), owner: new PublicKey(owner), amount: BigInt(uiTokenAmount.amount) };
}
