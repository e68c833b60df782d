import {
  attestedSubscriptionAddress,
  botAddress,
  escrowAddress,
  eventAuthorityAddress,
  keeperAddress,
  settle,
  settleAttested,
  subscribe,
  vaultAddress,
  verifiedSubscriptionAddress,
} from "@profit-share/sdk";
import { ACTORS } from "@profit-share/testing/svm/actors";
import { Amount } from "@profit-share/testing/svm/constants";
import { referenceOf } from "@profit-share/testing/svm/history";
import { withAccount } from "@profit-share/testing/svm/idl";
import type { PublicKey } from "@solana/web3.js";
import { expect } from "chai";
import { CALLS } from "../matrix/calls";
import { idOf, Scene, signersOf } from "../support/scene";

const { creator, subscriber, agent, marketplace, keeperSigner, eve } = ACTORS;

describe("security: seeds", () => {
  describe("of addresses", () => {
    it("should never give one address to two things, also when all are made of one key and one id", () => {
      const key = agent.publicKey;
      const ids = [idOf("a"), idOf("b"), Buffer.alloc(16), Buffer.alloc(16, 255)];
      const numbers = [0, 1, 255, 256, 257, 65_535];
      const made: PublicKey[] = [
        ...ids.flatMap((id) => [keeperAddress(key, id), botAddress(key, id)]),
        ...numbers.map((accountNo) => attestedSubscriptionAddress(key, accountNo)),
        verifiedSubscriptionAddress(key),
        vaultAddress(key),
        escrowAddress(key),
        eventAuthorityAddress(),
      ];
      expect(new Set(made.map(String)).size).to.equal(18);
    });

    it("should be told apart by length alone: no seeds can be cut in another place", () => {
      // The prefix, and what follows it: 32 bytes of a key, 16 of an id, 2 of an account number.
      const lengths = {
        keeper: 6 + 32 + 16,
        bot: 3 + 32 + 16,
        vault: 5 + 32,
        verified: 8 + 32,
        attested: 8 + 32 + 2,
        escrow: 6 + 32,
        event_authority: 17,
      };
      expect(new Set(Object.values(lengths)).size).to.equal(7);
    });
  });

  describe("of a keeper and a bot with one creator and one id", () => {
    it("should be two accounts, neither of which stands for the other", () => {
      const scene = new Scene();
      const { world, honest } = scene;
      const id = idOf("keeper");
      scene.publish({ ...scene.honest.attested.people, owner: marketplace }, "attested", honest.keeper, "keeper");
      const bot = botAddress(marketplace.publicKey, id);
      expect(bot.equals(keeperAddress(marketplace.publicKey, id))).to.equal(false);
      const settlement = CALLS.settle_attested!.make(scene);
      expect(world.refusal(withAccount(settlement, "keeper", bot), keeperSigner)).to.equal("InvalidAccountData");
      const opening = CALLS.set_open!.make(scene);
      expect(world.refusal(withAccount(opening, "bot", honest.keeper), creator)).to.equal("AccountDataTooSmall");
    });
  });

  describe("of an id that another creator used", () => {
    it("should give eve her own bot and keeper, not theirs", () => {
      const scene = new Scene();
      const ours = [scene.honest.keeper, scene.honest.attested.bot, scene.honest.verified.bot].map(String);
      const hers = [scene.eves.keeper, scene.eves.attested.bot, scene.eves.verified.bot].map(String);
      expect(new Set([...ours, ...hers]).size).to.equal(6);
    });
  });

  describe("of a verified and an attested subscription", () => {
    let scene: Scene;
    beforeEach(() => {
      scene = new Scene();
    });

    it("should be two when one agent has both", () => {
      const { attested, verified } = scene.honest;
      expect(attested.subscription.equals(verified.subscription)).to.equal(false);
    });

    it("should refuse a verified one at the agent's attested address, and the other way round", () => {
      const other = verifiedSubscriptionAddress(scene.placeUser(agent, 2));
      const attested = CALLS["subscribe, attested"]!.make(scene);
      const signers = signersOf(attested);
      expect(scene.world.refusal(withAccount(attested, "subscription", other), ...signers)).to.equal(
        "SubscriptionAddressMismatch",
      );
      const verified = CALLS["subscribe, verified"]!.make(scene);
      const address = attestedSubscriptionAddress(agent.publicKey, 2);
      expect(scene.world.refusal(withAccount(verified, "subscription", address), ...signersOf(verified))).to.equal(
        "SubscriptionAddressMismatch",
      );
    });

    it("should refuse an account number with a verified one, which would be a second for its venue user", () => {
      const instruction = CALLS["subscribe, verified"]!.make(scene);
      // The number lies behind the discriminator, the version (u32) and the maximum share (u16).
      instruction.data.writeUInt16LE(1, 8 + 4 + 2);
      expect(scene.world.refusal(instruction, ...signersOf(instruction))).to.equal("UnexpectedAccountNo");
    });

    it("should refuse a second verified bot on one venue user: no profit is charged twice", () => {
      const { bot, venueUser, terms } = scene.eves.verified;
      expect(venueUser).not.to.equal(null);
      const again = subscribe({
        subscriber: subscriber.publicKey,
        agent: agent.publicKey,
        depositFrom: scene.world.purse(subscriber.publicKey),
        bot,
        terms,
        account: { venueUser: scene.honest.verified.venueUser! },
        dailyCap: Amount.DAILY_CAP,
        deposit: Amount.DEPOSIT,
      });
      expect(scene.world.refusal(again, subscriber, agent)).to.equal("AlreadySubscribed");
    });

    it("should not settle one by the other's instruction", () => {
      const { honest, world } = scene;
      const { subscription, bot } = honest.verified;
      const close = { sequence: 2n, closePnl: 1_000_000_000n, reference: referenceOf("forged") };
      const by = { signer: keeperSigner.publicKey, keeper: honest.keeper };
      const stated = settleAttested({ ...by, subscription, bot, instance: 1n, ...close });
      expect(world.refusal(stated, keeperSigner)).to.equal("KeeperMismatch");
      const read = settle({ subscription: honest.attested.subscription, venueUser: honest.verified.venueUser! });
      expect(world.refusal(read)).to.equal("VenueUserMismatch");
    });
  });

  describe("of the addresses that sign", () => {
    it("should let no subscription sign for another's escrow, and no bot for another's vault", () => {
      const scene = new Scene();
      const { honest, eves } = scene;
      for (const [call, account, at, error] of [
        ["claim", "escrow", honest.attested.escrow, "EscrowMismatch"],
        ["withdraw", "escrow", honest.verified.escrow, "EscrowMismatch"],
        ["claim_vault", "vault", honest.attested.vault, "InvalidSeeds"],
      ] as const) {
        // All of it is eve's but the account with the money.
        const side = eves[CALLS[call]!.source];
        const swap = {
          owner: eve.publicKey,
          subscriber: eve.publicKey,
          bot: side.bot,
          subscription: side.subscription,
        };
        const names = { claim: ["owner", "bot", "subscription"], withdraw: ["subscriber", "subscription"] };
        const hers = (call === "claim_vault" ? ["owner", "bot"] : names[call]).reduce(
          (instruction, name) => withAccount(instruction, name, swap[name as keyof typeof swap]),
          withAccount(CALLS[call]!.make(scene), account, at),
        );
        expect(scene.world.refusal(hers, eve), call).to.equal(error);
      }
    });
  });
});
