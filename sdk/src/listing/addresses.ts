/** The addresses of many parties' subscriptions, by one request. */
import type { GetProgramAccountsFilter, PublicKey } from "@solana/web3.js";
import type { ProfitShareReader } from "../client/reader";
import { accountDiscriminator, fieldOffset } from "../wire/coder";
import { toBase58 } from "../wire/text";

/** Whose subscriptions. */
export interface Parties {
  bots?: readonly PublicKey[];
  agents?: readonly PublicKey[];
  /** In the terms of attested subscriptions. */
  keepers?: readonly PublicKey[];
}

const KEY_BYTES = 32;

/**
 * The subscriptions to which one of the parties belongs, each once, in the node's order. A single party is the node's to look for;
 * of several it sends the parties of every subscription, and the choice is made here: one request, however many there are.
 * @throws NodeFailure, SolanaJSONRPCError where a node does not list accounts
 */
export async function subscriptionAddresses(
  { connection, programId, commitment }: ProfitShareReader,
  { bots = [], agents = [], keepers = [] }: Parties,
): Promise<PublicKey[]> {
  const wanted = [
    { offset: fieldOffset("Subscription", "bot"), parties: bots },
    { offset: fieldOffset("Subscription", "agent"), parties: agents },
    { offset: fieldOffset("Subscription", "terms.keeper"), parties: keepers },
  ].filter(({ parties }) => parties.length > 0);
  if (wanted.length === 0) return [];
  const filters: GetProgramAccountsFilter[] = [
    { memcmp: { offset: 0, bytes: toBase58(accountDiscriminator("Subscription")) } },
  ];
  const [first] = wanted;
  const single = wanted.length === 1 && first!.parties.length === 1;
  if (single) filters.push({ memcmp: { offset: first!.offset, bytes: first!.parties[0]!.toBase58() } });
  const start = Math.min(...wanted.map(({ offset }) => offset));
  const end = Math.max(...wanted.map(({ offset }) => offset)) + KEY_BYTES;
  const dataSlice = single ? { offset: 0, length: 0 } : { offset: start, length: end - start };
  const found = await connection.getProgramAccounts(programId, { commitment, filters, dataSlice });
  if (single) return found.map(({ pubkey }) => pubkey);
  const sets = wanted.map(({ offset, parties }) => ({
    offset: offset - start,
    names: new Set(parties.map((party) => nameOf(party.toBytes()))),
  }));
  return found
    .filter(({ account }) =>
      sets.some(({ offset, names }) => names.has(nameOf(account.data.subarray(offset, offset + KEY_BYTES)))),
    )
    .map(({ pubkey }) => pubkey);
}

const nameOf = (key: Uint8Array): string => String.fromCharCode(...key);
