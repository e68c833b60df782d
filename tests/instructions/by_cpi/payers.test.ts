/** What a PDA has to be to pay rent, and what it is given back. */
import * as sdk from "@profit-share/sdk";
import { CALLER, callersPda, relay } from "@profit-share/testing/caller";
import { SystemProgram } from "@solana/web3.js";
import { expect } from "chai";
import { admin, idOf, keeperSigner, sponsor, subscriber, Vaults } from "./vaults";

const payer = callersPda("payer");

describe("called by another program: a PDA that pays rent", () => {
  let v: Vaults;
  let rent: bigint;
  beforeEach(() => {
    v = new Vaults();
    rent = v.world.rent(v.world.account(v.keeper).data.length);
  });

  const register = () => relay(sdk.registerKeeper({ creator: admin, payer, id: idOf("new"), signer: keeperSigner }));
  const place = (lamports: bigint, { owner = SystemProgram.programId, length = 0 } = {}) =>
    v.world.setAccount(payer, { owner, data: Buffer.alloc(length), lamports });

  it("should be able to give its last lamport", () => {
    place(rent);
    v.world.send(register());
    expect(v.world.exists(payer)).to.equal(false);
    expect(v.world.account(sdk.keeperAddress(admin, idOf("new"))).lamports).to.equal(rent);
  });

  it("should be refused if it holds too little, or nothing", () => {
    place(rent - 1n);
    expect(v.world.refusal(register())).to.equal("System.ResultWithNegativeLamports");
    place(0n);
    expect(v.world.refusal(register())).to.equal("System.ResultWithNegativeLamports");
  });

  it("should be refused if what is left does not keep an empty account alive", () => {
    place(rent + v.world.rent(0) - 1n);
    expect(v.world.refusal(register())).to.equal("InsufficientFundsForRent");
    place(rent + v.world.rent(0));
    v.world.send(register());
  });

  it("should be refused if its program owns it: only the system program's accounts can pay", () => {
    place(2n * rent, { owner: CALLER });
    expect(v.world.refusal(register())).to.equal("ExternalAccountLamportSpend");
  });

  it("should be refused if it holds data", () => {
    place(2n * rent + v.world.rent(8), { owner: CALLER, length: 8 });
    expect(v.world.refusal(register())).to.equal("InvalidArgument");
  });

  it("should get the rent of a subscription back, also if it is gone by then", () => {
    const { subscription } = v.verified;
    const paid = v.world.account(subscription).lamports + v.world.account(sdk.escrowAddress(subscription)).lamports;
    v.send(sdk.unsubscribe({ ...v.verified, signer: subscriber }));
    v.world.setAccount(sponsor, null);
    const destination = v.world.purse(subscriber);
    v.send(sdk.closeSubscription({ ...v.verified, rentPayer: sponsor, subscriber, destination }));
    expect(v.world.account(sponsor).lamports).to.equal(paid);
  });
});
