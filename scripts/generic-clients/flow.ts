/** A flow in which every instruction is run, every event emitted and every account written, recorded as bytes. */
import { PROGRAM_ID, settleBatch } from "@profit-share/sdk";
import { IDL } from "@profit-share/sdk/idl";
import { ACTORS } from "@profit-share/testing/svm/actors";
import { Attested } from "@profit-share/testing/svm/attested";
import { attestedRow, verifiedRow } from "@profit-share/testing/svm/batch";
import { Amount, PositionFlag, Time } from "@profit-share/testing/svm/constants";
import type { Sent } from "@profit-share/testing/svm/svm";
import { OPEN_POSITION, Verified } from "@profit-share/testing/svm/verified";
import { World } from "@profit-share/testing/svm/world";
import type { Keypair, PublicKey, TransactionInstruction } from "@solana/web3.js";

const { creator, subscriber, agent, marketplace, keeperSigner, eve } = ACTORS;
const { DOLLAR } = Amount;

/** An account or event, its discriminator in front. */
export interface Stored {
  /** As the IDL names it. */
  name: string;
  data: Uint8Array;
}

export interface Flow {
  /** Of the instructions that ran, as the IDL names them. */
  instructions: string[];
  /** Each state that an account was in after a transaction. */
  accounts: Stored[];
  events: Stored[];
  /** Of one transaction after the other. */
  logs: string[][];
}

/** Of an event instruction: Anchor's tag, in front of the event. */
const TAG_LENGTH = 8;
const LOG_PREFIX = "Program data: ";

export function recordFlow(): Flow {
  const world = new World();
  const attested = new Attested(world, { accountNo: 3 });
  const verified = new Verified(world);
  const recorder = new Recorder(world, [
    ...[attested.keeper, attested.bot, attested.subscription],
    ...[verified.bot, verified.subscription],
  ]);
  const send = recorder.send.bind(recorder);

  register(attested, send);
  publish(verified, attested, send);
  begin(verified, attested, send);
  settle(verified, attested, send);
  pay(verified, attested, send);
  end(verified, attested, send);
  return recorder.flow;
}

type Send = (instructions: TransactionInstruction | TransactionInstruction[], ...signers: Keypair[]) => void;

function register(attested: Attested, send: Send): void {
  send(attested.registerKeeper({ signer: eve.publicKey }), marketplace);
  send(attested.setKeeperSigner(keeperSigner.publicKey), marketplace);
  send(attested.transferKeeper(eve.publicKey), marketplace);
  send(attested.acceptKeeper(eve.publicKey), eve);
}

function publish(verified: Verified, attested: Attested, send: Send): void {
  verified.placeQuoteMarket();
  send(verified.publishBot(), creator);
  send(attested.publishBot(), creator);
  send(attested.setPayout(), creator);
  send(attested.setOpen(false), creator);
  send(attested.setOpen(true), creator);
}

function begin(verified: Verified, attested: Attested, send: Send): void {
  verified.placeUser({
    settledPerpPnl: -3n * DOLLAR,
    nextLiquidationId: 5,
    totalDeposits: 40n,
    totalWithdraws: 30n,
    // Closed, and its loss is not settled yet.
    perpPositions: [{ marketIndex: 1, quoteAssetAmount: -2n * DOLLAR }],
  });
  send(verified.subscribe(), subscriber, agent);
  send(attested.subscribe(), subscriber, agent);
  send(attested.updateTerms({ terms: { profitShareBps: 500 } }), creator);
  send(attested.deposit(), subscriber);
  const { world, escrow } = attested;
  world.editTokens(escrow, { amount: world.tokens(escrow) + DOLLAR });
  send(attested.sync());
}

function settle(verified: Verified, attested: Attested, send: Send): void {
  // An open position holds a loss of $10.
  const losing = { ...OPEN_POSITION, quoteAssetAmount: OPEN_POSITION.quoteEntryAmount - 10n * DOLLAR };
  verified.placeUser({ settledPerpPnl: 100n * DOLLAR, perpPositions: [losing] });
  send(verified.settle());
  const liquidated = { ...losing, positionFlag: PositionFlag.BEING_LIQUIDATED };
  verified.placeUser({ settledPerpPnl: 130n * DOLLAR, nextLiquidationId: 6, perpPositions: [liquidated] });
  send(verified.settle());

  send(attested.settle(100n * DOLLAR), keeperSigner);
  verified.realize(150n * DOLLAR);
  const row = attestedRow(attested, -7n * DOLLAR);
  const keeper = { address: attested.keeper, signer: keeperSigner.publicKey };
  // The second row of the attested subscription is skipped.
  send(settleBatch({ keeper, rows: [verifiedRow(verified), row, row] }), keeperSigner);
}

function pay(verified: Verified, attested: Attested, send: Send): void {
  send(attested.claim(), creator);
  send(attested.payout({ destination: attested.world.purse(eve.publicKey) }));
  send(verified.withdraw(), subscriber);
  send(verified.setCap(50n * DOLLAR), subscriber);
  // Above the day's cap and the balance: a part is dropped, a part is owed.
  send(attested.settle(5_000n * DOLLAR), keeperSigner);
  send(attested.waive(), creator);
  send(attested.deposit(), subscriber);
}

function end(verified: Verified, attested: Attested, send: Send): void {
  const { world } = verified;
  send(attested.transferBot(eve.publicKey), creator);
  send(attested.acceptBot(eve.publicKey), eve);
  send(verified.unsubscribe(), subscriber);
  send(attested.unsubscribe(), subscriber);
  world.pass(Time.DAY);
  verified.placeUser({ perpPositions: [] });
  send(verified.settle());
  send(verified.close());
  send(verified.claimVault(), creator);
  // The debt is written off.
  world.pass(3n * Time.ATTESTED_CLOSING);
  send(attested.close());
}

class Recorder {
  readonly flow: Flow = { instructions: [], accounts: [], events: [], logs: [] };

  /** @param watched addresses of accounts, whether they exist already or not */
  constructor(
    private readonly world: World,
    private readonly watched: readonly PublicKey[],
  ) {}

  send(instructions: TransactionInstruction | TransactionInstruction[], ...signers: Keypair[]): void {
    const sent = this.world.send(instructions, ...signers);
    const { flow } = this;
    flow.instructions.push(...[instructions].flat().map(({ data }) => nameOf(IDL.instructions, data)));
    flow.logs.push(sent.logs);
    flow.events.push(...eventsOf(sent).map((data) => ({ name: nameOf(IDL.events, data), data })));
    for (const at of this.watched) this.keep(at);
  }

  private keep(at: PublicKey): void {
    if (!this.world.exists(at)) return;
    const { data } = this.world.account(at);
    const { accounts } = this.flow;
    if (data.length === 0 || accounts.some((stored) => data.equals(stored.data))) return;
    accounts.push({ name: nameOf(IDL.accounts, data), data });
  }
}

function eventsOf({ inner, logs }: Sent): Uint8Array[] {
  const own = inner.filter(({ program }) => program.equals(PROGRAM_ID));
  const logged = logs.filter((line) => line.startsWith(LOG_PREFIX));
  return [
    ...own.map(({ data }) => data.subarray(TAG_LENGTH)),
    ...logged.map((line) => Buffer.from(line.slice(LOG_PREFIX.length), "base64")),
  ];
}

/** @throws Error if none begins like the data */
function nameOf(list: readonly { name: string; discriminator: readonly number[] }[], data: Uint8Array): string {
  const found = list.find(({ discriminator }) => discriminator.every((byte, index) => data[index] === byte));
  if (found === undefined) throw new Error(`The IDL has nothing that begins with ${[...data.subarray(0, 8)]}`);
  return found.name;
}
