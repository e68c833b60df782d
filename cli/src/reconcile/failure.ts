/** What is asked beside the chain did not do its part. */

/** The keeper's database or the index gives no answer, or none that is understood. */
export class SourceFailure extends Error {
  override readonly name = "SourceFailure";
}
