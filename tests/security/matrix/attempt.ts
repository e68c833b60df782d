/** Tries a call with one account changed and puts everything back. */

import { ACTORS } from "@profit-share/testing/svm/actors";
import type { Account } from "@profit-share/testing/svm/svm";
import type { PublicKey, TransactionInstruction } from "@solana/web3.js";
import { harm, holdingsOf } from "../support/holdings";
import { Scene, signersOf } from "../support/scene";
import type { Call } from "./calls";
import { type Place, substitutions } from "./substitutions";

/** What an accepted call counts as if nobody is harmed. */
export const HARMLESS = "harmless";

/** A scene on which a call would be accepted. */
export class Attempt {
  readonly original: TransactionInstruction;
  private readonly scene = new Scene();
  private readonly before;
  private readonly meant;

  constructor(private readonly call: Call) {
    this.original = call.make(this.scene);
    this.before = holdingsOf(this.scene);
    this.meant = this.restoring(this.original, () => {
      this.scene.send(this.original);
      return holdingsOf(this.scene);
    });
  }

  /** What comes of each substitution in one place: an error by its name, `harmless`, or what it did to whom. */
  outcomes(places: readonly Place[], index: number): Record<string, string> {
    const tried = substitutions(this.call, places, index, this.original);
    return Object.fromEntries(
      Object.entries(tried).map(([word, substitute]) => [
        word,
        this.restoring(this.original, () => this.outcome(substitute(this.scene))),
      ]),
    );
  }

  /** What comes of another instruction. */
  tryOn(make: (scene: Scene) => TransactionInstruction): string {
    return this.outcome(make(this.scene));
  }

  private outcome(changed: TransactionInstruction): string {
    return this.restoring(changed, () => {
      const signers = signersOf(changed);
      const { world } = this.scene;
      const error = world.refusal(changed, ...signers);
      if (error !== "accepted") return error;
      // What eve does to herself is no harm.
      const names = [...signers, ACTORS.eve].map(({ publicKey }) => publicKey.toBase58());
      const harmed = harm(this.before, this.meant, holdingsOf(this.scene), names);
      return harmed.length === 0 ? HARMLESS : `accepted: ${harmed.join("; ")}`;
    });
  }

  /** A transaction changes what it names and nothing else. */
  private restoring<Result>({ keys }: TransactionInstruction, act: () => Result): Result {
    const { world } = this.scene;
    const read = (at: PublicKey): Account | null => (world.exists(at) ? world.account(at) : null);
    const saved = keys.map(({ pubkey }) => [pubkey, read(pubkey)] as const);
    const result = act();
    for (const [at, account] of saved) if (!isSame(read(at), account)) world.setAccount(at, account);
    return result;
  }
}

const isSame = (a: Account | null, b: Account | null): boolean =>
  a === null || b === null ? a === b : a.owner.equals(b.owner) && a.lamports === b.lamports && a.data.equals(b.data);
