/** Refusals of the model, written as the chain reports them. */
import idl from "@profit-share/sdk/idl.json";

export class Refusal {
  constructor(readonly error: string) {}
}

const OWN = new Map(idl.errors.map(({ name, code }) => [name, `Custom(${code})`]));

/** @param name one of the program's own errors, or the runtime's */
export function refuse(name: string): never {
  throw new Refusal(OWN.get(name) ?? OTHERS[name] ?? name);
}

export function need(holds: boolean, name: string): asserts holds {
  if (!holds) refuse(name);
}

/** Anchor's, the token program's and the system program's numbers. */
const OTHERS: Record<string, string> = {
  ConstraintMut: "Custom(2000)",
  ConstraintExecutable: "Custom(2007)",
  ConstraintAccountIsNone: "Custom(2020)",
  ConstraintDuplicateMutableAccount: "Custom(2040)",
  TokenInsufficientFunds: "Custom(1)",
  TokenMintMismatch: "Custom(3)",
  TokenOwnerMismatch: "Custom(4)",
  TokenAccountFrozen: "Custom(17)",
  SystemAlreadyInUse: "Custom(0)",
  SystemNegativeLamports: "Custom(1)",
};

/** The number under which a batch returns an error. */
export function returnedCode(error: string): bigint {
  const custom = /^Custom\((\d+)\)$/.exec(error);
  if (custom) return BigInt(custom[1]!);
  const builtin = BUILTIN[error];
  if (builtin === undefined) throw new Error(`No code is known for ${error}`);
  return builtin << 32n;
}

/** As solana-program-error numbers them. */
const BUILTIN: Record<string, bigint> = {
  InvalidArgument: 2n,
  InvalidAccountData: 4n,
  AccountDataTooSmall: 5n,
  UninitializedAccount: 10n,
  IllegalOwner: 18n,
  ArithmeticOverflow: 24n,
};
