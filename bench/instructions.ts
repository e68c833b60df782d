/** Every instruction in its usual form, and the three that pay at once. Keys are fixed: bumps, and so the figures, too. */

import { ACTORS } from "@profit-share/testing/svm/actors";
import { Attested } from "@profit-share/testing/svm/attested";
import { Amount, Lamports, Time } from "@profit-share/testing/svm/constants";
import { OPEN_POSITION, Verified } from "@profit-share/testing/svm/verified";
import { World } from "@profit-share/testing/svm/world";
import { createTransferInstruction } from "@solana/spl-token";
import { SystemProgram } from "@solana/web3.js";
import { EIGHT_OPEN, makeDearest } from "./dearest";
import { type Measurement, measure } from "./measure";

const { creator, subscriber, agent, marketplace, keeperSigner, eve } = ACTORS;
const HUNDRED = 100n * Amount.DOLLAR;
export function measureInstructions(): Measurement[] {
  return [...keepers(), ...bots(), ...subscribing(), ...settling(), ...money(), ...leaving(), ...immediate()];
}

function keepers(): Measurement[] {
  const a = new Attested(new World());
  const { world } = a;
  const admin = { signers: [marketplace] };
  return [
    measure(world, "register_keeper", a.registerKeeper(), admin),
    measure(world, "set_keeper_signer", a.setKeeperSigner(eve.publicKey), admin),
    measure(world, "transfer_keeper", a.transferKeeper(eve.publicKey), admin),
    measure(world, "accept_keeper", a.acceptKeeper(eve.publicKey), { signers: [eve] }),
  ];
}

function bots(): Measurement[] {
  const a = new Attested(new World());
  a.world.send(a.registerKeeper(), marketplace);
  const v = new Verified(new World());
  v.placeQuoteMarket();
  const { world } = a;
  const owner = { signers: [creator] };
  return [
    measure(v.world, "publish_bot (verified)", v.publishBot(), owner),
    measure(world, "publish_bot (attested)", a.publishBot(), owner),
    measure(world, "update_terms", a.updateTerms({ terms: { profitShareBps: 500 } }), owner),
    measure(world, "set_payout", a.setPayout(), owner),
    measure(world, "set_open", a.setOpen(false), owner),
    measure(world, "transfer_bot", a.transferBot(eve.publicKey), owner),
    measure(world, "accept_bot", a.acceptBot(eve.publicKey), { signers: [eve] }),
  ];
}

function subscribing(): Measurement[] {
  const v = Verified.published();
  const a = Attested.published();
  const signers = [subscriber, agent];
  return [
    measure(v.world, "subscribe (verified)", v.subscribe(), { signers }),
    measure(a.world, "subscribe (attested)", a.subscribe(), { signers }),
    measure(a.world, "set_cap", a.setCap(2n * HUNDRED), { signers: [subscriber] }),
  ];
}

function settling(): Measurement[] {
  const v = Verified.running();
  v.realize(HUNDRED);
  const open = Verified.running();
  open.placeUser({ settledPerpPnl: HUNDRED, perpPositions: EIGHT_OPEN });
  const capped = Verified.running();
  capped.realize(100n * HUNDRED);
  const dearest = makeDearest(Verified.running());
  dearest.world.pass(Time.DAY);
  const a = Attested.running();
  return [
    measure(v.world, "settle", v.settle()),
    measure(v.world, "settle (nothing new)", v.settle()),
    measure(open.world, "settle (8 positions open)", open.settle()),
    measure(open.world, "settle (nothing new, 8 positions open)", open.settle()),
    measure(capped.world, "settle (cut off by the cap)", capped.settle()),
    measure(dearest.world, "settle (dearest)", dearest.settle()),
    measure(a.world, "settle_attested", a.settle(HUNDRED), { signers: [keeperSigner] }),
  ];
}

function money(): Measurement[] {
  const v = Verified.running();
  const { world } = v;
  const results = [measure(world, "deposit", v.deposit(), { signers: [subscriber] })];
  world.editTokens(v.escrow, { amount: world.tokens(v.escrow) + Amount.DOLLAR });
  results.push(measure(world, "sync", v.sync()));
  v.earn(HUNDRED);
  results.push(measure(world, "claim", v.claim(), { signers: [creator] }), measure(world, "payout", v.payout()));
  results.push(measure(world, "withdraw", v.withdraw(), { signers: [subscriber] }));
  v.realize(2n * HUNDRED);
  results.push(measure(world, "withdraw (settles)", v.withdraw(), { signers: [subscriber] }));
  v.earn(10n * HUNDRED);
  results.push(measure(world, "waive", v.waive(), { signers: [creator] }));
  return results;
}

function leaving(): Measurement[] {
  const flat = Verified.running();
  flat.realize(HUNDRED);
  const open = Verified.running();
  open.placeUser({ perpPositions: [OPEN_POSITION] });
  open.leave();
  open.realize(HUNDRED);
  open.world.pass(Time.VERIFIED_CLOSING);
  return [
    measure(flat.world, "unsubscribe (settles and ends)", flat.unsubscribe(), { signers: [subscriber] }),
    measure(flat.world, "close_subscription", flat.close()),
    measure(flat.world, "claim_vault", flat.claimVault(), { signers: [creator] }),
    measure(open.world, "close_subscription (settles)", open.close()),
  ];
}

/** The plan's immediate payment: what the close costs the subscriber reaches the creator's wallet in one transaction. */
function immediate(): Measurement[] {
  const a = Attested.running();
  const instructions = [a.deposit({ amount: 10n * Amount.DOLLAR }), a.settle(HUNDRED), a.payout()];
  return [
    measure(a.world, "deposit + settle_attested + payout", instructions, { signers: [subscriber, keeperSigner] }),
  ];
}

/** The transfers themselves, without this program. */
export function measureComparison(): Measurement[] {
  const world = new World();
  const tokens = createTransferInstruction(
    world.purse(subscriber.publicKey),
    world.purse(creator.publicKey),
    subscriber.publicKey,
    Amount.DOLLAR,
  );
  const lamports = SystemProgram.transfer({
    fromPubkey: subscriber.publicKey,
    toPubkey: creator.publicKey,
    lamports: Lamports.DUST,
  });
  return [
    measure(world, "bare transfer of the token program (p-token)", tokens, { signers: [subscriber] }),
    measure(world, "bare transfer of the system program", lamports, { signers: [subscriber] }),
  ];
}
