/** Real accounts use up to eight perp markets and some spot markets: what is sent for them has to fit a transaction. */
import { DRIFT_PROGRAM_ID, readVenueUser } from "@profit-share/sdk";
import {
  type DriftMarkets,
  marketsOf,
  readDriftAccount,
  readPerpMarket,
  readSpotMarket,
} from "@profit-share/sdk/drift";
import { AddressLookupTableAccount, Keypair, type PublicKey, type TransactionInstruction } from "@solana/web3.js";
import { expect } from "chai";
import { everyUsers } from "../../../fixtures/read-users";
import type { Action } from "../../src/decide/actions";
import { instructionsFor } from "../../src/decide/instructions";
import { Tables } from "../../src/send/tables";
import { fits } from "../../src/send/transaction";
import { systemClock } from "../../src/time/clock";
import { verified } from "../support/observed";

const payer = Keypair.generate().publicKey;
const REASON = "money is owed";

/** Each market has an oracle of its own, which takes the most room. */
function marketsWithOracles(account: ReturnType<typeof readDriftAccount>): DriftMarkets {
  const { spot, perp } = marketsOf(account);
  const oracle = () => Keypair.generate().publicKey;
  return {
    spot: new Map(spot.map((index) => [index, { ...readSpotMarket(index, null), oracle: oracle() }])),
    perp: new Map(perp.map((index) => [index, { ...readPerpMarket(index, null), oracle: oracle() }])),
  };
}

/** A usable table with the accounts that no signature is needed of. */
function tableOf(instructions: readonly TransactionInstruction[]): AddressLookupTableAccount {
  const names = new Map<string, PublicKey>();
  for (const { pubkey, isSigner } of instructions.flatMap(({ keys }) => keys)) {
    if (!isSigner) names.set(pubkey.toBase58(), pubkey);
  }
  const state = {
    deactivationSlot: 2n ** 64n - 1n,
    lastExtendedSlot: 1,
    lastExtendedSlotStartIndex: 0,
    addresses: [...names.values()],
  };
  return new AddressLookupTableAccount({ key: Keypair.generate().publicKey, state });
}

for (const { what, users, atLeast, count } of everyUsers()) {
  describe(`what is sent for ${what} accounts of Drift`, () => {
    count();

    const cases = users.map(({ data }) => {
      const bytes = Buffer.from(data, "base64");
      const account = readDriftAccount(bytes);
      const markets = marketsWithOracles(account);
      const user = readVenueUser(DRIFT_PROGRAM_ID, bytes);
      return verified({ venue: { kind: "read", user, drift: { account, markets } } });
    });
    const made = (action: Action) => cases.map((one) => instructionsFor(action, one, payer).instructions);

    it("is as many accounts as the fixture has", () => {
      expect(cases.length).to.be.at.least(atLeast);
    });

    for (const kind of ["fund_from_venue", "settle_pnl"] as const) {
      it(`fits one transaction with a lookup table: ${kind}`, () => {
        const action: Action =
          kind === "settle_pnl"
            ? { kind, reason: REASON, marketIndex: 0 }
            : { kind, reason: REASON, amount: 1_000_000n };
        let alone = 0;
        for (const instructions of made(action)) {
          if (fits(payer, instructions, [])) {
            alone += 1;
            continue;
          }
          const tables = new Tables(systemClock);
          tables.set([tableOf(instructions)], 2);
          expect(fits(payer, instructions, tables.covering(instructions))).to.equal(true);
        }
        expect(alone).to.be.above(0);
      });
    }
  });
}
