/** A test chain in this process: what is on it can be read and set at once. */
import {
  answerRpc,
  Chain,
  type ChainOptions,
  type Localnet,
  type LocalnetOptions,
  startLocalnet,
} from "@profit-share/localnet";
import { connect } from "@profit-share/sdk";
import { TOKEN_PROGRAM_ID } from "@solana/spl-token";
import { Connection, LAMPORTS_PER_SOL, type PublicKey } from "@solana/web3.js";
import { tokenAccountData } from "../token-data";
import { TestChain } from "./test-chain";

/** Noon of day 20,000 since 1970, unix seconds. */
export const NOON = 20_000 * 86_400 + 43_200;
const DAY = 86_400;
/** Where nothing listens. */
const NOWHERE = "http://in-this-process.invalid";

export interface LocalChainOptions {
  /** Of JSON-RPC, WebSocket is at the port above; a free one if left out. */
  port?: number;
  /** Milliseconds of a slot; if left out, each transaction closes its slot, so that nothing expires unless a test lets it. */
  slotMs?: number;
  /** Where the chain's time starts, unix seconds; `NOON` if left out. */
  clock?: number;
  /** Told of each request over HTTP before it is answered. */
  onRequest?: LocalnetOptions["onRequest"];
  /** False: without the program, for a deployment to put it there. */
  withProgram?: boolean;
}

export class LocalChain extends TestChain {
  private constructor(
    readonly localnet: Localnet,
    connection: Connection = connect(localnet.rpcUrl, { wsUrl: localnet.wsUrl }),
  ) {
    super(connection);
  }

  /** @throws Error with the code EADDRINUSE and its `port` if one is taken */
  static async start({
    port = 0,
    slotMs = 0,
    clock = NOON,
    withProgram = true,
    onRequest = () => {},
  }: LocalChainOptions = {}): Promise<LocalChain> {
    return new LocalChain(await startLocalnet({ port, slotMs, clock, onRequest })).furnish(withProgram);
  }

  /**
   * Without servers: only this process reaches it, through `connection`, and a slot closes when somebody says so. Its time starts
   * at `NOON` unless told otherwise.
   */
  static inProcess(options: ChainOptions = {}): Promise<LocalChain> {
    const chain = new Chain({ startTime: NOON, ...options });
    const close = async () => {
      chain.events.removeAllListeners();
    };
    const localnet = { rpcUrl: NOWHERE, wsUrl: NOWHERE, chain, close };
    const answered = async (_: unknown, init?: { body?: unknown }) =>
      new Response(answerRpc(chain, String(init?.body)));
    const connection = new Connection(NOWHERE, { commitment: "confirmed", fetch: answered as typeof fetch });
    return new LocalChain(localnet, connection).furnish(true);
  }

  close(): Promise<void> {
    return this.localnet.close();
  }

  /** Lets days go by on the chain. */
  passDays(days: number): void {
    const { chain } = this.localnet;
    chain.setTime(chain.time() + days * DAY);
  }

  airdrop(to: PublicKey): void {
    this.localnet.chain.airdrop(to.toBase58(), BigInt(100 * LAMPORTS_PER_SOL));
  }

  /** Writes a token account without a transaction, so that the supply is another one than the mint says. */
  setTokens(at: PublicKey, owner: PublicKey, amount: bigint): void {
    this.setAccount(at, TOKEN_PROGRAM_ID, tokenAccountData(this.mint, owner, amount));
  }

  /** Base units in a token account; 0 if there is none. */
  tokens(at: PublicKey): bigint {
    const account = this.localnet.chain.account(at.toBase58());
    return account === null ? 0n : Buffer.from(account.data).readBigUInt64LE(AMOUNT);
  }

  setAccount(at: PublicKey, owner: PublicKey, data: Uint8Array): void {
    const { chain } = this.localnet;
    const lamports = chain.rentExemption(data.length);
    chain.setAccount(at.toBase58(), { lamports, owner: owner.toBase58(), data, executable: false });
  }

  protected installProgram(address: PublicKey, elf: Uint8Array): void {
    this.localnet.chain.loadProgram(address.toBase58(), elf);
  }
}

/** Of the amount in a token account. */
const AMOUNT = 64;
