import { toBase58 } from "@profit-share/sdk";
import type { Chain } from "../chain/chain";
import type { AccountState } from "../chain/runtime";
import { CODE, RpcError } from "./errors";
import { parseTokenAccount } from "./parsed-token";
import { zstdFrame } from "./zstd";

export type AccountEncoding = "binary" | "base58" | "base64" | "jsonParsed" | "base64+zstd";

/** Base58 grows quadratically slow, so a node refuses it for more than this many bytes. */
const MAX_BASE58_BYTES = 128;
const RENT_EPOCH_EXEMPT = 0xffff_ffff_ffff_ffffn;

export interface EncodingConfig {
  encoding?: AccountEncoding | null | undefined;
  dataSlice?: { offset: number; length: number } | null | undefined;
}

/** An account as JSON-RPC answers it, `binary` unless told. Throws if its data is too long for base58. */
export function answerAccount(
  chain: Pick<Chain, "account">,
  account: AccountState,
  config: EncodingConfig | null | undefined,
): object {
  const encoding = config?.encoding ?? "binary";
  const length = sliced(account.data, config).length;
  if ((encoding === "binary" || encoding === "base58") && length > MAX_BASE58_BYTES) {
    const message = `Encoded binary (base 58) data should be less than ${MAX_BASE58_BYTES} bytes, please use Base64 encoding.`;
    throw new RpcError(CODE.invalidRequest, message);
  }
  return encodeAccount(chain, account, config);
}

/** An account as JSON-RPC writes it where it cannot refuse, as in a notification: data too long for base58 is an error text. */
export function encodeAccount(
  chain: Pick<Chain, "account">,
  account: AccountState,
  config: EncodingConfig | null | undefined,
): object {
  const encoding = config?.encoding ?? "binary";
  // A node that cannot parse an account for jsonParsed answers base64.
  const parsed = encoding === "jsonParsed" ? parseTokenAccount(chain, account) : null;
  return {
    data: parsed ?? encodeData(sliced(account.data, config), encoding),
    executable: account.executable,
    lamports: account.lamports,
    owner: account.owner,
    rentEpoch: RENT_EPOCH_EXEMPT,
    space: account.data.length,
  };
}

function sliced(data: Uint8Array, config: EncodingConfig | null | undefined): Uint8Array {
  const slice = config?.dataSlice;
  return slice ? data.subarray(slice.offset, slice.offset + slice.length) : data;
}

function encodeData(data: Uint8Array, encoding: AccountEncoding): string | [string, string] {
  if (encoding === "base64+zstd") return [Buffer.from(zstdFrame(data)).toString("base64"), encoding];
  if (encoding === "base64" || encoding === "jsonParsed") return [Buffer.from(data).toString("base64"), "base64"];
  const encoded = data.length > MAX_BASE58_BYTES ? "error: data too large for bs58 encoding" : toBase58(data);
  return encoding === "binary" ? encoded : [encoded, "base58"];
}
