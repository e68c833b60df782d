import type { ServerResponse } from "node:http";
import { toBase58 } from "@profit-share/sdk";
import { Transaction } from "@solana/web3.js";
import { expect } from "chai";
import { runBare, runWith } from "./support/command-line";
import { type FakeNode, forward, openSpoiledNode, type RpcRequest, rpcError, sendJson } from "./support/fake-node";
import { World } from "./support/world";

/** The first signature of a transaction that is sent. */
function signatureOf({ params }: RpcRequest): string {
  return toBase58(Transaction.from(Buffer.from(params[0] as string, "base64")).signature!);
}

const fail = (response: ServerResponse, status: number): true => {
  response.writeHead(status).end();
  return true;
};
const answer = (response: ServerResponse, { id }: RpcRequest, result: unknown): true => {
  sendJson(response, { jsonrpc: "2.0", id, result });
  return true;
};

describe("a transfer through a node that fails", () => {
  let world: World;
  let node: FakeNode | null = null;
  before(async () => {
    world = await World.open();
    for (let close = 0; close < 10; close += 1) await world.attest(1_000_000n);
  });
  after(() => world.close());
  afterEach(async () => {
    await node?.close();
    node = null;
  });

  /** Claims 1 cent through a node that spoils some answers; the signature if it was sent. */
  async function claim(spoil: (response: ServerResponse, request: RpcRequest) => boolean, ...args: string[]) {
    let signature: string | null = null;
    node = await openSpoiledNode(world.chain.localnet.rpcUrl, (response, request) => {
      if (request.method === "sendTransaction") signature = signatureOf(request);
      return spoil(response, request);
    });
    const typed = ["claim", world.attested.toBase58(), "0.01", "--yes", "--keypair", world.keyFile(world.creator)];
    const run = await runBare(...typed, "--url", node.url, ...args);
    return { ...run, signature };
  }

  const claimed = async () => (await world.chain.client.subscription(world.attested)).claimed;

  const unknown: [what: string, spoil: (response: ServerResponse, request: RpcRequest) => boolean, why: string][] = [
    [
      "fails when it has taken the transaction",
      (response, request) => {
        if (request.method !== "sendTransaction") return false;
        void forward(world.chain.localnet.rpcUrl, request).then(() => fail(response, 500));
        return true;
      },
      "The node NODE has a fault of its own (500)",
    ],
    [
      "says nothing when it has taken the transaction",
      (_, request) => {
        if (request.method !== "sendTransaction") return false;
        void forward(world.chain.localnet.rpcUrl, request);
        return true;
      },
      "The node NODE did not answer within 0.5 s",
    ],
    [
      "gives an answer that nobody understands",
      (response, request) => {
        if (request.method !== "sendTransaction") return false;
        // web3.js stumbles over `data: null`.
        void forward(world.chain.localnet.rpcUrl, request).then(() =>
          sendJson(response, rpcError(request.id, -32603, "Internal error", null)),
        );
        return true;
      },
      "The node gives an answer that is not understood",
    ],
    [
      "says of its epoch what no validator says, as Surfpool does in its first slot",
      (response, { method, id }) => {
        if (method !== "getEpochInfo") return false;
        const epoch = { epoch: 0, slotIndex: 0, slotsInEpoch: 432_000, absoluteSlot: 0, blockHeight: 0 };
        sendJson(response, { jsonrpc: "2.0", id, result: { ...epoch, transactionCount: null } });
        return true;
      },
      "The node gives an answer that is not understood (At path: transactionCount -- Expected a number, but received: null)",
    ],
    [
      "says that it does not tell what became of it",
      (response, { method, id }) => {
        if (method !== "getSignatureStatuses") return false;
        sendJson(response, rpcError(id, -32011, "Transaction history is not available from this node"));
        return true;
      },
      "The node answers with an error (-32011): failed to get signature status: Transaction history is not available from this node",
    ],
    [
      "does not tell what became of it",
      (response, request) => request.method === "getSignatureStatuses" && fail(response, 403),
      "The node NODE refuses this client (403): it wants a key, or does not serve you",
    ],
  ];
  for (const [what, spoil, why] of unknown) {
    it(`that ${what}: the signature is told, since it may have landed`, async () => {
      const before = await claimed();
      const { exitCode, out, err, signature } = await claim(spoil, "--timeout", "0.5");
      expect(exitCode).to.equal(3);
      expect(out).to.include("Claim $0.01").and.not.include("Claimed");
      expect(err).to.equal(
        `error: ${why.replace("NODE", node!.url)}. Transaction ${signature} may have landed: look it up before you send it again`,
      );
      expect((await claimed()) - before).to.equal(10_000n);
    });
  }

  it("that refuses to take the transaction: nothing was sent, so nothing has to be looked up", async () => {
    const before = await claimed();
    const refusing = (response: ServerResponse, { method }: RpcRequest) =>
      method === "sendTransaction" && fail(response, 403);
    const { exitCode, err } = await claim(refusing);
    expect([exitCode, err]).to.deep.equal([
      3,
      `error: The node ${node!.url} refuses this client (403): it wants a key, or does not serve you\n` +
        "Try again, or pass another node with --url",
    ]);
    expect(await claimed()).to.equal(before);
  });

  for (const [code, message, data] of [
    [-32005, "Node is behind by 42 slots", { numSlotsBehind: 42 }],
    [-32603, "Internal error", undefined],
    [-32601, "Method not found", undefined],
  ] as const) {
    it(`that answers the transaction with an error of its own, ${code}: it is no refusal of the chain`, async () => {
      const { exitCode, err } = await claim((response, { method, id }) => {
        if (method !== "sendTransaction") return false;
        sendJson(response, rpcError(id, code, message, data));
        return true;
      });
      expect(exitCode).to.equal(3);
      expect(err).to.match(/^error: The node does not take the transaction: /);
      expect(err).to.include(message);
    });
  }

  it("that never brings it to the chain: exit code 1, since nothing happened and nothing will", async () => {
    const { exitCode, err, signature } = await claim((response, request) => {
      if (request.method === "sendTransaction") return answer(response, request, signatureOf(request));
      if (request.method !== "getEpochInfo") return false;
      const epoch = { epoch: 0, slotIndex: 0, slotsInEpoch: 432_000, transactionCount: 0 };
      return answer(response, request, { ...epoch, absoluteSlot: 1, blockHeight: 4_000_000_000 });
    });
    expect([exitCode, err]).to.deep.equal([
      1,
      `error: Transaction ${signature} expired before it landed: nothing of it happened, try again`,
    ]);
  });

  it("that does not return the confirmed transaction: it is done, and the amount is left open", async () => {
    const before = await claimed();
    const forgetting = (response: ServerResponse, request: RpcRequest) =>
      request.method === "getTransaction" && answer(response, request, null);
    const { exitCode, out, err, signature } = await claim(forgetting, "--json");
    expect([exitCode, err]).to.deep.equal([0, ""]);
    expect(JSON.parse(out)).to.include({ claimed: null, signature });
    expect((await claimed()) - before).to.equal(10_000n);
  });

  it("that is too slow to return the confirmed transaction: it is asked again", async () => {
    let asked = 0;
    const { exitCode, out } = await claim((response, request) => {
      if (request.method !== "getTransaction") return false;
      asked += 1;
      return asked === 1 && answer(response, request, null);
    });
    expect(exitCode).to.equal(0);
    expect(out).to.include("Claimed $0.01 (10000 base units) to ");
  });

  it("that is too busy for a moment: it is done, and the wait was told", async () => {
    let busy = true;
    const { exitCode, out, err } = await claim((response) => {
      if (!busy) return false;
      busy = false;
      return fail(response, 429);
    });
    expect(exitCode).to.equal(0);
    expect(out).to.include("Claimed $0.01 (10000 base units) to ");
    expect(err).to.equal("The node is asked too often; trying again in 1 s");
  });

  it("cannot hide that the chain refused", async () => {
    const args = ["withdraw", world.attested.toBase58(), "20", "--yes", "--keypair", world.keyFile(world.subscriber)];
    const url = world.chain.localnet.rpcUrl;
    const { exitCode, err } = await runWith({ PROFIT_SHARE_URL: url }, ...args);
    expect(exitCode).to.equal(1);
    expect(err).to.match(/^error: The chain refused to withdraw\. .* \(BalanceTooLow, 6101\)$/m);
    expect(err).to.include(`\ncluster: ${url} (from PROFIT_SHARE_URL)`);
  });

  it("withdraw --all does not take a venue account for gone that the node does not return", async () => {
    const user = world.trader.user.toBase58();
    node = await openSpoiledNode(world.chain.localnet.rpcUrl, (response, { method, params }) => {
      return method === "getAccountInfo" && params[0] === user && fail(response, 500);
    });
    const args = [
      "withdraw",
      world.verified.toBase58(),
      "--all",
      "--yes",
      "--keypair",
      world.keyFile(world.subscriber),
    ];
    const { exitCode, err } = await runBare(...args, "--url", node.url);
    expect([exitCode, err]).to.deep.equal([
      3,
      `error: The node ${node.url} has a fault of its own (500)\nTry again, or pass another node with --url`,
    ]);
  });
});
