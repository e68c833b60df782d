/** What is asked of a Yellowstone server, and what it tells. Values only. */
import { fromBase58, toBase58 } from "@profit-share/sdk";
import type { AccountChange, Subject, TransactionSeen } from "../feed";
import type { Request, Update } from "./library";

const ACCOUNTS = "accounts";
const PROGRAM = "program";
const MENTIONS = "mentions";
const SLOTS = "slots";
/** Of geyser.proto. */
const CONFIRMED = 1;

const NOTHING: Request = {
  accounts: {},
  slots: {},
  transactions: {},
  transactionsStatus: {},
  blocks: {},
  blocksMeta: {},
  entry: {},
  accountsDataSlice: [],
};

/** A server answers it with a pong of that number, and leaves what it tells as it is. */
export const pingRequest = (id: number): Request => ({ ...NOTHING, ping: { id } });

/**
 * Everything that is wanted: a server has one request at a time. Accounts are listed, though the library knows a filter that is
 * smaller: a server that does not know it would tell of every account there is.
 * @param accounts base58
 */
export function subscribeRequest(subject: Subject, accounts: Iterable<string>): Request {
  const { programs = [], mentions = [], slots = false, data = false } = subject;
  const listed = [...accounts];
  const filters: Request["accounts"] = {};
  for (const [index, { program, memcmp }] of programs.entries()) {
    filters[PROGRAM + index] = {
      account: [],
      owner: [program],
      // As bytes: a server limits the length of a base58 text.
      filters: memcmp.map(({ offset, bytes }) => ({ memcmp: { offset: String(offset), bytes: fromBase58(bytes) } })),
    };
  }
  if (listed.length > 0) filters[ACCOUNTS] = { account: listed, owner: [], filters: [] };
  return {
    ...NOTHING,
    accounts: filters,
    slots: slots ? { [SLOTS]: { filterByCommitment: true } } : {},
    transactionsStatus:
      mentions.length === 0
        ? {}
        : { [MENTIONS]: { vote: false, accountInclude: [...mentions], accountExclude: [], accountRequired: [] } },
    commitment: CONFIRMED,
    accountsDataSlice: data ? [] : [{ offset: "0", length: "0" }],
  };
}

/** null if the update is none of an account. */
export function readAccount({ account: told, filters }: Update, withData: boolean): AccountChange | null {
  if (told?.account === undefined) return null;
  const { pubkey, owner, lamports, data } = told.account;
  const program = filters.find((name) => name.startsWith(PROGRAM));
  const place = {
    address: toBase58(pubkey),
    slot: Number(told.slot),
    filter: program === undefined ? null : Number(program.slice(PROGRAM.length)),
  };
  // Where an account is gone a server tells of an empty one.
  if (lamports === "0") return { ...place, account: null };
  const account = { owner: toBase58(owner), lamports: BigInt(lamports), data: withData ? new Uint8Array(data) : null };
  return { ...place, account };
}

/** null if the update is none of a transaction. */
export function readTransaction({ transactionStatus: told }: Update): TransactionSeen | null {
  if (told === undefined) return null;
  return { signature: toBase58(told.signature), slot: Number(told.slot), failed: told.err !== undefined };
}
