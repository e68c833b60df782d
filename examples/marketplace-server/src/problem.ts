/** What a request cannot have, with the status that says so. */
export class Problem extends Error {
  override readonly name = "Problem";

  constructor(
    readonly status: number,
    message: string,
  ) {
    super(message);
  }
}
