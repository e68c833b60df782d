import { actor } from "@profit-share/testing/chain/keys";
import { Stage } from "@profit-share/testing/chain/local-chain";
import { SystemProgram } from "@solana/web3.js";
import { expect } from "chai";
import { Refused } from "../errors";

const HOUR = 3_600;
const DAY = 24 * HOUR;

describe("stage", () => {
  let stage: Stage;
  before(async () => {
    stage = await Stage.open(0);
  });
  after(() => stage.close());

  it("begins in the morning, so that no midnight falls into the story", () => {
    expect(stage.localnet.chain.time() % DAY).to.be.within(8 * HOUR, 8 * HOUR + 60);
  });

  it("lets whole days go by and goes on taking transactions", async () => {
    const before = stage.localnet.chain.time();
    stage.wait(7);
    expect(stage.localnet.chain.time() - before).to.be.within(7 * DAY, 7 * DAY + 60);
    await stage.mintTo(actor("anybody").publicKey, 1n);
  });

  it("says in plain words why a transaction is refused", async () => {
    const poor = actor("nobody").publicKey;
    const transfer = SystemProgram.transfer({ fromPubkey: poor, toPubkey: stage.payer.publicKey, lamports: 1 });
    const refused = await stage.send([transfer], actor("nobody")).catch((error) => error);
    expect(refused).to.be.instanceOf(Refused);
    expect(refused.explanation.name).to.equal("ResultWithNegativeLamports");
    expect(refused.message).to.equal(refused.explanation.message);
  });
});
