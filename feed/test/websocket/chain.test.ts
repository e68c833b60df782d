/** Against a local chain, which notifies as a node does. */
import { PROGRAM_ID, subscriptionFilters } from "@profit-share/sdk";
import { LocalChain } from "@profit-share/testing/chain/local-chain";
import { keyOf } from "@profit-share/testing/keys";
import { Attested } from "@profit-share/testing/svm/attested";
import { SystemProgram } from "@solana/web3.js";
import { expect } from "chai";
import { type Feed, openWebSocketFeed, type WebSocketFeedOptions } from "../../src";
import { eventually } from "../support/eventually";
import { Heard } from "../support/heard";

const PROGRAM = PROGRAM_ID.toBase58();

describe("the WebSocket feed of a chain", () => {
  let chain: LocalChain;
  let heard: Heard;
  let feed: Feed;

  before(async () => {
    chain = await LocalChain.start();
  });
  after(() => chain.close());
  beforeEach(() => {
    heard = new Heard();
  });
  afterEach(() => feed.close());

  async function open(options: Partial<WebSocketFeedOptions>): Promise<void> {
    const { listener, logger } = heard;
    feed = openWebSocketFeed({ url: chain.localnet.wsUrl, listener, logger, ...options });
  }

  const listening = () => eventually("it follows", () => heard.gaps.length === 1);

  it("tells of an account that changes, and of one that is gone", async () => {
    const address = keyOf("changing").publicKey;
    await open({ data: true });
    feed.follow(address.toBase58());
    await eventually("it follows", () => feed.status().followed === 1);
    chain.setAccount(address, PROGRAM_ID, Uint8Array.of(1, 2, 3));
    chain.localnet.chain.setAccount(address.toBase58(), null);
    await eventually("both are told", () => heard.changes.length === 2);
    const [changed, gone] = heard.changes;
    expect(changed?.account).to.deep.include({ owner: PROGRAM, data: Uint8Array.of(1, 2, 3) });
    expect(changed).to.deep.include({ address: address.toBase58(), filter: null });
    expect(gone?.account).to.equal(null);
  });

  it("tells by one subscription of every account that passes a filter, also of a new one, and of no other", async () => {
    const [ours, foreign] = [Attested.running(), Attested.running()];
    const keeper = ours.read().terms.keeper!;
    await open({ programs: [{ program: PROGRAM, memcmp: subscriptionFilters("terms.keeper", keeper) }] });
    await listening();
    const data = ours.world.account(ours.subscription).data;
    for (const name of ["first", "second"]) chain.setAccount(keyOf(name).publicKey, PROGRAM_ID, data);
    const other = Uint8Array.from(foreign.world.account(foreign.subscription).data);
    other.set(keyOf("another keeper").publicKey.toBytes(), subscriptionFilters("terms.keeper", keeper)[1]!.offset);
    chain.setAccount(keyOf("third").publicKey, PROGRAM_ID, other);
    chain.setAccount(keyOf("first").publicKey, PROGRAM_ID, data);
    await eventually("three are told", () => heard.changes.length === 3);
    const names = ["first", "second", "first"].map((name) => keyOf(name).publicKey.toBase58());
    expect(heard.woken).to.deep.equal(names);
    expect(heard.changes[0]?.account?.data).to.equal(null);
    expect(heard.changes.map(({ filter }) => filter)).to.deep.equal([0, 0, 0]);
  });

  it("tells of transactions that name an address, and of slots", async () => {
    const receiver = keyOf("receiver").publicKey;
    await open({ mentions: [receiver.toBase58()], slots: true });
    await listening();
    const transfer = SystemProgram.transfer({
      fromPubkey: chain.payer.publicKey,
      toPubkey: receiver,
      lamports: 1_000_000_000,
    });
    const signature = await chain.send([transfer]);
    await eventually("both are told", () => heard.transactions.length === 1 && heard.slots.length > 0);
    const [seen] = heard.transactions;
    expect(seen).to.deep.include({ signature, failed: false });
    expect(heard.slots[0]).to.equal(seen!.slot + 1);
  });
});
