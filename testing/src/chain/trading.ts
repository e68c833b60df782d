/** What the demo does on the venue: accounts, deposits, trades, and taking over a real account. */
import { DRIFT_PROGRAM_ID, driftInstructions, driftSimulation, driftUserAddress } from "@profit-share/localnet";
import { USER_LAYOUTS, type VenueUser, venueUserOrGone } from "@profit-share/sdk";
import type { Keypair, PublicKey, TransactionInstruction } from "@solana/web3.js";
import type { VenueUserDump } from "../../../demo/dump";
import type { Stage } from "./local-chain";

/** One execution. Buying is `base` above and `quote` below zero. */
export interface Trade {
  market: number;
  /** 1e-9. */
  base: bigint;
  /** 1e-6. */
  quote: bigint;
  /** 1e-6. */
  fee?: bigint;
}

/** An agent with its account on the venue. */
export interface Trader {
  agent: Keypair;
  user: PublicKey;
}

/** Opens the agent's first account on the venue and puts collateral in. @param collateral base units */
export async function openAccount(stage: Stage, agent: Keypair, collateral: bigint): Promise<Trader> {
  const from = await stage.mintTo(agent.publicKey, collateral);
  const by = { authority: agent.publicKey, payer: stage.payer.publicKey };
  const user = driftUserAddress(agent.publicKey, 0);
  await stage.send(
    [
      driftInstructions.initializeUserStats(by),
      driftInstructions.initializeUser({ ...by, subAccountId: 0 }),
      driftInstructions.deposit({ user, authority: agent.publicKey, from, amount: collateral }),
    ],
    agent,
  );
  return { agent, user };
}

/** @returns the transaction's signature */
export function trade(stage: Stage, { agent, user }: Trader, { market, ...execution }: Trade): Promise<string> {
  const fill = driftSimulation.fill({ user, authority: agent.publicKey, marketIndex: market, ...execution });
  return stage.send([fill], agent);
}

/** null if the account is gone. */
export async function findUser(stage: Stage, { user }: Trader): Promise<VenueUser | null> {
  return venueUserOrGone(await stage.connection.getAccountInfo(user));
}

export async function readUser(stage: Stage, trader: Trader): Promise<VenueUser> {
  const found = await findUser(stage, trader);
  if (found === null) throw new Error(`The venue account ${trader.user.toBase58()} is gone`);
  return found;
}

/** What kept a real account from subscribing, and the instructions that end it. */
interface Preparation {
  did: string[];
  instructions: TransactionInstruction[];
}

/**
 * Puts a real account on the local chain with the demo's agent as its authority, and makes it flat: positions are closed
 * by fills at their entry price, which realizes nothing. What no fill can end, the simulator does.
 * @returns the trader, and in words what was done
 */
export async function takeOver(
  stage: Stage,
  dump: VenueUserDump,
  agent: Keypair,
): Promise<{ trader: Trader; did: string[] }> {
  const data = Uint8Array.from(dump.data);
  data.set(agent.publicKey.toBytes(), AUTHORITY);
  const { address, lamports } = dump;
  const owner = DRIFT_PROGRAM_ID.toBase58();
  stage.localnet.chain.setAccount(address.toBase58(), { lamports, owner, data, executable: false });

  const trader = { agent, user: address };
  const { did, instructions } = preparation(dump, trader);
  const signs = instructions.some(({ keys }) => keys.some(({ isSigner }) => isSigner));
  if (instructions.length > 0) await stage.send(instructions, ...(signs ? [agent] : []));
  return { trader, did };
}

const AUTHORITY = 8;
const STATUS_LIQUIDATION_OR_BANKRUPT = 1 | 2;
const POSITION_LIQUIDATION_OR_BANKRUPT = 2 | 4;

function preparation(
  { data, user: { positions, beingLiquidated } }: VenueUserDump,
  { agent, user }: Trader,
): Preparation {
  const slots = positions.map((position, index) => ({ ...position, ...slot(data, index) }));
  const open = slots.filter(({ baseAssetAmount }) => baseAssetAmount !== 0n);
  const providing = slots.filter(({ lpShares }) => lpShares !== 0n);
  const flagged = slots.filter(({ flag }) => beingLiquidated && (flag & POSITION_LIQUIDATION_OR_BANKRUPT) !== 0);
  const inLiquidation = (data[DRIFT.status]! & STATUS_LIQUIDATION_OR_BANKRUPT) !== 0;
  const did = [
    inLiquidation ? "its liquidation is ended by the simulator" : null,
    open.length > 0 ? `${count(open.length, "position")} closed by fills at the entry price` : null,
    providing.length > 0 ? `LP shares in ${count(providing.length, "market")} removed by the simulator` : null,
    flagged.length > 0 ? `liquidation flags of ${count(flagged.length, "position")} cleared by the simulator` : null,
  ];
  return {
    did: did.filter((done) => done !== null),
    instructions: [
      ...(inLiquidation ? [driftSimulation.exitLiquidation(user)] : []),
      ...open.map(({ marketIndex, baseAssetAmount, quoteEntryAmount }) =>
        driftSimulation.fill({
          user,
          authority: agent.publicKey,
          marketIndex,
          base: -baseAssetAmount,
          quote: -quoteEntryAmount,
        }),
      ),
      ...providing.map(({ marketIndex }) => driftSimulation.removeLpShares(user, marketIndex)),
      ...flagged.map(({ marketIndex, flag }) =>
        driftSimulation.setPositionFlag(user, marketIndex, flag & ~POSITION_LIQUIDATION_OR_BANKRUPT),
      ),
    ],
  };
}

const DRIFT = USER_LAYOUTS.find(({ venue }) => venue === "drift")!;

/** What the reader of realized PnL does not say about a position. */
function slot(data: Uint8Array, index: number): { lpShares: bigint; flag: number } {
  const { start, stride, lpShares, flag } = DRIFT.positions;
  const view = new DataView(data.buffer, data.byteOffset + start + index * stride, stride);
  return { lpShares: view.getBigUint64(lpShares!, true), flag: view.getUint8(flag!) };
}

const count = (amount: number, what: string): string => `${amount} ${what}${amount === 1 ? "" : "s"}`;
