/** A node over HTTP that lets tests decide what becomes of each request. It answers from a local chain. */
import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { answerRpc, type Chain } from "@profit-share/localnet";
import { connect } from "@profit-share/sdk";
import type { Connection } from "@solana/web3.js";

/** What happens to one request: no answer comes, it is refused as one too many, or its result is another one. */
export type Fate = "pass" | "lose" | "busy" | { change: (result: never) => unknown };
export type Judge = (method: string, params: readonly unknown[]) => Fate;

interface Question {
  method: string;
  params: unknown[];
}

export class Weather {
  /** Fair until a test says otherwise. */
  judge: Judge = () => "pass";
  /** Whether one request may hold many questions. */
  takesBatches = true;
  /** Slots that are not final yet: a test's chain has none by itself. */
  unfinal = 0;
  /** Requests so far, by method. */
  readonly asked = new Map<string, number>();
  readonly connection: Connection;

  private constructor(
    private readonly server: Server,
    url: string,
  ) {
    this.connection = connect(url);
  }

  static async over(chain: Chain): Promise<Weather> {
    const server = createServer(async (request, response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk as Buffer);
      const body = Buffer.concat(chunks).toString("utf8");
      const asked = [JSON.parse(body)].flat() as Question[];
      if (asked.length > 1 && !weather.takesBatches) {
        response.writeHead(400).end();
        return;
      }
      const fates = asked.map(({ method, params }) => weather.fateOf(method, params));
      // One request can hold many questions: it comes through or not as the first does.
      if (fates[0] === "lose") {
        request.socket.destroy();
        return;
      }
      if (fates[0] === "busy") {
        response.writeHead(429, { "retry-after": "0" }).end();
        return;
      }
      const answers = [JSON.parse(answerRpc(chain, body)!)].flat() as { result: never }[];
      const changed = answers.map((answer, index) => {
        const [{ method, params }, fate] = [asked[index]!, fates[index]];
        const { result } = answer;
        return {
          ...answer,
          result: typeof fate === "object" ? fate.change(result) : weather.aged(method, params, result),
        };
      });
      response.writeHead(200, { "content-type": "application/json" });
      response.end(JSON.stringify(body.startsWith("[") ? changed : changed[0]));
    });
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    const weather = new Weather(server, `http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    return weather;
  }

  async close(): Promise<void> {
    const closed = once(this.server, "close");
    this.server.close();
    this.server.closeAllConnections();
    await closed;
  }

  private fateOf(method: string, params: readonly unknown[]): Fate {
    this.asked.set(method, (this.asked.get(method) ?? 0) + 1);
    return this.judge(method, params);
  }

  private aged(method: string, params: readonly unknown[], result: unknown): unknown {
    const { commitment } = (params[0] ?? {}) as { commitment?: string };
    return method === "getSlot" && commitment === "finalized" ? (result as number) - this.unfinal : result;
  }
}
