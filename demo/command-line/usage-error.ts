/** Wrong input: the message says which, and nothing was started or sent. Exit code 2. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}
