/** Who gains and who pays what in a transaction, computed from its accounts before and after it. */
import { PublicKey } from "@solana/web3.js";

/** Tokens in a token account. */
export interface HeldTokens {
  mint: PublicKey;
  owner: PublicKey;
  /** u64 base units. */
  amount: bigint;
}

/** What an account held at one moment. */
export interface Holding {
  lamports: bigint;
  /** Whether it is a wallet, whose lamports can be spent. Those of every other account are its rent. */
  isWallet: boolean;
  /** null if it is no token account. */
  tokens: HeldTokens | null;
}

/** What one owner's tokens of one mint change by. */
export interface TokenChange {
  mint: PublicKey;
  /** Base units, below zero if the owner pays. */
  amount: bigint;
}

/** What changes for the owner of a wallet or of token accounts; a program's address can be one, such as a subscription. */
export interface OwnerChange {
  owner: PublicKey;
  /** Of the wallet itself, fee and rent included; below zero if it pays. */
  lamports: bigint;
  /** One entry for each mint of which the owner has more or less afterwards, over all its token accounts. */
  tokens: TokenChange[];
}

export interface BalanceChanges {
  /** Those for whom something changes, whoever comes first among the transaction's accounts first: who pays the fee. */
  owners: OwnerChange[];
  /** Lamports put into accounts that are no wallets, and taken out of them, without what a wrapped-SOL account wraps. */
  rent: { paid: bigint; returned: bigint };
}

/** The mint of wrapped SOL: its tokens are lamports of their own account. */
const WRAPPED_SOL = /* @__PURE__ */ new PublicKey("So11111111111111111111111111111111111111112");

/**
 * Nothing is made or lost: `lamports` of all owners, changes of wrapped SOL, `rent.paid − rent.returned` and the fee add up to 0.
 * @param addresses of the accounts @param before @param after what each held, in the same order
 */
export function balanceChanges(
  addresses: readonly PublicKey[],
  before: readonly Holding[],
  after: readonly Holding[],
): BalanceChanges {
  const owners = new Owners();
  const rent = { paid: 0n, returned: 0n };
  for (const [index, address] of addresses.entries()) {
    const [was, is] = [before[index]!, after[index]!];
    owners.of(address).lamports += spendable(is) - spendable(was);
    if (was.tokens !== null) owners.addTokens(was.tokens, -was.tokens.amount);
    if (is.tokens !== null) owners.addTokens(is.tokens, is.tokens.amount);
    const more = rentIn(is) - rentIn(was);
    if (more > 0n) rent.paid += more;
    else rent.returned -= more;
  }
  return { owners: owners.changed(), rent };
}

const spendable = ({ lamports, isWallet }: Holding): bigint => (isWallet ? lamports : 0n);

function rentIn({ lamports, isWallet, tokens }: Holding): bigint {
  if (isWallet) return 0n;
  return tokens?.mint.equals(WRAPPED_SOL) ? lamports - tokens.amount : lamports;
}

/** The sums of every owner, in the order in which they were first named. */
class Owners {
  private readonly sums = new Map<string, { owner: PublicKey; lamports: bigint; tokens: Map<string, TokenChange> }>();

  of(owner: PublicKey) {
    const name = owner.toBase58();
    const sums = this.sums.get(name) ?? { owner, lamports: 0n, tokens: new Map<string, TokenChange>() };
    this.sums.set(name, sums);
    return sums;
  }

  addTokens({ owner, mint }: HeldTokens, amount: bigint): void {
    const { tokens } = this.of(owner);
    const sum = tokens.get(mint.toBase58())?.amount ?? 0n;
    tokens.set(mint.toBase58(), { mint, amount: sum + amount });
  }

  changed(): OwnerChange[] {
    return [...this.sums.values()]
      .map(({ tokens, ...sums }) => ({ ...sums, tokens: [...tokens.values()].filter(({ amount }) => amount !== 0n) }))
      .filter(({ lamports, tokens }) => lamports !== 0n || tokens.length > 0);
  }
}
