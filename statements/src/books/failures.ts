/** What keeps the books from being right. Each names the transaction, what is wrong and both numbers. */
import { HistoryUnavailable } from "@profit-share/sdk";

/** The chain says one number and the books another: an entry is missing, or a node told something false. */
export class BooksMismatch extends Error {
  override readonly name = "BooksMismatch";

  constructor(
    readonly signature: string,
    /** What does not fit, such as "credited of <subscription>". */
    readonly what: string,
    /** By the books. */
    readonly expected: bigint | string,
    /** By the chain. */
    readonly actual: bigint | string,
  ) {
    super(
      `Transaction ${signature}: ${what} is ${actual}, by the books ${expected}: ` +
        "pass every transaction of the followed accounts once, oldest first, from a node that keeps them all",
    );
  }
}

/** A transaction is about something whose beginning was not passed. */
export class MissingBeginning extends Error {
  override readonly name = "MissingBeginning";

  constructor(
    readonly signature: string,
    readonly what: "bot" | "subscription",
    readonly address: string,
  ) {
    super(
      `Transaction ${signature} is about ${what} ${address}, whose beginning was not passed: ` +
        `pass the transactions of that address from its first one on, or leave it out of what is followed`,
    );
  }
}

/** The node does not know when the transaction happened. */
export class MissingTime extends HistoryUnavailable {
  override readonly name = "MissingTime";

  constructor(readonly signature: string) {
    super(`The node does not know the time of transaction ${signature}: ask an archive node`);
  }
}

/** The node returns a transaction without something that it did. */
export class IncompleteTransaction extends HistoryUnavailable {
  override readonly name = "IncompleteTransaction";

  constructor(
    readonly signature: string,
    /** Such as "inner instructions". */
    readonly missing: string,
  ) {
    super(`The node returns transaction ${signature} without its ${missing}: ask a node that keeps them`);
  }
}
