import { z } from "zod";
import type { AccountState } from "../../chain/runtime";
import { readTokenAccount } from "../../chain/token";
import { answerAccount } from "../account-encoding";
import { decodeBase58, decodeBase64 } from "../binary";
import { invalidParams } from "../errors";
import { type Methods, method, requireSlot, withContext } from "../method";
import {
  accountEncoding,
  address,
  context,
  dataSlice,
  flag,
  list,
  oneOf,
  struct,
  text,
  unsigned,
  variants,
} from "../params";

const MAX_MULTIPLE_ACCOUNTS = 100;
const MAX_FILTERS = 4;

const accountConfig = struct("RpcAccountInfoConfig", {
  ...context,
  encoding: accountEncoding.nullish(),
  dataSlice,
}).nullish();

const memcmp = struct("Memcmp", {
  offset: unsigned("usize"),
  bytes: text,
  encoding: oneOf("base58", "base64").nullish(),
}).transform(({ offset, bytes, encoding }) => ({
  offset,
  bytes:
    encoding === "base64"
      ? decodeBase64(bytes, (fault) => `Invalid param: Base64DecodeError(${fault})`)
      : decodeBase58(bytes, (fault) => `Invalid param: Base58DecodeError(${fault})`),
}));

const filter = variants({ dataSize: unsigned("u64"), memcmp, tokenAccountState: null });

export type AccountFilter = z.output<typeof filter>;

/** The filters of getProgramAccounts and programSubscribe. */
export const filters = list(filter).nullish();

const programAccountsConfig = struct("RpcProgramAccountsConfig", {
  ...context,
  encoding: accountEncoding.nullish(),
  dataSlice,
  filters,
  withContext: flag.nullish(),
}).nullish();

/** Whether the account passes all filters. */
export function matches(account: AccountState, wanted: readonly AccountFilter[]): boolean {
  return wanted.every((one) => passes(account, one));
}

function passes(account: AccountState, one: AccountFilter): boolean {
  switch (one.kind) {
    case "dataSize":
      return account.data.length === one.value;
    case "tokenAccountState":
      return readTokenAccount(account) !== null;
    case "memcmp": {
      const { offset, bytes } = one.value;
      return Buffer.compare(account.data.subarray(offset, offset + bytes.length), bytes) === 0;
    }
  }
}

export function checkFilters(wanted: readonly AccountFilter[]): void {
  if (wanted.length > MAX_FILTERS) throw invalidParams(`Too many filters provided; max ${MAX_FILTERS}`);
}

export const accountMethods: Methods = {
  getAccountInfo: method(1, [address, accountConfig], (chain, key, config) => {
    requireSlot(chain, config);
    const account = chain.account(key);
    return withContext(chain, account && answerAccount(chain, account, config));
  }),

  getMultipleAccounts: method(1, [list(text), accountConfig], (chain, keys, config) => {
    if (keys.length > MAX_MULTIPLE_ACCOUNTS) {
      throw invalidParams(`Too many inputs provided; max ${MAX_MULTIPLE_ACCOUNTS}`);
    }
    const wanted = keys.map((key) => address.parse(key));
    requireSlot(chain, config);
    const accounts = wanted.map((key) => {
      const account = chain.account(key);
      return account && answerAccount(chain, account, { ...config, encoding: config?.encoding ?? "base64" });
    });
    return withContext(chain, accounts);
  }),

  getProgramAccounts: method(1, [address, programAccountsConfig], (chain, program, config) => {
    const wanted = config?.filters ?? [];
    checkFilters(wanted);
    requireSlot(chain, config);
    const found = [...chain.accountsOwnedBy(program)]
      .filter(([, account]) => matches(account, wanted))
      .map(([pubkey, account]) => ({ pubkey, account: answerAccount(chain, account, config) }));
    return config?.withContext ? withContext(chain, found) : found;
  }),

  getBalance: method(1, [address, struct("RpcContextConfig", context).nullish()], (chain, key, config) => {
    requireSlot(chain, config);
    return withContext(chain, chain.account(key)?.lamports ?? 0n);
  }),

  getMinimumBalanceForRentExemption: method(1, [unsigned("usize"), z.unknown()], (chain, space) =>
    chain.rentExemption(space),
  ),
};
