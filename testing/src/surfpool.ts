/** Surfpool, a real Solana runtime with JSON-RPC, as a process of its own. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";

export interface RunningSurfpool {
  rpcUrl: string;
  wsUrl: string;
  close(): Promise<void>;
}

const SLOT_MS = "100";

/** @param path of its program, which prints both addresses and runs until it is killed */
export async function startSurfpool(path: string): Promise<RunningSurfpool> {
  const child = spawn(path, [], { env: { ...process.env, SLOT_MS }, stdio: ["ignore", "pipe", "ignore"] });
  const [line] = (await once(createInterface(child.stdout), "line")) as [string];
  const [rpcUrl, wsUrl] = line.split(" ") as [string, string];
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
