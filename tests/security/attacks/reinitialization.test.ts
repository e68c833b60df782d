import { ACTORS } from "@profit-share/testing/svm/actors";
import { Attested } from "@profit-share/testing/svm/attested";
import { Verified } from "@profit-share/testing/svm/verified";
import { expect } from "chai";

const { creator, subscriber, agent, marketplace, eve } = ACTORS;

describe("security: re-initialization", () => {
  it("should refuse to publish a bot again, which would take its terms and owner back", () => {
    const a = Attested.running();
    a.world.send([a.transferBot(eve.publicKey), a.acceptBot(eve.publicKey)], creator, eve);
    expect(a.world.refusal(a.publishBot(), creator)).to.equal("System.AccountAlreadyInUse");
  });

  it("should refuse to register a keeper again, which would undo a rotation", () => {
    const a = Attested.published();
    a.world.send(a.setKeeperSigner(eve.publicKey), marketplace);
    expect(a.world.refusal(a.registerKeeper(), marketplace)).to.equal("System.AccountAlreadyInUse");
  });

  for (const [source, running] of [
    ["an attested", () => Attested.running()],
    ["a verified", () => Verified.running()],
  ] as const) {
    describe(`given ${source} subscription`, () => {
      it("should refuse another at its address while it is active, closing and ended", () => {
        const a = running();
        const again = () => a.world.refusal(a.subscribe(), subscriber, agent);
        expect(again()).to.equal("AlreadySubscribed");
        a.leave();
        expect(again()).to.equal("AlreadySubscribed");
        a.world.pass(31n * 86_400n);
        expect(again()).to.equal("AlreadySubscribed");
      });

      it("should refuse eve as its new subscriber, the agent being in league with her", () => {
        const a = running();
        const depositFrom = a.world.purse(eve.publicKey);
        const instruction = a.subscribe({ subscriber: eve.publicKey, depositFrom });
        expect(a.world.refusal(instruction, eve, agent)).to.equal("AlreadySubscribed");
      });
    });
  }
});
