import { Refused } from "@profit-share/sdk/sending";
import type { LocalChain } from "@profit-share/testing/chain/local-chain";
import { keyOf } from "@profit-share/testing/keys";
import { SystemProgram } from "@solana/web3.js";
import { expect } from "chai";
import { startChain } from "../performance/start-chain";

const HOUR = 3_600;
const DAY = 24 * HOUR;

describe("the demo's chain", () => {
  let chain: LocalChain;
  before(async () => {
    chain = await startChain(0);
  });
  after(() => chain.close());

  it("begins in the morning, so that no midnight falls into the story", () => {
    expect(chain.localnet.chain.time() % DAY).to.be.within(8 * HOUR, 8 * HOUR + 60);
  });

  it("lets whole days go by and goes on taking transactions", async () => {
    const before = chain.localnet.chain.time();
    chain.passDays(7);
    expect(chain.localnet.chain.time() - before).to.be.within(7 * DAY, 7 * DAY + 60);
    await chain.mintTo(keyOf("anybody").publicKey, 1n);
  });

  it("says in plain words why a transaction is refused", async () => {
    const poor = keyOf("nobody").publicKey;
    const transfer = SystemProgram.transfer({ fromPubkey: poor, toPubkey: chain.payer.publicKey, lamports: 1 });
    const refused = await chain.send([transfer], keyOf("nobody")).catch((error) => error);
    expect(refused).to.be.instanceOf(Refused);
    expect(refused.explanation.name).to.equal("ResultWithNegativeLamports");
    expect(refused.message).to.equal(refused.explanation.message);
  });
});
