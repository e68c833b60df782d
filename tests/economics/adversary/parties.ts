/** Who may conspire, and what each owns. */
import type { ActorName } from "@profit-share/testing/svm/actors";

/** The five parties of an agreement, and who is none. `liquidator`: whom the venue lets take a deposit for a loss. */
export type Role = "creator" | "keeper signer" | "keeper admin" | "subscriber" | "agent" | "stranger" | "liquidator";

/** Whose token accounts a role has. What lies on the venue is nobody's here: every game makes the same trades with it. */
export const WALLETS: Record<Role, readonly ActorName[]> = {
  creator: ["creator", "payoutWallet"],
  "keeper signer": ["keeperSigner"],
  "keeper admin": ["marketplace"],
  subscriber: ["subscriber"],
  agent: ["agent"],
  stranger: ["eve"],
  liquidator: ["sponsor"],
};

const PARTIES: readonly Role[] = ["creator", "keeper signer", "keeper admin", "subscriber", "agent"];

/** Each alone and each pair together. */
export const COALITIONS: readonly (readonly Role[])[] = [
  ["stranger"],
  ...PARTIES.map((party) => [party]),
  ...PARTIES.flatMap((party, index) => PARTIES.slice(index + 1).map((other) => [party, other])),
];

/** Only the verified source reads an account that can be liquidated. */
export const LIQUIDATIONS: readonly (readonly Role[])[] = [
  ["liquidator"],
  ["creator", "liquidator"],
  ["subscriber", "liquidator"],
];
