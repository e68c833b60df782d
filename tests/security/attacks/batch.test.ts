import { type BatchRow, settleBatch } from "@profit-share/sdk";
import { driftSpotMarketAddress } from "@profit-share/sdk/drift";
import { keyOf } from "@profit-share/testing/keys";
import { ACTORS } from "@profit-share/testing/svm/actors";
import { skippedIn } from "@profit-share/testing/svm/batch";
import { referenceOf } from "@profit-share/testing/svm/history";
import type { PublicKey, TransactionInstruction } from "@solana/web3.js";
import { expect } from "chai";
import { CALLS } from "../matrix/calls";
import { changed } from "../matrix/substitutions";
import { Scene, signersOf } from "../support/scene";

const { keeperSigner, creator, eve } = ACTORS;

/** Places in the list: the declared accounts, then subscription and bot of row 0, subscription and venue user of row 1. */
const PLACES = { signer: 0, keeper: 1, event_authority: 2, program: 3 };
const ROWS = [
  { subscription: 4, other: 5 },
  { subscription: 6, other: 7 },
] as const;
const ATTESTED = 0;
const VERIFIED = 1;

type Words = Record<string, (scene: Scene) => PublicKey>;

const forged = (of: (scene: Scene) => PublicKey) => (scene: Scene) => scene.world.forge("forged", of(scene));

/** What is put in the place of a subscription, and of the account beside it. */
const SUBSCRIPTIONS: Words[] = [
  {
    eves: ({ eves }) => eves.attested.subscription,
    sibling: ({ sibling }) => sibling.attested.subscription,
    "of the other source": ({ sibling }) => sibling.verified.subscription,
    forged: forged(({ honest }) => honest.attested.subscription),
    bot: ({ otherBot }) => otherBot.attested,
    escrow: ({ sibling }) => sibling.attested.escrow,
    empty: () => keyOf("nobody").publicKey,
    "fee payer": () => ACTORS.postman.publicKey,
    "=keeper": ({ honest }) => honest.keeper,
  },
  {
    eves: ({ eves }) => eves.verified.subscription,
    sibling: ({ sibling }) => sibling.verified.subscription,
    "of the other source": ({ sibling }) => sibling.attested.subscription,
    forged: forged(({ honest }) => honest.verified.subscription),
    bot: ({ otherBot }) => otherBot.verified,
    escrow: ({ sibling }) => sibling.verified.escrow,
    empty: () => keyOf("nobody").publicKey,
    "fee payer": () => ACTORS.postman.publicKey,
    "=keeper": ({ honest }) => honest.keeper,
  },
];
const OTHERS: Words[] = [
  {
    eves: ({ eves }) => eves.attested.bot,
    sibling: ({ otherBot }) => otherBot.attested,
    forged: forged(({ honest }) => honest.attested.bot),
    empty: () => keyOf("nobody").publicKey,
    "=subscription": ({ honest }) => honest.attested.subscription,
  },
  {
    eves: ({ eves }) => eves.verified.venueUser!,
    sibling: ({ sibling }) => sibling.verified.venueUser!,
    forged: forged(({ honest }) => honest.verified.venueUser!),
    market: () => driftSpotMarketAddress(0),
    empty: () => keyOf("nobody").publicKey,
    "=subscription": ({ honest }) => honest.verified.subscription,
  },
];

const EXPECTED = [
  {
    subscription: {
      eves: "KeeperMismatch",
      sibling: "InstanceMismatch",
      "of the other source": "KeeperMismatch",
      forged: "IllegalOwner",
      bot: "AccountDataTooSmall",
      escrow: "AccountDataTooSmall",
      empty: "AccountDataTooSmall",
      "fee payer": "AccountDataTooSmall",
      "=keeper": "AccountDataTooSmall",
    },
    other: {
      eves: "BotMismatch",
      sibling: "BotMismatch",
      forged: "BotMismatch",
      empty: "BotMismatch",
      "=subscription": "BotMismatch",
    },
  },
  {
    subscription: {
      eves: "VenueUserMismatch",
      sibling: "VenueUserMismatch",
      "of the other source": "VenueUserMismatch",
      forged: "IllegalOwner",
      bot: "AccountDataTooSmall",
      escrow: "AccountDataTooSmall",
      empty: "AccountDataTooSmall",
      "fee payer": "AccountDataTooSmall",
      "=keeper": "AccountDataTooSmall",
    },
    other: {
      eves: "VenueUserMismatch",
      sibling: "VenueUserMismatch",
      forged: "VenueUserMismatch",
      market: "VenueUserMismatch",
      empty: "VenueUserMismatch",
      "=subscription": "VenueUserMismatch",
    },
  },
];

describe("security: batches", () => {
  for (const row of [ATTESTED, VERIFIED]) {
    for (const place of ["subscription", "other"] as const) {
      const words = (place === "subscription" ? SUBSCRIPTIONS : OTHERS)[row]!;
      const name = `${place === "other" ? ["bot", "venue user"][row] : place} of the ${["attested", "verified"][row]} row`;

      for (const [word, address] of Object.entries(words)) {
        it(`should skip the row and settle the other, the ${name} being: ${word}`, () => {
          const scene = new Scene();
          const original = CALLS.settle_batch!.make(scene);
          const at = address(scene);
          const before = scene.world.exists(at) ? scene.world.account(at).data : null;
          const instruction = changed(original, ROWS[row]![place], { pubkey: at });
          const sent = scene.world.send(instruction, keeperSigner);
          const error = (EXPECTED[row]![place] as Record<string, string>)[word];
          expect(skippedIn(sent)).to.deep.equal([{ row, error }]);
          const settled = [scene.honest.verified, scene.honest.attested][row]!.subscription;
          expect(sent.settled.map(({ subscription }) => subscription.toBase58())).to.deep.equal([settled.toBase58()]);
          if (before !== null && !at.equals(settled))
            expect(scene.world.account(at).data.equals(before)).to.equal(true);
        });
      }
    }

    it(`should skip the ${["attested", "verified"][row]} row when its subscription is read-only`, () => {
      const scene = new Scene();
      const original = CALLS.settle_batch!.make(scene);
      const sent = scene.world.send(changed(original, ROWS[row]!.subscription, { isWritable: false }), keeperSigner);
      expect(skippedIn(sent)).to.deep.equal([{ row, error: "ConstraintMut" }]);
    });
  }

  it("should expect something of everything that is put in a row", () => {
    expect(EXPECTED.map(({ subscription, other }) => [Object.keys(subscription), Object.keys(other)])).to.deep.equal(
      [ATTESTED, VERIFIED].map((row) => [Object.keys(SUBSCRIPTIONS[row]!), Object.keys(OTHERS[row]!)]),
    );
    expect(Object.keys(PLACES).length).to.equal(ROWS[0].subscription);
  });

  describe("when a subscription is in two rows", () => {
    let scene: Scene;
    beforeEach(() => {
      scene = new Scene();
    });

    const attested = (sequence: bigint, name = `trade ${sequence}`): BatchRow => {
      const { subscription, bot, instance } = scene.honest.attested;
      const close = { sequence, closePnl: 100_000_000n, reference: referenceOf(name) };
      return { kind: "attested", subscription, bot, instance, ...close };
    };
    const verified = (): BatchRow => {
      const { subscription, venueUser } = scene.honest.verified;
      return { kind: "verified", subscription, venueUser: venueUser! };
    };
    const settled = (...rows: BatchRow[]) => {
      const keeper = { address: scene.honest.keeper, signer: keeperSigner.publicKey };
      return scene.world.send(settleBatch({ keeper, rows }), keeperSigner);
    };
    it("should charge the same close once", () => {
      const sent = settled(attested(2n), attested(2n), attested(2n));
      expect(skippedIn(sent)).to.deep.equal([
        { row: 1, error: "SubscriptionRepeated" },
        { row: 2, error: "SubscriptionRepeated" },
      ]);
      expect(sent.settled.length).to.equal(1);
      expect(scene.ledger(scene.honest.attested)).to.include({ sequence: 2n, accrued: 20_000_000n });
    });

    it("should not take two closes of it, which a reader could not put in order", () => {
      const sent = settled(attested(2n), attested(3n));
      expect(skippedIn(sent)).to.deep.equal([{ row: 1, error: "SubscriptionRepeated" }]);
      expect(scene.ledger(scene.honest.attested)).to.include({ sequence: 2n, accrued: 20_000_000n });
    });

    it("should take the first that passes, whatever came before it", () => {
      const sent = settled(attested(3n), attested(1n), attested(2n), attested(3n));
      expect(skippedIn(sent)).to.deep.equal([
        { row: 0, error: "SequenceSkipped" },
        { row: 1, error: "SequenceRepeated" },
        { row: 3, error: "SubscriptionRepeated" },
      ]);
      expect(scene.ledger(scene.honest.attested)).to.include({ sequence: 2n, accrued: 20_000_000n });
    });

    it("should charge a verified profit once", () => {
      const { verified: deal } = scene.honest;
      scene.world.setAccount(deal.venueUser!, scene.userWith(deal, 200_000_000n));
      const sent = settled(verified(), verified());
      expect(skippedIn(sent)).to.deep.equal([{ row: 1, error: "SubscriptionRepeated" }]);
      expect(scene.ledger(deal)).to.include({ sequence: 2n, accrued: 20_000_000n });
    });

    it("should charge once over sixty rows, and nothing over more than fit the memory", () => {
      const { verified: deal } = scene.honest;
      scene.world.setAccount(deal.venueUser!, scene.userWith(deal, 200_000_000n));
      const of = (rows: number) => settleBatch({ rows: Array(rows).fill(verified()) });
      expect(scene.world.refusal(of(125))).to.equal("ProgramFailedToComplete");
      expect(scene.world.refusal(of(60))).to.equal("accepted");
      expect(scene.ledger(deal)).to.include({ sequence: 2n, accrued: 20_000_000n });
    });

    it("should do the same in two batches of one transaction", () => {
      const keeper = { address: scene.honest.keeper, signer: keeperSigner.publicKey };
      const batch: TransactionInstruction = settleBatch({ keeper, rows: [attested(2n)] });
      const sent = scene.world.send([batch, batch], keeperSigner);
      expect(skippedIn(sent)).to.deep.equal([{ row: 0, error: "SequenceRepeated" }]);
      expect(scene.ledger(scene.honest.attested)).to.include({ sequence: 2n, accrued: 20_000_000n });
    });
  });

  it("should settle for eve, as her keeper, what names her keeper and nothing else", () => {
    const scene = new Scene();
    const rows = [scene.honest.attested, scene.sibling.attested, scene.eves.attested].map(
      ({ subscription, bot, instance }): BatchRow => {
        const close = { sequence: 2n, closePnl: 100_000_000n, reference: referenceOf("hers") };
        return { kind: "attested", subscription, bot, instance, ...close };
      },
    );
    const batch = settleBatch({ keeper: { address: scene.eves.keeper, signer: eve.publicKey }, rows });
    const sent = scene.world.send(batch, ...signersOf(batch));
    expect(skippedIn(sent)).to.deep.equal([
      { row: 0, error: "KeeperMismatch" },
      { row: 1, error: "KeeperMismatch" },
    ]);
    expect(sent.settled.map(({ subscription }) => subscription.toBase58())).to.deep.equal([
      scene.eves.attested.subscription.toBase58(),
    ]);
    expect(scene.world.tokens(scene.world.purse(creator.publicKey))).to.equal(1_000_000_000n);
  });
});
