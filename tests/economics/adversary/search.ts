/** Looks for the sequence of actions by which a coalition takes or destroys the most. The same in every run. */

import { Random } from "@profit-share/testing/random";
import { ACTORS } from "@profit-share/testing/svm/actors";
import { type Action, actionsOf, drawnActions } from "./actions";
import type { Game } from "./game";
import type { Role } from "./parties";
import { type Move, SCENARIO } from "./scenario";
import { fairShare, type Outcome, outcomeOf } from "./takings";

/** Every sequence with this many deviations from the honest course is played. */
const DEVIATIONS = 2;
/** Random sequences on top, with any number of them. */
const WALKS = 6;
const SEED = 20_261_126;

export interface Best {
  amount: bigint;
  /** What was done when. */
  by: readonly string[];
}
/** The best of each aim; null for what a coalition does to its own. */
export interface Bests {
  takes: Best;
  costsSubscriber: Best | null;
  costsCreator: Best | null;
}
export interface Found {
  coalition: readonly Role[];
  /** Of all sequences with the few deviations. */
  few: Bests;
  /** Of the random ones, with any number. */
  many: Bests;
}

const AIMS = ["takes", "costsSubscriber", "costsCreator"] as const;
type Aim = (typeof AIMS)[number];

/** @param accepted collects the names of actions that were accepted at least once */
export function searchAll(game: Game, coalitions: readonly (readonly Role[])[], accepted: Set<string>): Found[] {
  const groups = new Map<string, (readonly Role[])[]>();
  for (const coalition of coalitions) {
    const key = effective(game, coalition).join();
    groups.set(key, [...(groups.get(key) ?? []), coalition]);
  }
  const found = [...groups.values()].flatMap((group) => new Search(game, group, accepted).everything());
  return coalitions.map((coalition) => found.find((one) => one.coalition === coalition)!);
}

/**
 * The roles whose actions can change an outcome: coalitions with the same ones play the same games and only count them
 * differently. A creator's own actions are tried alone, a signer's are among its admin's, and a verified agreement has
 * no keeper.
 */
function effective(game: Game, coalition: readonly Role[]): Role[] {
  if (coalition.length === 1 && coalition[0] === "creator") return ["creator"];
  return coalition.filter((role) => {
    if (role === "creator") return false;
    if (role === "keeper signer") return game.verified === null && !coalition.includes("keeper admin");
    return role !== "keeper admin" || game.verified === null;
  });
}

class Search {
  /** Moments that were played from, with the fewest deviations that led there. */
  private readonly seen = new Map<string, number>();
  private best: Map<Aim, Best>[] = [];
  private readonly coalition: readonly Role[];
  private readonly actions: readonly Action[];

  constructor(
    private readonly game: Game,
    private readonly coalitions: readonly (readonly Role[])[],
    private readonly accepted: Set<string>,
  ) {
    this.coalition = effective(game, coalitions[0]!);
    this.actions = actionsOf(game, this.coalition);
  }

  everything(): Found[] {
    const few = this.bestsOf(() => {
      this.game.goTo(this.game.start);
      this.playOn(0, []);
    });
    const random = new Random(SEED);
    const many = this.bestsOf(() => {
      for (let walk = 0; walk < WALKS; walk++) this.walk(random);
    });
    return this.coalitions.map((coalition, index) => ({ coalition, few: few[index]!, many: many[index]! }));
  }

  /** By coalition, the best that `play` comes to. */
  private bestsOf(play: () => void): Bests[] {
    this.best = this.coalitions.map(() => new Map());
    play();
    return this.best.map((found) => {
      const best = (aim: Aim) => found.get(aim) ?? null;
      return { takes: best("takes")!, costsSubscriber: best("costsSubscriber"), costsCreator: best("costsCreator") };
    });
  }

  /** Plays every continuation from where the game is. */
  private playOn(index: number, done: readonly string[]): void {
    const move = SCENARIO[index];
    if (move === undefined) {
      this.end(done);
      return;
    }
    if (move.kind === "moment" && done.length > 0 && this.isKnown(`at ${index}`, done.length)) return;
    const now = this.game.moment();
    const choices = done.length < DEVIATIONS ? this.choices(move) : [];
    this.follow(move);
    this.playOn(index + 1, done);
    for (const { name, play } of choices) {
      this.game.goTo(now);
      if (!play()) continue;
      if (this.isKnown(`after ${index}`, done.length + 1)) continue;
      this.playOn(index + 1, [...done, name]);
    }
  }

  /** Whether the same was played on from before, with as many deviations left. */
  private isKnown(where: string, deviations: number): boolean {
    const key = `${where} ${this.game.fingerprint()}`;
    const fewest = this.seen.get(key);
    if (fewest !== undefined && fewest <= deviations) return true;
    this.seen.set(key, deviations);
    return false;
  }

  private walk(random: Random): void {
    this.game.goTo(this.game.start);
    const done: string[] = [];
    for (const move of SCENARIO) {
      const drawn = move.kind === "moment" ? this.drawn(random, move) : this.choices(move);
      const choice = drawn.length > 0 && random.chance(60) ? random.pick(drawn) : null;
      if (choice?.play() === true) done.push(choice.name);
      else this.follow(move);
    }
    this.end(done);
  }

  private drawn(random: Random, move: Move) {
    const amount = 1n + random.upTo(999_999_999n);
    return [...this.choices(move), ...this.named(move, drawnActions(this.game, this.coalition, amount))];
  }

  private follow(move: Move): void {
    if (move.kind === "course") move.play(this.game);
  }

  /** What the coalition can do instead of following. A signer that was rotated away leaves nothing out any more. */
  private choices(move: Move): { name: string; play: () => boolean }[] {
    if (move.kind === "moment") return this.named(move, this.actions);
    const { game } = this;
    const able = (role: Role) => role !== "keeper signer" || game.honestSigner === ACTORS.keeperSigner;
    const some = move.by.some((role) => this.coalition.includes(role) && able(role));
    if (!some || game.verified !== null) return [];
    return [{ name: `without ${move.name}`, play: () => true }];
  }

  private named(move: Move, actions: readonly Action[]) {
    return actions.map((action) => ({
      name: `${move.name}: ${action.name}`,
      play: () => {
        const accepted = action.play(this.game);
        if (accepted) this.accepted.add(action.name);
        return accepted;
      },
    }));
  }

  private end(by: readonly string[]): void {
    const { game } = this;
    const after = game.holdings();
    const total = (holdings: object) =>
      Object.values(holdings).reduce((sum: bigint, amount: bigint) => sum + amount, 0n);
    if (total(after) !== total(game.held)) throw new Error(`Tokens came or went: ${by.join("; ")}`);
    const fair = fairShare(game.setting, game.trades.closes);
    this.coalitions.forEach((coalition, index) => {
      this.compare(this.best[index]!, outcomeOf(coalition, fair, game.held, after), by);
    });
  }

  private compare(best: Map<Aim, Best>, outcome: Outcome, by: readonly string[]): void {
    for (const aim of AIMS) {
      const amount = outcome[aim];
      if (amount === null) continue;
      const known = best.get(aim);
      const shorter = known !== undefined && amount === known.amount && by.length < known.by.length;
      if (known === undefined || amount > known.amount || shorter) best.set(aim, { amount, by });
    }
  }
}
