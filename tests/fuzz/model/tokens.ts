/** What the token and the system program do when they are called. */
import { type Address, SYSTEM } from "../addresses";
import { type Content, LENGTH, lengthOf } from "../contents";
import { type Cell, rent, type State } from "../state";
import { need } from "./refusal";

/** @param authority signs, as itself or by the program's seeds */
export function transfer(state: State, from: Cell, to: Cell, authority: Address, amount: bigint): void {
  need(lengthOf(from.content) === LENGTH.tokens, "InvalidAccountData");
  need(lengthOf(to.content) === LENGTH.tokens, "InvalidAccountData");
  const source = from.content;
  const target = to.content;
  if (source?.kind !== "tokens" || target?.kind !== "tokens") throw new Error("Only token accounts have that length");
  need(!source.frozen && !target.frozen, "TokenAccountFrozen");
  need(amount <= source.amount, "TokenInsufficientFunds");
  need(source.mint === target.mint, "TokenMintMismatch");
  need(source.owner === authority, "TokenOwnerMismatch");
  state.touch(from);
  state.touch(to);
  source.amount -= amount;
  target.amount += amount;
}

/** Creates a program's account; lamports that are there already count towards the rent. */
export function create(state: State, payer: Cell, at: Cell, owner: Address, content: Content): void {
  const required = rent(lengthOf(content));
  // An address that exists is no longer the system program's to allocate.
  need(at.owner === SYSTEM, "SystemAlreadyInUse");
  const missing = required > at.lamports ? required - at.lamports : 0n;
  need(payer.lamports >= missing, "SystemNegativeLamports");
  state.touch(payer).lamports -= missing;
  const cell = state.touch(at);
  cell.lamports += missing;
  cell.owner = owner;
  cell.content = content;
}

/** All lamports go to `to`, and the account is gone. */
export function remove(state: State, at: Cell, to: Cell): void {
  const { lamports } = state.touch(at);
  state.touch(to).lamports += lamports;
  Object.assign(at, { lamports: 0n, owner: SYSTEM, content: null });
}
