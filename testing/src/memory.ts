/** How much memory a process holds. */
import { readFileSync } from "node:fs";

/** Megabytes. @throws Error if there is no such process, or the system has no `/proc` */
export function residentMb(pid: number): number {
  return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))![1]) / 1_000;
}
