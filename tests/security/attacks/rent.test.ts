import { ACTORS } from "@profit-share/testing/svm/actors";
import { Verified } from "@profit-share/testing/svm/verified";
import { expect } from "chai";
import { CALLS } from "../matrix/calls";
import { Scene } from "../support/scene";

const { creator, subscriber, agent, sponsor } = ACTORS;

describe("security: rent", () => {
  it("should leave every account of the program alive without rent, whatever is called", () => {
    for (const call of Object.values(CALLS)) {
      const scene = new Scene();
      const original = call.make(scene);
      scene.send(original);
      for (const { pubkey } of original.keys.filter(({ isWritable }) => isWritable)) {
        if (!scene.world.exists(pubkey)) continue;
        const { data, lamports } = scene.world.account(pubkey);
        expect(lamports >= scene.world.rent(data.length), `${call.instruction} ${pubkey.toBase58()}`).to.equal(true);
      }
    }
  });

  it("should not let lamports leave an account but at its end", () => {
    for (const call of Object.values(CALLS).filter(({ instruction }) => instruction !== "close_subscription")) {
      const scene = new Scene();
      const original = call.make(scene);
      const wallets = Object.values(ACTORS).map(({ publicKey }) => publicKey.toBase58());
      const own = original.keys.filter(
        ({ pubkey }) => !wallets.includes(pubkey.toBase58()) && scene.world.exists(pubkey),
      );
      const before = own.map(({ pubkey }) => scene.world.account(pubkey).lamports);
      scene.send(original);
      const after = own.map(({ pubkey }) => scene.world.account(pubkey).lamports);
      expect(after, call.instruction).to.deep.equal(before);
    }
  });

  describe("given a subscription that a sponsor pays", () => {
    let v: Verified;
    let start: bigint;
    const lamports = () => v.world.account(sponsor.publicKey).lamports;
    beforeEach(() => {
      v = Verified.published();
      start = lamports();
      v.world.send(v.subscribe({ payer: sponsor.publicKey }), subscriber, agent, sponsor);
    });

    it("should cost the sponsor the rent of two accounts, and give all of it back at the end", () => {
      const rent = v.world.account(v.subscription).lamports + v.world.account(v.escrow).lamports;
      expect(start - lamports()).to.equal(rent);
      v.leave();
      v.world.send(v.close({ rentPayer: sponsor.publicKey }));
      expect(lamports()).to.equal(start);
    });

    it("should give it to nobody else, whoever closes and signs", () => {
      v.leave();
      for (const thief of [subscriber, agent, creator])
        expect(v.world.refusal(v.close({ rentPayer: thief.publicKey }))).to.equal("RentPayerMismatch");
    });
  });

  it("should take a payer's lamports for its own accounts only", () => {
    const v = Verified.published();
    const others = [creator, agent].map(({ publicKey }) => publicKey);
    const before = others.map((at) => v.world.account(at).lamports);
    v.start();
    expect(others.map((at) => v.world.account(at).lamports)).to.deep.equal(before);
  });
});
