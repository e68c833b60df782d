import { readFileSync } from "node:fs";
import { join } from "node:path";
import { DRIFT_PROGRAM_ID } from "@profit-share/sdk";
import { DRIFT_STATE, driftInstructions as drift } from "@profit-share/sdk/drift";
import { Keypair, PublicKey, type TransactionInstruction } from "@solana/web3.js";
import { expect } from "chai";
import { LOCAL_CHAIN_MARKER, driftSimulation as sim } from "../../src/drift";
import { DriftHarness } from "./harness";

type Calls = Record<string, [TransactionInstruction, ...Keypair[]]>;

/** One valid call of every instruction, in an order in which each finds what it needs. */
function everyInstruction(chain: DriftHarness): Calls {
  const { authority, user } = chain.placeUser({
    quoteScaledBalance: 9_000n,
    perpPositions: [{ marketIndex: 0, baseAssetAmount: 5n, quoteAssetAmount: -3n, quoteEntryAmount: -5n }],
  });
  const owner = { authority: authority.publicKey };
  const by = { user, ...owner };
  const payer = chain.payer.publicKey;
  const tokens = chain.placeTokens(authority.publicKey, 9n);
  const sibling = chain.placeUser(owner).user;
  const loss = { marketIndex: 0, quoteAssetAmount: -3n };
  const indebted = chain.placeUser({ quoteScaledBalance: 9_000n, perpPositions: [loss] }).user;
  const liquidation = {
    ...owner,
    liquidator: user,
    user: indebted,
    userAuthority: payer,
    marketIndex: 0,
    maxPnlTransfer: 1n,
  };
  const leaver = chain.placeUser({});
  chain.airdrop(leaver.authority.publicKey);
  const newcomer = Keypair.generate().publicKey;
  chain.send(drift.initializeUserStats({ authority: newcomer, payer }));
  return {
    set_perp_market: [sim.setPerpMarket({ payer, marketIndex: 0, fundingRate: 0n, price: 1_000_000_000n })],
    initialize_spot_market: [drift.initializeSpotMarket({ mint: chain.mint, admin: payer })],
    initialize_user_stats: [drift.initializeUserStats({ ...owner, payer })],
    initialize_user: [drift.initializeUser({ authority: newcomer, payer, subAccountId: 0 })],
    deposit: [drift.deposit({ ...by, from: tokens, amount: 1n }), authority],
    withdraw: [drift.withdraw({ ...by, to: tokens, amount: 1n }), authority],
    settle_pnl: [drift.settlePnl({ ...by, marketIndex: 0 }), authority],
    liquidate_perp_pnl_for_deposit: [drift.liquidatePerpPnlForDeposit(liquidation), authority],
    fill: [sim.fill({ ...by, marketIndex: 0, base: 1n, quote: -1n }), authority],
    transfer_perp_position: [
      drift.transferPerpPosition({ from: user, to: sibling, ...owner, marketIndex: 0 }),
      authority,
    ],
    delete_user: [drift.deleteUser({ user: leaver.user, authority: leaver.authority.publicKey }), leaver.authority],
    enter_liquidation: [sim.enterLiquidation(indebted)],
    exit_liquidation: [sim.exitLiquidation(indebted)],
    set_status: [sim.setStatus(user, 0)],
    set_position_flag: [sim.setPositionFlag(indebted, 0, 0)],
    remove_lp_shares: [sim.removeLpShares(indebted, 0)],
    recreate_user: [sim.recreateUser(user)],
  };
}

describe("drift_sim: the local chain's marker", () => {
  let chain: DriftHarness;
  let calls: Calls;
  beforeEach(() => {
    chain = new DriftHarness();
    calls = everyInstruction(chain);
  });

  it("should be covered here for every instruction of the program", () => {
    const program = readFileSync(join(__dirname, "../../../programs/drift_sim/src/lib.rs"), "utf8");
    const names = [...program.matchAll(/^ {4}pub fn (\w+)\(/gm)].map((match) => match[1]);
    expect(Object.keys(calls).sort()).to.deep.equal(names.sort());
  });

  it("should let every instruction run where it lies", () => {
    for (const [name, call] of Object.entries(calls)) expect(chain.attempt(...call), name).to.equal("accepted");
  });

  const marker = LOCAL_CHAIN_MARKER;
  const gone = { owner: PublicKey.default, data: Buffer.alloc(0), lamports: 0 };
  const eve = Keypair.generate().publicKey;
  for (const [what, account] of Object.entries({
    "nothing lies there": gone,
    "another program's account lies there": { ...marker, owner: eve },
    "the simulator's own account lies there": { ...marker, owner: DRIFT_PROGRAM_ID },
    "a system account lies there": { ...marker, owner: PublicKey.default },
    "it holds other bytes": { ...marker, data: Buffer.alloc(32) },
    "it holds more bytes": { ...marker, data: Buffer.concat([marker.data, Buffer.alloc(1)]) },
    "it holds no bytes": { ...marker, data: Buffer.alloc(0) },
  })) {
    it(`should stop every instruction when ${what}`, () => {
      chain.setAccount(DRIFT_STATE, account);
      for (const [name, call] of Object.entries(calls))
        expect(chain.attempt(...call), name).to.equal("NotTheLocalChain");
    });
  }

  it("should stop an instruction that names a copy of it at another address", () => {
    chain.setAccount(eve, marker);
    const [call] = calls.set_status!;
    call.keys[0]!.pubkey = eve;
    expect(chain.attempt(call)).to.equal("NotTheLocalChain");
  });
});
