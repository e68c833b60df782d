/** Random numbers that only depend on a seed. */
import { createHash } from "node:crypto";
import { Random as Numbers } from "../../../sdk/vectors/random";

export class Random {
  private readonly numbers: Numbers;

  constructor(private readonly seed: string) {
    this.numbers = new Numbers(createHash("sha256").update(seed).digest().readUInt32LE(0));
  }

  /** Numbers of its own: what is drawn here changes nothing there. */
  branch(name: string): Random {
    return new Random(`${this.seed}/${name}`);
  }

  /** From 0 to below 1. */
  next = (): number => this.numbers.bits() / 2 ** 32;

  chance(probability: number): boolean {
    return this.next() < probability;
  }

  /** A whole number, both ends included. */
  between(least: number, most: number): number {
    return least + Math.floor(this.next() * (most - least + 1));
  }

  pick<T>(list: readonly T[]): T {
    return list[this.between(0, list.length - 1)]!;
  }

  /** One of the names, each as often as its weight says. */
  weighted<K extends string>(weights: Readonly<Record<K, number>>): K {
    const entries = Object.entries(weights) as [K, number][];
    let left = this.next() * entries.reduce((sum, [, weight]) => sum + weight, 0);
    for (const [name, weight] of entries) {
      left -= weight;
      if (left < 0) return name;
    }
    return entries.at(-1)![0];
  }
}
