/**
 * Settlements, round by round: in each every subscription settles once, and a year passes in a thousand. The first bot's
 * subscriptions take turns: half of them settle alone, each in a transaction of its own, the other half in batches. All others
 * settle in the largest batches that fit.
 */
import type { AccountState } from "@profit-share/localnet";
import { type BatchRow, PROGRAM_ID, settle, settleBatch } from "@profit-share/sdk";
import type { LocalChain } from "@profit-share/testing/chain/local-chain";
import { keyOf } from "@profit-share/testing/keys";
import { Random } from "@profit-share/testing/random";
import { referenceOf } from "@profit-share/testing/svm/history";
import { AddressLookupTableAccount, AddressLookupTableProgram, type PublicKey } from "@solana/web3.js";
import { type Lander, Prepared } from "./lander";
import { keeper, keeperSigner, type Member, placeVenueUser } from "./marketplace";

/** The most rows of a batch: bench/README.md. */
const ROWS = { verified: 30, attested: 14 };
const ROUND_S = (365 * 86_400) / 1_000;
/** Base units: $0.50 to $5; of what is attested a quarter are losses. */
const LEAST = 500_000;
const SPREAD = 4_500_000;
const LOSSES_PERCENT = 25;

/** Where a subscription stands. */
interface Standing {
  /** PnL, 1e-6 quote. */
  realized: bigint;
  sequence: bigint;
}

/** How things were, for a fork to bring back. */
export interface Moment {
  slot: number;
  settled: number;
  alone: number;
  standings: Map<Member, Standing>;
  accounts: Map<string, AccountState>;
}

/** Settles some of the subscriptions by one transaction. */
interface Settling {
  members: readonly Member[];
  prepared: Prepared;
  isBatch: boolean;
}

export class Rounds {
  /** Settlements so far. */
  settled = 0;
  /** Of them, those that had a transaction of their own. */
  alone = 0;
  private standings: Map<Member, Standing>;
  private readonly random = new Random(1);
  private readonly turns: readonly [Settling[], Settling[]];
  private readonly steps: Iterator<void>;

  constructor(
    private readonly chain: LocalChain,
    private readonly lander: Lander,
    members: readonly Member[],
  ) {
    this.standings = new Map(members.map((member) => [member, { realized: 0n, sequence: 0n }]));
    const first = members.filter(({ bot }) => bot.equals(members[0]!.bot));
    const others = members.slice(first.length);
    const halves = [first.slice(0, first.length / 2), first.slice(first.length / 2)] as const;
    const single = halves.map((half) => half.map((member) => this.single(member)));
    const together = halves.map((half) => this.batches(half, half.length / 2));
    const verified = others.filter(({ venueUser }) => venueUser !== null);
    const rest = [
      ...this.batches(verified, ROWS.verified),
      ...this.batches(
        others.filter(({ venueUser }) => venueUser === null),
        ROWS.attested,
      ),
    ];
    this.turns = [mixed(single[0]!, [...together[1]!, ...rest]), mixed(single[1]!, [...together[0]!, ...rest])];
    this.steps = this.forEver();
  }

  /** Of a round. */
  get transactions(): number {
    return this.turns[0].length;
  }

  /** Sends so many transactions. */
  settle(transactions: number): void {
    for (let sent = 0; sent < transactions; sent++) this.steps.next();
  }

  remember(): Moment {
    const { chain } = this.chain.localnet;
    return {
      slot: chain.slots.slot,
      settled: this.settled,
      alone: this.alone,
      standings: new Map([...this.standings].map(([member, standing]) => [member, { ...standing }])),
      accounts: chain.accountsOwnedBy(PROGRAM_ID.toBase58()),
    };
  }

  /** As a fork does: what landed since never did. */
  goBack({ slot, settled, alone, standings, accounts }: Moment): void {
    const { chain } = this.chain.localnet;
    chain.rewind(slot);
    for (const [key, account] of accounts) chain.setAccount(key, account);
    this.settled = settled;
    this.alone = alone;
    this.standings = standings;
  }

  private *forEver(): Generator<void> {
    const { chain } = this.chain.localnet;
    for (let round = 0; ; round++) {
      chain.setTime(chain.time() + ROUND_S);
      for (const settling of this.turns[round % 2]!) {
        this.send(settling);
        yield;
      }
    }
  }

  private send({ members, prepared, isBatch }: Settling): void {
    const rows = members.map((member) => this.next(member));
    const attested = rows.some(({ kind }) => kind === "attested");
    this.lander.land(prepared, attested && isBatch ? batchOf(rows).data : undefined);
    this.settled += members.length;
    if (!isBatch) this.alone += 1;
  }

  /** Lets something happen to a subscription that is to be settled. */
  private next(member: Member): BatchRow {
    const { subscription, bot, instance, venueUser } = member;
    const standing = this.standings.get(member)!;
    standing.sequence += 1n;
    const gain = BigInt(LEAST + this.random.int(SPREAD));
    if (venueUser !== null) {
      standing.realized += gain;
      placeVenueUser(this.chain, member, standing.realized);
      return { kind: "verified", subscription, venueUser };
    }
    const closePnl = this.random.chance(LOSSES_PERCENT) ? -gain : gain;
    const { sequence } = standing;
    const reference = referenceOf(`${subscription.toBase58()} ${sequence} ${closePnl}`);
    return { kind: "attested", subscription, bot, instance, sequence, closePnl, reference };
  }

  private single(member: Member): Settling {
    const { subscription, venueUser } = member;
    const instruction = settle({ subscription, venueUser: venueUser! });
    return { members: [member], prepared: new Prepared(instruction, this.chain.payer), isBatch: false };
  }

  private batches(members: readonly Member[], rows: number): Settling[] {
    return Array.from({ length: Math.ceil(members.length / rows) }, (_, index) => {
      const some = members.slice(index * rows, (index + 1) * rows);
      const instruction = batchOf(some.map((member) => this.rowLike(member)));
      const table = this.placeTable(
        `lookup table of ${some[0]!.accountNo}`,
        instruction.keys.map(({ pubkey }) => pubkey),
      );
      const signers = some.some(({ venueUser }) => venueUser === null) ? [keeperSigner] : [];
      return { members: some, prepared: new Prepared(instruction, this.chain.payer, signers, [table]), isBatch: true };
    });
  }

  /** A row with the accounts of the member's rows. */
  private rowLike({ subscription, bot, instance, venueUser }: Member): BatchRow {
    if (venueUser !== null) return { kind: "verified", subscription, venueUser };
    return { kind: "attested", subscription, bot, instance, sequence: 0n, closePnl: 0n, reference: new Uint8Array(32) };
  }

  private placeTable(name: string, addresses: readonly PublicKey[]): AddressLookupTableAccount {
    const at = keyOf(`bench index: ${name}`).publicKey;
    const distinct = [...new Map(addresses.map((address) => [address.toBase58(), address])).values()];
    const data = Buffer.concat([TABLE_HEAD, ...distinct.map((address) => address.toBytes())]);
    this.chain.setAccount(at, AddressLookupTableProgram.programId, data);
    return new AddressLookupTableAccount({ key: at, state: AddressLookupTableAccount.deserialize(data) });
  }
}

/** Of a lookup table that was never deactivated. */
const TABLE_HEAD = Buffer.alloc(56);
TABLE_HEAD.writeUInt32LE(1, 0);
TABLE_HEAD.writeBigUInt64LE(2n ** 64n - 1n, 4);

function batchOf(rows: readonly BatchRow[]) {
  const attested = rows.some(({ kind }) => kind === "attested");
  return settleBatch({
    rows,
    ...(attested ? { keeper: { address: keeper, signer: keeperSigner.publicKey } } : {}),
  });
}

/** One of each in turn. */
function mixed<T>(some: readonly T[], others: readonly T[]): T[] {
  const length = Math.max(some.length, others.length);
  return Array.from({ length }, (_, index) => [some[index], others[index]])
    .flat()
    .filter((one) => one !== undefined);
}
