/** Ways to fail, by exit code. */

/** Wrong input, found before anything was sent. Exit code 2. */
export class InputError extends Error {
  override readonly name = "InputError";
}

/** The chain refused, cannot be reached, or does not prove what it should. Exit code 1. */
export class Refusal extends Error {
  override readonly name = "Refusal";
}

export const EXIT = { ok: 0, refused: 1, badInput: 2 } as const;
