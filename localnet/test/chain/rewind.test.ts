/** What a simulator needs of a chain: its time and blockhashes are given to it, it goes back, and it answers without a server. */
import { expect } from "chai";
import { answerRpc, Chain } from "../../src";

/** The slot at which LiteSVM's mainnet features start, and with it every localnet. */
const GENESIS_SLOT = 447_552_000;
const BOB = "4vJ9JU1bJJE96FWSJKvHsmmFADCg4gpZQff4P3bkLKi";
const blockhash = (letter: string): string => letter.repeat(43);

describe("a chain that goes back", () => {
  let now = 0;
  let hashes: string[];
  let chain: Chain;

  beforeEach(() => {
    now = 5_000;
    hashes = ["A", "B", "C", "D", "E"].map(blockhash);
    chain = new Chain({ startTime: 1_800_000_000, nowMs: () => now, nextBlockhash: () => hashes.shift()! });
  });

  const ask = (method: string, ...params: unknown[]) => {
    const text = answerRpc(chain, JSON.stringify({ jsonrpc: "2.0", id: 1, method, params }));
    return JSON.parse(text!).result;
  };

  it("runs with the clock that it was given", () => {
    now += 7_000;
    expect(chain.time()).to.equal(1_800_000_007);
  });

  it("takes the blockhashes that it is given", () => {
    chain.advanceSlots(2);
    expect(ask("getLatestBlockhash").value.blockhash).to.equal(blockhash("B"));
  });

  it("forgets what landed after the slot, and keeps what landed before", () => {
    const before = chain.airdrop(BOB, 1_000_000n)!.transaction.signatures[0]!;
    chain.advanceSlots(2);
    const after = chain.airdrop(BOB, 2_000_000n)!.transaction.signatures[0]!;
    chain.rewind(GENESIS_SLOT + 1);
    const { value } = ask("getSignatureStatuses", [before, after]);
    expect(value[0].slot).to.equal(GENESIS_SLOT);
    expect(value[1]).to.equal(null);
    expect(ask("getSignaturesForAddress", BOB).map(({ signature }: { signature: string }) => signature)).to.deep.equal([
      before,
    ]);
    expect(ask("getTransactionCount")).to.equal(1);
  });

  it("knows only the blockhashes of the slots that are left", () => {
    chain.advanceSlots(3);
    chain.rewind(GENESIS_SLOT + 1);
    chain.advanceSlots();
    expect(ask("getSlot")).to.equal(GENESIS_SLOT + 2);
    expect(ask("isBlockhashValid", blockhash("A")).value).to.equal(true);
    expect(ask("isBlockhashValid", blockhash("B")).value).to.equal(false);
    expect(ask("isBlockhashValid", blockhash("C")).value).to.equal(false);
    expect(ask("isBlockhashValid", blockhash("D")).value).to.equal(true);
  });

  it("goes back to no slot that it never had", () => {
    expect(() => chain.rewind(GENESIS_SLOT + 1)).to.throw("There is no slot 447552001 to go back to");
    expect(() => chain.rewind(GENESIS_SLOT - 1)).to.throw("There is no slot 447551999 to go back to");
  });
});
