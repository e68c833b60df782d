import { createHash } from "node:crypto";
import * as sdk from "@profit-share/sdk";
import { ACTORS } from "@profit-share/testing/svm/actors";
import { accountOf, withAccount } from "@profit-share/testing/svm/idl";
import { ASSOCIATED_TOKEN_PROGRAM_ID, TOKEN_PROGRAM_ID } from "@solana/spl-token";
import { PublicKey } from "@solana/web3.js";
import { expect } from "chai";
import { CALLS } from "../matrix/calls";
import { idOf, Scene, signersOf } from "../support/scene";

const { creator, subscriber, agent, marketplace } = ACTORS;

const u16 = (value: number) => Buffer.of(value & 0xff, value >> 8);

/**
 * What the seeds give with every bump, canonical or not. Half of them lie on the curve: no program derives those, and the
 * attacks below put an account there all the same.
 */
function addressesOf(seeds: Uint8Array[], program: PublicKey): PublicKey[] {
  return Array.from({ length: 256 }, (_, bump) => {
    const hash = createHash("sha256");
    for (const part of [...seeds, Buffer.of(bump), program.toBytes(), Buffer.from("ProgramDerivedAddress")])
      hash.update(part);
    return new PublicKey(hash.digest());
  });
}

interface Derived {
  /** What the program finds at the canonical address. */
  what: string;
  call: keyof typeof CALLS;
  account: string;
  seeds: (scene: Scene) => Uint8Array[];
  program?: PublicKey;
  error: string;
}

const ascii = (text: string) => Buffer.from(text);
const owner = creator.publicKey.toBytes();

const DERIVED: Derived[] = [
  {
    what: "a new keeper",
    call: "register_keeper",
    account: "keeper",
    seeds: () => [ascii("keeper"), marketplace.publicKey.toBytes(), idOf("new")],
    error: "InvalidSeeds",
  },
  {
    what: "a new bot",
    call: "publish_bot, attested",
    account: "bot",
    seeds: () => [ascii("bot"), owner, idOf("new")],
    error: "InvalidSeeds",
  },
  {
    what: "a new bot's vault",
    call: "publish_bot, attested",
    account: "vault",
    seeds: () => [ascii("vault"), sdk.botAddress(creator.publicKey, idOf("new")).toBytes()],
    error: "InvalidSeeds",
  },
  {
    what: "a vault that is emptied",
    call: "claim_vault",
    account: "vault",
    seeds: ({ honest }) => [ascii("vault"), honest.attested.bot.toBytes()],
    error: "InvalidSeeds",
  },
  {
    what: "a vault that takes the claimable",
    call: "close_subscription",
    account: "vault",
    seeds: ({ honest }) => [ascii("vault"), honest.verified.bot.toBytes()],
    error: "InvalidSeeds",
  },
  {
    what: "a new attested subscription",
    call: "subscribe, attested",
    account: "subscription",
    seeds: () => [ascii("attested"), agent.publicKey.toBytes(), u16(2)],
    error: "SubscriptionAddressMismatch",
  },
  {
    what: "a new verified subscription",
    call: "subscribe, verified",
    account: "subscription",
    seeds: (scene) => [ascii("verified"), scene.placeUser(agent, 2).toBytes()],
    error: "SubscriptionAddressMismatch",
  },
  {
    what: "a new escrow",
    call: "subscribe, attested",
    account: "escrow",
    seeds: () => [ascii("escrow"), sdk.attestedSubscriptionAddress(agent.publicKey, 2).toBytes()],
    error: "EscrowMismatch",
  },
  {
    what: "an escrow that is charged",
    call: "claim",
    account: "escrow",
    seeds: ({ honest }) => [ascii("escrow"), honest.attested.subscription.toBytes()],
    error: "EscrowMismatch",
  },
  {
    what: "the event authority",
    call: "settle",
    account: "event_authority",
    seeds: () => [ascii("__event_authority")],
    error: "InvalidSeeds",
  },
  {
    what: "the payout wallet's associated account",
    call: "payout",
    account: "destination",
    seeds: ({ world }) => [owner, TOKEN_PROGRAM_ID.toBytes(), world.mint.toBytes()],
    program: ASSOCIATED_TOKEN_PROGRAM_ID,
    error: "PayoutDestination",
  },
  {
    what: "the subscriber's associated account",
    call: "close_subscription",
    account: "destination",
    seeds: ({ world }) => [subscriber.publicKey.toBytes(), TOKEN_PROGRAM_ID.toBytes(), world.mint.toBytes()],
    program: ASSOCIATED_TOKEN_PROGRAM_ID,
    error: "RefundDestination",
  },
];

describe("security: bumps", () => {
  for (const { what, call, account, seeds, program = sdk.PROGRAM_ID, error } of DERIVED) {
    it(`should refuse ${what} at all 255 addresses but the canonical one`, () => {
      const scene = new Scene();
      const { world } = scene;
      const original = CALLS[call]!.make(scene);
      const canonical = accountOf(original, account);
      const at = (address: PublicKey) => withAccount(original, account, address);
      const outcomes = addressesOf(seeds(scene), program)
        .filter((address) => !address.equals(canonical))
        .map((address) => {
          // What lies at the canonical address lies at the other one, too.
          if (world.exists(canonical)) world.setAccount(address, world.account(canonical));
          return world.refusal(at(address), ...signersOf(original));
        });
      expect(outcomes).to.deep.equal(Array(255).fill(error));
      expect(world.refusal(at(canonical), ...signersOf(original))).to.equal("accepted");
    });
  }
});
