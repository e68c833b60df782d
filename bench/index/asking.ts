/** Asks an index over HTTP, as an app does. */
import { createHash } from "node:crypto";

export class Asking {
  constructor(private readonly address: string) {}

  /** @throws Error with the answer if it is none */
  async get(path: string): Promise<string> {
    const response = await fetch(`${this.address}${path}`);
    const body = await response.text();
    if (!response.ok) throw new Error(`${path}: ${response.status} ${body}`);
    return body;
  }

  async json<T>(path: string): Promise<T> {
    return JSON.parse(await this.get(path)) as T;
  }

  /** Milliseconds of each answer, asked one after the other. */
  async times(paths: readonly string[]): Promise<number[]> {
    const times: number[] = [];
    for (const path of paths) {
      const start = performance.now();
      await this.get(path);
      times.push(performance.now() - start);
    }
    return times;
  }

  /** Of all answers together. */
  async digest(paths: readonly string[]): Promise<string> {
    const hash = createHash("sha256");
    for (const path of paths) hash.update(path).update(await this.get(path));
    return hash.digest("hex");
  }
}
