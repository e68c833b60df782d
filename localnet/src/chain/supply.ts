import type { AccountState, Runtime } from "./runtime";
import { TOKEN_PROGRAMS } from "./token";

/** Who owns the accounts that LiteSVM starts with. */
const GENESIS_OWNERS: readonly string[] = [
  ...TOKEN_PROGRAMS,
  "11111111111111111111111111111111",
  "BPFLoader1111111111111111111111111111111111",
  "BPFLoader2111111111111111111111111111111111",
  "BPFLoaderUpgradeab1e11111111111111111111111",
  "Config1111111111111111111111111111111111111",
  "Feature111111111111111111111111111111111111",
  "NativeLoader1111111111111111111111111111111",
  "Sysvar1111111111111111111111111111111111111",
];

/** Adds up the lamports of all accounts. LiteSVM lists accounts by owner only, so whoever owned one is remembered. */
export class Supply {
  private readonly owners = new Set(GENESIS_OWNERS);

  /** To be told of every account that was written. */
  saw(account: AccountState | null): void {
    if (account !== null) this.owners.add(account.owner);
  }

  /** Lamports. */
  total(runtime: Pick<Runtime, "accountsOwnedBy">): bigint {
    let total = 0n;
    for (const owner of this.owners) {
      for (const { lamports } of runtime.accountsOwnedBy(owner).values()) total += lamports;
    }
    return total;
  }
}
