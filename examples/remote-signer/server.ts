/** Signs for agents over HTTP: the other side of `RemoteAgents`. */
import { createHash, timingSafeEqual } from "node:crypto";
import { once } from "node:events";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { type Keypair, VersionedTransaction } from "@solana/web3.js";
import { type Policy, refusalOf } from "./policy";

export interface SignerOptions {
  keypairs: readonly Keypair[];
  /** Who shows it may have everything signed that the policy allows. */
  token: string;
  policy: Policy;
  /** 0 for a free one. */
  port: number;
  /** Told of each signature and each refusal. */
  log: (line: string) => void;
}

interface Reply {
  status: number;
  content: object;
}

/** More than a request to sign has: 1,232 bytes as base64. */
const MAX_BODY = 4_096;

/** Listens on this machine only: put a proxy with TLS before it. @returns its address */
export async function startSigner({ port, ...options }: SignerOptions): Promise<{ url: string; close: () => void }> {
  const server = createServer((request, response) => {
    void answer(request, options)
      .catch((error: Error): Reply => ({ status: 400, content: { error: error.message } }))
      .then(({ status, content }) => {
        response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(content));
      });
  });
  server.listen(port, "127.0.0.1");
  await once(server, "listening");
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { url, close: () => server.close().closeAllConnections() };
}

/** @throws Error if what is asked for cannot be read */
async function answer(request: IncomingMessage, options: Omit<SignerOptions, "port">): Promise<Reply> {
  const { keypairs, token, policy, log } = options;
  if (!isSame(request.headers.authorization ?? "", `Bearer ${token}`)) return no(401, "Wrong token");
  if (request.method === "GET" && request.url === "/agents") {
    return { status: 200, content: { agents: keypairs.map(({ publicKey }) => publicKey.toBase58()) } };
  }
  const [, name] = /^\/agents\/(\w+)\/sign$/.exec(request.url ?? "") ?? [];
  if (request.method !== "POST" || name === undefined) return no(404, "No such page");
  const keypair = keypairs.find(({ publicKey }) => publicKey.toBase58() === name);
  if (keypair === undefined) return no(404, `There is no key for the agent ${name}`);
  const transaction = await transactionIn(request);
  const refusal = refusalOf(transaction.message, keypair.publicKey, policy);
  if (refusal !== null) {
    log(`refused for ${name}: ${refusal}`);
    return no(403, `The agent does not sign: ${refusal}`);
  }
  transaction.sign([keypair]);
  const index = transaction.message.staticAccountKeys.findIndex((key) => key.equals(keypair.publicKey));
  log(`signed for ${name}`);
  return { status: 200, content: { signature: Buffer.from(transaction.signatures[index]!).toString("base64") } };
}

const no = (status: number, error: string): Reply => ({ status, content: { error } });

/** Takes the same time wherever they differ. */
const isSame = (one: string, other: string): boolean => timingSafeEqual(digest(one), digest(other));
const digest = (text: string): Buffer => createHash("sha256").update(text).digest();

async function transactionIn(request: IncomingMessage): Promise<VersionedTransaction> {
  let body = "";
  for await (const chunk of request) {
    body += String(chunk);
    if (body.length > MAX_BODY) throw new Error(`A request to sign has no more than ${MAX_BODY} characters`);
  }
  try {
    const { transaction } = JSON.parse(body) as { transaction: string };
    return VersionedTransaction.deserialize(Buffer.from(transaction, "base64"));
  } catch {
    throw new Error('Pass {"transaction": "<base64>"}');
  }
}
