/** The honest course of things, and the moments at which somebody can do something else. */
import { driftSimulation } from "@profit-share/localnet";
import { ACTORS } from "@profit-share/testing/svm/actors";
import { Amount, Time } from "@profit-share/testing/svm/constants";
import type { Role } from "./parties";
import type { Stage } from "./play";

export type Step =
  /** A moment for one action of the coalition. */
  | { kind: "moment"; name: string }
  /** What honest parties do. `by`: whoever of these belongs to the coalition can leave it out. */
  | { kind: "course"; name: string; by: readonly Role[]; run: (stage: Stage) => void };

const { agent, marketplace, sponsor, subscriber } = ACTORS;
const KEEPERS: readonly Role[] = ["keeper signer", "keeper admin"];
const MIDNIGHT = 20_001n * Time.DAY;

const moment = (name: string): Step => ({ kind: "moment", name });
const course = (name: string, run: (stage: Stage) => void, by: readonly Role[] = []): Step => {
  return { kind: "course", name, by, run };
};

/** One unit (1e9) at $100, in the account that holds the position. */
const fill = (stage: Stage, base: bigint, quote: bigint, marketIndex: number) => {
  const user = stage.trades.diverted ? stage.sibling : stage.verified!.venueUser;
  return driftSimulation.fill({ user, authority: agent.publicKey, marketIndex, base, quote });
};
export const UNIT = 1_000_000_000n;
export const PRICE = 100n * Amount.DOLLAR;

/** The agent trades only for a subscription that runs, in an account that exists. */
function open(stage: Stage, market: number): void {
  const { agreement, verified } = stage;
  if (!stage.exists(agreement.subscription) || agreement.read().state !== "active") return;
  if (verified !== null && !stage.try(`open ${market}`, () => fill(stage, UNIT, -PRICE, market), agent)) return;
  stage.trades = { ...stage.trades, open: true };
}

function close(stage: Stage, pnl: bigint, market: number): void {
  if (!stage.trades.open) return;
  if (stage.verified !== null) {
    const name = `close ${pnl} ${stage.trades.diverted}`;
    const closed = stage.try(name, () => fill(stage, -UNIT, PRICE + pnl, market), agent);
    if (!closed) throw new Error("An open position can always be closed");
  }
  stage.trades = { ...stage.trades, closes: [...stage.trades.closes, pnl], open: false };
}

/** Verified: anyone settles. Attested: the keeper states the close, if the account that it watches made one. */
function settle(stage: Stage, close: number): void {
  if (!stage.exists(stage.agreement.subscription)) return;
  const { verified, honestSigner } = stage;
  if (verified !== null) stage.try("settle", () => verified.settle());
  else if (stage.trades.closes.length === close && !stage.trades.diverted) {
    stage.state(stage.trades.closes.at(-1)!, honestSigner);
  }
  stage.trades = { ...stage.trades, diverted: false };
}

/** A stolen signer is noticed and replaced two days after it began. */
function rotate(stage: Stage): void {
  const { attested } = stage;
  if (attested !== null && stage.try("rotate", () => attested.setKeeperSigner(sponsor.publicKey), marketplace)) {
    stage.honestSigner = sponsor;
  }
}

function finish(stage: Stage): void {
  const { attested, honestSigner, agreement } = stage;
  if (attested === null || !stage.exists(agreement.subscription)) return;
  stage.state(0n, honestSigner, true);
}

/** Days pass on which anybody settles, then the clocks run out, a debt is written off, and all is closed. */
function windUp(stage: Stage): void {
  const { world, agreement, verified } = stage;
  const isThere = () => stage.exists(agreement.subscription);
  for (let day = 0; day < 5 && verified !== null && isThere() && agreement.read().state === "closing"; day++) {
    world.pass(Time.DAY);
    stage.try("settle", () => verified.settle());
  }
  for (const clock of [0n, Time.VERIFIED_CLOSING, 7n * Time.DAY]) {
    if (!isThere()) return;
    world.pass(clock);
    stage.try("close", () => agreement.close());
  }
  if (isThere()) throw new Error("An ended subscription can always be closed");
}

/** Three closes: +$100, −$40, +$90. Fair shares of 10 %: $15 above the high-water mark, $19 of each close. */
export const SCENARIO: readonly Step[] = [
  course("open A", (stage) => open(stage, 1)),
  moment("before A closes"),
  course("A closes", (stage) => close(stage, 100n * Amount.DOLLAR, 1)),
  moment("A unsettled"),
  course("settling A", (stage) => settle(stage, 1), KEEPERS),
  course("midnight comes near", ({ world }) => world.setTime(MIDNIGHT - 1n)),
  moment("a second to midnight"),
  course("midnight", ({ world }) => world.setTime(MIDNIGHT)),
  course("open B", (stage) => open(stage, 2)),
  course("B closes", (stage) => close(stage, -40n * Amount.DOLLAR, 2)),
  moment("B unsettled"),
  course("settling B", (stage) => settle(stage, 2), KEEPERS),
  course("open C", (stage) => open(stage, 1)),
  moment("C open"),
  course("the next day", ({ world }) => world.pass(Time.DAY)),
  course("rotating the signer", rotate, ["keeper admin"]),
  course("C closes", (stage) => close(stage, 90n * Amount.DOLLAR, 1)),
  moment("C unsettled"),
  course("settling C", (stage) => settle(stage, 3), KEEPERS),
  course("leaving", (stage) => void stage.try("leave", () => stage.agreement.unsubscribe(), subscriber)),
  course("the day after", ({ world }) => world.pass(Time.DAY)),
  moment("closing"),
  course("the final close", finish, KEEPERS),
  course("winding up", windUp),
];
