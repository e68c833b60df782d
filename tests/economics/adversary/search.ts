/** Looks for the sequence of actions by which a coalition takes or destroys the most. The same in every run. */

import { ACTORS } from "@profit-share/testing/svm/actors";
import { Random } from "../../fuzz/random";
import { type Action, actionsOf, drawnActions } from "./actions";
import type { Role } from "./parties";
import type { Stage } from "./play";
import { SCENARIO, type Step } from "./scenario";
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
export interface Found {
  coalition: readonly Role[];
  takes: Best;
  costsSubscriber: Best | null;
  costsCreator: Best | null;
}

const AIMS = ["takes", "costsSubscriber", "costsCreator"] as const;
type Aim = (typeof AIMS)[number];

/** @param accepted collects the names of actions that were accepted at least once */
export function searchAll(stage: Stage, coalitions: readonly (readonly Role[])[], accepted: Set<string>): Found[] {
  const groups = new Map<string, (readonly Role[])[]>();
  for (const coalition of coalitions) {
    const key = effective(stage, coalition).join();
    groups.set(key, [...(groups.get(key) ?? []), coalition]);
  }
  const found = [...groups.values()].flatMap((group) => new Search(stage, group, accepted).run());
  return coalitions.map((coalition) => found.find((one) => one.coalition === coalition)!);
}

/**
 * The roles whose actions can change an outcome: coalitions with the same ones play the same games and only count them
 * differently. A creator's own actions are tried alone, a signer's are among its admin's, and a verified agreement has
 * no keeper.
 */
function effective(stage: Stage, coalition: readonly Role[]): Role[] {
  if (coalition.length === 1 && coalition[0] === "creator") return ["creator"];
  return coalition.filter((role) => {
    if (role === "creator") return false;
    if (role === "keeper signer") return stage.verified === null && !coalition.includes("keeper admin");
    return role !== "keeper admin" || stage.verified === null;
  });
}

class Search {
  /** Moments that were played from, with the fewest deviations that led there. */
  private readonly seen = new Map<string, number>();
  private readonly best: Map<Aim, Best>[];
  private readonly coalition: readonly Role[];
  private readonly actions: readonly Action[];

  constructor(
    private readonly stage: Stage,
    private readonly coalitions: readonly (readonly Role[])[],
    private readonly accepted: Set<string>,
  ) {
    this.coalition = effective(stage, coalitions[0]!);
    this.best = coalitions.map(() => new Map());
    this.actions = actionsOf(stage, this.coalition);
  }

  run(): Found[] {
    this.stage.goTo(this.stage.start);
    this.play(0, []);
    const random = new Random(SEED);
    for (let walk = 0; walk < WALKS; walk++) this.walk(random);
    return this.coalitions.map((coalition, index) => {
      const best = (aim: Aim) => this.best[index]!.get(aim) ?? null;
      const costs = { costsSubscriber: best("costsSubscriber"), costsCreator: best("costsCreator") };
      return { coalition, takes: best("takes")!, ...costs };
    });
  }

  /** Plays every continuation from where the stage is. */
  private play(index: number, done: readonly string[]): void {
    const step = SCENARIO[index];
    if (step === undefined) {
      this.end(done);
      return;
    }
    if (step.kind === "moment" && done.length > 0 && this.isKnown(`at ${index}`, done.length)) return;
    const now = this.stage.moment();
    const choices = done.length < DEVIATIONS ? this.choices(step) : [];
    this.follow(step);
    this.play(index + 1, done);
    for (const { name, run } of choices) {
      this.stage.goTo(now);
      if (!run()) continue;
      if (this.isKnown(`after ${index}`, done.length + 1)) continue;
      this.play(index + 1, [...done, name]);
    }
  }

  /** Whether the same was played on from before, with as many deviations left. */
  private isKnown(where: string, deviations: number): boolean {
    const key = `${where} ${this.stage.fingerprint()}`;
    const fewest = this.seen.get(key);
    if (fewest !== undefined && fewest <= deviations) return true;
    this.seen.set(key, deviations);
    return false;
  }

  private walk(random: Random): void {
    this.stage.goTo(this.stage.start);
    const done: string[] = [];
    for (const step of SCENARIO) {
      const drawn = step.kind === "moment" ? this.drawn(random, step) : this.choices(step);
      const choice = drawn.length > 0 && random.chance(60) ? random.pick(drawn) : null;
      if (choice?.run() === true) done.push(choice.name);
      else this.follow(step);
    }
    this.end(done);
  }

  private drawn(random: Random, step: Step) {
    const amount = 1n + random.upTo(999_999_999n);
    return [...this.choices(step), ...this.named(step, drawnActions(this.stage, this.coalition, amount))];
  }

  private follow(step: Step): void {
    if (step.kind === "course") step.run(this.stage);
  }

  /** What the coalition can do instead of following. A signer that was rotated away leaves nothing out any more. */
  private choices(step: Step): { name: string; run: () => boolean }[] {
    if (step.kind === "moment") return this.named(step, this.actions);
    const { stage } = this;
    const able = (role: Role) => role !== "keeper signer" || stage.honestSigner === ACTORS.keeperSigner;
    const some = step.by.some((role) => this.coalition.includes(role) && able(role));
    if (!some || stage.verified !== null) return [];
    return [{ name: `without ${step.name}`, run: () => true }];
  }

  private named(step: Step, actions: readonly Action[]) {
    return actions.map((action) => ({
      name: `${step.name}: ${action.name}`,
      run: () => {
        const accepted = action.run(this.stage);
        if (accepted) this.accepted.add(action.name);
        return accepted;
      },
    }));
  }

  private end(by: readonly string[]): void {
    const { stage } = this;
    const after = stage.books();
    const total = (books: object) => Object.values(books).reduce((sum: bigint, amount: bigint) => sum + amount, 0n);
    if (total(after) !== total(stage.held)) throw new Error(`Tokens came or went: ${by.join("; ")}`);
    const fair = fairShare(stage.setting, stage.trades.closes);
    this.coalitions.forEach((coalition, index) => {
      this.compare(this.best[index]!, outcomeOf(coalition, fair, stage.held, after), by);
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
