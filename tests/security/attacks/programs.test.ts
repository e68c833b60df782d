import { DRIFT_PROGRAM_ID, driftSpotMarketAddress } from "@profit-share/localnet";
import { PROGRAM_ID } from "@profit-share/sdk";
import { ACTORS, keyOf } from "@profit-share/testing/svm/actors";
import { withAccount } from "@profit-share/testing/svm/interface";
import { ASSOCIATED_TOKEN_PROGRAM_ID, TOKEN_2022_PROGRAM_ID, TOKEN_PROGRAM_ID } from "@solana/spl-token";
import { type PublicKey, SystemProgram } from "@solana/web3.js";
import { expect } from "chai";
import idl from "../../../sdk/src/idl/profit_share.json";
import { CALLS } from "../matrix/calls";
import { Stage, signersOf } from "../support/scene";

const { eve } = ACTORS;

const accountsOf = (call: string): string[] =>
  idl.instructions.find(({ name }) => name === CALLS[call]!.instruction)!.accounts.map(({ name }) => name);

/** Tries one call with each of `candidates` in one place, one stage for all: a refusal writes nothing. */
function outcomes(call: string, account: string, candidates: (stage: Stage) => PublicKey[]): string[] {
  const stage = new Stage();
  const original = CALLS[call]!.make(stage);
  return candidates(stage).map((at) => {
    const instruction = withAccount(original, account, at);
    return stage.world.refusal(instruction, ...signersOf(original));
  });
}

describe("security: programs and the types of accounts", () => {
  describe("when a program that is called is another", () => {
    for (const call of Object.keys(CALLS)) {
      for (const account of ["token_program", "system_program"].filter((name) => accountsOf(call).includes(name))) {
        it(`should refuse ${call} with another ${account}, eve's or a known one`, () => {
          const others = [TOKEN_2022_PROGRAM_ID, ASSOCIATED_TOKEN_PROGRAM_ID, DRIFT_PROGRAM_ID, PROGRAM_ID];
          const known = account === "token_program" ? SystemProgram.programId : TOKEN_PROGRAM_ID;
          expect(outcomes(call, account, () => [...others, known])).to.deep.equal(Array(5).fill("IncorrectProgramId"));
        });
      }
    }
  });

  describe("when an account of the program is of another type", () => {
    const ERRORS: Record<string, Record<string, string>> = {
      Bot: { Keeper: "AccountDataTooSmall", Subscription: "InvalidAccountData" },
      Keeper: { Bot: "InvalidAccountData", Subscription: "InvalidAccountData" },
      Subscription: { Bot: "AccountDataTooSmall", Keeper: "AccountDataTooSmall" },
    };
    /** None of them is in the list of any call. */
    const typed = ({ sibling, otherBot }: Stage) => ({
      Bot: otherBot.attested,
      Keeper: sibling.keeper,
      Subscription: sibling.attested.subscription,
    });
    const PLACES = { Bot: "bot", Keeper: "keeper", Subscription: "subscription" } as const;
    /** These make the account themselves. */
    const MAKES = ["register_keeper", "publish_bot", "subscribe"];

    for (const [type, account] of Object.entries(PLACES)) {
      for (const call of Object.keys(CALLS)) {
        const { instruction } = CALLS[call]!;
        const made = MAKES.includes(instruction) && !(instruction === "subscribe" && type === "Bot");
        if (made || !accountsOf(call).includes(account)) continue;
        it(`should refuse ${call} with another type in the place of a ${type}`, () => {
          for (const [other, error] of Object.entries(ERRORS[type]!)) {
            const found = outcomes(call, account, (stage) => [typed(stage)[other as keyof typeof PLACES]]);
            expect(found, other).to.deep.equal([error]);
          }
        });
      }
    }

    it("should refuse the right bytes with another type's discriminator, of the right length", () => {
      const stage = new Stage();
      const original = CALLS.set_open!.make(stage);
      const { bot } = stage.honest.attested;
      const account = stage.world.account(bot);
      account.data.set(stage.world.account(stage.honest.keeper).data.subarray(0, 8));
      stage.world.setAccount(bot, account);
      expect(stage.world.refusal(original, ...signersOf(original))).to.equal("InvalidAccountData");
    });

    it("should refuse an account that was closed: its discriminator is gone", () => {
      const stage = new Stage();
      const original = CALLS.set_open!.make(stage);
      const { bot } = stage.honest.attested;
      const account = stage.world.account(bot);
      account.data.fill(255, 0, 8);
      stage.world.setAccount(bot, account);
      expect(stage.world.refusal(original, ...signersOf(original))).to.equal("InvalidAccountData");
    });
  });

  describe("when the owner of an account is another program", () => {
    for (const [call, account] of [
      ["set_keeper_signer", "keeper"],
      ["set_open", "bot"],
      ["set_cap", "subscription"],
      ["sync", "escrow"],
      ["claim_vault", "vault"],
    ] as const) {
      it(`should refuse ${call} with a ${account} of the token program's, the venue's, the system's or eve's`, () => {
        const stage = new Stage();
        const original = CALLS[call]!.make(stage);
        const names = accountsOf(call);
        const at = original.keys[names.indexOf(account)]!.pubkey;
        const { data, owner: own } = stage.world.account(at);
        const owners = [TOKEN_PROGRAM_ID, PROGRAM_ID, DRIFT_PROGRAM_ID, TOKEN_2022_PROGRAM_ID, eve.publicKey];
        for (const owner of owners.filter((candidate) => !candidate.equals(own))) {
          stage.world.setAccount(at, { owner, data });
          expect(stage.world.refusal(original, ...signersOf(original)), owner.toBase58()).to.equal("IllegalOwner");
        }
      });
    }
  });

  describe("when a venue user is not one", () => {
    const market = driftSpotMarketAddress(0);
    for (const [what, change, error] of [
      ["of eve's program", { owner: eve.publicKey }, "VenueOwner"],
      ["of this program", { owner: PROGRAM_ID }, "VenueOwner"],
      ["one byte too long", { length: 4_377 }, "VenueLength"],
      ["one byte too short", { length: 4_375 }, "VenueLength"],
      ["of another type", { discriminator: market }, "VenueDiscriminator"],
    ] as [string, { owner?: PublicKey; length?: number; discriminator?: PublicKey }, string][]) {
      it(`should refuse to settle on one ${what}`, () => {
        const stage = new Stage();
        const original = CALLS.settle!.make(stage);
        const user = stage.honest.verified.venueUser!;
        const { owner, data } = stage.world.account(user);
        const bytes = Buffer.alloc(change.length ?? data.length);
        data.copy(bytes);
        if (change.discriminator) stage.world.account(change.discriminator).data.copy(bytes, 0, 0, 8);
        stage.world.setAccount(user, { owner: change.owner ?? owner, data: bytes });
        expect(stage.world.refusal(original)).to.equal(error);
      });
    }

    it("should not take a user at another address, whatever it holds", () => {
      const stage = new Stage();
      const original = CALLS.settle!.make(stage);
      const at = keyOf("forged").publicKey;
      stage.world.setAccount(at, stage.userWith(stage.honest.verified, 900_000_000n));
      expect(stage.world.refusal(withAccount(original, "venue_user", at))).to.equal("VenueUserMismatch");
    });
  });

  describe("when the clock is forged", () => {
    it("should take no sysvar from a caller", () => {
      const names = new Set(idl.instructions.flatMap(({ accounts }) => accounts.map(({ name }) => name)));
      expect([...names].filter((name) => /clock|rent$|sysvar|instructions/.test(name))).to.deep.equal([]);
    });
  });
});
