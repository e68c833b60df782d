/** A WebSocket that does what a test says, and remembers what it was sent. */
import type { Socket, SocketConstructor } from "../../src/watching/account-socket";

type Listener = Parameters<Socket["addEventListener"]>[1];

export class FakeSocket implements Socket {
  readonly sent: { id: number; method: string; params: [string, object] }[] = [];
  closed = false;
  private readonly listeners: [type: string, listener: Listener][] = [];

  constructor(readonly url: string) {}

  addEventListener(type: string, listener: Listener): void {
    this.listeners.push([type, listener]);
  }

  send(text: string): void {
    this.sent.push(JSON.parse(text));
  }

  close(): void {
    this.closed = true;
  }

  emit(type: "open" | "close" | "error" | "message", data?: string): void {
    for (const [of, listener] of this.listeners) if (of === type) listener({ data });
  }

  /** Answers every request with the numbers given, in digits. */
  answer(...numbers: string[]): void {
    for (const [index, { id }] of this.sent.entries()) {
      this.emit("message", `{"jsonrpc":"2.0","result":${numbers[index]},"id":${id}}`);
    }
  }

  /** @param number of the subscription, in digits */
  notify(number: string, slot: number, data: Uint8Array): void {
    const account = {
      ...{ lamports: 1, owner: "11111111111111111111111111111112", executable: false, rentEpoch: 0 },
      data: [Buffer.from(data).toString("base64"), "base64"],
    };
    const result = JSON.stringify({ context: { slot }, value: account });
    this.emit(
      "message",
      `{"jsonrpc":"2.0","method":"accountNotification","params":{"result":${result},"subscription":${number}}}`,
    );
  }
}

/** A constructor, and the sockets that it made. */
export function fakeSockets(): { constructor: SocketConstructor; made: FakeSocket[] } {
  const made: FakeSocket[] = [];
  class Made extends FakeSocket {
    constructor(url: string) {
      super(url);
      made.push(this);
    }
  }
  return { constructor: Made, made };
}
