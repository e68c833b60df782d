/** Batches: what a row costs, and how many fit into one v0 transaction with a lookup table. */
import { encodeDriftUser } from "@profit-share/localnet";
import { type BatchRow, DRIFT_PROGRAM_ID, settleBatch, verifiedSubscriptionAddress } from "@profit-share/sdk";
import { driftUserAddress } from "@profit-share/sdk/drift";
import { ACTORS } from "@profit-share/testing/svm/actors";
import { Attested } from "@profit-share/testing/svm/attested";
import { verifiedRow } from "@profit-share/testing/svm/batch";
import { Amount, Time } from "@profit-share/testing/svm/constants";
import { referenceOf } from "@profit-share/testing/svm/history";
import { Verified } from "@profit-share/testing/svm/verified";
import { World } from "@profit-share/testing/svm/world";
import type { Keypair, TransactionInstruction } from "@solana/web3.js";
import { makeDearest } from "./dearest";
import { accountsOf, type Measurement, measure } from "./measure";

/** The runtime's limits of one transaction. */
const MAX_ACCOUNTS = 64;
const MAX_BYTES = 1_232;
/** More rows than fit into `MAX_ACCOUNTS`. */
const MANY = 32;
/** What a keeper's batch holds for sure, with what it asks for and offers: tests/instructions/settle_batch/size.test.ts. */
export const VERIFIED_ROWS = 24;
export const ATTESTED_ROWS = 12;

const { subscriber, agent, marketplace, keeperSigner } = ACTORS;

export interface Batches {
  measurements: Measurement[];
  /** Compute units of one of 24 verified rows, rounded up. */
  perRow: number;
  mostVerified: number;
  mostAttested: number;
}

export function measureBatches(): Batches {
  const verified = new VerifiedRows();
  const attested = new AttestedRows();
  const usual = verified.send(VERIFIED_ROWS, `settle_batch, ${VERIFIED_ROWS} verified rows`)!;
  return {
    measurements: [
      attested.send(1, "settle_batch, 1 attested row")!,
      usual,
      attested.send(ATTESTED_ROWS, `settle_batch, ${ATTESTED_ROWS} attested rows`)!,
      verified.largest("settle_batch, most verified rows"),
      attested.largest("settle_batch, most attested rows"),
      dearestRows(verified.rows),
    ],
    perRow: Math.ceil(usual.computeUnits / VERIFIED_ROWS),
    mostVerified: verified.rows,
    mostAttested: attested.rows,
  };
}

/** Subscriptions in one world, of which batches of any size settle a profit each. */
abstract class Rows {
  /** Of the batch sent last. */
  rows = 0;

  protected abstract readonly world: World;
  protected abstract instruction(rows: number): TransactionInstruction;
  protected readonly signers: Keypair[] = [];

  /** Null if the batch does not fit into a transaction. */
  send(rows: number, name: string): Measurement | null {
    this.rows = rows;
    const { world, signers } = this;
    const instruction = this.instruction(rows);
    if (accountsOf([instruction]).length > MAX_ACCOUNTS) return null;
    try {
      const sent = measure(world, name, instruction, { signers, withTable: true });
      if (sent.records !== rows) throw new Error(`The batch of ${rows} rows recorded ${sent.records}`);
      return sent.bytes <= MAX_BYTES ? sent : null;
    } catch (error) {
      // web3.js's way of saying that a transaction is too large to be written.
      if (error instanceof RangeError) return null;
      throw error;
    }
  }

  largest(name: string): Measurement {
    for (let rows = MANY; rows > 0; rows--) {
      const sent = this.send(rows, name);
      if (sent !== null) return sent;
    }
    throw new Error("Not even a batch of one row fits into a transaction");
  }
}

class VerifiedRows extends Rows {
  protected readonly world = new World();
  private readonly users = range(MANY).map((subAccount) => driftUserAddress(agent.publicKey, subAccount));
  private realized = 0n;

  constructor() {
    super();
    const { world } = this;
    const verified = new Verified(world);
    verified.placeQuoteMarket();
    verified.publish();
    this.trade();
    for (const venueUser of this.users) {
      const over = { account: { venueUser }, deposit: Amount.MIN_BALANCE };
      world.send(verified.subscribe(over), subscriber, agent);
    }
  }

  protected instruction(rows: number): TransactionInstruction {
    this.trade();
    return settleBatch({
      rows: this.users.slice(0, rows).map((venueUser) => ({
        kind: "verified",
        subscription: verifiedSubscriptionAddress(venueUser),
        venueUser,
      })),
    });
  }

  /** One dollar more on every account. */
  private trade(): void {
    for (const [subAccountId, venueUser] of this.users.entries()) {
      const data = encodeDriftUser({ authority: agent.publicKey, subAccountId, settledPerpPnl: this.realized });
      this.world.setAccount(venueUser, { owner: DRIFT_PROGRAM_ID, data });
    }
    this.realized += Amount.DOLLAR;
  }
}

/** As many rows as fit, and each the dearest to settle. */
function dearestRows(count: number): Measurement {
  const world = new World();
  const first = new Verified(world);
  first.placeQuoteMarket();
  first.publish();
  const all = range(count).map((subAccount) => {
    const agreement = new Verified(world, {}, subAccount);
    agreement.placeUser({});
    return makeDearest(agreement.start({ deposit: Amount.MIN_BALANCE }));
  });
  world.pass(Time.DAY);
  const rows = all.map(verifiedRow);
  return measure(world, "settle_batch, most verified rows (dearest)", settleBatch({ rows }), { withTable: true });
}

class AttestedRows extends Rows {
  protected readonly world = new World();
  protected override readonly signers = [keeperSigner];
  private readonly agreements: Attested[];

  /** Each row another bot, which is where it takes the most room. */
  constructor() {
    super();
    const { world } = this;
    world.send(new Attested(world).registerKeeper(), marketplace);
    this.agreements = range(MANY).map((accountNo) => {
      const botId = `attested-bot-${String(accountNo).padStart(3, "0")}`;
      return new Attested(world, { botId, accountNo }).publish().start({ deposit: Amount.MIN_BALANCE });
    });
  }

  protected instruction(rows: number): TransactionInstruction {
    return settleBatch({
      keeper: { address: this.agreements[0]!.keeper, signer: keeperSigner.publicKey },
      rows: this.agreements.slice(0, rows).map((agreement): BatchRow => {
        const { subscription, bot } = agreement;
        const sequence = agreement.read().sequence + 1n;
        const close = { instance: 1n, sequence, closePnl: Amount.DOLLAR, reference: referenceOf(`trade ${sequence}`) };
        return { kind: "attested", subscription, bot, ...close };
      }),
    });
  }
}

const range = (count: number): number[] => [...Array(count).keys()];
