/** Lists the program's accounts of one kind in slices: first all addresses, then the accounts, a hundred at a time. */
import type { AccountInfo, GetProgramAccountsFilter, PublicKey } from "@solana/web3.js";
import { PatientNode } from "../client/patient-node";
import type { Located, ProfitShareReader } from "../client/reader";
import { accountDiscriminator, accountName, fieldOffset } from "../wire/coder";
import type { AccountName } from "../wire/idl-types";
import { toBase58 } from "../wire/text";

/** The most that a node returns at a time. */
const PAGE = 100;
/** The most that a node takes beside the kind of account; what is more is left out here. */
const FILTERS = 3;

export interface ListOptions {
  /** Goes on behind this address: that of the last account that was listed. */
  after?: PublicKey;
  /** Stops the listing: it throws the signal's reason. */
  signal?: AbortSignal | undefined;
}

/** A kind of account, and what its fields have to hold. */
export interface Listed<T> {
  name: AccountName;
  /** By path. */
  where: Readonly<Record<string, PublicKey | undefined>>;
  decode: (data: Uint8Array) => T;
}

/**
 * Ordered by address, whatever the node's order. An account that is closed, or becomes another one's, between the two requests is left
 * out; one that is made after the first of them is not there yet.
 */
export async function* pagesOf<T>(
  { connection, programId, commitment }: ProfitShareReader,
  { name, where, decode }: Listed<T>,
  { after, signal }: ListOptions,
): AsyncGenerator<Located<T>[]> {
  const node = new PatientNode(signal);
  const wanted = Object.entries(where).filter((one): one is [string, PublicKey] => one[1] !== undefined);
  const filters: GetProgramAccountsFilter[] = [
    { memcmp: { offset: 0, bytes: toBase58(accountDiscriminator(name)) } },
    ...wanted
      .slice(0, FILTERS)
      .map(([path, value]) => ({ memcmp: { offset: fieldOffset(name, path), bytes: value.toBase58() } })),
  ];
  const holds = ({ owner, data }: AccountInfo<Uint8Array>): boolean =>
    owner.equals(programId) &&
    accountName(data) === name &&
    wanted.every(([path, value]) => isAt(data, fieldOffset(name, path), value));

  // Nothing of the accounts: of a large marketplace the answer would be too long for some nodes.
  const dataSlice = { offset: 0, length: 0 };
  const found = await node.ask(() => connection.getProgramAccounts(programId, { commitment, filters, dataSlice }));
  const addresses = found.map(({ pubkey }) => pubkey).sort(byBytes);
  const rest = after === undefined ? addresses : addresses.filter((address) => byBytes(address, after) > 0);
  for (let start = 0; start < rest.length; start += PAGE) {
    const page = rest.slice(start, start + PAGE);
    const accounts = await node.ask(() => connection.getMultipleAccountsInfo(page, commitment));
    yield accounts.flatMap((account, index) =>
      account !== null && holds(account) ? [{ address: page[index]!, ...decode(account.data) }] : [],
    );
  }
}

const isAt = (data: Uint8Array, offset: number, key: PublicKey): boolean =>
  key.toBytes().every((byte, index) => data[offset + index] === byte);

function byBytes(a: PublicKey, b: PublicKey): number {
  const [one, other] = [a.toBytes(), b.toBytes()];
  const at = one.findIndex((byte, index) => byte !== other[index]);
  return at < 0 ? 0 : one[at]! - other[at]!;
}
