import { toBase58 } from "@profit-share/sdk";
import { SystemProgram } from "@solana/web3.js";
import type { AccountState } from "../chain/runtime";
import { readMint, readTokenAccount, TOKEN_PROGRAMS, uiTokenAmount } from "../chain/token";
import { type AccountLookup, decimalsOf } from "../chain/token-balances";
import { TOKEN_EXTENSIONS } from "./token-extensions";

/** A token account, mint or multisig as jsonParsed writes it; null for every other account, and for one whose mint is missing. */
export function parseTokenAccount(state: AccountLookup, account: AccountState): object | null {
  const parsed = parseMint(account) ?? parseHolding(state, account) ?? parseMultisig(account);
  if (parsed === null) return null;
  const program = account.owner === TOKEN_PROGRAMS[0] ? "spl-token" : "spl-token-2022";
  return { program, parsed, space: account.data.length };
}

function parseMint(account: AccountState): object | null {
  const mint = readMint(account);
  if (mint === null) return null;
  const info = {
    mintAuthority: mint.mintAuthority?.toBase58() ?? null,
    supply: mint.supply.toString(),
    decimals: mint.decimals,
    isInitialized: true,
    freezeAuthority: mint.freezeAuthority?.toBase58() ?? null,
    extensions: extensionsOf(account.data),
  };
  return { type: "mint", info };
}

function parseHolding(state: AccountLookup, account: AccountState): object | null {
  const token = readTokenAccount(account);
  const decimals = token && decimalsOf(state, token.mint.toBase58());
  if (token === null || decimals === null) return null;
  const info = {
    mint: token.mint.toBase58(),
    owner: token.owner.toBase58(),
    tokenAmount: uiTokenAmount(token.amount, decimals),
    delegate: token.delegate?.toBase58(),
    delegatedAmount: token.delegate ? uiTokenAmount(token.delegatedAmount, decimals) : undefined,
    state: token.frozen ? "frozen" : "initialized",
    isNative: token.rentExemptReserve !== null,
    rentExemptReserve: token.rentExemptReserve === null ? undefined : uiTokenAmount(token.rentExemptReserve, decimals),
    closeAuthority: token.closeAuthority?.toBase58(),
    extensions: extensionsOf(account.data),
  };
  return { type: "account", info };
}

const MULTISIG_LENGTH = 355;
const MULTISIG_HEADER = 3;
const MULTISIG_SIGNERS = 11;

function parseMultisig({ owner, data }: AccountState): object | null {
  if (!TOKEN_PROGRAMS.includes(owner) || data.length !== MULTISIG_LENGTH || data[2] !== 1) return null;
  const places = Array.from({ length: MULTISIG_SIGNERS }, (_, index) => MULTISIG_HEADER + 32 * index);
  const signers = places.map((start) => toBase58(data.subarray(start, start + 32)));
  const info = {
    numRequiredSigners: data[0],
    numValidSigners: data[1],
    isInitialized: true,
    // An empty place holds 32 zero bytes, which are also the system program's address.
    signers: signers.filter((key) => key !== SystemProgram.programId.toBase58()),
  };
  return { type: "multisig", info };
}

/** Where Token-2022's extensions begin: behind the longest base layout and the byte that says what the account is. */
const EXTENSIONS_START = 166;
const HEADER_BYTES = 4;
const UNINITIALIZED = 0;
/** Extensions that have no values, so that their names say all. */
const WITHOUT_VALUES = ["immutableOwner", "nonTransferable", "nonTransferableAccount", "pausableAccount"];

/** The extensions in an account's data, those with values as a node writes those that it cannot parse; undefined if there are none. */
function extensionsOf(data: Uint8Array): object[] | undefined {
  const bytes = Buffer.from(data);
  const found: object[] = [];
  let position = EXTENSIONS_START;
  while (position + HEADER_BYTES <= bytes.length) {
    const type = bytes.readUInt16LE(position);
    if (type === UNINITIALIZED) break;
    const name = TOKEN_EXTENSIONS[type];
    found.push({ extension: name && WITHOUT_VALUES.includes(name) ? name : "unparseableExtension" });
    position += HEADER_BYTES + bytes.readUInt16LE(position + 2);
  }
  return found.length === 0 ? undefined : found;
}
