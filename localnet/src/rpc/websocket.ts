import { type WebSocket, WebSocketServer } from "ws";
import type { Chain } from "../chain/chain";
import { answer } from "./dispatch";
import { invalidParams, methodNotFound } from "./errors";
import { toJson } from "./json";
import { SUBSCRIPTIONS, type SubscriptionKind } from "./subscriptions";

/** The subscription server; listens at once. */
export function createWebSocketServer(chain: Chain, host: string, port: number): WebSocketServer {
  const server = new WebSocketServer({ host, port });
  let lastId = 0;
  server.on("connection", (socket) =>
    serve(chain, socket, () => {
      lastId += 1;
      return lastId;
    }),
  );
  return server;
}

const KINDS = Object.keys(SUBSCRIPTIONS) as SubscriptionKind[];
const SUBSCRIBE = new Map(KINDS.map((kind) => [`${kind}Subscribe`, kind]));
const UNSUBSCRIBE = new Map(KINDS.map((kind) => [`${kind}Unsubscribe`, kind]));

function serve(chain: Chain, socket: WebSocket, nextId: () => number): void {
  const active = new Map<number, { kind: SubscriptionKind; end: () => void }>();

  function subscribe(kind: SubscriptionKind, params: readonly unknown[]): number {
    const id = nextId();
    let open = true;
    const close = () => {
      open = false;
      active.get(id)?.end();
      active.delete(id);
    };
    const end = SUBSCRIPTIONS[kind](chain, params, (result, last) => {
      if (!open) return;
      const text = toJson({ jsonrpc: "2.0", method: `${kind}Notification`, params: { result, subscription: id } });
      // The answer that tells the client this id must be on its way before the first notification.
      setImmediate(() => socket.readyState === socket.OPEN && socket.send(text));
      if (last) close();
    });
    if (open) active.set(id, { kind, end });
    return id;
  }

  function unsubscribe(kind: SubscriptionKind, [id]: readonly unknown[]): true {
    const found = typeof id === "number" ? active.get(id) : undefined;
    if (found?.kind !== kind) throw invalidParams("Invalid subscription id.");
    found.end();
    active.delete(id as number);
    return true;
  }

  socket.on("message", (message) => {
    const text = answer(message.toString(), (method, params) => {
      const starts = SUBSCRIBE.get(method);
      if (starts !== undefined) return subscribe(starts, params);
      const ends = UNSUBSCRIBE.get(method);
      if (ends !== undefined) return unsubscribe(ends, params);
      throw methodNotFound();
    });
    if (text !== null) socket.send(text);
  });
  socket.on("close", () => {
    for (const { end } of active.values()) end();
    active.clear();
  });
}
