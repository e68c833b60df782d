import type { Fate } from "../support/faulty-rpc";
import type { Finality } from "./course";

/** Looks at a transaction before it is final, and the last of them that do not see it. */
const LATE_LOOKS = 6;
const FORK_LOOKS = 3;

/** How a node speaks of what it has confirmed, look by look: of a fork it knows nothing for two looks and one more. */
export class Statuses {
  private readonly looks = new Map<string, number>();

  constructor(private finality: Finality) {}

  /** From now on everything is final at once. */
  calm(): void {
    this.finality = "at once";
  }

  fate([signatures, config]: unknown[]): Fate {
    // Who asks for the history, too, decides on the answer: a node without it says so in another way.
    const isLook = (config as { searchTransactionHistory?: boolean } | undefined)?.searchTransactionHistory !== true;
    if (this.finality === "at once" || !isLook) return "pass";
    const names = signatures as string[];
    return {
      change: ({ value, ...rest }: { value: (object | null)[] }) => ({
        ...rest,
        value: value.map((status, index) => status && this.seen(names[index]!, status)),
      }),
    };
  }

  private seen(signature: string, status: object): object | null {
    const look = (this.looks.get(signature) ?? 0) + 1;
    this.looks.set(signature, look);
    if (look > LATE_LOOKS) return status;
    const isGone = this.finality === "after a fork" && look > LATE_LOOKS - FORK_LOOKS;
    return isGone ? null : { ...status, confirmationStatus: "confirmed", confirmations: 1 };
  }
}
