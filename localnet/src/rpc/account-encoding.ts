import bs58 from "bs58";
import type { Chain } from "../chain/chain";
import type { AccountState } from "../chain/runtime";
import { CODE, RpcError } from "./errors";
import { parseToken } from "./parsed-token";

export type AccountEncoding = "binary" | "base58" | "base64" | "jsonParsed";

/** Base58 grows quadratically slow, so a node refuses it for more than this many bytes. */
const MAX_BASE58_BYTES = 128;
const RENT_EPOCH_EXEMPT = 0xffff_ffff_ffff_ffffn;

export interface EncodingConfig {
  encoding?: AccountEncoding | null | undefined;
  dataSlice?: { offset: number; length: number } | null | undefined;
}

/** An account as JSON-RPC writes it, `binary` unless told. Throws if its data is too long for base58. */
export function encodeAccount(
  chain: Pick<Chain, "account">,
  account: AccountState,
  config: EncodingConfig | null | undefined,
): object {
  const encoding = config?.encoding ?? "binary";
  // A node that cannot parse an account for jsonParsed answers base64.
  const parsed = encoding === "jsonParsed" ? parseToken(chain, account) : null;
  return {
    data: parsed ?? encodeData(account.data, encoding, config?.dataSlice),
    executable: account.executable,
    lamports: account.lamports,
    owner: account.owner,
    rentEpoch: RENT_EPOCH_EXEMPT,
    space: account.data.length,
  };
}

function encodeData(
  data: Uint8Array,
  encoding: AccountEncoding,
  slice: EncodingConfig["dataSlice"],
): string | [string, string] {
  const bytes = slice ? data.subarray(slice.offset, slice.offset + slice.length) : data;
  if (encoding === "base64" || encoding === "jsonParsed") return [Buffer.from(bytes).toString("base64"), "base64"];
  if (bytes.length > MAX_BASE58_BYTES) {
    throw new RpcError(
      CODE.invalidRequest,
      `Encoded binary (base 58) data should be less than ${MAX_BASE58_BYTES} bytes, please use Base64 encoding.`,
    );
  }
  const encoded = bs58.encode(bytes);
  return encoding === "binary" ? encoded : [encoded, "base58"];
}
