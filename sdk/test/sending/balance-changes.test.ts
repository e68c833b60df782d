import { PublicKey } from "@solana/web3.js";
import { expect } from "chai";
import fc from "fast-check";
import { balanceChanges, type Holding } from "../../src/sending/balance-changes";

const key = (byte: number): PublicKey => new PublicKey(new Uint8Array(32).fill(byte));
const [ALICE, BOB, DOLLAR, EURO] = [key(1), key(2), key(3), key(4)];
const WRAPPED_SOL = new PublicKey("So11111111111111111111111111111111111111112");
const RENT = 2_039_280n;

const wallet = (lamports: bigint): Holding => ({ lamports, isWallet: true, tokens: null });
const tokens = (owner: PublicKey, amount: bigint, { mint = DOLLAR, lamports = RENT } = {}): Holding => ({
  lamports,
  isWallet: false,
  tokens: { mint, owner, amount },
});
const NOTHING = wallet(0n);

describe("balance changes", () => {
  it("are summed over all token accounts of an owner", () => {
    const { owners } = balanceChanges(
      [key(11), key(12), key(13)],
      [tokens(ALICE, 10n), tokens(ALICE, 5n), tokens(BOB, 0n)],
      [tokens(ALICE, 3n), tokens(ALICE, 6n), tokens(BOB, 6n)],
    );
    expect(owners).to.deep.equal([
      { owner: ALICE, lamports: 0n, tokens: [{ mint: DOLLAR, amount: -6n }] },
      { owner: BOB, lamports: 0n, tokens: [{ mint: DOLLAR, amount: 6n }] },
    ]);
  });

  it("leave out what only moves between accounts of one owner", () => {
    const { owners } = balanceChanges(
      [key(11), key(12)],
      [tokens(ALICE, 10n), tokens(ALICE, 5n)],
      [tokens(ALICE, 15n), tokens(ALICE, 0n)],
    );
    expect(owners).to.deep.equal([]);
  });

  it("follow a token account that is handed over", () => {
    const { owners } = balanceChanges([key(11)], [tokens(ALICE, 10n)], [tokens(BOB, 10n)]);
    expect(owners).to.deep.equal([
      { owner: ALICE, lamports: 0n, tokens: [{ mint: DOLLAR, amount: -10n }] },
      { owner: BOB, lamports: 0n, tokens: [{ mint: DOLLAR, amount: 10n }] },
    ]);
  });

  it("keep mints apart", () => {
    const euros = { mint: EURO };
    const { owners } = balanceChanges(
      [key(11), key(12)],
      [tokens(ALICE, 10n), tokens(ALICE, 0n, euros)],
      [tokens(ALICE, 0n), tokens(ALICE, 9n, euros)],
    );
    expect(owners[0]!.tokens).to.deep.equal([
      { mint: DOLLAR, amount: -10n },
      { mint: EURO, amount: 9n },
    ]);
  });

  it("tell rent that is put in from rent that is taken out", () => {
    const changes = balanceChanges(
      [ALICE, key(11), key(12)],
      [wallet(10n * RENT), NOTHING, tokens(ALICE, 0n)],
      [wallet(10n * RENT - 5_000n), tokens(BOB, 0n), NOTHING],
    );
    expect(changes.rent).to.deep.equal({ paid: RENT, returned: RENT });
    expect(changes.owners).to.deep.equal([{ owner: ALICE, lamports: -5_000n, tokens: [] }]);
  });

  it("count what was sent to an address beforehand as that address's own", () => {
    const program: Holding = { lamports: RENT, isWallet: false, tokens: null };
    const changes = balanceChanges([ALICE, key(11)], [wallet(RENT), wallet(1_000n)], [wallet(1_000n), program]);
    expect(changes.rent).to.deep.equal({ paid: RENT, returned: 0n });
    expect(changes.owners.map(({ lamports }) => lamports)).to.deep.equal([1_000n - RENT, -1_000n]);
  });

  it("count wrapped SOL as tokens, not as rent", () => {
    const wrapped = { mint: WRAPPED_SOL, lamports: RENT + 7n };
    const changes = balanceChanges(
      [ALICE, key(11)],
      [NOTHING, tokens(ALICE, 7n, wrapped)],
      [wallet(RENT + 7n), NOTHING],
    );
    expect(changes.rent).to.deep.equal({ paid: 0n, returned: RENT });
    expect(changes.owners).to.deep.equal([
      { owner: ALICE, lamports: RENT + 7n, tokens: [{ mint: WRAPPED_SOL, amount: -7n }] },
    ]);
  });

  it("add up to what all accounts lost together, whatever happens", () => {
    const owner = fc.constantFrom(ALICE, BOB);
    const lamports = fc.bigInt(0n, 2n ** 53n);
    const amount = fc.bigInt(0n, 2n ** 64n - 1n);
    const holding = fc.oneof(
      lamports.map(wallet),
      lamports.map((some): Holding => ({ lamports: some, isWallet: false, tokens: null })),
      fc.tuple(owner, amount, lamports).map(([who, some, rent]) => tokens(who, some, { lamports: rent })),
      fc.tuple(owner, lamports).map(([who, some]) => tokens(who, some, { mint: WRAPPED_SOL, lamports: some + RENT })),
    );
    const accounts = fc.array(fc.tuple(holding, holding), { maxLength: 12 });
    fc.assert(
      fc.property(accounts, (pairs) => {
        const [before, after] = [pairs.map(([was]) => was), pairs.map(([, is]) => is)];
        const addresses = pairs.map((_, index) => key(20 + index));
        const { owners, rent } = balanceChanges(addresses, before, after);
        const sum = (all: readonly Holding[]) => all.reduce((total, one) => total + one.lamports, 0n);
        const held = (all: readonly Holding[], mint: PublicKey) =>
          all.reduce((total, one) => total + (one.tokens?.mint.equals(mint) ? one.tokens.amount : 0n), 0n);
        const changed = (mint: PublicKey) =>
          owners
            .flatMap((one) => one.tokens)
            .filter((one) => one.mint.equals(mint))
            .reduce((total, one) => total + one.amount, 0n);
        for (const mint of [DOLLAR, WRAPPED_SOL])
          expect(changed(mint)).to.equal(held(after, mint) - held(before, mint));
        const spendable = owners.reduce((total, one) => total + one.lamports, 0n);
        expect(spendable + changed(WRAPPED_SOL) + rent.paid - rent.returned).to.equal(sum(after) - sum(before));
      }),
    );
  });
});
