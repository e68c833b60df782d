/** Puts wrong accounts and signers into a transaction. */
import { type Address, PROGRAM } from "../addresses";
import type { Meta, Send } from "../operations";
import { ACTORS } from "../surroundings";
import type { Table } from "./table";

/** Only a person's key signs: the program's own addresses never do. */
const canSign = (address: Address): boolean => ACTORS.includes(address);

/** A copy with one account changed. */
export function mutate(table: Table, send: Send): Send {
  const { random } = table;
  const accounts = [...send.accounts];
  const index = random.int(accounts.length);
  const meta = accounts[index]!;
  // Readers of events rely on the program's own account there; every other place may hold anything.
  if (meta.address === PROGRAM) return send;
  const put = (address: Address): Meta => ({ ...meta, address, signer: meta.signer && canSign(address) });
  accounts[index] = random.weighted<() => Meta>([
    [45, () => put(table.anything())],
    [15, () => put(table.actor())],
    [12, () => put(random.pick(accounts).address)],
    [12, () => ({ ...meta, signer: false })],
    [10, () => ({ ...meta, writable: false })],
    [6, () => ({ ...meta, writable: true })],
  ])();
  return { ...send, accounts, rightful: false };
}
