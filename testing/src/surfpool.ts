/** Surfpool, a real Solana runtime with JSON-RPC, as a process of its own. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { Connection } from "@solana/web3.js";

export interface RunningSurfpool {
  rpcUrl: string;
  wsUrl: string;
  close(): Promise<void>;
}

const SLOT_MS = "100";

/** It looks for free ports and takes them a moment later: somebody else may have been faster. */
const ATTEMPTS = 3;

/** @param path of its program, which prints both addresses and runs until it is killed @throws Error if it ends before that */
export async function startSurfpool(path: string): Promise<RunningSurfpool> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await start(path);
    } catch (error) {
      if (attempt === ATTEMPTS) throw error;
    }
  }
}

async function start(path: string): Promise<RunningSurfpool> {
  const child = spawn(path, [], { env: { ...process.env, SLOT_MS }, stdio: ["ignore", "pipe", "pipe"] });
  let said = "";
  child.stderr.on("data", (chunk) => {
    said = `${said}${chunk}`.slice(-2_000);
  });
  const ended = once(child, "exit").then(([code]) => {
    throw new Error(`Surfpool ended with ${code} before it said where it is: ${said}`);
  });
  const [line] = (await Promise.race([once(createInterface(child.stdout), "line"), ended])) as [string];
  // That it ends later is no failure.
  ended.catch(() => {});
  const [rpcUrl, wsUrl] = line.split(" ") as [string, string];
  await firstSlot(rpcUrl).catch((error: unknown) => {
    child.kill();
    throw error;
  });
  return {
    rpcUrl,
    wsUrl,
    async close() {
      const exited = once(child, "exit");
      child.kill();
      await exited;
    },
  };
}

/** In its first slot it says `transactionCount: null` of its epoch, which no validator says and web3.js does not take. */
async function firstSlot(rpcUrl: string): Promise<void> {
  const connection = new Connection(rpcUrl);
  const over = () =>
    connection.getEpochInfo().then(
      () => true,
      (error: unknown) => {
        if (error instanceof TypeError && "failures" in error) return false;
        throw error;
      },
    );
  while (!(await over())) await new Promise((done) => setTimeout(done, 20));
}
