/** The honest course of things, and the moments at which somebody can do something else. */
import { driftSimulation } from "@profit-share/localnet";
import { ACTORS } from "@profit-share/testing/svm/actors";
import { Amount, Time } from "@profit-share/testing/svm/constants";
import type { Game } from "./game";
import type { Role } from "./parties";

export type Move =
  /** A moment for one action of the coalition. */
  | { kind: "moment"; name: string }
  /** What honest parties do. `by`: whoever of these belongs to the coalition can leave it out. */
  | { kind: "course"; name: string; by: readonly Role[]; play: (game: Game) => void };

const { agent, marketplace, sponsor, subscriber } = ACTORS;
const KEEPERS: readonly Role[] = ["keeper signer", "keeper admin"];
const MIDNIGHT = 20_001n * Time.DAY;

const moment = (name: string): Move => ({ kind: "moment", name });
const course = (name: string, play: (game: Game) => void, by: readonly Role[] = []): Move => {
  return { kind: "course", name, by, play };
};

/** One unit (1e9) at $100, in the account that holds the position. */
const fill = (game: Game, base: bigint, quote: bigint, marketIndex: number) => {
  const user = game.trades.diverted ? game.sibling : game.verified!.venueUser;
  return driftSimulation.fill({ user, authority: agent.publicKey, marketIndex, base, quote });
};
export const UNIT = 1_000_000_000n;
export const PRICE = 100n * Amount.DOLLAR;

/** The agent trades only for a subscription that runs, in an account that exists. */
function open(game: Game, market: number): void {
  const { agreement, verified } = game;
  if (!game.exists(agreement.subscription) || agreement.read().state !== "active") return;
  if (verified !== null && !game.try(`open ${market}`, () => fill(game, UNIT, -PRICE, market), agent)) return;
  game.trades = { ...game.trades, open: true };
}

function close(game: Game, pnl: bigint, market: number): void {
  if (!game.trades.open) return;
  if (game.verified !== null) {
    const name = `close ${pnl} ${game.trades.diverted}`;
    const closed = game.try(name, () => fill(game, -UNIT, PRICE + pnl, market), agent);
    if (!closed) throw new Error("An open position can always be closed");
  }
  game.trades = { ...game.trades, closes: [...game.trades.closes, pnl], open: false };
}

/** Verified: anyone settles. Attested: the keeper states the close, if the account that it watches made one. */
function settle(game: Game, close: number): void {
  if (!game.exists(game.agreement.subscription)) return;
  const { verified, honestSigner } = game;
  if (verified !== null) game.try("settle", () => verified.settle());
  else if (game.trades.closes.length === close && !game.trades.diverted) {
    game.state(game.trades.closes.at(-1)!, honestSigner);
  }
  game.trades = { ...game.trades, diverted: false };
}

/** A stolen signer is noticed and replaced two days after it began. */
function rotate(game: Game): void {
  const { attested } = game;
  if (attested !== null && game.try("rotate", () => attested.setKeeperSigner(sponsor.publicKey), marketplace)) {
    game.honestSigner = sponsor;
  }
}

function finish(game: Game): void {
  const { attested, honestSigner, agreement } = game;
  if (attested === null || !game.exists(agreement.subscription)) return;
  game.state(0n, honestSigner, true);
}

/** Days pass on which anybody settles, then the clock of closing runs out. */
function runOut(game: Game): void {
  const { world, agreement, verified } = game;
  const isThere = () => game.exists(agreement.subscription);
  for (let day = 0; day < 5 && verified !== null && isThere() && agreement.read().state === "closing"; day++) {
    world.pass(Time.DAY);
    game.try("settle", () => verified.settle());
  }
  world.pass(Time.VERIFIED_CLOSING);
}

/** Somebody closes, at the latest when a debt is written off. */
function windUp(game: Game): void {
  const { world, agreement } = game;
  const isThere = () => game.exists(agreement.subscription);
  for (const clock of [0n, 7n * Time.DAY]) {
    if (!isThere()) return;
    world.pass(clock);
    game.try("close", () => agreement.close());
  }
  if (isThere()) throw new Error("An ended subscription can always be closed");
}

/** Three closes: +$100, −$40, +$90. Fair shares of 10 %: $15 above the high-water mark, $19 of each close. */
export const SCENARIO: readonly Move[] = [
  course("open A", (game) => open(game, 1)),
  moment("before A closes"),
  course("A closes", (game) => close(game, 100n * Amount.DOLLAR, 1)),
  moment("A unsettled"),
  course("settling A", (game) => settle(game, 1), KEEPERS),
  course("midnight comes near", ({ world }) => world.setTime(MIDNIGHT - 1n)),
  moment("a second to midnight"),
  course("midnight", ({ world }) => world.setTime(MIDNIGHT)),
  course("open B", (game) => open(game, 2)),
  course("B closes", (game) => close(game, -40n * Amount.DOLLAR, 2)),
  moment("B unsettled"),
  course("settling B", (game) => settle(game, 2), KEEPERS),
  course("open C", (game) => open(game, 1)),
  moment("C open"),
  course("the next day", ({ world }) => world.pass(Time.DAY)),
  course("rotating the signer", rotate, ["keeper admin"]),
  course("C closes", (game) => close(game, 90n * Amount.DOLLAR, 1)),
  moment("C unsettled"),
  course("settling C", (game) => settle(game, 3), KEEPERS),
  course("leaving", (game) => void game.try("leave", () => game.agreement.unsubscribe(), subscriber)),
  course("the day after", ({ world }) => world.pass(Time.DAY)),
  moment("closing"),
  course("the final close", finish, KEEPERS),
  course("the clock of closing", runOut),
  moment("after the clock"),
  course("winding up", windUp),
];
