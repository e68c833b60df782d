import { ACTORS } from "@profit-share/testing/svm/actors";
import { accountOf } from "@profit-share/testing/svm/idl";
import { SystemProgram } from "@solana/web3.js";
import { expect } from "chai";
import { CALLS } from "../matrix/calls";
import { Scene, signersOf } from "../support/scene";

const { sponsor, eve } = ACTORS;

/** Lamports that keep an account of no bytes alive: the least that can be sent to a new address. */
const LEAST = 890_880n;

describe("security: accounts that eve funds before they are made", () => {
  for (const [call, accounts] of [
    ["register_keeper", ["keeper"]],
    ["publish_bot, attested", ["bot", "vault"]],
    ["publish_bot, verified", ["bot", "vault"]],
    ["subscribe, attested", ["subscription", "escrow"]],
    ["subscribe, verified", ["subscription", "escrow"]],
  ] as const) {
    for (const [what, lamports] of [
      ["the least that she can send", LEAST],
      ["more than their rent", 1_000_000_000n],
    ] as const) {
      it(`should be made by ${call} over ${what}, which saves the payer as much`, () => {
        const plain = new Scene();
        const meant = CALLS[call]!.make(plain);
        const start = plain.world.account(sponsor.publicKey).lamports;
        plain.send(meant);
        const places = accounts.map((name) => accountOf(meant, name));
        const rents = places.map((at) => plain.world.account(at).lamports);
        expect(start - plain.world.account(sponsor.publicKey).lamports).to.equal(sum(rents));

        const scene = new Scene();
        const { world } = scene;
        const instruction = CALLS[call]!.make(scene);
        for (const toPubkey of places)
          world.send(SystemProgram.transfer({ fromPubkey: eve.publicKey, toPubkey, lamports }), eve);
        world.send(instruction, ...signersOf(instruction));
        for (const [index, at] of places.entries()) {
          const { owner, data, lamports: now } = world.account(at);
          const made = plain.world.account(at);
          expect(owner.equals(made.owner) && data.equals(made.data)).to.equal(true);
          const rent = rents[index]!;
          expect(now).to.equal(rent + more(lamports, rent));
        }
        // The payer adds what is missing, and takes nothing of what is too much.
        const paid = sum(rents.map((rent) => more(rent, lamports)));
        expect(start - world.account(sponsor.publicKey).lamports).to.equal(paid);
      });
    }
  }

  it("should not stop a settlement, a payout or the end when she funds them later", () => {
    const scene = new Scene();
    const { subscription, escrow } = scene.honest.verified;
    for (const toPubkey of [subscription, escrow])
      scene.world.send(SystemProgram.transfer({ fromPubkey: eve.publicKey, toPubkey, lamports: LEAST }), eve);
    for (const call of ["settle", "payout", "close_subscription"]) scene.send(CALLS[call]!.make(scene));
    expect([subscription, escrow].map((at) => scene.world.exists(at))).to.deep.equal([false, false]);
  });
});

const sum = (amounts: bigint[]): bigint => amounts.reduce((total, amount) => total + amount, 0n);
/** By how much `a` is above `b`. */
const more = (a: bigint, b: bigint): bigint => (a > b ? a - b : 0n);
