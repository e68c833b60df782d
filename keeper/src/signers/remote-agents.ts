/**
 * Agents whose keys are in another process, behind HTTP. `examples/remote-signer` is such a service. It answers two requests,
 * each with `authorization: Bearer <token>`:
 *
 *     GET  /agents               → { "agents": ["<base58>", …] }
 *     POST /agents/<agent>/sign  { "transaction": "<base64>" } → { "signature": "<base64>" }
 *
 * It answers with a signature and not with a transaction, as the partial signers of `@solana/keychain` do: then nothing else of
 * the transaction can change. Keychain itself signs for `@solana/kit`, whose transactions are others than those here; a service
 * can stand on it.
 */
import { placeOf } from "@profit-share/sdk";
import { type PublicKey, VersionedTransaction } from "@solana/web3.js";
import type { AgentSigner } from "../send/agent-signer";
import { isSignedBy } from "../send/transaction";

export interface RemoteAgentsOptions {
  /** Where the service is: https, or http on this machine. */
  url: string;
  /** Shown to the service, and to nobody else. */
  token: string;
  /** Milliseconds that a request may take, 4,000 if left out. There are two at most, and the keeper waits 10 s for a signature. */
  timeoutMs?: number;
}

const TIMEOUT_MS = 4_000;
/** For an agent that is not known the service is asked for its agents again, this often at the most. */
const REFRESH_MS = 60_000;
/** Between the first request and the second. */
const PAUSE_MS = 200;
const TRIES = 2;
const SIGNATURE_BYTES = 64;
/** Characters of what the service says that an error repeats. */
const MAX_SAID = 200;
const LOOPBACK: readonly string[] = ["127.0.0.1", "localhost", "[::1]"];

export class RemoteAgents implements AgentSigner {
  private agents: ReadonlySet<string> = new Set();
  private refreshedAt = 0;
  /** null while the service is not asked for its agents. */
  private refreshing: Promise<void> | null = null;
  /** Where it is, without what may be secret in the address. */
  private readonly place: string;

  private constructor(private readonly options: RemoteAgentsOptions) {
    this.place = placeOf(options.url);
  }

  /** Asks the service for its agents. @throws Error if the address is not safe, or the service does not answer */
  static async open(options: RemoteAgentsOptions): Promise<RemoteAgents> {
    const { protocol, hostname } = new URL(options.url);
    if (protocol !== "https:" && !LOOPBACK.includes(hostname)) {
      throw new Error(`The remote signer ${placeOf(options.url)} would get its token in the clear: use https`);
    }
    const remote = new RemoteAgents(options);
    await remote.refresh();
    return remote;
  }

  /** Asks again for which agents it signs: after one was made. @throws Error if the service does not answer */
  refresh(): Promise<void> {
    this.refreshing ??= this.askForAgents().finally(() => {
      this.refreshing = null;
    });
    return this.refreshing;
  }

  /** Of an agent that is not known it says no, and asks the service meanwhile, so that it knows a new one the next time. */
  has(agent: PublicKey): boolean {
    if (this.agents.has(agent.toBase58())) return true;
    // What is wrong with the service is said by who waits for it: a signature, or `refresh`.
    if (Date.now() - this.refreshedAt >= REFRESH_MS) void this.refresh().catch(() => {});
    return false;
  }

  async sign(agent: PublicKey, transaction: VersionedTransaction): Promise<VersionedTransaction> {
    const name = agent.toBase58();
    const wire = Buffer.from(transaction.serialize()).toString("base64");
    const answer = await this.ask(`agents/${name}/sign`, { transaction: wire });
    const signature = Buffer.from(String(answer.signature), "base64");
    const signed = new VersionedTransaction(transaction.message, [...transaction.signatures]);
    if (signature.length === SIGNATURE_BYTES) signed.addSignature(agent, signature);
    if (signature.length !== SIGNATURE_BYTES || !isSignedBy(signed, agent)) {
      throw new Error(
        `The remote signer ${this.place} did not sign this transaction with the key of the agent ${name}`,
      );
    }
    return signed;
  }

  private async askForAgents(): Promise<void> {
    this.refreshedAt = Date.now();
    const { agents } = await this.ask("agents");
    if (!Array.isArray(agents))
      throw new Error(`The remote signer ${this.place} does not say for which agents it signs`);
    this.agents = new Set(agents.map(String));
  }

  /**
   * Asks once more after a fault: the same bytes have the same signature, and nothing else comes of signing.
   * @throws Error in words, without the token
   */
  private async ask(path: string, body?: object): Promise<Record<string, unknown>> {
    for (let tries = 1; ; tries += 1) {
      const answer = await this.request(path, body);
      if ("content" in answer) return answer.content;
      if (!answer.mayPass || tries === TRIES) throw new Error(`The remote signer ${this.place} ${answer.fault}`);
      await new Promise((done) => setTimeout(done, PAUSE_MS));
    }
  }

  private async request(path: string, body?: object): Promise<Answer> {
    const { url, token, timeoutMs = TIMEOUT_MS } = this.options;
    let status: number;
    let text: string;
    try {
      const response = await fetch(`${url.replace(/\/$/, "")}/${path}`, {
        method: body === undefined ? "GET" : "POST",
        headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        // Another place must not see the token.
        redirect: "manual",
        signal: AbortSignal.timeout(timeoutMs),
      });
      status = response.status;
      text = await response.text();
    } catch (error) {
      const late = error instanceof DOMException && error.name === "TimeoutError";
      return { fault: late ? `did not answer within ${timeoutMs} ms` : "cannot be reached", mayPass: true };
    }
    const content = parsed(text);
    if (status === 200 && content !== null) return { content };
    const said = typeof content?.error === "string" ? `: ${this.withoutToken(content.error)}` : "";
    return { fault: `${faultOf(status)} (${status})${said}`, mayPass: status >= 500 || status === 429 };
  }

  private withoutToken(text: string): string {
    return text.replaceAll(this.options.token, "…").slice(0, MAX_SAID);
  }
}

/** What it said; or what is wrong, and whether that may pass. */
type Answer = { content: Record<string, unknown> } | { fault: string; mayPass: boolean };

function parsed(text: string): Record<string, unknown> | null {
  try {
    const content: unknown = JSON.parse(text);
    return typeof content === "object" && content !== null ? (content as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}

function faultOf(status: number): string {
  if (status === 200) return "answers with something else than JSON";
  if (status >= 300 && status < 400) return "sends the request elsewhere: check its address";
  if (status === 401) return "does not take the token";
  if (status === 429) return "is asked too often";
  return status >= 500 ? "has a fault of its own" : "refuses";
}
