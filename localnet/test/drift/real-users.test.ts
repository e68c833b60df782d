import { DRIFT_PROGRAM_ID } from "@profit-share/sdk";
import { driftInstructions as drift } from "@profit-share/sdk/drift";
import { Keypair } from "@solana/web3.js";
import { expect } from "chai";
import { mainnetUsers } from "../../../fixtures/read-users";
import { driftSimulation as sim } from "../../src/drift";
import { DriftHarness } from "./harness";

const mainnet = mainnetUsers();

describe("drift_sim: real mainnet accounts", () => {
  const chain = DriftHarness.withMarket();
  mainnet?.count();

  mainnet?.users.forEach((real, index) => {
    it(`should close account ${index} (${real.authority}) without moving R, then earn a known profit`, () => {
      const authority = Keypair.generate();
      const user = Keypair.generate().publicKey;
      const data = Buffer.from(real.data, "base64");
      authority.publicKey.toBuffer().copy(data, 8);
      chain.setAccount(user, { owner: DRIFT_PROGRAM_ID, data });
      expect(chain.realizedPnl(user)).to.equal(BigInt(real.realizedPnl));

      const by = { user, authority: authority.publicKey };
      for (const p of chain.user(user).perpPositions) {
        // At the entry price, so that closing realizes nothing.
        const close = { ...by, marketIndex: p.marketIndex, base: -p.baseAssetAmount, quote: -p.quoteEntryAmount };
        if (p.baseAssetAmount !== 0n) chain.send(sim.fill(close), authority);
        if (p.lpShares !== 0n) chain.send(sim.removeLpShares(user, p.marketIndex));
        if ((p.positionFlag & 6) !== 0) chain.send(sim.setPositionFlag(user, p.marketIndex, p.positionFlag & 1));
      }
      const flat = chain.user(user);
      for (const p of flat.perpPositions)
        expect(p).to.include({ baseAssetAmount: 0n, quoteEntryAmount: 0n, lpShares: 0n });
      expect(chain.realizedPnl(user)).to.equal(BigInt(real.realizedPnl));

      const marketIndex = flat.perpPositions[0]?.marketIndex ?? 0;
      chain.send(sim.fill({ ...by, marketIndex, base: 1_000_000_000n, quote: -64_000_000n, fee: 32_000n }), authority);
      chain.send(sim.fill({ ...by, marketIndex, base: -1_000_000_000n, quote: 76_345_678n, fee: 38_000n }), authority);
      expect(chain.realizedPnl(user) - BigInt(real.realizedPnl)).to.equal(12_275_678n);
      expect(chain.attempt(drift.settlePnl({ ...by, marketIndex }), authority)).to.equal("accepted");
      expect(chain.realizedPnl(user) - BigInt(real.realizedPnl)).to.equal(12_275_678n);
    });
  });
});
