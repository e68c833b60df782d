/** What can go wrong in ways that somebody tells apart. */
import type { Explanation } from "@profit-share/sdk";

/** Wrong input: the message says which, nothing was started or sent. Exit code 2. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}

/** A transaction was refused, nothing happened. The message says why in plain words. */
export class Refused extends Error {
  override readonly name = "Refused";

  constructor(
    readonly explanation: Explanation,
    cause: unknown,
  ) {
    super(explanation.message, { cause });
  }
}
