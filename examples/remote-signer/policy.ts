/** What an agent's signature is lent to. Pure. */
import { PROGRAM_ID, TOKEN_PROGRAM_ID, tokenAddress } from "@profit-share/sdk";
import { programsOf } from "@profit-share/sdk/sending";
import type { PublicKey, VersionedMessage } from "@solana/web3.js";

export interface Policy {
  /** Wallets to whose associated token accounts an agent may pay. */
  payees: readonly PublicKey[];
  /** Programs, beside profit_share, whose instructions may name an agent: with all that those can do. */
  programs: readonly PublicKey[];
}

/** The token program's `TransferChecked`: from, mint, to, owner. */
const TRANSFER_CHECKED = 12;
const TRANSFER_ACCOUNTS = 4;

/**
 * A signature reaches only the instructions that name the signer, so the others do not matter.
 * @returns why the agent does not sign; null if it does
 */
export function refusalOf(message: VersionedMessage, agent: PublicKey, policy: Policy): string | null {
  if (message.version !== "legacy" && message.version !== 0) return `a transaction of version ${message.version}`;
  if (message.version === 0 && message.addressTableLookups.length > 0)
    return "a lookup table hides which accounts are named";
  const { staticAccountKeys, header, compiledInstructions } = message;
  const signers = staticAccountKeys.slice(0, header.numRequiredSignatures);
  if (!signers.some((key) => key.equals(agent))) return "the agent does not sign this transaction";
  if (signers[0]!.equals(agent)) return "the agent pays no fees";
  const programs = programsOf(message);
  for (const [index, { accountKeyIndexes, data }] of compiledInstructions.entries()) {
    const named = accountKeyIndexes.map((key) => staticAccountKeys[key]);
    const program = programs[index];
    if (program === undefined || named.includes(undefined))
      return `instruction ${index} names accounts that are not there`;
    const accounts = named as PublicKey[];
    if (!accounts.some((key) => key.equals(agent))) continue;
    const isAllowed = [PROGRAM_ID, ...policy.programs].some((allowed) => allowed.equals(program));
    if (isAllowed || (program.equals(TOKEN_PROGRAM_ID) && isPayment(accounts, data, agent, policy))) continue;
    return `instruction ${index}, of ${program.toBase58()}, names the agent and is no allowed payment`;
  }
  return null;
}

/** From a token account to that of a payee. */
function isPayment(accounts: readonly PublicKey[], data: Uint8Array, agent: PublicKey, { payees }: Policy): boolean {
  const [, mint, to, owner] = accounts;
  return (
    data[0] === TRANSFER_CHECKED &&
    accounts.length === TRANSFER_ACCOUNTS &&
    owner!.equals(agent) &&
    payees.some((payee) => tokenAddress(mint!, payee).equals(to!))
  );
}
