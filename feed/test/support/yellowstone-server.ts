/**
 * A Yellowstone server for tests: it speaks the protocol of Triton's .proto files, in an implementation of gRPC that is not the
 * client's, and tells of what the test says has changed.
 */
import { join } from "node:path";
import * as grpc from "@grpc/grpc-js";
import { loadSync } from "@grpc/proto-loader";
import { fromBase58, toBase58 } from "@profit-share/sdk";

const PROTO = join(__dirname, "../yellowstone/proto/geyser.proto");

interface AccountFilter {
  account: string[];
  owner: string[];
  filters: { memcmp?: { offset: string; bytes: Buffer } }[];
}

/** As proto-loader reads it: u64 as text. */
export interface SubscribeRequest {
  accounts: Record<string, AccountFilter>;
  slots: Record<string, { filterByCommitment: boolean }>;
  transactionsStatus: Record<string, { vote: boolean; accountInclude: string[] }>;
  commitment: string;
  accountsDataSlice: { offset: string; length: string }[];
  ping: { id: number } | null;
}

export interface ChangedAccount {
  address: string;
  owner: string;
  slot: string;
  lamports?: string;
  data?: Uint8Array;
}

type VersionCall = grpc.ServerUnaryCall<object, object>;
type Call = grpc.ServerDuplexStream<SubscribeRequest, object>;

export class YellowstoneServer {
  /** Those that are no pings, in order. */
  readonly requests: SubscribeRequest[] = [];
  readonly tokens: unknown[] = [];
  pings = 0;
  connections = 0;
  version = "yellowstone of the tests";
  answersPings = true;
  answersCalls = true;
  /** Refuses a request with more accounts. */
  mostAccounts = Number.POSITIVE_INFINITY;
  private readonly calls = new Map<Call, SubscribeRequest>();
  private readonly server = new grpc.Server({ "grpc.max_receive_message_length": 64 * 1024 * 1024 });
  private port = 0;

  static async start(port = 0): Promise<YellowstoneServer> {
    const one = new YellowstoneServer();
    const { geyser } = grpc.loadPackageDefinition(loadSync(PROTO, { longs: String, enums: String, defaults: true }));
    const { service } = (geyser as grpc.GrpcObject).Geyser as grpc.ServiceClientConstructor;
    one.server.addService(service, {
      subscribe: (call: Call) => one.serve(call),
      getVersion: (call: VersionCall, answer: grpc.sendUnaryData<object>) => {
        one.tokens.push(call.metadata.get("x-token")[0]);
        answer(null, { version: one.version });
      },
    });
    one.port = await new Promise((resolve, reject) => {
      one.server.bindAsync(`127.0.0.1:${port}`, grpc.ServerCredentials.createInsecure(), (error, bound) => {
        if (error === null) resolve(bound);
        else reject(error);
      });
    });
    return one;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  get open(): number {
    return this.calls.size;
  }

  /** Tells whoever asked for it. */
  change(account: ChangedAccount): void {
    for (const [call, request] of this.calls) {
      const filters = Object.entries(request.accounts).filter(([, filter]) => passes(filter, account));
      if (filters.length > 0)
        call.write(
          accountUpdate(
            request,
            account,
            filters.map(([name]) => name),
          ),
        );
    }
  }

  land(transaction: { signature: string; slot: string; names: string[]; failed: boolean }): void {
    const { signature, slot, names, failed } = transaction;
    for (const [call, { transactionsStatus }] of this.calls) {
      const wanted = Object.entries(transactionsStatus).filter(([, { accountInclude }]) =>
        names.some((name) => accountInclude.includes(name)),
      );
      if (wanted.length === 0) continue;
      const told = { slot, signature: fromBase58(signature), isVote: false, index: "0" };
      const err = failed ? { err: { err: Buffer.from([8, 0, 0, 0]) } } : {};
      call.write({ filters: wanted.map(([name]) => name), transactionStatus: { ...told, ...err } });
    }
  }

  openSlot(slot: string): void {
    for (const [call, { slots }] of this.calls) {
      const filters = Object.keys(slots);
      if (filters.length > 0) call.write({ filters, slot: { slot, status: "SLOT_CONFIRMED" } });
    }
  }

  /** Ends every stream. */
  hangUp(): void {
    for (const call of this.calls.keys()) call.emit("error", { code: grpc.status.UNAVAILABLE, details: "going away" });
    this.calls.clear();
  }

  close(): void {
    this.server.forceShutdown();
  }

  private serve(call: Call): void {
    this.connections += 1;
    this.tokens.push(call.metadata.get("x-token")[0]);
    // As a real one: the stream is there before there is anything to tell.
    if (this.answersCalls) call.sendMetadata(new grpc.Metadata());
    call.on("data", (request: SubscribeRequest) => this.receive(call, request));
    call.on("end", () => call.end());
    for (const over of ["cancelled", "close", "error"]) call.on(over, () => this.calls.delete(call));
  }

  private receive(call: Call, request: SubscribeRequest): void {
    // As a real one: a request with a ping is nothing but a ping.
    if (request.ping !== null && request.ping !== undefined) {
      this.pings += 1;
      if (this.answersPings) call.write({ filters: [], pong: { id: request.ping.id } });
      return;
    }
    this.requests.push(request);
    const most = Math.max(0, ...Object.values(request.accounts).map(({ account }) => account.length));
    if (most > this.mostAccounts) {
      const details = `failed to create filter: Max amount of pubkeys reached, only ${this.mostAccounts} allowed`;
      call.emit("error", { code: grpc.status.INVALID_ARGUMENT, details });
      return;
    }
    this.calls.set(call, request);
  }
}

function passes({ account, owner, filters }: AccountFilter, changed: ChangedAccount): boolean {
  const data = Buffer.from(changed.data ?? []);
  return (
    (account.length === 0 || account.includes(changed.address)) &&
    (owner.length === 0 || owner.includes(changed.owner)) &&
    filters.every(({ memcmp }) => {
      const { offset, bytes } = memcmp!;
      return data.subarray(Number(offset), Number(offset) + bytes.length).equals(bytes);
    })
  );
}

function accountUpdate({ accountsDataSlice }: SubscribeRequest, changed: ChangedAccount, filters: string[]): object {
  const data = Buffer.from(changed.data ?? []);
  const slices = accountsDataSlice.map(({ offset, length }) =>
    data.subarray(Number(offset), Number(offset) + Number(length)),
  );
  return {
    filters,
    account: {
      slot: changed.slot,
      isStartup: false,
      account: {
        pubkey: fromBase58(changed.address),
        owner: fromBase58(changed.owner),
        lamports: changed.lamports ?? "1",
        executable: false,
        rentEpoch: "18446744073709551615",
        data: accountsDataSlice.length === 0 ? data : Buffer.concat(slices),
        writeVersion: "1",
      },
    },
  };
}

/** An address of which nothing is known, by its number. */
export const addressOf = (number: number): string =>
  toBase58(Uint8Array.from({ length: 32 }, (_, index) => (index < 28 ? 7 : (number >> (8 * (index - 28))) & 255)));
