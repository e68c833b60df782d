import { setCap, transferBot, withdraw } from "@profit-share/sdk";
import { ACTORS } from "@profit-share/testing/svm/actors";
import { Amount } from "@profit-share/testing/svm/constants";
import { expect } from "chai";
import { harm, holdingsOf } from "./support/holdings";
import { Scene } from "./support/scene";

const { creator, subscriber, sponsor, eve } = ACTORS;

describe("security: what counts as harm", () => {
  let scene: Scene;
  beforeEach(() => {
    scene = new Scene();
  });

  /** What `change` did to those who did not sign. */
  const done = (change: () => void, ...signers: { publicKey: { toBase58(): string } }[]): string[] => {
    const before = holdingsOf(scene);
    change();
    return harm(
      before,
      before,
      holdingsOf(scene),
      signers.map(({ publicKey }) => publicKey.toBase58()),
    );
  };

  const names = { creator: creator.publicKey.toBase58(), subscriber: subscriber.publicKey.toBase58() };

  it("should be nothing if nothing happens", () => {
    expect(done(() => {})).to.deep.equal([]);
  });

  it("should be a token less in a purse, in an escrow and in a vault", () => {
    const { world, honest } = scene;
    const purse = world.purse(sponsor.publicKey);
    expect(done(() => world.setTokens(purse, sponsor.publicKey, 999_999_999n))).to.have.length(1);
    // Of $1,000 four deposits of $50 are gone, and four escrows hold $41 each for the subscriber.
    expect(
      done(() => world.editTokens(honest.attested.escrow, { amount: world.tokens(honest.attested.escrow) - 1n })),
    ).to.deep.equal([`${names.subscriber} has only 963999999 tokens left`]);
    expect(done(() => world.setTokens(honest.attested.vault, honest.attested.bot, 0n))).to.have.length(1);
  });

  it("should be rent that another takes", () => {
    const { lamports, ...rest } = scene.world.account(scene.honest.attested.escrow);
    const change = () =>
      scene.world.setAccount(scene.honest.attested.escrow, { ...rest, lamports: lamports - Amount.CENT });
    expect(done(change)).to.have.length(1);
    expect(done(change, sponsor)).to.deep.equal([]);
  });

  it("should be another cap or another owner without a signature of theirs, and nothing with it", () => {
    const { attested } = scene.honest;
    const cap = () =>
      scene.send(setCap({ ...attested, subscriber: subscriber.publicKey, dailyCap: scene.world.time() * 1_000_000n }));
    expect(done(cap, eve)[0]).to.match(/the subscriber's part became/);
    const offer = () =>
      scene.send(transferBot({ owner: creator.publicKey, bot: attested.bot, newOwner: eve.publicKey }));
    expect(done(offer, subscriber)[0]).to.match(/^bot .* became/);
    expect(done(offer, creator)).to.deep.equal([]);
  });

  it("should not be what one takes oneself", () => {
    const { attested } = scene.honest;
    const destination = scene.world.purse(subscriber.publicKey);
    const instruction = withdraw({ ...attested, subscriber: subscriber.publicKey, destination, amount: 1n });
    expect(done(() => scene.send(instruction), subscriber)).to.deep.equal([]);
  });
});
