/**
 * web3.js's connection, but for two things. It turns some failures into texts of its own; here they stay what they are. And it
 * holds every field of a program's accounts against a shape: of 5,000 that takes a second, in which nothing else is done. Here
 * they are only read.
 */
import {
  type Commitment,
  Connection,
  type GetProgramAccountsConfig,
  type GetProgramAccountsResponse,
  type PublicKey,
  type RpcResponseAndContext,
  SolanaJSONRPCError,
} from "@solana/web3.js";
// As in wire/bytes: web3.js brings it to a browser.
import { Buffer } from "buffer";
import { NodeFailure } from "../failures";
import { addressOf } from "../wire/base58-of";

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
  ): Promise<RpcResponseAndContext<GetProgramAccountsResponse>>;
  override getProgramAccounts(
    programId: PublicKey,
    config?: GetProgramAccountsConfig | Commitment,
  ): Promise<GetProgramAccountsResponse>;
  override async getProgramAccounts(
    programId: PublicKey,
    config?: GetProgramAccountsConfig | Commitment,
  ): Promise<GetProgramAccountsResponse | RpcResponseAndContext<GetProgramAccountsResponse>> {
    if (typeof config !== "object" || config.withContext || config.encoding) {
      return super.getProgramAccounts(programId, config);
    }
    const params = [programId.toBase58(), { commitment: this.commitment, ...config, encoding: "base64" }];
    const { error, result } = await (this as unknown as Requesting)._rpcRequest("getProgramAccounts", params);
    if (error) throw new SolanaJSONRPCError(error, "getProgramAccounts");
    try {
      return (result as KeyedAccount[]).map(accountIn);
    } catch (cause) {
      throw new NodeFailure("The node's list of accounts is not understood", { cause });
    }
  }
}

interface KeyedAccount {
  pubkey: string;
  account: { owner: string; lamports: number; executable: boolean; data: [base64: string, encoding: "base64"] };
}

/** @throws Error if it is none */
function accountIn({ pubkey, account }: KeyedAccount): GetProgramAccountsResponse[number] {
  const { owner, lamports, executable, data } = account;
  const bytes = Buffer.from(data[0], "base64");
  return { pubkey: addressOf(pubkey), account: { owner: addressOf(owner), lamports, executable, data: bytes } };
}

/** What web3.js has for itself. */
interface Requesting {
  _rpcRequest: (
    method: string,
    params: unknown[],
  ) => Promise<{ result?: unknown; error?: ConstructorParameters<typeof SolanaJSONRPCError>[0] }>;
}
