/**
 * web3.js's connection, but for two things. It turns some failures into texts of its own; here they stay what they are. And it
 * holds every field of a long answer against a shape: of 5,000 accounts that takes a second, in which nothing else is done. Here
 * such answers are only read.
 */
import {
  type AccountInfo,
  type Commitment,
  type ConfirmedSignatureInfo,
  Connection,
  type Finality,
  type GetMultipleAccountsConfig,
  type GetProgramAccountsConfig,
  type GetProgramAccountsResponse,
  type GetTransactionConfig,
  type GetVersionedTransactionConfig,
  type PublicKey,
  type RpcResponseAndContext,
  type SignaturesForAddressOptions,
  SolanaJSONRPCError,
  type TransactionResponse,
  type VersionedTransactionResponse,
} from "@solana/web3.js";
import type { Buffer } from "buffer";
import { NodeFailure } from "../failures";
import { addressOf } from "../wire/base58-of";
import { toBuffer } from "../wire/bytes";
import { fromBase64 } from "../wire/text";
import { type Answered, transactionIn } from "./transaction-batch";

type WithSlot<T> = RpcResponseAndContext<T>;

export class NodeConnection extends Connection {
  override getAccountInfo(...args: Parameters<Connection["getAccountInfo"]>): ReturnType<Connection["getAccountInfo"]> {
    return this.getAccountInfoAndContext(...args).then(({ value }) => value);
  }

  override getBalance(...args: Parameters<Connection["getBalance"]>): ReturnType<Connection["getBalance"]> {
    return this.getBalanceAndContext(...args).then(({ value }) => value);
  }

  override getProgramAccounts(
    programId: PublicKey,
    config: GetProgramAccountsConfig & { readonly withContext: true },
  ): Promise<WithSlot<GetProgramAccountsResponse>>;
  override getProgramAccounts(
    programId: PublicKey,
    config?: GetProgramAccountsConfig | Commitment,
  ): Promise<GetProgramAccountsResponse>;
  override async getProgramAccounts(
    programId: PublicKey,
    config?: GetProgramAccountsConfig | Commitment,
  ): Promise<GetProgramAccountsResponse | WithSlot<GetProgramAccountsResponse>> {
    const { encoding = "base64", withContext, ...wanted } = configIn(config, this.commitment);
    if (encoding !== "base64" || withContext) return super.getProgramAccounts(programId, config);
    return asked(this, "getProgramAccounts", [programId.toBase58(), { ...wanted, encoding }], (result) =>
      (result as KeyedAccount[]).map(({ pubkey, account }) => ({
        pubkey: addressOf(pubkey),
        account: accountIn(account),
      })),
    );
  }

  override async getMultipleAccountsInfoAndContext(
    addresses: PublicKey[],
    config?: GetMultipleAccountsConfig | Commitment,
  ): Promise<WithSlot<(AccountInfo<Buffer> | null)[]>> {
    const names = addresses.map((address) => address.toBase58());
    const wanted = { ...configIn(config, this.commitment), encoding: "base64" };
    return asked(this, "getMultipleAccounts", [names, wanted], (result) => {
      const { context, value } = result as WithSlot<(Account | null)[]>;
      if (value.length !== names.length) throw new TypeError(`${value.length} accounts instead of ${names.length}`);
      return {
        context: { slot: slotIn(context) },
        value: value.map((account) => (account === null ? null : accountIn(account))),
      };
    });
  }

  override async getSignaturesForAddress(
    address: PublicKey,
    options: SignaturesForAddressOptions = {},
    commitment?: Finality,
  ): Promise<ConfirmedSignatureInfo[]> {
    const wanted = { commitment: commitment ?? this.commitment, ...options };
    return asked(this, "getSignaturesForAddress", [address.toBase58(), wanted], (result) =>
      (result as ConfirmedSignatureInfo[]).map((one) => {
        if (typeof one.signature !== "string") throw new TypeError("a transaction without a signature");
        return { ...one, slot: slotIn(one), err: one.err ?? null };
      }),
    );
  }

  override getTransaction(signature: string, config?: GetTransactionConfig): Promise<TransactionResponse | null>;
  override getTransaction(
    signature: string,
    config: GetVersionedTransactionConfig,
  ): Promise<VersionedTransactionResponse | null>;
  override async getTransaction(
    signature: string,
    config: GetVersionedTransactionConfig = {},
  ): Promise<VersionedTransactionResponse | null> {
    // Who does not say so cannot read the message of one that has a version.
    if (config.maxSupportedTransactionVersion === undefined) return super.getTransaction(signature, config);
    const wanted = { commitment: this.commitment, ...config, encoding: "base64" };
    return asked(this, "getTransaction", [signature, wanted], (result) =>
      result === null ? null : transactionIn(result as Answered),
    );
  }
}

interface Account {
  owner: string;
  lamports: number;
  executable: boolean;
  data: [base64: string, encoding: "base64"];
}

interface KeyedAccount {
  pubkey: string;
  account: Account;
}

function configIn<Config extends { commitment?: Commitment }>(
  config: Config | Commitment | undefined,
  commitment: Commitment | undefined,
): Config {
  return (typeof config === "string" ? { commitment: config } : { commitment, ...config }) as Config;
}

function accountIn({ owner, lamports, executable, data }: Account): AccountInfo<Buffer> {
  const bytes = fromBase64(data[0]);
  if (bytes === null) throw new TypeError("data that are not base64");
  return { owner: addressOf(owner), lamports, executable, data: toBuffer(bytes) };
}

function slotIn({ slot }: { slot: number }): number {
  if (!Number.isSafeInteger(slot)) throw new TypeError(`${slot} is no slot`);
  return slot;
}

/** What web3.js has for itself. */
interface Requesting {
  _rpcRequest: (
    method: string,
    params: unknown[],
  ) => Promise<{ result?: unknown; error?: ConstructorParameters<typeof SolanaJSONRPCError>[0] }>;
}

/** @param read throws where the result is not what the method gives */
async function asked<T>(
  connection: Connection,
  method: string,
  params: unknown[],
  read: (result: unknown) => T,
): Promise<T> {
  const { error, result } = await (connection as unknown as Requesting)._rpcRequest(method, params);
  if (error !== undefined) throw new SolanaJSONRPCError(error, `the node refuses ${method}`);
  try {
    return read(result);
  } catch (cause) {
    throw new NodeFailure(`The node's answer to ${method} is not understood: ${(cause as Error).message}`, { cause });
  }
}
