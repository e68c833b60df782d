import { driftInstructions as drift } from "@profit-share/sdk/drift";
import { Keypair } from "@solana/web3.js";
import { expect } from "chai";
import { driftSimulation as sim } from "../../src/drift";
import { DriftHarness, Refused } from "./harness";

const MARKET = 0;
const BASE = 1_000_000_000n;

describe("drift_sim: transfer_perp_position", () => {
  let chain: DriftHarness;
  const authority = Keypair.generate();
  beforeEach(() => {
    chain = DriftHarness.withMarket();
    setPrice(110_000_000n);
  });
  const setPrice = (price: bigint, fundingRate = 0n) =>
    chain.send(sim.setPerpMarket({ payer: chain.payer.publicKey, marketIndex: MARKET, fundingRate, price }));
  const trader = (base: bigint, quote: bigint, values = {}) =>
    chain.placeUser({
      authority: authority.publicKey,
      perpPositions: [{ marketIndex: MARKET, baseAssetAmount: base, quoteAssetAmount: quote, quoteEntryAmount: quote }],
      ...values,
    }).user;
  const sibling = (values = {}) => chain.placeUser({ authority: authority.publicKey, ...values }).user;
  const move = (from = trader(2n * BASE, -200_000_000n), to = sibling(), amount: bigint | null = null) =>
    drift.transferPerpPosition({ from, to, authority: authority.publicKey, marketIndex: MARKET, amount });

  it("should realize a long's profit at the market's price and open it anew at the sibling", () => {
    const [from, to] = [trader(2n * BASE, -200_000_000n), sibling()];
    chain.send(move(from, to), authority);
    expect(chain.realizedPnl(from)).to.equal(20_000_000n);
    expect(chain.user(from).perpPositions[0]).to.include({ baseAssetAmount: 0n, quoteAssetAmount: 20_000_000n });
    expect(chain.realizedPnl(to)).to.equal(0n);
    expect(chain.user(to).perpPositions[0]).to.include({ baseAssetAmount: 2n * BASE, quoteEntryAmount: -220_000_000n });
  });

  it("should move a part of a short, and close what the sibling holds against it", () => {
    const [from, to] = [trader(-4n * BASE, 400_000_000n), trader(1n * BASE, -105_000_000n)];
    chain.send(move(from, to, -1n * BASE), authority);
    expect(chain.user(from).perpPositions[0]).to.include({
      baseAssetAmount: -3n * BASE,
      quoteEntryAmount: 300_000_000n,
    });
    expect(chain.realizedPnl(from)).to.equal(-10_000_000n);
    expect(chain.user(to).perpPositions[0]).to.include({ baseAssetAmount: 0n });
    expect(chain.realizedPnl(to)).to.equal(5_000_000n);
  });

  it("should book both sides' funding", () => {
    const [from, to] = [trader(2n * BASE, -220_000_000n), trader(1n * BASE, -110_000_000n)];
    setPrice(110_000_000n, 1_000_000_000n);
    chain.send(move(from, to), authority);
    expect(chain.realizedPnl(from)).to.equal(-2_000_000n);
    expect(chain.realizedPnl(to)).to.equal(-1_000_000n);
  });

  it("should refuse more than is held, the other direction and nothing", () => {
    const long = trader(2n, -2n);
    const short = trader(-2n, 2n);
    for (const [from, amount] of [
      [long, 3n],
      [long, -1n],
      [long, 0n],
      [short, -3n],
      [short, 1n],
      [short, 0n],
    ] as const)
      expect(chain.attempt(move(from, sibling(), amount), authority)).to.equal("InvalidTransferPerpPosition");
  });

  it("should refuse another authority's account, a stranger and the same account", () => {
    expect(chain.attempt(move(undefined, chain.placeUser({}).user), authority)).to.equal("DifferentAuthorities");
    const from = trader(2n, -2n);
    expect(chain.attempt(move(from, from), authority)).to.equal(Refused.sameAccountTwice);
    const eve = Keypair.generate();
    const stolen = drift.transferPerpPosition({ from, to: sibling(), authority: eve.publicKey, marketIndex: MARKET });
    expect(chain.attempt(stolen, eve)).to.equal("NotTheUsersSigner");
  });

  it("should refuse bankrupt accounts, a market without a price and no position", () => {
    expect(chain.attempt(move(trader(2n, -2n, { status: 2 })), authority)).to.equal("UserBankrupt");
    expect(chain.attempt(move(undefined, sibling({ status: 2 })), authority)).to.equal("UserBankrupt");
    expect(chain.attempt(move(sibling()), authority)).to.equal("UserHasNoPositionInMarket");
    setPrice(0n);
    expect(chain.attempt(move(), authority)).to.equal("PerpMarketHasNoPrice");
  });

  it("should refuse without the perp market", () => {
    const without = move();
    without.keys.pop();
    expect(chain.attempt(without, authority)).to.equal("PerpMarketNotFound");
  });
});
