/** When the follower looks: at what a notification tells, and without any. */

import type { FeedListener } from "@profit-share/feed";
import { NodeFailure, PROGRAM_ID } from "@profit-share/sdk";
import { LocalChain } from "@profit-share/testing/chain/local-chain";
import { keyOf } from "@profit-share/testing/keys";
import { expect } from "chai";
import { follow, openNotifications } from "../../src/follow/loop";

/** Longer than any test: only notifications wake. */
const NEVER_MS = 1_000_000;
const SILENT = { info: () => {}, warn: () => {} };

describe("the loop of an index", () => {
  it("looks when the node's WebSocket tells of a transaction that names the program", async () => {
    const chain = await LocalChain.start();
    const end = new AbortController();
    const { localnet, client } = chain;
    let passes = 0;
    let seen!: () => void;
    const told = new Promise<void>((done) => (seen = done));
    let followed!: () => void;
    const ready = new Promise<void>((done) => (followed = done));
    const pass = async () => {
      passes += 1;
      // The first is by itself, the second for the connection.
      if (passes === 2) followed();
      if (passes === 3) seen();
      return { entered: 0, setAside: [], problem: null };
    };
    const open = (listener: FeedListener) =>
      openNotifications(PROGRAM_ID.toBase58(), { url: localnet.wsUrl }, listener, SILENT);
    const looping = follow({ pass }, open, { pollMs: NEVER_MS, signal: end.signal, logger: SILENT });
    await ready;
    const creator = keyOf("creator of a loop");
    chain.airdrop(creator.publicKey);
    await chain.send(
      [client.registerKeeper({ creator: creator.publicKey, id: new Uint8Array(16), signer: creator.publicKey })],
      creator,
    );
    await told;
    end.abort();
    await looping;
    await chain.close();
  });

  it("looks by itself, and again after a failure of the node", async () => {
    const end = new AbortController();
    let passes = 0;
    const pass = async () => {
      passes += 1;
      if (passes === 1) throw new NodeFailure("nobody answers");
      if (passes === 3) end.abort();
      return { entered: 0, setAside: [], problem: null };
    };
    await follow({ pass }, () => null, { pollMs: 1, signal: end.signal, logger: SILENT });
    expect(passes).to.equal(3);
  });

  it("ends with what no waiting helps against", async () => {
    const pass = async () => {
      throw new RangeError("wrong");
    };
    const { signal } = new AbortController();
    const ended = await follow({ pass }, () => null, { pollMs: 1, signal, logger: SILENT }).catch(
      (error: Error) => error,
    );
    expect(ended).to.be.an("error").with.property("message", "wrong");
  });
});
