/** What each role can sign for, beyond or against the honest course. */
import { driftSimulation } from "@profit-share/localnet";
import { driftInstructions, driftUserAddress } from "@profit-share/sdk/drift";
import { ACTORS } from "@profit-share/testing/svm/actors";
import { Amount, U64_MAX } from "@profit-share/testing/svm/constants";
import type { Keypair, TransactionInstruction } from "@solana/web3.js";
import type { Game } from "./game";
import type { Role } from "./parties";
import { PRICE, UNIT } from "./scenario";

export interface Action {
  name: string;
  by: Role;
  /** Does nothing where the program or the venue refuses it. @returns whether it was accepted */
  play: (game: Game) => boolean;
}

const { agent, creator, eve, marketplace, keeperSigner, sponsor, subscriber } = ACTORS;
/** The market in which PnL is shifted. */
const SHIFTED = 3;

/** One instruction, the same each time. */
const send = (by: Role, name: string, make: (game: Game) => TransactionInstruction, ...signers: Keypair[]): Action => ({
  by,
  name,
  play: (game) => game.try(name, () => make(game), ...signers),
});

const dollars = (amount: bigint) => `${amount < 0n ? "−" : "+"}$${(amount < 0n ? -amount : amount) / Amount.DOLLAR}`;

/** A close that nobody made. */
const signerStates = (amount: bigint): Action => ({
  name: `signer states ${dollars(amount)}`,
  by: "keeper signer",
  play: (game) => game.state(amount, keeperSigner),
});

/** Ends an agreement that somebody left, before its last close. */
const signerFinishes: Action = {
  name: "signer finishes",
  by: "keeper signer",
  play: (game) => game.state(0n, keeperSigner, true),
};

/** The admin needs no signer: it names itself, states, and puts the old one back, in one transaction. */
const adminStates = (amount: bigint): Action => ({
  name: `admin states ${dollars(amount)}`,
  by: "keeper admin",
  play: (game) => {
    const { honestSigner } = game;
    const attested = game.attested!;
    const itself = marketplace.publicKey;
    const { sequence } = game.agreement.read();
    const name = `admin ${amount} ${sequence} ${honestSigner.publicKey.toBase58()}`;
    const steps = () => [
      attested.setKeeperSigner(itself),
      attested.settle(amount, { signer: itself }),
      attested.setKeeperSigner(honestSigner.publicKey),
    ];
    return game.try(name, steps, marketplace);
  },
});

/** Hedged in both accounts, then the market moved by `amount`: moving one side over realizes it in the one account. */
const shift = (amount: bigint): Action => ({
  name: `agent shifts ${dollars(amount)}`,
  by: "agent",
  play: (game) => {
    if (game.attested !== null) {
      return game.state(amount, game.honestSigner);
    }
    const authority = agent.publicKey;
    const by = { authority, marketIndex: SHIFTED };
    const from = game.verified!.venueUser;
    const base = amount > 0n ? UNIT : -UNIT;
    const quote = amount > 0n ? -PRICE : PRICE;
    const moved = PRICE + (amount > 0n ? amount : -amount);
    const market = { payer: sponsor.publicKey, marketIndex: SHIFTED, fundingRate: 0n };
    const steps = () => [
      driftSimulation.fill({ ...by, user: from, base, quote }),
      driftSimulation.fill({ ...by, user: game.sibling, base: -base, quote: -quote }),
      driftSimulation.setPerpMarket({ ...market, price: moved }),
      driftInstructions.transferPerpPosition({ ...by, from, to: game.sibling }),
      driftSimulation.setPerpMarket({ ...market, price: PRICE }),
    ];
    return game.try(`shift ${amount}`, steps, agent, sponsor);
  },
});

/** The open position goes to the sibling at the price at which it was opened: what it earns is earned there. */
const divert: Action = {
  name: "agent moves the position away",
  by: "agent",
  play: (game) => {
    if (!game.trades.open || game.trades.diverted) return false;
    if (game.verified !== null) {
      const by = { authority: agent.publicKey, marketIndex: 1 };
      const transfer = { ...by, from: game.verified.venueUser, to: game.sibling };
      if (!game.try("divert", () => driftInstructions.transferPerpPosition(transfer), agent)) return false;
    }
    game.trades = { ...game.trades, diverted: true };
    return true;
  },
};

const deleteAccount: Action = {
  name: "agent deletes the venue account",
  by: "agent",
  play: (game) => {
    const { venueUser } = game.verified!;
    if (!game.exists(venueUser)) return false;
    const authority = agent.publicKey;
    const unsettled = game.verified!.readUser().positions.filter(({ quoteAssetAmount }) => quoteAssetAmount !== 0n);
    const markets = unsettled.map(({ marketIndex }) => marketIndex);
    const taking = { user: venueUser, authority, to: game.venueWallet, amount: U64_MAX, reduceOnly: true };
    const steps = () => [
      ...markets.map((marketIndex) => driftInstructions.settlePnl({ user: venueUser, authority, marketIndex })),
      driftInstructions.withdraw(taking),
      driftInstructions.deleteUser({ user: venueUser, authority }),
    ];
    return game.try(`delete ${markets}`, steps, agent);
  },
};

/** As much as goes: what is there, else all but the minimum balance, else that after settling. */
const withdraw: Action = {
  name: "subscriber withdraws all it can",
  by: "subscriber",
  play: (game) => {
    const { agreement, verified } = game;
    if (!game.exists(agreement.subscription)) return false;
    const take = (kept: bigint) => {
      const amount = agreement.read().balance - kept;
      return amount > 0n && game.try(`withdraw ${amount}`, () => agreement.withdraw({ amount }), subscriber);
    };
    if (take(0n) || take(Amount.MIN_BALANCE)) return true;
    return verified !== null && game.try("settle", () => verified.settle()) && take(Amount.MIN_BALANCE);
  },
};

const liquidate = (name: string, most: bigint): Action => ({
  name: `liquidator takes ${name}`,
  by: "liquidator",
  play: (game) => {
    const by = { authority: sponsor.publicKey, liquidator: driftUserAddress(sponsor.publicKey, 0) };
    const user = { user: game.verified!.venueUser, userAuthority: agent.publicKey, marketIndex: 2 };
    return game.try(
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
    ({ agreement, world }) => agreement.deposit({ owner: eve.publicKey, from: world.purse(eve.publicKey), amount: 1n }),
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
export function actionsOf(game: Game, coalition: readonly Role[]): Action[] {
  const attested = [...STATED.map(signerStates), ...STATED.map(adminStates), signerFinishes];
  const all = [...EVERYWHERE, ...(game.verified === null ? attested : VERIFIED)];
  return all.filter(({ by }) => coalition.includes(by));
}

/** The same kinds with any amount up to $1,000, for the random part of the search. */
export function drawnActions(game: Game, coalition: readonly Role[], amount: bigint): Action[] {
  const stated =
    game.attested === null
      ? []
      : [signerStates(amount), adminStates(amount), signerStates(-amount), adminStates(-amount)];
  return [...stated, shift(amount), shift(-amount)].filter(({ by }) => coalition.includes(by));
}
