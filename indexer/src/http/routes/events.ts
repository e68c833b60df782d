/** Entries as they come, as server-sent events. Who comes back says in `Last-Event-ID` what it knows, and misses nothing. */
import type { ServerResponse } from "node:http";
import { z } from "zod";
import type { Of } from "../../answers/entries";
import { eventsSince, type Known, knownNow, stepsOf } from "../../answers/events";
import { Changes } from "../changes";
import { address } from "../inputs";
import { entryAnswer } from "../outputs";
import { failure } from "../schemas";
import { FAILURES, type Server, type Sources } from "./route";

/** So that nothing on the way takes a silent connection for a dead one. */
const ALIVE_MS = 15_000;
const MOST_LISTENERS = 1_000;
const ID = /^(\d{1,15})-(-1|\d{1,9})-(\d{1,15})$/;
const id = z
  .string()
  .regex(ID, { error: ({ input }) => `has to be the id of an event of this stream, not "${input}"` })
  .optional();

const query = z.strictObject({
  after: id.describe("As Last-Event-ID: what came behind this event; from now on if both are left out"),
  bot: address.optional().describe("Only of this bot"),
  owner: address.optional().describe("Only of bots while this wallet owns them"),
  subscriber: address.optional().describe("Only of this wallet"),
  subscription: address.optional().describe("Only of this address"),
});

export function eventRoutes(server: Server, { db }: Sources): void {
  const changes = new Changes(() => stepsOf(db));
  const open = new Set<Stream>();
  server.addHook("preClose", async () => {
    for (const stream of open) stream.end();
  });

  server.get(
    "/v1/events",
    {
      schema: {
        summary: "text/event-stream: `entry`, and `retract` with a slot from which on a fork took everything back",
        querystring: query,
        headers: z.object({ "last-event-id": id }),
        response: { ...FAILURES, 503: failure },
      },
    },
    async ({ query: { after, ...of }, headers }, reply) => {
      if (open.size >= MOST_LISTENERS) {
        return reply.code(503).send({ error: `More than ${MOST_LISTENERS} listen: poll /v1/bots/…/entries instead` });
      }
      const known = readId(headers["last-event-id"] ?? after) ?? (await knownNow(db));
      reply.hijack();
      const stream = new Stream(reply.raw, headersOf(reply.getHeaders()));
      open.add(stream);
      const stop = changes.listen(() => void stream.wake());
      reply.raw.once("close", () => {
        stop();
        open.delete(stream);
        stream.end();
      });
      await stream.follow((from) => eventsSince(db, of as Of, from), known);
      return reply;
    },
  );
}

class Stream {
  private readonly alive = setInterval(() => this.response.write(":\n\n"), ALIVE_MS);
  private send: () => Promise<void> = async () => {};
  private busy: Promise<void> | null = null;
  private again = false;

  constructor(
    private readonly response: ServerResponse,
    headers: Record<string, string>,
  ) {
    response.writeHead(200, { ...headers, "content-type": "text/event-stream", "cache-control": "no-store" });
    response.write("retry: 2000\n\n");
  }

  follow(since: (known: Known) => ReturnType<typeof eventsSince>, from: Known): Promise<void> {
    let known = from;
    this.send = async () => {
      for (;;) {
        const events = await since(known);
        if (events.length === 0) return;
        for (const event of events) {
          known = event.known;
          const data = event.kind === "entry" ? entryAnswer(event.entry) : { fromSlot: event.fromSlot };
          await this.write(`id: ${idOf(known)}\nevent: ${event.kind}\ndata: ${JSON.stringify(data)}\n\n`);
          if (this.response.destroyed || this.response.writableEnded) return;
        }
      }
    };
    return this.wake();
  }

  /** Sends what is new; one at a time. */
  async wake(): Promise<void> {
    this.again = true;
    this.busy ??= this.work();
    await this.busy;
  }

  end(): void {
    clearInterval(this.alive);
    this.send = async () => {};
    this.response.end();
  }

  private async work(): Promise<void> {
    try {
      while (this.again) {
        this.again = false;
        await this.send();
      }
    } catch {
      // The client comes again, and says what it knows.
      this.end();
    } finally {
      this.busy = null;
    }
  }

  /** Waits for a client that reads slowly. */
  private async write(text: string): Promise<void> {
    if (this.response.write(text) || this.response.destroyed) return;
    await new Promise<void>((done) => {
      this.response.once("drain", done);
      this.response.once("close", done);
    });
  }
}

const idOf = ({ slot, place, retraction }: Known): string => `${slot}-${place}-${retraction}`;

function readId(text: string | undefined): Known | null {
  const [, slot, place, retraction] = ID.exec(text ?? "") ?? [];
  if (slot === undefined) return null;
  return { slot: Number(slot), place: Number(place), retraction: Number(retraction) };
}

/** What the server's other parts have set, such as CORS. */
const headersOf = (all: ReturnType<import("fastify").FastifyReply["getHeaders"]>): Record<string, string> =>
  Object.fromEntries(Object.entries(all).map(([name, value]) => [name, String(value)]));
