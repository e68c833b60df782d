/** One accepted call of every instruction, with a different address in each place. */
import * as sdk from "@profit-share/sdk";
import { ACTORS } from "@profit-share/testing/svm/actors";
import { Amount } from "@profit-share/testing/svm/constants";
import { referenceOf } from "@profit-share/testing/svm/history";
import { PublicKey, type TransactionInstruction } from "@solana/web3.js";
import { idOf, type Scene, type Source } from "../support/scene";

const { creator, subscriber, agent, marketplace, keeperSigner, sponsor, payoutWallet } = ACTORS;

export interface Call {
  /** Of the IDL. */
  instruction: string;
  /** Whose accounts it names: decides what a counterpart is. */
  source: Source;
  /** Brings the scene to where the instruction is accepted, and makes it. */
  make: (scene: Scene) => TransactionInstruction;
}

const attested = (instruction: string, make: Call["make"]): Call => ({ instruction, source: "attested", make });
const verified = (instruction: string, make: Call["make"]): Call => ({ instruction, source: "verified", make });

const owner = creator.publicKey;
const admin = marketplace.publicKey;

/** By the name in the table of expectations: the instruction's, and what tells its forms apart. */
export const CALLS: Record<string, Call> = {
  register_keeper: attested("register_keeper", () =>
    sdk.registerKeeper({
      creator: admin,
      payer: sponsor.publicKey,
      id: idOf("new"),
      signer: keeperSigner.publicKey,
    }),
  ),
  set_keeper_signer: attested("set_keeper_signer", ({ honest: { keeper } }) =>
    sdk.setKeeperSigner({ admin, keeper, signer: sponsor.publicKey }),
  ),
  transfer_keeper: attested("transfer_keeper", ({ honest: { keeper } }) =>
    sdk.transferKeeper({ admin, keeper, newAdmin: sponsor.publicKey }),
  ),
  accept_keeper: attested("accept_keeper", (scene) => {
    const { keeper } = scene.honest;
    scene.send(sdk.transferKeeper({ admin, keeper, newAdmin: sponsor.publicKey }));
    return sdk.acceptKeeper({ newAdmin: sponsor.publicKey, keeper });
  }),
  "publish_bot, attested": attested("publish_bot", (scene) => publish(scene, "attested")),
  "publish_bot, verified": verified("publish_bot", (scene) => publish(scene, "verified")),
  "update_terms, attested": attested("update_terms", ({ honest: { attested: deal } }) =>
    sdk.updateTerms({ owner, bot: deal.bot, terms: deal.terms }),
  ),
  "update_terms, verified": verified("update_terms", ({ honest: { verified: deal } }) =>
    sdk.updateTerms({ owner, bot: deal.bot, terms: deal.terms }),
  ),
  set_payout: attested("set_payout", ({ honest: { attested: deal } }) =>
    sdk.setPayout({ owner, bot: deal.bot, payoutWallet: payoutWallet.publicKey, minPayout: Amount.DOLLAR }),
  ),
  set_open: attested("set_open", ({ honest: { attested: deal } }) =>
    sdk.setOpen({ owner, bot: deal.bot, open: false }),
  ),
  transfer_bot: attested("transfer_bot", ({ honest: { attested: deal } }) =>
    sdk.transferBot({ owner, bot: deal.bot, newOwner: sponsor.publicKey }),
  ),
  accept_bot: attested("accept_bot", (scene) => {
    const { bot } = scene.honest.attested;
    scene.send(sdk.transferBot({ owner, bot, newOwner: sponsor.publicKey }));
    return sdk.acceptBot({ newOwner: sponsor.publicKey, bot });
  }),
  "subscribe, attested": attested("subscribe", (scene) => join(scene, "attested")),
  "subscribe, verified": verified("subscribe", (scene) => join(scene, "verified")),
  deposit: attested("deposit", ({ world, honest: { attested: deal } }) =>
    sdk.deposit({
      ...deal,
      owner: payoutWallet.publicKey,
      from: world.purse(payoutWallet.publicKey),
      amount: Amount.DOLLAR,
    }),
  ),
  sync: attested("sync", ({ honest: { attested: deal } }) => sdk.sync(deal)),
  settle: verified("settle", (scene) => {
    const { subscription, venueUser } = earned(scene);
    return sdk.settle({ subscription, venueUser });
  }),
  settle_attested: attested("settle_attested", (scene) => scene.closeOf(scene.honest.attested, Amount.DOLLAR, 2n)),
  settle_batch: attested("settle_batch", (scene) => {
    const { honest } = scene;
    const { bot, instance, subscription } = honest.attested;
    const close = { sequence: 2n, closePnl: Amount.DOLLAR, reference: referenceOf("batch") };
    return sdk.settleBatch({
      keeper: { address: honest.keeper, signer: keeperSigner.publicKey },
      rows: [
        { kind: "attested", subscription, bot, instance, ...close },
        { kind: "verified", ...earned(scene) },
      ],
    });
  }),
  claim: attested("claim", ({ world, honest: { attested: deal } }) =>
    sdk.claim({ ...deal, owner, destination: world.purse(owner), amount: Amount.DOLLAR }),
  ),
  claim_vault: attested("claim_vault", ({ world, honest: { attested: deal } }) =>
    sdk.claimVault({ ...deal, owner, destination: world.purse(owner) }),
  ),
  payout: attested("payout", ({ world, honest: { attested: deal } }) =>
    sdk.payout({ ...deal, destination: world.purse(owner) }),
  ),
  waive: attested("waive", (scene) => {
    const deal = scene.honest.attested;
    // $50 of share: $40 are covered, $10 owed.
    scene.send(scene.closeOf(deal, 500_000_000n, 2n));
    return sdk.waive({ ...deal, owner, amount: Amount.DOLLAR });
  }),
  withdraw: verified("withdraw", (scene) =>
    sdk.withdraw({
      ...earned(scene),
      subscriber: subscriber.publicKey,
      destination: scene.world.purse(subscriber.publicKey),
      amount: Amount.DOLLAR,
    }),
  ),
  set_cap: attested("set_cap", ({ honest: { attested: deal } }) =>
    sdk.setCap({ ...deal, subscriber: subscriber.publicKey, dailyCap: Amount.MIN_DAILY_CAP }),
  ),
  unsubscribe: verified("unsubscribe", (scene) => sdk.unsubscribe({ ...earned(scene), signer: subscriber.publicKey })),
  close_subscription: verified("close_subscription", (scene) => {
    const deal = scene.honest.verified;
    scene.send(sdk.unsubscribe({ ...deal, signer: subscriber.publicKey }));
    return sdk.closeSubscription({
      ...deal,
      rentPayer: sponsor.publicKey,
      subscriber: subscriber.publicKey,
      destination: scene.world.purse(subscriber.publicKey),
    });
  }),
};

/** The verified deal with a dollar of profit that is not settled yet. */
function earned(scene: Scene) {
  const { subscription, bot, instance, venueUser } = scene.honest.verified;
  const user = venueUser ?? PublicKey.default;
  scene.world.setAccount(user, scene.userWith(scene.honest.verified, 101_000_000n));
  return { subscription, bot, instance, venueUser: user };
}

function publish({ honest }: Scene, source: Source): TransactionInstruction {
  return sdk.publishBot({
    creator: owner,
    payer: sponsor.publicKey,
    id: idOf("new"),
    terms: honest[source].terms,
    minPayout: Amount.CENT,
    payoutWallet: payoutWallet.publicKey,
  });
}

/** A third subscription, its deposit paid by another wallet. */
function join(scene: Scene, source: Source): TransactionInstruction {
  const { bot, terms } = scene.honest[source];
  return sdk.subscribe({
    subscriber: subscriber.publicKey,
    agent: agent.publicKey,
    payer: sponsor.publicKey,
    depositor: payoutWallet.publicKey,
    depositFrom: scene.world.purse(payoutWallet.publicKey),
    bot,
    terms,
    account: source === "verified" ? { venueUser: scene.placeUser(agent, 2) } : { accountNo: 2 },
    dailyCap: Amount.DAILY_CAP,
    deposit: Amount.DEPOSIT,
  });
}
