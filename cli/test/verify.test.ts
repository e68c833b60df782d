import { existsSync, readFileSync } from "node:fs";
import type { ServerResponse } from "node:http";
import { join } from "node:path";
import { eventAuthorityAddress, fromBase58, settle, toBase58 } from "@profit-share/sdk";
import { expect } from "chai";
import { type Run, runBare } from "./support/command-line";
import { type FakeNode, forward, openFakeNode, type RpcRequest, sendJson } from "./support/fake-node";
import { World } from "./support/world";

const DOLLAR = 1_000_000n;

/** As `getTransaction` answers it. */
interface Fetched {
  transaction: { signatures: string[]; message: { accountKeys: string[]; instructions: unknown[] } };
  meta: {
    innerInstructions: {
      index: number;
      instructions: { programIdIndex: number; accounts: number[]; data: string }[];
    }[];
    logMessages: string[];
  };
}

describe("verify", () => {
  let world: World;
  /** Of the settlements of the attested subscription, oldest first. */
  const settlements: string[] = [];
  before(async () => {
    world = await World.open();
    for (const closePnl of [100n, -40n, 70n, 30n]) settlements.push(await world.attest(closePnl * DOLLAR));
    await world.earn();
    await world.settle();
    const { client } = world.chain;
    await world.chain.send(
      [await client.deposit(world.attested, { owner: world.subscriber.publicKey, amount: 30n * DOLLAR })],
      world.subscriber,
    );
    await world.chain.send([await client.unsubscribe(world.verified)], world.subscriber);
    await world.chain.send([await client.closeSubscription(world.verified)]);
    await world.subscribeVerified(8n * DOLLAR);
    await world.earn();
    await world.chain.send([settle({ subscription: world.verified, venueUser: world.trader.user })]);
  });
  after(() => world.close());

  const attested = () => world.attested.toBase58();
  const verified = () => world.verified.toBase58();
  async function json(...args: string[]) {
    const { exitCode, out, err } = await world.run("verify", ...args, "--json");
    expect(err).to.equal("");
    return { exitCode, ...JSON.parse(out) };
  }

  describe("of what is right", () => {
    it("a subscription: everything follows from the terms", async () => {
      const found = await json(attested());
      // $20 of share: of $100, $70 and $30.
      expect(found).to.include({ exitCode: 0, verified: true, kind: "subscription", records: 4, accrued: "20000000" });
      const { out } = await world.run("verify", attested());
      expect(out).to.match(/^VERIFIED: subscription \w+\. \d+ transactions, 4 settlements, 1 living and 0 closed/);
    });

    // The second record of the closed one is its end.
    it("a subscription whose address was used again: both", async () => {
      expect(await json(verified())).to.include({ exitCode: 0, records: 3, living: 1, closed: 1 });
    });

    it("a bot: all its subscriptions, the closed ones and the vault", async () => {
      const found = await json(world.verifiedBot.toBase58());
      expect(found).to.include({ exitCode: 0, kind: "bot", records: 3, living: 1, closed: 1, accrued: "20000000" });
    });

    it("a creator: all bots", async () => {
      const found = await json(world.creator.publicKey.toBase58());
      expect(found).to.include({ exitCode: 0, kind: "creator", bots: 2, records: 7, accrued: "40000000" });
    });
  });

  describe("with --resume", () => {
    const file = () => join(world.folder, "verify.checkpoint");

    it("goes on where it was left", async () => {
      const first = await json(attested(), "--resume", file());
      expect(first).to.include({ exitCode: 0, records: 4 });
      expect(await json(attested(), "--resume", file())).to.include({ exitCode: 0, transactions: 0, records: 0 });
      settlements.push(await world.attest(DOLLAR));
      expect(await json(attested(), "--resume", file())).to.include({
        ...{ exitCode: 0, transactions: 1, records: 1, accrued: "20100000" },
      });
      expect(existsSync(`${file()}.part`)).to.equal(false);
    });

    it("refuses the checkpoint of something else, and leaves it", async () => {
      const before = readFileSync(file(), "utf8");
      const { exitCode, err } = await world.run("verify", verified(), "--resume", file());
      expect(exitCode).to.equal(2);
      expect(err).to.match(/^error: --resume \S+ is of address \w+, not \w+: pass another file$/);
      expect(readFileSync(file(), "utf8")).to.equal(before);
    });

    it("refuses a file that is none", async () => {
      const other = world.file("no.checkpoint", "{}");
      const { exitCode, err } = await world.run("verify", attested(), "--resume", other);
      expect(exitCode).to.equal(2);
      expect(err).to.match(/holds no checkpoint of this version: pass a file that is not there yet$/);
    });
  });

  describe("of a node that tampers: exit code 1, with what is wrong", () => {
    let node: FakeNode | null = null;
    afterEach(async () => {
      await node?.close();
      node = null;
    });

    /** @param change what the node makes of the transaction with this signature, or of its lists */
    async function tampered(
      change: (request: RpcRequest, result: unknown) => unknown,
      address = attested(),
    ): Promise<Run> {
      node = await openFakeNode(async (response: ServerResponse, request) => {
        const answer = (await forward(world.chain.localnet.rpcUrl, request)) as { result: unknown };
        sendJson(response, { ...answer, result: change(request, answer.result) });
      });
      return runBare("verify", address, "--url", node.url);
    }

    /** @param change of the data of the event in which the settlement with this signature was recorded */
    const inEvent =
      (signature: string, change: (data: Uint8Array) => Uint8Array[]) => (request: RpcRequest, result: unknown) => {
        if (request.method !== "getTransaction" || request.params[0] !== signature) return result;
        const fetched = structuredClone(result) as Fetched;
        const keys = fetched.transaction.message.accountKeys;
        const authority = keys.indexOf(eventAuthorityAddress().toBase58());
        for (const inner of fetched.meta.innerInstructions) {
          inner.instructions = inner.instructions.flatMap((one) =>
            one.accounts[0] === authority
              ? change(fromBase58(one.data)).map((data) => ({ ...one, data: toBase58(data) }))
              : [one],
          );
        }
        return fetched;
      };
    /** Tag, discriminator, subscription. */
    const RECORD = 8 + 8 + 32;
    /** In a record: sequence, kind, flags, time. */
    const CLOSE_PNL = RECORD + 8 + 1 + 1 + 8;

    function expectFound({ exitCode, out, err }: Run, words: RegExp): void {
      expect(err).to.equal("");
      expect(out).to.match(words);
      expect(exitCode).to.equal(1);
    }

    it("a record changed", async () => {
      const change = inEvent(settlements[2]!, (data) => {
        const changed = Uint8Array.from(data);
        changed[CLOSE_PNL]! ^= 1;
        return [changed];
      });
      const words = `^NOT VERIFIED: subscription ${attested()}: transaction ${settlements[2]}: record 3 of ${attested()} is wrong: its head is`;
      expectFound(await tampered(change), new RegExp(words));
    });

    it("a record dropped", async () => {
      const run = await tampered(inEvent(settlements[1]!, () => []));
      expectFound(
        run,
        new RegExp(`transaction ${settlements[2]}: record 3 of \\w+ is wrong: its sequence is 3 where 2 follows`),
      );
    });

    it("a transaction dropped from the lists", async () => {
      const run = await tampered(({ method }, result) =>
        method === "getSignaturesForAddress"
          ? (result as { signature: string }[]).filter(({ signature }) => signature !== settlements[1])
          : result,
      );
      expectFound(run, /record 3 of \w+ is wrong: its sequence is 3 where 2 follows/);
    });

    it("the last record dropped", async () => {
      const last = settlements.at(-1)!;
      const run = await tampered(({ method }, result) =>
        method === "getSignaturesForAddress"
          ? (result as { signature: string }[]).filter(({ signature }) => signature !== last)
          : result,
      );
      expectFound(run, /the account of subscription \w+ says number of records 5, the transactions give 4$/);
    });

    it("a record doubled", async () => {
      const run = await tampered(inEvent(settlements[1]!, (data) => [data, data]));
      expectFound(
        run,
        new RegExp(`transaction ${settlements[1]}: record 2 of \\w+ is wrong: its sequence is 2 where 3 follows`),
      );
    });

    it("two records in the other order", async () => {
      const [, second, third] = settlements;
      const other = new Map([
        [second, third],
        [third, second],
      ]);
      node = await openFakeNode(async (response, request) => {
        const [signature] = request.params as [string];
        const swapped = request.method === "getTransaction" && other.get(signature);
        const params = swapped ? [swapped, ...request.params.slice(1)] : request.params;
        sendJson(response, await forward(world.chain.localnet.rpcUrl, { ...request, params }));
      });
      const run = await runBare("verify", attested(), "--url", node.url);
      expectFound(run, /record 3 of \w+ is wrong: its sequence is 3 where 2 follows/);
    });

    it("a record invented", async () => {
      const run = await tampered(
        inEvent(settlements[3]!, (data) => {
          const invented = Uint8Array.from(data);
          new DataView(invented.buffer).setBigUint64(RECORD, 5n, true);
          return [data, invented];
        }),
      );
      expectFound(run, new RegExp(`transaction ${settlements[3]}: record 5 of \\w+ is wrong: `));
    });

    it("an account whose escrow was emptied", async () => {
      const { escrow } = await world.chain.client.subscription(world.attested);
      const before = world.chain.localnet.chain.account(escrow.toBase58())!;
      world.chain.setTokens(escrow, world.attested, 1n);
      try {
        const run = await world.run("verify", attested());
        expectFound(run, new RegExp(`the escrow ${escrow.toBase58()} holds 1, its ledger says at least 50000000$`));
      } finally {
        world.chain.localnet.chain.setAccount(escrow.toBase58(), before);
      }
    });

    it("a bot whose account hides a closed subscription", async () => {
      const bot = world.verifiedBot.toBase58();
      const { chain } = world.chain.localnet;
      const before = chain.account(bot)!;
      const { closedAccrued } = await world.chain.client.bot(world.verifiedBot);
      const data = Buffer.from(before.data);
      const amount = Buffer.alloc(8);
      amount.writeBigUInt64LE(closedAccrued);
      data[data.lastIndexOf(amount)]! ^= 1;
      chain.setAccount(bot, { ...before, data });
      try {
        expectFound(
          await world.run("verify", bot),
          /the account of bot \w+ says \w+ share of closed|the account of bot \w+ says share of closed/,
        );
      } finally {
        chain.setAccount(bot, before);
      }
    });
  });

  describe("refuses", () => {
    const cases: [what: string, args: () => string[], words: RegExp][] = [
      [
        "nothing",
        () => [],
        /What is verified\? Pass either the address of a subscription, bot or creator, or --receipt/,
      ],
      [
        "a wallet without bots",
        () => [world.eve.publicKey.toBase58()],
        /is no subscription and no bot, never was one, and has no bots/,
      ],
      ["a mint", () => [world.chain.mint.toBase58()], /is no subscription, it is a mint/],
      ["a rate that is none", () => [attested(), "--rate", "fast"], /Pass requests per second above 0, like 5/],
      ["a head without a receipt", () => [attested(), "--head", "00"], /--head is for a receipt: pass --receipt FILE/],
    ];
    for (const [what, args, words] of cases) {
      it(what, async () => {
        const { exitCode, err } = await world.run("verify", ...args());
        expect(err).to.match(words);
        expect(exitCode).to.equal(2);
      });
    }
  });

  it("asks no more often than --rate", async () => {
    const node = await openFakeNode(async (response, request) =>
      sendJson(response, await forward(world.chain.localnet.rpcUrl, request)),
    );
    const began = performance.now();
    const { exitCode } = await runBare("verify", attested(), "--rate", "40", "--url", node.url);
    const took = performance.now() - began;
    await node.close();
    expect(exitCode).to.equal(0);
    expect(node.asked.length).to.be.greaterThan(10);
    // Each begins 25 ms after the one before; timers may be a moment early.
    expect(took).to.be.greaterThan((node.asked.length - 1) * 24);
  });
});
