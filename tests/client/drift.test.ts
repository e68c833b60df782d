import { encodeDriftUser } from "@profit-share/localnet";
import { DRIFT_PROGRAM_ID } from "@profit-share/sdk";
import {
  type DriftMarkets,
  driftInstructions,
  driftUserAddress,
  instructionData,
  marketsOf,
  readDriftAccount,
  readPerpMarket,
  readSpotMarket,
  readTakenOrder,
} from "@profit-share/sdk/drift";
import { PublicKey, TransactionInstruction } from "@solana/web3.js";
import { expect } from "chai";

const { settlePnl, withdraw: withdrawFrom } = driftInstructions;

const key = (number: number): PublicKey => new PublicKey(Uint8Array.of(...new Array(31).fill(0), number));

interface IdlInstruction {
  name: string;
  accounts: { name: string; isMut: boolean; isSigner: boolean }[];
  args: { name: string; type: unknown }[];
}

/** Drift's own interface, from its SDK. Loaded here only, because the package is large. */
function idl(name: string): IdlInstruction {
  const { instructions } = require("@drift-labs/sdk/lib/node/idl/drift.json") as { instructions: IdlInstruction[] };
  return instructions.find((candidate) => candidate.name === name)!;
}

const AUTHORITY = key(1);
const USER = driftUserAddress(AUTHORITY, 0);
const ORACLES = { sol: key(31), usdc: key(32), btc: key(33) };

const spot = (oracle: typeof AUTHORITY | null) => ({ ...readSpotMarket(0, null), oracle });
const MARKETS: DriftMarkets = {
  spot: new Map([
    [0, spot(ORACLES.usdc)],
    [1, { ...readSpotMarket(1, null), oracle: ORACLES.sol }],
  ]),
  perp: new Map([
    [0, { ...readPerpMarket(0, null), oracle: ORACLES.sol }],
    [1, { ...readPerpMarket(1, null), oracle: ORACLES.btc }],
  ]),
};

const flags = ({ keys }: ReturnType<typeof settlePnl>) =>
  keys.map(({ isSigner, isWritable }) => ({ isSigner, isMut: isWritable }));
const shape = ({ accounts }: IdlInstruction) => accounts.map(({ isSigner, isMut }) => ({ isSigner, isMut }));

describe("Drift's instructions", () => {
  const settle = settlePnl({ user: USER, authority: AUTHORITY, markets: MARKETS, marketIndex: 1 });
  const withdrawal = { user: USER, authority: AUTHORITY, to: key(9), amount: 1_500_000n, reduceOnly: true };
  const withdraw = withdrawFrom({ ...withdrawal, markets: MARKETS });

  it("have the accounts that Drift's interface names first, with their flags", () => {
    expect(flags(settle).slice(0, 4)).to.deep.equal(shape(idl("settlePnl")));
    expect(flags(withdraw).slice(0, 8)).to.deep.equal(shape(idl("withdraw")));
    expect(idl("settlePnl").accounts.map(({ name }) => name)).to.deep.equal([
      "state",
      "user",
      "authority",
      "spotMarketVault",
    ]);
  });

  it("have the arguments of Drift's interface", () => {
    // settle_pnl(market_index: u16)
    expect(Buffer.from(settle.data).toString("hex")).to.equal("2b3dea2d0f5f9899" + "0100");
    // withdraw(market_index: u16, amount: u64, reduce_only: bool)
    expect(Buffer.from(withdraw.data).toString("hex")).to.equal(
      "b712469c946da122" + "0000" + "60e3160000000000" + "01",
    );
  });

  it("are the same without the markets, up to where those begin", () => {
    const bare = settlePnl({ user: USER, authority: AUTHORITY, marketIndex: 1 });
    expect(settle.data).to.deep.equal(bare.data);
    expect(settle.keys.slice(0, 4)).to.deep.equal(bare.keys.slice(0, 4));
    const bareWithdraw = withdrawFrom(withdrawal);
    expect(withdraw.data).to.deep.equal(bareWithdraw.data);
    expect(withdraw.keys.slice(0, 8)).to.deep.equal(bareWithdraw.keys.slice(0, 8));
  });

  it("end with oracles (each once), spot markets, perp markets", () => {
    const rest = settle.keys.slice(4).map(({ pubkey, isWritable }) => [pubkey.toBase58(), isWritable]);
    expect(rest).to.deep.equal([
      [ORACLES.usdc.toBase58(), false],
      [ORACLES.sol.toBase58(), false],
      [ORACLES.btc.toBase58(), false],
      // PDAs "spot_market", index of Drift.
      ["6gMq3mRCKf8aP3ttTyYhuijVZ2LGi14oDsBbkgubfLB3", true],
      ["3x85u7SWkmmr7YQGYhtjARgxwegTLJgkSLRprfXod6rh", false],
      // PDAs "perp_market", index of Drift: SOL and BTC.
      ["8UJgxaiQx5nTrdDgph5FiahMmzduuLTLf5WmsPegYA6W", false],
      ["2UZMvVTBQR9yWxrEdzEQzXWE61bUjqQ5VpJAGqVb3B19", true],
    ]);
  });
});

describe("readDriftAccount", () => {
  it("finds the quote balance, the markets in use, and what settles into the deposit", () => {
    const data = encodeDriftUser({
      authority: AUTHORITY,
      quoteScaledBalance: 5_000_000_000n,
      perpPositions: [
        { marketIndex: 0 },
        { marketIndex: 3, baseAssetAmount: -2n, quoteAssetAmount: 7n, quoteEntryAmount: 6n },
        { marketIndex: 1, openOrders: 1 },
        { marketIndex: 2, quoteAssetAmount: 1n, positionFlag: 1 },
        { marketIndex: 5, lpShares: 9n },
      ],
    });
    const account = readDriftAccount(data);
    expect(account.quoteScaledBalance).to.equal(5_000_000_000n);
    expect(account.positions).to.deep.equal([
      { marketIndex: 3, baseAssetAmount: -2n, quoteAssetAmount: 7n, quoteEntryAmount: 6n, settlesIntoDeposit: true },
      { marketIndex: 1, baseAssetAmount: 0n, quoteAssetAmount: 0n, quoteEntryAmount: 0n, settlesIntoDeposit: true },
      { marketIndex: 2, baseAssetAmount: 0n, quoteAssetAmount: 1n, quoteEntryAmount: 0n, settlesIntoDeposit: false },
      { marketIndex: 5, baseAssetAmount: 0n, quoteAssetAmount: 0n, quoteEntryAmount: 0n, settlesIntoDeposit: false },
    ]);
    expect(marketsOf(account)).to.deep.equal({ spot: [0], perp: [1, 2, 3, 5] });
  });

  it("reads a borrow as negative, and names the quote market also without a balance", () => {
    const borrow = readDriftAccount(encodeDriftUser({ authority: AUTHORITY, quoteScaledBalance: -8n }));
    expect(borrow.quoteScaledBalance).to.equal(-8n);
    expect(marketsOf(readDriftAccount(encodeDriftUser({ authority: AUTHORITY })))).to.deep.equal({
      spot: [0],
      perp: [],
    });
  });
});

describe("an order that Drift fills at once", () => {
  /** What stands before `reduceOnly`, by Drift's interface. */
  const SIZES: Record<string, number> = { u8: 1, u16: 2, u64: 8 };
  const { types } = require("@drift-labs/sdk/lib/node/idl/drift.json") as {
    types: { name: string; type: { fields: { name: string; type: string | { defined: string } }[] } }[];
  };
  const { fields } = types.find(({ name }) => name === "OrderParams")!.type;
  const before = fields.slice(
    0,
    fields.findIndex(({ name }) => name === "reduceOnly"),
  );
  const length = before.reduce((sum, { type }) => sum + (typeof type === "string" ? SIZES[type]! : 1), 0);

  const order = (reduceOnly: number): TransactionInstruction => {
    const rest = [...new Uint8Array(length).fill(9), reduceOnly, 0, 0];
    const data = instructionData("place_and_take_perp_order").bytes(Uint8Array.from(rest), rest.length);
    const keys = idl("placeAndTakePerpOrder").accounts.map(({ name, isMut, isSigner }, index) => ({
      pubkey: name === "user" ? USER : key(100 + index),
      isSigner,
      isWritable: isMut,
    }));
    return new TransactionInstruction({ programId: DRIFT_PROGRAM_ID, keys, data: Buffer.from(data.finish()) });
  };

  it("should be read as Drift's interface has it", () => {
    expect(readTakenOrder(order(1))).to.deep.equal({ user: USER, reduceOnly: true });
    expect(readTakenOrder(order(0))).to.deep.equal({ user: USER, reduceOnly: false });
  });

  it("should not be read from what is too short", () => {
    const short = order(1);
    short.data = short.data.subarray(0, 8 + length);
    expect(readTakenOrder(short)).to.equal(null);
  });
});
