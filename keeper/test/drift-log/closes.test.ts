import { DRIFT_PROGRAM_ID } from "@profit-share/sdk";
import type { WalkedTransaction } from "@profit-share/sdk/history";
import { Keypair, MessageV0, PublicKey } from "@solana/web3.js";
import { expect } from "chai";
import { closesIn } from "../../src/drift-log/closes";
import { loadDriftLog, type ParseLog } from "../../src/drift-log/library";
import { brokenLine, fillLine, INVOKE, liquidationLine, logOf, SUCCESS, TRUNCATED } from "../support/drift-log";

type Fetched = WalkedTransaction["transaction"];

/** 1e-9: one whole unit of the traded asset. */
const ONE = 1_000_000_000n;
const USDC = 1_000_000n;

describe("the closes in Drift's log", () => {
  const user = Keypair.generate().publicKey;
  const other = Keypair.generate().publicKey;
  let parse: ParseLog;

  before(() => {
    parse = loadDriftLog();
  });

  /** A transaction with this log that calls the program. */
  function transaction(logMessages: string[] | null, programId = DRIFT_PROGRAM_ID): Fetched {
    const staticAccountKeys = [Keypair.generate().publicKey, user, programId];
    const message = new MessageV0({
      header: { numRequiredSignatures: 1, numReadonlySignedAccounts: 0, numReadonlyUnsignedAccounts: 1 },
      staticAccountKeys,
      recentBlockhash: PublicKey.default.toBase58(),
      compiledInstructions: [{ programIdIndex: 2, accountKeyIndexes: [1], data: new Uint8Array() }],
      addressTableLookups: [],
    });
    return { transaction: { message, signatures: [] }, meta: { err: null, logMessages } } as unknown as Fetched;
  }

  const closes = (...lines: string[]) => closesIn(transaction(logOf(...lines)), user, parse);

  describe("when the user's order is filled", () => {
    it("has none if that opens or enlarges a position", () => {
      expect(closes(fillLine({ taker: user, base: ONE, quote: 100n * USDC }))).to.deep.equal([]);
    });

    it("has what a long was reduced by", () => {
      const amounts = { base: ONE, quote: 160n * USDC, takerCost: 100n * USDC, takerFee: 2n * USDC };
      expect(closes(fillLine({ taker: user, marketIndex: 7, fillRecordId: 42n, ...amounts }))).to.deep.equal([
        {
          ...{ kind: "fill", eventOrder: 0, marketIndex: 7, fillRecordId: 42n },
          ...{ base: ONE, quote: 160n * USDC, fee: 2n * USDC, pnl: 58n * USDC },
        },
      ]);
    });

    it("has what a short was reduced by, which gains when it is bought back for less", () => {
      const amounts = { base: ONE, quote: 60n * USDC, takerCost: 100n * USDC };
      const [close] = closes(fillLine({ taker: user, direction: "long", ...amounts }));
      expect(close).to.deep.include({ kind: "fill", pnl: 40n * USDC, fee: 0n });
    });

    it("has only what was closed of a fill that turns the position round", () => {
      // 2 held, 5 sold for 750: 2 of them for 300. They had cost 260.
      const amounts = { base: 5n * ONE, quote: 750n * USDC, takerCost: 260n * USDC, takerHeld: 2n * ONE };
      const [close] = closes(fillLine({ taker: user, ...amounts, takerFee: USDC }));
      expect(close).to.deep.include({ kind: "flip", base: 2n * ONE, quote: 300n * USDC, fee: USDC, pnl: 39n * USDC });
    });
  });

  describe("when the user's order fills another's", () => {
    it("has the maker's side, with its rebate", () => {
      const amounts = { base: ONE, quote: 90n * USDC, makerCost: 100n * USDC, makerFee: -3n };
      const [close] = closes(fillLine({ taker: other, maker: user, direction: "long", ...amounts, takerFee: 500n }));
      expect(close).to.deep.include({ kind: "fill", fee: -3n, pnl: -10n * USDC + 3n });
    });

    it("has none if only the taker's position is reduced", () => {
      const amounts = { base: ONE, quote: 90n * USDC, takerCost: 100n * USDC };
      expect(closes(fillLine({ taker: other, maker: user, ...amounts }))).to.deep.equal([]);
    });
  });

  it("has none of other users, of spot markets, and of orders that are not filled", () => {
    const reduces = { base: ONE, quote: 90n * USDC, takerCost: 100n * USDC, makerCost: 100n * USDC };
    const lines = [
      fillLine({ taker: other, ...reduces }),
      fillLine({ taker: user, marketType: "spot", ...reduces }),
      fillLine({ taker: user, action: "cancel", ...reduces }),
    ];
    expect(closes(...lines)).to.deep.equal([]);
  });

  describe("when the user is liquidated", () => {
    const sold = { taker: user, marketIndex: 3, base: ONE, quote: 80n * USDC, takerCost: 100n * USDC };
    const record = { user, marketIndex: 3, base: -ONE, quote: 80n * USDC };

    it("is one close, in the place of the fill that a liquidator made", () => {
      const lines = [
        fillLine({ ...sold, fillRecordId: 9n, takerFee: 3n * USDC }),
        liquidationLine({ ...record, fillRecordId: 9n, liquidatorFee: 2n * USDC, insuranceFee: USDC }),
      ];
      expect(closes(...lines)).to.deep.equal([
        {
          ...{ kind: "liquidation", eventOrder: 1, marketIndex: 3, fillRecordId: 9n },
          ...{ base: ONE, quote: 80n * USDC, fee: 3n * USDC, pnl: -23n * USDC },
        },
      ]);
    });

    it("is one close of all fills that the market made, and leaves the trade before it alone", () => {
      const half = { ...sold, base: ONE / 2n, quote: 40n * USDC, takerCost: 50n * USDC, takerFee: USDC };
      const lines = [
        fillLine({ ...half, fillRecordId: 8n }),
        fillLine({ ...half, fillRecordId: 9n }),
        fillLine({ ...half, fillRecordId: 10n }),
        liquidationLine({ ...record, fillRecordId: 9n, liquidatorOrderId: 0, insuranceFee: 5n }),
      ];
      const found = closes(...lines) as { kind: string; fillRecordId: bigint; fee: bigint; pnl: bigint }[];
      expect(found.map(({ kind, fillRecordId, fee, pnl }) => [kind, fillRecordId, fee, pnl])).to.deep.equal([
        ["fill", 8n, USDC, -11n * USDC],
        ["liquidation", 9n, 2n * USDC + 5n, -22n * USDC - 5n],
      ]);
    });

    it("says no PnL where no fill does", () => {
      const [close] = closes(liquidationLine({ ...record, liquidatorFee: 2n, insuranceFee: 1n }));
      expect(close).to.deep.include({ kind: "liquidation", base: ONE, quote: 80n * USDC, fee: 3n, pnl: null });
    });

    it("is none if no position is closed, or another user is liquidated", () => {
      const lines = [
        liquidationLine({ ...record, base: 0n, quote: 0n }),
        liquidationLine({ ...record, kind: "liquidatePerpPnlForDeposit" }),
        liquidationLine({ ...record, user: other }),
      ];
      expect(closes(...lines)).to.deep.equal([]);
    });
  });

  describe("when the log does not tell all", () => {
    const close = fillLine({ taker: user, base: ONE, quote: 90n * USDC, takerCost: 100n * USDC });
    const kinds = (log: string[] | null) => closesIn(transaction(log), user, parse).map(({ kind }) => kind);

    it("has what it tells, and that there may be more", () => {
      expect(kinds([INVOKE, fillLine(), close, TRUNCATED])).to.deep.equal(["fill", "unread"]);
      const [, unread] = closesIn(transaction([INVOKE, fillLine(), close, TRUNCATED]), user, parse);
      expect(unread).to.deep.equal({ kind: "unread", eventOrder: 2 });
    });

    it("says so if there is none", () => {
      expect(kinds(null)).to.deep.equal(["unread"]);
    });

    it("says so of an event that cannot be decoded", () => {
      expect(kinds([INVOKE, close, brokenLine("OrderActionRecord"), SUCCESS])).to.deep.equal(["unread"]);
    });

    it("says nothing of a transaction that has nothing to do with Drift", () => {
      const settling = transaction(null, Keypair.generate().publicKey);
      expect(closesIn(settling, user, parse)).to.deep.equal([]);
    });
  });

  it("believes no line of another program", () => {
    const close = fillLine({ taker: user, base: ONE, quote: 90n * USDC, takerCost: 100n * USDC });
    const stranger = Keypair.generate().publicKey.toBase58();
    const log = [`Program ${stranger} invoke [1]`, close, `Program ${stranger} success`, INVOKE, SUCCESS];
    expect(closesIn(transaction(log), user, parse)).to.deep.equal([]);
  });
});
