/** explained.json: each reason with the mutants that may survive for it. */
import { readFileSync } from "node:fs";
import { join } from "node:path";

interface Explanation {
  reason: string;
  mutants: string[];
}

export function explanations(): Map<string, string> {
  const list: Explanation[] = JSON.parse(readFileSync(join(__dirname, "explained.json"), "utf8"));
  return new Map(list.flatMap(({ reason, mutants }) => mutants.map((id) => [id, reason] as const)));
}
