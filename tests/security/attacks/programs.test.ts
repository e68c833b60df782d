import { DRIFT_PROGRAM_ID, PROGRAM_ID } from "@profit-share/sdk";
import { driftSpotMarketAddress } from "@profit-share/sdk/drift";
import idl from "@profit-share/sdk/idl.json";
import { keyOf } from "@profit-share/testing/keys";
import { ACTORS } from "@profit-share/testing/svm/actors";
import { withAccount } from "@profit-share/testing/svm/idl";
import { ASSOCIATED_TOKEN_PROGRAM_ID, TOKEN_2022_PROGRAM_ID, TOKEN_PROGRAM_ID } from "@solana/spl-token";
import { type PublicKey, SystemProgram } from "@solana/web3.js";
import { expect } from "chai";
import { CALLS } from "../matrix/calls";
import { Scene, signersOf } from "../support/scene";

const { eve } = ACTORS;

const accountsOf = (call: string): string[] =>
  idl.instructions.find(({ name }) => name === CALLS[call]!.instruction)!.accounts.map(({ name }) => name);

/** Tries one call with each of `candidates` in one place, one scene for all: a refusal writes nothing. */
function outcomes(call: string, account: string, candidates: (scene: Scene) => PublicKey[]): string[] {
  const scene = new Scene();
  const original = CALLS[call]!.make(scene);
  return candidates(scene).map((at) => {
    const instruction = withAccount(original, account, at);
    return scene.world.refusal(instruction, ...signersOf(original));
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
    const typed = ({ sibling, otherBot }: Scene) => ({
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
            const found = outcomes(call, account, (scene) => [typed(scene)[other as keyof typeof PLACES]]);
            expect(found, other).to.deep.equal([error]);
          }
        });
      }
    }

    it("should refuse the right bytes with another type's discriminator, of the right length", () => {
      const scene = new Scene();
      const original = CALLS.set_open!.make(scene);
      const { bot } = scene.honest.attested;
      const account = scene.world.account(bot);
      account.data.set(scene.world.account(scene.honest.keeper).data.subarray(0, 8));
      scene.world.setAccount(bot, account);
      expect(scene.world.refusal(original, ...signersOf(original))).to.equal("InvalidAccountData");
    });

    it("should refuse an account that was closed: its discriminator is gone", () => {
      const scene = new Scene();
      const original = CALLS.set_open!.make(scene);
      const { bot } = scene.honest.attested;
      const account = scene.world.account(bot);
      account.data.fill(255, 0, 8);
      scene.world.setAccount(bot, account);
      expect(scene.world.refusal(original, ...signersOf(original))).to.equal("InvalidAccountData");
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
        const scene = new Scene();
        const original = CALLS[call]!.make(scene);
        const names = accountsOf(call);
        const at = original.keys[names.indexOf(account)]!.pubkey;
        const { data, owner: own } = scene.world.account(at);
        const owners = [TOKEN_PROGRAM_ID, PROGRAM_ID, DRIFT_PROGRAM_ID, TOKEN_2022_PROGRAM_ID, eve.publicKey];
        for (const owner of owners.filter((candidate) => !candidate.equals(own))) {
          scene.world.setAccount(at, { owner, data });
          expect(scene.world.refusal(original, ...signersOf(original)), owner.toBase58()).to.equal("IllegalOwner");
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
        const scene = new Scene();
        const original = CALLS.settle!.make(scene);
        const user = scene.honest.verified.venueUser!;
        const { owner, data } = scene.world.account(user);
        const bytes = Buffer.alloc(change.length ?? data.length);
        data.copy(bytes);
        if (change.discriminator) scene.world.account(change.discriminator).data.copy(bytes, 0, 0, 8);
        scene.world.setAccount(user, { owner: change.owner ?? owner, data: bytes });
        expect(scene.world.refusal(original)).to.equal(error);
      });
    }

    it("should not take a user at another address, whatever it holds", () => {
      const scene = new Scene();
      const original = CALLS.settle!.make(scene);
      const at = keyOf("forged").publicKey;
      scene.world.setAccount(at, scene.userWith(scene.honest.verified, 900_000_000n));
      expect(scene.world.refusal(withAccount(original, "venue_user", at))).to.equal("VenueUserMismatch");
    });
  });

  describe("when the clock is forged", () => {
    it("should take no sysvar from a caller", () => {
      const names = new Set(idl.instructions.flatMap(({ accounts }) => accounts.map(({ name }) => name)));
      expect([...names].filter((name) => /clock|rent$|sysvar|instructions/.test(name))).to.deep.equal([]);
    });
  });
});
