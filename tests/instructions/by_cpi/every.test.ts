/** Every instruction, called by another program for parties that are PDAs of it. */
import * as sdk from "@profit-share/sdk";
import { driftUserAddress } from "@profit-share/sdk/drift";
import idl from "@profit-share/sdk/idl.json";
import { callersPda, relay } from "@profit-share/testing/caller";
import { Amount } from "@profit-share/testing/svm/constants";
import { accountOf } from "@profit-share/testing/svm/idl";
import type { Sent } from "@profit-share/testing/svm/svm";
import { type PublicKey, TransactionInstruction } from "@solana/web3.js";
import { expect } from "chai";
import { admin, agent, heir, idOf, keeperSigner, owner, sponsor, subscriber, Vaults } from "./vaults";

interface Case {
  when: string;
  /** The accounts that sign, by the IDL's names. */
  signers: string[];
  make: (v: Vaults) => TransactionInstruction;
  /** What it did. */
  check: (v: Vaults, sent: Sent) => void;
  /** What it is refused with if a signature is missing, where that is not `MissingRequiredSignature`. */
  refusal?: string;
}

const { DOLLAR } = Amount;
/** What the purse of a PDA holds; it began with $1,000. */
const purse = (v: Vaults, of: PublicKey) => v.world.tokens(v.world.purse(of));
const keeperAt = (v: Vaults, at = v.keeper) => sdk.decodeKeeper(v.world.account(at).data);
const same = (actual: PublicKey | null, expected: PublicKey) => expect(String(actual)).to.equal(String(expected));

const CASES: Record<string, Case[]> = {
  register_keeper: [
    {
      when: "the admin and the payer of the rent are PDAs",
      signers: ["creator", "payer"],
      make: () => sdk.registerKeeper({ creator: admin, payer: sponsor, id: idOf("new"), signer: keeperSigner }),
      check: (v) => same(keeperAt(v, sdk.keeperAddress(admin, idOf("new"))).admin, admin),
    },
  ],
  set_keeper_signer: [
    {
      when: "the admin and the new signer are PDAs",
      signers: ["admin"],
      make: ({ keeper }) => sdk.setKeeperSigner({ admin, keeper, signer: heir }),
      check: (v) => same(keeperAt(v).signer, heir),
    },
  ],
  transfer_keeper: [
    {
      when: "the admin and the one to be are PDAs",
      signers: ["admin"],
      make: ({ keeper }) => sdk.transferKeeper({ admin, keeper, newAdmin: heir }),
      check: (v) => same(keeperAt(v).pendingAdmin, heir),
    },
  ],
  accept_keeper: [
    {
      when: "the new admin is a PDA",
      signers: ["new_admin"],
      make: (v) => {
        v.send(sdk.transferKeeper({ admin, keeper: v.keeper, newAdmin: heir }));
        return sdk.acceptKeeper({ newAdmin: heir, keeper: v.keeper });
      },
      check: (v) => same(keeperAt(v).admin, heir),
    },
  ],
  publish_bot: [
    {
      when: "the creator of an attested bot and its payout wallet are PDAs",
      signers: ["creator", "payer"],
      make: (v) => v.publish("new", v.attested.terms, heir),
      check: (v) => same(v.bot({ bot: sdk.botAddress(owner, idOf("new")) }).payoutWallet, heir),
    },
    {
      when: "the creator of a verified bot is a PDA",
      signers: ["creator", "payer"],
      make: (v) => v.publish("new", v.verified.terms),
      check: (v) => same(v.bot({ bot: sdk.botAddress(owner, idOf("new")) }).owner, owner),
    },
  ],
  update_terms: [
    {
      when: "the owner is a PDA",
      signers: ["owner"],
      make: ({ attested: { bot, terms } }) => sdk.updateTerms({ owner, bot, terms }),
      check: (v) => expect(v.bot(v.attested).terms.version).to.equal(2),
    },
  ],
  set_payout: [
    {
      when: "the owner and the payout wallet are PDAs",
      signers: ["owner"],
      make: ({ attested: { bot } }) => sdk.setPayout({ owner, bot, payoutWallet: heir, minPayout: DOLLAR }),
      check: (v) => same(v.bot(v.attested).payoutWallet, heir),
    },
  ],
  set_open: [
    {
      when: "the owner is a PDA",
      signers: ["owner"],
      make: ({ attested: { bot } }) => sdk.setOpen({ owner, bot, open: false }),
      check: (v) => expect(v.bot(v.attested).open).to.equal(false),
    },
  ],
  transfer_bot: [
    {
      when: "the owner and the one to be are PDAs",
      signers: ["owner"],
      make: ({ attested: { bot } }) => sdk.transferBot({ owner, bot, newOwner: heir }),
      check: (v) => same(v.bot(v.attested).pendingOwner, heir),
    },
  ],
  accept_bot: [
    {
      when: "the new owner is a PDA",
      signers: ["new_owner"],
      make: (v) => {
        v.send(sdk.transferBot({ owner, bot: v.attested.bot, newOwner: heir }));
        return sdk.acceptBot({ newOwner: heir, bot: v.attested.bot });
      },
      check: (v) => same(v.bot(v.attested).payoutWallet, heir),
    },
  ],
  subscribe: [
    {
      when: "subscriber, agent, and who pays rent and deposit are PDAs",
      signers: ["subscriber", "agent", "payer", "depositor"],
      make: (v) => v.subscribe(v.attested, 2),
      check: (v) => {
        const subscription = sdk.attestedSubscriptionAddress(agent, 2);
        same(v.ledger({ ...v.attested, subscription }).subscriber, subscriber);
        expect(v.world.tokens(sdk.escrowAddress(subscription))).to.equal(50_000_000n);
      },
    },
    {
      when: "the venue user's authority is a PDA, too",
      signers: ["subscriber", "agent", "payer", "depositor"],
      make: (v) => {
        v.realize(7_000_000n, 2);
        return v.subscribe(v.verified, 2);
      },
      check: (v) => {
        const subscription = sdk.verifiedSubscriptionAddress(driftUserAddress(agent, 2));
        expect(v.ledger({ ...v.verified, subscription }).mark).to.equal(7_000_000n);
      },
    },
    {
      when: "one PDA is all of them",
      signers: ["subscriber", "agent", "payer", "depositor"],
      make: (v) => {
        const depositFrom = v.world.purse(subscriber);
        const alone = { agent: subscriber, payer: subscriber, depositor: subscriber, depositFrom };
        return v.subscribe(v.attested, 0, alone);
      },
      check: (v) => {
        const subscription = sdk.attestedSubscriptionAddress(subscriber, 0);
        same(v.ledger({ ...v.attested, subscription }).rentPayer, subscriber);
      },
    },
  ],
  deposit: [
    {
      when: "the owner of the paying token account is a PDA",
      signers: ["owner"],
      make: ({ world, attested }) => sdk.deposit({ ...attested, owner: heir, from: world.purse(heir), amount: DOLLAR }),
      check: (v) => {
        expect(v.ledger(v.attested).balance).to.equal(51_000_000n);
        expect(purse(v, heir)).to.equal(999_000_000n);
      },
    },
  ],
  sync: [
    {
      when: "nobody signs",
      signers: [],
      make: ({ world, attested: { subscription } }) => {
        world.setTokens(sdk.escrowAddress(subscription), subscription, 51_000_000n);
        return sdk.sync({ subscription });
      },
      check: (v) => expect(v.ledger(v.attested).balance).to.equal(51_000_000n),
    },
  ],
  settle: [
    {
      when: "nobody signs",
      signers: [],
      make: (v) => {
        v.realize(100_000_000n);
        return sdk.settle(v.verified);
      },
      check: (v, { settled }) => {
        expect(v.ledger(v.verified).credited).to.equal(10_000_000n);
        expect(settled.map(({ record }) => record.profit)).to.deep.equal([100_000_000n]);
      },
    },
  ],
  settle_attested: [
    {
      when: "the keeper's signer is a PDA",
      signers: ["signer"],
      make: (v) => sdk.settleAttested(v.close(100_000_000n)),
      check: (v, { settled }) => {
        expect(v.ledger(v.attested).credited).to.equal(10_000_000n);
        expect(settled.map(({ record }) => record.profit)).to.deep.equal([100_000_000n]);
      },
    },
  ],
  settle_batch: [
    {
      when: "the keeper's signer is a PDA, for rows of both kinds",
      signers: ["signer"],
      make: (v) => {
        v.realize(100_000_000n);
        const { signer, keeper, ...close } = v.close(200_000_000n);
        return sdk.settleBatch({
          keeper: { address: keeper, signer },
          rows: [
            { kind: "attested", ...close },
            { kind: "verified", ...v.verified },
          ],
        });
      },
      check: (v, { settled }) => {
        expect(settled.map(({ record }) => record.profit)).to.deep.equal([200_000_000n, 100_000_000n]);
        expect([v.ledger(v.attested).credited, v.ledger(v.verified).credited]).to.deep.equal([
          20_000_000n,
          10_000_000n,
        ]);
      },
    },
    {
      when: "nobody signs: verified rows are for anyone",
      signers: [],
      make: (v) => {
        v.realize(100_000_000n);
        return sdk.settleBatch({ rows: [{ kind: "verified", ...v.verified }] });
      },
      check: (v) => expect(v.ledger(v.verified).credited).to.equal(10_000_000n),
    },
  ],
  claim: [
    {
      when: "the owner is a PDA and takes it into its associated account",
      signers: ["owner"],
      make: (v) => {
        v.earn();
        return sdk.claim({ ...v.attested, owner, destination: v.world.purse(owner), amount: 4n * DOLLAR });
      },
      check: (v) => expect(purse(v, owner)).to.equal(1_004_000_000n),
    },
  ],
  claim_vault: [
    {
      when: "the owner is a PDA",
      signers: ["owner"],
      make: ({ world, attested: { bot } }) => {
        world.setTokens(sdk.vaultAddress(bot), bot, DOLLAR);
        return sdk.claimVault({ owner, bot, destination: world.purse(owner) });
      },
      check: (v) => expect(purse(v, owner)).to.equal(1_001_000_000n),
    },
  ],
  payout: [
    {
      when: "the payout wallet is a PDA",
      signers: [],
      make: (v) => {
        v.earn();
        v.send(sdk.setPayout({ owner, bot: v.attested.bot, payoutWallet: heir, minPayout: DOLLAR }));
        return sdk.payout({ ...v.attested, destination: v.world.purse(heir) });
      },
      check: (v) => expect(purse(v, heir)).to.equal(1_010_000_000n),
    },
  ],
  waive: [
    {
      when: "the owner is a PDA",
      signers: ["owner"],
      make: (v) => {
        // $60 of share: $50 are covered, $10 owed.
        v.send(sdk.settleAttested(v.close(600_000_000n)));
        return sdk.waive({ ...v.attested, owner, amount: DOLLAR });
      },
      check: (v) => expect(v.ledger(v.attested).waived).to.equal(1_000_000n),
    },
  ],
  withdraw: [
    {
      when: "the subscriber of a verified subscription is a PDA",
      signers: ["subscriber"],
      make: (v) => {
        v.realize(100_000_000n);
        return sdk.withdraw({ ...v.verified, subscriber, destination: v.world.purse(subscriber), amount: DOLLAR });
      },
      check: (v) => {
        expect(purse(v, subscriber)).to.equal(1_001_000_000n);
        expect(v.ledger(v.verified).balance).to.equal(39_000_000n);
      },
    },
    {
      when: "the subscriber of an attested one is a PDA and pays somebody else",
      signers: ["subscriber"],
      make: (v) => sdk.withdraw({ ...v.attested, subscriber, destination: v.world.purse(heir), amount: DOLLAR }),
      check: (v) => expect(purse(v, heir)).to.equal(1_001_000_000n),
    },
  ],
  set_cap: [
    {
      when: "the subscriber is a PDA",
      signers: ["subscriber"],
      make: ({ attested }) => sdk.setCap({ ...attested, subscriber, dailyCap: 200_000_000n }),
      check: (v) => expect(v.ledger(v.attested).dailyCap).to.equal(200_000_000n),
    },
  ],
  unsubscribe: [
    {
      when: "the subscriber is a PDA",
      signers: ["signer"],
      make: ({ verified }) => sdk.unsubscribe({ ...verified, signer: subscriber }),
      check: (v, { settled }) => {
        expect(v.ledger(v.verified).state).to.equal("ended");
        expect(settled.map(({ record }) => record.flags.ended)).to.deep.equal([true]);
      },
    },
    {
      when: "the agent is a PDA",
      signers: ["signer"],
      make: ({ attested }) => sdk.unsubscribe({ ...attested, signer: agent }),
      check: (v) => expect(v.ledger(v.attested).state).to.equal("closing"),
    },
  ],
  close_subscription: [
    {
      when: "nobody signs: the money goes to a PDA's associated account",
      signers: [],
      make: (v) => {
        v.send(sdk.unsubscribe({ ...v.verified, signer: subscriber }));
        return closing(v, v.world.purse(subscriber));
      },
      check: (v, { history }) => {
        expect(purse(v, subscriber)).to.equal(1_050_000_000n);
        expect(v.world.exists(v.verified.subscription)).to.equal(false);
        expect(history.map(({ name }) => name)).to.deep.equal(["Closed"]);
      },
    },
    {
      when: "the subscriber is a PDA and sends the money elsewhere",
      signers: ["subscriber"],
      make: (v) => {
        v.send(sdk.unsubscribe({ ...v.verified, signer: subscriber }));
        return closing(v, v.world.purse(heir), true);
      },
      check: (v) => expect(purse(v, heir)).to.equal(1_050_000_000n),
      refusal: "RefundDestination",
    },
  ],
};

const closing = ({ verified }: Vaults, destination: PublicKey, subscriberSigns = false) =>
  sdk.closeSubscription({ ...verified, rentPayer: sponsor, subscriber, destination, subscriberSigns });

describe("called by another program", () => {
  it("should be every instruction of the IDL", () => {
    expect(Object.keys(CASES).sort()).to.deep.equal(idl.instructions.map(({ name }) => name).sort());
  });

  for (const [name, cases] of Object.entries(CASES)) {
    describe(name, () => {
      for (const { when, signers, make, check, refusal = "MissingRequiredSignature" } of cases) {
        describe(`when ${when}`, () => {
          it("should do its work", () => {
            const vaults = new Vaults();
            const instruction = make(vaults);
            expect([nameOf(instruction), signersOf(instruction)]).to.deep.equal([name, signers]);
            check(vaults, vaults.send(instruction));
          });

          if (signers.length === 0) return;
          it("should be refused if one signature is missing", () => {
            const vaults = new Vaults();
            const instruction = make(vaults);
            for (const account of signers) {
              const call = relay(unsignedBy(instruction, accountOf(instruction, account)));
              expect(vaults.world.refusal(call), account).to.equal(refusal);
            }
          });
        });
      }
    });
  }

  describe("when the calling program signs for an address that is not its own", () => {
    it("should be refused by the runtime", () => {
      const vaults = new Vaults();
      const { attested, world } = vaults;
      const pretended = relay(
        sdk.claim({ ...attested, owner: attested.bot, destination: world.purse(heir), amount: 1n }),
      );
      for (const key of pretended.keys) key.isSigner = false;
      expect(world.refusal(pretended)).to.equal("PrivilegeEscalation");
    });
  });

  describe("when a PDA of the same program signs for another one", () => {
    it("should be refused", () => {
      const vaults = new Vaults();
      const { attested, world } = vaults;
      const thief = callersPda("thief");
      const by = { ...attested, destination: world.purse(heir), amount: DOLLAR };
      expect(world.refusal(relay(sdk.claim({ ...by, owner: thief })))).to.equal("NotOwner");
      expect(world.refusal(relay(sdk.withdraw({ ...by, subscriber: thief })))).to.equal("NotSubscriber");
      expect(world.refusal(relay(sdk.settleAttested({ ...vaults.close(1n), signer: thief })))).to.equal(
        "NotKeeperSigner",
      );
    });
  });
});

const entryOf = ({ data }: TransactionInstruction) =>
  idl.instructions.find(({ discriminator }) => data.subarray(0, 8).equals(Buffer.from(discriminator)))!;

const nameOf = (instruction: TransactionInstruction): string => entryOf(instruction).name;

const signersOf = (instruction: TransactionInstruction): string[] =>
  entryOf(instruction).accounts.flatMap(({ name }, index) => (instruction.keys[index]!.isSigner ? [name] : []));

/** A copy that the address does not sign, wherever it stands. */
function unsignedBy({ programId, keys, data }: TransactionInstruction, address: PublicKey): TransactionInstruction {
  const changed = keys.map((key) => ({ ...key, isSigner: key.isSigner && !key.pubkey.equals(address) }));
  return new TransactionInstruction({ programId, keys: changed, data });
}
