/** What each role can sign for, beyond or against the honest course. */
import { driftInstructions, driftSimulation, driftUserAddress } from "@profit-share/localnet";
import { ACTORS } from "@profit-share/testing/svm/actors";
import { Amount, U64_MAX } from "@profit-share/testing/svm/constants";
import type { Keypair, TransactionInstruction } from "@solana/web3.js";
import type { Role } from "./parties";
import type { Stage } from "./play";
import { PRICE, UNIT } from "./scenario";

export interface Action {
  name: string;
  by: Role;
  /** Does nothing where the program or the venue refuses it. @returns whether it was accepted */
  run: (stage: Stage) => boolean;
}

const { agent, creator, eve, marketplace, keeperSigner, sponsor, subscriber } = ACTORS;
/** The market in which PnL is shifted. */
const SHIFTED = 3;

/** One instruction, the same each time. */
const send = (
  by: Role,
  name: string,
  make: (stage: Stage) => TransactionInstruction,
  ...signers: Keypair[]
): Action => ({ by, name, run: (stage) => stage.try(name, () => make(stage), ...signers) });

const dollars = (amount: bigint) => `${amount < 0n ? "−" : "+"}$${(amount < 0n ? -amount : amount) / Amount.DOLLAR}`;

/** A close that nobody made. */
const signerStates = (amount: bigint): Action => ({
  name: `signer states ${dollars(amount)}`,
  by: "keeper signer",
  run: (stage) => stage.state(amount, keeperSigner),
});

/** Ends an agreement that somebody left, before its last close. */
const signerFinishes: Action = {
  name: "signer finishes",
  by: "keeper signer",
  run: (stage) => stage.state(0n, keeperSigner, true),
};

/** The admin needs no signer: it names itself, states, and puts the old one back, in one transaction. */
const adminStates = (amount: bigint): Action => ({
  name: `admin states ${dollars(amount)}`,
  by: "keeper admin",
  run: (stage) => {
    const { honestSigner } = stage;
    const attested = stage.attested!;
    const itself = marketplace.publicKey;
    const { sequence } = stage.agreement.read();
    const name = `admin ${amount} ${sequence} ${honestSigner.publicKey.toBase58()}`;
    const steps = () => [
      attested.setKeeperSigner(itself),
      attested.settle(amount, { signer: itself }),
      attested.setKeeperSigner(honestSigner.publicKey),
    ];
    return stage.try(name, steps, marketplace);
  },
});

/** Hedged in both accounts, then the market moved by `amount`: moving one side over realizes it in the one account. */
const shift = (amount: bigint): Action => ({
  name: `agent shifts ${dollars(amount)}`,
  by: "agent",
  run: (stage) => {
    if (stage.attested !== null) {
      return stage.state(amount, stage.honestSigner);
    }
    const authority = agent.publicKey;
    const by = { authority, marketIndex: SHIFTED };
    const from = stage.verified!.venueUser;
    const base = amount > 0n ? UNIT : -UNIT;
    const quote = amount > 0n ? -PRICE : PRICE;
    const moved = PRICE + (amount > 0n ? amount : -amount);
    const market = { payer: sponsor.publicKey, marketIndex: SHIFTED, fundingRate: 0n };
    const steps = () => [
      driftSimulation.fill({ ...by, user: from, base, quote }),
      driftSimulation.fill({ ...by, user: stage.sibling, base: -base, quote: -quote }),
      driftSimulation.setPerpMarket({ ...market, price: moved }),
      driftInstructions.transferPerpPosition({ ...by, from, to: stage.sibling }),
      driftSimulation.setPerpMarket({ ...market, price: PRICE }),
    ];
    return stage.try(`shift ${amount}`, steps, agent, sponsor);
  },
});

/** The open position goes to the sibling at the price at which it was opened: what it earns is earned there. */
const divert: Action = {
  name: "agent moves the position away",
  by: "agent",
  run: (stage) => {
    if (!stage.trades.open || stage.trades.diverted) return false;
    if (stage.verified !== null) {
      const by = { authority: agent.publicKey, marketIndex: 1 };
      const transfer = { ...by, from: stage.verified.venueUser, to: stage.sibling };
      if (!stage.try("divert", () => driftInstructions.transferPerpPosition(transfer), agent)) return false;
    }
    stage.trades = { ...stage.trades, diverted: true };
    return true;
  },
};

const deleteAccount: Action = {
  name: "agent deletes the venue account",
  by: "agent",
  run: (stage) => {
    const { venueUser } = stage.verified!;
    if (!stage.exists(venueUser)) return false;
    const authority = agent.publicKey;
    const unsettled = stage.verified!.readUser().positions.filter(({ quoteAssetAmount }) => quoteAssetAmount !== 0n);
    const markets = unsettled.map(({ marketIndex }) => marketIndex);
    const taking = { user: venueUser, authority, to: stage.venueWallet, amount: U64_MAX, reduceOnly: true };
    const steps = () => [
      ...markets.map((marketIndex) => driftInstructions.settlePnl({ user: venueUser, authority, marketIndex })),
      driftInstructions.withdraw(taking),
      driftInstructions.deleteUser({ user: venueUser, authority }),
    ];
    return stage.try(`delete ${markets}`, steps, agent);
  },
};

/** As much as goes: what is there, else all but the minimum balance, else that after settling. */
const withdraw: Action = {
  name: "subscriber withdraws all it can",
  by: "subscriber",
  run: (stage) => {
    const { agreement, verified } = stage;
    if (!stage.exists(agreement.subscription)) return false;
    const take = (kept: bigint) => {
      const amount = agreement.read().balance - kept;
      return amount > 0n && stage.try(`withdraw ${amount}`, () => agreement.withdraw({ amount }), subscriber);
    };
    if (take(0n) || take(Amount.MIN_BALANCE)) return true;
    return verified !== null && stage.try("settle", () => verified.settle()) && take(Amount.MIN_BALANCE);
  },
};

const liquidate = (name: string, most: bigint): Action => ({
  name: `liquidator takes ${name}`,
  by: "liquidator",
  run: (stage) => {
    const by = { authority: sponsor.publicKey, liquidator: driftUserAddress(sponsor.publicKey, 0) };
    const user = { user: stage.verified!.venueUser, userAuthority: agent.publicKey, marketIndex: 2 };
    return stage.try(
      `liquidate ${most}`,
      () => driftInstructions.liquidatePerpPnlForDeposit({ ...by, ...user, maxPnlTransfer: most }),
      sponsor,
    );
  },
});

/** False closes: one fills the day's cap together with A, the other alone even after B; and a loss beyond all profit. */
const STATED = [100n, 240n, -1_000_000n].map((amount) => amount * Amount.DOLLAR);
const SHIFTS = [200n, -200n].map((amount) => amount * Amount.DOLLAR);

const EVERYWHERE: readonly Action[] = [
  send("stranger", "stranger pays out", ({ agreement }) => agreement.payout()),
  send(
    "stranger",
    "stranger deposits a unit",
    ({ agreement, world }) =>
      agreement.deposit({ owner: eve.publicKey, source: world.purse(eve.publicKey), amount: 1n }),
    eve,
  ),
  send("stranger", "stranger syncs", ({ agreement }) => agreement.sync()),
  send("stranger", "stranger closes", ({ agreement }) => agreement.close()),
  send("creator", "creator claims", ({ agreement }) => agreement.claim({ amount: U64_MAX }), creator),
  send(
    "creator",
    "creator changes the terms",
    ({ agreement }) => agreement.updateTerms({ terms: { minBalance: U64_MAX, minDailyCap: U64_MAX } }),
    creator,
  ),
  withdraw,
  send(
    "subscriber",
    "subscriber lowers the cap",
    ({ agreement }) => agreement.setCap(Amount.MIN_DAILY_CAP),
    subscriber,
  ),
  send("subscriber", "subscriber leaves", ({ agreement }) => agreement.unsubscribe(), subscriber),
  send("agent", "agent leaves", ({ agreement }) => agreement.unsubscribe({ signer: agent.publicKey }), agent),
  divert,
  ...SHIFTS.map(shift),
];
const VERIFIED: readonly Action[] = [
  send("stranger", "stranger settles", ({ verified }) => verified!.settle()),
  deleteAccount,
  liquidate("the loss", U64_MAX),
  liquidate("one unit", 1n),
];

/** Everything that somebody of the coalition can sign for. */
export function actionsOf(stage: Stage, coalition: readonly Role[]): Action[] {
  const attested = [...STATED.map(signerStates), ...STATED.map(adminStates), signerFinishes];
  const all = [...EVERYWHERE, ...(stage.verified === null ? attested : VERIFIED)];
  return all.filter(({ by }) => coalition.includes(by));
}

/** The same kinds with any amount up to $1,000, for the random part of the search. */
export function drawnActions(stage: Stage, coalition: readonly Role[], amount: bigint): Action[] {
  const stated =
    stage.attested === null
      ? []
      : [signerStates(amount), adminStates(amount), signerStates(-amount), adminStates(-amount)];
  return [...stated, shift(amount), shift(-amount)].filter(({ by }) => coalition.includes(by));
}
