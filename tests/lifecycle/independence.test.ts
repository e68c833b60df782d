import { eventAuthorityAddress } from "@profit-share/sdk";
import { keyOf } from "@profit-share/testing/keys";
import { ACTORS } from "@profit-share/testing/svm/actors";
import { Amount, Lamports, Time, U64_MAX } from "@profit-share/testing/svm/constants";
import { OPEN_POSITION, Verified } from "@profit-share/testing/svm/verified";
import { PublicKey } from "@solana/web3.js";
import { expect } from "chai";

const { creator, subscriber, agent, eve } = ACTORS;

type Party = "the owner" | "the subscriber" | "the agent" | "eve";
type Right = "settlement" | "claim" | "withdrawal" | "exit" | "close";

interface Obstacle {
  by: Party;
  does: string;
  raise: (v: Verified) => void;
  /** What the obstacle itself settles or begins: there is nothing left to stop. */
  moot?: Right[];
  /** Base units that the subscriber has more afterwards. */
  gift?: bigint;
}

const purseOf = (v: Verified, owner: PublicKey) => v.world.tokens(v.world.purse(owner));

function donate(v: Verified, at: PublicKey, owner: PublicKey): void {
  v.world.setTokens(at, owner, v.world.tokens(at) + 1n);
}

/** A position stays open meanwhile: a flat account would end at once. */
function leave(v: Verified, signer: typeof agent): void {
  v.placeUser({ perpPositions: [OPEN_POSITION] });
  v.world.send(v.unsubscribe({ signer: signer.publicKey }), signer);
}

/** What somebody can do to be in another's way. Before it $10 are claimable and $40 are balance. */
const OBSTACLES: Obstacle[] = [
  { by: "the owner", does: "takes no new subscribers", raise: (v) => v.world.send(v.setOpen(false), creator) },
  {
    by: "the owner",
    does: "pays out to a wallet without account, from a sum that nobody reaches",
    raise: (v) =>
      v.world.send(
        v.setPayout({ payoutWallet: keyOf("a wallet without account").publicKey, minPayout: U64_MAX }),
        creator,
      ),
  },
  {
    by: "the owner",
    does: "asks for more in new terms",
    raise: (v) => v.world.send(v.updateTerms({ terms: { minBalance: U64_MAX, minDailyCap: U64_MAX } }), creator),
  },
  {
    by: "the owner",
    does: "offers the bot to nobody who could accept",
    raise: (v) => v.world.send(v.transferBot(v.bot), creator),
  },
  {
    by: "the subscriber",
    does: "lowers the cap to the minimum",
    raise: (v) => v.world.send(v.setCap(Amount.MIN_DAILY_CAP), subscriber),
  },
  {
    by: "the subscriber",
    does: "withdraws all that may be withdrawn",
    raise: (v) => v.world.send(v.withdraw({ amount: 30_000_000n }), subscriber),
  },
  { by: "the subscriber", does: "leaves", raise: (v) => leave(v, subscriber) },
  { by: "the agent", does: "leaves for the subscriber", raise: (v) => leave(v, agent), moot: ["exit"] },
  {
    by: "the agent",
    does: "deletes the venue account",
    raise: (v) => v.world.setAccount(v.venueUser, null),
    moot: ["settlement"],
  },
  {
    by: "eve",
    does: "sends tokens to escrow and vault",
    raise: (v) => {
      donate(v, v.escrow, v.subscription);
      donate(v, v.vault, v.bot);
    },
    gift: 1n,
  },
  {
    by: "eve",
    does: "sends tokens and makes them balance",
    raise: (v) => {
      donate(v, v.escrow, v.subscription);
      v.world.send(v.sync());
    },
    gift: 1n,
  },
  {
    by: "eve",
    does: "deposits one base unit",
    raise: (v) =>
      v.world.send(v.deposit({ owner: eve.publicKey, from: v.world.purse(eve.publicKey), amount: 1n }), eve),
    gift: 1n,
  },
  {
    by: "eve",
    does: "sends lamports to every account",
    raise: (v) => {
      for (const at of [v.subscription, v.escrow, v.bot, v.vault, eventAuthorityAddress()]) {
        v.world.airdrop(at, Lamports.BIG_DONATION);
      }
    },
  },
  { by: "eve", does: "settles", raise: (v) => v.world.send(v.settle()) },
  { by: "eve", does: "pays out", raise: (v) => v.world.send(v.payout()), moot: ["claim"] },
];

/** Whose right it is (everybody's if null), and how it shows that it works. */
const RIGHTS: Record<Right, { of: Party | null; exercise: (v: Verified, gift: bigint) => void }> = {
  settlement: {
    of: null,
    exercise: (v) => {
      v.earn(10_000_000n);
      expect(v.money().accrued).to.equal(11_000_000n);
    },
  },
  claim: {
    of: "the owner",
    exercise: (v) => {
      v.world.send(v.claim({ amount: U64_MAX }), creator);
      expect(purseOf(v, creator.publicKey)).to.equal(1_010_000_000n);
    },
  },
  withdrawal: {
    of: "the subscriber",
    exercise: (v) => {
      v.world.send(v.withdraw({ amount: 30_000_000n }), subscriber);
      expect(purseOf(v, subscriber.publicKey)).to.equal(980_000_000n);
    },
  },
  exit: {
    of: "the subscriber",
    exercise: (v) => {
      v.leave();
      expect(v.read().state).to.equal("ended");
    },
  },
  close: {
    of: null,
    exercise: (v, gift) => {
      if (v.read().state === "active") v.leave();
      v.world.pass(Time.VERIFIED_CLOSING);
      v.world.send(v.close());
      expect(v.world.exists(v.subscription)).to.equal(false);
      expect(purseOf(v, subscriber.publicKey)).to.equal(990_000_000n + gift);
    },
  },
};

describe("lifecycle: nobody stops another", () => {
  for (const { by, does, raise, moot = [], gift = 0n } of OBSTACLES) {
    describe(`when ${by} ${does}`, () => {
      for (const [right, { of, exercise }] of Object.entries(RIGHTS)) {
        if (of === by || moot.includes(right as Right)) continue;
        it(`should not stop the ${right}`, () => {
          const v = Verified.running();
          v.earn(100_000_000n);
          raise(v);
          exercise(v, gift);
        });
      }
    });
  }

  describe("when the subscriber gives the associated account away", () => {
    let v: Verified;
    beforeEach(() => {
      v = Verified.running();
      v.earn(100_000_000n);
      v.leave();
      v.world.setTokens(v.world.purse(subscriber.publicKey), eve.publicKey, 0n);
    });

    it("should not stop the claim", () => {
      v.world.send(v.claim({ amount: 10_000_000n }), creator);
      expect(purseOf(v, creator.publicKey)).to.equal(1_010_000_000n);
    });

    it("should not send the subscriber's money to its new owner", () => {
      expect(v.world.refusal(v.close())).to.equal("RefundDestination");
    });
  });

  describe("when the venue account becomes unreadable", () => {
    it("should not stop withdrawal, exit and close", () => {
      const v = Verified.running();
      v.world.setAccount(v.venueUser, { owner: PublicKey.default, data: Buffer.alloc(1) });
      v.world.send(v.withdraw({ amount: 30_000_000n }), subscriber);
      v.leave();
      expect(v.read().state).to.equal("closing");
      v.world.pass(Time.VERIFIED_CLOSING);
      v.world.send(v.close());
      expect(purseOf(v, subscriber.publicKey)).to.equal(1_000_000_000n);
    });
  });
});
