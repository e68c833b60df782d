/** Questions to a child process and their answers. */
import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";

interface Answer {
  id: number;
  result?: unknown;
  error?: string;
}

/** A script as a process of its own, that answers questions. */
export class Helper {
  private readonly child: ChildProcess;
  private readonly waiting = new Map<number, { resolve: (result: never) => void; reject: (error: Error) => void }>();
  private asked = 0;

  constructor(script: string) {
    this.child = fork(script, [], { execArgv: ["--require", require.resolve("tsx/cjs")], serialization: "advanced" });
    this.child.on("message", ({ id, result, error }: Answer) => {
      const question = this.waiting.get(id);
      this.waiting.delete(id);
      if (error === undefined) question?.resolve(result as never);
      else question?.reject(new Error(error));
    });
    this.child.on("exit", (code) => {
      for (const { reject } of this.waiting.values()) reject(new Error(`${script} ended with ${code}`));
    });
  }

  get pid(): number {
    return this.child.pid!;
  }

  /** @throws Error what the process throws, or that it has ended */
  ask<T>(name: string, argument: unknown = null): Promise<T> {
    const id = ++this.asked;
    return new Promise<T>((resolve, reject) => {
      this.waiting.set(id, { resolve: resolve as never, reject });
      this.child.send({ id, name, argument });
    });
  }

  async end(): Promise<void> {
    const ended = once(this.child, "exit");
    this.child.kill("SIGKILL");
    await ended;
  }
}

export type Questions = Record<string, (argument: never) => unknown>;

/** In the child: answers by name. */
export function answer(questions: Questions): void {
  process.on("message", async ({ id, name, argument }: { id: number; name: string; argument: unknown }) => {
    try {
      const result = await questions[name]!(argument as never);
      process.send!({ id, result });
    } catch (error) {
      process.send!({ id, error: (error as Error).stack });
    }
  });
  // Without who asks there is nothing to do.
  process.on("disconnect", () => process.exit());
}
