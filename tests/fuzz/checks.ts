/** Holds the chain against the model. */
import { type Address, PROGRAM, TOKEN } from "./addresses";
import { bytesOf } from "./contents";
import type { NativeSvm } from "./native-svm";
import type { Cell, State } from "./state";

/** What differs at this account; null if nothing does. */
export function differenceAt(chain: NativeSvm, { address, owner, lamports, content }: Cell): string | null {
  const expected = bytesOf(content);
  if (expected === null) return null;
  const found = chain.account(address);
  if (found === null || found.lamports() === 0n) {
    return lamports === 0n ? null : `${address.name} is gone`;
  }
  if (lamports !== found.lamports()) return `${address.name} has ${found.lamports()} lamports, not ${lamports}`;
  if (!owner.bytes.equals(found.owner())) return `${address.name} is not owned by ${owner.name}`;
  const data = found.data();
  if (expected.equals(data)) return null;
  const at = expected.findIndex((byte, index) => byte !== data[index]);
  return `${address.name} differs from byte ${at} on: ${expected.subarray(at, at + 8).toString("hex")} expected, ${Buffer.from(data.subarray(at, at + 8)).toString("hex")} found`;
}

/** Every account that the model knows, and no other of the program or the token program. */
export function differenceAnywhere(chain: NativeSvm, state: State): string | null {
  for (const cell of state.cells.values()) {
    const difference = differenceAt(chain, cell);
    if (difference !== null) return difference;
  }
  const count = (owner: Address): number => [...state.cells.values()].filter((cell) => cell.owner === owner).length;
  for (const program of [PROGRAM, TOKEN]) {
    const found = chain.owned(program).length;
    if (found !== count(program)) return `${program.name} owns ${found} accounts, not ${count(program)}`;
  }
  return null;
}
