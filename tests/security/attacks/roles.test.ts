import { ACTORS, type ActorName } from "@profit-share/testing/svm/actors";
import { unsigned, withAccount } from "@profit-share/testing/svm/idl";
import { expect } from "chai";
import { CALLS } from "../matrix/calls";
import { Scene, signersOf } from "../support/scene";

/** By call: the place of the one who has to sign, who may, and what everybody else is refused with. */
const ROLES: [call: string, place: string, may: ActorName[], error: string][] = [
  ["set_keeper_signer", "admin", ["marketplace"], "NotKeeperAdmin"],
  ["transfer_keeper", "admin", ["marketplace"], "NotKeeperAdmin"],
  ["accept_keeper", "new_admin", ["sponsor"], "NotPendingAdmin"],
  ["update_terms, attested", "owner", ["creator"], "NotOwner"],
  ["update_terms, verified", "owner", ["creator"], "NotOwner"],
  ["set_payout", "owner", ["creator"], "NotOwner"],
  ["set_open", "owner", ["creator"], "NotOwner"],
  ["transfer_bot", "owner", ["creator"], "NotOwner"],
  ["accept_bot", "new_owner", ["sponsor"], "NotPendingOwner"],
  ["subscribe, attested", "agent", ["agent"], "SubscriptionAddressMismatch"],
  ["subscribe, verified", "agent", ["agent"], "VenueAuthority"],
  ["subscribe, attested", "depositor", ["payoutWallet"], "Token.OwnerMismatch"],
  ["deposit", "owner", ["payoutWallet"], "Token.OwnerMismatch"],
  ["settle_attested", "signer", ["keeperSigner"], "NotKeeperSigner"],
  ["claim", "owner", ["creator"], "NotOwner"],
  ["claim_vault", "owner", ["creator"], "NotOwner"],
  ["waive", "owner", ["creator"], "NotOwner"],
  ["withdraw", "subscriber", ["subscriber"], "NotSubscriber"],
  ["set_cap", "subscriber", ["subscriber"], "NotSubscriber"],
  ["unsubscribe", "signer", ["agent", "subscriber"], "NotSubscriberOrAgent"],
];

/** All but the one who pays the fees. */
const PARTIES = Object.entries(ACTORS).filter(([name]) => name !== "postman");

/** Nobody's signature is asked for. Of a batch the verified rows are settled; `rotation` has the attested ones. */
const ANYBODY = ["sync", "settle", "settle_batch", "payout", "close_subscription"];
/** Who signs makes an account of its own. */
const NEW = ["register_keeper", "publish_bot, attested", "publish_bot, verified"];

describe("security: signers", () => {
  it("should say of each call who may sign it", () => {
    const known = [...ROLES.map(([call]) => call), ...ANYBODY, ...NEW];
    expect([...new Set(known)].sort()).to.deep.equal(Object.keys(CALLS).sort());
  });

  for (const [call, place, may, error] of ROLES) {
    it(`should let only ${may.join(" and ")} sign ${call} as ${place}`, () => {
      let scene = new Scene();
      let original = CALLS[call]!.make(scene);
      const outcomes = PARTIES.map(([name, { publicKey }]) => {
        const instruction = withAccount(original, place, publicKey);
        const outcome = scene.world.refusal(instruction, ...signersOf(instruction));
        if (outcome === "accepted") {
          scene = new Scene();
          original = CALLS[call]!.make(scene);
        }
        return [name, outcome];
      });
      const expected = PARTIES.map(([name]) => [name, (may as string[]).includes(name) ? "accepted" : error]);
      expect(outcomes).to.deep.equal(expected);
    });

    it(`should refuse ${call} with the name of its ${place} and without the signature`, () => {
      const scene = new Scene();
      const instruction = unsigned(CALLS[call]!.make(scene), place);
      expect(scene.world.refusal(instruction, ...signersOf(instruction))).to.equal("MissingRequiredSignature");
    });
  }

  for (const call of ANYBODY) {
    it(`should take ${call} from a stranger, who gets nothing`, () => {
      const scene = new Scene();
      const purse = scene.world.purse(ACTORS.eve.publicKey);
      const before = scene.world.tokens(purse);
      const made = CALLS[call]!.make(scene);
      const hers = call === "settle_batch" ? withAccount(made, "signer", ACTORS.eve.publicKey) : made;
      scene.world.send(hers, ...signersOf(hers));
      expect(scene.world.tokens(purse)).to.equal(before);
    });
  }
});
