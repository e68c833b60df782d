import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Keypair } from "@solana/web3.js";
import { expect } from "chai";
import { answerRpc, Chain } from "../../src";

describe("an archive", () => {
  const folder = mkdtempSync(join(tmpdir(), "profit-share-archive-"));
  after(() => rmSync(folder, { recursive: true }));

  it("gives back what landed, byte for byte", () => {
    const chain = new Chain({ archive: join(folder, "landed") });
    const to = Keypair.generate().publicKey.toBase58();
    const landed = [1n, 2n, 3n].map((amount) => chain.airdrop(to, amount * 1_000_000n)!);
    for (const { transaction, ...record } of landed) {
      const { transaction: read, ...rest } = chain.ledger.get(transaction.signatures[0]!)!.record();
      expect(rest).to.deep.equal(record);
      expect(read).to.deep.equal(transaction);
    }
    const request = { jsonrpc: "2.0", id: 1, method: "getTransaction", params: [landed[1]!.transaction.signatures[0]] };
    const { result } = JSON.parse(answerRpc(chain, JSON.stringify(request))!);
    expect(result.meta.postBalances[1] - result.meta.preBalances[1]).to.equal(2_000_000);
  });

  it("forgets what a fork takes away, and goes on", () => {
    const chain = new Chain({ archive: join(folder, "forked") });
    const to = Keypair.generate().publicKey.toBase58();
    const send = () => chain.airdrop(to, 1_000_000n)!;
    const [kept, slot] = [send(), chain.slots.slot];
    chain.advanceSlots();
    send();
    chain.rewind(slot);
    chain.advanceSlots();
    const anew = send();
    const named = chain.ledger.mentioning(to).map((one) => one.record().transaction.signatures[0]);
    expect(named).to.deep.equal([kept, anew].map(({ transaction }) => transaction.signatures[0]));
  });
});
